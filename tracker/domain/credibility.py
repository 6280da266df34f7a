"""The suggested credibility of an assertion, with the rule that led to it; an analyst decides.

A rule about counts only: how the lines were counted is `domain.independence`'s business.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.domain.grade_words import code_of, within_a_sentence
from tracker.domain.scales import Credibility, Stance

_TWO = 2


@dataclass(frozen=True, slots=True)
class Opposition:
    """What speaks against an assertion: `known_lines` of it end with a known origin."""

    name: str
    known_lines: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    value: Credibility
    rule: str


def suggest(lines: tuple[int, int], against: Iterable[Opposition] = (), *, codes: bool = True) -> Suggestion:
    """The grade that `lines` [min, max] warrant against the strongest of what contradicts them.

    Minimum is held against minimum. A bare denial has no line with a known origin and lowers nothing.
    `codes`: whether the rule names grades by their digits, or in words.
    """
    confirmed = _named(Credibility.CONFIRMED, codes=codes)
    low, high = lines
    if high == 0:
        return Suggestion(
            Credibility.CANNOT_BE_JUDGED, "No independent source carries it, so that nothing can be judged."
        )
    strongest = max(against, key=lambda other: other.known_lines, default=None)
    if strongest and strongest.known_lines:
        value, how = _contradicted(low, strongest)
        return Suggestion(value, f"{how}, so {_named(value, codes=codes)}; {confirmed} is not available.")
    if low >= _TWO:
        return Suggestion(
            Credibility.CONFIRMED, f"At least two independent sources: {confirmed} is available."
        )
    if high >= _TWO:
        value, how = Credibility.PROBABLY_TRUE, "Perhaps two independent sources"
        until = f"{confirmed} is not available before two are certain."
        return Suggestion(value, f"{how}, so {_named(value, codes=codes)}; {until}")
    value = Credibility.POSSIBLY_TRUE
    return Suggestion(
        value,
        f"One source and no second, so {_named(value, codes=codes)}; {confirmed} is not available.",
    )


def needs_reason(entered: Credibility, suggested: Credibility) -> bool:
    """Whether a grade says “confirmed” where the count does not make that available."""
    return Credibility.CONFIRMED is entered is not suggested


def warranted(stance: Stance | None, suggested: Credibility) -> Credibility:
    """What the count warrants for one statement: of an assertion only what asserts it has the lines.

    What denies or doubts an assertion has none of them, and a statement that conveys nothing has none.
    """
    return suggested if stance is Stance.ASSERTS else Credibility.CANNOT_BE_JUDGED


def override_words(*, codes: bool = True) -> str:
    """Why a grade needs a reason of its own that the count of independent sources does not allow."""
    grade = within_a_sentence(Credibility.CONFIRMED, codes=codes)
    return (
        f"The records do not bear out {grade}: it takes two independent sources, and no contradiction. "
        "Say why you give it all the same; every report that prints the grade prints this reason."
    )


def _contradicted(low: int, other: Opposition) -> tuple[Credibility, str]:
    theirs = other.known_lines
    if theirs < low:
        value, how = Credibility.PROBABLY_TRUE, "by fewer independent sources"
    elif theirs > max(low, 1):
        value, how = Credibility.IMPROBABLE, "by more independent sources, at least two"
    else:
        value, how = Credibility.DOUBTFUL, "by at least as many independent sources"
    return value, f"Contradicted {how} ({other.name})"


def _named(word: Credibility, *, codes: bool) -> str:
    return code_of(word, codes=codes) or f"“{within_a_sentence(word, codes=False)}”"
