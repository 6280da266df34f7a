"""Counting from a day: “three weeks ago”, “last summer”, “on Friday”."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.proposals.lexicon.calendar import weekday_number

_SEASON_MONTHS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
_QUARTER_ENDS = (31, 30, 30, 31)
_MIDWEEK = 3
_LAST_DAY = {5: 31, 8: 31, 11: 30}


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day that relative dates are counted from, or only its year; `why` says what gave it."""

    day: date | None
    year: int | None
    why: str


def counted(number: int, unit: str, anchor: Anchor) -> str | None:
    """That many days, weeks, months or years from the anchor, as exactly as the unit allows."""
    if unit.startswith(("year", "decade")):
        if anchor.year is None:
            return None
        year = anchor.year + number * (10 if unit.startswith("decade") else 1)
        return f"{year:04}" if 0 < year < 10_000 else None  # noqa: PLR2004
    if anchor.day is None:
        return None
    if unit.startswith("month"):
        months = anchor.day.year * 12 + anchor.day.month - 1 + number
        return f"{months // 12:04}-{months % 12 + 1:02}"
    try:
        return (anchor.day + timedelta(days=number * (7 if unit.startswith("week") else 1))).isoformat()
    except OverflowError:
        return None


def stretch(which: str, number: int, unit: str, anchor: Anchor) -> str | None:
    """“the past five years”, “the next ten days”: from one end to the other."""
    ahead = which in {"next", "coming"}
    other = counted(number if ahead else -number, unit, anchor)
    here = counted(0, unit, anchor)
    if other is None or here is None:
        return None
    return f"{here}/{other}" if ahead else f"{other}/{here}"


def weekday(written: str, which: str, today: date, *, ahead: bool) -> str | None:
    """The nearest such day before, today included; the next one where the sentence looks ahead."""
    number = weekday_number(written)
    if number is None:
        return None
    back = (today.weekday() - number) % 7
    first = which.split(maxsplit=1)[0] if which else ""
    if (
        which in {"next", "this coming"}
        or (first == "this" and which != "this past")
        or (ahead and not which)
    ):
        step = (number - today.weekday()) % 7
        return (today + timedelta(days=step or (7 if which == "next" else 0))).isoformat()
    if which in {"last", "this past"} and back == 0:
        back = 7
    return (today - timedelta(days=back)).isoformat()


def named_period(which: str, unit: str, anchor: Anchor) -> str | None:
    """“last year”, “this week”, “next month”, “last summer”."""
    step = {"last": -1, "next": 1, "this coming": 1}.get(which, 0)
    if unit in _SEASON_MONTHS:
        return _season(unit, step, anchor)
    if unit == "year":
        return None if anchor.year is None else f"{anchor.year + step:04}"
    if unit == "decade" or anchor.day is None:
        return None
    if unit == "month":
        return counted(step, unit, anchor)
    if unit == "quarter":
        return _quarter(anchor.day, step)
    if which == "this past":
        step = -1
    monday = anchor.day - timedelta(days=anchor.day.weekday()) + timedelta(weeks=step)
    if unit == "weekend" and which == "this" and anchor.day.weekday() < _MIDWEEK:
        monday -= timedelta(weeks=1)  # early in a week, the one that has just passed
    first = monday + timedelta(days=5) if unit == "weekend" else monday
    return f"{first.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"


def _season(unit: str, step: int, anchor: Anchor) -> str | None:
    if anchor.year is None:
        return None
    first, last = _SEASON_MONTHS[unit]
    year = anchor.year
    if step and anchor.day:
        passed = anchor.day.month > last if step < 0 else anchor.day.month >= first
        year += (0 if passed else -1) if step < 0 else int(passed)
    elif step:
        year += step
    if last < first:  # winter
        return f"{year}-{first:02}/{year + 1}-{last:02}"
    return f"{year}-{first:02}-01/{year}-{last:02}-{_LAST_DAY[last]}"


def _quarter(today: date, step: int) -> str:
    number = today.year * 4 + (today.month - 1) // 3 + step
    year, quarter = divmod(number, 4)
    first = quarter * 3 + 1
    return f"{year}-{first:02}-01/{year}-{first + 2:02}-{_QUARTER_ENDS[quarter]}"
