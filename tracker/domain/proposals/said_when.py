"""When somebody said something: the date that stands beside the verb of saying, outside what is said."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from tracker.domain.dates import parse
from tracker.domain.proposals.model import DateProposal, Proposal

_REACH = 60
"""Characters between the verb and its date: “said in an interview with the paper on Tuesday”."""
_LONGEST = 100
"""Characters of the longest date."""
_ENDS = re.compile(r"[.!?…]['\"”’)]*\s+(?=[^\W\d_a-z])|\n")


def said_when(
    proposal: Proposal, text: str, dates: Sequence[DateProposal], dct: str | None = None
) -> DateProposal | None:
    """The nearest date to the cue in its own sentence, where one stands there and belongs to nothing said.

    `dates` are those of the whole text, in its order. Nobody quotes what is said after `dct`, the document's
    own date.
    """
    cue = proposal.cue or proposal.source
    if not cue:
        return None
    start, end = cue[0][0], cue[-1][1]
    first = bisect_left(dates, start - _REACH - _LONGEST, key=_start)
    last = bisect_right(dates, end + _REACH, key=_start)
    near = [
        (gap, date)
        for date in dates[first:last]
        if (gap := max(date.span[0] - end, start - date.span[1], 0)) <= _REACH
        and not any(begun < date.span[1] and date.span[0] < done for begun, done in proposal.content)
        and not _ENDS.search(text, min(end, date.span[1]), max(start, date.span[0]))
        and not _later(date.edtf, dct)
        and not _apart(proposal, date, start, end)
    ]
    return min(near, key=lambda each: (each[0], each[1].span))[1] if near else None


def _start(date: DateProposal) -> int:
    return date.span[0]


def _later(edtf: str, dct: str | None) -> bool:
    """Whether a date lies wholly after the document's."""
    if dct is None:
        return False
    begins, ends = parse(edtf).earliest, parse(dct).latest
    return begins is not None and ends is not None and begins > ends


def _apart(proposal: Proposal, date: DateProposal, start: int, end: int) -> bool:
    """Whether what is said lies between the verb and the date: then the date is of something else."""
    low, high = min(end, date.span[1]), max(start, date.span[0])
    return any(low <= first and last <= high for first, last in proposal.content)
