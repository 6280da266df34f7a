"""The matrix of sources by grade as SVG: sources from top to bottom, what they say from left to right.

A cell tells its number in figures and names its notes; the shade behind it only helps the eye.
"""

from __future__ import annotations

from collections.abc import Iterator

from tracker.domain.grade_matrix import CREDIBILITIES, RELIABILITIES, GradeMatrix, Place
from tracker.domain.scales import Term
from tracker.exporters.svg_text import (
    FAINT,
    INK,
    MUTED,
    PAGE_WIDTH,
    PAPER,
    element,
    fit,
    joined,
    line_of_text,
    picture,
    width,
    wrap,
)

_EDGE, _LEFT, _TOP, _APART = 12.0, 142.0, 66.0, 10.0
_ACROSS, _DOWN, _LINE = 76.0, 38.0, 1.0
_COUNT, _WORDS, _SMALL = 14.0, 11.0, 9.5
_SHADE = "#e8edf1"
_NOT_JUDGED = "Not judged"
_KEY = "In a cell: how many cited statements, and the numbers of their notes. Not judged:"
_NO_GRADE = {True: "F or 6, or not graded.", False: "cannot be judged, or not graded."}


def draw(matrix: GradeMatrix, *, title: str, name: str = "matrix") -> str:
    down = _y(len(RELIABILITIES) - 1) + _DOWN
    notes = wrap(
        " ".join([_KEY, _NO_GRADE[matrix.codes], *matrix.remarks]), _SMALL, PAGE_WIDTH - 2 * _EDGE, 3
    )
    under = [
        line_of_text(words, _EDGE, down + 18.0 + 13.0 * place, _SMALL, PAGE_WIDTH, fill=MUTED)
        for place, words in enumerate(notes)
    ]
    return picture(
        joined([*_headings(codes=matrix.codes), *_cells(matrix), *under]),
        PAGE_WIDTH,
        down + 18.0 + 13.0 * len(notes),
        title=title,
        description=matrix.words,
        name=name,
    )


def _x(column: int) -> float:
    return _LEFT + column * _ACROSS + (_APART if CREDIBILITIES[column] is None else 0.0)


def _y(row: int) -> float:
    return _TOP + row * _DOWN + (_APART if RELIABILITIES[row] is None else 0.0)


def _headings(*, codes: bool) -> Iterator[str]:
    right = _x(len(CREDIBILITIES) - 1) + _ACROSS
    yield line_of_text("Source", _EDGE, _TOP - 8.0, _WORDS, PAGE_WIDTH, fill=MUTED, font_weight="600")
    yield _centred("Information", (_LEFT + right) / 2, 15.0, _WORDS, MUTED, weight="600")
    for column, credibility in enumerate(CREDIBILITIES):
        for place, words in enumerate(_heading(credibility, _ACROSS - 6.0, 3, codes=codes)):
            yield _centred(words, _x(column) + _ACROSS / 2, 30.0 + 12.0 * place, _SMALL, INK)
    for row, reliability in enumerate(RELIABILITIES):
        lines = _heading(reliability, _LEFT - _EDGE - 8.0, 2, codes=codes)
        first = _y(row) + _DOWN / 2 + 4.0 - 6.0 * (len(lines) - 1)
        for place, words in enumerate(lines):
            yield line_of_text(words, _EDGE, first + 12.0 * place, _WORDS, PAGE_WIDTH, fill=INK)


def _heading(grade: Term | None, room: float, lines: int, *, codes: bool) -> list[str]:
    if grade is None:
        return [_NOT_JUDGED]
    return wrap(f"{grade.value} {grade.label}" if codes else grade.label, _SMALL, room, lines)


def _cells(matrix: GradeMatrix) -> Iterator[str]:
    for row, reliability in enumerate(RELIABILITIES):
        for column, credibility in enumerate(CREDIBILITIES):
            yield element("g", *_cell(matrix, (reliability, credibility), _x(column), _y(row)))


def _cell(matrix: GradeMatrix, place: Place, left: float, top: float) -> Iterator[str]:
    held = matrix.cells.get(place, ())
    yield element(
        "rect",
        x=left + _LINE,
        y=top + _LINE,
        width=_ACROSS - 2 * _LINE,
        height=_DOWN - 2 * _LINE,
        fill=_SHADE if held else PAPER,
        stroke=MUTED if held else FAINT,
        stroke_width=_LINE,
        stroke_dasharray="3 3" if None in place else None,
        class_="matrix-cell",
    )
    if held:
        middle = left + _ACROSS / 2
        yield _centred(str(len(held)), middle, top + 17.0, _COUNT, INK, weight="700")
        yield _centred(named(held), middle, top + 30.5, _SMALL, MUTED)


def named(notes: tuple[int, ...]) -> str:
    """As many note numbers as have room in a cell, and how many there are beside them."""
    room = _ACROSS - 6.0
    for shown in range(len(notes), 0, -1):
        more = len(notes) - shown
        words = ", ".join(map(str, notes[:shown])) + (f" +{more}" if more else "")
        if width(words, _SMALL) <= room:
            return words
    return fit(f"{notes[0]} …", _SMALL, room)


def _centred(
    words: str, at: float, baseline: float, size: float, fill: str, *, weight: str | None = None
) -> str:
    return element(
        "text", words, x=at, y=baseline, font_size=size, font_weight=weight, fill=fill, text_anchor="middle"
    )
