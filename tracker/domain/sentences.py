"""Where one sentence of a text ends and the next begins: English prose, as reports are written in.

When in doubt two sentences stay one: somebody who checks them then reads a little more, never half of one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from itertools import pairwise

_END = re.compile(
    r"""(?P<stop>[.!?…؟۔]+)[”’"')\]»]*(?=\s)  # a stop, whatever closes after it, and room
    | [。！？][”’」』）]*                       # a stop that needs no room
    | \n[ \t]*(?=\n)                          # the end of a paragraph
    """,
    re.VERBOSE,
)
_WORD_BEFORE = re.compile(r"[^\s(\[“‘\"']*$")
_INITIALS = re.compile(r"(?:[A-Z]\.)*[A-Z]")
_NUMBER_ALONE = re.compile(r"\s*(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]")
# A name follows these, a number those, more of the sentence the others: they end none.
_TITLES = frozenset({
    "Mr", "Mrs", "Ms", "Mx", "Dr", "Prof", "St", "Sgt", "Gen", "Col", "Lt", "Cpl", "Capt", "Maj", "Cmdr",
    "Adm", "Gov", "Sen", "Rep", "Rev", "Hon", "Pres", "Amb", "Supt", "Insp", "Det",
})  # fmt: skip
_NUMBERED = frozenset({
    "no", "nos", "fig", "figs", "art", "sec", "ch", "vol", "p", "pp", "para", "paras", "ex", "c", "ca",
})  # fmt: skip
_LEADING = frozenset({"cf", "vs", "v", "e.g", "i.e", "viz", "approx", "ed", "eds"})
# These may end one: only a word that begins sentences shows it.
_TRAILING = frozenset({
    "etc", "al", "jr", "sr", "inc", "ltd", "co", "corp", "bros", "a.m", "p.m", "ph.d", "jan", "feb", "mar",
    "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "wed", "thu", "fri",
    "sat", "sun",
})  # fmt: skip
_BEGINS = frozenset({
    "A", "After", "All", "Although", "An", "And", "Another", "As", "At", "Because", "Before", "Both", "But",
    "By", "Each", "Even", "For", "From", "He", "Her", "Here", "His", "How", "However", "I", "If", "In",
    "It", "Its", "Most", "My", "Neither", "No", "Nobody", "None", "Nor", "Not", "Nothing", "On", "One",
    "Only", "Or", "Our", "She", "Since", "So", "Some", "Still", "That", "The", "Their", "Then", "There",
    "These", "They", "This", "Those", "Three", "Through", "Two", "Under", "Until", "We", "What", "When",
    "Where", "Whether", "Which", "While", "Who", "With", "Without", "Yet", "You", "Your",
})  # fmt: skip
_PAIRS = {"“": "”", "‘": "’", "«": "»", "「": "」", "(": ")", "[": "]", '"': '"'}
_MARK = re.compile(r"[“”‘’«»「」()\[\]\"]|\n[ \t]*(?=\n)")


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, each with the room after it: joined they are the text again.

    What stands between quotation marks or in brackets is never divided.
    """
    ends = [0]
    inside = _enclosed(text)
    for found in _END.finditer(text):
        if found.start() < ends[-1] or _within(inside, found):
            continue
        if found["stop"] and _goes_on(text, ends[-1], found):
            continue
        end = found.end()
        while end < len(text) and text[end].isspace():
            end += 1
        ends.append(end)
    if ends[-1] < len(text):
        ends.append(len(text))
    return tuple(text[start:end] for start, end in pairwise(ends))


def _goes_on(text: str, start: int, found: re.Match[str]) -> bool:
    """Whether a stop stands inside its sentence."""
    following = text[found.end() :].lstrip()[:40]
    if following[:1].islower() or found.start() == start:
        return True
    if found["stop"].startswith("…") and text[found.start() - 1 : found.start()] == "[":
        return True  # an omission
    if found["stop"] != ".":
        return False
    word = _WORD_BEFORE.search(text, start, found.start())
    before = word[0] if word else ""
    if _NUMBER_ALONE.fullmatch(text[start : found.start() + 1]) or _leads_on(before, following):
        return True
    if _INITIALS.fullmatch(before) or before.lower() in _TRAILING:
        first = re.match(r"\w+", following)
        return first is not None and first[0] not in _BEGINS
    return False


def _leads_on(word: str, following: str) -> bool:
    """Whether an abbreviation is one of something that is still to come."""
    return (
        word in _TITLES
        or word.lower() in _LEADING
        or (word.lower() in _NUMBERED and following[:1].isdecimal())
    )


def _enclosed(text: str) -> list[tuple[int, int]]:
    """The outermost spans between marks that open and close in one paragraph, without overlap, in order."""
    spans: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []  # what closes it, and where it opened
    awaited: Counter[str] = Counter()
    for found in _MARK.finditer(text):
        mark, at = found[0], found.start()
        if mark.startswith("\n"):
            opened.clear()
            awaited.clear()
        elif awaited[mark] and not (mark == "’" and text[at + 1 : at + 2].isalpha()):
            close, start = opened.pop()
            while close != mark:  # what was opened inside and never closed
                awaited[close] -= 1
                close, start = opened.pop()
            awaited[mark] -= 1
            while spans and spans[-1][0] > start:
                spans.pop()
            spans.append((start, at))
        elif mark in _PAIRS and (mark != '"' or at == 0 or text[at - 1] in " \n([“‘—"):
            opened.append((_PAIRS[mark], at))
            awaited[_PAIRS[mark]] += 1
    return spans


def _within(spans: list[tuple[int, int]], stop: re.Match[str]) -> bool:
    """Whether a stop stands inside one of the spans; the last one in there may end the sentence."""
    at = bisect_right(spans, (stop.start(), len(stop.string))) - 1
    return at >= 0 and stop.end() <= spans[at][1]
