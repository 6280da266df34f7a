"""Passages: exact places in a capture, checked so that `exact == text[start:end]` always holds.

Offsets count Unicode code points, end exclusive (W3C Web Annotation: TextPositionSelector and
TextQuoteSelector); regions and time ranges follow W3C Media Fragments (`xywh=percent:`, `t=`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.errors import DomainError

CONTEXT = 32
LONGEST_MS = 2**31 - 1
"""24 days: what a database counts milliseconds up to."""
_LONGEST_TITLE = 80
WHOLE = 10_000
"""Regions are counted in hundredths of a per cent of the picture's width and height."""

_ELISION = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|…)\s*")
_MARKS = re.compile(r"\[sic!?\]", re.IGNORECASE)
QUOTES = str.maketrans("“”„«»‘’‚", '"""""\'\'\'')


class PassageKind(StrEnum):
    TEXT = "text"
    REGION = "region"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class TextSpan:
    """`exact` stands at [start, end) of a text, between `prefix` and `suffix`."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Region:
    """A box in a picture, in hundredths of a per cent (0 to 10 000)."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class TimeRange:
    """A stretch of sound or video, in milliseconds."""

    begin_ms: int
    end_ms: int


Place = TextSpan | Region | TimeRange


def span(text: str, start: int, end: int, *, expected: str | None = None) -> TextSpan:
    """The passage at [start, end) of `text`; `DomainError` on `passage` if it is not there.

    `expected` is what the analyst saw when selecting: a mismatch means the text is another one.
    """
    if not 0 <= start < end <= len(text):
        raise DomainError(
            f"Characters {start} to {end} lie outside this capture, which has {len(text)}. "
            "Select the passage again.",
            field="passage",
        )
    exact = text[start:end]
    if not exact.strip():
        raise DomainError("The selection holds only white space. Select the words.", field="passage")
    if expected is not None and expected != exact:
        raise DomainError(
            "The selected words do not stand at that place of this capture. Select the passage again.",
            field="passage",
        )
    return TextSpan(start, end, exact, text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])


def region(x: int, y: int, width: int, height: int) -> Region:
    """A box that lies inside its picture; `DomainError` on `passage` otherwise."""
    inside = x >= 0 and y >= 0 and width > 0 and height > 0 and x + width <= WHOLE and y + height <= WHOLE
    if not inside:
        raise DomainError("The box must lie inside the picture and have an area.", field="passage")
    return Region(x, y, width, height)


def time_range(begin_ms: int, end_ms: int, duration_ms: int | None) -> TimeRange:
    """A stretch that lies inside its recording; `DomainError` on `passage` otherwise."""
    if begin_ms < 0 or end_ms <= begin_ms:
        raise DomainError("The end of the time range must come after its beginning.", field="passage")
    if end_ms > LONGEST_MS:
        raise DomainError("No recording is that long. Write a time as 1:02:03.", field="passage")
    if duration_ms is not None and end_ms > duration_ms:
        raise DomainError(
            f"The recording is only {clock(duration_ms)} long. Choose a range inside it.", field="passage"
        )
    return TimeRange(begin_ms, end_ms)


def clock(milliseconds: int) -> str:
    """A time code people read: 1:02:03 or 2:03.5."""
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    tail = f".{rest // 100}" if rest >= 100 else ""  # noqa: PLR2004  tenths are shown from one tenth on
    return f"{hours}:{minutes:02}:{seconds:02}{tail}" if hours else f"{minutes}:{seconds:02}{tail}"


def locator(place: Place) -> str:
    """Where it stands, in words for a note: “characters 10–42”, “0:12–0:31”, “box 10%, 20%, …”."""
    match place:
        case TextSpan(start, end):
            return f"characters {start}–{end}"
        case Region(x, y, width, height):
            left, top, wide, high = (f"{value / 100:g}%" for value in (x, y, width, height))
            return f"box {wide} × {high} at {left} from the left, {top} from the top"
        case TimeRange(begin_ms, end_ms):
            return f"{clock(begin_ms)}–{clock(end_ms)}"


def quotes(verbatim: str, passages: list[str]) -> bool:
    """Whether a quotation is found in the passages, allowing […] for left-out words and [sic]."""
    held = _plain(" ".join(passages))
    position = 0
    for part in _ELISION.split(_MARKS.sub("", verbatim)):
        wanted = _plain(part)
        found = held.find(wanted, position)
        if found < 0:
            return False
        position = found + len(wanted)
    return True


def first_words(exact: str) -> str:
    """How a post begins, as the title of one that has none."""
    words = " ".join(exact.split())
    if len(words) <= _LONGEST_TITLE:
        return words
    cut = words[: _LONGEST_TITLE - 1]
    return (cut.rpartition(" ")[0] or cut) + "…"


def plain_words(text: str) -> str:
    """The words without their layout: white space as one space, quotation marks in one shape."""
    return " ".join(text.translate(QUOTES).split())


def _plain(text: str) -> str:
    return plain_words(text).strip("\"' ")
