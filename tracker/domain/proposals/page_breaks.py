"""Text taken from pages: a sentence that runs on across a page's end, and the page's number in between."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import pairwise

from tracker.domain.proposals.model import Proposal, Span

FORM_FEED = "\f"
_NUMBER = re.compile(r"(?:[Pp]age )?\d{1,4}")
_ENDS = frozenset('.?!:”’"')


def runs_on(text: str, blocks: list[Span]) -> list[Span]:
    """Where a page ends within a sentence: from its last word to the first of the next page.

    `blocks` are the paragraphs as their lines part them.
    """
    if FORM_FEED not in text:
        return []
    words = [block for block in blocks if not _NUMBER.fullmatch(text, *block)]
    return [
        (end, start)
        for (_, end), (start, _) in pairwise(words)
        if FORM_FEED in text[end:start] and text[end - 1] not in _ENDS and text[start].islower()
    ]


def joined(blocks: list[Span], breaks: list[Span]) -> list[Span]:
    """The paragraphs, with those as one that a page's end parts."""
    ends, starts = dict(breaks), {start for _, start in breaks}
    whole: list[Span] = []
    upto = -1
    for start, end in blocks:
        if start < upto:
            continue
        if start in starts:
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
        upto = ends.get(end, -1)
    return whole


def parted(found: list[Proposal], breaks: list[Span]) -> list[Proposal]:
    """The proposals, with content on both sides of a page's end in two parts."""
    return [replace(each, content=_parts(each.content, breaks)) for each in found] if breaks else found


def _parts(content: tuple[Span, ...], breaks: list[Span]) -> tuple[Span, ...]:
    parts: list[Span] = []
    for start, end in content:
        begun = start
        for gap_start, gap_end in breaks[
            bisect_right(breaks, (start, end)) : bisect_left(breaks, (end, end))
        ]:
            parts.append((begun, gap_start))
            begun = gap_end
        parts.append((begun, end))
    return tuple(parts)
