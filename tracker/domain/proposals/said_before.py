"""What was said before its verb: “…,” he said / It failed, she said / …, as the paper wrote."""

from __future__ import annotations

from tracker.domain.proposals.clause_starts import sentence_lead
from tracker.domain.proposals.clauses import clause_end
from tracker.domain.proposals.draft import CERTAIN, FAIR, LIKELY, Draft
from tracker.domain.proposals.kinds import kind_of
from tracker.domain.proposals.lexicon import closed
from tracker.domain.proposals.lexicon.word_sets import word_set
from tracker.domain.proposals.subjects import Range
from tracker.domain.proposals.units import Sentence
from tracker.domain.proposals.utterances import complete
from tracker.domain.proposals.verbs import FINITE, INDEX, Group
from tracker.domain.proposals.words import Kind, Word

_LONGEST_LEAD, _LONGEST_TAIL, _LONGEST_AS, _SHORT_TAIL, _FEWEST = 20, 30, 16, 9, 3
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
    left = edge
    while (
        left
        and stream[left - 1].kind is Kind.MARK
        and stream[left - 1].low in {",", "—", "–", "--", "-", "…"}
    ):
        left -= 1
    quoted = left > 0 and stream[left - 1].kind is Kind.QUOTE
    if left == 0 or (left == edge and not quoted) or (not quoted and "quote" not in group.verb.frames):
        return None
    tail = _tail(stream, after, group)
    if tail is None and not (quoted and complete(stream[left - 1])):
        return None
    begin = sentence_lead(stream, left)
    while begin + 1 < left and stream[begin].kind is Kind.MARK:
        begin += 1
    if quoted and _only_lead(stream, begin, left - 1):
        begin = left - 1
    if not quoted and not _clausal(stream, begin, left):
        return _around(sentence, group, source, (begin, left), after)
    content = [(begin, left)]
    end = after
    if tail is not None:
        end = tail[0]
        content += [tail[1]] if tail[1] is not None else []
    start = source[0] if inverted else group.start
    cue = (group.start, group.end) if inverted else (start, group.end)
    del end
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


def _tail(stream: list[Word], after: int, group: Group) -> tuple[int, Range | None] | None:  # noqa: PLR0911  one line for each kind of end
    """The end of what follows a verb after what was said, and whether that goes on; None for no such verb."""
    cursor = after
    size = len(stream)
    steps = 0
    while cursor < size and steps < _LONGEST_TAIL:
        word = stream[cursor]
        if word.low in {".", "?", "!"} or (word.kind is Kind.MARK and cursor + 1 == size):
            return cursor, None
        if word.kind is Kind.QUOTE:
            return (
                (cursor, (cursor, clause_end(stream, cursor)))
                if steps and stream[cursor - 1].low in {",", ":", "—", "–", "--"}
                else None
            )
        if word.low in {",", "—", "–", "--", ";", ":"}:
            return cursor, _resumed(stream, cursor)
        if steps == 0 and (word.low == "that" or word.low in closed.SUBJECT_PRONOUNS):
            return None
        if word.low in {
            "as",
            "after",
            "when",
            "before",
            "during",
            "while",
            "and",
            "but",
            "because",
            "about",
            "of",
        }:
            return cursor, None
        if steps == 0 and not _may_follow(word, group):
            return None
        cursor += 1
        steps += 1
    return (cursor, None) if cursor == size else None


def _may_follow(word: Word, group: Group) -> bool:
    """Whether a word right after “he said” leaves it a tag: when, where, to whom, how."""
    if "whom" in group.verb.frames or group.verb.base in {"ask", "tell"}:
        return True
    return (
        word.low in closed.PREPOSITIONS
        or word.low in closed.TIMES
        or word.low in closed.ADVERBS
        or word.kind in {Kind.ASIDE, Kind.NUMBER}
        or word.low.endswith("ly")
        or word.low in {"to", "through"}
    )


def _resumed(stream: list[Word], comma: int) -> Range | None:
    """What was said, going on after “he said,”."""
    start = comma + 1
    if start >= len(stream):
        return None
    word = stream[start]
    if word.kind is Kind.QUOTE:
        return (start, start + 1)
    for place in range(start, min(len(stream), start + 12)):
        if stream[place].kind is Kind.QUOTE and stream[place - 1].low in {",", ":"}:
            return (place, place + 1)
    if (
        word.low.endswith("ing")
        or word.low
        in {
            "who",
            "which",
            "but",
            "where",
            "when",
            "as",
            "after",
            "while",
            "with",
            "in",
            "a",
            "an",
            "the",
            "during",
            "on",
        }
        or word.capital
    ):
        return None
    if word.low in {"and", "because", "if", "so", "or", "though", "although", "since", "even"}:
        end = clause_end(stream, start)
        return (start, end) if end - start > _FEWEST else None
    return None


_AS_SAID = word_set("""
    say put note report write tell point mention recall warn predict observe announce state argue acknowledge
    remark reveal explain show suggest find
""")
"""Verbs of “as X reported”; “as she shouted, …” tells when."""


def as_somebody_said(sentence: Sentence, group: Group, source: Range) -> Draft | None:
    """“As the paper reported, …”, “…, as the paper reported”."""
    stream = sentence.words
    if not group.verb.frames & {"quote", "that"} or group.verb.base not in _AS_SAID:
        return None
    opened = source[0] - 1
    if stream[source[0]].low == "well":
        return None
    comma = next(
        (p for p in range(group.end, min(len(stream), group.end + _LONGEST_AS)) if stream[p].low == ","), None
    )
    left = opened
    while left and stream[left - 1].kind is Kind.MARK:
        left -= 1
    if (
        left >= _FEWEST
        and stream[opened - 1].low in {",", "—", "–", "--"}
        and (comma is None or comma - group.end < _SHORT_TAIL)
    ):
        content = (sentence_lead(stream, left), left)
    elif comma is not None and (opened == 0 or stream[opened - 1].low in {",", "and", "but", "that"}):
        content = (comma + 1, clause_end(stream, comma + 1))
    else:
        return None
    if content[1] - content[0] < _FEWEST:
        return None
    return Draft(
        sentence,
        [content],
        source,
        (group.start, group.end),
        f"{group.verb.base}-as",
        LIKELY,
        kind_of(stream, group, source),
    )


def quoted_before(stream: list[Word], edge: int) -> bool:
    """Whether a whole quotation stands right before the verb's clause."""
    left = edge
    while (
        left
        and stream[left - 1].kind is Kind.MARK
        and stream[left - 1].low in {",", "—", "–", "--", "-", "…"}
    ):
        left -= 1
    return left > 0 and stream[left - 1].kind is Kind.QUOTE and complete(stream[left - 1])
