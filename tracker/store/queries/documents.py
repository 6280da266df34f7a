"""Reading documents: the list of a case, and one document with its captures and what was recorded from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.domain.access import Right, Viewer, require
from tracker.domain.errors import NotFound
from tracker.domain.ids import is_public_id
from tracker.store.engine import folded, holds_text
from tracker.store.models import (
    Anchor,
    Capture,
    Citation,
    Document,
    Finding,
    Passage,
    Report,
    Statement,
    User,
)
from tracker.store.queries.naming import label, shown_name, standing, stands_for
from tracker.store.queries.protection import looking, shown_reason
from tracker.store.queries.rows import AnyRow, AnySelect, Rows, page_within

PAGE = 50
_author_recorded, _author = standing("author")
_publisher_recorded, _publisher = standing("publisher")
_giver_recorded, _giver = standing("giver")
_holder = aliased(Capture, name="holder")
_page = aliased(Document, name="page")
_collector = aliased(User, name="collector")
_recorder = aliased(User, name="recorder")


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list: which one it is, and how long the whole is."""

    rows: Rows
    total: int
    page: int


_LISTED = (
    Document.public_id,
    Document.number,
    Document.kind,
    Document.title,
    *Document.published.columns,
    Document.tlp,
    Document.withdrawn_at,
    shown_name(_author).label("author_name"),
    shown_name(_publisher).label("publisher_name"),
    _holder.number.label("held_in_number"),
    _holder.public_id.label("held_in_id"),
    select(Capture.public_id)
    .where(Capture.document_pk == Document.pk, Capture.withdrawn_at.is_(None))
    .order_by(Capture.number.desc())
    .limit(1)
    .scalar_subquery()
    .label("capture_id"),
    select(func.count(Statement.pk.distinct()))
    .join(Anchor, Anchor.statement_pk == Statement.pk)
    .join(Passage, Passage.pk == Anchor.passage_pk)
    .where(
        Passage.document_pk == Document.pk, Anchor.withdrawn_at.is_(None), Statement.withdrawn_at.is_(None)
    )
    .scalar_subquery()
    .label("statements"),
)
_SORTS: dict[str, ColumnElement[Any]] = {
    "number": Document.number.expression,
    "title": folded(Document.title),
    "published": Document.published.earliest.expression,
    "author": folded(shown_name(_author)),
}


def list_documents(
    session: Session,
    viewer: Viewer,
    case_pk: int,
    *,
    search: str | None = None,
    sort: str = "number",
    descending: bool = True,
    page: int = 1,
    withdrawn: bool = False,
) -> Listed:
    """One page of a case's documents; `withdrawn` shows those instead."""
    require(viewer, Right.READ, case_pk)
    conditions: list[ColumnElement[bool]] = [
        Document.case_pk == case_pk,
        Document.withdrawn_at.is_not(None) if withdrawn else Document.withdrawn_at.is_(None),
    ]
    if search:
        places = (
            Document.title,
            Document.address,
            label("D", Document.number),
            shown_name(_author),
            shown_name(_publisher),
        )
        conditions.append(or_(*(holds_text(place, search) for place in places)))
    total = session.scalar(_with_sources(select(func.count(Document.pk))).where(*conditions)) or 0
    shown = page_within(page, total, PAGE)
    key = _SORTS.get(sort, _SORTS["number"])
    rows = session.execute(
        _with_sources(select(*_LISTED))
        .outerjoin(_holder, _holder.pk == Document.held_in_pk)
        .where(*conditions)
        # What has no date or author comes last either way round.
        .order_by(key.is_(None), key.desc() if descending else key, Document.pk.desc())
        .limit(PAGE)
        .offset((shown - 1) * PAGE)
    ).all()
    return Listed(rows, total, shown)


def get_document(session: Session, viewer: Viewer, case_pk: int, public_id: str) -> AnyRow:
    """Everything recorded of a document; `NotFound` where it is not one of this case."""
    require(viewer, Right.READ, case_pk)
    row = None
    if is_public_id(public_id):
        row = session.execute(
            _ONE.where(Document.case_pk == case_pk, Document.public_id == public_id), looking(viewer)
        ).one_or_none()
    if row is None:
        raise NotFound("There is no such document in this case.")
    return row


def captures_of(session: Session, viewer: Viewer, document_pk: int) -> Rows:
    """A document's captures, the newest first, the withdrawn ones included."""
    return session.execute(
        select(
            Capture.public_id,
            Capture.number,
            Capture.captured_at,
            Capture.method,
            Capture.media_type,
            Capture.file_name,
            Capture.size,
            Capture.sha256,
            Capture.withdrawn_at,
            shown_reason(Capture),
            User.display_name.label("captured_by"),
        )
        .outerjoin(User, User.pk == Capture.recorded_by_pk)
        .where(Capture.document_pk == document_pk)
        .order_by(Capture.number.desc()),
        looking(viewer),
    ).all()


def texts_of(session: Session, document_pk: int) -> Rows:
    """The standing captures of a document that are text, with it, in the order of their capturing."""
    return session.execute(
        select(Capture.public_id, Capture.number, Capture.text)
        .where(
            Capture.document_pk == document_pk,
            Capture.text != "",
            Capture.withdrawn_at.is_(None),
        )
        .order_by(Capture.number)
    ).all()


def posts_held_in(session: Session, document_pk: int) -> Rows:
    """The posts that this document's captures merely embed."""
    return session.execute(
        select(
            Document.public_id,
            Document.number,
            Document.title,
            *Document.published.columns,
            shown_name(_author).label("author_name"),
            Capture.public_id.label("capture_id"),
            Capture.number.label("capture_number"),
        )
        .join(Capture, Capture.pk == Document.held_in_pk)
        .outerjoin(_author_recorded, _author_recorded.pk == Document.author_pk)
        .outerjoin(_author, stands_for(_author_recorded, _author))
        .where(Capture.document_pk == document_pk, Document.withdrawn_at.is_(None))
        .order_by(Document.number)
    ).all()


def statements_from(session: Session, document_pk: int) -> Rows:
    """The first statements recorded from a document or from the pages that hold it, in their order."""
    recorded, source = standing("speaker")
    return session.execute(
        select(
            Statement.public_id,
            Statement.number,
            Statement.gist,
            Statement.basis,
            source.number.label("source_number"),
            shown_name(source).label("source_name"),
        )
        .join(Anchor, Anchor.statement_pk == Statement.pk)
        .join(Passage, Passage.pk == Anchor.passage_pk)
        .join(Capture, Capture.pk == Passage.capture_pk)
        .join(recorded, recorded.pk == Statement.source_pk)
        .join(source, stands_for(recorded, source))
        .where(*_stands_in(document_pk))
        .group_by(Statement.pk, source.pk)
        .order_by(Statement.number)
        .limit(PAGE + 1)
    ).all()


def reports_resting_on(session: Session, document_pk: int) -> Rows:
    """The reports whose findings cite a statement recorded from a document, with how many findings do."""
    return session.execute(
        select(
            Report.public_id, Report.number, Report.title, func.count(Finding.pk.distinct()).label("findings")
        )
        .join(Finding, Finding.report_pk == Report.pk)
        .join(Citation, Citation.finding_pk == Finding.pk)
        .join(Statement, Statement.pk == Citation.statement_pk)
        .join(Anchor, Anchor.statement_pk == Statement.pk)
        .join(Passage, Passage.pk == Anchor.passage_pk)
        .join(Capture, Capture.pk == Passage.capture_pk)
        .where(
            *_stands_in(document_pk),
            Citation.withdrawn_at.is_(None),
            Finding.withdrawn_at.is_(None),
            Report.withdrawn_at.is_(None),
        )
        .group_by(Report.pk)
        .order_by(Report.number)
    ).all()


def _stands_in(document_pk: int) -> tuple[ColumnElement[bool], ...]:
    return (
        or_(Passage.document_pk == document_pk, Capture.document_pk == document_pk),
        Anchor.withdrawn_at.is_(None),
        Statement.withdrawn_at.is_(None),
    )


def _with_sources(query: AnySelect) -> AnySelect:
    return (
        query.select_from(Document)
        .outerjoin(_author_recorded, _author_recorded.pk == Document.author_pk)
        .outerjoin(_author, stands_for(_author_recorded, _author))
        .outerjoin(_publisher_recorded, _publisher_recorded.pk == Document.publisher_pk)
        .outerjoin(_publisher, stands_for(_publisher_recorded, _publisher))
    )


_ONE = (
    _with_sources(
        select(
            Document.pk,
            Document.case_pk,
            Document.public_id,
            Document.number,
            Document.kind,
            Document.title,
            Document.author_certainty,
            Document.collected_by_pk,
            Document.interpreter,
            *Document.published.columns,
            Document.address,
            Document.archive_address,
            Document.language,
            Document.tlp,
            Document.note,
            Document.version,
            Document.recorded_at,
            Document.withdrawn_at,
            shown_reason(Document),
            _author.public_id.label("author_id"),
            _author.number.label("author_number"),
            shown_name(_author).label("author_name"),
            _publisher.public_id.label("publisher_id"),
            _publisher.number.label("publisher_number"),
            shown_name(_publisher).label("publisher_name"),
            _giver.public_id.label("giver_id"),
            _giver.number.label("giver_number"),
            shown_name(_giver).label("giver_name"),
            _collector.display_name.label("collected_by"),
            _recorder.display_name.label("recorded_by"),
            _holder.public_id.label("held_in_id"),
            _holder.number.label("held_in_number"),
            _page.title.label("held_in_title"),
        )
    )
    .outerjoin(_giver_recorded, _giver_recorded.pk == Document.obtained_from_pk)
    .outerjoin(_giver, stands_for(_giver_recorded, _giver))
    .outerjoin(_collector, _collector.pk == Document.collected_by_pk)
    .outerjoin(_recorder, _recorder.pk == Document.recorded_by_pk)
    .outerjoin(_holder, _holder.pk == Document.held_in_pk)
    .outerjoin(_page, _page.pk == _holder.document_pk)
)
