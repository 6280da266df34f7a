"""What can be decided about a proposal, and how its words are cut anew: extended, shrunk, merged, split."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from tracker.domain.errors import DomainError
from tracker.domain.proposals.model import Span

_MOST_SPANS = 40


class Outcome(StrEnum):
    """`RECUT`: others, merged or split from it, stand in its place."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    RECUT = "recut"


def spans_from(written: str, text: str) -> tuple[Span, ...]:
    """The places that a form names as “12-40 55-60”; `DomainError` on `spans` if they are not in the text."""
    pairs = [each.partition("-") for each in written.split()]
    if not pairs or len(pairs) > _MOST_SPANS:
        raise DomainError("Mark the words that are said.", field="spans")
    if not all(
        len(edge) <= len(str(len(text))) and edge.isdecimal()
        for first, _, last in pairs
        for edge in (first, last)
    ):
        raise DomainError(
            "These are no places in this text. Reload the page and mark the words again.", field="spans"
        )
    spans = tuple((int(first), int(last)) for first, _, last in pairs)
    ordered = all(start < end for start, end in spans) and all(
        before[1] <= after[0] for before, after in pairwise(spans)
    )
    if not ordered or spans[-1][1] > len(text) or not all(text[start:end].strip() for start, end in spans):
        raise DomainError("These words do not stand in this text. Mark them again.", field="spans")
    return spans


def as_written(spans: Sequence[Sequence[int]]) -> str:
    """How a form names places: the inverse of `spans_from`."""
    return " ".join(f"{start}-{end}" for start, end in spans)


def merged(first: Sequence[Span], second: Sequence[Span], text: str) -> tuple[Span, ...]:
    """All words of both, in order; what overlaps, or has only white space between, becomes one place."""
    joined: list[Span] = []
    for start, end in sorted([*first, *second]):
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return tuple(joined)


def split(spans: Sequence[Span], at: int, text: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The words before and from `at` on; `DomainError` on `at` where one side would hold none."""
    before = [(start, min(end, at)) for start, end in spans if start < at]
    after = [(max(start, at), end) for start, end in spans if end > at]
    halves = tuple(tuple(kept for span in half if (kept := _trimmed(span, text))) for half in (before, after))
    if not all(halves):
        raise DomainError(
            "Put the cursor between two words of the proposal, then split it there.", field="at"
        )
    return halves[0], halves[1]


def _trimmed(span: Span, text: str) -> Span | None:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
