"""Dates in a text as EDTF, counted from the document's own date where they are relative.

A day or a month without a year takes the year that was named shortly before, else the document's. What
nothing fixes is left out: a wrong date does more harm than none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.proposals.date_patterns import DATE, KINDS
from tracker.domain.proposals.explicit_dates import count, stated_period, whole_day, written_out, year_named
from tracker.domain.proposals.lexicon.calendar import HOLIDAYS, month_number
from tracker.domain.proposals.lexicon.word_sets import word_set
from tracker.domain.proposals.model import DateProposal
from tracker.domain.proposals.relative_dates import Anchor, counted, named_period, stretch, weekday

_DCT = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_BARE_YEAR_REACH, _WHOLE_DATE_REACH, _DAY_REACH = 400, 1200, 400
_MONTH_REACH, _ANOTHER_AGE, _HALF_A_YEAR = 150, 20, 5
_HEAD = 400
_CLOSE = 50
_COMING = re.compile(
    r"\b(?:will|shall|going to|scheduled|set to|are to|is to|plans? to|expected)\b", re.IGNORECASE
)
_SMALL_MONTHS = word_set("may march mar jun jan sep dec oct nov feb apr aug jul")


@dataclass(slots=True)
class _State:
    """What the dates read so far fix for the next one."""

    anchor: Anchor
    year: int | None = None
    known_until: int = -1
    day: date | None = None
    day_until: int = -1

    month: tuple[int, int] | None = None
    month_until: int = -1

    def year_near(self, position: int) -> int | None:
        """The year named shortly before; of a text about another age, the one named last."""
        of_another_age = self.year and self.anchor.year and self.anchor.year - self.year > _ANOTHER_AGE
        return self.year if of_another_age or position <= self.known_until else None

    def month_near(self, position: int) -> tuple[int, int] | None:
        return self.month if position <= self.month_until else None

    def day_near(self, position: int) -> date | None:
        return self.day if position <= self.day_until else None


def anchor_of(dct: str | None, text: str) -> Anchor:
    """What relative dates are counted from: the document's date, else the first whole date at its head."""
    found = _DCT.match(dct or "")
    if found:
        year = int(found[1])
        month, day = (int(part) if part else None for part in found.groups()[1:])
        try:
            whole = date(year, month, day) if month and day else None
        except ValueError:
            whole = None
        return Anchor(whole, year, "the document's date")
    for mark in DATE.finditer(text, 0, min(len(text), _HEAD)):
        written = written_out(mark)
        if written and len(written) == 10:  # noqa: PLR2004
            return Anchor(
                date.fromisoformat(written), int(written[:4]), f"“{mark[0]}” at the head of the text"
            )
    return Anchor(None, None, "")


def dates(text: str, dct: str | None = None) -> list[DateProposal]:
    """The dates of a text in order."""
    state = _State(anchor_of(dct, text))
    return list(_each(text, state))


def _each(text: str, state: _State) -> Iterator[DateProposal]:
    coming = [found.start() for found in _COMING.finditer(text)]
    for mark in DATE.finditer(text):
        kind = next(kind for kind in KINDS if mark[kind] is not None)
        if _is_no_date(text, mark, kind):
            continue
        value, why = _value(mark, kind, state, coming)
        if value is None:
            continue
        yield DateProposal(mark.span(), value, why)
        if kind == "month":
            state.month, state.month_until = (int(value[:4]), int(value[5:7])), mark.end() + _MONTH_REACH
        named = year_named(mark, kind)
        if named is not None:
            reach = _BARE_YEAR_REACH if kind in {"year", "sy"} else _WHOLE_DATE_REACH
            state.year, state.known_until = named, mark.end() + reach
        if len(value) == len("2020-01-01") and value[0] != "-":
            state.day, state.day_until = date.fromisoformat(value), mark.end() + _DAY_REACH


def _is_no_date(text: str, mark: re.Match[str], kind: str) -> bool:
    """“may”, “march”, “Sat.” and a number that is no year."""
    if kind in {"month", "md", "dm", "lastmonth"}:
        month = mark[{"month": "mo", "md": "md_m", "dm": "dm_m", "lastmonth": "lm_m"}[kind]]
        if not month[0].isupper():
            return True
        if kind == "month":
            before = text[max(0, mark.start() - 12) : mark.start()].lower().rsplit(None, 1)
            dated = bool(before) and before[-1] in {
                "in",
                "since",
                "by",
                "until",
                "of",
                "from",
                "early",
                "late",
                "mid",
                "during",
                "to",
                "and",
                "through",
                "till",
                "around",
                "before",
                "after",
            }
            return not dated or (
                month.lower() in {"may", "march"} and before[-1] in {"and", "of", "to", "from"}
            )
    if kind == "weekday":
        return not mark["we"][0].isupper()
    if kind == "year":
        return (
            text[mark.start() - 1 : mark.start()] in {"-", "+", "="}
            and text[mark.start() - 2 : mark.start() - 1] == "-"
        )
    return False


def _value(mark: re.Match[str], kind: str, state: _State, coming: list[int]) -> tuple[str | None, str]:
    explicit = written_out(mark) or stated_period(mark, kind)
    if explicit:
        return explicit, "as written"
    anchor = state.anchor
    why = f"counted from {anchor.why}" if anchor.why else ""
    if kind in {"md", "dm", "month", "lastmonth"}:
        following = _month_that_follows(mark, state, coming) if kind == "month" else None
        return (following, why) if following else _without_year(mark, kind, state, why)
    if kind in {"sameyear", "later", "yearbefore", "nextday", "daybefore"}:
        return _from_just_before(mark, kind, state, why)
    if kind == "weekday" and anchor.day:
        return weekday(mark["we"], mark["we_w"] or "", anchor.day, ahead=_ahead(coming, mark)), why
    if kind == "holiday" and anchor.year:
        month, of_month = HOLIDAYS[" ".join(mark["ho"].lower().replace("’", "'").split())]
        return f"{state.year_near(mark.start()) or anchor.year:04}-{month:02}-{of_month:02}", why
    return _from_anchor(mark, kind, anchor), why


def _from_just_before(mark: re.Match[str], kind: str, state: _State, why: str) -> tuple[str | None, str]:
    """“the next day”, “two years later”: counted from the date that was named shortly before."""
    if kind in {"nextday", "daybefore"}:
        day = state.day_near(mark.start())
        if day is None:
            return None, ""
        other = day + timedelta(days=1 if kind == "nextday" else -1)
        return other.isoformat(), f"counted from {day.isoformat()}, named just before"
    near = state.year_near(mark.start())
    if near is not None:
        return _after_year(mark, kind, near), f"counted from {near}, named just before"
    if kind == "yearbefore" and state.anchor.year:
        return f"{state.anchor.year - 1:04}", why
    return None, ""


def _ahead(coming: list[int], mark: re.Match[str]) -> bool:
    """Whether “will” or the like stands close by, in the same sentence."""
    place = bisect_left(coming, mark.start() - _CLOSE)
    if place == len(coming) or coming[place] > mark.end() + _CLOSE:
        return False
    between = mark.string[min(coming[place], mark.start()) : max(coming[place], mark.end())]
    return ". " not in between and "\n" not in between


def _from_anchor(mark: re.Match[str], kind: str, anchor: Anchor) -> str | None:  # noqa: PLR0911  one line for each kind of date
    if kind in {"lastdays", "span", "halfago", "ago", "relative"}:
        return _counted(mark, kind, anchor)
    if kind == "shortyear" and anchor.year:
        year = anchor.year - anchor.year % 100 + int(mark["sh"])
        return f"{year if year <= anchor.year + 1 else year - 100:04}"
    if kind == "yearend" and anchor.year:
        return f"{anchor.year:04}-12-31"
    if anchor.day is None:
        return None
    if kind == "night":
        words = mark["ni_w"].lower()
        back = 2 if "before" in words else int(words.startswith("last"))
        return (anchor.day - timedelta(days=back)).isoformat()
    if kind == "day":
        step = {"yesterday": -1, "tomorrow": 1}.get(mark["da"].lower(), 0)
        return (anchor.day + timedelta(days=step)).isoformat()
    return anchor.day.isoformat() if kind == "now" else None


def _counted(mark: re.Match[str], kind: str, anchor: Anchor) -> str | None:
    match kind:
        case "lastdays":
            return stretch("last", 1, "week", anchor)
        case "span":
            return stretch(mark["sp_w"].lower(), count(mark["sp_n"]), mark["sp_u"].lower(), anchor)
        case "halfago":
            return counted(-18, "months", anchor)
        case "ago":
            return counted(-count(mark["ag_n"]), mark["ag_u"].lower(), anchor)
        case _:
            return named_period(" ".join(mark["re_w"].lower().split()), mark["re_u"].lower(), anchor)


def _without_year(mark: re.Match[str], kind: str, state: _State, why: str) -> tuple[str | None, str]:
    near, anchor = state.year_near(mark.start()), state.anchor
    year = near or anchor.year
    if year is None:
        return None, ""
    if near:
        why = f"of {near}, named just before"
    if kind in {"month", "lastmonth"}:
        month = month_number(mark["mo"] or mark["lm_m"]) or 0
        if kind == "lastmonth" and anchor.day:
            year = _year_of_month((mark["lm_w"] or "").lower(), month, anchor.day)
        return f"{year:04}-{month:02}", why
    month = month_number(mark[f"{kind}_m"]) or 0
    return whole_day(year, month, count(mark[f"{kind}_d"])), why


def _month_that_follows(mark: re.Match[str], state: _State, coming: list[int]) -> str | None:
    """“in December, in January”: the next year's; so is a month gone by that something will happen in."""
    month = month_number(mark["mo"]) or 0
    if state.year_near(mark.start()) is not None:
        return None
    before = state.month_near(mark.start())
    if before is not None:
        return f"{before[0] + (month < before[1] - _HALF_A_YEAR):04}-{month:02}"
    day = state.anchor.day
    if day is not None and month < day.month and _ahead(coming, mark):
        return f"{day.year + 1:04}-{month:02}"
    return None


def _year_of_month(which: str, month: int, today: date) -> int:
    if which == "last":
        return today.year - (month >= today.month)
    return today.year + (which == "next" and month <= today.month)


def _after_year(mark: re.Match[str], kind: str, year: int) -> str | None:
    if kind in {"sameyear", "yearbefore"}:
        return f"{year - (kind == 'yearbefore'):04}"
    step = count(mark["la_n"]) * (10 if mark["la_u"].lower().startswith("decade") else 1)
    found = year + step if mark["la_w"].lower() == "later" else year - step
    return f"{found:04}" if found > 0 else None
