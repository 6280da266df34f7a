from __future__ import annotations

import pytest

from tracker.domain.credibility import Opposition, needs_reason, override_words, suggest, warranted
from tracker.domain.scales import Credibility, Stance


@pytest.mark.parametrize(
    ("lines", "theirs", "grade"),
    [
        ((0, 0), [], "6"),
        ((0, 0), [3], "6"),
        ((1, 1), [], "3"),
        ((0, 1), [], "3"),
        ((1, 2), [], "2"),
        ((2, 2), [], "1"),
        ((2, 5), [], "1"),
        ((2, 2), [0], "1"),
        ((1, 2), [1], "4"),
        ((1, 1), [1], "4"),
        ((0, 1), [1], "4"),
        ((2, 2), [2], "4"),
        ((1, 1), [2], "5"),
        ((2, 3), [3], "5"),
        ((2, 3), [1], "2"),
        ((3, 3), [1, 2], "2"),
        ((2, 2), [0, 3, 1], "5"),
    ],
)
def test_the_grade_follows_from_the_lines_on_both_sides(lines, theirs, grade):
    assert suggest(lines, [Opposition("AS2", count) for count in theirs]).value == grade


def test_the_rule_names_what_contradicts():
    assert suggest((1, 1), [Opposition("AS2", 1)]).rule == (
        "Contradicted by at least as many independent sources (AS2), so 4; 1 is not available."
    )


@pytest.mark.parametrize(
    ("lines", "theirs", "is_needed"),
    [((1, 1), [], True), ((1, 2), [], True), ((2, 2), [], False), ((2, 3), [1], True), ((0, 0), [], True)],
)
def test_confirmed_needs_a_reason_wherever_it_is_said_not_to_be_available(lines, theirs, is_needed):
    suggested = suggest(lines, [Opposition("AS", count) for count in theirs]).value
    assert needs_reason(Credibility.CONFIRMED, suggested) is is_needed
    assert not needs_reason(Credibility.PROBABLY_TRUE, suggested)


@pytest.mark.parametrize(
    ("lines", "theirs"),
    [((1, 1), [1]), ((1, 1), []), ((1, 2), []), ((2, 2), []), ((2, 3), [3]), ((0, 0), [])],
)
def test_the_rule_can_be_said_without_digits(lines, theirs):
    against = [Opposition("AS", count) for count in theirs]
    coded, worded = suggest(lines, against), suggest(lines, against, codes=False)
    assert worded.value is coded.value
    assert not any(character.isdigit() for character in worded.rule)
    if coded.value is not Credibility.CANNOT_BE_JUDGED:
        assert "“confirmed by other sources”" in worded.rule


@pytest.mark.parametrize("stance", [Stance.DENIES, Stance.DOUBTS, None])
def test_what_does_not_assert_has_none_of_the_lines(stance):
    assert warranted(Stance.ASSERTS, Credibility.CONFIRMED) is Credibility.CONFIRMED
    assert needs_reason(Credibility.CONFIRMED, warranted(stance, Credibility.CONFIRMED))


def test_the_reason_for_confirmed_is_asked_for_in_the_words_of_the_case():
    assert "do not bear out 1 (confirmed by other sources): it takes" in override_words()
    assert "do not bear out confirmed by other sources: it takes" in override_words(codes=False)
