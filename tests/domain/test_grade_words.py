"""Grades with letters and digits, and in words alone."""

from __future__ import annotations

import pytest

from tracker.domain.grade_words import Ratings, code_of, in_words, traced_grades, within_a_sentence
from tracker.domain.scales import Confidence, Credibility, Likelihood, Profile, Reliability


@pytest.mark.parametrize("word", [*Reliability, *Credibility])
def test_a_code_never_stands_without_its_words_and_the_words_can_stand_alone(word):
    assert in_words(word) == f"{word.value} – {word.label}"
    assert in_words(word, codes=False) == word.label
    assert code_of(word, codes=False) == ""
    assert within_a_sentence(word).startswith(f"{word.value} (")
    assert within_a_sentence(word, codes=False).lower() == word.label.lower()


@pytest.mark.parametrize("word", [*Likelihood, *Confidence])
def test_what_is_said_in_words_anyway_has_no_code(word):
    assert in_words(word) == word.label
    assert code_of(word) == ""


@pytest.mark.parametrize(
    ("reliability", "credibility", "coded", "worded"),
    [
        ("B", "2", "B2", "Usually reliable; probably true"),
        ("B", None, "B", "Usually reliable"),
        (None, "2", "2", "Probably true"),
        (None, None, "", ""),
    ],
)
def test_the_grades_of_a_hop(reliability, credibility, coded, worded):
    assert traced_grades(reliability, credibility) == coded
    assert traced_grades(reliability, credibility, codes=False) == worded


@pytest.mark.parametrize(
    ("profile", "shows_codes", "ratings"),
    [
        (Profile.INTELLIGENCE, None, Ratings.CODES),
        (Profile.NEWSROOM, None, Ratings.WORDS),
        (Profile.INTELLIGENCE, False, Ratings.WORDS),
        (Profile.NEWSROOM, True, Ratings.CODES),
        (Profile.COURT, None, Ratings.NONE),
        (Profile.COURT, True, Ratings.NONE),
    ],
)
def test_a_report_for_a_court_rates_nobody_and_every_other_as_its_case_wants(profile, shows_codes, ratings):
    assert Ratings.of(profile, shows_codes) is ratings
