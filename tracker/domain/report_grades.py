"""Grades as the readers of each profile take them: codes with words, words, or none at all."""

from __future__ import annotations

from tracker.domain.report_input import CitedStatement, CredibilityInput
from tracker.domain.report_voices import NAME, called_again, main_path
from tracker.domain.report_words import capital, clipped, counted, listed, number, small
from tracker.domain.scales import Credibility, Profile, Reliability

Grades = tuple[Reliability, ...] | tuple[Credibility, ...]
TOPIC = 50


def grades(statement: CitedStatement, profile: Profile, topic: int = TOPIC, most: int = 2) -> str:
    """The grades as this profile's readers take them: codes with words, words, or none at all."""
    if profile is Profile.COURT:
        return ""
    if statement.reliability is None and not statement.credibility:
        return "Not yet graded."
    parts = [_reliability(statement, profile, topic), _credibility(statement.credibility, profile, most)]
    return capital("; ".join(parts)) + "."


def by_name(statement: CitedStatement, limit: int = NAME) -> str:
    """The statement's own source where a reader could take another voice of its path for it."""
    hops = main_path(statement).hops
    return called_again(statement.source, hops, limit) if len(hops) > 1 else ""


def disagreement(others: Grades, profile: Profile, *, explained: bool = False) -> str:
    """What analysts who stand by another grade gave: “Another analyst graded C”."""
    if profile is not Profile.INTELLIGENCE:
        return f"{capital(_others(others))}: {listed([small(one.label) for one in others])}"
    codes = [f"{one.value} ({small(one.label)})" if explained else one.value for one in others]
    return f"{capital(_others(others))} graded {listed(codes)}"


def _reliability(statement: CitedStatement, profile: Profile, limit: int) -> str:
    grade, source = statement.reliability, by_name(statement, limit) or "source"
    if grade is None:
        return f"{source} not yet graded"
    topic = f" on “{clipped(grade.topic, limit)}”" if grade.topic else ""
    by = f" by {counted(grade.analysts, 'analyst')}"
    other = f", {small(disagreement(grade.others, profile))}" if grade.others else ""
    if profile is Profile.INTELLIGENCE:
        return f"{source} graded {grade.value} ({small(grade.value.label)}){topic}{by}{other}"
    return f"{source} judged{topic}{by}: {small(grade.value.label)}{other}"


def _credibility(given: tuple[CredibilityInput, ...], profile: Profile, most: int) -> str:
    if not given:
        return "information not yet graded"
    coded = profile is Profile.INTELLIGENCE
    each = []
    for grade in given[:most]:
        word = _word(grade, coded=coded)
        each.append(f"{word} for {grade.assertion}" if grade.assertion and len(given) > 1 else word)
    more = f" and {number(len(given) - most)} more" if len(given) > most else ""
    return f"information {'graded' if coded else 'judged:'} {listed(each)}{more}"


def _word(grade: CredibilityInput, *, coded: bool) -> str:
    others = listed([one.value if coded else small(one.label) for one in grade.others])
    doubt = f"{_others(grade.others)}: {others}" if others else ""
    if coded:
        return f"{grade.value} ({'; '.join(filter(None, [small(grade.value.label), doubt]))})"
    return f"{small(grade.value.label)} ({doubt})" if doubt else small(grade.value.label)


def _others(values: Grades) -> str:
    return "another analyst" if len(values) == 1 else f"{number(len(values))} others"
