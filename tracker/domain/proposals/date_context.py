"""What the dates read so far fix for the next one: the year, the month, the day named shortly before."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from tracker.domain.proposals.lexicon.word_sets import word_set
from tracker.domain.proposals.relative_dates import Anchor

_BARE_YEAR_REACH, _WHOLE_DATE_REACH, _REACH, _MONTH_REACH = 400, 1200, 400, 150
_ANOTHER_AGE = 20
_ONLY_YEAR = word_set("year sy oldyear spoken rangeend threefigures")
_YEAR_WRITTEN = _ONLY_YEAR | word_set("mdy dmy my iso")
_CLOSE = 50
_COMING = re.compile(
    r"\b(?:will|shall|going to|are to|is to|plans? to|look(?:s|ing)? forward|upcoming"
    r"|(?:starts|begins|opens)(?= on )|(?:I['’]m|I am) \w+ing)\b"
    r"|(?<!was )(?<!were )\b(?:scheduled|expected|set to)\b",
    re.IGNORECASE,
)

T = TypeVar("T")


@dataclass(slots=True)
class _Named(Generic[T]):
    """Something that a date named, and how far it is in mind."""

    value: T | None = None
    until: int = -1

    def near(self, position: int) -> T | None:
        return self.value if position <= self.until else None

    def name(self, value: T, until: int) -> None:
        self.value, self.until = value, until


@dataclass(slots=True)
class Context:
    """Of one text, read from its start: `anchor` is what its relative dates are counted from here."""

    anchor: Anchor
    coming: list[int]
    year: _Named[int] = field(default_factory=_Named)
    """The year that was written out last, which days and months without one take."""
    told_year: _Named[int] = field(default_factory=_Named)
    """The year of the last date, however it was told: what “that year” means."""
    month: _Named[tuple[int, int]] = field(default_factory=_Named)
    bare_month: _Named[tuple[int, int]] = field(default_factory=_Named)
    day: _Named[date] = field(default_factory=_Named)
    week: _Named[date] = field(default_factory=_Named)
    """The Monday of the week that was named last."""

    @classmethod
    def of(cls, text: str, anchor: Anchor) -> Context:
        return cls(anchor, [found.start() for found in _COMING.finditer(text)])

    @property
    def of_another_age(self) -> bool:
        """Whether the text tells of a time long before it was written."""
        year, now = self.year.value, self.anchor.year
        return bool(year and now and now - year > _ANOTHER_AGE)

    def year_near(self, position: int) -> int | None:
        """The year named shortly before; of a text about another age, the one named last."""
        return self.year.value if self.of_another_age else self.year.near(position)

    def told_year_near(self, position: int) -> int | None:
        return self.told_year.near(position) or self.year_near(position)

    def ahead(self, mark: re.Match[str]) -> bool:
        """Whether “will” or the like stands close by, in the same sentence."""
        first, last = (
            bisect_left(self.coming, place) for place in (mark.start() - _CLOSE, mark.end() + _CLOSE)
        )
        between = (
            mark.string[min(coming, mark.start()) : max(coming, mark.end())]
            for coming in self.coming[first:last]
        )
        return any(". " not in words and "\n" not in words for words in between)

    def take(self, mark: re.Match[str], kind: str, value: str) -> None:
        """Keep what this date names for those that follow."""
        end, first = mark.end(), value.partition("/")[0]
        if kind in _YEAR_WRITTEN:
            self.year.name(
                int(value[:4]), end + (_BARE_YEAR_REACH if kind in _ONLY_YEAR else _WHOLE_DATE_REACH)
            )
        if kind == "month":
            self.bare_month.name((int(value[:4]), int(value[5:7])), end + _MONTH_REACH)
        if "/" not in value:
            self.told_year.name(int(value[:4]), end + _REACH)
            if len(value) >= len("2020-01"):
                self.month.name((int(value[:4]), int(value[5:7])), end + _REACH)
            if len(value) == len("2020-01-01"):
                self.day.name(date.fromisoformat(value), end + _REACH)
        elif kind in {"relative", "near"} and len(first) == len("2020-01-01"):
            self.week.name(date.fromisoformat(first), end + _REACH)
