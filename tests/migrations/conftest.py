"""Two rows in every table of any version, and copies of the migrations to try things out in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import (
    CHAR,
    Boolean,
    Column,
    Connection,
    DateTime,
    Engine,
    Float,
    Integer,
    MetaData,
    Table,
    Uuid,
    func,
    insert,
    select,
)
from sqlalchemy.schema import sort_tables_and_constraints

from tracker.store.engine import make_engine

MIGRATIONS = Path(__file__).parents[2] / "migrations"
BOTH_ROWS = (1, 2)
SAMPLES: dict[type, Callable[[int], object]] = {
    Float: float,
    Boolean: lambda _: False,
    DateTime: lambda row: datetime(2020, 1, row, tzinfo=UTC),
    Integer: lambda row: row,
    Uuid: lambda _: uuid4(),
    CHAR: lambda _: uuid4().hex,  # what SQLite makes of a UUID
}
# Where the rule "every reference of row n points to row n" would break a check of the table.
EXCEPTIONS: dict[str, dict[str, Callable[[int], object]]] = {
    "assertion_link": {"to_pk": lambda row: 3 - row},
    "grade": {
        "scale": lambda _: "reliability",
        "statement_pk": lambda _: None,
        "finding_pk": lambda _: None,
        "supersedes_pk": lambda row: 1 if row == 2 else None,
    },
    "relay": {"parent_pk": lambda row: 3 - row},
    "rests_on": {"on_statement_pk": lambda _: None},
    "repeat_decision": {"earlier_pk": lambda row: 3 - row},
    "source": {"merged_into_pk": lambda row: 1 if row == 2 else None},
    "source_link": {"to_pk": lambda row: 3 - row},
    "statement_link": {"to_pk": lambda row: 3 - row},
    "version_basis": {"capture_pk": lambda _: None},
}


@pytest.fixture
def fill() -> Callable[[Connection], None]:
    """Puts two rows into every table there is, which refer to one another wherever they can."""
    return _fill


@pytest.fixture
def count_rows() -> Callable[[Connection], dict[str, int]]:
    return lambda connection: {
        table.name: connection.scalar(select(func.count()).select_from(table))
        for table in _tables(connection)
    }


@pytest.fixture
def engine_of() -> Iterator[Callable[[str], Engine]]:
    """Makes engines that are closed after the test, and enforce foreign keys as the running tracker does."""
    engines: list[Engine] = []

    def make(url: str) -> Engine:
        engines.append(make_engine(url))
        return engines[-1]

    yield make
    for engine in engines:
        engine.dispose()


@pytest.fixture
def trial(tmp_path: Path) -> Path:
    """A migrations directory with our env.py and no version in it."""
    directory = tmp_path / "migrations"
    (directory / "versions").mkdir(parents=True)
    for name in ("env.py", "script.py.mako"):
        shutil.copy(MIGRATIONS / name, directory)
    return directory


def _tables(connection: Connection) -> list[Table]:
    metadata = MetaData()
    metadata.reflect(connection)
    circular = "fk_document_held_in_pk_capture"
    ordered = sort_tables_and_constraints(metadata.tables.values(), lambda key: key.name == circular or None)
    return [table for table, _ in ordered if table is not None and table.name != "alembic_version"]


def _fill(connection: Connection) -> None:
    filled: set[str] = set()
    for table in _tables(connection):
        filled.add(table.name)
        for row in BOTH_ROWS:
            values = {column.name: _value(column, row, filled) for column in table.columns}
            values |= {name: value(row) for name, value in EXCEPTIONS.get(table.name, {}).items()}
            connection.execute(insert(table).values(values))


def _value(column: Column, row: int, filled: set[str]) -> object:
    if column.foreign_keys:
        return row if next(iter(column.foreign_keys)).column.table.name in filled else None
    if column.nullable:
        return None
    make = next((make for kind, make in SAMPLES.items() if isinstance(column.type, kind)), None)
    return make(row) if make else f"{column.name} {row}"
