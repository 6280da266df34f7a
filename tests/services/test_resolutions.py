"""Resolving assertions: what is stored, who may, what is refused, and whose track record moves."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import (
    NOW,
    make_assertion,
    make_capture,
    make_case,
    make_member,
    make_source,
    make_statement,
    make_user,
    record_chain,
)
from tracker.domain.errors import Conflict, DomainError, Forbidden, NotFound
from tracker.domain.resolutions import Role, Verdict
from tracker.domain.scales import Basis, CaseRole, Outcome, SourceLinkKind, Stance
from tracker.domain.track_record import Tally
from tracker.services import assertions, resolutions, revisions, sources, withdrawing
from tracker.services.assertions import AssertionContent
from tracker.services.resolutions import Resolve
from tracker.services.sources import LinkSources
from tracker.store.models import AuditEvent, Resolution, Source
from tracker.store.queries import track_record as queries


@pytest.fixture
def case(session):
    return make_case(session, code="EMB")


def resolve(session, by, assertion, outcome=Outcome.TRUE, reason="The court found so.", *basis, seen=None):  # noqa: PLR0917
    labels = tuple(each if isinstance(each, str) else each.label for each in basis)
    command = Resolve(assertion.public_id, outcome, reason, labels, seen)
    return resolutions.resolve(session, command, by=by, now=NOW)


def record(session, case, source, role=Role.ORIGINAL):
    found = resolutions.track_records(session, case[1], case[0].pk)
    label = source if isinstance(source, str) else source.label
    return found[label].overall(role) if label in found else None


def source_of(session, statement):
    return session.get_one(Source, statement.source_pk)


def test_a_resolution_is_stored_with_its_basis_and_shown(session, blobs, case):
    claim = make_assertion(session, *case)
    one, two = make_statement(session, blobs, *case), make_statement(session, blobs, *case)
    assert queries.resolution_of(session, case[1], claim) is None
    made = resolve(session, case[1], claim, Outcome.FALSE, "  The gate was shut. ", two, one, two)
    standing = queries.resolution_of(session, case[1], claim)
    assert (standing.public_id, standing.outcome, standing.reason) == (
        made.public_id,
        Outcome.FALSE,
        "The gate was shut.",
    )
    assert standing.basis_labels == (one.label, two.label)
    assert standing.analyst == case[1].display_name
    assert not standing.lost_its_basis


def test_the_trail_tells_of_the_resolution_and_not_of_its_words(session, blobs, case):
    claim, basis = make_assertion(session, *case), make_statement(session, blobs, *case)
    made = resolve(session, case[1], claim, Outcome.TRUE, "Jane Roe was there.", basis)
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
    assert (event.action, event.object_id, event.reason) == ("assertion resolved", claim.public_id, None)
    assert json.loads(event.body)["details"] == {
        "outcome": "true",
        "basis": [basis.label],
        "resolution": made.public_id,
        "again": False,
    }


def test_resolving_again_withdraws_what_stood_with_the_new_reason(session, case):
    claim = make_assertion(session, *case)
    first = resolve(session, case[1], claim, Outcome.TRUE)
    second = resolve(session, case[1], claim, Outcome.FALSE, "The video was old.")
    assert first.withdrawn_reason == "resolved again: The video was old."
    assert queries.resolution_of(session, case[1], claim).public_id == second.public_id
    (earlier,) = queries.earlier_resolutions(session, case[1], claim)
    assert (earlier.outcome, earlier.withdrawn_by) == (Outcome.TRUE, case[1].display_name)


def test_a_resolution_is_withdrawn_with_a_reason_and_the_assertion_is_open_again(session, case):
    claim = make_assertion(session, *case)
    made = resolve(session, case[1], claim)
    with pytest.raises(DomainError) as refused:
        resolutions.withdraw(session, made.public_id, " ", by=case[1], now=NOW)
    assert refused.value.field == "reason"
    resolutions.withdraw(session, made.public_id, "too early", by=case[1], now=NOW)
    assert queries.resolution_of(session, case[1], claim) is None
    with pytest.raises(DomainError, match="withdrawn already"):
        resolutions.withdraw(session, made.public_id, "again", by=case[1], now=NOW)
    event = session.scalars(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()
    assert (event.action, event.reason) == ("resolution withdrawn", "too early")
    resolve(session, case[1], claim, Outcome.FALSE)
    assert session.scalars(select(Resolution.withdrawn_reason).order_by(Resolution.pk)).all() == [
        "too early",
        None,
    ]


@pytest.mark.parametrize(
    ("reason", "basis", "field"),
    [
        (" ", (), "reason"),
        (None, (), "reason"),
        ("x", ("ST99",), "basis"),
        ("x", ("nonsense",), "basis"),
        ("x", ("AS1",), "basis"),
    ],
)
def test_what_is_missing_or_unknown_is_said_at_its_field_and_nothing_is_stored(
    session, case, reason, basis, field
):
    claim = make_assertion(session, *case)
    with pytest.raises(DomainError) as refused:
        resolve(session, case[1], claim, Outcome.TRUE, reason, *basis)
    assert refused.value.field == field
    assert session.scalars(select(Resolution)).all() == []


def test_what_was_withdrawn_is_no_basis_and_not_resolved(session, blobs, case):
    claim, basis = make_assertion(session, *case), make_statement(session, blobs, *case)
    revisions.withdraw(session, "statement", basis.public_id, "typed twice", by=case[1], now=NOW)
    with pytest.raises(DomainError, match="withdrawn from the case") as refused:
        resolve(session, case[1], claim, Outcome.TRUE, "x", basis)
    assert refused.value.field == "basis"
    revisions.withdraw(session, "assertion", claim.public_id, "typed twice", by=case[1], now=NOW)
    with pytest.raises(DomainError, match="Restore it"):
        resolve(session, case[1], claim)


def test_a_statement_of_another_case_is_no_basis(session, blobs, case):
    claim = make_assertion(session, *case)
    other = make_case(session)
    foreign = [make_statement(session, blobs, *other) for _ in range(2)][-1]
    with pytest.raises(DomainError, match="in this case") as refused:
        resolve(session, case[1], claim, Outcome.TRUE, "x", foreign.public_id)
    assert refused.value.field == "basis"


def test_a_reader_does_not_resolve_and_a_stranger_finds_nothing(session, case):
    claim = make_assertion(session, *case)
    made = resolve(session, case[1], claim)
    reader, stranger = make_member(session, *case, CaseRole.READER), make_user(session)
    for person, refusal in ((reader, Forbidden), (stranger, NotFound)):
        with pytest.raises(refusal):
            resolve(session, person, claim)
        with pytest.raises(refusal):
            resolutions.preview(session, Resolve(claim.public_id, Outcome.TRUE, "x"), by=person)
        with pytest.raises(refusal):
            resolutions.withdraw(session, made.public_id, "x", by=person, now=NOW)
    assert queries.resolution_of(session, reader, claim) is not None
    for query in (queries.resolution_of, queries.earlier_resolutions):
        with pytest.raises(NotFound):
            query(session, stranger, claim)
    with pytest.raises(NotFound):
        resolutions.track_records(session, stranger, case[0].pk)


@pytest.mark.parametrize("is_resolved", [True, False])
def test_whoever_decided_on_something_else_than_stands_now_is_told(session, case, is_resolved):
    claim = make_assertion(session, *case)
    seen = ""
    if is_resolved:
        seen = resolve(session, case[1], claim).public_id
    resolve(session, case[1], claim, Outcome.PARTLY, "meanwhile")
    with pytest.raises(Conflict, match="while you were writing"):
        resolve(session, case[1], claim, Outcome.FALSE, "x", seen=seen)
    standing = queries.resolution_of(session, case[1], claim)
    assert standing.outcome is Outcome.PARTLY
    resolve(session, case[1], claim, Outcome.FALSE, "x", seen=standing.public_id)


def test_two_who_resolve_at_the_same_moment_do_not_both(session, case, monkeypatch):
    claim = make_assertion(session, *case)
    resolve(session, case[1], claim)
    monkeypatch.setattr(withdrawing, "_standing", lambda *_: None)  # the other's row was not there yet
    with pytest.raises(Conflict, match="while you were writing"):
        resolve(session, case[1], claim, Outcome.FALSE)
    assert queries.resolution_of(session, case[1], claim).outcome is Outcome.TRUE


def test_the_original_source_and_who_repeats_it_have_records_of_their_own(session, blobs, case):
    claim = make_assertion(session, *case, topic="the siege")
    capture = make_capture(session, blobs, *case, "They left, the guard says.", author="A paper")
    guard, paper = record_chain(
        session, capture, "They left", "A guard", "A paper", by=case[1], asserts=(claim.label,)
    )
    resolve(session, case[1], claim)
    assert record(session, case, source_of(session, guard)).tally == Tally(1, 0)
    relayed = record(session, case, source_of(session, paper), Role.RELAYING)
    assert relayed.tally == Tally(1, 0)
    assert relayed.entries[0].topic == "the siege"


def test_a_merged_duplicate_counts_as_the_same_source_and_not_twice(session, blobs, case):
    claim = make_assertion(session, *case)
    one, two = (make_statement(session, blobs, *case, asserts=(claim.label,)) for _ in range(2))
    kept, double = source_of(session, one), source_of(session, two)
    sources.merge(session, double.public_id, kept.label, "same account", by=case[1], now=NOW)
    resolve(session, case[1], claim)
    assert record(session, case, kept).tally == Tally(1, 0)
    assert record(session, case, double) is None


def test_a_basis_that_bears_on_no_assertion_still_keeps_its_source_from_confirming_itself(
    session, blobs, case
):
    claim = make_assertion(session, *case)
    said = make_statement(session, blobs, *case, author="A guard", asserts=(claim.label,))
    later = make_statement(session, blobs, *case, author="A guard")
    other = make_statement(session, blobs, *case, asserts=(claim.label,))
    resolve(session, case[1], claim, Outcome.TRUE, "As the guard said.", later)
    (entry,) = record(session, case, source_of(session, said)).entries
    assert entry.verdict is Verdict.NOT_COUNTED
    assert record(session, case, source_of(session, other)).tally == Tally(1, 0)


def test_nor_does_whoever_it_depends_on(session, blobs, case):
    claim = make_assertion(session, *case)
    said = make_statement(session, blobs, *case, author="The ministry", asserts=(claim.label,))
    later = make_statement(session, blobs, *case, author="Its television")
    ministry, television = source_of(session, said), source_of(session, later)
    terms = LinkSources(ministry.label, SourceLinkKind.STATE_CONTROLLED_BY)
    sources.link(session, television.public_id, terms, by=case[1], now=NOW)
    resolve(session, case[1], claim, Outcome.TRUE, "As on television.", later)
    assert record(session, case, ministry).tally == Tally(0, 0)


def test_nor_whoever_alone_passed_the_basis_on_to_us(session, blobs, case):
    claim = make_assertion(session, *case)
    said = make_statement(session, blobs, *case, author="A paper", asserts=(claim.label,))
    capture = make_capture(session, blobs, *case, "They left, the guard says.", author="A paper")
    guard, _ = record_chain(session, capture, "They left", "A guard", "A paper", by=case[1])
    resolve(session, case[1], claim, Outcome.TRUE, "As the guard said.", guard)
    assert record(session, case, source_of(session, said)).tally == Tally(0, 0)


def test_a_denial_counts_the_other_way_round(session, blobs, case):
    claim = make_assertion(session, *case)
    denied = make_statement(session, blobs, *case, asserts=(claim.label,), stance=Stance.DENIES)
    resolve(session, case[1], claim, Outcome.FALSE)
    assert record(session, case, source_of(session, denied)).tally == Tally(1, 0)


def test_what_is_withdrawn_counts_no_more(session, blobs, case):
    claim = make_assertion(session, *case)
    said = make_statement(session, blobs, *case, asserts=(claim.label,))
    basis = make_statement(session, blobs, *case)
    resolve(session, case[1], claim, Outcome.TRUE, "So.", basis)
    source = source_of(session, said)
    assert record(session, case, source).tally == Tally(1, 0)
    revisions.withdraw(session, "statement", basis.public_id, "forged", by=case[1], now=NOW)
    (entry,) = record(session, case, source).entries
    assert entry.verdict is Verdict.NOT_COUNTED
    assert queries.resolution_of(session, case[1], claim).lost_its_basis
    revisions.withdraw(session, "assertion", claim.public_id, "unclear", by=case[1], now=NOW)
    assert record(session, case, source) is None


def test_a_preview_says_whose_record_moves_and_writes_nothing(session, blobs, case):
    claim = make_assertion(session, *case)
    said = make_statement(session, blobs, *case, asserts=(claim.label,))
    forecast = make_statement(
        session, blobs, *case, asserts=(claim.label,), basis=Basis.FORECAST, due="2020-02"
    )
    basis = make_statement(session, blobs, *case, asserts=(claim.label,))
    command = Resolve(claim.public_id, Outcome.FALSE, "x", (basis.label,))
    moved = {move.source: move for move in resolutions.preview(session, command, by=case[1])}
    assert {label: move.changes for label, move in moved.items()} == {
        source_of(session, said).label: True,
        source_of(session, forecast).label: True,
        source_of(session, basis).label: False,
    }
    assert session.scalars(select(Resolution)).all() == []
    with pytest.raises(DomainError):
        resolutions.preview(session, Resolve(claim.public_id, Outcome.FALSE, " "), by=case[1])


def test_records_cost_the_same_however_much_is_resolved(session, blobs, case, count_queries):
    def grow(count):
        for _ in range(count):
            claim = make_assertion(session, *case)
            make_statement(session, blobs, *case, asserts=(claim.label,))
            resolve(session, case[1], claim, Outcome.TRUE, "So.", make_statement(session, blobs, *case))
        session.expire_all()

    grow(1)
    with count_queries() as few:
        resolutions.track_records(session, case[1], case[0].pk)
    grow(6)
    with count_queries() as many:
        resolutions.track_records(session, case[1], case[0].pk)
    assert few.count == many.count


def test_lists_are_narrowed_and_paged(session, case):
    claims = [
        make_assertion(session, *case, f"Claim about {word}", topic=topic)
        for word, topic in (("a gate", "the gate"), ("a road", None), ("a guard", "the gate"))
    ]
    outcomes = (Outcome.TRUE, Outcome.FALSE, Outcome.PARTLY)
    for claim, outcome in zip(claims, outcomes, strict=True):
        resolve(session, case[1], claim, outcome)

    def found(**wanted):
        listed = queries.list_resolutions(session, case[1], case[0].pk, queries.Wanted(**wanted))
        return [row.label for row in listed.rows]

    assert found() == ["AS3", "AS2", "AS1"]
    assert found(outcome=Outcome.FALSE) == ["AS2"]
    assert found(topic="the gate") == ["AS3", "AS1"]
    assert found(topic="-") == ["AS2"]
    assert found(q="ROAD") == ["AS2"]
    assert found(q="as3") == ["AS3"]
    assert found(withdrawn=True) == []
    resolve(session, case[1], claims[0], Outcome.FALSE)
    assert found(withdrawn=True) == ["AS1"]
    assert found(page=99) == ["AS1", "AS3", "AS2"]


def test_a_topic_is_written_as_the_case_writes_it_already(session, case):
    first = make_assertion(session, *case, topic="The  palace ")
    second = make_assertion(session, *case, topic="the PALACE")
    other = make_assertion(session, *case, topic="the street")
    assert (first.topic, second.topic, other.topic) == ("The palace", "The palace", "the street")
    assert make_assertion(session, *case, topic="  ").topic is None
    assert queries.topics(session, case[1], case[0].pk) == ["The palace", "the street"]


def test_topics_of_grades_and_of_assertions_are_one_vocabulary(session, case):
    from tracker.domain.scales import GradeScale
    from tracker.services import grades
    from tracker.services.grades import GradeIt

    source = make_source(session, *case)
    grades.grade(
        session,
        GradeIt(GradeScale.RELIABILITY, source.public_id, "B", "So.", topic="The street"),
        by=case[1],
        now=NOW,
    )
    assert make_assertion(session, *case, topic="the street").topic == "The street"


def test_a_corrected_topic_is_kept_with_what_was_before(session, case):
    claim = make_assertion(session, *case, "They left", topic="the siege")
    command = AssertionContent("They left", topic="the retreat")
    assertions.correct(
        session,
        claim.public_id,
        command,
        version=claim.version,
        reason="clearer",
        by=case[1],
        now=NOW + timedelta(1),
    )
    assert claim.topic == "the retreat"
