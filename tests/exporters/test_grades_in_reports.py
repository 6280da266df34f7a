"""Every format prints why “confirmed” was given against the count, and no letter where a case wants words."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import cache

import pytest

from tests.exporters.test_every_format import made, solid, text_of
from tracker.domain.report_compose import compose
from tracker.domain.report_input import CitedStatement, CredibilityInput, ReliabilityInput
from tracker.domain.scales import Credibility, Profile, Reliability
from tracker.exporters import GROUPS

FORMATS = [exporter.name for exporter in GROUPS["Report"]]
CHECK_SHEETS = [exporter.name for exporter in GROUPS["Check sheet"]]
WHY = "A sealed court record says so, which we may not cite"
GIVEN = CredibilityInput(Credibility.CONFIRMED, "", "It fits.", overrides=(WHY,))
CODED = re.compile(r"\b[A-F](?: – |\()?(?:completely|usually|fairly|not|un)?reliable|1(?: – |\()confirmed")


def graded(value):
    """The same input with every statement graded E and 1, the 1 against the count."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, tuple):
        return tuple(graded(part) for part in value)
    if isinstance(value, CitedStatement):
        reliability = ReliabilityInput(Reliability.E, "", "It erred.")
        return replace(value, reliability=reliability, credibility=(GIVEN,))
    if is_dataclass(value):
        return replace(value, **{one.name: graded(getattr(value, one.name)) for one in fields(value)})
    return value


@pytest.fixture(scope="module")
def reading(embassy):
    base = graded(embassy)

    @cache
    def read(name: str, profile: Profile, shows_codes: bool | None = None) -> str:
        report = compose(replace(base, profile=profile, shows_codes=shows_codes))
        return text_of(made(report, name), name)

    return read


@pytest.mark.parametrize("name", FORMATS)
def test_the_reason_for_confirmed_is_printed_with_the_grade(name, reading):
    found = solid(reading(name, Profile.INTELLIGENCE))
    said = solid("Given 1 although the records do not bear it out: A sealed")
    assert solid(f"although the records do not bear it out: {WHY}.") in found
    assert found.count(said) > 1  # in the evidence, and in the notes as far as there is room


@pytest.mark.parametrize("name", FORMATS)
def test_in_words_no_letter_and_no_digit_is_printed(name, reading):
    found = solid(reading(name, Profile.INTELLIGENCE, shows_codes=False))
    assert solid("Given “confirmed by other sources” although the records do not bear") in found
    assert solid("unreliable") in found
    assert not CODED.search(found)
    assert solid("Source letters and information digits") not in found
    coded = solid(reading(name, Profile.NEWSROOM, shows_codes=True))
    assert CODED.search(coded)
    assert solid("Source letters and information digits") in coded


@pytest.mark.parametrize("name", FORMATS)
def test_a_court_reads_no_rating_and_so_no_reason_for_one(name, reading):
    found = solid(reading(name, Profile.COURT, shows_codes=True))
    assert solid(WHY) not in found
    assert solid("unreliable") not in found
    assert solid("confirmed by other sources") not in found


@pytest.mark.parametrize("name", CHECK_SHEETS)
def test_a_check_sheet_gives_the_reason_and_no_letter_where_a_case_wants_words(name, reading):
    assert solid(WHY) in solid(reading(name, Profile.INTELLIGENCE))
    assert CODED.search(solid(reading(name, Profile.INTELLIGENCE)))
    assert not CODED.search(solid(reading(name, Profile.INTELLIGENCE, shows_codes=False)))
