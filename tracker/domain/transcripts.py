"""The words of a recording with the times at which they are said: a paragraph each, “[0:01:02] words”."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_PARAGRAPH = re.compile(r"^\[(\d{1,3}):([0-5]\d):([0-5]\d)\] (\S.*)$", re.MULTILINE)
_LAST_MS = 5_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is said from `begin_ms` to about `end_ms` of a recording."""

    begin_ms: int
    end_ms: int
    words: str


def paragraph(second: int, words: str) -> str:
    """What is said from that second on, as the text of a transcript writes it."""
    minutes, seconds = divmod(second, 60)
    return f"[{minutes // 60}:{minutes % 60:02}:{seconds:02}] {words}"


def stretches(text: str, duration_ms: int | None) -> list[Stretch]:
    """What such a text says of a recording that long, in its order; none where it is no transcript.

    Only beginnings are written: each stretch lasts to the next one, the last to the end or for five seconds.
    """
    found = [(_begin_ms(match), match[4]) for match in _PARAGRAPH.finditer(text)]
    inside = [(begin, words) for begin, words in found if duration_ms is None or begin < duration_ms]
    begins = sorted({begin for begin, _ in inside})
    if not begins:
        return []
    begins.append(begins[-1] + _LAST_MS if duration_ms is None else duration_ms)
    ends = dict(pairwise(begins))
    return [Stretch(begin, ends[begin], words) for begin, words in inside]


def _begin_ms(match: re.Match[str]) -> int:
    return 1000 * (3600 * int(match[1]) + 60 * int(match[2]) + int(match[3]))
