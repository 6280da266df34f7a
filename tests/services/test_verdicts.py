"""Confirming whether two incompatible assertions contradict each other, and what goes by it."""

import json

import pytest
from sqlalchemy import select

from tests.factories import (
    NOW,
    make_assertion,
    make_case,
    make_finding,
    make_member,
    make_report,
    make_statement,
    make_user,
)
from tracker.domain.access import ABSENT
from tracker.domain.errors import Conflict, DomainError, Forbidden, NotFound
from tracker.domain.independence import analyse
from tracker.domain.report_check import Point
from tracker.domain.scales import AssertionLinkKind, CaseRole
from tracker.domain.timing import TimeVerdict
from tracker.services import analysis, assertions, revisions, verdicts
from tracker.services.report_content import gather
from tracker.services.verdicts import Confirm
from tracker.store.models import Assertion, AuditEvent, ConfirmedVerdict, Statement

UPDATE, CONTRADICTION = TimeVerdict.UPDATE, TimeVerdict.CONTRADICTION


@pytest.fixture
def case(session):
    return make_case(session, make_user(session, "ana"), code="EMB")


@pytest.fixture
def link(session, blobs, case):
    """Two assertions of which nobody gives the time, each asserted by somebody who saw it."""
    left, still = (make_assertion(session, *case, text) for text in ("They left", "They were there"))
    for claim in (left, still):
        make_statement(session, blobs, *case, asserts=(claim.label,))
    return _link(session, case, left, still)


def _link(session, case, one, other, kind=AssertionLinkKind.INCOMPATIBLE):
    return assertions.link(session, one.public_id, other.label, kind, "in or out", by=case[1], now=NOW)


def confirm(session, case, link, verdict=UPDATE, reason="Hours lay between.", **more):
    return verdicts.confirm(session, Confirm(link.public_id, verdict, reason, **more), by=case[1], now=NOW)


def graph_of(session, case):
    return analysis.case_graph(session, case[1], case[0].pk)


def conflict_in(session, case):
    (found,) = analysis.conflicts(session, graph_of(session, case), case[0].pk)
    return found


def test_what_is_confirmed_goes_before_what_the_times_say(session, case, link):
    assert analyse(graph_of(session, case), "AS1").suggested.value == "4"
    confirm(session, case, link)
    found = analyse(graph_of(session, case), "AS1")
    assert found.suggested.value == "3"
    assert "AS2 is an update, not a contradiction: confirmed by an analyst." in found.why


def test_a_conflict_says_what_was_confirmed_by_whom_why_and_what_the_times_say(session, case, link):
    confirm(session, case, link)
    found = conflict_in(session, case)
    assert found.verdict is UPDATE
    assert found.times.verdict is CONTRADICTION
    assert found.confirmed.by == "Ana"
    assert found.why.startswith(
        "confirmed by Ana: Hours lay between (their times alone would say: contradiction"
    )
    confirm(session, case, link, CONTRADICTION, "The same hour.")
    assert conflict_in(session, case).why == (
        "confirmed by Ana: The same hour (no time is given for one of them, so that it claims to hold throughout)"
    )


def test_deciding_again_withdraws_the_earlier_verdict_with_the_reason(session, case, link):
    earlier = confirm(session, case, link)
    later = confirm(session, case, link, CONTRADICTION, "The same hour.")
    assert earlier.withdrawn_reason == "decided again: The same hour."
    standing = select(ConfirmedVerdict).where(ConfirmedVerdict.withdrawn_at.is_(None))
    assert session.scalars(standing).all() == [later]


def test_a_verdict_is_taken_back_with_a_reason_and_the_times_decide_again(session, case, link):
    made = confirm(session, case, link)
    with pytest.raises(DomainError, match="Say why") as refused:
        verdicts.withdraw(session, made.public_id, " ", by=case[1], now=NOW)
    assert refused.value.field == "reason"
    verdicts.withdraw(session, made.public_id, "misread", by=case[1], now=NOW)
    assert conflict_in(session, case).verdict is CONTRADICTION
    with pytest.raises(DomainError, match="withdrawn already"):
        verdicts.withdraw(session, made.public_id, "again", by=case[1], now=NOW)


def test_the_latest_verdict_is_that_of_the_pair_however_often_it_is_linked(session, case, link):
    one, other = (_by_label(session, label) for label in ("AS1", "AS2"))
    second = _link(session, case, other, one)
    confirm(session, case, second)
    confirm(session, case, link, CONTRADICTION)
    found = analysis.conflicts(session, graph_of(session, case), case[0].pk)
    assert [each.verdict for each in found] == [CONTRADICTION, CONTRADICTION]
    assert graph_of(session, case).confirmed == {frozenset({"AS1", "AS2"}): CONTRADICTION}


@pytest.mark.parametrize(("reason", "problem"), [(None, "Say why"), ("  ", "Say why")])
def test_a_verdict_needs_a_reason(session, case, link, reason, problem):
    with pytest.raises(DomainError, match=problem) as refused:
        confirm(session, case, link, reason=reason)
    assert refused.value.field == "reason"
    assert session.scalars(select(ConfirmedVerdict)).all() == []


def test_only_a_standing_incompatible_pair_is_decided_on(session, case, link):
    one, other = (_by_label(session, label) for label in ("AS1", "AS2"))
    wide = _link(session, case, one, other, AssertionLinkKind.BROADER)
    with pytest.raises(DomainError, match="cannot both be true"):
        confirm(session, case, wide)
    revisions.withdraw(session, "assertion link", link.public_id, "they go together", by=case[1], now=NOW)
    with pytest.raises(DomainError, match="withdrawn"):
        confirm(session, case, link)


def test_whoever_did_not_see_the_colleagues_verdict_is_told(session, case, link):
    earlier = confirm(session, case, link, seen="")
    with pytest.raises(Conflict, match="Somebody else"):
        confirm(session, case, link, CONTRADICTION, seen="")
    confirm(session, case, link, CONTRADICTION, seen=earlier.public_id)


def test_a_verdict_of_a_withdrawn_link_counts_for_nothing(session, case, link):
    confirm(session, case, link)
    revisions.withdraw(session, "assertion link", link.public_id, "they go together", by=case[1], now=NOW)
    assert graph_of(session, case).confirmed == {}


def test_it_is_audited_under_the_assertion(session, case, link):
    made = confirm(session, case, link)
    verdicts.withdraw(session, made.public_id, "misread", by=case[1], now=NOW)
    events = session.scalars(select(AuditEvent).where(AuditEvent.action.startswith("verdict"))).all()
    assert [event.action for event in events] == ["verdict confirmed", "verdict withdrawn"]
    assert [event.reason for event in events] == ["Hours lay between.", "misread"]
    assert {event.object_id for event in events} == {_by_label(session, "AS1").public_id}
    assert json.loads(events[0].body)["details"]["verdict"] == "update"


def test_a_reader_decides_nothing_and_a_stranger_finds_nothing(session, case, link):
    made = confirm(session, case, link)
    reader = make_member(session, *case, role=CaseRole.READER)
    for deed in (
        lambda by: verdicts.confirm(session, Confirm(link.public_id, UPDATE, "so"), by=by, now=NOW),
        lambda by: verdicts.withdraw(session, made.public_id, "so", by=by, now=NOW),
    ):
        with pytest.raises(Forbidden):
            deed(reader)
        with pytest.raises(NotFound, match=ABSENT[:20]):
            deed(make_user(session))


def _by_label(session, label):
    return session.scalars(select(Assertion).where(Assertion.number == int(label[2:]))).one()


def test_a_report_goes_by_what_was_confirmed_and_says_who_did(session, case, link):
    said = session.scalars(select(Statement).order_by(Statement.number)).all()
    report = make_report(session, *case)
    make_finding(session, report, case[1], "They left.", assertion="AS1", cites=tuple(said[:1]))
    before = gather(session, report, version="draft", viewer=case[1], now=NOW)
    assert [each.verdict for each in before.content.conflicts] == ["contradiction"]
    assert any(each.point is Point.CONFLICT for each in before.missing)
    confirm(session, case, link)
    after = gather(session, report, version="draft", viewer=case[1], now=NOW)
    (conflict,) = after.content.conflicts
    assert conflict.verdict == "update"
    assert conflict.why.startswith("confirmed by Ana: Hours lay between")
    assert not any(each.point is Point.CONFLICT for each in after.missing)
