"""Having a capture's text read for statements: what the rules propose is kept until somebody decides.

Nothing proposed counts for anything until an analyst accepts it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker import __version__
from tracker.domain.access import Right, Viewer
from tracker.domain.errors import Conflict, DomainError
from tracker.domain.proposals.decisions import as_written
from tracker.domain.proposals.model import DateProposal, ProposalKind, Proposals, Span
from tracker.domain.proposals.proposing import propose
from tracker.domain.proposals.rule_words import rule_in_words
from tracker.domain.proposals.said_when import said_when
from tracker.services import audit
from tracker.services.lookup import get
from tracker.services.withdrawing import mark
from tracker.store.models import Capture, Document, Proposal, ProposalDecision, TextReading


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rules found in a capture's text, made before anything is written: it may take seconds."""

    dct: str | None
    found: Proposals


def look(text: str, published: str | None) -> Reading:
    """Have the rules read a text; `published` is the document's own date as EDTF. Touches no case."""
    return Reading(published, propose(text, dct=published))


def keep(session: Session, capture_id: str, reading: Reading, *, by: Viewer, now: datetime) -> int:
    """Keep what was found in a capture's text; how many proposals are new.

    A text that was read before is read again: what was decided, merged or split stays, what still waited
    gives way to what is found now.
    """
    capture = readable(session, capture_id, by)
    read = session.scalar(
        select(TextReading).where(TextReading.capture_pk == capture.pk).with_for_update()
    ) or _begin(session, capture, by=by, now=now)
    read.program = f"tracker {__version__}"
    read.dct = reading.dct
    read.notes = "\n".join(reading.found.notes) or None
    rows = _numbered_on(_rows(capture.text, reading), *_settled(session, read, by=by, now=now))
    session.add_all(
        Proposal(**row, reading_pk=read.pk, recorded_at=now, recorded_by_pk=by.user_pk) for row in rows
    )
    session.flush()
    note(session, "text read for statements", capture, by=by, now=now, proposals=len(rows))
    return len(rows)


def _begin(session: Session, capture: Capture, *, by: Viewer, now: datetime) -> TextReading:
    made = TextReading(
        case_pk=capture.case_pk,
        capture_pk=capture.pk,
        program="",
        recorded_at=now,
        recorded_by_pk=by.user_pk,
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as exc:
        raise Conflict("A colleague is having this text read at this moment: open it again.") from exc
    return made


def _settled(session: Session, read: TextReading, *, by: Viewer, now: datetime) -> tuple[int, dict[str, int]]:
    """The last number given, and the numbers of what stays by its places; what still waits is withdrawn."""
    proposals = session.scalars(select(Proposal).where(Proposal.reading_pk == read.pk)).all()
    decided = set(
        session.scalars(
            select(ProposalDecision.proposal_pk)
            .join(Proposal, Proposal.pk == ProposalDecision.proposal_pk)
            .where(Proposal.reading_pk == read.pk, ProposalDecision.withdrawn_at.is_(None))
        )
    )
    parents = {each.number: each.parent_number for each in proposals}
    needed: set[int | None] = set()
    for each in proposals:
        number = each.number if each.pk in decided or (each.step and not each.is_withdrawn) else None
        while number is not None and number not in needed:
            needed.add(number)
            number = parents[number]  # whom it is reported by stays with it, or its chain would break
    stays: dict[str, int] = {}
    for each in proposals:
        if each.number in needed and not each.is_withdrawn:
            stays[as_written(each.spans)] = each.number
        elif not each.is_withdrawn:
            mark(each, "The text was read again.", by=by, now=now)
    return max((each.number for each in proposals), default=0), stays


def _numbered_on(rows: list[dict[str, Any]], last: int, stays: Mapping[str, int]) -> list[dict[str, Any]]:
    """The rows of what is new, numbered after the last; what they stand in may be one that stays."""
    number_of = {row["number"]: stays.get(as_written(row["spans"]), last + row["number"]) for row in rows}
    return [
        {**row, "number": number_of[row["number"]], "parent_number": number_of.get(row["parent_number"])}
        for row in rows
        if as_written(row["spans"]) not in stays
    ]


def readable(session: Session, capture_id: str, by: Viewer) -> Capture:
    """The capture, if statements can be recorded from its text."""
    capture = get(session, Capture, capture_id, by, Right.RECORD)
    if capture.is_withdrawn or session.get_one(Document, capture.document_pk).is_withdrawn:
        raise DomainError("This capture was withdrawn. Restore it before recording from it.")
    if not capture.text.strip():
        raise DomainError("No text was read from this capture, so there is nothing to propose.")
    return capture


def _rows(text: str, reading: Reading) -> list[dict[str, Any]]:
    """The columns of every proposal, in the order of the text. A byline proposes no statement: it says whose
    the whole document is.
    """
    found = reading.found
    kept = [each for each in (*found.statements, *found.own) if each.kind is not ProposalKind.DOCUMENT]
    kept.sort(key=lambda each: (each.content[0][0], -each.content[-1][1]))
    number_of = {each.id: number for number, each in enumerate(kept, 1)}
    return [
        {
            "number": number_of[each.id],
            "parent_number": number_of.get(each.parent or ""),
            "kind": each.kind,
            "type": each.type,
            "start_offset": each.content[0][0],
            "spans": [list(span) for span in each.content],
            "cue": [list(span) for span in each.cue],
            "source": _named(text, each.resolved or each.source),
            "reporter": _named(text, each.reporter) if each.parent is None else None,
            "handle": each.handle,
            "date": each.date or (said.edtf if said else None),
            "confidence": each.confidence,
            "why": " ".join(filter(None, (rule_in_words(each), each.resolved_why, _when(text, said)))),
            "is_further": each.further,
            "step": None,
        }
        for each in kept
        for said in (None if each.date else said_when(each, text, found.dates, reading.dct),)
    ]


def _when(text: str, said: DateProposal | None) -> str | None:
    return f"“{text[slice(*said.span)]}” is {said.edtf}, {said.why}." if said else None


def _named(text: str, spans: Sequence[Span]) -> str | None:
    return " ".join(" ".join(text[start:end].split()) for start, end in spans) or None


def note(
    session: Session, action: str, capture: Capture, *, by: Viewer, now: datetime, **details: Any
) -> None:
    """A deed at the desk, on the capture."""
    audit.record(
        session, action, "capture", capture.public_id, by=by, now=now, case_pk=capture.case_pk, **details
    )
