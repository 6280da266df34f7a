"""The place in a capture that an address or a form names: a span, words to be found, a box, a time range.

Turns what people type (per cent, minutes and seconds, the words themselves) into the exact place; whether it
lies inside the capture is the service's business.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from wtforms import DecimalField, StringField
from wtforms.validators import InputRequired, NumberRange

from tracker.domain.errors import DomainError
from tracker.domain.passages import (
    CONTEXT,
    PassageKind,
    Place,
    region,
    span,
    time_range,
)
from tracker.services.passages import Selection
from tracker.web.forms import PartForm, VerbatimField

MOST_FOUND = 50
_CLOCK = re.compile(r"(?:(?:(?P<hours>\d{1,3}):)?(?P<minutes>\d{1,3}):)?(?P<seconds>\d{1,6}(?:[.,]\d{1,3})?)")
_CLOCK_HINT = "Write a time as 1:05 (a minute and five seconds) or 1:02:03.5."
_BOX = ("x", "y", "width", "height")


class WordsForm(PartForm):
    """The exact words, for whoever cannot or will not select them."""

    words = VerbatimField("The exact words", [InputRequired("Paste the words of the passage.")])


class BoxForm(PartForm):
    """A box in a picture, in per cent of its width and height."""

    x = DecimalField("From the left", [InputRequired("Say where the box begins."), NumberRange(0, 100)])
    y = DecimalField("From the top", [InputRequired("Say where the box begins."), NumberRange(0, 100)])
    width = DecimalField("Width", [InputRequired("Say how wide the box is."), NumberRange(0, 100)])
    height = DecimalField("Height", [InputRequired("Say how high the box is."), NumberRange(0, 100)])


class TimeForm(PartForm):
    """A stretch of a recording."""

    begin = StringField("Begins at", [InputRequired(_CLOCK_HINT)])
    end = StringField("Ends at", [InputRequired(_CLOCK_HINT)])


PlaceForm = WordsForm | BoxForm | TimeForm


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One of several places where the same words stand, with what is around it."""

    start: int
    end: int
    before: str
    exact: str
    after: str


def place_form(modality: str, typed: Mapping[str, str] | None = None) -> PlaceForm:
    """The form that asks for a place in a capture of that kind, filled with what was typed."""
    kinds: dict[str, type[PlaceForm]] = {"image": BoxForm, "audio": TimeForm, "video": TimeForm}
    return kinds.get(modality, WordsForm)(typed)


def place_in(capture: Any, typed: Mapping[str, str]) -> tuple[Place, Selection]:
    """The place an address names, checked; `DomainError` on `passage` if it is not there."""
    if capture.modality == "image":
        x, y, width, height = (_hundredths(typed.get(name, "")) for name in _BOX)
        box = region(x, y, width, height)
        return box, Selection(PassageKind.REGION, x=box.x, y=box.y, width=box.width, height=box.height)
    if capture.modality in ("audio", "video"):
        begin, end = (milliseconds(typed.get(name, ""), field=name) for name in ("begin", "end"))
        stretch = time_range(begin, end, capture.duration_ms)
        return stretch, Selection(PassageKind.TIME, begin_ms=begin, end_ms=end)
    start, end = (_offset(typed.get(name, "")) for name in ("start", "end"))
    words = span(capture.text, start, end)
    _check_seen(words.exact, typed.get("exact", ""))
    return words, Selection(PassageKind.TEXT, start=start, end=end, exact=words.exact)


def find_words(text: str, words: str) -> list[Occurrence]:
    """Every place where the words stand, whatever white space a browser made of the text's own."""
    parts = words.split()
    if not parts:
        return []
    pattern = re.compile(r"\s+".join(map(re.escape, parts)))
    found = []
    for match in pattern.finditer(text):
        start, end = match.span()
        before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
        found.append(Occurrence(start, end, before, match[0], after))
        if len(found) == MOST_FOUND:
            break
    return found


def milliseconds(typed: str, *, field: str) -> int:
    """A time code in milliseconds: 65, 1:05, 1:02:03.5; `DomainError` on `field` for anything else."""
    match = _CLOCK.fullmatch(typed.strip())
    if not match:
        raise DomainError(f"“{typed[:20]}” is no time in the recording. {_CLOCK_HINT}", field=field)
    minutes = 60 * int(match["hours"] or 0) + int(match["minutes"] or 0)
    return int((60 * minutes + Decimal(match["seconds"].replace(",", "."))) * 1000)


def _check_seen(exact: str, seen: str) -> None:
    """What the browser saw selected must stand there; of a very long passage it sends the beginning."""
    if seen and not exact.startswith(seen):
        raise DomainError(
            "The selected words do not stand at that place of this capture. Select the passage again.",
            field="passage",
        )


def _offset(typed: str) -> int:
    if not re.fullmatch(r"\d{1,9}", typed, re.ASCII):
        raise DomainError("Select the passage first.", field="passage")
    return int(typed)


def _hundredths(typed: str) -> int:
    if not re.fullmatch(r"\d{1,3}(\.\d{1,9})?", typed.strip(), re.ASCII):
        raise DomainError("Draw the box, or give its four numbers in per cent.", field="passage")
    return round(Decimal(typed.strip()) * 100)
