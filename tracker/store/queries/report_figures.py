"""What a text asks a report to show: who speaks of an assertion, and which capture is a picture."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.store.models import Anchor, Assertion, Capture, Conveys, Document, Passage, Statement
from tracker.store.queries.naming import standing, stands_for
from tracker.store.queries.rows import Rows

_standing_conveys = select(Conveys).where(Conveys.withdrawn_at.is_(None)).subquery()


def speaking_of(session: Session, case_pk: int, numbers: Collection[int]) -> Rows:
    """The standing assertions of these numbers with the standing statements that convey them, if any do."""
    return session.execute(
        select(Assertion.number, Assertion.text, Statement.pk.label("statement_pk"))
        .outerjoin(_standing_conveys, _standing_conveys.c.assertion_pk == Assertion.pk)
        .outerjoin(
            Statement,
            (Statement.pk == _standing_conveys.c.statement_pk) & Statement.withdrawn_at.is_(None),
        )
        .where(Assertion.case_pk == case_pk, Assertion.number.in_(numbers), Assertion.withdrawn_at.is_(None))
        .order_by(Assertion.number, Statement.pk)
    ).all()


def _is_protected_behind(column: Any, name: str) -> ColumnElement[bool]:
    """Whether the source in that column is protected, as recorded or as what it was merged into."""
    recorded, stands = standing(name)
    return exists(
        select(recorded.pk)
        .select_from(recorded)
        .join(stands, stands_for(recorded, stands))
        .where(recorded.pk == column, or_(stands.is_protected, recorded.is_protected))
    )


_anchored = aliased(Statement, name="anchored")
_recorded, _speaker = standing("picture_speaker")
_shows_protected = or_(
    exists(
        select(Anchor.pk)
        .join(Passage, Passage.pk == Anchor.passage_pk)
        .join(_anchored, _anchored.pk == Anchor.statement_pk)
        .join(_recorded, _recorded.pk == _anchored.source_pk)
        .join(_speaker, stands_for(_recorded, _speaker))
        .where(Passage.capture_pk == Capture.pk, or_(_speaker.is_protected, _recorded.is_protected))
    ),
    _is_protected_behind(Document.author_pk, "picture_author"),
    _is_protected_behind(Document.publisher_pk, "picture_publisher"),
    _is_protected_behind(Document.obtained_from_pk, "picture_giver"),
)


def pictures(session: Session, case_pk: int, numbers: Collection[int], capture_pks: Collection[int]) -> Rows:
    """The captures of these numbers or keys, each with its document and whether it shows a protected source.

    It does where the document is by, from or through one, or where one speaks in it.
    """
    return session.execute(
        select(
            Capture.pk,
            Capture.number,
            Capture.sha256,
            Capture.media_type,
            Capture.modality,
            Capture.withdrawn_at,
            Document.title,
            Document.kind,
            Document.tlp,
            _shows_protected.label("shows_protected"),
        )
        .join(Document, Document.pk == Capture.document_pk)
        .where(Capture.case_pk == case_pk, or_(Capture.number.in_(numbers), Capture.pk.in_(capture_pks)))
        .order_by(Capture.number)
    ).all()


def boxes(session: Session, statement_pks: Collection[int]) -> Rows:
    """The boxes in pictures that these statements are tied to, the first tied first."""
    return session.execute(
        select(Anchor.statement_pk, Passage.capture_pk, Passage.x, Passage.y, Passage.width, Passage.height)
        .join(Passage, Passage.pk == Anchor.passage_pk)
        .where(Anchor.statement_pk.in_(statement_pks), Anchor.withdrawn_at.is_(None), Passage.x.is_not(None))
        .order_by(Anchor.pk)
    ).all()
