"""Dates as people give them: the EDTF text (ISO 8601-2) with two UTC bounds to sort and compare by.

A date without a time of day is read in a named zone (the case's). Calendar expressions are parsed by the
`edtf` library; intervals and times of day are ours, because EDTF has no uncertainty for the latter and the
library invents ten years for an unknown start.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from time import struct_time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.domain.errors import DomainError

_TIMED = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)T(?P<hour>\d\d):(?P<minute>\d\d)(:(?P<second>\d\d))?"
    r"(?P<zone>Z|[+-]\d\d:\d\d)?(?P<mark>[~?%])?"
)
_CALENDAR = re.compile(r"[-0-9X]{4,10}[~?%]?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_OPEN = ("..", "")
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_MARKS = {"~": "about ", "?": "possibly ", "%": "possibly about "}
_SPOKEN = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%d.%m.%Y", "%Y/%m/%d", "%Y%m%d")
FORMAT_HINT = (
    "Write a date as 2020-01-01, a month as 2020-01, a time as 2020-01-01T15:20, about as 2020-01-01~, "
    "a span as 2019-12-31/2020-01-01, an open end as 2020-01-01/.."
)


@dataclass(frozen=True, slots=True)
class FuzzyDate:
    """When something was, as far as it is known.

    `earliest` is inclusive and `latest` exclusive, both aware UTC; None means open on that side.
    An interval (A/B) covers all of its time; anything else means some time within its bounds.
    """

    text: str
    zone: str
    earliest: datetime | None
    latest: datetime | None
    approximate: bool
    is_interval: bool

    @classmethod
    def restored(cls, text: str, zone: str, earliest: datetime | None, latest: datetime | None) -> FuzzyDate:
        """A date as it was once read: its bounds stand, whatever a calendar would say today."""
        return cls(
            text=text,
            zone=zone,
            earliest=earliest,
            latest=latest,
            approximate=any(mark in text for mark in _MARKS),
            is_interval="/" in text,
        )

    @property
    def start_unknown(self) -> bool:
        """“/2020-01-01”: it began, nobody knows when. “../2020-01-01” is open: it was so all along."""
        return self.text.startswith("/")

    @property
    def end_unknown(self) -> bool:
        """“2020-01-01/”: it ended, or will, nobody knows when. “2020-01-01/..” is open: it goes on."""
        return self.text.endswith("/")

    def __str__(self) -> str:
        return describe(self)


def zone_info(name: str) -> ZoneInfo:
    """The zone of that IANA name; `DomainError` on `zone` where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError, IsADirectoryError):
        raise DomainError(
            f"“{name}” is no time zone. Write it like Asia/Baghdad or UTC.", field="zone"
        ) from None


def parse(text: str, zone: str = "UTC", *, field: str | None = None) -> FuzzyDate:
    """Read an EDTF text; `DomainError` on `field` says how to write it when it cannot be read."""
    cleaned = text.strip()
    parts = cleaned.split("/")
    if len(parts) > 2 or not cleaned or all(part in _OPEN for part in parts):  # noqa: PLR2004
        raise DomainError(_refusal(cleaned), field=field)
    tz = zone_info(zone)
    try:
        bounds = [None if part in _OPEN else _bounds(part, tz) for part in parts]
    except (ValueError, OverflowError):
        raise DomainError(_refusal(cleaned), field=field) from None
    start, end = bounds[0], bounds[-1]
    if start and end and start[0] > end[0]:
        raise DomainError(f"“{cleaned}” ends before it begins. Put the earlier date first.", field=field)
    return FuzzyDate.restored(cleaned, zone, start[0] if start else None, end[1] if end else None)


def describe(value: FuzzyDate) -> str:
    """The date in words: “about 1 January 2020”, “from 1 January 2020, 15:00, with no known end”."""
    parts = value.text.split("/")
    if len(parts) == 1:
        return _say(parts[0])
    start, end = parts
    if start in _OPEN:
        return f"{'' if start else 'from an unknown time '}until {_say(end)}"
    if end in _OPEN:
        return f"from {_say(start)}{', with no known end' if end else ' until an unknown time'}"
    return f"from {_say(start)} to {_say(end)}"


def _bounds(part: str, tz: ZoneInfo) -> tuple[datetime, datetime]:
    timed = _TIMED.fullmatch(part)
    if timed:
        return _timed_bounds(timed, tz)
    if not _CALENDAR.fullmatch(part):
        raise ValueError(part)
    first, last = _calendar_days(part)
    return _midnight(first, tz), _midnight(last + timedelta(days=1), tz)


def _timed_bounds(match: re.Match[str], tz: ZoneInfo) -> tuple[datetime, datetime]:
    second = match["second"]
    stamp = f"{match['day']}T{match['hour']}:{match['minute']}:{second or '00'}"
    if match["zone"]:
        start = datetime.fromisoformat(stamp + match["zone"])
    else:
        start = datetime.fromisoformat(stamp).replace(tzinfo=tz)
    start = start.astimezone(UTC)
    return start, start + (timedelta(seconds=1) if second else timedelta(minutes=1))


def _calendar_days(part: str) -> tuple[date, date]:
    bare = part.rstrip("~?%")
    if _DAY.fullmatch(bare):  # by far the most common, and the library needs 10 ms for it
        day = date.fromisoformat(bare)
        return day, day
    from edtf import parse_edtf
    from edtf.parser.edtf_exceptions import EDTFParseException

    try:
        parsed: Any = parse_edtf(bare)
        return _day(parsed.lower_strict), _day(parsed.upper_strict)
    except (EDTFParseException, AttributeError) as exc:
        raise ValueError(part) from exc


def _day(bound: Callable[[], struct_time]) -> date:
    stamp = bound()
    return date(
        stamp.tm_year, stamp.tm_mon, stamp.tm_mday
    )  # refuses the impossible days the library lets through


def _midnight(day: date, tz: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=tz).astimezone(UTC)


def _say(part: str) -> str:
    mark = part[-1] if part[-1] in _MARKS else ""
    timed = _TIMED.fullmatch(part)
    if timed:
        clock = f"{timed['hour']}:{timed['minute']}" + (f":{timed['second']}" if timed["second"] else "")
        zone = {"Z": " UTC", None: ""}.get(timed["zone"], f" UTC{timed['zone']}")
        return f"{_MARKS.get(mark, '')}{_say_day(timed['day'])}, {clock}{zone}"
    return _MARKS.get(mark, "") + _say_day(part.rstrip("~?%"))


def _say_day(part: str) -> str:
    if "X" in part:
        return f"some time in {part} (X: not known)"
    year, *rest = part.split("-")
    numbers = [int(number) for number in rest]
    match numbers:
        case [month, day]:
            return f"{day} {month_name[month]} {year}"
        case [month]:
            return f"{_SEASONS.get(month) or month_name[month]} {year}"
        case _:
            return year


def _refusal(text: str) -> str:
    if not text:
        return f"Enter a date. {FORMAT_HINT}."
    for spoken in _SPOKEN:
        try:
            meant = datetime.strptime(text, spoken).replace(tzinfo=UTC).date()
        except ValueError:
            continue
        return f"“{text}” is not written as an EDTF date. Did you mean {meant.isoformat()}?"
    return f"“{text}” is not a date that exists, or not written as one. {FORMAT_HINT}."
