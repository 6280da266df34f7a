"""Connections and sessions: the one module that knows which database it is talking to.

SQLite and PostgreSQL behave alike to everybody above: enforced foreign keys, transactions that begin when we
say so, and a search that ignores case in any script.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    Integer,
    create_engine,
    event,
    literal,
    make_url,
)
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import StaticPool
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from tracker.domain.errors import DomainError
from tracker.store.types import PlainText

_ESCAPE = "\\"
_LONGEST_SEARCH = 1_000
_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",  # evidence: what was acknowledged survives a power cut
    "busy_timeout = 5000",
    "mmap_size = 2147418112",  # the most SQLite allows
    "cache_size = -65536",  # 64 MB
    "temp_store = MEMORY",
)
_HOW_TO_WRITE = "Write it like sqlite:///instance/tracker.db or postgresql://user@host/name."


def make_engine(url: str | URL, *, enforce_fks: bool = True, echo: bool = False) -> Engine:
    """An engine for that database; `DomainError` says what is wrong with an address we cannot use.

    `enforce_fks=False` is for migrations on SQLite only: there, altering a table copies and drops it, and
    with enforcement on the drop would empty the tables that refer to it.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DomainError(f"This is not the address of a database. {_HOW_TO_WRITE}") from None
    match parsed.get_backend_name():
        case "sqlite":
            return _sqlite_engine(parsed, enforce_fks=enforce_fks, echo=echo)
        case "postgresql":
            return _engine(parsed, echo=echo, pool_pre_ping=True)
        case other:
            raise DomainError(f"The tracker cannot keep its records in “{other}”. {_HOW_TO_WRITE}")


def read_sessions(engine: Engine) -> sessionmaker[Session]:
    """Sessions for reading: on SQLite any number of them run beside a writer."""
    # Not expired on commit: what was written is shown or linked to afterwards, which must not read again.
    return sessionmaker(engine, expire_on_commit=False)


def write_sessions(engine: Engine) -> sessionmaker[Session]:
    """Sessions for unsafe requests and commands: on SQLite they take the write lock when they begin.

    One that only takes it at its first write fails at once, without waiting, if it has read before and
    somebody else has written since.
    """
    return read_sessions(engine.execution_options(sqlite_begin="IMMEDIATE"))


def escape_like(text: str) -> str:
    """The text with the wildcards of LIKE taken literally, for a LIKE whose escape is a backslash."""
    for special in (_ESCAPE, "%", "_"):
        text = text.replace(special, _ESCAPE + special)
    return text


class folded(FunctionElement[str]):  # noqa: N801  reads as the SQL function it is
    """A text without regard to case, in any script: `folded(Source.name) == folded("ÉLYSÉE")`."""

    inherit_cache = True
    type = PlainText()

    def __init__(self, text: ColumnElement[Any] | Any) -> None:
        super().__init__(literal(text, PlainText) if isinstance(text, str) else text)


@compiles(folded)
def _folded(element: folded, compiler: SQLCompiler, **kw: Any) -> str:
    return f"lower({compiler.process(element.clauses, **kw)})"


@compiles(folded, "sqlite")
def _folded_sqlite(element: folded, compiler: SQLCompiler, **kw: Any) -> str:
    return f"casefold({compiler.process(element.clauses, **kw)})"


class place_in(FunctionElement[int]):  # noqa: N801  reads as the SQL function it is
    """Where a text first holds exactly these words, from 1; 0 where it does not: `place_in(text, words)`."""

    inherit_cache = True
    type = Integer()


@compiles(place_in)
def _place_in(element: place_in, compiler: SQLCompiler, **kw: Any) -> str:
    return f"strpos({compiler.process(element.clauses, **kw)})"


@compiles(place_in, "sqlite")
def _place_in_sqlite(element: place_in, compiler: SQLCompiler, **kw: Any) -> str:
    return f"instr({compiler.process(element.clauses, **kw)})"


def holds_text(column: ColumnElement[Any] | Any, text: str) -> ColumnElement[bool]:
    """Whether a column holds what a person typed into a search field, without regard to case.

    Of something longer than `_LONGEST_SEARCH` only the beginning is looked for: SQLite refuses long patterns.
    """
    return folded(column).like(folded(f"%{escape_like(text[:_LONGEST_SEARCH])}%"), escape=_ESCAPE)


def _sqlite_engine(url: URL, *, enforce_fks: bool, echo: bool) -> Engine:
    if url.database in (None, "", ":memory:"):
        # One connection for all: every further one would see an empty database of its own.
        arguments: dict[str, Any] = {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    else:
        arguments = {}
        Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = _engine(url, echo=echo, **arguments)

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # otherwise the driver begins and commits behind our back
        connection.create_function("casefold", 1, _casefold, deterministic=True)
        for pragma in (f"foreign_keys = {int(enforce_fks)}", *_PRAGMAS):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")

    @event.listens_for(engine, "close")
    def _close(connection: sqlite3.Connection, _record: object) -> None:
        with suppress(sqlite3.Error):  # statistics are a help, never a reason to fail
            connection.execute("PRAGMA optimize")

    return engine


def _engine(url: URL, **arguments: Any) -> Engine:
    try:
        # What somebody typed must not reach a log with an error: it may be a protected name.
        return create_engine(url, hide_parameters=True, **arguments)
    except NoSuchModuleError:
        raise DomainError(f"There is no driver called “{url.drivername}”. {_HOW_TO_WRITE}") from None
    except ImportError:
        raise DomainError(
            f"The driver for “{url.drivername}” is not installed. "
            "For PostgreSQL run: pip install 'provenance-tracker[postgres]'"
        ) from None


def _casefold(text: str | None) -> str | None:
    return None if text is None else text.casefold()
