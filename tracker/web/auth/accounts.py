"""Accounts as Flask-Security asks for them: looked up, never written."""

from __future__ import annotations

from typing import Any

from flask_security import SQLAlchemySessionUserDatastore

from tracker.web.db import brief_read


class Accounts(SQLAlchemySessionUserDatastore):
    """Finds accounts in sessions of their own, so that looking at a cookie never holds a lock."""

    def __init__(self, user_model: type[Any]) -> None:
        no_roles: Any = None  # what somebody may do is said case by case, in domain.access
        session: Any = _BriefReads()
        super().__init__(session, user_model, no_roles)


class _BriefReads:
    """As much of a session as a look-up needs."""

    def scalar(self, statement: Any) -> Any:
        with brief_read() as session:
            return session.scalar(statement)

    def add(self, _account: object) -> None:
        """A hash of an older cost stays as it is until its owner changes the password."""

    def commit(self) -> None:
        """Flask-Security ends a log-in with this; it wrote nothing."""
