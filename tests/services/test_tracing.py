"""Tracing through the database: what is followed, what begins a trace, and how it is found by name."""

import pytest
from sqlalchemy import event

from tests.factories import (
    NOW,
    make_assertion,
    make_capture,
    make_case,
    make_finding,
    make_member,
    make_report,
    make_source,
    make_statement,
    make_user,
    record_chain,
    viewer_again,
)
from tracker.domain.errors import DomainError, NotFound
from tracker.domain.scales import (
    AuthorCertainty,
    Basis,
    DocumentKind,
    Fidelity,
    GradeScale,
    RelayCertainty,
    SourceKind,
    SourceLinkKind,
    Stance,
)
from tracker.services import grades, relays, revisions, sources, tracing
from tracker.services.grades import GradeIt
from tracker.services.relays import RelayTerms
from tracker.services.sources import LinkSources, SourceChoice
from tracker.store.models import Relay


@pytest.fixture
def case(session):
    return make_case(session, code="EMB")


def relate(session, case, child, parent, **terms):
    return relays.relay(session, child.public_id, parent.label, RelayTerms(**terms), by=case[1], now=NOW)


def entries(traced):
    return {label for label, statement in traced.trace.statements.items() if statement.is_entry}


@pytest.fixture
def chain(session, blobs, case):
    page = make_capture(session, blobs, *case, "Salim: officials say the gate is open.", author="Blog")
    return record_chain(
        session,
        page,
        "the gate is open",
        SourceChoice("officials", SourceKind.UNNAMED),
        "Salim",
        by=case[1],
        asserts=("The gate was open",),
    )


def test_a_statement_is_followed_to_its_end_with_everything_a_page_needs(session, case, chain):
    officials, salim, blog = chain
    traced = tracing.trace_statement(session, case[1], blog.public_id)
    assert traced.trace.layers == (("ST3",), ("ST2",), ("ST1",))
    assert traced.public_ids == {"ST1": officials.public_id, "ST2": salim.public_id, "ST3": blog.public_id}
    assert traced.reporters == {"ST1": "Salim", "ST2": "Blog"}
    assert [gap.statement for gap in traced.trace.gaps] == ["ST1"]
    (words, key), *_ = traced.trace.statements["ST1"].passages
    assert words == "E1, characters 21–37"
    assert key.count("/") == 1
    assert entries(traced) == {"ST3"}


def test_an_assertion_is_traced_from_what_no_other_statement_repeats(session, blobs, case, chain):
    denial = make_statement(session, blobs, *case, asserts=("AS1",), stance=Stance.DENIES)
    gone = make_statement(session, blobs, *case, asserts=("AS1",))
    revisions.withdraw(session, "statement", gone.public_id, "twice", by=case[1], now=NOW)
    traced = tracing.trace_any(session, case[1], "EMB/AS1")
    assert traced.trace.roots == ("ST3", denial.label)
    assert traced.stances == {
        "ST1": Stance.ASSERTS,
        "ST2": Stance.ASSERTS,
        "ST3": Stance.ASSERTS,
        denial.label: Stance.DENIES,
    }


def test_statements_that_only_repeat_each_other_are_traced_all_the_same(session, blobs, case):
    one, two, three, four = (make_statement(session, blobs, *case, asserts=("It is so",)) for _ in range(4))
    for child, parent in ((one, two), (two, one), (four, three)):
        session.add(
            Relay(
                child_pk=child.pk,
                parent_pk=parent.pk,
                form="cites",
                certainty=RelayCertainty.EXPLICIT,
                fidelity=Fidelity.FAITHFUL,
                recorded_at=NOW,
            )
        )
    session.flush()
    traced = tracing.trace_any(session, case[1], "EMB/AS1")
    assert traced.trace.roots == ("ST1", "ST4")
    assert set(traced.trace.statements) == {"ST1", "ST2", "ST3", "ST4"}
    assert traced.trace.loops == (("ST1", "ST2"),)


def test_a_withdrawn_relay_is_not_followed(session, blobs, case):
    one, two = (make_statement(session, blobs, *case) for _ in range(2))
    relay = relate(session, case, two, one)
    revisions.withdraw(session, "relay", relay.public_id, "misread", by=case[1], now=NOW)
    assert set(tracing.trace_statement(session, case[1], two.public_id).trace.statements) == {"ST2"}


def test_the_grade_shown_is_the_newest_current_one_for_the_assertion_traced(session, blobs, case):
    one, two = make_assertion(session, *case), make_assertion(session, *case)
    statement = make_statement(session, blobs, *case, asserts=(one.label, two.label))
    for claim, value in ((one, "3"), (one, "2"), (two, "5")):
        command = GradeIt(GradeScale.CREDIBILITY, statement.public_id, value, "so", assertion=claim.label)
        grades.grade(session, command, by=case[1], now=NOW)

    def credibility(reference):
        return tracing.trace_any(session, case[1], reference).trace.statements["ST1"].credibility

    assert credibility("EMB/AS1") == "2"
    assert credibility("EMB/AS2") == "5"


def test_ones_own_grade_goes_before_a_newer_one_of_somebody_else(session, blobs, case):
    statement = make_statement(session, blobs, *case)
    colleague = make_member(session, *case)
    lead = viewer_again(session, case[1])
    for by, value in ((lead, "4"), (colleague, "2")):
        command = GradeIt(GradeScale.CREDIBILITY, statement.public_id, value, "so")
        grades.grade(session, command, by=by, now=NOW)
    for by, value in ((lead, "4"), (colleague, "2")):
        traced = tracing.trace_any(session, by, "EMB/ST1").trace
        assert traced.statements["ST1"].credibility == value


def test_the_reliability_of_a_merged_source_is_that_of_whom_it_stands_for(session, blobs, case):
    make_statement(session, blobs, *case, author="R. Smith")
    full = make_source(session, *case, "Robert Smith")
    sources.merge(session, _source(session, "R. Smith").public_id, full.label, "same", by=case[1], now=NOW)
    command = GradeIt(GradeScale.RELIABILITY, full.public_id, "B", "so")
    grades.grade(session, command, by=case[1], now=NOW)
    statement = tracing.trace_any(session, case[1], "EMB/ST1").trace.statements["ST1"]
    assert (statement.source.name, statement.reliability) == ("Robert Smith", "B")


def test_what_an_account_posts_is_held_in_its_owners_own_document(session, blobs, case):
    capture = make_capture(session, blobs, *case, "I was there.", author="@rima")
    rima, page = record_chain(session, capture, "I was there", "Rima", by=case[1])
    assert entries(tracing.trace_statement(session, case[1], rima.public_id)) == set()
    sources.link(
        session,
        _source(session, "@rima").public_id,
        LinkSources(_source(session, "Rima").label, SourceLinkKind.ACCOUNT_OF),
        by=case[1],
        now=NOW,
    )
    assert entries(tracing.trace_statement(session, case[1], rima.public_id)) == {"ST1"}


def test_a_witness_in_our_own_notes_is_held_directly(session, blobs, case):
    notes = make_capture(
        session,
        blobs,
        *case,
        "The guard: I opened it.",
        author=None,
        kind=DocumentKind.NOTES,
        collected_by_us=True,
    )
    (guard,) = record_chain(session, notes, "I opened it", "Guard", by=case[1])
    traced = tracing.trace_statement(session, case[1], guard.public_id)
    assert entries(traced) == {"ST1"}
    assert traced.trace.origins == ("ST1",)


def test_whoever_handed_it_over_and_a_purported_author_stand_on_the_path(session, blobs, case):
    paper = make_capture(
        session,
        blobs,
        *case,
        "Order: open the gate.",
        author="The general",
        author_certainty=AuthorCertainty.PURPORTED,
        obtained_from=SourceChoice("A clerk"),
        kind=DocumentKind.LEAK,
    )
    (order,) = record_chain(session, paper, "open the gate", "The general", by=case[1])
    traced = tracing.trace_statement(session, case[1], order.public_id)
    assert [source.name for source in traced.trace.statements["ST1"].also_on_path] == ["A clerk"]


def test_a_finding_is_traced_from_what_it_cites(session, case, chain):
    report = make_report(session, *case)
    finding = make_finding(session, report, case[1], cites=(chain[1],))
    assert tracing.trace_finding(session, case[1], finding.public_id).trace.roots == ("ST2",)
    assert tracing.trace_any(session, case[1], "EMB/R1/F1").trace.roots == ("ST2",)
    assert tracing.trace_any(session, case[1], finding.public_id).kind == "finding"


@pytest.mark.parametrize("reference", ["EMB/ST99", "EMB/AS99", "EMB/R1/F9", "NONE/ST1", "EMB/nonsense", "x"])
def test_what_is_not_there_is_said(session, case, chain, reference):
    make_report(session, *case)
    with pytest.raises(DomainError):
        tracing.trace_any(session, case[1], reference)


def test_a_stranger_traces_nothing(session, case, chain):
    stranger = make_user(session)
    for reference in (chain[0].public_id, "EMB/ST1", "EMB/AS1"):
        with pytest.raises(NotFound):
            tracing.trace_any(session, stranger, reference)


def test_a_protected_name_is_not_in_a_trace(session, blobs, case):
    source = make_source(
        session, *case, "Jane Q. Canary", is_protected=True, pseudonym="Source Nine", descriptor="an official"
    )
    page = make_capture(session, blobs, *case, "An official: it was ordered.", author="Blog")
    record_chain(session, page, "it was ordered", source.label, by=case[1])
    assert "Canary" not in repr(tracing.trace_any(session, case[1], "EMB/ST2"))


def test_thirty_hops_take_as_many_queries_as_three(session, engine, blobs, case):
    last = make_statement(session, blobs, *case)
    counts = []
    for hop in range(1, 30):
        following = make_statement(session, blobs, *case, basis=Basis.TOLD)
        relate(session, case, following, last)
        last = following
        if hop in (2, 29):
            counts.append(queries(engine, session, case, last))
    assert counts[0] == counts[1]


def queries(engine, session, case, statement):
    seen = []

    def note(_connection, _cursor, sql, *_):
        seen.append(sql)

    event.listen(engine, "before_cursor_execute", note)
    try:
        tracing.trace_statement(session, case[1], statement.public_id)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def _source(session, name):
    from sqlalchemy import select

    from tracker.store.models import Source

    return session.scalars(select(Source).where(Source.name == name)).one()
