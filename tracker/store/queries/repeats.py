"""Reading what hints of repeats are made from, and how analysts answered them.

Nothing is decided here: what looks like a repeat is `domain.repeats`' business.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from tracker.domain.access import Right, Viewer, require
from tracker.domain.errors import NotFound
from tracker.domain.ids import is_public_id
from tracker.domain.scales import StatementLinkKind
from tracker.store.models import (
    Anchor,
    Capture,
    Document,
    Passage,
    Relay,
    RepeatDecision,
    SourceAlias,
    Statement,
    StatementLink,
    User,
)
from tracker.store.queries.naming import label, shown_name, standing, stands_for
from tracker.store.queries.protection import looking, shown_reason
from tracker.store.queries.rows import AnyRow, Rows

_recorded, _voice = standing("voice")
_author_recorded, _author = standing("author")
_publisher_recorded, _publisher = standing("publisher")
_own = aliased(Document, name="own_document")
_later, _earlier = aliased(Statement, name="later"), aliased(Statement, name="earlier")
_decider, _withdrawer = aliased(User, name="decider"), aliased(User, name="withdrawer")


def statements_numbered(session: Session, case_pk: int, numbers: Iterable[int]) -> Rows:
    """Those statements of a case, with who said them."""
    return session.execute(
        select(
            label("ST", Statement.number).label("label"),
            Statement.public_id,
            Statement.gist,
            *Statement.said_at.columns,
            _voice.number.label("source_number"),
            _voice.kind.label("source_kind"),
            shown_name(_voice).label("source_name"),
        )
        .join(_recorded, _recorded.pk == Statement.source_pk)
        .join(_voice, stands_for(_recorded, _voice))
        .where(Statement.case_pk == case_pk, Statement.number.in_(list(numbers)))
        .order_by(Statement.number)
    ).all()


def places_of(session: Session, case_pk: int, numbers: Iterable[int]) -> Rows:
    """Where those statements stand: passage, capture, and the document whose words they are (`own`)."""
    return session.execute(
        select(
            label("ST", Statement.number).label("statement"),
            Passage.public_id.label("passage_id"),
            Passage.start_offset,
            Passage.end_offset,
            Passage.exact,
            Capture.pk.label("capture_pk"),
            Capture.public_id.label("capture_id"),
            label("E", Capture.number).label("capture"),
            (_own.pk == Capture.document_pk).label("is_whole"),
            label("D", _own.number).label("document"),
            _own.title,
            _own.address,
            _own.archive_address,
            _own.language,
            *_own.published.columns,
            _author.number.label("author_number"),
            _publisher.number.label("publisher_number"),
            shown_name(_publisher).label("publisher_name"),
        )
        .select_from(Anchor)
        .join(Statement, Statement.pk == Anchor.statement_pk)
        .join(Passage, Passage.pk == Anchor.passage_pk)
        .join(Capture, Capture.pk == Passage.capture_pk)
        .join(Document, Document.pk == Capture.document_pk)
        .join(_own, _own.pk == Passage.document_pk)
        .outerjoin(_author_recorded, _author_recorded.pk == _own.author_pk)
        .outerjoin(_author, stands_for(_author_recorded, _author))
        .outerjoin(_publisher_recorded, _publisher_recorded.pk == _own.publisher_pk)
        .outerjoin(_publisher, stands_for(_publisher_recorded, _publisher))
        .where(
            Statement.case_pk == case_pk,
            Statement.number.in_(list(numbers)),
            Anchor.withdrawn_at.is_(None),
            Capture.withdrawn_at.is_(None),
            Document.withdrawn_at.is_(None),
            _own.withdrawn_at.is_(None),
        )
        .order_by(Anchor.pk)
    ).all()


def texts_of(session: Session, capture_pks: Iterable[int]) -> dict[int, str]:
    """The canonical texts of those captures, each once."""
    rows = session.execute(select(Capture.pk, Capture.text).where(Capture.pk.in_(list(capture_pks))))
    return {row.pk: row.text for row in rows}


def other_names(session: Session, case_pk: int) -> Rows:
    """The other names of the sources of a case, but those of protected ones."""
    recorded, stands = standing("named")
    return session.execute(
        select(stands.number, SourceAlias.name)
        .join(recorded, recorded.pk == SourceAlias.source_pk)
        .join(stands, stands_for(recorded, stands))
        .where(
            recorded.case_pk == case_pk,
            SourceAlias.withdrawn_at.is_(None),
            ~recorded.is_protected,
            ~stands.is_protected,
        )
        .order_by(SourceAlias.pk)
    ).all()


def said_before(session: Session, case_pk: int) -> frozenset[tuple[str, str]]:
    """The pairs (earlier, later) whose order an analyst recorded."""
    rows = session.execute(
        select(label("ST", _earlier.number), label("ST", _later.number))
        .select_from(StatementLink)
        .join(_earlier, _earlier.pk == StatementLink.from_pk)
        .join(_later, _later.pk == StatementLink.to_pk)
        .where(
            StatementLink.case_pk == case_pk,
            StatementLink.kind == StatementLinkKind.BEFORE,
            StatementLink.withdrawn_at.is_(None),
        )
    )
    return frozenset((earlier, later) for earlier, later in rows)


def answered(session: Session, case_pk: int) -> frozenset[frozenset[str]]:
    """The pairs that an analyst has answered, whichever way round."""
    rows = session.execute(
        select(label("ST", _earlier.number), label("ST", _later.number))
        .select_from(RepeatDecision)
        .join(_earlier, _earlier.pk == RepeatDecision.earlier_pk)
        .join(_later, _later.pk == RepeatDecision.later_pk)
        .where(RepeatDecision.case_pk == case_pk, RepeatDecision.withdrawn_at.is_(None))
    )
    return frozenset(frozenset(pair) for pair in rows)


def decisions(session: Session, viewer: Viewer, case_pk: int) -> Rows:
    """Every answer to a hint, the newest first; those taken back have `withdrawn_at`."""
    require(viewer, Right.READ, case_pk)
    return session.execute(
        _DECISIONS.where(RepeatDecision.case_pk == case_pk).order_by(RepeatDecision.pk.desc()),
        looking(viewer),
    ).all()


def get_decision(session: Session, viewer: Viewer, case_pk: int, public_id: str) -> AnyRow:
    """One answer; `NotFound` where it is not one of this case."""
    require(viewer, Right.READ, case_pk)
    row = None
    if is_public_id(public_id):
        row = session.execute(
            _DECISIONS.where(RepeatDecision.case_pk == case_pk, RepeatDecision.public_id == public_id),
            looking(viewer),
        ).first()
    if row is None:
        raise NotFound("There is no such answer to a hint in this case.")
    return row


def _end(statement: Any, name: str) -> tuple[Any, ...]:
    return (
        label("ST", statement.number).label(name),
        statement.public_id.label(f"{name}_id"),
        statement.gist.label(f"{name}_gist"),
    )


_DECISIONS = (
    select(
        RepeatDecision.public_id,
        RepeatDecision.sign,
        RepeatDecision.is_accepted,
        RepeatDecision.reason,
        RepeatDecision.recorded_at,
        RepeatDecision.withdrawn_at,
        shown_reason(RepeatDecision),
        *_end(_later, "later"),
        *_end(_earlier, "earlier"),
        _decider.display_name.label("decided_by"),
        _withdrawer.display_name.label("withdrawn_by"),
        Relay.certainty,
        Relay.withdrawn_at.label("relay_withdrawn_at"),
    )
    .join(_later, _later.pk == RepeatDecision.later_pk)
    .join(_earlier, _earlier.pk == RepeatDecision.earlier_pk)
    .outerjoin(_decider, _decider.pk == RepeatDecision.recorded_by_pk)
    .outerjoin(_withdrawer, _withdrawer.pk == RepeatDecision.withdrawn_by_pk)
    .outerjoin(Relay, Relay.pk == RepeatDecision.relay_pk)
)
