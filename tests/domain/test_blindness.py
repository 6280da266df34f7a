"""Who sees the grades others gave, and when."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.access import Viewer
from tracker.domain.blindness import as_reader, hidden_words, hides_others, reliability_waits, shows
from tracker.domain.scales import CaseRole

CASE = 7


def viewer(role: CaseRole | None, user_pk: int = 1) -> Viewer:
    return Viewer(user_pk, "ana", "Ana", roles={CASE: role} if role else {})


@pytest.mark.parametrize(
    ("role", "is_blind", "own_is_in", "hidden"),
    [
        (CaseRole.ANALYST, True, False, True),
        (CaseRole.LEAD, True, False, True),
        (CaseRole.ANALYST, True, True, False),
        (CaseRole.LEAD, True, True, False),
        (CaseRole.READER, True, False, False),
        (CaseRole.ANALYST, False, False, False),
    ],
)
def test_whoever_may_grade_sees_others_grades_once_their_own_is_in(role, is_blind, own_is_in, hidden):
    assert hides_others(viewer(role), CASE, is_blind=is_blind, own_is_in=own_is_in) is hidden


@given(
    role=st.sampled_from(CaseRole),
    is_blind=st.booleans(),
    own_is_in=st.booleans(),
    by=st.none() | st.integers(1, 3),
)
def test_ones_own_grade_is_always_shown_and_a_reader_sees_every_one(role, is_blind, own_is_in, by):
    someone = viewer(role)
    state = {"is_blind": is_blind, "own_is_in": own_is_in}
    assert shows(someone, CASE, **state, by_pk=someone.user_pk)
    assert shows(as_reader(someone, CASE), CASE, **state, by_pk=by)
    if by != someone.user_pk:
        assert shows(someone, CASE, **state, by_pk=by) is not hides_others(someone, CASE, **state)


@given(role=st.sampled_from(CaseRole), by=st.none() | st.integers(1, 3))
def test_a_grade_of_ones_own_never_hides_anything(role, by):
    before = shows(viewer(role), CASE, is_blind=True, own_is_in=False, by_pk=by)
    after = shows(viewer(role), CASE, is_blind=True, own_is_in=True, by_pk=by)
    assert after >= before


@pytest.mark.parametrize(
    ("role", "is_blind", "conveyed", "graded", "waits"),
    [
        (CaseRole.ANALYST, True, {"AS1"}, set(), True),
        (CaseRole.ANALYST, True, {"AS1"}, {"AS1"}, False),
        (CaseRole.ANALYST, True, {"AS1", "AS2"}, {"AS1"}, True),
        (CaseRole.ANALYST, True, {"AS1", "AS2"}, {"AS1", "AS2", "AS3"}, False),
        (CaseRole.ANALYST, True, {"AS1", "AS2"}, {None}, False),
        (CaseRole.ANALYST, True, set(), set(), True),
        (CaseRole.ANALYST, True, set(), {None}, False),
        (CaseRole.READER, True, {"AS1"}, set(), False),
        (CaseRole.ANALYST, False, {"AS1"}, set(), False),
    ],
)
def test_the_source_waits_until_everything_the_statement_says_is_graded(
    role, is_blind, conveyed, graded, waits
):  # noqa: PLR0917
    found = reliability_waits(viewer(role), CASE, is_blind=is_blind, conveyed=conveyed, graded=graded)
    assert found is waits


def test_what_is_hidden_is_said_with_its_number():
    assert hidden_words(1) == "1 grade by others: hidden until yours is in"
    assert hidden_words(2) == "2 grades by others: hidden until yours is in"
