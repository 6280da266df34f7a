"""“the next day”, “two years later”, “that month”, “– 72”: counted from the date named just before."""

from __future__ import annotations

import re

from tracker.domain.proposals.date_context import Context
from tracker.domain.proposals.explicit_dates import count, whole_day
from tracker.domain.proposals.relative_dates import exactly, week_of

_STEPS = {"following": 1, "after": 1, "previous": -1, "before": -1, "earlier": -1}


def from_just_before(mark: re.Match[str], kind: str, context: Context) -> tuple[str | None, str]:
    """The date as EDTF, and which one it was counted from; None where none was named."""
    if kind == "rangeend":
        return _end_of_range(mark, context)
    if kind == "ordinal":
        month = context.month.near(mark.start())
        found = whole_day(*month, count(mark["or"])) if month else None
        return found, f"of {month[0]:04}-{month[1]:02}, named just before" if month else ""
    if kind == "later":
        return _later(mark, context)
    unit = (mark["ne_u"] or mark["ne_day"] or mark["ne_unit"]).lower()
    which = (mark["ne_w"] or mark["ne_step"] or ("following" if mark["ne_day"] else "same")).lower()
    return _neighbour(mark.start(), unit, _STEPS.get(which, 0), context)


def _end_of_range(mark: re.Match[str], context: Context) -> tuple[str | None, str]:
    """“1871 – 72”; but “2020-01” may be a month."""
    begun, last_two = context.year.near(mark.start()), int(mark["ra"])
    tight = mark.string[mark.start() - 1] == "-"
    if begun is None or last_two <= begun % 100 or (tight and last_two <= 12):  # noqa: PLR2004  months
        return None, ""
    return f"{begun - begun % 100 + last_two:04}", "as written"


def _neighbour(position: int, unit: str, step: int, context: Context) -> tuple[str | None, str]:
    if unit == "year":
        year = context.told_year_near(position) or (context.anchor.year if step < 0 else None)
        return (f"{year + step:04}", _after(f"{year}")) if year else (None, "")
    if unit == "month":
        month = context.month.near(position)
        if month is None:
            return None, ""
        months = month[0] * 12 + month[1] - 1 + step
        return f"{months // 12:04}-{months % 12 + 1:02}", _after(f"{month[0]:04}-{month[1]:02}")
    day = (context.week if unit == "week" else context.day).near(position)
    if day is None:
        return None, ""
    if unit == "week":
        return week_of(day, step), _after(f"the week of {day}")
    return exactly(step, "day", day), _after(day.isoformat())


def _later(mark: re.Match[str], context: Context) -> tuple[str | None, str]:
    if mark["la_y"]:
        return mark["la_y"], "as written"
    number, unit = count(mark["la_n"]), mark["la_u"].lower()
    number = number if mark["la_w"].lower() == "later" else -number
    if unit.startswith(("year", "decade")):
        year = context.told_year_near(mark.start())
        if year is None:
            return None, ""
        return f"{year + number * (10 if unit.startswith('decade') else 1):04}", _after(f"{year}")
    day = context.day.near(mark.start())
    return (exactly(number, unit, day), _after(day.isoformat())) if day else (None, "")


def _after(named: str) -> str:
    return f"counted from {named}, named just before"
