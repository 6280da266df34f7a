"""Two wordings of one text in one: what both say, what only the earlier says, what only the later says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Literal

from tracker.domain.passages import plain_words

Mark = Literal["kept", "removed", "added"]
Marked = tuple[Mark, str]

PARAGRAPH = re.compile(r"[^\n]+\n*|\n+")
_WORD = re.compile(r"\S+\s*|\s+")
_MOST_PAIRS = 40_000
"""With more pairs of equal parts, comparing takes seconds: repetitive text is told as replaced as a whole."""


def marked(before: str, after: str) -> tuple[Marked, ...]:
    """Paragraph by paragraph, and word by word where these differ, in reading order."""
    return tuple(_joined(_by_paragraph(before, after)))


def both_sides(before: str, after: str) -> tuple[tuple[Marked, ...], tuple[Marked, ...]]:
    """The earlier text with what was removed, and the later with what was added, word by word.

    White space and the shape of quotation marks are not compared.
    """
    found = list(_compared(_WORD.findall(before), _WORD.findall(after), plain_words))
    old: Iterator[Marked] = (("kept" if mark == "kept" else "removed", was) for mark, was, _ in found)
    new: Iterator[Marked] = (("kept" if mark == "kept" else "added", now) for mark, _, now in found)
    return tuple(_joined(old)), tuple(_joined(new))


def _by_paragraph(before: str, after: str) -> Iterator[Marked]:
    for mark, old, new in _compared(PARAGRAPH.findall(before), PARAGRAPH.findall(after)):
        if mark == "kept":
            yield "kept", new
            continue
        for word_mark, old_word, new_word in _compared(_WORD.findall(old), _WORD.findall(new)):
            if word_mark == "kept":
                yield "kept", new_word
            else:
                yield "removed", old_word
                yield "added", new_word


def _compared(
    old: Sequence[str], new: Sequence[str], key: Callable[[str], str] = str
) -> Iterator[tuple[str, str, str]]:
    """Stretches in order: “kept” or “changed”, as they were and as they are; `key` is what is compared."""
    old_keys, new_keys = list(map(key, old)), list(map(key, new))
    head = _shared(old_keys, new_keys)
    tail = _shared(old_keys[head:][::-1], new_keys[head:][::-1])
    yield "kept", "".join(old[:head]), "".join(new[:head])
    old_end, new_end = len(old) - tail, len(new) - tail
    yield from _in_between(
        old[head:old_end], new[head:new_end], old_keys[head:old_end], new_keys[head:new_end]
    )
    yield "kept", "".join(old[old_end:]), "".join(new[new_end:])


def _in_between(
    old: Sequence[str], new: Sequence[str], a: Sequence[str], b: Sequence[str]
) -> Iterator[tuple[str, str, str]]:
    if too_repetitive(a, b):
        yield "changed", "".join(old), "".join(new)
    else:
        for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
            yield "kept" if tag == "equal" else "changed", "".join(old[i:j]), "".join(new[k:m])


def too_repetitive(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether so many parts equal so many others that finding out what became of which takes seconds."""
    in_a, in_b = Counter(a), Counter(b)
    return sum(in_a[part] * in_b[part] for part in in_a) > _MOST_PAIRS


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """How many parts both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _joined(parts: Iterator[Marked]) -> Iterator[Marked]:
    """Neighbours of one mark as one, empty ones left out."""
    held: Marked = ("kept", "")
    for mark, text in parts:
        if mark != held[0] and text:
            if held[1]:
                yield held
            held = (mark, "")
        held = (held[0], held[1] + text)
    if held[1]:
        yield held
