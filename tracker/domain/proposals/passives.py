"""Where what was said is told in the passive: “was asked whether”, “is believed to”, “was criticized by”."""

from __future__ import annotations

from tracker.domain.proposals.clauses import clause_end
from tracker.domain.proposals.draft import FAIR, Draft
from tracker.domain.proposals.lexicon import closed
from tracker.domain.proposals.lexicon.stance import HEARSAY
from tracker.domain.proposals.model import ProposalKind
from tracker.domain.proposals.name_phrases import name_after
from tracker.domain.proposals.subjects import Range, subject_before
from tracker.domain.proposals.units import Sentence
from tracker.domain.proposals.verbs import Group
from tracker.domain.proposals.words import Kind, Word


def passive(sentence: Sentence, group: Group, *, introduces: bool = False) -> Draft | None:
    """“was asked whether”, “is expected to”, “was criticized by X”, “it was reported that”.

    What only `introduces` its sentence (“Asked whether …, she said”) ends at the first comma.
    """
    stream = sentence.words
    subject = None if introduces else subject_before(stream, group.start)
    agent = _agent(stream, group.end)
    place = group.end if agent is None else agent[1]
    rule = f"{group.verb.base}-passive"
    start = _told_from(stream, place, group)
    if start is not None:
        content = (start, clause_end(stream, start, subordinate=introduces))
        return Draft(sentence, [content], agent, (group.start, group.end), rule, FAIR, speaks=False)
    if subject is None:
        return None
    if stream[group.head].low in HEARSAY and place < len(stream) and stream[place].low == "to":
        return Draft(
            sentence,
            [subject, (place, clause_end(stream, place))],
            agent,
            (group.start, group.end),
            rule,
            FAIR,
            ProposalKind.STANCE,
            speaks=False,
        )
    if agent is not None and group.verb.frames & {"np", "np-to"}:
        return Draft(
            sentence,
            [subject],
            agent,
            (group.start, group.end),
            rule,
            FAIR,
            ProposalKind.SPEECH if group.verb.speech else ProposalKind.STANCE,
            speaks=False,
        )
    return None


def _told_from(stream: list[Word], place: int, group: Group) -> int | None:
    """Where a clause or a quotation begins that was told or asked."""
    if place >= len(stream):
        return None
    low, frames = stream[place].low, group.verb.frames
    if (low == "that" and "that" in frames) or (low in closed.QUESTION_WORDS and "wh" in frames):
        return place
    if low in {",", ":"} and place + 1 < len(stream) and stream[place + 1].kind is Kind.QUOTE:
        return place + 1
    if group.verb.base == "ask" and low in {"about", "to"} and place + 1 < len(stream):
        return place + (low == "about")
    return None


def _agent(stream: list[Word], place: int) -> Range | None:
    if place < len(stream) and stream[place].low == "by":
        return name_after(stream, place + 1)
    return None
