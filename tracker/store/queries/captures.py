"""Reading a capture: its text, the passages recorded in it and who speaks there; and what can be named while
recording from it.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.domain.access import Right, Viewer, require
from tracker.domain.errors import NotFound
from tracker.domain.ids import is_public_id
from tracker.store.engine import folded, holds_text
from tracker.store.models import (
    Anchor,
    Assertion,
    Capture,
    Document,
    Passage,
    Source,
    SourceAlias,
    Statement,
    User,
)
from tracker.store.queries.columns import PASSAGE
from tracker.store.queries.naming import label, shown_name, standing, stands_for
from tracker.store.queries.protection import looking, shown_reason
from tracker.store.queries.rows import AnyRow, AnySelect, Rows

MOST_SUGGESTED = 300
LONGEST_SUGGESTION = 120
_author_recorded, _author = standing("author")
_publisher_recorded, _publisher = standing("publisher")
_recorded, _speaker = standing("speaker")
_recorder = aliased(User, name="recorder")

_CAPTURE = (
    select(
        Capture.pk,
        Capture.case_pk,
        Capture.public_id,
        Capture.number,
        Capture.text,
        Capture.sha256,
        Capture.size,
        Capture.media_type,
        Capture.modality,
        Capture.file_name,
        Capture.method,
        Capture.captured_at,
        Capture.address,
        Capture.archive_address,
        Capture.extractor,
        Capture.reading_notes,
        Capture.width,
        Capture.height,
        Capture.duration_ms,
        Capture.withdrawn_at,
        shown_reason(Capture),
        _recorder.display_name.label("captured_by"),
        Document.pk.label("document_pk"),
        Document.public_id.label("document_id"),
        Document.number.label("document_number"),
        Document.title.label("document_title"),
        Document.kind.label("document_kind"),
        Document.collected_by_pk,
        Document.language,
        Document.tlp,
        *Document.published.columns,
        Document.withdrawn_at.label("document_withdrawn_at"),
        _author.number.label("author_number"),
        shown_name(_author).label("author_name"),
        _publisher.number.label("publisher_number"),
        shown_name(_publisher).label("publisher_name"),
    )
    .join(Document, Document.pk == Capture.document_pk)
    .outerjoin(_recorder, _recorder.pk == Capture.recorded_by_pk)
    .outerjoin(_author_recorded, _author_recorded.pk == Document.author_pk)
    .outerjoin(_author, stands_for(_author_recorded, _author))
    .outerjoin(_publisher_recorded, _publisher_recorded.pk == Document.publisher_pk)
    .outerjoin(_publisher, stands_for(_publisher_recorded, _publisher))
)


def get_capture(session: Session, viewer: Viewer, case_pk: int, public_id: str) -> AnyRow:
    """A capture with its text and its document; `NotFound` where it is not one of this case."""
    require(viewer, Right.READ, case_pk)
    row = None
    if is_public_id(public_id):
        row = session.execute(
            _CAPTURE.where(Capture.case_pk == case_pk, Capture.public_id == public_id), looking(viewer)
        ).one_or_none()
    if row is None:
        raise NotFound("There is no such capture in this case.")
    return row


def get_bytes_of(session: Session, viewer: Viewer, case_pk: int, public_id: str) -> AnyRow:
    """What is needed to hand out a capture's bytes, without its text."""
    require(viewer, Right.READ, case_pk)
    row = None
    if is_public_id(public_id):
        row = session.execute(
            select(Capture.number, Capture.sha256, Capture.size, Capture.media_type, Capture.file_name).where(
                Capture.case_pk == case_pk, Capture.public_id == public_id
            )
        ).one_or_none()
    if row is None:
        raise NotFound("There is no such capture in this case.")
    return row


def passages_in(session: Session, capture_pk: int) -> Rows:
    """Every standing statement at every passage of a capture, in the order in which they stand there."""
    return session.execute(
        select(
            Passage.pk,
            *PASSAGE,
            Statement.pk.label("statement_pk"),
            Statement.public_id.label("statement_id"),
            Statement.number.label("statement_number"),
            Statement.gist,
            Statement.basis,
            _speaker.number.label("source_number"),
            _speaker.kind.label("source_kind"),
            shown_name(_speaker).label("source_name"),
        )
        .join(Anchor, Anchor.passage_pk == Passage.pk)
        .join(Statement, Statement.pk == Anchor.statement_pk)
        .join(_recorded, _recorded.pk == Statement.source_pk)
        .join(_speaker, stands_for(_recorded, _speaker))
        .where(
            Passage.capture_pk == capture_pk, Anchor.withdrawn_at.is_(None), Statement.withdrawn_at.is_(None)
        )
        .order_by(
            Passage.start_offset,
            Passage.begin_ms,
            Passage.y,
            Passage.x,
            Passage.end_offset.desc(),
            Passage.pk,
            Statement.number,
        )
    ).all()


def get_passage(session: Session, capture_pk: int, public_id: str) -> AnyRow:
    """A passage of a capture, whether a statement stands there or not."""
    row = None
    if is_public_id(public_id):
        row = session.execute(
            select(Passage.pk, *PASSAGE).where(
                Passage.capture_pk == capture_pk, Passage.public_id == public_id
            )
        ).one_or_none()
    if row is None:
        raise NotFound("There is no such passage in this capture.")
    return row


def passage_of(session: Session, capture_pk: int, statement_pk: int) -> str:
    """The id of the place of a capture at which a statement was recorded last."""
    return session.scalars(
        select(Passage.public_id)
        .join(Anchor, Anchor.passage_pk == Passage.pk)
        .where(Passage.capture_pk == capture_pk, Anchor.statement_pk == statement_pk)
        .order_by(Anchor.pk.desc())
        .limit(1)
    ).one()


def posts_in(session: Session, capture_pk: int) -> Sequence[str]:
    """The titles of the posts recorded as embedded in a capture, the newest first."""
    return session.scalars(
        select(Document.title)
        .where(Document.held_in_pk == capture_pk, Document.withdrawn_at.is_(None))
        .order_by(Document.number.desc())
    ).all()


def post_passages_in(session: Session, capture_pk: int) -> Rows:
    """Where the posts embedded in a capture were recorded from, with title and author; the last first."""
    return session.execute(
        select(Passage.end_offset, Document.title, _author.number, shown_name(_author).label("name"))
        .join(Document, Document.pk == Passage.document_pk)
        .join(_author_recorded, _author_recorded.pk == Document.author_pk)
        .join(_author, stands_for(_author_recorded, _author))
        .where(
            Document.held_in_pk == capture_pk, Document.withdrawn_at.is_(None), _author.withdrawn_at.is_(None)
        )
        .order_by(Passage.pk.desc())
    ).all()


def captures_of_bytes(session: Session, viewer: Viewer, case_pk: int, sha256: str) -> Rows:
    """The captures of a case that hold these very bytes."""
    require(viewer, Right.READ, case_pk)
    return session.execute(
        select(
            Capture.public_id,
            Capture.number,
            Document.number.label("document_number"),
            Document.title.label("document_title"),
        )
        .join(Document, Document.pk == Capture.document_pk)
        .where(Capture.case_pk == case_pk, Capture.sha256 == sha256)
        .order_by(Capture.number)
    ).all()


def suggest_sources(
    session: Session, viewer: Viewer, case_pk: int, search: str = "", *, limit: int = MOST_SUGGESTED
) -> list[str]:
    """Sources as a form names them (“SRC4 Mustafa Salim”), by name; a protected name is never matched."""
    require(viewer, Right.READ, case_pk)
    query = select(Source.number, shown_name().label("text")).where(
        Source.case_pk == case_pk, Source.withdrawn_at.is_(None), Source.merged_into_pk.is_(None)
    )
    if search:
        alias = select(SourceAlias.source_pk).where(
            holds_text(SourceAlias.name, search), SourceAlias.withdrawn_at.is_(None)
        )
        # Nor by an alias: a match would tell who stands behind the pseudonym.
        by_alias = Source.pk.in_(alias) & Source.is_protected.is_(False)
        query = query.where(
            or_(holds_text(shown_name(), search), _bears(label("SRC", Source.number), search), by_alias)
        )
    return _named(session, query.order_by(folded(shown_name()), Source.pk).limit(limit), "SRC")


def suggest_assertions(
    session: Session, viewer: Viewer, case_pk: int, search: str = "", *, limit: int = MOST_SUGGESTED
) -> list[str]:
    """Assertions as a form names them (“AS2 They left by 15:00”), the newest first."""
    require(viewer, Right.READ, case_pk)
    query = select(Assertion.number, Assertion.text.label("text")).where(
        Assertion.case_pk == case_pk, Assertion.withdrawn_at.is_(None)
    )
    if search:
        query = query.where(
            or_(holds_text(Assertion.text, search), _bears(label("AS", Assertion.number), search))
        )
    return _named(session, query.order_by(Assertion.number.desc()).limit(limit), "AS")


def suggest_statements(
    session: Session, viewer: Viewer, case_pk: int, search: str = "", *, limit: int = MOST_SUGGESTED
) -> list[str]:
    """Statements as a form names them (“ST7 Salim: it is over”), the newest first."""
    require(viewer, Right.READ, case_pk)
    said = shown_name(_speaker) + ": " + Statement.gist
    query = (
        select(Statement.number, said.label("text"))
        .join(_recorded, _recorded.pk == Statement.source_pk)
        .join(_speaker, stands_for(_recorded, _speaker))
        .where(Statement.case_pk == case_pk, Statement.withdrawn_at.is_(None))
    )
    if search:
        query = query.where(or_(holds_text(said, search), _bears(label("ST", Statement.number), search)))
    return _named(session, query.order_by(Statement.number.desc()).limit(limit), "ST")


def _bears(labelled: ColumnElement[str], search: str) -> ColumnElement[bool]:
    # Once something is chosen the field reads “SRC4 Mustafa Salim”: its first word is the label.
    return folded(labelled) == folded(search.split(maxsplit=1)[0])


def _named(session: Session, query: AnySelect, prefix: str) -> list[str]:
    rows = session.execute(query)
    return [f"{prefix}{row.number} {' '.join(row.text.split())[:LONGEST_SUGGESTION]}" for row in rows]
