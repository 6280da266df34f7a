"""Reading what was done to a case and to one record: the audit trail and superseded contents."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, literal, select
from sqlalchemy.orm import Session

from tracker.domain.access import Right, Viewer, require
from tracker.domain.errors import NotFound
from tracker.domain.ids import is_public_id
from tracker.store.engine import holds_text
from tracker.store.models import (
    Assertion,
    AuditEvent,
    Capture,
    Case,
    Document,
    Finding,
    Report,
    ReportSection,
    Revision,
    Source,
    Statement,
    User,
)
from tracker.store.queries.protection import REASON_KEPT, is_kept, kept_ids
from tracker.store.queries.rows import Rows

PAGE = 50
_KINDS: dict[str, type[Any]] = {
    "case": Case,
    "source": Source,
    "document": Document,
    "capture": Capture,
    "statement": Statement,
    "assertion": Assertion,
    "report": Report,
    "finding": Finding,
    "section": ReportSection,
}
_HIDDEN = ("pk", "public_id", "case_pk", "number", "recorded_at", "recorded_by_pk", "report_pk", "position")


@dataclass(frozen=True, slots=True)
class Superseded:
    """A record's content before a correction: pairs of a field's name and what stood in it."""

    version: int
    at: datetime
    by: str
    reason: str | None
    content: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class History:
    """One record's past, newest first; `events` are rows of the audit trail."""

    kind: str
    label: str
    superseded: tuple[Superseded, ...]
    events: Rows


_EVENTS = select(
    AuditEvent.seq,
    AuditEvent.at,
    AuditEvent.action,
    AuditEvent.object_kind,
    AuditEvent.object_id,
    User.display_name.label("actor"),
).outerjoin(User, User.pk == AuditEvent.actor_pk)


def case_events(
    session: Session, viewer: Viewer, case_pk: int, *, before: int | None = None, search: str | None = None
) -> Rows:
    """What was done in a case, newest first: a page of it, older than the event `before`, and one more."""
    require(viewer, Right.READ, case_pk)
    reason = _reason_for(session, viewer, case_pk)
    found = _EVENTS.add_columns(reason.label("reason")).where(AuditEvent.case_pk == case_pk)
    if before is not None:
        found = found.where(AuditEvent.seq < before)
    if search:
        found = found.where(
            holds_text(AuditEvent.action, search)
            | holds_text(reason, search)
            | holds_text(User.display_name, search)
        )
    return session.execute(found.order_by(AuditEvent.seq.desc()).limit(PAGE + 1)).all()


def history_of(session: Session, viewer: Viewer, case_pk: int, kind: str, public_id: str) -> History:
    """The history of one record of a case; `NotFound` for any other."""
    require(viewer, Right.READ, case_pk)
    record = _record(session, case_pk, kind, public_id)
    is_protected = isinstance(record, Source) and record.is_protected
    kept = is_kept(session, public_id, viewer)
    superseded = session.execute(
        select(
            Revision.version,
            Revision.superseded_at,
            Revision.reason,
            Revision.content,
            User.display_name,
        )
        .outerjoin(User, User.pk == Revision.superseded_by_pk)
        .where(Revision.kind == kind, Revision.record_pk == record.pk)
        .order_by(Revision.version.desc())
    ).all()
    events = session.execute(
        _EVENTS.add_columns(_reason_for(session, viewer, case_pk).label("reason"))
        .where(AuditEvent.object_id == public_id)
        .order_by(AuditEvent.seq.desc())
    ).all()
    return History(
        kind=kind,
        label=record.code if isinstance(record, Case) else record.label,
        superseded=tuple(
            Superseded(
                row.version,
                row.superseded_at,
                row.display_name,
                REASON_KEPT if kept else row.reason,
                _shown(row.content, is_protected=is_protected),
            )
            for row in superseded
        ),
        events=events,
    )


def _record(session: Session, case_pk: int, kind: str, public_id: str) -> Any:
    model = _KINDS.get(kind)
    record = None
    if model is not None and is_public_id(public_id):
        record = session.scalar(select(model).where(model.public_id == public_id))
    if record is None or _case_of(session, record) != case_pk:
        raise NotFound("There is no such record in this case.")
    return record


def _case_of(session: Session, record: Any) -> int:
    if isinstance(record, Case):
        return record.pk
    if isinstance(record, Finding | ReportSection):
        return session.get_one(Report, record.report_pk).case_pk
    case_pk: int = record.case_pk
    return case_pk


def _reason_for(session: Session, viewer: Viewer, case_pk: int) -> ColumnElement[Any]:
    """The reason of an event; where a source is protected now, only to whoever may read its name.

    What was typed before it was protected may hold the name just as well.
    """
    if viewer.may(Right.READ_PROTECTED, case_pk):
        return AuditEvent.reason.expression
    kept = AuditEvent.reason.is_not(None) & AuditEvent.object_id.in_(kept_ids(session, viewer, case_pk))
    return case((kept, literal(REASON_KEPT)), else_=AuditEvent.reason)


def _shown(content: str, *, is_protected: bool) -> tuple[tuple[str, str], ...]:
    fields: dict[str, Any] = json.loads(content)
    if is_protected or fields.get("is_protected"):
        fields["name"] = "(protected)"
        fields.pop("note", None)
    return tuple(
        (name.removesuffix("_edtf").replace("_", " "), str(value))
        for name, value in fields.items()
        if value not in (None, "", False)
        and name not in _HIDDEN
        and not name.endswith(("_pk", "_zone", "_earliest", "_latest"))
    )
