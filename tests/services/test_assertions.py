"""Assertions: chosen by label or by wording, and linked with a reason."""

import pytest
from sqlalchemy import select

from tests.factories import NOW, make_assertion, make_case, make_user
from tracker.domain.errors import DomainError, NotFound
from tracker.domain.scales import AssertionLinkKind
from tracker.services import assertions, revisions
from tracker.services.assertions import AssertionContent
from tracker.store.models import Assertion, AssertionLink, AuditEvent


@pytest.fixture
def case(session):
    return make_case(session, code="EMB", zone="Asia/Baghdad")


def choose(session, case, text):
    return assertions.choose(session, case[0], AssertionContent(text), field="assertion", by=case[1], now=NOW)


def test_it_is_numbered_in_its_case_and_dated_in_the_cases_zone(session, case):
    first = make_assertion(session, *case, holds="2020-01-01")
    second = make_assertion(session, *case)
    assert (first.label, second.label) == ("AS1", "AS2")
    assert first.holds.earliest.isoformat() == "2019-12-31T21:00:00+00:00"
    assert session.scalars(select(AuditEvent.action)).all()[-1] == "assertion added"


def test_one_is_chosen_by_label_or_by_its_very_words_and_recorded_only_when_new(session, case):
    known = make_assertion(session, *case, "The GATE was open")
    assert choose(session, case, "as1") is known
    assert choose(session, case, "the gate was OPEN") is known
    assert choose(session, case, "The gate was shut").number == 2
    assert len(session.scalars(select(Assertion)).all()) == 2


def test_a_withdrawn_wording_is_recorded_anew(session, case):
    gone = make_assertion(session, *case, "The gate was open")
    revisions.withdraw(session, "assertion", gone.public_id, "unclear", by=case[1], now=NOW)
    assert choose(session, case, "The gate was open") is not gone


@pytest.mark.parametrize("text", ["", "  ", "AS9"])
def test_nothing_and_an_unknown_label_are_said_at_the_field(session, case, text):
    with pytest.raises(DomainError) as refused:
        choose(session, case, text)
    assert refused.value.field == "assertion"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"text": " "}, "text"), ({"text": "So", "holds": "2020-02-31"}, "holds")],
)
def test_a_wrong_one_is_said_at_its_field(session, case, wrong, field):
    with pytest.raises(DomainError) as refused:
        assertions.add(session, "EMB", AssertionContent(**wrong), by=case[1], now=NOW)
    assert refused.value.field == field


def test_a_link_needs_another_assertion_of_the_case_and_a_reason(session, case):
    one, other = (make_assertion(session, *case) for _ in range(2))
    foreign = make_assertion(session, *make_case(session, code="OTHER"))

    def link(to=other.label, reason="in or out"):
        kind = AssertionLinkKind.INCOMPATIBLE
        return assertions.link(session, one.public_id, to, kind, reason, by=case[1], now=NOW)

    for wrong, field in (
        ({"to": None}, "to"),
        ({"to": one.label}, "to"),
        ({"to": foreign.public_id}, "to"),
        ({"reason": " "}, "reason"),
    ):
        with pytest.raises(DomainError) as refused:
            link(**wrong)
        assert refused.value.field == field
    assert session.scalars(select(AssertionLink)).all() == []
    assert link().to_pk == other.pk


def test_a_stranger_adds_corrects_and_links_nothing(session, case):
    one, other = (make_assertion(session, *case) for _ in range(2))
    stranger = make_user(session)
    for act in (
        lambda: assertions.add(session, "EMB", AssertionContent("So"), by=stranger, now=NOW),
        lambda: assertions.correct(
            session, one.public_id, AssertionContent("So"), version=1, reason="x", by=stranger, now=NOW
        ),
        lambda: assertions.link(
            session, one.public_id, other.label, AssertionLinkKind.BROADER, "x", by=stranger, now=NOW
        ),
    ):
        with pytest.raises(NotFound):
            act()
