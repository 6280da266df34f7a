"""The same rare mistake in two texts: a name or a number that only they write so, where the others agree.

Deliberately narrow. A spelling that differs at its end is a case or a plural, a doubled letter or an s for a
z is a house style, and a number must be long enough not to be met by chance.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from tracker.domain.own_words import REMEMBERED, folded, own_words

OTHERS = 3
"""So many other texts must agree on the usual form: of two against two nobody can say who is mistaken."""
_FEWEST_DIGITS, _SAME_END, _MOST_EDITS = 4, 2, 2
_LONG_WORD = re.compile(r"(?<!\w)\w{6,}")
_NUMBER = re.compile(
    r"(?<![\w.,:/-])(?:\d{1,3}(?:[,. \u00a0\u202f]\d{3})+|\d{4,})(?![\w/:-])"  # 1,432 and 1432, but no date
)
_YEARS = range(1800, 2101)
_HOUSE_STYLE = frozenset({frozenset("sz")})


@dataclass(frozen=True, slots=True)
class SharedError:
    """How two texts write it, and how `others` of the other texts about the same do."""

    written: str
    usual: str
    others: int


@dataclass(frozen=True, slots=True)
class _Tokens:
    """The names of a text by their folded form, its numbers, and the long words it writes small."""

    names: Mapping[str, str]
    numbers: Mapping[str, str]
    small: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Written:
    """A name or a number with the texts that write it."""

    key: str
    shown: str
    texts: frozenset[str]


def shared_errors(
    texts: Mapping[str, str], about: Iterable[AbstractSet[str]]
) -> dict[frozenset[str], SharedError]:
    """For pairs of texts, by their ids, the rare mistake they share.

    `about` are sets of ids: the texts that speak of one thing, in one language. What counts is what exactly
    two of all texts write.
    """
    read = {name: _tokens_of(text) for name, text in texts.items()}
    small = frozenset().union(*(tokens.small for tokens in read.values()))
    written = {each.key: each for each in _written(read) if each.key not in small}
    found: dict[frozenset[str], SharedError] = {}
    for together in about:
        if len(together) < OTHERS + 2:
            continue
        usual = _buckets(each for each in written.values() if len(each.texts & together) >= OTHERS)
        for rare in written.values():
            if len(rare.texts) == 2 and rare.texts <= together and rare.texts not in found:  # noqa: PLR2004
                error = _error(rare, usual[_bucket(rare.key)], together)
                if error is not None:
                    found[rare.texts] = error
    return found


def _error(rare: _Written, like_it: Iterable[_Written], together: AbstractSet[str]) -> SharedError | None:
    """The mistake a rare form is, if the other texts agree on a form that is nearly the same."""
    variants = [
        (len(usual.texts & together), usual)
        for usual in like_it
        if not usual.texts & rare.texts and _is_slip(rare.key, usual.key)
    ]
    if not variants:
        return None
    others, usual = min(variants, key=lambda found: (-found[0], found[1].key))
    return SharedError(rare.shown, usual.shown, others)


@lru_cache(maxsize=REMEMBERED)
def _tokens_of(text: str) -> _Tokens:
    """What may be mistaken in a text; quotations are left out, whose mistakes are somebody else's."""
    words: set[str] = set()
    numbers: dict[str, str] = {}
    for start, end in own_words(text).parts:
        words.update(_LONG_WORD.findall(text, start, end))
        numbers.update(_numbers(text, start, end))
    names: dict[str, str] = {}
    for word in sorted(words):
        if word[0].isupper() and word.isalpha():
            names.setdefault(folded(word), word)
    return _Tokens(names, numbers, frozenset(folded(word) for word in words if word[0].islower()))


def _numbers(text: str, start: int, end: int) -> Iterator[tuple[str, str]]:
    for match in _NUMBER.finditer(text, start, end):
        digits = "".join(str(unicodedata.digit(each)) for each in match[0] if each.isdigit())
        is_year = len(match[0]) == _FEWEST_DIGITS and int(digits) in _YEARS
        if len(digits) >= _FEWEST_DIGITS and not is_year:
            yield digits, match[0]


def _written(read: Mapping[str, _Tokens]) -> Iterator[_Written]:
    texts: dict[str, set[str]] = defaultdict(set)
    shown: dict[str, str] = {}
    for name in sorted(read):
        for key, word in (*read[name].names.items(), *read[name].numbers.items()):
            texts[key].add(name)
            shown.setdefault(key, word)
    return (_Written(key, shown[key], frozenset(texts[key])) for key in sorted(texts))


def _bucket(key: str) -> tuple[str, str]:
    """What two forms of one name have in common, so that not all are compared with all."""
    return ("#", str(len(key))) if key.isdigit() else (key[0], key[-_SAME_END:])


def _buckets(written: Iterable[_Written]) -> Mapping[tuple[str, str], list[_Written]]:
    found: dict[tuple[str, str], list[_Written]] = defaultdict(list)
    for each in written:
        found[_bucket(each.key)].append(each)
    return found


def _is_slip(one: str, other: str) -> bool:
    """Whether one is the other with a slip of the pen: of a number a digit or two swapped, of a name more."""
    start = _alike(one, other)
    end = _alike(one[start:][::-1], other[start:][::-1])
    mine, its = one[start : len(one) - end], other[start : len(other) - end]
    if one.isdigit() or other.isdigit():
        swapped = len(mine) == 2 and mine == its[::-1]  # noqa: PLR2004
        return len(one) == len(other) and (len(mine) == 1 or swapped)
    if end < _SAME_END or not start or not 0 < _edits(mine, its) <= _MOST_EDITS:
        return False
    is_doubled = len(mine + its) == 1 and mine + its == one[start - 1]
    return not is_doubled and frozenset(mine + its) not in _HOUSE_STYLE


def _alike(one: str, other: str) -> int:
    """With how many letters both begin."""
    return next(
        (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


def _edits(one: str, other: str) -> int:
    """How many letters must be put in, taken out or exchanged to make one of the other."""
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        before, row[0] = row[0], place
        for column, its in enumerate(other, 1):
            cost = min(row[column] + 1, row[column - 1] + 1, before + (letter != its))
            before, row[column] = row[column], cost
    return row[-1]
