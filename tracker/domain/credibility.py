"""The suggested credibility of an assertion, with the rule that led to it; an analyst decides.

A rule about counts only: how the lines were counted is `domain.independence`'s business.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.domain.scales import Credibility


@dataclass(frozen=True, slots=True)
class Opposition:
    """What speaks against an assertion: `known_lines` of it end with a known origin."""

    name: str
    known_lines: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    value: Credibility
    rule: str


def suggest(lines: tuple[int, int], against: Iterable[Opposition] = ()) -> Suggestion:
    """The grade that `lines` [min, max] warrant against the strongest of what contradicts them.

    Minimum is held against minimum. A bare denial has no line with a known origin and lowers nothing.
    """
    low, high = lines
    if high == 0:
        return Suggestion(Credibility.CANNOT_BE_JUDGED, "No line supports it, so that nothing can be judged.")
    strongest = max(against, key=lambda other: other.known_lines, default=None)
    if strongest and strongest.known_lines:
        return _contradicted(low, strongest)
    if low >= 2:  # noqa: PLR2004
        return Suggestion(Credibility.CONFIRMED, "At least two independent sources: 1 is available.")
    if high >= 2:  # noqa: PLR2004
        return Suggestion(
            Credibility.PROBABLY_TRUE,
            "Perhaps two independent sources: 2. 1 is not available before two are certain.",
        )
    return Suggestion(Credibility.POSSIBLY_TRUE, "One source and no second: 3. 1 is not available.")


def needs_reason(entered: Credibility, lines: tuple[int, int]) -> bool:
    """Whether a grade says "confirmed" where no two independent sources can be meant."""
    return entered is Credibility.CONFIRMED and lines[1] < 2  # noqa: PLR2004


def _contradicted(low: int, other: Opposition) -> Suggestion:
    theirs = other.known_lines
    if theirs < low:
        value, how = Credibility.PROBABLY_TRUE, "by fewer independent sources"
    elif theirs > max(low, 1):
        value, how = Credibility.IMPROBABLE, "by more independent sources, at least two"
    else:
        value, how = Credibility.DOUBTFUL, "by at least as many independent sources"
    return Suggestion(value, f"Contradicted {how} ({other.name}): {value}. 1 is not available.")
