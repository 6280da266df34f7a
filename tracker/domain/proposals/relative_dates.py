"""Counting from a day: “three weeks ago”, “last summer”, “on Friday”."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.proposals.lexicon.calendar import weekday_number

_SEASON_MONTHS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}
_QUARTER_ENDS = (31, 30, 30, 31)
_MIDWEEK, _SATURDAY = 3, 5


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
        return f"{anchor.year + number * (10 if unit.startswith('decade') else 1):04}"
    if anchor.day is None:
        return None
    if unit.startswith("month"):
        months = anchor.day.year * 12 + anchor.day.month - 1 + number
        return f"{months // 12:04}-{months % 12 + 1:02}"
    return (anchor.day + timedelta(days=number * (7 if unit.startswith("week") else 1))).isoformat()


def stretch(which: str, number: int, unit: str, anchor: Anchor) -> str | None:
    """“the past five years”, “the next ten days”: from one end to the other."""
    ahead = which in {"next", "coming"}
    if anchor.day and not ahead and unit.startswith(("year", "decade")):
        since = _same_day(anchor.day, -number * (10 if unit.startswith("decade") else 1))
        return f"{since + timedelta(days=1)}/{anchor.day}"
    other = counted(number if ahead else -number, unit, anchor)
    here = counted(0, unit, anchor)
    if other is None or here is None:
        return None
    return f"{here}/{other}" if ahead else f"{other}/{here}"


def exactly(number: int, unit: str, day: date) -> str | None:
    """“three years ago today”, “two days later”: to the day where the unit is no month."""
    if unit.startswith("month"):
        return counted(number, unit, Anchor(day, day.year, ""))
    if unit.startswith(("year", "decade")):
        return _same_day(day, number * (10 if unit.startswith("decade") else 1)).isoformat()
    return counted(number, unit, Anchor(day, day.year, ""))


def _same_day(day: date, years: int) -> date:
    """The same day of another year; of a leap day, the one before."""
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if leap_day else day.day)


def week_of(day: date, step: int = 0) -> str:
    """From Monday to Sunday."""
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=step)
    return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"


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


def named_period(which: str, unit: str, anchor: Anchor, *, ahead: bool = False) -> str | None:
    """“last year”, “this week”, “next month”, “last summer”, “the weekend”; `ahead` where it is to come."""
    step = {"last": -1, "this past": -1, "next": 1, "this coming": 1}.get(which, 0)
    if unit in _SEASON_MONTHS:
        return _season(unit, step, anchor)
    if unit == "year":
        return None if anchor.year is None else f"{anchor.year + (0 if which == 'this past' else step):04}"
    if unit == "decade" or anchor.day is None:
        return None
    if unit == "month":
        return counted(step, unit, anchor)
    if unit == "quarter":
        return _quarter(anchor.day, step)
    return _weekend(which, anchor.day, ahead=ahead) if unit == "weekend" else week_of(anchor.day, step)


def _weekend(which: str, today: date, *, ahead: bool) -> str:
    """“the weekend” is the last one, or the coming; early in a week, “this” one is the one just passed."""
    step = {"last": -1, "this past": -1, "next": 1}.get(which, 0)
    if which == "the" and not ahead and today.weekday() < _SATURDAY:
        step = -1
    if which == "this" and today.weekday() < _MIDWEEK:
        step = -1
    sunday = date.fromisoformat(week_of(today, step).partition("/")[2])
    return f"{sunday - timedelta(days=1)}/{sunday}"


def _season(unit: str, step: int, anchor: Anchor) -> str | None:
    """By the month that it begins in: the winter of 2019 ends in 2020."""
    if anchor.year is None:
        return None
    first, last = _SEASON_MONTHS[unit]
    year = anchor.year + step
    if anchor.day:
        month = anchor.day.month
        begun = anchor.year - (month < first)
        lasts = first <= month <= last if first < last else not last < month < first
        year = {-1: begun - lasts, 0: begun if lasts else anchor.year, 1: begun + 1}[step]
    return f"{year}-{first:02}/{year + (last < first)}-{last:02}"


def _quarter(today: date, step: int) -> str:
    number = today.year * 4 + (today.month - 1) // 3 + step
    year, quarter = divmod(number, 4)
    first = quarter * 3 + 1
    return f"{year}-{first:02}-01/{year}-{first + 2:02}-{_QUARTER_ENDS[quarter]}"
