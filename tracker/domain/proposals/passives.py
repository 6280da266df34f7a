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


def passive(sentence: Sentence, group: Group) -> Draft | None:
    """“was asked whether”, “is expected to”, “was criticized by X”, “it was reported that”."""
    stream = sentence.words
    frames = group.verb.frames
    subject = subject_before(stream, group.start)
    agent = _agent(stream, group.end)
    place = group.end if agent is None else agent[1]
    rule = f"{group.verb.base}-passive"
    if place < len(stream) and (
        (stream[place].low == "that" and "that" in frames)
        or (stream[place].low in closed.QUESTION_WORDS and "wh" in frames)
        or (
            stream[place].low in {",", ":"}
            and place + 1 < len(stream)
            and stream[place + 1].kind is Kind.QUOTE
        )
    ):
        start = place + (stream[place].low in {",", ":"})
        return Draft(
            sentence,
            [(start, clause_end(stream, start))],
            agent,
            (group.start, group.end),
            rule,
            FAIR,
            speaks=False,
        )
    if (
        group.verb.base == "ask"
        and place < len(stream)
        and stream[place].low in {"about", "to", "if", "whether"}
    ):
        start = place + (stream[place].low == "about")
        return Draft(
            sentence,
            [(start, clause_end(stream, start))],
            agent,
            (group.start, start),
            rule,
            FAIR,
            speaks=False,
        )
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
    if agent is not None and frames & {"np", "np-to"}:
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


def _agent(stream: list[Word], place: int) -> Range | None:
    if place < len(stream) and stream[place].low == "by":
        return name_after(stream, place + 1)
    return None
