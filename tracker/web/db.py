"""One database session per request, and the one place of the web that commits.

Safe requests read; the others write. Knows sessions, no table and no query.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request
from sqlalchemy import Engine, event
from sqlalchemy.orm import ORMExecuteState, Session, sessionmaker

from tracker.store.engine import read_sessions, write_sessions

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_UNSAVED = "written but not committed"
_ASKED = "what was asked for"


class ForgottenCommitError(RuntimeError):
    """A view wrote outside `transaction()`: what it wrote is lost."""


@dataclass(frozen=True, slots=True)
class Sessions:
    """Where sessions come from; a test hands in its own, bound to the test's transaction."""

    reading: sessionmaker[Session]
    writing: sessionmaker[Session]


def sessions_of(engine: Engine) -> Sessions:
    return Sessions(reading=read_sessions(engine), writing=write_sessions(engine))


def init_app(app: Flask, sessions: Sessions) -> None:
    app.extensions["tracker_sessions"] = sessions
    app.teardown_appcontext(_close)


def get_session() -> Session:
    """The session of this request."""
    if "db_session" not in g:
        factory = _sessions().reading if request.method in _SAFE else _sessions().writing
        g.db_session = factory()
        g.db_session.info[_ASKED] = f"{request.method} {request.path}"
        _note_writes(g.db_session)
    session: Session = g.db_session
    return session


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit what the block wrote; on any exception forget it, and leave what the page read readable.

    The inner savepoint is what keeps records read earlier usable: rolling back to it expires only what
    the block changed, so the page can be shown again with the error.
    """
    if request.method in _SAFE:
        raise RuntimeError("A request that only reads must not write: use POST.")
    session = get_session()
    try:
        with session.begin_nested():
            yield session
        session.commit()
    finally:
        session.info.pop(_UNSAVED, None)


@contextmanager
def brief_read() -> Iterator[Session]:
    """A session of its own for a look before the view runs; closed at once, so it never holds a lock."""
    with _sessions().reading() as session:
        yield session


def _sessions() -> Sessions:
    sessions: Sessions = current_app.extensions["tracker_sessions"]
    return sessions


def _note_writes(session: Session) -> None:
    def flushed(*_: Any) -> None:
        session.info[_UNSAVED] = True

    def executed(state: ORMExecuteState) -> None:
        if state.is_insert or state.is_update or state.is_delete:
            session.info[_UNSAVED] = True

    event.listen(session, "after_flush", flushed)
    event.listen(session, "do_orm_execute", executed)


def _close(error: BaseException | None) -> None:
    session: Session | None = g.pop("db_session", None)
    if session is None:
        return
    forgotten = session.info.get(_UNSAVED) or session.new or session.dirty or session.deleted
    session.close()
    if forgotten and error is None:
        complaint = f"{session.info[_ASKED]} wrote outside transaction(): nothing was saved."
        if current_app.testing:
            raise ForgottenCommitError(complaint)
        current_app.logger.error(complaint)
