"""What was said before its verb: “…,” he said / It failed, she said / The plan, she said, failed."""

from __future__ import annotations

from tracker.domain.proposals.clause_starts import sentence_lead
from tracker.domain.proposals.clauses import clause_end
from tracker.domain.proposals.draft import CERTAIN, FAIR, LIKELY, Draft
from tracker.domain.proposals.kinds import kind_of
from tracker.domain.proposals.lexicon import closed
from tracker.domain.proposals.subjects import Range
from tracker.domain.proposals.tags import tag
from tracker.domain.proposals.units import Sentence
from tracker.domain.proposals.utterances import complete
from tracker.domain.proposals.verb_index import FINITE, INDEX
from tracker.domain.proposals.verbs import Group
from tracker.domain.proposals.words import Kind, Word

_LONGEST_LEAD, _FEWEST = 20, 3
_BESIDE = frozenset({",", "—", "–", "--", "-", "…"})
_INTRODUCES = frozenset(
    {"asked", "reached", "speaking", "pressed", "told", "and", "earlier", "last", "later"}
)


def said_before(sentence: Sentence, group: Group, source: Range | None, *, inverted: bool) -> Draft | None:
    """“…,” he said / The plan failed, said the mayor / …, he said, “…”."""
    if source is None or not group.verb.frames & {"quote", "quote-only"}:
        return None
    stream = sentence.words
    edge = group.start if inverted else source[0]
    after = source[1] if inverted else group.end
    if edge == 0:
        return None
    left = _before_marks(stream, edge)
    quoted = left > 0 and stream[left - 1].kind is Kind.QUOTE
    if left == 0 or (left == edge and not quoted) or (not quoted and "quote" not in group.verb.frames):
        return None
    tail = tag(stream, after, group)
    if tail is None and not (quoted and complete(stream[left - 1])):
        return None
    begin = sentence_lead(stream, left)
    while begin + 1 < left and stream[begin].kind is Kind.MARK:
        begin += 1
    if quoted and _only_lead(stream, begin, left - 1):
        begin = left - 1
    if not quoted and not _clausal(stream, begin, left):
        return _around(sentence, group, source, (begin, left), after)
    content = [(begin, left), *([tail.resumed] if tail is not None and tail.resumed else [])]
    cue = (group.start, group.end)
    kind = kind_of(stream, group, source)
    rule = f"{group.verb.base}-after" + ("-inverted" if inverted else "")
    return Draft(sentence, content, source, cue, rule, CERTAIN if quoted else LIKELY, kind)


def _around(sentence: Sentence, group: Group, source: Range, before: Range, after: int) -> Draft | None:
    """“The plan, she said, would fail”: the clause waits for its verb behind the cue."""
    stream = sentence.words
    if after + 2 >= len(stream) or stream[after].low != "," or before[1] - before[0] > _LONGEST_LEAD:
        return None
    if group.start > source[0] and stream[before[1]].low != ",":
        return None
    start = after + 1
    end = clause_end(stream, start)
    if end <= start + 1 or not (_clausal(stream, start, end) or stream[start].low in closed.AUXILIARIES):
        return None
    return Draft(
        sentence,
        [before, (start, end)],
        source,
        (group.start, group.end),
        f"{group.verb.base}-around",
        FAIR,
        kind_of(stream, group, source),
    )


def _only_lead(stream: list[Word], begin: int, quote: int) -> bool:
    """Whether what stands before a quotation is no part of what was said."""
    return (
        begin == quote
        or (stream[quote - 1].low in {":", ".", "—", "–"})
        or (stream[quote - 1].low == "," and complete(stream[quote]) and _introduces(stream, begin, quote))
    )


def _introduces(stream: list[Word], begin: int, quote: int) -> bool:
    """Whether “Asked about it,” or “On Tuesday,” stands before a quotation: when it was said, not what."""
    first = stream[begin].low
    return quote - begin <= _LONGEST_LEAD and (
        first in _INTRODUCES | closed.PREPOSITIONS | closed.SUBORDINATORS
        or first.endswith(("ing", "ed"))
        or any(word.low in FINITE and word.low in INDEX for word in stream[begin:quote])
    )


def _clausal(stream: list[Word], start: int, end: int) -> bool:
    """Whether a clause stands there that could have been said, and no mere introduction."""
    if end - start < _FEWEST:
        return False
    first = stream[start].low
    if (
        first in _INTRODUCES
        or first in closed.SUBORDINATORS
        or first.endswith("ing")
        or first in closed.PREPOSITIONS
    ):
        comma = next((p for p in range(start, end) if stream[p].low == ","), None)
        return comma is not None and _clausal(stream, comma + 1, end)
    return any(
        word.low in closed.AUXILIARIES
        or word.low.endswith(("ed", "s"))
        or word.low in FINITE
        or word.kind is Kind.QUOTE
        for word in stream[start:end]
    )


def quoted_before(stream: list[Word], edge: int) -> bool:
    """Whether a whole quotation stands right before the verb's clause."""
    left = _before_marks(stream, edge)
    return left > 0 and stream[left - 1].kind is Kind.QUOTE and complete(stream[left - 1])


def _before_marks(stream: list[Word], edge: int) -> int:
    while edge and stream[edge - 1].kind is Kind.MARK and stream[edge - 1].low in _BESIDE:
        edge -= 1
    return edge
