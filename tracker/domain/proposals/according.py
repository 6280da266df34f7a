"""“According to X, …”, “…, according to X”, “…, according to X, …”."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.domain.proposals.clause_starts import sentence_lead, starts_clause
from tracker.domain.proposals.clauses import clause_end
from tracker.domain.proposals.draft import CERTAIN, Draft
from tracker.domain.proposals.lexicon import closed
from tracker.domain.proposals.lexicon.word_sets import word_set
from tracker.domain.proposals.subjects import Range
from tracker.domain.proposals.units import Sentence
from tracker.domain.proposals.verb_index import FINITE
from tracker.domain.proposals.words import Kind, Word

_WAITING = word_set("that which who and but because after when while if where said")
"""Words that end no clause: what they open stands behind “according to X,”."""


def according_to(sentence: Sentence) -> Iterator[Draft]:
    """“According to X, …”, “…, according to X”, “…, according to X, …”."""
    stream = sentence.words
    for place in range(len(stream) - 2):
        if stream[place].low == "according" and stream[place + 1].low == "to":
            named = _named(stream, place + 2)
            content = said_around(stream, place, named) if named else []
            if named and content:
                yield Draft(sentence, content, named, (place, place + 2), "according-to", CERTAIN)


def _named(stream: list[Word], start: int) -> Range | None:
    """The source after “according to”: to the comma that ends it, an apposition included."""
    end = start
    while end < len(stream):
        word = stream[end]
        if word.kind is Kind.MARK and word.low in {".", ";", ":", "—", "–", "?", "!"}:
            break
        if word.kind is Kind.QUOTE and end > start and stream[end - 1].low == ",":
            break
        if word.low == "," and not _apposition(stream, end, start):
            break
        if end > start and word.low in {"and", "but"} and _clause_follows(stream, end + 1):
            break
        end += 1
    while end > start and stream[end - 1].low in {",", "and"}:
        end -= 1
    return (start, end) if end > start else None


def _apposition(stream: list[Word], comma: int, start: int) -> bool:
    """Whether a comma leads on to what the source is: “, a group that …,” or “, who …”."""
    if comma + 1 >= len(stream) or comma - start > 30:  # noqa: PLR2004
        return False
    following = stream[comma + 1]
    if following.low in {"who", "which", "whose"}:
        return True
    if following.low not in {"a", "an", "the", "director", "president", "one"}:
        return False
    closing = next(
        (p for p in range(comma + 1, min(len(stream), comma + 25)) if stream[p].low == ","), len(stream)
    )
    before_verb = stream[comma + 1 : closing]
    verb = any(w.low in FINITE or w.low in closed.AUXILIARIES for w in before_verb)
    relative = any(w.low in {"who", "which", "that"} for w in before_verb)
    return relative or not verb


def _clause_follows(stream: list[Word], place: int) -> bool:
    return any(w.low in FINITE or w.low in closed.AUXILIARIES for w in stream[place : place + 7])


def said_around(stream: list[Word], cue: int, named: Range) -> list[Range]:
    before = cue
    while before and stream[before - 1].kind is Kind.MARK:
        before -= 1
    after = named[1]
    while (
        after < len(stream) and stream[after].kind is Kind.MARK and stream[after].low in {",", ":", "—", "–"}
    ):
        after += 1
    lead = _lead(stream, before)
    parts = [(lead, before)] if before - lead >= 2 and stream[before - 1].low not in _WAITING else []  # noqa: PLR2004
    goes_on = after < len(stream) and stream[after - 1].low in {",", ":", "—", "–"}
    if not parts or (goes_on and _same_clause(stream, before, after)):
        end = clause_end(stream, after) if after < len(stream) else after
        if end > after:
            parts.append((after, end))
    return parts


def _lead(stream: list[Word], before: int) -> int:
    """Where the clause begins that “according to” closes."""
    lead = sentence_lead(stream, before)
    for place in range(before - 3, lead, -1):
        low = stream[place].low
        if low == ";":
            return place + 1
        if low == "," and stream[place + 1].low in {"with", "who"}:
            return place + 1
        if (
            low == ","
            and stream[place + 1].low in {"and", "but", "so"}
            and _own_clause(stream, place + 2, before)
        ):
            return place + 2
    return lead


def _own_clause(stream: list[Word], start: int, end: int) -> bool:
    return end - start > 4 and starts_clause(stream[:end], start) and stream[start].kind is not Kind.QUOTE  # noqa: PLR2004


def _same_clause(stream: list[Word], before: int, after: int) -> bool:
    """Whether the clause goes on behind the source: its first part still waits for a verb."""
    first = stream[:before]
    if stream[after].low in {"but", "and", "though", "while", "who", "although"}:
        return False
    return not any(w.low in FINITE or w.low in closed.AUXILIARIES for w in first) or first[-1].low in _WAITING
