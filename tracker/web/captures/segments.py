"""A capture's text cut into paragraphs and, within them, into pieces that know the passages they belong to.

Pure: offsets are code points, and the pieces put together are the text again, to the last character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage in the text: where it stands, by the id of its highlight."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece covered by the same passages throughout, the innermost last; `begins`: those starting here."""

    text: str
    marks: tuple[str, ...]
    begins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`start` and `end` in the whole text; the blank lines after a paragraph are part of it."""

    start: int
    end: int
    segments: tuple[Segment, ...]


def paragraphs(text: str, marks: Iterable[Mark]) -> list[Paragraph]:
    """The whole text, in paragraphs; passages may overlap and run over several of them."""
    ordered = sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.id))
    ends = [match.end() for match in _BLANK_LINES.finditer(text)]
    starts = [0, *(end for end in ends if end < len(text))]
    edges = sorted({0, len(text), *starts, *(edge for mark in ordered for edge in (mark.start, mark.end))})
    pieces = _pieces(text, edges, ordered)
    found: list[Paragraph] = []
    held: list[Segment] = []
    bounds = [*starts[1:], len(text)]
    start = 0
    for end, piece in pieces:
        held.append(piece)
        if end == bounds[len(found)]:
            found.append(Paragraph(start, end, tuple(held)))
            held, start = [], end
    return found


def around(found: Sequence[Paragraph], start: int, end: int, *, beside: int = 1) -> Sequence[Paragraph]:
    """The paragraphs a span touches, with some before and after for context."""
    touched = [place for place, each in enumerate(found) if each.start < end and start < each.end]
    if not touched:
        return ()
    return found[max(0, touched[0] - beside) : touched[-1] + 1 + beside]


def _pieces(text: str, edges: Sequence[int], marks: Sequence[Mark]) -> Iterator[tuple[int, Segment]]:
    """Each piece between two edges with the place where it ends: one walk over the text."""
    open_marks: list[Mark] = []
    coming = 0
    for start, end in pairwise(edges):
        open_marks = [mark for mark in open_marks if mark.end > start]
        begins = []
        while coming < len(marks) and marks[coming].start == start:
            open_marks.append(marks[coming])
            begins.append(marks[coming].id)
            coming += 1
        inward = sorted(open_marks, key=lambda mark: mark.start - mark.end)
        yield end, Segment(text[start:end], tuple(mark.id for mark in inward), tuple(begins))
