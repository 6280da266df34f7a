"""Pairing quotation marks: curly, straight, low, angled, doubled, nested, and those that never close.

Marks are paired within a paragraph. A quotation that opens and is taken up again by an opening mark in the
next paragraph runs to the end of its own, as print does it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from tracker.domain.proposals.model import Span

_FEW_MARKS, _BETWEEN_MARKS = 400, 20
"""A paragraph of more marks with fewer characters between them is no prose; they are not paired."""
_SAMPLE = 50_000
_LONGEST_OPEN = 2500
"""A quotation that never closes is followed this far at most."""
_DOUBLE = re.compile(r"“|”|„|‟|«|»|\"|(?<!`)``(?!`)|''|‘‘|’’|「|」|『|』")
_SINGLE = re.compile(r"[‘’']")
_OPENS = frozenset({"“", "„", "«", "``", "‘‘", "「", "『", "‟"})
_CLOSES = frozenset({"”", "»", "’’", "」", "』"})
_AFTER_CLOSING = re.compile(r"[\s.,;:!?)\]}—–\-…’'”\"/]|$")
_BEFORE_OPENING = " \t\n\r\u00a0([{—–-/‘'“\""
_ENDS = ".,!?…;:—–-"


@dataclass(frozen=True, slots=True)
class Quotation:
    """`start` and `end` with the marks, `inner` without. `closed` is false where the paragraph ends first."""

    start: int
    end: int
    inner: Span
    closed: bool
    opens_paragraph: bool


def quotations(text: str, paragraphs: list[Span]) -> list[Quotation]:
    """The outermost quotations, in order."""
    found: list[Quotation] = []
    singles = _prefers_singles(text)
    for index, (start, end) in enumerate(paragraphs):
        taken_up = index + 1 < len(paragraphs) and _opens_at(text, paragraphs[index + 1][0])
        found += _of_paragraph(text, (start, end), taken_up=taken_up, singles=singles)
    return found


def inner_quotations(text: str, inside: Span) -> list[Quotation]:
    """The quotations within a quotation: whichever marks it does not itself stand in."""
    found = _paired(text, inside, _DOUBLE, taken_up=False)
    return found or _singles(text, inside)


def _of_paragraph(text: str, inside: Span, *, taken_up: bool, singles: bool) -> list[Quotation]:
    found = _paired(text, inside, _DOUBLE, taken_up=taken_up)
    if singles and not found:
        return _singles(text, inside)
    return found


def _prefers_singles(text: str) -> bool:
    """Whether a text quotes in single marks: more of them open before a capital than double ones."""
    sample = text[:_SAMPLE]
    opening = len(re.findall(r"(?:^|[\s(—])[‘'](?=[A-Z“\"])", sample))
    return opening > len(re.findall(r"[“\"«„]|''|``", sample)) // 2


def _opens_at(text: str, position: int) -> bool:
    found = _DOUBLE.match(text, position)
    return found is not None and found[0] not in _CLOSES


def _paired(text: str, inside: Span, marks: re.Pattern[str], *, taken_up: bool) -> list[Quotation]:
    start, end = inside
    every = marks.finditer(text, start, end)
    most = _most_marks(inside)
    places = [(found.start(), found.end(), found[0]) for found in islice(every, most + 1)]
    if not places or len(places) > most:
        return []
    found: list[Quotation] = []
    opened: tuple[int, int] | None = None
    for at, after, mark in places:
        opening = _opening(text, at, after, mark, inside)
        if opened is None:
            if opening is not False:
                opened = (at, after)
        elif opening is True and _stale(text, opened, at):
            opened = (at, after)  # the earlier one never closed
        elif opening is not True:
            found.append(_quotation(opened, at, after, inside, closed=True))
            opened = None
    if opened is not None and (taken_up or _worth_leaving_open(text, opened, inside)):
        found.append(_quotation(opened, end, end, inside, closed=False))
    return found


def _most_marks(inside: Span) -> int:
    return max(_FEW_MARKS, (inside[1] - inside[0]) // _BETWEEN_MARKS)


def _quotation(opened: Span, at: int, after: int, inside: Span, *, closed: bool) -> Quotation:
    return Quotation(opened[0], after, (opened[1], at), closed, opened[0] == inside[0])


def _opening(text: str, at: int, after: int, mark: str, inside: Span) -> bool | None:
    """Whether a mark opens (True), closes (False), or could do either (None)."""
    if mark in _OPENS:
        return True
    if mark in _CLOSES:
        return False
    before = text[at - 1] if at > inside[0] else " "
    following = text[after] if after < inside[1] else " "
    left_free = before in _BEFORE_OPENING
    right_free = _AFTER_CLOSING.match(following) is not None
    if left_free and not right_free:
        return True
    if right_free and not left_free:
        return False
    return None


def _stale(text: str, opened: Span, at: int) -> bool:
    """Whether an open quotation is given up for a new one: not for a straight mark inside curly ones."""
    return text[opened[0]] != "“" or text[at] == "“"


def _worth_leaving_open(text: str, opened: Span, inside: Span) -> bool:
    """A quotation somebody forgot to close: it began its paragraph, or something announced it."""
    if inside[1] - opened[0] > _LONGEST_OPEN:
        return False
    before = text[inside[0] : opened[0]].rstrip()
    return not before or before[-1] in ",:"


def _singles(text: str, inside: Span) -> list[Quotation]:
    """Quotations in single marks, where an apostrophe must not end one."""
    start, end = inside
    most = _most_marks(inside)
    places = [found.start() for found in islice(_SINGLE.finditer(text, start, end), most + 1)]
    if not places or len(places) > most:
        return []
    found: list[Quotation] = []
    opened = -1
    for at in places:
        before = text[at - 1] if at > start else " "
        following = text[at + 1] if at + 1 < end else " "
        if opened < 0:
            if before in _BEFORE_OPENING and (following.isalnum() or following in '“"[…'):
                opened = at
        elif not following.isalnum() and (before in _ENDS or not _possessive(text, at, end)):
            found.append(_quotation((opened, opened + 1), at, at + 1, inside, closed=True))
            opened = -1
    return found


def _possessive(text: str, at: int, end: int) -> bool:
    """Whether a mark after a letter is a possessive's (“the teachers' union”): the closing one comes."""
    return text[at - 1] in "sS" and _SINGLE.search(text, at + 1, min(end, at + 400)) is not None
