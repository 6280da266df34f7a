"""Grades as the readers of a report take them: codes with words, words, or none at all."""

from __future__ import annotations

from tracker.domain.english import capital, counted, ended, listed, number, small
from tracker.domain.grade_words import Ratings, code_of, within_a_sentence
from tracker.domain.report_input import CitedStatement, CredibilityInput
from tracker.domain.report_voices import NAME, called_again, main_path
from tracker.domain.report_words import clipped
from tracker.domain.scales import Credibility, Reliability

Grades = tuple[Reliability, ...] | tuple[Credibility, ...]
TOPIC = 50
WHOLE = 10**6
HIDDEN = "graded by others, hidden until yours is in"
SETTLED = "settled by a lead of the case"


def grades(statement: CitedStatement, ratings: Ratings, topic: int = TOPIC, most: int = 2) -> str:
    """The grades as the report's readers take them, each “confirmed” against the count with its reason."""
    if ratings is Ratings.NONE:
        return ""
    hidden = statement.hidden_reliability + statement.hidden_credibility
    if statement.reliability is None and not statement.credibility and not hidden:
        return "Not yet graded."
    parts = [_reliability(statement, ratings, topic), _credibility(statement, ratings, most)]
    against = [override_words(one, ratings, 2 * topic) for one in statement.credibility[:most]]
    return " ".join(filter(None, [f"{capital('; '.join(parts))}.", *against]))


def by_name(statement: CitedStatement, limit: int = NAME) -> str:
    """The statement's own source where a reader could take another voice of its path for it."""
    hops = main_path(statement).hops
    return called_again(statement.source, hops, limit) if len(hops) > 1 else ""


def disagreement(others: Grades, ratings: Ratings, *, explained: bool = False) -> str:
    """What analysts who stand by another grade gave: “Another analyst graded C”."""
    if ratings is not Ratings.CODES:
        return f"{capital(_others(others))}: {listed([small(one.label) for one in others])}"
    codes = [within_a_sentence(one) if explained else one.value for one in others]
    return f"{capital(_others(others))} graded {listed(codes)}"


def override_words(grade: CredibilityInput, ratings: Ratings, limit: int = WHOLE) -> str:
    """Why “confirmed” was given where the count of independent sources does not allow it."""
    if not grade.overrides:
        return ""
    digit = code_of(Credibility.CONFIRMED, codes=ratings is Ratings.CODES)
    given = digit or f"“{small(Credibility.CONFIRMED.label)}”"
    reasons = " ".join(ended(clipped(reason.rstrip(), limit)) for reason in grade.overrides)
    return f"Given {given} although the records do not bear it out: {reasons}"


def _reliability(statement: CitedStatement, ratings: Ratings, limit: int) -> str:
    grade, source = statement.reliability, by_name(statement, limit) or "source"
    if grade is None:
        return f"{source} {HIDDEN}" if statement.hidden_reliability else f"{source} not yet graded"
    topic = f" on “{clipped(grade.topic, limit)}”" if grade.topic else ""
    by = f", {SETTLED}" if grade.is_settled else f" by {counted(grade.analysts, 'analyst')}"
    other = f", {small(disagreement(grade.others, ratings))}" if grade.others else ""
    if ratings is Ratings.CODES:
        return f"{source} graded {within_a_sentence(grade.value)}{topic}{by}{other}"
    return f"{source} judged{topic}{by}: {small(grade.value.label)}{other}"


def _credibility(statement: CitedStatement, ratings: Ratings, most: int) -> str:
    given = statement.credibility
    if not given:
        return f"information {HIDDEN}" if statement.hidden_credibility else "information not yet graded"
    coded = ratings is Ratings.CODES
    each = []
    for grade in given[:most]:
        word = _word(grade, coded=coded)
        each.append(f"{word} for {grade.assertion}" if grade.assertion and len(given) > 1 else word)
    more = f" and {number(len(given) - most)} more" if len(given) > most else ""
    return f"information {'graded' if coded else 'judged:'} {listed(each)}{more}"


def _word(grade: CredibilityInput, *, coded: bool) -> str:
    others = listed([one.value if coded else small(one.label) for one in grade.others])
    doubt = f"{_others(grade.others)}: {others}" if others else ""
    aside = "; ".join(filter(None, [SETTLED if grade.is_settled else "", doubt]))
    if coded:
        return f"{grade.value} ({'; '.join(filter(None, [small(grade.value.label), aside]))})"
    return f"{small(grade.value.label)} ({aside})" if aside else small(grade.value.label)


def _others(values: Grades) -> str:
    return "another analyst" if len(values) == 1 else f"{number(len(values))} others"
