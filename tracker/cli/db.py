"""Sessions for commands, and the second place that commits: a command writes all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from tracker.config import Settings
from tracker.domain.errors import DomainError
from tracker.store import schema
from tracker.store.engine import make_engine, read_sessions, write_sessions


@contextmanager
def reading(settings: Settings) -> Iterator[Session]:
    """A session that only reads."""
    require_current(settings)
    engine = make_engine(settings.database_url)
    try:
        with read_sessions(engine)() as session:
            yield session
    finally:
        engine.dispose()


@contextmanager
def writing(settings: Settings) -> Iterator[Session]:
    """A session whose work is committed at the end, unless something was refused on the way."""
    require_current(settings)
    engine = make_engine(settings.database_url)
    try:
        with write_sessions(engine).begin() as session:
            yield session
    finally:
        engine.dispose()


def require_current(settings: Settings) -> None:
    """Refuse a database that this tracker cannot work with, and say which command helps."""
    held, needed = schema.current(settings.database_url), schema.head()
    if held is None:
        raise DomainError("There is no database yet. Run: tracker init")
    if held < needed:
        raise DomainError(
            f"The database is at version {held} and this tracker needs {needed}. Run: tracker db upgrade"
        )
    if held > needed:
        raise DomainError(
            f"The database is at version {held}, made by a newer tracker than this one ({needed}). "
            "Install that tracker."
        )
