"""Deciding about proposals at the reading desk: accept, reject, merge, split; and undo.

What is accepted is recorded as any statement is. Nothing is deleted: what is undone is withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.domain.access import Right, Viewer
from tracker.domain.english import listed
from tracker.domain.errors import Conflict, DomainError, NotFound
from tracker.domain.ids import new_public_id
from tracker.domain.passages import PassageKind
from tracker.domain.proposals import decisions
from tracker.domain.proposals.decisions import Outcome
from tracker.domain.proposals.matching import KnownSources
from tracker.domain.proposals.model import ProposalKind, Span
from tracker.domain.proposals.suggesting import Proposed, suggest, voices_of
from tracker.services import revisions
from tracker.services.lookup import get
from tracker.services.passages import Selection
from tracker.services.sources import SourceChoice, add_alias
from tracker.services.statements import Content, EmbeddedPost, Hop, RecordStatement
from tracker.services.statements import record as record_statement
from tracker.services.text_readings import note, readable
from tracker.services.withdrawing import mark
from tracker.store.models import (
    Capture,
    DecidedStatement,
    Document,
    Proposal,
    ProposalDecision,
    Source,
    SourceAlias,
    Statement,
    TextReading,
)
from tracker.store.queries import proposals as queries
from tracker.store.queries.rows import Rows

_UNDONE = "Undone at the reading desk."
_DECIDED = "Somebody decided this one meanwhile: it is shown as it stands now."
_NOT_READ = "Nobody has had this text read for statements yet."


@dataclass(frozen=True, slots=True)
class Recorded:
    """What accepting gave: how many proposals, and every statement, chain by chain."""

    proposals: int
    statements: tuple[Statement, ...]


def accept(
    session: Session, capture_id: str, number: int, command: RecordStatement, *, by: Viewer, now: datetime
) -> Recorded:
    """Record a proposal as the analyst left it: the command is what the form said in the end."""
    capture, proposal = _open(session, capture_id, number, by)
    made = _accepted(session, capture, proposal, command, new_public_id(), by=by, now=now)
    note(session, "proposal accepted", capture, by=by, now=now, proposal=number)
    return Recorded(1, made)


def accept_posts(
    session: Session, capture_id: str, holder: str | None, *, by: Viewer, now: datetime
) -> Recorded:
    """Record every open embedded post as it is proposed; `DomainError` where none is left."""
    capture = readable(session, capture_id, by)
    rows = _standing(session, capture)
    open_posts = [row for row in rows if row.kind is ProposalKind.POST and row.outcome is None and row.source]
    if not open_posts:
        raise DomainError("No embedded post waits for an answer.")
    proposals = queries.as_proposed(rows)
    known = queries.known_sources(session, by, capture.case_pk)
    language = session.scalars(select(Document.language).where(Document.pk == capture.document_pk)).one()
    step = new_public_id()
    made: list[Statement] = []
    for row in open_posts:
        command = _as_proposed(
            capture, row.number, proposals=proposals, known=known, holder=holder, language=language
        )
        proposal = session.get_one(Proposal, row.pk)
        made += _accepted(session, capture, proposal, command, step, by=by, now=now)
    note(session, "embedded posts accepted", capture, by=by, now=now, proposals=len(open_posts))
    return Recorded(len(open_posts), tuple(made))


def reject(session: Session, capture_id: str, number: int, *, by: Viewer, now: datetime) -> None:
    """Say that a proposal is none; it is kept, and can be taken up again by undoing."""
    capture, proposal = _open(session, capture_id, number, by)
    _decide(session, proposal, Outcome.REJECTED, new_public_id(), by=by, now=now)
    note(session, "proposal rejected", capture, by=by, now=now, proposal=number)


def merge(session: Session, capture_id: str, number: int, other: int, *, by: Viewer, now: datetime) -> int:
    """Put one proposal in the place of two that are one statement; its number."""
    capture, first = _open(session, capture_id, number, by)
    _, second = _open(session, capture_id, other, by)
    if first.pk == second.pk:
        raise DomainError("Choose another proposal to merge it with.")
    spans = decisions.merged(_spans(first), _spans(second), capture.text)
    step = new_public_id()
    for each in (first, second):
        _decide(session, each, Outcome.RECUT, step, by=by, now=now)
    why = f"An analyst merged {number} and {other}. {first.why}"
    made = _recut(session, first, [spans], step, why, by=by, now=now)
    note(session, "proposals merged", capture, by=by, now=now, proposals=[str(number), str(other)])
    return made[0].number


def split(session: Session, capture_id: str, number: int, at: int, *, by: Viewer, now: datetime) -> int:
    """Put two proposals in the place of one that says two things; the number of the first.

    `at` is where the second begins, in code points of the capture's text.
    """
    capture, proposal = _open(session, capture_id, number, by)
    halves = decisions.split(_spans(proposal), at, capture.text)
    step = new_public_id()
    _decide(session, proposal, Outcome.RECUT, step, by=by, now=now)
    made = _recut(
        session, proposal, halves, step, f"An analyst split {number}. {proposal.why}", by=by, now=now
    )
    note(session, "proposal split", capture, by=by, now=now, proposal=number)
    return made[0].number


def undo(session: Session, capture_id: str, *, by: Viewer, now: datetime) -> int:
    """Undo the last deed of this analyst on a capture; the number of the first proposal that is open again.

    Statements it recorded are withdrawn, with the reason in words.
    """
    capture = get(session, Capture, capture_id, by, Right.RECORD)
    last = _decisions(capture).where(ProposalDecision.recorded_by_pk == by.user_pk)
    step = session.scalar(
        last.order_by(ProposalDecision.pk.desc()).with_only_columns(ProposalDecision.step).limit(1)
    )
    if step is None:
        raise DomainError("There is nothing of yours left to undo on this page.")
    _withdraw_recut(session, capture, step, by=by, now=now)
    undone = session.scalars(_decisions(capture).where(ProposalDecision.step == step)).all()
    recorded = [each for decision in undone for each in _recorded_by(session, decision)]
    _refuse_if_built_on(session, recorded)
    for statement in recorded:
        revisions.withdraw(session, "statement", statement.public_id, _UNDONE, by=by, now=now)
    for decision in undone:
        mark(decision, _UNDONE, by=by, now=now)
    numbers = [session.get_one(Proposal, decision.proposal_pk).number for decision in undone]
    session.flush()
    note(session, "deed at the reading desk undone", capture, by=by, now=now, proposals=[*map(str, numbers)])
    return min(numbers)


def selections(text: str, spans: Sequence[Span]) -> tuple[Selection, ...]:
    """The places of a proposal as passages are selected."""
    return tuple(
        Selection(PassageKind.TEXT, start=start, end=end, exact=text[start:end]) for start, end in spans
    )


def _standing(session: Session, capture: Capture) -> Rows:
    desk = queries.get_desk(session, capture.pk)
    if desk is None:
        raise NotFound(_NOT_READ)
    return desk.proposals


def _open(session: Session, capture_id: str, number: int, by: Viewer) -> tuple[Capture, Proposal]:
    """A proposal that waits for an answer; `Conflict` where somebody gave one."""
    capture = readable(session, capture_id, by)
    # Whoever decides has the whole reading to themselves: its numbers go on, and nobody reads it again.
    reading = session.scalar(
        select(TextReading.pk).where(TextReading.capture_pk == capture.pk).with_for_update()
    )
    proposal = session.scalar(
        select(Proposal).where(Proposal.reading_pk == reading, Proposal.number == number)
    )
    if proposal is None:
        raise NotFound("There is no such proposal for this capture.")
    decided = select(ProposalDecision.pk).where(
        ProposalDecision.proposal_pk == proposal.pk, ProposalDecision.withdrawn_at.is_(None)
    )
    if proposal.is_withdrawn or session.scalar(decided) is not None:
        raise Conflict(_DECIDED)
    return capture, proposal


def _accepted(
    session: Session,
    capture: Capture,
    proposal: Proposal,
    command: RecordStatement,
    step: str,
    *,
    by: Viewer,
    now: datetime,
) -> tuple[Statement, ...]:
    _refuse_twice(session, proposal)
    decision = _decide(session, proposal, Outcome.ACCEPTED, step, by=by, now=now)
    made = record_statement(session, command, by=by, now=now)
    session.add_all(DecidedStatement(decision_pk=decision.pk, statement_pk=each.pk) for each in made)
    session.flush()
    rows = _standing(session, capture) if proposal.parent_number else [proposal]
    handles = {
        voice.source.casefold(): voice.handle
        for voice in voices_of(proposal.number, queries.as_proposed(rows))
        if voice.source and voice.handle
    }
    _keep_handles(session, {each.source_pk for each in made}, handles, by=by, now=now)
    return made


def _refuse_twice(session: Session, proposal: Proposal) -> None:
    """What was undone here and restored by hand stands already."""
    standing = session.scalars(
        select(Statement)
        .join(DecidedStatement, DecidedStatement.statement_pk == Statement.pk)
        .join(ProposalDecision, ProposalDecision.pk == DecidedStatement.decision_pk)
        .where(ProposalDecision.proposal_pk == proposal.pk, Statement.withdrawn_at.is_(None))
        .order_by(Statement.number)
    ).all()
    if standing:
        labels = listed([each.label for each in standing])
        verb = "was" if len(standing) == 1 else "were"
        raise DomainError(
            f"{labels} {verb} recorded from this before, undone, and restored since. Withdraw that, or "
            "reject this."
        )


def _keep_handles(
    session: Session, sources: Iterable[int], handles: Mapping[str, str], *, by: Viewer, now: datetime
) -> None:
    """A source that was recorded just now under a post's name is found by its handle from now on."""
    if not handles:
        return
    fresh = select(Source).where(Source.pk.in_(list(sources)), Source.recorded_at == now).order_by(Source.pk)
    for source in session.scalars(fresh).all():
        handle = handles.get(source.name.casefold())
        known = select(SourceAlias.pk).where(SourceAlias.source_pk == source.pk)
        if handle and session.scalar(known.limit(1)) is None:
            add_alias(session, source.public_id, f"@{handle}", None, by=by, now=now)


def _as_proposed(
    capture: Capture,
    number: int,
    *,
    proposals: Mapping[int, Proposed],
    known: KnownSources,
    holder: str | None,
    language: str | None,
) -> RecordStatement:
    """A proposal without any change, as the command that records it."""
    begun = suggest(capture.text, number, proposals, known, holder)
    first, *further = selections(capture.text, proposals[number].spans)
    return RecordStatement(
        capture=capture.public_id,
        selection=first,
        further=tuple(further),
        hops=tuple(Hop(SourceChoice(hop.label or hop.text, hop.kind), form=hop.form) for hop in begun.hops),
        content=Content(begun.gist, begun.basis, verbatim=begun.verbatim, language=language),
        embedded=EmbeddedPost(begun.post.title, begun.post.published) if begun.post else None,
    )


def _decide(
    session: Session, proposal: Proposal, outcome: Outcome, step: str, *, by: Viewer, now: datetime
) -> ProposalDecision:
    made = ProposalDecision(
        proposal_pk=proposal.pk, step=step, outcome=outcome, recorded_at=now, recorded_by_pk=by.user_pk
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as exc:
        raise Conflict(_DECIDED) from exc
    return made


def _recut(
    session: Session,
    of: Proposal,
    cuts: Iterable[tuple[Span, ...]],
    step: str,
    why: str,
    *,
    by: Viewer,
    now: datetime,
) -> list[Proposal]:
    """Proposals with other words in the place of one; all else is as it was proposed."""
    last = session.scalar(select(func.max(Proposal.number)).where(Proposal.reading_pk == of.reading_pk)) or 0
    made = [
        Proposal(
            reading_pk=of.reading_pk,
            number=number,
            parent_number=of.parent_number,
            kind=of.kind,
            type=of.type,
            start_offset=spans[0][0],
            spans=[list(span) for span in spans],
            cue=of.cue,
            source=of.source,
            reporter=of.reporter,
            handle=of.handle,
            date=of.date,
            confidence=of.confidence,
            why=why,
            is_further=False,
            step=step,
            recorded_at=now,
            recorded_by_pk=by.user_pk,
        )
        for number, spans in enumerate(cuts, last + 1)
    ]
    session.add_all(made)
    session.flush()
    return made


def _withdraw_recut(session: Session, capture: Capture, step: str, *, by: Viewer, now: datetime) -> None:
    """Take back what merging or splitting made, unless somebody decided about it."""
    made = session.scalars(select(Proposal).where(Proposal.step == step)).all()
    decided = _decisions(capture).where(ProposalDecision.proposal_pk.in_([each.pk for each in made]))
    if made and session.scalar(decided.limit(1)) is not None:
        raise Conflict("Somebody decided about what this made. Their decision must be undone first.")
    for each in made:
        mark(each, _UNDONE, by=by, now=now)


def _refuse_if_built_on(session: Session, recorded: Sequence[Statement]) -> None:
    """A single key does not take away what somebody cited, graded or tied to something else meanwhile."""
    built_on = queries.built_on(session, [each.pk for each in recorded])
    if built_on:
        verb = "is" if len(built_on) == 1 else "are"
        raise Conflict(
            f"{listed(built_on)} {verb} cited, graded or tied to other statements by now. Withdraw what is "
            "wrong on its own page, with a reason."
        )


def _decisions(capture: Capture) -> Any:
    """What stands decided about a capture's proposals."""
    return (
        select(ProposalDecision)
        .join(Proposal, Proposal.pk == ProposalDecision.proposal_pk)
        .join(TextReading, TextReading.pk == Proposal.reading_pk)
        .where(TextReading.capture_pk == capture.pk, ProposalDecision.withdrawn_at.is_(None))
    )


def _recorded_by(session: Session, decision: ProposalDecision) -> Sequence[Statement]:
    return session.scalars(
        select(Statement)
        .join(DecidedStatement, DecidedStatement.statement_pk == Statement.pk)
        .where(DecidedStatement.decision_pk == decision.pk, Statement.withdrawn_at.is_(None))
        .order_by(Statement.number)
    ).all()


def _spans(proposal: Proposal) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in proposal.spans)
