"""Correcting and withdrawing: what was there before stays readable, with who, when and why."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.domain.access import Right, Viewer
from tracker.domain.errors import DomainError, Duplicate
from tracker.services import audit, reporters
from tracker.services.lookup import case_pk_of, get, required, unchanged_since
from tracker.services.loops import refuse_loop
from tracker.services.withdrawing import mark, unmark
from tracker.store.base import Withdrawable
from tracker.store.models import (
    Anchor,
    Assertion,
    AssertionLink,
    Capture,
    Citation,
    Comment,
    Conveys,
    Document,
    Finding,
    Relay,
    Report,
    ReportSection,
    RestsOn,
    Revision,
    Source,
    SourceAlias,
    SourceLink,
    Statement,
    StatementLink,
    VersionNotice,
)

WITHDRAWABLE: dict[str, type[Any]] = {
    "source": Source,
    "alias": SourceAlias,
    "source link": SourceLink,
    "document": Document,
    "capture": Capture,
    "statement": Statement,
    "anchor": Anchor,
    "conveys": Conveys,
    "relay": Relay,
    "rests on": RestsOn,
    "statement link": StatementLink,
    "assertion": Assertion,
    "assertion link": AssertionLink,
    "report": Report,
    "finding": Finding,
    "section": ReportSection,
    "comment": Comment,
    "notice": VersionNotice,
    "citation": Citation,
}
_BOOKKEEPING = ("version", "withdrawn_at", "withdrawn_by_pk", "withdrawn_reason")


def correct(
    session: Session,
    kind: str,
    record: Any,
    changes: Mapping[str, Any],
    *,
    version: int | None,
    reason: str | None,
    by: Viewer,
    now: datetime,
) -> None:
    """Supersede a record's content: keep the old one as a revision, write the new, say why.

    Nothing is written when nothing changed. `Conflict` when the record is no longer at `version`.
    """
    unchanged_since(record, version)
    changed = [name for name, value in changes.items() if getattr(record, name) != value]
    if not changed:
        return
    why = required(reason, "Say why this is corrected; the reason is kept with the old text.", field="reason")
    session.add(
        Revision(
            kind=kind,
            record_pk=record.pk,
            version=record.version,
            content=json.dumps(_content(record), ensure_ascii=False, sort_keys=True, default=str),
            superseded_at=now,
            superseded_by_pk=by.user_pk,
            reason=why,
        )
    )
    for name in changed:
        setattr(record, name, changes[name])
    session.flush()
    audit.record(
        session,
        f"{kind} corrected",
        kind,
        record.public_id,
        by=by,
        now=now,
        case_pk=case_pk_of(session, record),
        reason=why,
        fields=sorted(changed),
        version=record.version,
    )


def withdraw(
    session: Session, kind: str, public_id: str, reason: str | None, *, by: Viewer, now: datetime
) -> Any:
    """Take a record out of every list and analysis, with a reason; it stays readable and can be restored."""
    record = _withdrawable(session, kind, public_id, by)
    if record.is_withdrawn:
        raise DomainError("This was withdrawn already.")
    why = required(reason, "Say why this is withdrawn.", field="reason")
    mark(record, why, by=by, now=now)
    _settle(session, kind, "withdrawn", record, why, by=by, now=now)
    return record


def restore(
    session: Session, kind: str, public_id: str, reason: str | None, *, by: Viewer, now: datetime
) -> Any:
    """Undo a withdrawal, with a reason."""
    record = _withdrawable(session, kind, public_id, by)
    if not record.is_withdrawn:
        raise DomainError("This is not withdrawn.")
    if isinstance(record, Relay):
        child, parent = (session.get_one(Statement, pk) for pk in (record.child_pk, record.parent_pk))
        refuse_loop(session, child, parent)
    why = required(reason, "Say why this is restored.", field="reason")
    unmark(record)
    _settle(session, kind, "restored", record, why, by=by, now=now)
    return record


def _withdrawable(session: Session, kind: str, public_id: str, by: Viewer) -> Any:
    model = WITHDRAWABLE.get(kind)
    if model is None:
        raise DomainError(f"Nothing of the kind “{kind}” can be withdrawn.")
    right = Right.PUBLISH if model is VersionNotice else Right.RECORD
    record = get(session, model, public_id, by, right)
    if not isinstance(record, Withdrawable):  # pragma: no cover  the table above holds nothing else
        raise TypeError(kind)
    return record


def _settle(
    session: Session, kind: str, deed: str, record: Any, why: str, *, by: Viewer, now: datetime
) -> None:
    try:
        with session.begin_nested():
            session.flush()
    except IntegrityError as exc:
        raise Duplicate("The same was recorded again meanwhile; withdraw that one first.") from exc
    _derive_reporters(session, record)
    audit.record(
        session,
        f"{kind} {deed}",
        kind,
        record.public_id,
        by=by,
        now=now,
        case_pk=case_pk_of(session, record),
        reason=why,
    )


def _derive_reporters(session: Session, record: Any) -> None:
    match record:
        case Relay():
            reporters.derive(session, record.parent_pk)
        case Statement():
            reporters.derive_parents(session, record.pk)
        case Anchor():
            reporters.derive(session, record.statement_pk)
        case Capture():
            reporters.derive_held_in(session, Capture.pk == record.pk)
        case SourceLink():
            reporters.derive_said_by(session, record.from_pk, record.to_pk)
        case Document():
            reporters.derive_held_in(session, Capture.document_pk == record.pk)


def _content(record: Any) -> dict[str, Any]:
    columns = inspect(type(record)).columns.keys()
    return {name: getattr(record, name) for name in columns if name not in _BOOKKEEPING}
