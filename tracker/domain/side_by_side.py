"""Two texts side by side: paragraph beside paragraph, and within those that differ the words that do.

White space and the shape of quotation marks make no paragraph another one, as they make no passage another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import zip_longest
from typing import NamedTuple

from tracker.domain.passages import plain_words
from tracker.domain.text_changes import PARAGRAPH, Marked, both_sides, too_repetitive

ALIKE = 0.4
"""From this share of common words on, two paragraphs are one that changed; below it one went and one came."""
_MOST_PAIRS = 2_500
"""Paragraphs replaced by paragraphs are paired by their words; with more pairs than this, in their order."""


class Piece(NamedTuple):
    """A paragraph with the white space after it, and where it begins in its text."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True)
class Row:
    """What stands beside what: the same, changed, only in the older text or only in the newer one."""

    old: Piece | None
    new: Piece | None
    is_same: bool

    @property
    def before(self) -> tuple[Marked, ...]:
        """The older side: what was kept, and what was removed."""
        return self._sides[0]

    @property
    def after(self) -> tuple[Marked, ...]:
        """The newer side: what was kept, and what was added."""
        return self._sides[1]

    @cached_property
    def _sides(self) -> tuple[tuple[Marked, ...], tuple[Marked, ...]]:
        return both_sides(self.old.text if self.old else "", self.new.text if self.new else "")


def side_by_side(old: str, new: str) -> tuple[Row, ...]:
    """Every paragraph of both texts once, in their order; a line without words is none."""
    return tuple(_rows(_pieces(old), _pieces(new)))


def _pieces(text: str) -> list[Piece]:
    return [Piece(match.start(), match[0]) for match in PARAGRAPH.finditer(text) if match[0].strip()]


def _rows(old: Sequence[Piece], new: Sequence[Piece]) -> Iterator[Row]:
    a, b = ([plain_words(piece.text) for piece in side] for side in (old, new))
    if too_repetitive(a, b):
        yield from _one_by_one(old, new)
        return
    for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Row(one, other, is_same=True) for one, other in zip(old[i:j], new[k:m], strict=True))
        else:
            yield from _replaced(old[i:j], new[k:m])


def _one_by_one(old: Sequence[Piece], new: Sequence[Piece]) -> Iterator[Row]:
    for one, other in zip_longest(old, new):
        is_same = bool(one and other) and plain_words(one.text) == plain_words(other.text)
        yield Row(one, other, is_same=is_same)


def _replaced(old: Sequence[Piece], new: Sequence[Piece]) -> Iterator[Row]:
    """Paragraphs that changed beside what they became; in between what went, then what came."""
    if len(old) * len(new) > _MOST_PAIRS:
        yield from _one_by_one(old, new)
        return
    at_old = at_new = 0
    for i, k in [*_pairs(old, new), (len(old), len(new))]:
        yield from (Row(piece, None, is_same=False) for piece in old[at_old:i])
        yield from (Row(None, piece, is_same=False) for piece in new[at_new:k])
        if i < len(old):
            yield Row(old[i], new[k], is_same=False)
        at_old, at_new = i + 1, k + 1


def _pairs(old: Sequence[Piece], new: Sequence[Piece]) -> list[tuple[int, int]]:
    """Which paragraphs became which, in order, so that as much as possible stands beside what it became."""
    words = [[Counter(plain_words(piece.text).split()) for piece in side] for side in (old, new)]
    # best[i][k]: how alike what is paired from old[i] and new[k] on can be, at most.
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = [[_alike(one, other) for other in words[1]] for one in words[0]]
    for i in reversed(range(len(old))):
        for k in reversed(range(len(new))):
            paired = alike[i][k] + best[i + 1][k + 1] if alike[i][k] >= ALIKE else 0.0
            best[i][k] = max(paired, best[i + 1][k], best[i][k + 1])
    found, i, k = [], 0, 0
    while i < len(old) and k < len(new):
        if best[i][k] == best[i + 1][k]:
            i += 1
        elif best[i][k] == best[i][k + 1]:
            k += 1
        else:
            found.append((i, k))
            i, k = i + 1, k + 1
    return found


def _alike(one: Counter[str], other: Counter[str]) -> float:
    """The share of words that both have."""
    return 2 * (one & other).total() / max(1, one.total() + other.total())
