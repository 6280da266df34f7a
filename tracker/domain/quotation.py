"""Which parts of a text are quoted: by the quotation marks of any script, as speech, or as a quoted block.

Where marks are ambiguous or never closed it takes too much for quoted rather than too little: what is left is
then surely the text's own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

# What closes each opening mark. Languages disagree on some: “ opens in English and closes in German, » opens
# in Danish and closes in French.
_CLOSING = {
    "“": "”", "„": '“”"', "‟": "”", "⹂": "“”", "«": "»", "‹": "›", "❝": "❞", "❮": "❯", "‚": "‘’", "‛": "’",
    "「": "」", "『": "』", "《": "》", "〈": "〉", "﹁": "﹂", "﹃": "﹄", "｢": "｣", "〝": "〞〟",
    '"': '"', "＂": "＂", "״": "״", "”": "”", "»": "«»", "›": "‹›", "‘": "’", "’": "’", "'": "'",
}  # fmt: skip
_SINGLE = "‘’'"
_EITHER_WAY = frozenset('"＂״”»›' + _SINGLE)
"""Marks that open or close by where they stand: what follows a letter does not open."""
_PERHAPS = frozenset("״”»›" + _SINGLE)
"""Marks that are as often something else (an apostrophe, a closing mark): unclosed they open nothing."""
_NEXT = re.compile(rf"^[ \t]*(?:>|[—―]\s)|[{re.escape(''.join(_CLOSING))}]", re.MULTILINE)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_LONGEST, _MOST_MARKS = 3_000, 20


def unquoted(text: str) -> tuple[tuple[int, int], ...]:
    """The parts of a text outside quotation marks, lines of speech (—) and quoted lines (>), as spans."""
    parts: list[tuple[int, int]] = []
    start = 0
    for begin, end in _quotations(text):
        if begin > start:
            parts.append((start, begin))
        start = end
    return (*parts, (start, len(text))) if start < len(text) else tuple(parts)


def _quotations(text: str) -> Iterator[tuple[int, int]]:
    position = 0
    blocks = [*(match.start() for match in _BLANK_LINE.finditer(text)), len(text)]
    while found := _NEXT.search(text, position):
        start = found.start()
        if found[0] in _CLOSING:
            end = _end_of_quotation(text, start, blocks[bisect_left(blocks, start)])
        else:
            end = end_of_line(text, found.end())
        position = found.end() if end is None else end
        if end is not None:
            yield found.start(), end


def _end_of_quotation(text: str, start: int, block: int) -> int | None:
    """Where the quotation ends that the mark at `start` opens; None where it opens none.

    One that nobody closes ends with its line: a quotation of several paragraphs opens anew with each.
    """
    mark = text[start]
    if mark in _EITHER_WAY and not _stands_before(text, start):
        return None
    closed = _closed(text, start, min(start + _LONGEST, block))
    if closed is None and mark not in _PERHAPS:
        return end_of_line(text, start)
    return closed


def _closed(text: str, start: int, limit: int) -> int | None:
    mark, depth, last = text[start], 1, None
    closing = _CLOSING[mark]
    if not any(text.find(character, start + 1, limit) > 0 for character in closing):
        return None
    for passed, place in enumerate(_places(text, start + 1, limit, mark + closing)):
        character = text[place]
        if passed > _MOST_MARKS:
            break
        if character in closing and (mark not in _EITHER_WAY or _stands_after(text, place)):
            if mark not in _SINGLE:
                depth -= 1
                if not depth:
                    return place + 1
            elif last is not None and "\n" in text[last:place]:
                break
            else:
                last = place + 1  # the last in its line: those before may be apostrophes
        elif mark in _SINGLE and _stands_before(text, place) and last is not None:
            break
        elif character == mark and mark not in _EITHER_WAY and text[place - 1] != "\n":
            depth += 1
    return last


def _places(text: str, start: int, limit: int, characters: str) -> Iterator[int]:
    return (match.start() for match in _class(characters).finditer(text, start, limit))


@lru_cache
def _class(characters: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(characters)}]")


def _stands_before(text: str, place: int) -> bool:
    """Whether a mark stands before a word and after none, as one that opens does."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return not before.isalnum() and before not in tuple(".,!?…") and bool(after) and not after.isspace()


def _stands_after(text: str, place: int) -> bool:
    """Whether a mark stands after something and before no word, as one that closes does."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return not before.isspace() and not after.isalnum()


def end_of_line(text: str, start: int) -> int:
    """Where the line ends in which `start` lies."""
    end = text.find("\n", start)
    return len(text) if end < 0 else end
