"""Two texts side by side cut into stretches: each change with its number, what is the same folded away.

Pure, as the rows it is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from tracker.domain.english import listed, number
from tracker.domain.side_by_side import Row
from tracker.services.reanchoring import FoundAgain

_FEW = 3
"""So few unchanged paragraphs are shown; of more, only the one before and the one after a change."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Paragraphs that are the same in both (`number` 0), or the change of that number.

    `found` are the passages of the older text that a change touches.
    """

    number: int
    rows: Sequence[Row]
    is_folded: bool
    found: Sequence[FoundAgain]


def differences(rows: Sequence[Row]) -> str:
    kinds = (
        ("changed", sum(bool(not row.is_same and row.old and row.new) for row in rows)),
        ("gone", sum(row.new is None for row in rows)),
        ("new", sum(row.old is None for row in rows)),
    )
    parts = [f"{number(count)} {word}" for word, count in kinds if count]
    return f"Paragraphs: {listed(parts)}." if parts else ""


def stretches(rows: Sequence[Row], found: Sequence[FoundAgain]) -> Iterator[Stretch]:
    at = 0
    for is_same, group in groupby(rows, key=lambda row: row.is_same):
        held = list(group)
        if not is_same:
            at += 1
            yield Stretch(at, held, is_folded=False, found=_standing_in(held, found))
        elif len(held) <= _FEW:
            yield Stretch(0, held, is_folded=False, found=())
        else:
            # One paragraph beside a change shows where it stands; at the ends of the texts there is none.
            first, last = int(at > 0), len(held) - int(held[-1] is not rows[-1])
            for part, folded in ((held[:first], False), (held[first:last], True), (held[last:], False)):
                if part:
                    yield Stretch(0, part, is_folded=folded, found=())


def _standing_in(rows: Sequence[Row], found: Sequence[FoundAgain]) -> list[FoundAgain]:
    """The passages that begin or end in these paragraphs of the older text, or run over them."""
    old = [row.old for row in rows if row.old]
    return [
        each
        for each in found
        if any(
            piece.start < each.passage.end_offset and each.passage.start_offset < piece.end for piece in old
        )
    ]
