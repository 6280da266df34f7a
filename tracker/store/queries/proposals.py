"""Reading what was proposed for a capture's text and how it was decided, and whom its names may mean."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.domain.access import Right, Viewer, require
from tracker.domain.proposals.matching import KnownSource, KnownSources
from tracker.domain.proposals.suggesting import Proposed
from tracker.domain.scales import SourceKind
from tracker.store.models import (
    Citation,
    DecidedStatement,
    Grade,
    Proposal,
    ProposalDecision,
    Relay,
    Source,
    SourceAlias,
    Statement,
    TextReading,
    User,
)
from tracker.store.queries.naming import label, shown_name
from tracker.store.queries.rows import AnyRow, Rows

_GAPS = [kind for kind in SourceKind if kind.is_gap]


@dataclass(frozen=True, slots=True)
class Desk:
    """One reading: its row, and its standing proposals in the order of the text, each with its decision."""

    reading: AnyRow
    proposals: Rows


def get_desk(session: Session, capture_pk: int) -> Desk | None:
    """What was proposed for a capture; None where nobody has had it read yet."""
    reading = session.execute(
        select(
            TextReading.pk,
            TextReading.public_id,
            TextReading.program,
            TextReading.dct,
            TextReading.notes,
            TextReading.recorded_at,
            User.display_name.label("read_by"),
        )
        .outerjoin(User, User.pk == TextReading.recorded_by_pk)
        .where(TextReading.capture_pk == capture_pk)
    ).one_or_none()
    return None if reading is None else Desk(reading, _proposals(session, reading.pk))


def count_open(session: Session, capture_pk: int) -> int | None:
    """How many proposals of a capture wait for an answer; None where its text was not read yet."""
    waiting = func.count(Proposal.pk).filter(ProposalDecision.pk.is_(None))
    row = session.execute(
        select(TextReading.pk, waiting)
        .outerjoin(
            Proposal,
            (Proposal.reading_pk == TextReading.pk)
            & Proposal.withdrawn_at.is_(None)
            & Proposal.is_further.is_(False),
        )
        .outerjoin(
            ProposalDecision,
            (ProposalDecision.proposal_pk == Proposal.pk) & ProposalDecision.withdrawn_at.is_(None),
        )
        .where(TextReading.capture_pk == capture_pk)
        .group_by(TextReading.pk)
    ).one_or_none()
    return None if row is None else int(row[1])


def statements_decided(session: Session, reading_pk: int) -> Rows:
    """The statements that accepted proposals of a reading recorded, by proposal, the original first."""
    return session.execute(
        select(
            Proposal.number,
            Statement.public_id,
            label("ST", Statement.number).label("label"),
            Statement.withdrawn_at,
        )
        .join(ProposalDecision, ProposalDecision.proposal_pk == Proposal.pk)
        .join(DecidedStatement, DecidedStatement.decision_pk == ProposalDecision.pk)
        .join(Statement, Statement.pk == DecidedStatement.statement_pk)
        .where(Proposal.reading_pk == reading_pk, ProposalDecision.withdrawn_at.is_(None))
        .order_by(Proposal.number, Statement.number)
    ).all()


def built_on(session: Session, statement_pks: Collection[int]) -> Sequence[str]:
    """Those of some statements that are cited, graded or tied to other statements, as labels."""
    pks = list(statement_pks)
    child, parent = aliased(Statement), aliased(Statement)
    relays = (
        select(Relay)
        .join(child, child.pk == Relay.child_pk)
        .join(parent, parent.pk == Relay.parent_pk)
        .where(Relay.withdrawn_at.is_(None), child.withdrawn_at.is_(None), parent.withdrawn_at.is_(None))
    )
    tied = [
        select(Citation.statement_pk).where(Citation.statement_pk.in_(pks), Citation.withdrawn_at.is_(None)),
        select(Grade.statement_pk).where(Grade.statement_pk.in_(pks)),
        relays.with_only_columns(Relay.parent_pk).where(Relay.parent_pk.in_(pks), Relay.child_pk.not_in(pks)),
        relays.with_only_columns(Relay.child_pk).where(Relay.child_pk.in_(pks), Relay.parent_pk.not_in(pks)),
    ]
    return session.scalars(
        select(label("ST", Statement.number))
        .where(or_(*(Statement.pk.in_(each) for each in tied)))
        .order_by(Statement.number)
    ).all()


def known_sources(session: Session, viewer: Viewer, case_pk: int) -> KnownSources:
    """Every source a name may mean, as the viewer may know them: a protected one by its pseudonym alone.

    An unnamed or unknown voice is left out: each is its own until an analyst says otherwise.
    """
    require(viewer, Right.READ, case_pk)
    standing = (
        Source.case_pk == case_pk,
        Source.withdrawn_at.is_(None),
        Source.merged_into_pk.is_(None),
        Source.kind.not_in(_GAPS),
    )
    rows = session.execute(
        select(Source.pk, label("SRC", Source.number).label("label"), shown_name().label("name"))
        .where(*standing)
        .order_by(Source.pk)
    ).all()
    others: dict[int, list[str]] = {}
    for row in session.execute(
        select(SourceAlias.source_pk, SourceAlias.name)
        .join(Source, Source.pk == SourceAlias.source_pk)
        .where(*standing, SourceAlias.withdrawn_at.is_(None), Source.is_protected.is_(False))
        .order_by(SourceAlias.pk)
    ):
        others.setdefault(row.source_pk, []).append(row.name)
    return KnownSources(KnownSource(row.label, (row.name, *others.get(row.pk, ()))) for row in rows)


def as_proposed(proposals: Iterable[Any]) -> dict[int, Proposed]:
    """Rows or records of proposals, by number, as the domain reads them."""
    return {
        row.number: Proposed(
            row.number,
            row.parent_number,
            row.kind,
            row.type,
            tuple((start, end) for start, end in row.spans),
            row.source,
            row.reporter,
            row.handle,
            row.date,
        )
        for row in proposals
    }


def _proposals(session: Session, reading_pk: int) -> Rows:
    columns: tuple[Any, ...] = (
        Proposal.pk,
        Proposal.number,
        Proposal.parent_number,
        Proposal.kind,
        Proposal.type,
        Proposal.start_offset,
        Proposal.spans,
        Proposal.cue,
        Proposal.source,
        Proposal.reporter,
        Proposal.handle,
        Proposal.date,
        Proposal.confidence,
        Proposal.why,
        Proposal.is_further,
        Proposal.step,
        ProposalDecision.outcome,
        ProposalDecision.recorded_at.label("decided_at"),
        User.display_name.label("decided_by"),
    )
    return session.execute(
        select(*columns)
        .outerjoin(
            ProposalDecision,
            (ProposalDecision.proposal_pk == Proposal.pk) & ProposalDecision.withdrawn_at.is_(None),
        )
        .outerjoin(User, User.pk == ProposalDecision.recorded_by_pk)
        .where(Proposal.reading_pk == reading_pk, Proposal.withdrawn_at.is_(None))
        .order_by(Proposal.start_offset, Proposal.number)
    ).all()
