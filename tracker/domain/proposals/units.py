"""A text as paragraphs, sentences and words; a quotation or parenthesis is one word, seen from outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from tracker.domain.proposals.lexicon.closed import QUESTION_TAGS, SENTENCE_OPENERS
from tracker.domain.proposals.model import Span
from tracker.domain.proposals.quotations import Quotation, quotations
from tracker.domain.proposals.words import Kind, Word, words

_LONGEST_ASIDE = 14
_TAG_REACH = 10
_LONGEST_SENTENCE = 200
_WRAPPED = range(40, 101)
_MOSTLY = 0.8
_CLOSERS = {"(": ")", "[": "]"}
_STOPS = frozenset(".!?…。")


@dataclass(slots=True)
class Sentence:
    """The words of one sentence; `paragraph` counts from 0, `first` and `last` say where in it they stand."""

    words: list[Word]
    paragraph: int
    quotes: dict[int, Quotation] = field(default_factory=dict)
    """By the place of their word in `words`."""

    @property
    def start(self) -> int:
        return self.words[0].start

    @property
    def end(self) -> int:
        return self.words[-1].end


def paragraphs(text: str) -> list[Span]:
    """Where paragraphs begin and end, white space left out. A line is one unless the text is hard-wrapped."""
    separator = r"\n[ \t\r\u00a0]*\n\s*" if _hard_wrapped(text) else r"[\n\u2028\u2029\r]\s*"
    found = []
    position = 0
    for gap in re.finditer(separator, text):
        found.append((position, gap.start()))
        position = gap.end()
    found.append((position, len(text)))
    stripped = ((_skip(text, a, b), len(text[a:b].rstrip()) + a) for a, b in found)
    return [(a, b) for a, b in stripped if a < b]


def sentences(text: str, blocks: list[Span], marks: list[Quotation] | None = None) -> Iterator[Sentence]:
    """The sentences of the paragraphs `blocks`; their quotations are found unless they are given."""
    quoted = quotations(text, blocks) if marks is None else marks
    position = 0
    for number, block in enumerate(blocks):
        mine = []
        while position < len(quoted) and quoted[position].start < block[1]:
            if quoted[position].start >= block[0]:
                mine.append(quoted[position])
            position += 1
        stream, places = _outside(text, block, mine)
        yield from _split(stream, places, number)


def _hard_wrapped(text: str) -> bool:
    lines = [line for line in text.split("\n") if line.strip()]
    breaks = [len(line) for line, following in pairwise(lines) if following]
    return "\n\n" in text and len(breaks) > 5 and sum(n in _WRAPPED for n in breaks) > _MOSTLY * len(breaks)  # noqa: PLR2004


def _skip(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _outside(text: str, block: Span, quoted: list[Quotation]) -> tuple[list[Word], dict[int, Quotation]]:
    stream: list[Word] = []
    places: dict[int, Quotation] = {}
    position = block[0]
    for quotation in quoted:
        stream += words(text, position, quotation.start)
        places[quotation.start] = quotation
        written = text[quotation.start : quotation.end]
        stream.append(Word(quotation.start, quotation.end, written, "", Kind.QUOTE))
        position = quotation.end
    stream += words(text, position, block[1])
    return _folded(text, stream), places


def _folded(text: str, stream: list[Word]) -> list[Word]:
    """The stream with short parentheses folded into one word each."""
    if not any(word.low in _CLOSERS for word in stream):
        return stream
    folded: list[Word] = []
    position = 0
    while position < len(stream):
        word = stream[position]
        closer = _CLOSERS.get(word.low)
        last = _closing(stream, position, closer) if closer else None
        if last is None:
            folded.append(word)
            position += 1
        else:
            end = stream[last].end
            folded.append(Word(word.start, end, text[word.start : end], "", Kind.ASIDE))
            position = last + 1
    return folded


def _closing(stream: list[Word], opened: int, closer: str) -> int | None:
    for place in range(opened + 1, min(len(stream), opened + _LONGEST_ASIDE)):
        if stream[place].low == closer:
            return place
        if stream[place].low in _CLOSERS:
            return None
    return None


def _split(stream: list[Word], places: dict[int, Quotation], number: int) -> Iterator[Sentence]:
    start = 0
    for place in range(len(stream)):
        last = place + 1 == len(stream)
        if last or (place - start > _LONGEST_SENTENCE) or _ends_sentence(stream, place):
            chosen = stream[start : place + 1]
            quotes = {i: places[w.start] for i, w in enumerate(chosen) if w.kind is Kind.QUOTE}
            yield Sentence(chosen, number, quotes)
            start = place + 1


def _ends_sentence(stream: list[Word], place: int) -> bool:  # noqa: PLR0911  one line for each kind of end
    word, following = stream[place], stream[place + 1]
    if word.kind is Kind.MARK:
        if word.low[0] not in _STOPS:
            return False
        if word.low[0] in ".…" and following.start == word.end and following.kind is not Kind.QUOTE:
            return False
        return not _goes_on(following)
    if word.kind is Kind.QUOTE:
        inner = word.text.rstrip("”\"»'’`」』 ")
        if inner.endswith("."):
            return not _goes_on(following)
        return inner[-1:] in {"?", "!", "…"} and _begins_sentence(following, stream, place + 1)
    if word.text.endswith(".") and word.kind is Kind.WORD and len(word.text) > 2:  # noqa: PLR2004
        return following.low in SENTENCE_OPENERS and following.capital
    return False


def _goes_on(following: Word) -> bool:
    return following.text[:1].islower() or following.low in {",", ";", ")", "]", ":"}


def _begins_sentence(following: Word, stream: list[Word], place: int) -> bool:
    """After “…?” a small letter, or a name and that it asked, still belongs to the quotation's sentence."""
    if _goes_on(following):
        return False
    if following.kind is Kind.MARK:
        return following.low not in {"—", "–", "-"}
    for word in stream[place : place + _TAG_REACH]:
        if word.low in QUESTION_TAGS:
            return False
        if word.low in {".", "?", "!"}:
            break
    return True
