"""Cues that are no verbs: “according to”, “the claim that”, “in his view”, “X: …” above an article."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.domain.proposals.according import said_around
from tracker.domain.proposals.clause_starts import main_subject, starts_clause
from tracker.domain.proposals.clauses import clause_end
from tracker.domain.proposals.draft import FAIR, WEAK, Draft
from tracker.domain.proposals.lexicon import closed
from tracker.domain.proposals.lexicon.nouns import SAYING_NOUNS, VIEW_NOUNS
from tracker.domain.proposals.lexicon.stance import FEELINGS
from tracker.domain.proposals.model import ProposalKind
from tracker.domain.proposals.name_phrases import name_after
from tracker.domain.proposals.subjects import Range, subject_before
from tracker.domain.proposals.turns import NO_NAMES
from tracker.domain.proposals.units import Sentence
from tracker.domain.proposals.verb_index import FINITE
from tracker.domain.proposals.words import Kind, Word

_FEELS = frozenset({"been", "feel", "feels", "felt", "remain", "remains", "remained"})


def noun_drafts(sentence: Sentence) -> Iterator[Draft]:
    """“his claim that …”, “the belief that …”."""
    stream = sentence.words
    for place in range(1, len(stream) - 3):
        if (
            stream[place].low in SAYING_NOUNS
            and stream[place + 1].low == "that"
            and not _relative(stream, place + 1)
        ):
            source = _owner(stream, place)
            content = (place + 1, clause_end(stream, place + 1))
            yield Draft(
                sentence,
                [content],
                source,
                (place, place + 1),
                f"noun-{stream[place].low}",
                FAIR,
                speaks=False,
            )


def _relative(stream: list[Word], that: int) -> bool:
    """“statements that were false”: no clause of its own."""
    following = stream[that + 1]
    return (
        following.low in closed.AUXILIARIES
        or following.low in FINITE
        or following.kind is Kind.MARK
        or (following.low.endswith("ly") and not following.capital)
    )


def _owner(stream: list[Word], noun: int) -> Range | None:
    """“Trump's claim”, “his claim”; nobody for “the claim”."""
    for place in range(noun - 1, max(-1, noun - 4), -1):
        if stream[place].low in {"his", "her", "their", "my", "our", "its", "your"}:
            return (place, place + 1)
        if stream[place].low in {"'s", "'"} and place:
            start = place
            while (
                start
                and stream[start - 1].kind is Kind.WORD
                and (stream[start - 1].capital or start == place)
                and stream[start - 1].low not in closed.PREPOSITIONS
            ):
                start -= 1
            if start and stream[start - 1].low in closed.ARTICLES:
                start -= 1
            return (start, place + 1)
        if stream[place].low in closed.ARTICLES or stream[place].kind is Kind.MARK:
            return None
    return None


def clear_drafts(sentence: Sentence) -> Iterator[Draft]:
    """“made it very clear that …”, “makes clear he will …”."""
    stream = sentence.words
    for place in range(1, len(stream) - 3):
        if stream[place].low not in {"make", "makes", "made", "making"}:
            continue
        clear = next(
            (
                p
                for p in range(place + 1, min(len(stream) - 2, place + 5))
                if stream[p].low in {"clear", "plain"}
            ),
            None,
        )
        if clear is None or any(stream[p].low in {".", ",", "the", "a"} for p in range(place, clear)):
            continue
        source = subject_before(stream, _verb_start(stream, place)) or main_subject(stream, place)
        content = (clear + 1, clause_end(stream, clear + 1))
        if source is not None and content[1] - content[0] > 2:  # noqa: PLR2004
            yield Draft(sentence, [content], source, (place, clear + 1), "make-clear", FAIR)


def feeling_drafts(sentence: Sentence) -> Iterator[Draft]:
    """“was confident that …”, “I’m sure he …”."""
    stream = sentence.words
    for place in range(2, len(stream) - 2):
        if stream[place].low not in FEELINGS or not _is_felt(stream, place):
            continue
        start = place + 1
        if stream[start].low != "that" and not (
            stream[start].low in closed.SUBJECT_PRONOUNS - {"who"} and starts_clause(stream, start)
        ):
            continue
        source = subject_before(stream, _verb_start(stream, place))
        if source is None or stream[source[0]].low in {"it", "that", "there"}:
            continue
        content = (start, clause_end(stream, start))
        if content[1] - content[0] > 2:  # noqa: PLR2004
            yield Draft(
                sentence,
                [content],
                source,
                (place, place + 1),
                f"{stream[place].low}-that",
                FAIR,
                ProposalKind.STANCE,
                speaks=False,
            )


def _is_felt(stream: list[Word], place: int) -> bool:
    """Whether “is”, “feels” or “remains” stands before, with nothing but adverbs between."""
    verb = _verb_start(stream, place)
    return verb < place and any(word.low in closed.BE | _FEELS for word in stream[verb:place])


def _verb_start(stream: list[Word], place: int) -> int:
    while place and (
        stream[place - 1].low in closed.AUXILIARIES | closed.NOT | _FEELS
        or stream[place - 1].low in closed.ADVERBS
        or stream[place - 1].low.endswith("ly")
    ):
        place -= 1
    return place


def view_drafts(sentence: Sentence) -> Iterator[Draft]:
    """“In his view, …”, “in the words of X, …”."""
    stream = sentence.words
    for place in range(len(stream) - 3):
        if stream[place].low not in {"in", "to"} or stream[place + 1].kind is not Kind.WORD:
            continue
        noun = next(
            (p for p in range(place + 2, min(len(stream), place + 6)) if stream[p].low in VIEW_NOUNS), None
        )
        source = None if noun is None else _owner(stream, noun)
        if noun is None or source is None or source[0] < place or stream[place].low != "in":
            continue
        content = said_around(stream, place, (noun, noun + 1))
        if content:
            yield Draft(
                sentence,
                content,
                source,
                (place, noun + 1),
                "in-view",
                FAIR,
                ProposalKind.STANCE,
                speaks=False,
            )


def colon_drafts(sentence: Sentence, *, first_of_text: bool) -> Iterator[Draft]:
    """“Mayor: the bridge is safe” as a headline; “The sign read: …” belongs to its verb."""
    stream = sentence.words
    if not first_of_text or stream[0].text in NO_NAMES:
        return
    for place in range(1, min(len(stream) - 2, 8)):
        if stream[place].low == ":" and all(word.kind is Kind.WORD for word in stream[:place]):
            named = name_after(stream, 0)
            if named is not None and named[1] == place and stream[place].end < stream[place + 1].start:
                yield Draft(
                    sentence,
                    [(place + 1, clause_end(stream, place + 1))],
                    named,
                    (place, place + 1),
                    "headline-colon",
                    WEAK,
                    speaks=False,
                )
            return
