"""A timeline as SVG: one row a statement, one line a time, all on one axis.

Distances on the axis are compressed, or a statement years older than the others would leave them no room;
order, overlap and what is not known of a date are drawn as they are. What a mark means is told by its shape
and by the words beside it, never by a colour.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from tracker.domain.dates import FuzzyDate, zone_info
from tracker.domain.timeline import Entry, Moment, Timeline, Told
from tracker.exporters.svg_text import (
    FAINT,
    INK,
    MUTED,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PAPER,
    element,
    fit,
    joined,
    line_of_text,
    moved,
    picture,
    width,
    wrap,
)

_EDGE, _TRACK = 12.0, 258.0
_LEFT, _RIGHT = _TRACK + 14.0, PAGE_WIDTH - 34.0  # the axis; the room beside it is for what is open
_HEAD, _LANE, _GAP = 20.0, 15.0, 11.0
_HEAD_SIZE, _SIZE, _LABEL_SIZE = 12.0, 11.0, 10.0
_AXIS, _FOOT, _STEP = 40.0, 56.0, 13.0
_SIGN, _WORDS = _EDGE + 8.0, _EDGE + 20.0
_POINT = timedelta(minutes=1)
_NARROW = 16.0
"""A span shorter than this on paper is drawn as its sign alone."""
_KEY = (
    "Order and overlap are as recorded; long stretches are drawn shorter than they were. Thin line: at some "
    "time within it. Thick line: all of that time. Broken line: about. Arrow: open on that side."
)
_UNDATED = "No time is known of these:"


def parts_of(timeline: Timeline) -> tuple[Timeline, ...]:
    """The timeline cut where an A4 page is full; what is left out is said with the last part."""
    full = PAGE_HEIGHT - _AXIS - _FOOT - _HEAD
    rows = [*timeline.dated, *timeline.undated]
    whole = sum(_height(entry) for entry in rows)
    share = whole / math.ceil(whole / full) if rows else full  # no page with a single row at the end
    parts: list[list[Entry]] = [[]]
    used = 0.0
    for entry in rows:
        needed = _height(entry)
        if parts[-1] and (used + needed > full or used >= share):
            parts.append([])
            used = 0.0
        parts[-1].append(entry)
        used += needed
    cut = [_part(timeline, part) for part in parts]
    return (*cut[:-1], replace(cut[-1], left_out=timeline.left_out))


def _part(timeline: Timeline, rows: Iterable[Entry]) -> Timeline:
    dated: list[Entry] = []
    undated: list[Entry] = []
    for entry in rows:
        (dated if entry.moments else undated).append(entry)
    return Timeline(tuple(dated), tuple(undated), timeline.zone)


def draw(timeline: Timeline, *, title: str, name: str = "timeline") -> str:
    """One part of a timeline, as SVG."""
    scale = _Scale.of([moment.date for entry in timeline.dated for moment in entry.moments])
    markup: list[str] = []
    down = _EDGE
    if timeline.dated:
        ticks = _ticks(scale, zone_info(timeline.zone))
        markup.append(joined(_axis(ticks)))
        down = _AXIS
        for entry in timeline.dated:
            markup.append(moved(joined(_row(entry, scale, [tick.at for tick in ticks])), 0.0, down))
            down += _height(entry)
    if timeline.undated:
        markup.append(_line(_UNDATED, down + _HEAD - 6.0, _SIZE, fill=MUTED))
        down += _HEAD
    for entry in timeline.undated:
        markup.append(moved(_head(entry), 0.0, down))
        down += _height(entry)
    clock = f"{_KEY} The axis is in {timeline.zone} time." if timeline.dated else ""
    for note in wrap(" ".join([clock, *timeline.remarks]), _LABEL_SIZE, PAGE_WIDTH - 2 * _EDGE, 3):
        down += _STEP
        markup.append(_line(note, down, _LABEL_SIZE, fill=MUTED))
    return picture(
        joined(markup), PAGE_WIDTH, down + _EDGE, title=title, description=timeline.words, name=name
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where an instant lies between 0 and 1: a stretch between two neighbours grows with its logarithm."""

    instants: tuple[datetime, ...]
    places: tuple[float, ...]

    @classmethod
    def of(cls, dates: Iterable[FuzzyDate]) -> _Scale:
        instants = sorted({at for date in dates for at in _bounds(date) if at})
        stretches = [math.log2(2.0 + (after - before) / _POINT) for before, after in pairwise(instants)]
        whole = sum(stretches)
        places, reached = [0.0 if whole else 0.5], 0.0
        for stretch in stretches:
            reached += stretch
            places.append(reached / whole)
        return cls(tuple(instants), tuple(places))

    def at(self, instant: datetime) -> float:
        return _LEFT + (_RIGHT - _LEFT) * self.places[bisect_left(self.instants, instant)]


def _bounds(date: FuzzyDate) -> tuple[datetime | None, datetime | None]:
    """From when to when; a minute or less is one instant."""
    if date.earliest and date.latest and date.latest - date.earliest <= _POINT:
        return date.earliest, date.earliest
    return date.earliest, date.latest


def _height(entry: Entry) -> float:
    return _HEAD + sum(_LANE * len(_words(moment)) for moment in entry.moments) + _GAP


def _words(moment: Moment) -> list[str]:
    return wrap(moment.words, _SIZE, _TRACK - _WORDS - 6.0, 3)


def _row(entry: Entry, scale: _Scale, ticks: Sequence[float]) -> Iterator[str]:
    yield _head(entry)
    bottom = _height(entry) - _GAP
    for at in ticks:
        yield element("path", d=f"M{at:g} {_HEAD + 2:g}V{bottom:g}", stroke=FAINT, stroke_width=0.8)
    down = _HEAD
    for moment in entry.moments:
        words = _words(moment)
        middle = down + _LANE / 2 + 1.0
        yield _sign(moment, _SIGN, middle)
        for place, line in enumerate(words):
            yield line_of_text(line, _WORDS, middle + 4.0 + place * _LANE, _SIZE, _TRACK, fill=INK)
        yield element("g", *_mark(moment, scale, middle), class_="timeline-mark")
        down += _LANE * len(words)


def _head(entry: Entry) -> str:
    line = element("path", d=f"M{_EDGE:g} 0.5H{PAGE_WIDTH - _EDGE:g}", stroke=FAINT, stroke_width=0.8)
    number = str(entry.note)
    after = _EDGE + width(number, _HEAD_SIZE, bold=True) + 10.0
    words = fit(entry.head, _HEAD_SIZE, PAGE_WIDTH - _EDGE - after)
    return joined(
        (
            line,
            line_of_text(number, _EDGE, 15.0, _HEAD_SIZE, PAGE_WIDTH, fill=INK, font_weight="700"),
            moved(
                line_of_text(words, 0.0, 15.0, _HEAD_SIZE, PAGE_WIDTH - _EDGE - after, fill=INK), after, 0.0
            ),
        )
    )


def _mark(moment: Moment, scale: _Scale, middle: float) -> Iterator[str]:
    """The sign alone at an instant; a span from end to end, with an arrow where it is open."""
    start, end = _bounds(moment.date)
    left = scale.at(start) if start else _TRACK
    right = scale.at(end) if end else PAGE_WIDTH - _EDGE
    if right - left >= _NARROW or not (start and end):
        yield element(
            "path",
            d=f"M{left + (6.0 if not start else 0.0):g} {middle:g}H{right - (6.0 if not end else 0.0):g}",
            stroke=INK,
            stroke_width=3.2 if moment.date.is_interval else 1.2,
            stroke_dasharray="4 3" if moment.date.approximate else None,
        )
        yield _end(left, middle, -1, is_open=not start)
        yield _end(right, middle, 1, is_open=not end)
    yield _sign(moment, (left + right) / 2, middle)


def _end(at: float, middle: float, way: int, *, is_open: bool) -> str:
    if is_open:
        return element("path", d=f"M{at:g} {middle:g}l{-8 * way:g} -4v8Z", fill=INK, class_="timeline-open")
    return element("path", d=f"M{at:g} {middle - 4:g}v8", stroke=INK, stroke_width=1.2)


def _sign(moment: Moment, at: float, middle: float) -> str:
    """Four shapes that are told apart without colour; of several things at once that of the saying."""
    match Told.SAID if Told.SAID in moment.kinds else moment.kinds[0]:
        case Told.SAID:
            return element("circle", cx=at, cy=middle, r=4.2, fill=INK)
        case Told.EVENT:
            shape = f"M{at:g} {middle - 5.4:g}l5.4 5.4l-5.4 5.4l-5.4 -5.4Z"
        case Told.REPORTED:
            shape = f"M{at:g} {middle - 4.8:g}l5 8.8h-10Z"
        case Told.PUBLISHED:
            shape = f"M{at - 4:g} {middle - 4:g}h8v8h-8Z"
    return element("path", d=shape, fill=PAPER, stroke=INK, stroke_width=1.4)


@dataclass(frozen=True, slots=True)
class _Tick:
    """A labelled instant; its label stands around `centre` and is `across` wide."""

    at: float
    centre: float
    across: float
    lines: tuple[str, ...]

    @classmethod
    def of(cls, at: float, instant: datetime, zone: ZoneInfo) -> _Tick:
        local = instant.astimezone(zone)
        time = "" if (local.hour, local.minute) == (0, 0) else f"{local:%H:%M}"
        lines = tuple(filter(None, [f"{local.day} {local:%b} {local.year}", time]))
        across = max(width(line, _LABEL_SIZE) for line in lines) + 8.0
        return cls(at, min(at, PAGE_WIDTH - across / 2), across, lines)

    def has_room_beside(self, other: _Tick) -> bool:
        return abs(self.centre - other.centre) >= (self.across + other.across) / 2


def _ticks(scale: _Scale, zone: ZoneInfo) -> list[_Tick]:
    """As many labelled instants as have room side by side: the first, the last, then from left to right."""
    wanted = [_Tick.of(scale.at(instant), instant, zone) for instant in scale.instants]
    kept: list[_Tick] = []
    for tick in [*wanted[:1], *wanted[:0:-1][:1], *wanted[1:-1]]:
        if all(tick.has_room_beside(other) for other in kept):
            kept.append(tick)
    return kept


def _axis(ticks: Iterable[_Tick]) -> Iterator[str]:
    base = _AXIS - 6.0
    yield line_of_text("Note", _EDGE, base, _LABEL_SIZE, _TRACK, fill=MUTED)
    yield element("path", d=f"M{_TRACK:g} {base:g}H{PAGE_WIDTH - _EDGE:g}", stroke=INK, stroke_width=1.0)
    for tick in ticks:
        yield element("path", d=f"M{tick.at:g} {base - 3:g}v6", stroke=INK, stroke_width=1.0)
        for place, words in enumerate(tick.lines):
            yield element(
                "text",
                words,
                x=tick.centre,
                y=base - 19.0 + place * 12.0,
                font_size=_LABEL_SIZE,
                fill=MUTED,
                text_anchor="middle",
            )


def _line(words: str, baseline: float, size: float, *, fill: str) -> str:
    return line_of_text(
        fit(words, size, PAGE_WIDTH - 2 * _EDGE), _EDGE, baseline, size, PAGE_WIDTH, fill=fill
    )
