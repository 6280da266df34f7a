"""What a text says in its own words: its runs of words outside quotation, and which of them another shares.

A run is five words in a row (ten characters where a script writes no spaces), folded: case, accents and
punctuation do not count. Runs are numbers made from the words alone, so that they are the same in every
process.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from tracker.domain.quotation import end_of_line, unquoted

RUN_OF_WORDS, RUN_OF_CHARACTERS = 5, 10
FEWEST_RUNS = 16
"""Below this many runs nothing is said of a text: about twenty words may be alike by chance."""
AROUND = 600
"""How many characters before and after a place are read as what surrounds it: about a hundred words."""
REMEMBERED = 1024
"""How many texts are remembered as they were read: captured texts never change."""


def _class_of(categories: tuple[str, ...]) -> str:
    """The characters of some Unicode categories, as the inside of a character class."""
    found: list[list[int]] = []
    for code in range(0xAD, 0x10000):  # beyond, the pattern could no longer look a character up in a table
        if unicodedata.category(chr(code)) in categories:
            if found and found[-1][1] == code - 1:
                found[-1][1] = code
            else:
                found.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in found)


_MARKS = _class_of(("Mn", "Mc", "Me", "Cf"))
_UNSPACED = "\u0e01-\u0edf\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_UNSPACED += "\U00020000-\U0003ffff"
_CHARACTER = re.compile(f"[{_UNSPACED}]")
_PLAIN = re.compile(r"\w+")
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}](?:[^\W{_UNSPACED}]|[{_MARKS}])*")
_BARE = re.compile(f"[{_MARKS}]")
_SPACE = re.compile(r"\s")
_SIZE = (1 << 62) - 1
# Odd numbers without a pattern, so that the order of the words counts and hardly two runs get one number.
_FACTORS = (0x1E3779B1, 0x12B2AE3D, 0x165667B1, 0x16E8FEB9, 0x10761D65)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The runs of a part of a text in their order, with where in the text each begins and ends."""

    runs: tuple[int, ...]
    begins: tuple[int, ...]
    ends: tuple[int, ...]

    def shared_with(self, whole: Collection[int]) -> list[tuple[int, int]]:
        """Where runs of `whole` stand in the text: spans in order that do not overlap."""
        spans: list[tuple[int, int]] = []
        for run, start, end in zip(self.runs, self.begins, self.ends, strict=True):
            if run in whole:
                if spans and start <= spans[-1][1]:
                    spans[-1] = (spans[-1][0], end)
                else:
                    spans.append((start, end))
        return spans


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A text read: its parts outside quotation, what a word and how long a run is in it, and all its runs."""

    text: str
    parts: tuple[tuple[int, int], ...]
    word: re.Pattern[str]
    run_length: int
    runs: array[int]

    def stretch(self, start: int, end: int) -> Stretch:
        """The runs that lie within [start, end)."""
        runs: list[int] = []
        begins: list[int] = []
        ends: list[int] = []
        first = max(bisect_right(self.parts, (start,)) - 1, 0)
        for begin, stop in self.parts[first:]:
            if begin >= end:
                break
            words = list(self.word.finditer(self.text, max(begin, start), min(stop, end)))
            if len(words) >= self.run_length:
                runs += _runs([word[0] for word in words], self.run_length)
                begins += [word.start() for word in words[: len(words) - self.run_length + 1]]
                ends += [word.end() for word in words[self.run_length - 1 :]]
        return Stretch(tuple(runs), tuple(begins), tuple(ends))

    def around(self, start: int, end: int) -> Stretch:
        """The runs that surround [start, end): `AROUND` characters more on either side, in whole words."""
        first, last = max(start - AROUND, 0), min(end + AROUND, len(self.text))
        gap = _SPACE.search(self.text, first, start) if first else None
        first = gap.end() if gap else first
        gaps = (
            [each.start() for each in _SPACE.finditer(self.text, end, last)] if last < len(self.text) else []
        )
        return self.stretch(first, gaps[-1] if gaps else last)

    def line(self, start: int, end: int) -> Stretch:
        """The runs in the whole lines (paragraphs, in most texts) that [start, end) touches."""
        return self.stretch(self.text.rfind("\n", 0, start) + 1, end_of_line(self.text, end))


@lru_cache(maxsize=REMEMBERED)
def own_words(text: str) -> OwnWords:
    """Read a text."""
    parts, word = unquoted(text), _word_in(text)
    characters = len(_CHARACTER.findall(text)) if word is _TOKEN else 0
    length = RUN_OF_CHARACTERS if 4 * characters > len(text) else RUN_OF_WORDS
    runs = array("q")
    for start, end in parts:
        runs.extend(_runs(word.findall(text, start, end), length))
    return OwnWords(text, parts, word, length, runs)


@lru_cache(maxsize=1 << 16)
def folded(word: str) -> str:
    """A word without regard to case, accents, vowel marks and invisible characters."""
    bare = word if word.isascii() else _BARE.sub("", unicodedata.normalize("NFKD", word))
    return bare.casefold()


def _word_in(text: str) -> re.Pattern[str]:
    """What a word is in this text; the plain pattern, twice as fast, where it makes no difference."""
    return _TOKEN if not text.isascii() and (_CHARACTER.search(text) or _BARE.search(text)) else _PLAIN


@lru_cache(maxsize=1 << 16)
def _number(word: str) -> int:
    """A number for a word, without `hash`, which differs from process to process."""
    return crc32(folded(word).encode(errors="replace"))


def _runs(words: Iterable[str], length: int) -> list[int]:
    """A number for each `length` words in a row."""
    runs = _mixed(list(map(_number, words)), RUN_OF_WORDS)
    if length == RUN_OF_CHARACTERS:  # two halves one after the other
        one, two, *_ = _FACTORS
        return [(a * one ^ b * two) & _SIZE for a, b in zip(runs, runs[RUN_OF_WORDS:], strict=False)]
    return runs


def _mixed(numbers: list[int], length: int) -> list[int]:
    one, two, three, four, five = _FACTORS
    shifted = (numbers[place:] for place in range(length))
    return [
        (a * one ^ b * two ^ c * three ^ d * four ^ e * five) & _SIZE
        for a, b, c, d, e in zip(*shifted, strict=False)
    ]
