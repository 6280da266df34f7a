"""What repeats what, what a statement conveys and rests on, and analysts' links."""

import pytest
from sqlalchemy import select

from tests.factories import (
    NOW,
    make_assertion,
    make_capture,
    make_case,
    make_statement,
    make_user,
    record_chain,
)
from tracker.domain.errors import DomainError, Duplicate, NotFound
from tracker.domain.scales import Basis, Fidelity, RelayCertainty, RelayForm, Stance, StatementLinkKind
from tracker.services import relays, revisions, statements
from tracker.services.assertions import AssertionContent
from tracker.services.relays import RelayTerms
from tracker.services.statements import Rest
from tracker.store.models import Conveys, Relay, Source, StatementLink


@pytest.fixture
def case(session):
    return make_case(session, code="EMB")


def relate(session, case, child, parent, **terms):
    return relays.relay(session, child.public_id, parent.label, RelayTerms(**terms), by=case[1], now=NOW)


def test_a_relay_derives_through_whom_the_earlier_statement_is_held(session, blobs, case):
    page = make_capture(session, blobs, *case, "The mayor says the bridge is closed.", author="The Gazette")
    mayor, gazette = record_chain(session, page, "the bridge is closed", "The mayor", by=case[1])
    assert session.get(Source, mayor.reporter_pk).name == "The Gazette"
    assert gazette.reporter_pk is None


def test_what_stands_in_its_speakers_own_document_is_reported_by_nobody(session, blobs, case):
    own, later = (make_statement(session, blobs, *case) for _ in range(2))
    relate(session, case, later, own)
    assert own.reporter_pk is None


def test_a_relay_that_would_close_a_loop_is_refused_at_the_field_and_stores_nothing(session, blobs, case):
    first, second, third = (make_statement(session, blobs, *case) for _ in range(3))
    relate(session, case, second, first)
    relate(session, case, third, second)
    with pytest.raises(DomainError, match=f"{third.label} already goes back to {first.label}") as refused:
        relate(session, case, first, third)
    assert refused.value.field == "parent"
    assert len(session.scalars(select(Relay)).all()) == 2


def test_a_statement_does_not_repeat_itself(session, blobs, case):
    statement = make_statement(session, blobs, *case)
    with pytest.raises(DomainError) as refused:
        relate(session, case, statement, statement)
    assert refused.value.field == "parent"


def test_a_withdrawn_relay_is_not_restored_where_it_would_now_close_a_loop(session, blobs, case):
    one, two = (make_statement(session, blobs, *case) for _ in range(2))
    relay = relate(session, case, two, one)
    revisions.withdraw(session, "relay", relay.public_id, "the other way round", by=case[1], now=NOW)
    relate(session, case, one, two)
    with pytest.raises(DomainError, match="already goes back"):
        revisions.restore(session, "relay", relay.public_id, "was right after all", by=case[1], now=NOW)
    assert relay.is_withdrawn


def test_the_same_relay_is_recorded_once_and_again_after_it_was_withdrawn(session, blobs, case):
    one, two = (make_statement(session, blobs, *case) for _ in range(2))
    relay = relate(session, case, two, one)
    with pytest.raises(Duplicate) as refused:
        relate(session, case, two, one, form=RelayForm.CITES)
    assert refused.value.field == "parent"
    revisions.withdraw(session, "relay", relay.public_id, "wrong form", by=case[1], now=NOW)
    again = relate(session, case, two, one, form=RelayForm.CITES, certainty=RelayCertainty.POSSIBLE)
    assert (again.form, again.certainty) == (RelayForm.CITES, RelayCertainty.POSSIBLE)
    with pytest.raises(Duplicate):
        revisions.restore(session, "relay", relay.public_id, "both", by=case[1], now=NOW)


def test_a_statement_of_another_case_is_not_found(session, blobs, case):
    mine = make_statement(session, blobs, *case)
    other_case = make_case(session, code="OTHER")
    theirs = make_statement(session, blobs, *other_case)
    with pytest.raises(DomainError) as refused:
        relays.relay(session, mine.public_id, theirs.public_id, RelayTerms(), by=case[1], now=NOW)
    assert refused.value.field == "parent"
    with pytest.raises(NotFound):
        relays.relay(session, theirs.public_id, mine.public_id, RelayTerms(), by=case[1], now=NOW)


def test_whoever_may_see_both_cases_still_cannot_tie_them(session, blobs, case):
    other, both = make_case(session, case[1], code="OTHER")
    mine, theirs = make_statement(session, blobs, *case), make_statement(session, blobs, other, both)
    with pytest.raises(DomainError) as refused:
        relays.relay(session, mine.public_id, theirs.public_id, RelayTerms(), by=both, now=NOW)
    assert refused.value.field == "parent"


def test_a_chosen_relay_is_the_one_it_is_held_through(session, blobs, case):
    page = make_capture(
        session, blobs, *case, "Guards say: they left.", author="First", published="2020-01-01"
    )
    guards, _ = record_chain(session, page, "they left", "A guard", by=case[1])
    later = make_statement(session, blobs, *case, author="Second")
    assert session.get(Source, guards.reporter_pk).name == "First"
    relate(session, case, later, guards, is_chosen=True)
    assert session.get(Source, guards.reporter_pk).name == "Second"


def test_withdrawing_the_statement_it_is_held_through_leaves_no_reporter(session, blobs, case):
    page = make_capture(
        session, blobs, *case, "Guards say: they left.", author="First", published="2020-01-01"
    )
    guards, first = record_chain(session, page, "they left", "A guard", by=case[1])
    revisions.withdraw(session, "statement", first.public_id, "misread", by=case[1], now=NOW)
    assert guards.reporter_pk is None
    assert guards.reported_at is None
    revisions.restore(session, "statement", first.public_id, "read rightly", by=case[1], now=NOW)
    assert session.get(Source, guards.reporter_pk).name == "First"
    assert guards.reported_at.text == "2020-01-01"


def test_what_a_statement_conveys_is_said_once_with_one_stance(session, blobs, case):
    statement = make_statement(session, blobs, *case)
    assertion = make_assertion(session, *case)
    made = relays.add_conveys(session, statement, assertion, Stance.ASSERTS, by=case[1], now=NOW)
    with pytest.raises(Duplicate, match="Withdraw that first") as refused:
        relays.add_conveys(session, statement, assertion, Stance.DENIES, by=case[1], now=NOW)
    assert refused.value.field == "assertion"
    revisions.withdraw(session, "conveys", made.public_id, "they deny it", by=case[1], now=NOW)
    again = relays.add_conveys(session, statement, assertion, Stance.DENIES, by=case[1], now=NOW)
    assert again.stance is Stance.DENIES


def test_only_an_inference_rests_on_something(session, blobs, case):
    seen = make_statement(session, blobs, *case)
    inferred = make_statement(session, blobs, *case, basis=Basis.INFERRED)
    assertion = make_assertion(session, *case)
    with pytest.raises(DomainError) as refused:
        statements.rest(session, seen.public_id, Rest(assertion.label), by=case[1], now=NOW)
    assert refused.value.field == "on"
    on_assertion = statements.rest(
        session, inferred.public_id, Rest(assertion.label, "so"), by=case[1], now=NOW
    )
    on_statement = statements.rest(session, inferred.public_id, Rest(seen.label.lower()), by=case[1], now=NOW)
    assert on_assertion.assertion_pk == assertion.pk
    assert on_statement.on_statement_pk == seen.pk
    with pytest.raises(DomainError, match="rest on itself"):
        statements.rest(session, inferred.public_id, Rest(inferred.label), by=case[1], now=NOW)


@pytest.mark.parametrize("on", ["", "AS99", "ST99", "nonsense"])
def test_resting_on_nothing_known_is_said_at_the_field(session, blobs, case, on):
    inferred = make_statement(session, blobs, *case, basis=Basis.INFERRED)
    with pytest.raises(DomainError) as refused:
        statements.rest(session, inferred.public_id, Rest(on), by=case[1], now=NOW)
    assert refused.value.field == "on"


def link(session, case, one, other, kind=StatementLinkKind.CORROBORATES, *, reason="saw it", shared=None):
    content = AssertionContent(shared) if shared else None
    return relays.link(session, one.public_id, other.label, kind, reason, shared=content, by=case[1], now=NOW)


def test_a_link_needs_a_reason_and_another_statement(session, blobs, case):
    one, other = (make_statement(session, blobs, *case) for _ in range(2))
    for wrong, field in (({"reason": " "}, "reason"), ({"other": one}, "to")):
        with pytest.raises(DomainError) as refused:
            link(session, case, one, **({"other": other} | wrong))
        assert refused.value.field == field
    assert session.scalars(select(StatementLink)).all() == []


def test_only_the_same_source_takes_back_its_words(session, blobs, case):
    said = make_statement(session, blobs, *case, author="Ministry")
    other = make_statement(session, blobs, *case, author="Somebody else")
    taken_back = make_statement(session, blobs, *case, author="Ministry")
    with pytest.raises(DomainError) as refused:
        link(session, case, other, said, StatementLinkKind.RETRACTS)
    assert refused.value.field == "kind"
    assert link(session, case, taken_back, said, StatementLinkKind.RETRACTS).to_pk == said.pk


def stances(session):
    rows = session.execute(select(Conveys.statement_pk, Conveys.stance)).all()
    return dict(map(tuple, rows))


def test_corroborating_statements_may_be_attached_to_one_assertion(session, blobs, case):
    one, other = (make_statement(session, blobs, *case) for _ in range(2))
    assertion = make_assertion(session, *case)
    relays.add_conveys(session, one, assertion, Stance.ASSERTS, by=case[1], now=NOW)
    link(session, case, one, other, shared=assertion.label)
    assert stances(session) == {one.pk: Stance.ASSERTS, other.pk: Stance.ASSERTS}


def test_a_denial_cannot_corroborate(session, blobs, case):
    one, other = (make_statement(session, blobs, *case) for _ in range(2))
    assertion = make_assertion(session, *case)
    relays.add_conveys(session, other, assertion, Stance.DENIES, by=case[1], now=NOW)
    with pytest.raises(DomainError, match=f"{other.label} denies {assertion.label}") as refused:
        link(session, case, one, other, shared=assertion.label)
    assert refused.value.field == "shared"
    with pytest.raises(DomainError, match="Only statements that corroborate") as refused:
        link(session, case, one, other, StatementLinkKind.CONTRADICTS, shared="Another claim")
    assert refused.value.field == "shared"


def test_an_altered_relay_is_recorded_as_such(session, blobs, case):
    one, two = (make_statement(session, blobs, *case) for _ in range(2))
    relay = relate(session, case, two, one, fidelity=Fidelity.ALTERED, note="he said the reverse")
    assert (relay.fidelity, relay.note) == (Fidelity.ALTERED, "he said the reverse")


def test_a_stranger_ties_nothing(session, blobs, case):
    one, two = (make_statement(session, blobs, *case) for _ in range(2))
    with pytest.raises(NotFound):
        relays.relay(session, two.public_id, one.label, RelayTerms(), by=make_user(session), now=NOW)
