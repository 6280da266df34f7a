"""Contradiction or update: what the times of two incompatible assertions say about each other.

An interval holds throughout, and so does an assertion without a time; a single date means some time within
it. Only what is certain is decided; an analyst confirms it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tracker.domain.dates import FuzzyDate
from tracker.domain.scales import Term

_NEVER_BEFORE = datetime.min.replace(tzinfo=UTC)
_NEVER_AFTER = datetime.max.replace(tzinfo=UTC)
_CLOCK_TIME = timedelta(minutes=1)
_LONGEST_DAY = timedelta(hours=26)  # clocks are put back in it


class TimeVerdict(Term):
    CONTRADICTION = ("contradiction", "Contradiction", "Both claim the same moment: one of them is false.")
    UPDATE = ("update", "Update", "They speak of different times: both can be true, one after the other.")
    UNDETERMINED = ("undetermined", "Undetermined", "The times do not say whether they meet.")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and why, as a clause without a full stop."""

    verdict: TimeVerdict
    why: str


def compare(a: FuzzyDate | None, b: FuzzyDate | None) -> Judgement:
    """Whether two assertions that cannot both be true at one moment meet in time."""
    if a is None or b is None:
        return Judgement(
            TimeVerdict.CONTRADICTION,
            "no time is given for one of them, so that it claims to hold throughout",
        )
    if a.approximate or b.approximate:
        return Judgement(TimeVerdict.UNDETERMINED, "a date is only approximate")
    for first, second in ((a, b), (b, a)):
        if _end(first) <= _start(second):
            return Judgement(TimeVerdict.UPDATE, f"“{first}” is over before “{second}”")
    for whole, part in ((a, b), (b, a)):
        if (
            whole.is_interval
            and _certainly_from(whole) <= _start(part)
            and _end(part) <= _certainly_until(whole)
        ):
            return Judgement(TimeVerdict.CONTRADICTION, f"{part} lies inside “{whole}”")
    if a.is_interval and b.is_interval and _certainly_meet(a, b):
        return Judgement(TimeVerdict.CONTRADICTION, f"{a} and {b} overlap, and each holds throughout")
    return _two_moments(a, b)


def _two_moments(a: FuzzyDate, b: FuzzyDate) -> Judgement:
    """Two dates that overlap, not both intervals: only the same time by the clock is the same moment."""
    if (_start(a), _end(a)) == (_start(b), _end(b)) and _end(a) - _start(a) <= _CLOCK_TIME:
        return Judgement(TimeVerdict.CONTRADICTION, f"both speak of {a}")
    return Judgement(TimeVerdict.UNDETERMINED, _unknown_order(a, b))


def _unknown_order(a: FuzzyDate, b: FuzzyDate) -> str:
    if a.text != b.text or "T" in a.text:
        return f"{a} and {b} overlap, and when exactly is not known"
    lacking = "neither has a time" if _end(a) - _start(a) <= _LONGEST_DAY else "neither more exactly"
    return f"both are dated {a} and {lacking}: which came first cannot be told"


def _certainly_meet(a: FuzzyDate, b: FuzzyDate) -> bool:
    latest_start = max(_certainly_from(a), _certainly_from(b))
    return latest_start < min(_certainly_until(a), _certainly_until(b))


def _certainly_from(interval: FuzzyDate) -> datetime:
    """From when on an interval certainly holds; where its start is not known, only from its end on."""
    return _end(interval) if interval.start_unknown else _start(interval)


def _certainly_until(interval: FuzzyDate) -> datetime:
    return _start(interval) if interval.end_unknown else _end(interval)


def _start(date: FuzzyDate) -> datetime:
    return date.earliest or _NEVER_BEFORE


def _end(date: FuzzyDate) -> datetime:
    return date.latest or _NEVER_AFTER
