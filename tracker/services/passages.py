"""Anchoring: an exact place of a capture, checked against its text before it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import passages
from tracker.domain.access import Right, Viewer
from tracker.domain.errors import DomainError
from tracker.domain.passages import PassageKind, Place, Region, TextSpan, TimeRange
from tracker.importers import Modality
from tracker.services import audit, reporters
from tracker.services.lookup import get, in_case
from tracker.store.models import Anchor, Capture, Document, Passage, Statement


@dataclass(frozen=True, slots=True)
class Selection:
    """What was selected: code-point offsets, a box (hundredths of a per cent), or milliseconds."""

    kind: PassageKind
    start: int | None = None
    end: int | None = None
    exact: str | None = None
    x: int | None = None
    y: int | None = None
    width: int | None = None
    height: int | None = None
    begin_ms: int | None = None
    end_ms: int | None = None


def anchor(
    session: Session, statement_id: str, capture: str, selection: Selection, *, by: Viewer, now: datetime
) -> Passage:
    """Tie a statement to one more passage of a capture of its case."""
    statement = get(session, Statement, statement_id, by, Right.RECORD)
    held = in_case(session, Capture, capture, statement.case_pk, field="capture")
    passage = place(session, held, selection, session.get_one(Document, held.document_pk), by=by, now=now)
    tie(session, statement, passage, by=by, now=now)
    reporters.derive(session, statement.pk)
    audit.record(
        session,
        "passage anchored",
        "statement",
        statement.public_id,
        by=by,
        now=now,
        case_pk=statement.case_pk,
        passage=passage.public_id,
    )
    return passage


def place(
    session: Session,
    capture: Capture,
    selection: Selection,
    document: Document,
    *,
    by: Viewer,
    now: datetime,
) -> Passage:
    """The passage at that place, stored if it is not yet; `DomainError` on `passage` if it is not there."""
    where = _checked(capture, selection)
    columns = {
        "capture_pk": capture.pk,
        "document_pk": document.pk,
        "kind": selection.kind,
        **_columns(where),
    }
    same = select(Passage).where(*(getattr(Passage, name) == value for name, value in columns.items()))
    passage = session.scalar(same.order_by(Passage.pk).limit(1))
    if passage is None:
        passage = Passage(**columns, recorded_at=now, recorded_by_pk=by.user_pk)
        session.add(passage)
        session.flush()
    return passage


def tie(session: Session, statement: Statement, passage: Passage, *, by: Viewer, now: datetime) -> None:
    """Anchor a statement to a passage, once."""
    known = session.scalar(
        select(Anchor).where(
            Anchor.statement_pk == statement.pk,
            Anchor.passage_pk == passage.pk,
            Anchor.withdrawn_at.is_(None),
        )
    )
    if known is None:
        session.add(
            Anchor(
                statement_pk=statement.pk,
                passage_pk=passage.pk,
                recorded_at=now,
                recorded_by_pk=by.user_pk,
            )
        )
        session.flush()


_KINDS_IN = {
    Modality.TEXT: (PassageKind.TEXT,),
    Modality.IMAGE: (PassageKind.REGION,),
    Modality.AUDIO: (PassageKind.TIME,),
    Modality.VIDEO: (PassageKind.TIME, PassageKind.REGION),
}


def _checked(capture: Capture, chosen: Selection) -> Place:
    if chosen.kind not in _KINDS_IN[Modality(capture.modality)]:
        raise DomainError("This capture has no such place. Select the passage again.", field="passage")
    match chosen:
        case Selection(kind=PassageKind.TEXT, start=int(start), end=int(end)):
            return passages.span(capture.text, start, end, expected=chosen.exact)
        case Selection(kind=PassageKind.REGION, x=int(x), y=int(y), width=int(width), height=int(height)):
            return passages.region(x, y, width, height)
        case Selection(kind=PassageKind.TIME, begin_ms=int(begin), end_ms=int(end)):
            return passages.time_range(begin, end, capture.duration_ms)
    raise DomainError("Select the passage first: words, a box or a time range.", field="passage")


def _columns(where: Place) -> dict[str, object]:
    match where:
        case TextSpan(start, end, exact, prefix, suffix):
            return {
                "start_offset": start,
                "end_offset": end,
                "exact": exact,
                "prefix": prefix,
                "suffix": suffix,
            }
        case Region(x, y, width, height):
            return {"x": x, "y": y, "width": width, "height": height}
        case TimeRange(begin_ms, end_ms):
            return {"begin_ms": begin_ms, "end_ms": end_ms}
