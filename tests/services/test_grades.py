"""Grades are rows that are never changed: a new one supersedes its analyst's earlier one."""

import pytest
from sqlalchemy import select

from tests.factories import (
    NOW,
    make_assertion,
    make_case,
    make_finding,
    make_member,
    make_report,
    make_source,
    make_statement,
    make_user,
)
from tracker.domain.errors import DomainError, Forbidden, NotFound
from tracker.domain.scales import CaseRole, GradeScale, Stance
from tracker.services import grades, sources
from tracker.services.grades import GradeIt
from tracker.store.models import AuditEvent, Grade


@pytest.fixture
def case(session):
    return make_case(session, code="EMB")


def grade(session, by, scale, target, value, reason="it fits", **more):  # noqa: PLR0917
    return grades.grade(session, GradeIt(scale, target.public_id, value, reason, **more), by=by, now=NOW)


def test_a_new_grade_supersedes_ones_own_and_leaves_the_others(session, case):
    source = make_source(session, *case)
    other = make_member(session, *case)
    first = grade(session, case[1], GradeScale.RELIABILITY, source, "B")
    theirs = grade(session, other, GradeScale.RELIABILITY, source, "D")
    second = grade(session, case[1], GradeScale.RELIABILITY, source, "C")
    assert (first.supersedes_pk, theirs.supersedes_pk, second.supersedes_pk) == (None, None, first.pk)
    assert first.value == "B"


def test_a_source_is_graded_for_each_topic_apart(session, case):
    source = make_source(session, *case)
    street = grade(session, case[1], GradeScale.RELIABILITY, source, "B", topic="the street", access="direct")
    palace = grade(session, case[1], GradeScale.RELIABILITY, source, "F", topic="the palace")
    again = grade(session, case[1], GradeScale.RELIABILITY, source, "A", topic="the street")
    assert (palace.supersedes_pk, again.supersedes_pk) == (None, street.pk)


def test_a_statement_with_several_claims_is_graded_for_one_of_them(session, blobs, case):
    one, two, third = (make_assertion(session, *case) for _ in range(3))
    statement = make_statement(session, blobs, *case, asserts=(one.label, two.label))
    with pytest.raises(DomainError) as refused:
        grade(session, case[1], GradeScale.CREDIBILITY, statement, "2")
    assert refused.value.field == "assertion"
    with pytest.raises(DomainError, match=f"does not convey {third.label}"):
        grade(session, case[1], GradeScale.CREDIBILITY, statement, "2", assertion=third.label)
    made = grade(session, case[1], GradeScale.CREDIBILITY, statement, "2", assertion=two.label)
    assert made.assertion_pk == two.pk
    other = grade(session, case[1], GradeScale.CREDIBILITY, statement, "3", assertion=one.label)
    assert other.supersedes_pk is None


def test_the_only_claim_needs_not_be_named(session, blobs, case):
    assertion = make_assertion(session, *case)
    statement = make_statement(session, blobs, *case, asserts=(assertion.label,))
    assert grade(session, case[1], GradeScale.CREDIBILITY, statement, "3").assertion_pk == assertion.pk


def test_a_finding_has_a_likelihood_and_a_confidence(session, case):
    finding = make_finding(session, make_report(session, *case), case[1])
    likely = grade(session, case[1], GradeScale.LIKELIHOOD, finding, "likely")
    sure = grade(session, case[1], GradeScale.CONFIDENCE, finding, "low")
    assert (likely.supersedes_pk, sure.supersedes_pk) == (None, None)
    assert likely.case_pk == case[0].pk


@pytest.mark.parametrize(
    ("value", "reason", "field"),
    [
        ("B", "  ", "reason"),
        ("B", None, "reason"),
        ("G", "x", "value"),
        ("1", "x", "value"),
        ("", "x", "value"),
    ],
)
def test_a_wrong_grade_is_said_at_its_field_and_not_stored(session, case, value, reason, field):
    source = make_source(session, *case)
    with pytest.raises(DomainError) as refused:
        grade(session, case[1], GradeScale.RELIABILITY, source, value, reason)
    assert refused.value.field == field
    assert session.scalars(select(Grade)).all() == []


def test_a_reader_does_not_grade_and_a_stranger_finds_nothing(session, case):
    source = make_source(session, *case)
    with pytest.raises(Forbidden):
        grade(session, make_member(session, *case, CaseRole.READER), GradeScale.RELIABILITY, source, "B")
    with pytest.raises(NotFound):
        grade(session, make_user(session), GradeScale.RELIABILITY, source, "B")


def test_grading_a_merged_source_grades_what_it_was_merged_into(session, case):
    duplicate, source = make_source(session, *case), make_source(session, *case)
    sources.merge(session, duplicate.public_id, source.label, "same handle", by=case[1], now=NOW)
    assert grade(session, case[1], GradeScale.RELIABILITY, duplicate, "B").source_pk == source.pk


def test_the_trail_tells_of_the_grade_and_not_of_the_reason(session, case):
    source = make_source(
        session, *case, "Jane Roe", is_protected=True, pseudonym="Source Nine", descriptor="an official"
    )
    grade(session, case[1], GradeScale.RELIABILITY, source, "B", "Jane Roe was right before")
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
    assert event.action == "graded"
    assert '"value":"B"' in event.body
    assert "Jane" not in event.body


def others_hidden(*made):
    return [each.others_hidden for each in made]


def test_it_is_noted_whether_others_were_hidden_while_one_graded(session, blobs, case):
    source, statement = make_source(session, *case), make_statement(session, blobs, *case)
    finding = make_finding(session, make_report(session, *case), case[1])
    for scale, target, value in (
        (GradeScale.RELIABILITY, source, "B"),
        (GradeScale.CREDIBILITY, statement, "2"),
        (GradeScale.LIKELIHOOD, finding, "likely"),
        (GradeScale.CONFIDENCE, finding, "low"),
    ):
        first = grade(session, case[1], scale, target, value)
        second = grade(session, case[1], scale, target, value, reason="again")
        theirs = grade(session, make_member(session, *case), scale, target, value)
        assert others_hidden(first, second, theirs) == [True, False, True], scale


def test_nothing_was_hidden_where_the_case_does_not_grade_blind(session):
    case = make_case(session, grades_are_blind=False)
    assert not grade(session, case[1], GradeScale.RELIABILITY, make_source(session, *case), "B").others_hidden


def test_one_topic_of_a_source_shows_all_and_one_claim_of_a_statement_only_its_own(session, blobs, case):
    source = make_source(session, *case)
    street = grade(session, case[1], GradeScale.RELIABILITY, source, "B", topic="the street")
    palace = grade(session, case[1], GradeScale.RELIABILITY, source, "F", topic="the palace")
    assert others_hidden(street, palace) == [True, False]
    one, two = (make_assertion(session, *case) for _ in range(2))
    statement = make_statement(session, blobs, *case, asserts=(one.label, two.label))
    made = [
        grade(session, case[1], GradeScale.CREDIBILITY, statement, "2", assertion=each.label)
        for each in (one, two, one)
    ]
    assert others_hidden(*made) == [True, True, False]


def test_a_grade_given_before_a_merge_is_one_of_the_source_it_was_merged_into(session, case):
    duplicate, source = make_source(session, *case), make_source(session, *case)
    grade(session, case[1], GradeScale.RELIABILITY, duplicate, "B")
    sources.merge(session, duplicate.public_id, source.label, "same handle", by=case[1], now=NOW)
    assert not grade(session, case[1], GradeScale.RELIABILITY, source, "C").others_hidden


def confirmed(session, by, statement, **more):
    return grade(session, by, GradeScale.CREDIBILITY, statement, "1", **more)


def test_confirmed_needs_its_reason_while_no_second_source_is_counted(session, blobs, case):
    claim = make_assertion(session, *case)
    statement = make_statement(session, blobs, *case, asserts=(claim.label,))
    for reason in (None, "  "):
        with pytest.raises(DomainError) as refused:
            confirmed(session, case[1], statement, override_reason=reason)
        assert refused.value.field == "override_reason"
        assert "The records do not bear out" in refused.value.message
    assert session.scalars(select(Grade)).all() == []
    made = confirmed(session, case[1], statement, override_reason=" A sealed record we may not cite. ")
    assert made.override_reason == "A sealed record we may not cite."


def test_confirmed_is_free_where_two_sources_are_counted_and_keeps_no_reason(session, blobs, case):
    claim = make_assertion(session, *case)
    one = make_statement(session, blobs, *case, asserts=(claim.label,))
    make_statement(session, blobs, *case, asserts=(claim.label,))
    assert confirmed(session, case[1], one, override_reason="not needed").override_reason is None
    lower = grade(session, case[1], GradeScale.CREDIBILITY, one, "2", override_reason="not needed")
    assert lower.override_reason is None


def test_two_sources_of_one_claim_confirm_no_other_claim_and_no_denial(session, blobs, case):
    claim, other = make_assertion(session, *case), make_assertion(session, *case)
    both = make_statement(session, blobs, *case, asserts=(claim.label, other.label))
    make_statement(session, blobs, *case, asserts=(claim.label,))
    nothing = make_statement(session, blobs, *case)
    confirmed(session, case[1], both, assertion=claim.label)
    denial = make_statement(session, blobs, *case, asserts=(claim.label,), stance=Stance.DENIES)
    for statement, more in ((both, {"assertion": other.label}), (denial, {}), (nothing, {})):
        with pytest.raises(DomainError, match="The records do not bear out"):
            confirmed(session, case[1], statement, **more)
