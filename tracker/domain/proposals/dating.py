"""Dates in a text as EDTF, counted from the document's own date where they are relative.

A day or a month without a year takes the year that was named shortly before, else the document's. What
nothing fixes is left out: a wrong date does more harm than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from tracker.domain.proposals.date_context import Context
from tracker.domain.proposals.date_patterns import date_marks
from tracker.domain.proposals.explicit_dates import count, stated_period, written_out
from tracker.domain.proposals.model import DateProposal, Span
from tracker.domain.proposals.near_dates import from_just_before
from tracker.domain.proposals.no_dates import is_no_date
from tracker.domain.proposals.relative_dates import Anchor, counted, exactly, named_period, stretch, weekday
from tracker.domain.proposals.yearless_dates import without_year

_DCT = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_ONE = r"(?!0000)\d{4}(?:-\d\d){0,2}"
_ENTERED = re.compile(rf"{_ONE}(?:/{_ONE})?")
_HEAD = 400
_A_YEAR = 366
_BESIDE = 40
"""Characters to look at on both sides of a date."""
_WHOLE_DAYS = {"mdy", "dmy", "iso", "md", "dm"}
_DECLARED = re.compile(r"\b(?:it is|it['’]s|today is|tonight is)\s+(?:now\s+|currently\s+)?$", re.IGNORECASE)

Dated = tuple[Span, str]
"""A part of the text with a date of its own, as a post has: its place and its EDTF."""


def anchor_of(dct: str | None, text: str) -> Anchor:
    """What relative dates are counted from: the document's date, else the first whole date at its head."""
    if (given := _anchor(dct or "", "the document's date")).year is not None:
        return given
    for mark in date_marks(text[:_HEAD]):
        written = written_out(mark)
        if written and len(written) == len("2020-01-01"):
            return _anchor(written, f"“{mark[0]}” at the head of the text")
    return given


def _anchor(edtf: str, why: str) -> Anchor:
    found = _DCT.match(edtf)
    if not found:
        return Anchor(None, None, "")
    year = int(found[1])
    month, day = (int(part) if part else None for part in found.groups()[1:])
    try:
        whole = date(year, month, day) if month and day else None
    except ValueError:
        whole = None
    return Anchor(whole, year, why)


def dates(text: str, dct: str | None = None, posts: Sequence[Dated] = ()) -> list[DateProposal]:
    """The dates of a text in order; what stands in one of the `posts` is counted from that one's date."""
    return list(_each(text, Context.of(text, anchor_of(dct, text)), sorted(posts)))


def _each(text: str, context: Context, posts: list[Dated]) -> Iterator[DateProposal]:
    around = context.anchor
    for mark in date_marks(text):
        kind = mark.lastgroup or ""
        while posts and posts[0][0][1] <= mark.start():
            posts.pop(0)
            context.anchor = around
        if posts and posts[0][0][0] <= mark.start():
            context.anchor = _anchor(posts[0][1], "the date of the post")
        if is_no_date(mark, kind, context):
            continue
        try:
            value, why = _value(mark, kind, context)
        except (ValueError, OverflowError):  # counted out of the calendar
            continue
        if value is None or not _ENTERED.fullmatch(value):
            continue
        yield DateProposal(mark.span(), value, why)
        context.take(mark, kind, value)
        if (declared := _declared(mark, value, context.anchor)) is not None:
            context.anchor = around = declared


def _declared(mark: re.Match[str], value: str, anchor: Anchor) -> Anchor | None:
    """“Today is May 3rd”, or a day alone on its line: when what follows was written."""
    if mark.lastgroup not in _WHOLE_DAYS or len(value) != len("2020-01-01"):
        return None
    text, day = mark.string, date.fromisoformat(value)
    if anchor.day and abs((anchor.day - day).days) > _A_YEAR:
        return None
    before = text[max(0, mark.start() - _BESIDE) : mark.start()].rpartition("\n")[2]
    behind = text[mark.end() : mark.end() + _BESIDE].lstrip(" ,.")
    alone = not before.strip() and behind[:1] in {"\n", ""}
    return Anchor(day, day.year, f"“{mark[0]}”") if alone or _DECLARED.search(before) else None


def _value(mark: re.Match[str], kind: str, context: Context) -> tuple[str | None, str]:
    explicit = written_out(mark) or stated_period(mark, kind)
    if explicit:
        return explicit, "as written"
    if kind in {"md", "dm", "month", "lastmonth", "holiday"}:
        return without_year(mark, kind, context)
    if kind in {"later", "near", "ordinal", "rangeend"}:
        return from_just_before(mark, kind, context)
    anchor = context.anchor
    why = f"counted from {anchor.why}" if anchor.why else ""
    if kind == "span" and context.of_another_age:
        near = context.told_year_near(mark.start())
        anchor, why = Anchor(None, near, ""), f"counted from {near}, named just before"
    return _from_anchor(mark, kind, anchor, ahead=context.ahead(mark)), why


def _from_anchor(mark: re.Match[str], kind: str, anchor: Anchor, *, ahead: bool) -> str | None:
    if kind in {"lastdays", "span", "halfago", "ago", "relative"}:
        return _counted(mark, kind, anchor, ahead=ahead)
    if kind == "shortyear" and anchor.year:
        return f"{_of_century(int(mark['sh']), anchor.year):04}"
    if kind == "yearend" and anchor.year:
        return f"{anchor.year:04}-12-31"
    if kind in {"weekday", "night", "day", "now"} and anchor.day:
        return _day(mark, kind, anchor.day, ahead=ahead)
    return None


def _day(mark: re.Match[str], kind: str, today: date, *, ahead: bool) -> str | None:
    if kind == "weekday":
        return weekday(mark["we"], " ".join((mark["we_w"] or "").lower().split()), today, ahead=ahead)
    words = (mark["ni_w"] or mark["da"] or mark["now"] or "").lower()
    step = -2 if "before" in words else {"last": -1, "yest": -1, "tomo": 1}.get(words[:4], 0)
    return counted(step, "day", Anchor(today, today.year, ""))


_SOON = 10


def _of_century(last_two: int, now: int) -> int:
    """“’71” of 1967 is ahead, “’45” of 2004 is not."""
    year = now - now % 100 + last_two
    return year if year <= now + _SOON else year - 100


def _counted(mark: re.Match[str], kind: str, anchor: Anchor, *, ahead: bool) -> str | None:
    match kind:
        case "lastdays":
            return stretch("last", 1, "week", anchor)
        case "span":
            return stretch(mark["sp_w"].lower(), count(mark["sp_n"]), mark["sp_u"].lower(), anchor)
        case "halfago":
            return counted(-18, "months", anchor)
        case "ago":
            return _ago(mark, anchor)
        case _:
            which = " ".join(mark["re_w"].lower().split())
            return named_period(which, mark["re_u"].lower(), anchor, ahead=ahead)


def _ago(mark: re.Match[str], anchor: Anchor) -> str | None:
    number, unit = -count(mark["ag_n"]), mark["ag_u"].lower()
    if not mark["ag_from"]:
        return counted(number, unit, anchor)
    step = {"today": 0, "tomorrow": 1, "yesterday": -1}[mark["ag_from"].lower()]
    return exactly(number, unit, anchor.day + timedelta(days=step)) if anchor.day else None
