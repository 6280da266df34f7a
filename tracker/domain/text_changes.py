"""Two wordings of one text in one: what both say, what only the earlier says, what only the later says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Literal

Mark = Literal["kept", "removed", "added"]
Marked = tuple[Mark, str]

_PARAGRAPH = re.compile(r"[^\n]+\n*|\n+")
_WORD = re.compile(r"\S+\s*|\s+")
_MOST_PAIRS = 40_000
"""With more pairs of equal parts, comparing takes seconds: repetitive text is told as replaced as a whole."""


def marked(before: str, after: str) -> tuple[Marked, ...]:
    """Paragraph by paragraph, and word by word where these differ, in reading order."""
    return tuple(_joined(_by_paragraph(before, after)))


def _by_paragraph(before: str, after: str) -> Iterator[Marked]:
    for mark, old, new in _compared(_PARAGRAPH.findall(before), _PARAGRAPH.findall(after)):
        if mark == "kept":
            yield "kept", new
            continue
        for word_mark, old_word, new_word in _compared(_WORD.findall(old), _WORD.findall(new)):
            if word_mark == "kept":
                yield "kept", new_word
            else:
                yield "removed", old_word
                yield "added", new_word


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Stretches in order: “kept” or “changed”, as they were and as they are."""
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    yield "kept", "".join(old[:head]), "".join(new[:head])
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    in_a, in_b = Counter(a), Counter(b)
    if sum(in_a[part] * in_b[part] for part in in_a) > _MOST_PAIRS:
        yield "changed", "".join(a), "".join(b)
    else:
        for tag, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
            yield "kept" if tag == "equal" else "changed", "".join(a[i:j]), "".join(b[k:m])
    yield "kept", "".join(old[len(old) - tail :]), "".join(new[len(new) - tail :])


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
