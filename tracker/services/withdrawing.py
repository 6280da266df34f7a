"""Taking a record out of what counts, marked with who did it, when and why; nothing is ever deleted.

Of a judgement (a resolution, a verdict) one stands at a time: judging again withdraws the one before.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.domain.access import Viewer
from tracker.domain.errors import Conflict, DomainError
from tracker.services.lookup import required
from tracker.store.base import Withdrawable


def mark(record: Withdrawable, why: str, *, by: Viewer, now: datetime) -> None:
    """Say of a record that it is withdrawn; the caller flushes."""
    record.withdrawn_at, record.withdrawn_by_pk, record.withdrawn_reason = now, by.user_pk, why


def unmark(record: Withdrawable) -> None:
    """Undo `mark`; the caller flushes."""
    record.withdrawn_at = record.withdrawn_by_pk = record.withdrawn_reason = None


def take_back(
    session: Session,
    record: Withdrawable,
    reason: str | None,
    *,
    what: str,
    deed: str = "withdrawn",
    by: Viewer,
    now: datetime,
) -> str:
    """Withdraw a judgement, once, and return the reason. `what` and `deed` are how a sentence says it."""
    session.refresh(record, with_for_update=True)  # somebody may be taking it back at this moment
    if record.is_withdrawn:
        raise DomainError(f"This {what} was {deed} already.")
    why = required(reason, f"Say why the {what} is {deed}.", field="reason")
    mark(record, why, by=by, now=now)
    session.flush()
    return why


def supersede(
    session: Session,
    made: Any,
    of_what: ColumnElement[bool],
    *,
    seen: str | None,
    why: str,
    meanwhile: str,
    by: Viewer,
    now: datetime,
) -> bool:
    """Store a judgement in place of the one of its table that stands `of_what`; whether there was one.

    `seen` is the public id of the one that stood when the analyst decided, "" where none did, None does not
    ask; `Conflict`, saying `meanwhile`, where that is no longer so. `why` is why the one before is withdrawn.
    """
    before = _standing(session, type(made), of_what)
    if seen is not None and seen != (before.public_id if before else ""):
        raise Conflict(meanwhile)
    if before is not None:
        mark(before, why, by=by, now=now)
    try:
        with session.begin_nested():
            session.flush()  # the one before must stand no longer when this one does
            session.add(made)
            session.flush()
    except IntegrityError as exc:
        raise Conflict(meanwhile) from exc
    return before is not None


def _standing(session: Session, model: type[Any], of_what: ColumnElement[bool]) -> Any:
    return session.scalar(select(model).where(of_what, model.withdrawn_at.is_(None)).with_for_update())
