"""What a report says of its sources and of the software, and what it never tells of a protected one."""

import pytest
from sqlalchemy import select

from tests.factories import (
    NOW,
    make_capture,
    make_case,
    make_finding,
    make_report,
    make_source,
    make_statement,
    record_chain,
)
from tracker.domain.report_input import RecordInput
from tracker.domain.scales import GradeScale, Outcome, Profile, RelayCertainty, SourceLinkKind
from tracker.services import grades, resolutions, sources
from tracker.services.grades import GradeIt
from tracker.services.report_content import gather
from tracker.services.resolutions import Resolve
from tracker.services.sources import LinkSources
from tracker.store.models import Assertion, RepeatDecision, Source


@pytest.fixture
def case(session):
    return make_case(session, code="EMB", profile=Profile.INTELLIGENCE)


@pytest.fixture
def report(session, case):
    return make_report(session, *case)


def content(session, case, report):
    return gather(session, report, version="Draft", viewer=case[1], now=NOW).content


def profile(session, case, report, label):
    return next(each for each in content(session, case, report).profiles if each.label == label)


def tied(session, case, source, kind, to, **more):
    sources.link(session, source.public_id, LinkSources(to.label, kind, **more), by=case[1], now=NOW)


def cited(session, blobs, case, report, name):
    statement = make_statement(session, blobs, *case, author=name, asserts=("They left",))
    make_finding(session, report, case[1], cites=(statement,))
    return statement, session.get_one(Source, statement.source_pk)


def test_a_source_is_told_with_those_it_is_tied_to(session, blobs, case, report):
    _, ann = cited(session, blobs, case, report, "Ann")
    paper, rumour, twin = (
        make_source(session, *case, name) for name in ("The Paper", "The Rumour", "Ann B.")
    )
    tied(session, case, ann, SourceLinkKind.EMPLOYED_BY, paper)
    tied(session, case, ann, SourceLinkKind.MEMBER_OF, rumour, certainty=RelayCertainty.POSSIBLE)
    tied(session, case, twin, SourceLinkKind.POSSIBLY_SAME_AS, ann)
    tied(session, case, paper, SourceLinkKind.OWNED_BY, ann)
    assert profile(session, case, report, ann.label).ties == (
        "is employed by The Paper",
        "is a member of The Rumour, which is only possible",
        "is possibly the same as Ann B.",
    )


def test_nobody_is_tied_to_a_protected_source(session, blobs, case, report):
    _, ann = cited(session, blobs, case, report, "Ann")
    guard = make_source(session, *case, "Hadi", is_protected=True, pseudonym="Guard 1", descriptor="a guard")
    tied(session, case, ann, SourceLinkKind.EMPLOYED_BY, guard)
    assert profile(session, case, report, ann.label).ties == ()
    statement = make_statement(session, blobs, *case, author="Guard")
    hidden = session.get_one(Source, statement.source_pk)
    make_finding(session, report, case[1], cites=(statement,))
    hidden.is_protected, hidden.pseudonym, hidden.descriptor = True, "Guard 2", "another guard"
    session.flush()
    tied(session, case, hidden, SourceLinkKind.EMPLOYED_BY, make_source(session, *case, "The Gate"))
    assert profile(session, case, report, hidden.label).ties == ()


def test_a_source_has_its_track_record_its_grade_and_its_access(session, blobs, case, report):
    _, ann = cited(session, blobs, case, report, "Ann")
    grades.grade(
        session,
        GradeIt(
            GradeScale.RELIABILITY, ann.public_id, "B", "Steady.", topic="the gate", access="stands there"
        ),
        by=case[1],
        now=NOW,
    )
    assert content(session, case, report).machine.agreement == ()
    assert profile(session, case, report, ann.label).original == RecordInput()
    claim = session.scalars(select(Assertion)).one()
    resolutions.resolve(session, Resolve(claim.public_id, Outcome.TRUE, "So found."), by=case[1], now=NOW)
    told = profile(session, case, report, ann.label)
    assert told.original == RecordInput(1, 0)
    assert (told.access, told.reliability.value.value) == ("stands there", "B")


def test_software_and_the_answers_to_its_proposals_are_told(session, blobs, case, report):
    later, _ = cited(session, blobs, case, report, "Ann")
    earlier, _ = cited(session, blobs, case, report, "Bo")
    session.add(
        RepeatDecision(
            case_pk=case[0].pk,
            later_pk=later.pk,
            earlier_pk=earlier.pk,
            sign="same text",
            is_accepted=False,
            reason="No.",
            recorded_at=NOW,
            recorded_by_pk=case[1].user_pk,
        )
    )
    session.flush()
    machine = content(session, case, report).machine
    assert machine.tool.startswith("Provenance tracker ")
    assert (machine.accepted, machine.refused) == ((), (later.label,))


def test_grades_given_blind_are_counted_apart(session, blobs, case, report):
    statement, _ = cited(session, blobs, case, report, "Ann")
    grades.grade(
        session, GradeIt(GradeScale.CREDIBILITY, statement.public_id, "2", "Fits."), by=case[1], now=NOW
    )
    machine = content(session, case, report).machine
    assert sorted((*machine.blind, *machine.sighted)) == [statement.label]


def test_the_chains_behind_a_count_have_the_names_readers_may_know(session, blobs, case, report):
    for name in ("Ann", "Bo"):
        statement = make_statement(session, blobs, *case, author=name, asserts=("They left",))
    make_finding(session, report, case[1], assertion="AS1", cites=(statement,))
    [support] = content(session, case, report).findings[0].support
    assert (support.minimum, support.maximum) == (2, 2)
    assert sorted(support.least) == sorted(support.most) == [("Ann",), ("Bo",)]


def test_an_exhibit_names_the_program_that_read_it_and_who_collected_it(session, blobs, case, report):
    capture = make_capture(session, blobs, *case, "They left.", author="Ann", interpreter="Jun")
    [statement] = record_chain(session, capture, "They left.", "Ann", by=case[1])
    make_finding(session, report, case[1], cites=(statement,))
    [exhibit] = content(session, case, report).exhibits
    assert exhibit.extractor == capture.extractor
    assert exhibit.interpreter == "Jun"
