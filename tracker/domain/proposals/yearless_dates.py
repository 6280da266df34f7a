"""Days, months and holidays without a year: which year they must mean."""

from __future__ import annotations

import re
from datetime import date

from tracker.domain.proposals.date_context import Context
from tracker.domain.proposals.explicit_dates import count, whole_day
from tracker.domain.proposals.lexicon.calendar import HOLIDAYS, month_number, weekday_number
from tracker.domain.proposals.relative_dates import Anchor

_HALF_A_YEAR = 6
_FAR_AHEAD = 5
"""Years: one so far ahead is named for itself, and says nothing of the next day."""
_STEPS = {"last": -1, "the previous": -1, "next": 1, "the following": 1, "the next": 1}


def without_year(mark: re.Match[str], kind: str, context: Context) -> tuple[str | None, str]:
    """The day or month as EDTF, and what gave its year."""
    month, day = _month_and_day(mark, kind)
    year: int | None
    if kind == "lastmonth" and context.anchor.day:
        year = _year_of_month((mark["lm_w"] or "").lower(), month, context.anchor.day)
        return f"{year:04}-{month:02}", _counted_from(context.anchor)
    year, why = _said_behind(mark, kind, month, context) or _year_for(mark, kind, month, day, context)
    if year is None:
        return None, ""
    return (f"{year:04}-{month:02}" if day is None else whole_day(year, month, day)), why


def _month_and_day(mark: re.Match[str], kind: str) -> tuple[int, int | None]:
    if kind == "holiday":
        return HOLIDAYS[" ".join(mark["ho"].lower().replace("’", "'").split())]
    if kind in {"month", "lastmonth"}:
        return month_number(mark["mo"] or mark["lm_m"]) or 0, None
    return month_number(mark[f"{kind}_m"]) or 0, count(mark[f"{kind}_d"])


def _counted_from(anchor: Anchor) -> str:
    return f"counted from {anchor.why}" if anchor.why else ""


def _said_behind(
    mark: re.Match[str], kind: str, month: int, context: Context
) -> tuple[int | None, str] | None:
    """“May 5 last year”, “March the same year”, “from March to August 2011”, “the 12th of October last,”."""
    groups = mark.groupdict()
    if shared := groups.get(f"{kind}_y2"):
        return int(shared) - (month > (month_number(groups[f"{kind}_m2"]) or 0)), "as written"
    near = context.told_year_near(mark.start())
    if then := groups.get(f"{kind}_then"):
        year = near or context.anchor.year
        return (year and year + (1 if then.lower() == "next" else -1)), f"counted from {year}"
    which = " ".join((groups.get(f"{kind}_of") or groups.get(f"{kind}_this") or "").lower().split())
    if not which:
        return None
    if which in {"last", "this", "next"}:
        year, why = context.anchor.year, _counted_from(context.anchor)
    else:
        year, why = near, f"counted from {near}, named just before"
    return (year and year + _STEPS.get(which, 0)), why


def _year_for(
    mark: re.Match[str], kind: str, month: int, day: int | None, context: Context
) -> tuple[int | None, str]:
    anchor = context.anchor
    near = (context.year.near if kind == "holiday" else context.year_near)(mark.start())
    weekday = weekday_number(mark[f"{kind}_w"]) if kind in {"md", "dm"} and mark[f"{kind}_w"] else None
    if weekday is not None and day is not None:
        for year in (near, *_years_around(anchor, month)):
            written = year and whole_day(year, month, day)
            if written and date.fromisoformat(written).weekday() == weekday:
                return year, f"the year in which it is a {mark[f'{kind}_w']}"
    if near is not None and near <= (anchor.year or near) + _FAR_AHEAD:
        return near, f"of {near}, named just before"
    before = context.bare_month.near(mark.start()) if kind == "month" else None
    if before is not None:  # “in December, in January”
        return before[0] + (month < before[1] - _HALF_A_YEAR + 1), _counted_from(anchor)
    if anchor.year is None or anchor.day is None:
        return anchor.year, _counted_from(anchor)
    return anchor.year + _nearest(month - anchor.day.month, ahead=context.ahead(mark)), _counted_from(anchor)


def _years_around(anchor: Anchor, month: int) -> list[int]:
    """The document's year and the one before; the next, for a month that is soon to come."""
    if anchor.year is None:
        return []
    soon = anchor.day is not None and month - anchor.day.month < -_HALF_A_YEAR
    return [anchor.year, anchor.year - 1, *([anchor.year + 1] if soon else [])]


def _nearest(months: int, *, ahead: bool) -> int:
    """The year to add for a month that is so many months off: what has been, unless something is to come."""
    if ahead:
        return int(months < -_HALF_A_YEAR)
    return -int(months >= _HALF_A_YEAR)


def _year_of_month(which: str, month: int, today: date) -> int:
    if which == "last":
        return today.year - (month >= today.month)
    return today.year + (which == "next" and month <= today.month)
