"""Corrections keep what was there before; withdrawals keep everything."""

import json

import pytest
from sqlalchemy import select

from tests.factories import NOW, make_assertion, make_case, make_source, make_statement, make_user
from tracker.domain.errors import Conflict, DomainError, NotFound
from tracker.domain.scales import Basis
from tracker.services import assertions, revisions, statements
from tracker.services.assertions import AssertionContent
from tracker.services.statements import Content
from tracker.store.models import AuditEvent, Revision


@pytest.fixture
def case(session):
    return make_case(session, code="EMB")


def correct(session, case, assertion, text="It is false", *, version=None, reason="misread"):
    return assertions.correct(
        session,
        assertion.public_id,
        AssertionContent(text),
        version=version,
        reason=reason,
        by=case[1],
        now=NOW,
    )


def test_a_correction_keeps_the_old_content_with_who_when_and_why(session, case):
    assertion = make_assertion(session, *case, "It is true")
    correct(session, case, assertion)
    kept = session.scalars(select(Revision)).one()
    assert json.loads(kept.content)["text"] == "It is true"
    assert (kept.version, kept.reason, kept.superseded_by_pk) == (1, "misread", case[1].user_pk)
    assert (assertion.text, assertion.version) == ("It is false", 2)


def test_a_correction_needs_a_reason_unless_nothing_changes(session, case):
    assertion = make_assertion(session, *case, "It is true")
    with pytest.raises(DomainError) as refused:
        correct(session, case, assertion, reason=" ")
    assert refused.value.field == "reason"
    correct(session, case, assertion, "It is true", reason=None)
    assert session.scalars(select(Revision)).all() == []


def test_whoever_saves_over_a_version_they_have_not_seen_is_refused(session, case):
    assertion = make_assertion(session, *case, "It is true")
    correct(session, case, assertion, version=1)
    with pytest.raises(Conflict):
        correct(session, case, assertion, "It is something else", version=1)
    assert assertion.text == "It is false"


def test_a_withdrawal_keeps_the_record_and_can_be_undone(session, case):
    assertion = make_assertion(session, *case)
    for reason in (None, "  "):
        with pytest.raises(DomainError) as refused:
            revisions.withdraw(session, "assertion", assertion.public_id, reason, by=case[1], now=NOW)
        assert refused.value.field == "reason"
    revisions.withdraw(session, "assertion", assertion.public_id, "twice", by=case[1], now=NOW)
    assert (assertion.is_withdrawn, assertion.withdrawn_reason) == (True, "twice")
    with pytest.raises(DomainError, match="already"):
        revisions.withdraw(session, "assertion", assertion.public_id, "thrice", by=case[1], now=NOW)
    revisions.restore(session, "assertion", assertion.public_id, "not twice", by=case[1], now=NOW)
    assert not assertion.is_withdrawn
    with pytest.raises(DomainError, match="not withdrawn"):
        revisions.restore(session, "assertion", assertion.public_id, "again", by=case[1], now=NOW)
    deeds = session.scalars(select(AuditEvent.action).where(AuditEvent.object_kind == "assertion")).all()
    assert deeds[-2:] == ["assertion withdrawn", "assertion restored"]


def test_a_stranger_withdraws_nothing_and_an_unknown_kind_is_said(session, case):
    assertion = make_assertion(session, *case)
    with pytest.raises(NotFound):
        revisions.withdraw(session, "assertion", assertion.public_id, "x", by=make_user(session), now=NOW)
    with pytest.raises(NotFound):
        # The id of one kind under the name of another finds nothing.
        revisions.withdraw(session, "statement", assertion.public_id, "x", by=case[1], now=NOW)
    with pytest.raises(DomainError, match="grade"):
        revisions.withdraw(session, "grade", assertion.public_id, "x", by=case[1], now=NOW)


def test_why_a_protected_source_is_withdrawn_stays_out_of_the_trail(session, case):
    source = make_source(
        session, *case, "Jane Roe", is_protected=True, pseudonym="Source Nine", descriptor="an official"
    )
    revisions.withdraw(session, "source", source.public_id, "Jane Roe asked for it", by=case[1], now=NOW)
    bodies = session.scalars(select(AuditEvent.body)).all()
    assert not [body for body in bodies if "Jane" in body]
    assert source.withdrawn_reason == "Jane Roe asked for it"


def test_corrected_words_must_still_stand_in_the_passage(session, blobs, case):
    statement = make_statement(session, blobs, *case, "We saw three trucks leave.", verbatim="three trucks")

    def save(verbatim):
        content = Content("Three trucks left", Basis.OBSERVED, verbatim=verbatim)
        return statements.correct(
            session,
            statement.public_id,
            content,
            said_at=None,
            source=None,
            version=None,
            reason="closer",
            by=case[1],
            now=NOW,
        )

    with pytest.raises(DomainError) as refused:
        save("four trucks")
    assert refused.value.field == "verbatim"
    assert save("We saw […] trucks [sic] leave.").verbatim == "We saw […] trucks [sic] leave."


def test_a_corrected_source_changes_who_reports_what_it_repeats(session, blobs, case):
    from tests.factories import make_capture, record_chain
    from tracker.store.models import Source

    page = make_capture(session, blobs, *case, "A guard says: they left.", author="The Gazette")
    guard, gazette = record_chain(session, page, "they left", "A guard", by=case[1])
    other = make_source(session, *case, "The Herald")
    statements.correct(
        session,
        gazette.public_id,
        Content(gazette.gist, gazette.basis),
        said_at=None,
        source=other.label,
        version=None,
        reason="wrong paper",
        by=case[1],
        now=NOW,
    )
    assert session.get(Source, guard.reporter_pk).name == "The Herald"
