"""Reading what an older and a newer capture of one document have to do with each other."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.domain.access import Right, Viewer, require
from tracker.domain.passages import PassageKind
from tracker.store.engine import place_in
from tracker.store.models import Anchor, Capture, Document, LookedAtChange, Passage, Statement, User
from tracker.store.queries.columns import PASSAGE
from tracker.store.queries.naming import label
from tracker.store.queries.rows import AnyRow, Rows

_TEXT = "text"
_newest = aliased(Capture, name="newest")
_looker = aliased(User, name="looker")


def _is_later(capture: type[Capture], than: type[Capture]) -> ColumnElement[bool]:
    at_once = (capture.captured_at == than.captured_at) & (capture.number > than.number)
    return (capture.document_pk == than.document_pk) & or_(capture.captured_at > than.captured_at, at_once)


def _is_read(capture: type[Capture]) -> ColumnElement[bool]:
    return capture.withdrawn_at.is_(None) & (capture.modality == _TEXT)


def siblings(session: Session, document_pk: int) -> Rows:
    """The standing captures of a document that have a text, the oldest first."""
    return session.execute(
        select(Capture.pk, Capture.public_id, label("E", Capture.number).label("label"), Capture.captured_at)
        .where(Capture.document_pk == document_pk, _is_read(Capture))
        .order_by(Capture.captured_at, Capture.number)
    ).all()


def texts(session: Session, capture_pks: Collection[int]) -> dict[int, str]:
    """The texts of captures by their keys."""
    rows = session.execute(select(Capture.pk, Capture.text).where(Capture.pk.in_(capture_pks)))
    return {row.pk: row.text for row in rows}


def anchored_in(session: Session, capture_pk: int) -> set[int]:
    """The keys of the statements that are anchored to a passage of a capture."""
    anchored = select(Anchor.statement_pk).join(Passage, Passage.pk == Anchor.passage_pk)
    return set(
        session.scalars(anchored.where(Passage.capture_pk == capture_pk, Anchor.withdrawn_at.is_(None)))
    )


def looked_at(session: Session, newer_pk: int) -> dict[int, AnyRow]:
    """What is said of changed passages in a newer capture, by the key of the passage."""
    rows = session.execute(
        select(
            LookedAtChange.passage_pk,
            LookedAtChange.public_id,
            LookedAtChange.meaning,
            LookedAtChange.note,
            LookedAtChange.recorded_at,
            _looker.display_name.label("by"),
        )
        .outerjoin(_looker, _looker.pk == LookedAtChange.recorded_by_pk)
        .where(LookedAtChange.capture_pk == newer_pk, LookedAtChange.withdrawn_at.is_(None))
    )
    return {row.passage_pk: row for row in rows}


def perhaps_changed(
    session: Session,
    viewer: Viewer,
    case_pk: int,
    *,
    recorded_by_pk: int | None = None,
    statement_pk: int | None = None,
) -> Rows:
    """Statements whose passage the newest capture of its document does not hold letter by letter.

    Only those of which nobody has said what that means, and which are not anchored to that capture as well;
    of one analyst or of one statement.
    """
    require(viewer, Right.READ, case_pk)
    also, there, later = aliased(Anchor), aliased(Passage), aliased(Capture)
    query = (
        select(
            Statement.pk,
            Statement.public_id.label("statement_id"),
            label("ST", Statement.number).label("statement_label"),
            Statement.gist,
            *PASSAGE,
            Passage.prefix,
            Passage.suffix,
            Capture.public_id.label("older_id"),
            label("E", Capture.number).label("older_label"),
            _newest.pk.label("newer_pk"),
            _newest.public_id.label("newer_id"),
            label("E", _newest.number).label("newer_label"),
            _newest.captured_at.label("newer_at"),
            Document.title.label("document_title"),
        )
        .join(Anchor, Anchor.statement_pk == Statement.pk)
        .join(Passage, Passage.pk == Anchor.passage_pk)
        .join(Capture, Capture.pk == Passage.capture_pk)
        .join(Document, Document.pk == Capture.document_pk)
        .join(_newest, _is_later(_newest, Capture))
        .where(
            Statement.case_pk == case_pk,
            *(each.withdrawn_at.is_(None) for each in (Statement, Anchor, Capture, Document)),
            Passage.kind == PassageKind.TEXT,
            _is_read(_newest),
            ~exists().where(_is_later(later, _newest), _is_read(later)),
            ~exists().where(
                also.statement_pk == Statement.pk,
                also.withdrawn_at.is_(None),
                there.pk == also.passage_pk,
                there.capture_pk == _newest.pk,
            ),
            ~exists().where(
                and_(
                    LookedAtChange.passage_pk == Passage.pk,
                    LookedAtChange.capture_pk == _newest.pk,
                    LookedAtChange.withdrawn_at.is_(None),
                )
            ),
            place_in(_newest.text, Passage.exact) == 0,
        )
        .order_by(_newest.number.desc(), Passage.start_offset, Passage.pk, Statement.number)
    )
    if recorded_by_pk is not None:
        query = query.where(Statement.recorded_by_pk == recorded_by_pk)
    if statement_pk is not None:
        query = query.where(Statement.pk == statement_pk)
    return session.execute(query).all()
