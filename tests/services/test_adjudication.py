"""Grading together: what waits, what is compared, what a lead settles, and many grades at once."""

import pytest
from sqlalchemy import func, select

from tests.factories import (
    NOW,
    make_assertion,
    make_case,
    make_member,
    make_source,
    make_statement,
    make_user,
)
from tracker.domain.agreement import Refusal
from tracker.domain.errors import Conflict, DomainError, Forbidden, NotFound
from tracker.domain.scales import CaseRole, GradeScale
from tracker.services import adjudication, grades, revisions, sources, statements
from tracker.services.adjudication import SomeRefused
from tracker.services.agreement import Given
from tracker.services.assertions import AssertionContent
from tracker.services.grades import GradeIt
from tracker.services.statements import Conveyed
from tracker.store.models import AuditEvent, Grade
from tracker.store.queries import grading_desk

CREDIBILITY, RELIABILITY = GradeScale.CREDIBILITY, GradeScale.RELIABILITY


@pytest.fixture
def case(session):
    return make_case(session, code="EMB")


@pytest.fixture
def ana(session, case):
    return make_member(session, *case)


@pytest.fixture
def ben(session, case):
    return make_member(session, *case)


def scale_of(target):
    return CREDIBILITY if target.label.startswith("ST") else RELIABILITY


def grade(session, by, target, value, reason="it fits", **more):
    return grades.grade(
        session, GradeIt(scale_of(target), target.public_id, value, reason, **more), by=by, now=NOW
    )


def settle(session, by, target, value, reason="the log is dated", seen=None, **more):
    command = GradeIt(scale_of(target), target.public_id, value, reason, **more)
    return adjudication.settle(session, command, by=by, now=NOW, seen=seen)


def read(session, by, target):
    adjudication.read_difference(session, scale_of(target), target.public_id, by=by, now=NOW)


def waiting(session, viewer, case, scale=CREDIBILITY, **wanted):
    return [
        grading_desk.item_of(row)
        for row in grading_desk.queue(session, viewer, case[0].pk, scale, **wanted).rows
    ]


def only(session, viewer, case):
    (found,) = Given(session, viewer, case[0].pk).compared()
    return found


# What waits


def test_a_statement_waits_for_each_of_its_claims_apart(session, blobs, case, ana):
    one, two = make_assertion(session, *case), make_assertion(session, *case)
    plain, both = (
        make_statement(session, blobs, *case),
        make_statement(session, blobs, *case, asserts=(one.label, two.label)),
    )
    assert waiting(session, ana, case) == [
        plain.label,
        f"{both.label}/{one.label}",
        f"{both.label}/{two.label}",
    ]
    grade(session, ana, both, "3", assertion=one.label)
    grade(session, ana, plain, "3")
    assert waiting(session, ana, case) == [f"{both.label}/{two.label}"]
    assert len(waiting(session, case[1], case)) == 3
    assert grading_desk.count_waiting(session, ana, case[0].pk, CREDIBILITY) == 1


def test_a_grade_from_before_it_conveyed_anything_counts_for_its_claim(session, blobs, case, ana):
    statement = make_statement(session, blobs, *case)
    grade(session, ana, statement, "3")
    statements.convey(
        session, statement.public_id, Conveyed(AssertionContent("It is so")), by=case[1], now=NOW
    )
    assert waiting(session, ana, case) == []
    assert only(session, ana, case).part == "AS1"


def test_what_is_withdrawn_waits_for_nobody(session, blobs, case, ana):
    statement = make_statement(session, blobs, *case)
    revisions.withdraw(session, "statement", statement.public_id, "A slip.", by=case[1], now=NOW)
    assert waiting(session, ana, case) == []


def test_a_source_waits_until_it_is_graded_under_any_of_its_records(session, case, ana):
    duplicate, source = make_source(session, *case), make_source(session, *case)
    grade(session, ana, duplicate, "B", topic="the street")
    assert waiting(session, ana, case, RELIABILITY) == [source.label]
    sources.merge(session, duplicate.public_id, source.label, "same handle", by=case[1], now=NOW)
    assert waiting(session, ana, case, RELIABILITY) == []


def test_settling_a_difference_is_no_grade_of_ones_own(session, blobs, case, ana, ben):
    statement = make_statement(session, blobs, *case)
    grade(session, ana, statement, "2")
    grade(session, ben, statement, "4")
    settle(session, case[1], statement, "3")
    assert waiting(session, case[1], case) == [statement.label]


@pytest.mark.parametrize(
    "sort", ["recorded", "-recorded", "said", "source", "-source", "claim", "-claim", "nonsense"]
)
def test_the_queue_is_ordered_and_paged(session, blobs, case, ana, sort, monkeypatch):
    monkeypatch.setattr(grading_desk, "PAGE", 2)
    for _ in range(3):
        make_statement(session, blobs, *case)
    first, second = (waiting(session, ana, case, sort=sort, page=page) for page in (1, 2))
    assert sorted(first + second) == ["ST1", "ST2", "ST3"]
    assert (len(first), first[0]) == (2, "ST3" if sort in ("-recorded", "-source") else "ST1")
    assert waiting(session, ana, case, sort=sort, page=99) == second


def test_a_stranger_has_no_queue(session, case):
    with pytest.raises(NotFound):
        waiting(session, make_user(session), case)


def test_ones_last_reasons_are_offered_once_each_the_newest_first(session, blobs, case, ana):
    statement, other = make_statement(session, blobs, *case), make_statement(session, blobs, *case)
    for target, reason in ((statement, "a"), (other, "b"), (statement, "a"), (other, "c")):
        grade(session, ana, target, "3", reason)
    grade(session, case[1], statement, "3", "not mine")
    assert grading_desk.recent_reasons(session, ana, case[0].pk, CREDIBILITY) == ["c", "a", "b"]
    assert grading_desk.recent_reasons(session, ana, case[0].pk, RELIABILITY) == []


def test_items_are_found_by_their_labels_in_their_own_case(session, blobs, case, ana):
    claim = make_assertion(session, *case)
    statement = make_statement(session, blobs, *case, asserts=(claim.label,))
    plain = make_statement(session, blobs, *case)
    names = [f"{statement.label}/{claim.label}", plain.label, statement.label, "ST999", "x", ""]
    found = grading_desk.chosen(session, ana, case[0].pk, CREDIBILITY, names)
    assert list(found) == names[:2]
    other = make_case(session)
    assert grading_desk.chosen(session, other[1], other[0].pk, CREDIBILITY, names) == {}


# What is compared


def test_everybodys_own_current_grades_are_compared_and_nothing_else(session, blobs, case, ana, ben):
    statement, withdrawn = make_statement(session, blobs, *case), make_statement(session, blobs, *case)
    for target in (statement, withdrawn):
        grade(session, ana, target, "5")
        grade(session, ana, target, "2", "now I know more")
        grade(session, ben, target, "4")
    settle(session, case[1], statement, "3")
    revisions.withdraw(session, "statement", withdrawn.public_id, "A slip.", by=case[1], now=NOW)
    found = only(session, ana, case)
    assert [(row.analyst, row.value) for row in found.grades] == [
        (ana.display_name, "2"),
        (ben.display_name, "4"),
    ]
    assert found.settled.value == "3"


def test_the_same_source_is_compared_topic_by_topic_after_a_merge_too(session, case, ana, ben):
    duplicate, source = make_source(session, *case), make_source(session, *case)
    grade(session, ana, duplicate, "B", topic="the street")
    grade(session, ben, source, "D", topic="the street")
    grade(session, ben, source, "A", topic="the palace")
    sources.merge(session, duplicate.public_id, source.label, "same handle", by=case[1], now=NOW)
    palace, street = Given(session, ana, case[0].pk).of(RELIABILITY, source.public_id)
    assert (palace.part, street.part) == ("the palace", "the street")
    assert [row.value for row in street.grades] == ["B", "D"]
    assert street.difference.is_open
    assert not palace.difference.can_be_settled


def test_figures_count_no_adjudication_and_nothing_superseded(session, blobs, case, ana, ben):
    for value in "12345":
        statement = make_statement(session, blobs, *case)
        grade(session, ana, statement, "6")
        grade(session, ana, statement, value, override_reason="so")
        grade(session, ben, statement, value, override_reason="so")
        settle(session, case[1], statement, "3")
    found = Given(session, ana, case[0].pk).agreement(CREDIBILITY)
    assert (found.ordinal, found.nominal) == (1.0, 1.0)
    (two,) = found.two
    assert (set(two.names), two.linear, two.quadratic) == ({ana.display_name, ben.display_name}, 1.0, 1.0)
    assert [share for _, share in found.not_judged] == [0.0, 0.0]


def test_too_few_grades_give_reasons_and_no_figure(session, blobs, case, ana):
    grade(session, ana, make_statement(session, blobs, *case), "3")
    given = Given(session, ana, case[0].pk)
    found = given.agreement(CREDIBILITY)
    assert isinstance(found.ordinal, Refusal)
    assert isinstance(dict(found.not_judged)[ana.display_name], Refusal)
    assert found.two == ()
    assert given.diagonal_shares() == []


def test_each_analysts_diagonal_share_is_of_their_own_two_grades(session, blobs, case, ana, ben):
    for letter, digit in (("A", "1"), ("B", "2"), ("C", "3"), ("D", "4"), ("A", "3")):
        statement = make_statement(session, blobs, *case)
        source = session.get_one(statements.Source, statement.source_pk)
        grade(session, ana, source, letter)
        grade(session, ana, statement, digit, override_reason="so")
        grade(session, ben, source, letter)
    reader = make_member(session, *case, CaseRole.READER)
    shares = dict(Given(session, reader, case[0].pk).diagonal_shares())
    assert shares == {ana.display_name: pytest.approx(0.8)}


def test_no_figure_tells_of_what_one_has_not_graded(session, blobs, case, ana, ben):
    for digit in "12345":
        statement = make_statement(session, blobs, *case)
        source = session.get_one(statements.Source, statement.source_pk)
        grade(session, ana, source, "A")
        for by in (ana, ben):
            grade(session, by, statement, digit, override_reason="so")

    def told(viewer):
        given = Given(session, viewer, case[0].pk)
        found = given.agreement(CREDIBILITY)
        shares = [name for name, share in found.not_judged if share == 0.0]
        return found.hidden, found.ordinal == 1.0, shares, [name for name, _ in given.diagonal_shares()]

    both = [ana.display_name, ben.display_name]
    assert told(make_member(session, *case, CaseRole.READER)) == (0, True, both, both[:1])
    assert told(ana) == (0, True, both, both[:1])
    assert told(ben) == (0, True, both, [])  # the letters are not his to see
    assert told(case[1]) == (5, False, [], [])


def test_a_pair_far_apart_waits_for_a_second_opinion_until_there_is_one(session, blobs, case, ana, ben):
    statement = make_statement(session, blobs, *case)
    grade(session, ana, session.get_one(statements.Source, statement.source_pk), "A")
    grade(session, ana, statement, "5")

    def seen_by(viewer):
        return [
            (each.pair.letter.value + each.pair.digit.value, each.is_own, each.is_hidden)
            for each in Given(session, viewer, case[0].pk).far_apart()
        ]

    assert seen_by(ana) == [("A5", True, False)]
    assert seen_by(ben) == [("A5", False, True)]
    assert seen_by(make_member(session, *case, CaseRole.READER)) == [("A5", False, False)]
    grade(session, ben, statement, "4")
    assert seen_by(ana) == []


# Settling


def test_a_settlement_supersedes_the_one_before_and_nobodys_own_grade(session, blobs, case, ana, ben):
    statement = make_statement(session, blobs, *case)
    lead, other_lead = case[1], make_member(session, *case, CaseRole.LEAD)
    theirs = [
        grade(session, ana, statement, "2"),
        grade(session, ben, statement, "4"),
        grade(session, lead, statement, "4"),
    ]
    first = settle(session, lead, statement, "3")
    second = settle(session, other_lead, statement, "4", "the log was wrong")
    assert (first.supersedes_pk, second.supersedes_pk) == (None, first.pk)
    assert (first.is_adjudication, first.others_hidden) == (True, False)
    superseded = select(func.count()).where(Grade.supersedes_pk.in_([each.pk for each in theirs]))
    assert session.scalar(superseded) == 0
    said = only(session, lead, case).difference.outcome()
    assert "because: the log was wrong." in said
    assert f"Dissent: {ana.display_name} graded it 2 (probably true), because: it fits." in said
    assert ben.display_name not in said


def test_ones_own_later_grade_supersedes_ones_own_and_not_the_settlement(session, blobs, case, ana, ben):
    statement = make_statement(session, blobs, *case)
    lead = case[1]
    grade(session, ana, statement, "2")
    own = grade(session, lead, statement, "4")
    settled = settle(session, lead, statement, "3")
    assert not only(session, lead, case).difference.is_open
    again = grade(session, lead, statement, "5")
    assert again.supersedes_pk == own.pk
    found = only(session, lead, case)
    assert found.settled.pk == settled.pk
    assert found.difference.is_open
    assert "Graded again since" in found.difference.outcome()


def test_only_a_lead_settles_and_a_stranger_finds_nothing(session, blobs, case, ana, ben):
    statement = make_statement(session, blobs, *case)
    grade(session, ana, statement, "2")
    grade(session, ben, statement, "4")
    for who in (ana, make_member(session, *case, CaseRole.READER)):
        with pytest.raises(Forbidden):
            settle(session, who, statement, "3")
    with pytest.raises(NotFound):
        settle(session, make_user(session), statement, "3")
    assert only(session, ana, case).settled is None


def test_what_one_analyst_graded_alone_is_not_settled(session, blobs, case, ana):
    statement, source = make_statement(session, blobs, *case), make_source(session, *case)
    grade(session, ana, statement, "2")
    with pytest.raises(DomainError, match="fewer than two analysts"):
        settle(session, case[1], statement, "3")
    grade(session, ana, source, "B", topic="the street")
    grade(session, case[1], source, "D")
    with pytest.raises(DomainError, match="fewer than two analysts"):
        settle(session, case[1], source, "C", topic="the street")


def test_a_settlement_needs_a_reason_and_a_grade_of_the_scale(session, blobs, case, ana, ben):
    statement = make_statement(session, blobs, *case)
    grade(session, ana, statement, "2")
    grade(session, ben, statement, "4")
    for value, reason, field in (("3", " ", "reason"), ("A", "so", "value"), ("1", "so", "override_reason")):
        with pytest.raises(DomainError) as refused:
            settle(session, case[1], statement, value, reason)
        assert refused.value.field == field
    settle(session, case[1], statement, "3")
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
    assert (event.action, "log is dated" in event.body) == ("settled", False)


def test_what_was_graded_since_the_difference_was_read_is_noticed(session, blobs, case, ana, ben):
    statement, lead = make_statement(session, blobs, *case), case[1]
    grade(session, ana, statement, "2")
    grade(session, ben, statement, "4")
    for meanwhile in (
        lambda: grade(session, ben, statement, "2", "I was wrong"),
        lambda: grade(session, lead, statement, "3"),
        lambda: settle(session, lead, statement, "3"),
    ):
        seen = only(session, lead, case).seen
        meanwhile()
        with pytest.raises(Conflict, match="while you were writing"):
            settle(session, lead, statement, "4", seen=seen)
    assert settle(session, lead, statement, "4", seen=only(session, lead, case).seen).value == "4"


def test_a_lead_who_has_read_both_sides_does_not_grade_blind(session, blobs, case, ana, ben):
    other_lead = make_member(session, *case, CaseRole.LEAD)
    statement, duplicate, source = (
        make_statement(session, blobs, *case),
        make_source(session, *case),
        make_source(session, *case),
    )
    for by, digit, letter in ((ana, "2", "B"), (ben, "4", "D")):
        grade(session, by, statement, digit)
        grade(session, by, duplicate, letter, topic="the street")
    read(session, case[1], statement)
    read(session, case[1], duplicate)
    sources.merge(session, duplicate.public_id, source.label, "same handle", by=case[1], now=NOW)
    for target, value in ((statement, "3"), (source, "C")):
        assert not grade(session, case[1], target, value).others_hidden
        assert grade(session, other_lead, target, value).others_hidden
    assert grade(session, case[1], make_statement(session, blobs, *case), "3").others_hidden


def test_only_who_may_settle_reads_both_sides_and_it_is_noted(session, blobs, case, ana):
    statement = make_statement(session, blobs, *case)
    with pytest.raises(Forbidden):
        read(session, ana, statement)
    read(session, case[1], statement)
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
    assert (event.action, event.object_id, event.actor_pk) == (
        "difference read",
        statement.public_id,
        case[1].user_pk,
    )


# Many at once


def test_what_was_settled_meanwhile_is_open_again_once_it_is_graded(session, blobs, case, ana, ben):
    statement = make_statement(session, blobs, *case)
    grade(session, ana, statement, "2")
    grade(session, ben, statement, "4")
    settle(session, case[1], statement, "3")
    late = make_member(session, *case)
    command = GradeIt(CREDIBILITY, statement.public_id, "5", "alike")
    adjudication.grade_together(session, [command], by=late, now=NOW)
    assert only(session, late, case).difference.is_open


def test_many_grades_are_stored_together(session, blobs, case, ana):
    targets = [make_statement(session, blobs, *case) for _ in range(3)]
    commands = [GradeIt(CREDIBILITY, each.public_id, "3", "alike") for each in targets]
    made = adjudication.grade_together(session, commands, by=ana, now=NOW)
    assert [each.statement_pk for each in made] == [each.pk for each in targets]


def test_one_wrong_grade_refuses_them_all_and_says_which(session, blobs, case, ana):
    targets = [make_statement(session, blobs, *case) for _ in range(4)]
    values = [("3", "so"), ("1", "so"), ("3", None), ("2", "so")]
    commands = [
        GradeIt(CREDIBILITY, each.public_id, *value) for each, value in zip(targets, values, strict=True)
    ]
    with pytest.raises(SomeRefused) as refused, session.begin_nested():
        adjudication.grade_together(session, commands, by=ana, now=NOW)
    fields = {place: error.field for place, error in refused.value.by_place.items()}
    assert fields == {1: "override_reason", 2: "reason"}
    assert refused.value.message == "2 grades cannot be stored, so none was."
    assert session.scalars(select(Grade)).all() == []


def test_whoever_may_not_grade_is_told_so_at_once(session, blobs, case):
    commands = [GradeIt(CREDIBILITY, make_statement(session, blobs, *case).public_id, "3", "so")]
    with pytest.raises(Forbidden):
        adjudication.grade_together(
            session, commands, by=make_member(session, *case, CaseRole.READER), now=NOW
        )


def test_the_lines_are_read_once_for_all_grades_that_need_them(session, blobs, case, ana, count_queries):
    claim = make_assertion(session, *case)
    targets = [make_statement(session, blobs, *case, asserts=(claim.label,)) for _ in range(6)]

    def asked(some):
        commands = [GradeIt(CREDIBILITY, each.public_id, "1", "as sealed") for each in some]
        with count_queries() as counted:
            adjudication.grade_together(session, commands, by=ana, now=NOW)
        return sum("RECURSIVE" in statement for statement in counted.statements)

    assert asked(targets[:2]) == asked(targets[2:]) > 0


def test_a_topic_in_other_capitals_is_the_same_topic(session, case, ana, ben):
    source = make_source(session, *case, "Salim")
    grade(session, ana, source, "B", topic="the street")
    grade(session, ben, source, "D", topic="The  Street")
    assert {one.topic for one in session.scalars(select(Grade))} == {"the street"}
    assert only(session, ana, case).difference.can_be_settled


@pytest.mark.parametrize("kind", ["source", "statement"])
def test_what_was_withdrawn_is_not_graded(session, blobs, case, ana, kind):
    target = make_source(session, *case, "S") if kind == "source" else make_statement(session, blobs, *case)
    revisions.withdraw(session, kind, target.public_id, "a mistake", by=case[1], now=NOW)
    with pytest.raises(DomainError, match=f"{target.label} was withdrawn"):
        grade(session, ana, target, "B" if kind == "source" else "3")
    assert session.scalars(select(Grade)).all() == []
