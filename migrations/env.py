"""How migrations run: alone, one transaction each, and without foreign keys firing while tables are rebuilt.

Called by `tracker.store.schema`, which hands over the address of the database (or an open connection to it).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Enum, TypeDecorator

import tracker.store.models  # noqa: F401  the tables enter the metadata when they are imported
from tracker.store.base import Base
from tracker.store.engine import make_engine

_LOCK = 7_415_961_003  # any number that nobody else takes for an advisory lock


def _run() -> None:
    given = context.config.attributes.get("connection")
    if given is not None:
        _migrate(given)
    else:
        with _connection(context.config.attributes["url"]) as connection:
            _migrate(connection)


@contextmanager
def _connection(url: str) -> Iterator[Connection]:
    engine = make_engine(url, enforce_fks=False).execution_options(sqlite_begin="IMMEDIATE")
    try:
        with engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                _wait_for_others(connection)
            yield connection
    finally:
        engine.dispose()  # ends the PostgreSQL session, and with it the lock


def _wait_for_others(connection: Connection) -> None:
    connection.exec_driver_sql("SET statement_timeout = '15min'")
    connection.exec_driver_sql(f"SELECT pg_advisory_lock({_LOCK})")
    # From here on: rather fail than keep everybody waiting behind a table somebody else holds.
    connection.exec_driver_sql("SET lock_timeout = '10s'")
    connection.commit()


def _migrate(connection: Connection) -> None:
    _refuse_enforced_foreign_keys(connection)
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        compare_server_default=True,
        transaction_per_migration=True,
        render_item=_render_without_tracker,
        on_version_apply=_refuse_dangling_references,
    )
    with context.begin_transaction():
        context.run_migrations()


def _refuse_enforced_foreign_keys(connection: Connection) -> None:
    """Altering a table on SQLite drops the old copy of it, which would delete the rows that refer to it."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite" and driver.execute("PRAGMA foreign_keys").fetchone()[0]:
        raise RuntimeError("Migrations need a connection of make_engine(url, enforce_fks=False).")


def _refuse_dangling_references(ctx: MigrationContext, *_unnamed: Any, **_named: Any) -> None:
    """Nothing was enforced during the migration, so prove before its commit that every reference holds."""
    connection = ctx.connection
    if connection is None or connection.dialect.name != "sqlite":
        return
    dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if dangling:
        tables = ", ".join(sorted({row[0] for row in dangling}))
        raise RuntimeError(f"The migration leaves references to rows that do not exist, in: {tables}.")


def _render_without_tracker(kind: str, item: Any, _autogenerate: Any) -> str | Literal[False]:
    """Write our column types as what they are in the database: no migration may import the tracker."""
    if kind != "type":
        return False
    if isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    if isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


_run()
