"""The remarks on a report, for whom, and its citations held against the stored bytes."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from tests.factories import (
    NOW,
    make_case,
    make_finding,
    make_member,
    make_report,
    make_statement,
    viewer_again,
)
from tracker.domain.access import Viewer
from tracker.domain.report_lint import Rule
from tracker.domain.scales import Confidence, GradeScale, Likelihood, LikelihoodRow, Profile
from tracker.services import grades, publishing, report_lint, report_texts, reports, revisions
from tracker.services.grades import GradeIt
from tracker.services.report_content import gather
from tracker.services.reports import ReportContent
from tracker.store.models import Finding, Report, Statement


@pytest.fixture
def case(session):
    return make_case(session, code="EMB", profile=Profile.INTELLIGENCE)


@pytest.fixture
def report(session, blobs, case):
    made = make_report(session, *case, gaps="We looked for a picture and found none.")
    seen = make_statement(session, blobs, *case, "They left at three.", asserts=("They left",))
    make_finding(session, made, case[1], "They left.", assertion="AS1", cites=(seen,))
    return made


def check(session, blobs, report, by):
    return report_lint.verify(session, blobs, report.public_id, by=by, now=NOW)


def test_nothing_is_remarked_of_the_demonstration(demo_case):
    report = demo_case.session.query(Report).one()
    found = report_lint.verify(
        demo_case.session, demo_case.blobs, report.public_id, by=demo_case.lead, now=NOW
    )
    assert found.remarks == ()
    assert found.wrong == ()
    assert len(found.citations) > 5
    assert found.is_clean


def test_captured_bytes_that_changed_are_found(session, blobs, case, report):
    assert check(session, blobs, report, case[1]).is_clean
    [path] = [each for each in blobs._root.rglob("*") if each.is_file()]
    path.chmod(0o644)
    path.write_bytes(b"They stayed.")
    [wrong] = check(session, blobs, report, case[1]).wrong
    assert "SHA-256" in wrong.wrong
    assert wrong.exhibit == "E1"
    assert wrong.statement == "ST1"
    path.unlink()
    assert len(check(session, blobs, report, case[1]).wrong) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("exact = 'They fled at once'", "do not stand there"),
        ("start_offset = start_offset + 2", "do not stand there"),
        ("kind = 'region', exact = NULL, x = 9000, y = 0, width = 2000, height = 10", "outside its picture"),
        ("kind = 'time', exact = NULL, begin_ms = -5, end_ms = 10", "outside its picture"),
    ],
)
def test_a_passage_that_is_not_where_it_is_said_to_be_is_found(session, blobs, case, report, change, said):
    session.execute(text(f"UPDATE passage SET {change}"))
    session.expire_all()
    [wrong] = check(session, blobs, report, case[1]).wrong
    assert said in wrong.wrong


def test_a_version_is_checked_against_what_it_froze_and_the_bytes_of_today(session, blobs, case, report):
    publishing.publish(session, report.public_id, "A look", by=case[1], now=NOW)

    def again():
        return report_lint.verify_version(session, blobs, report.public_id, 1, by=case[1])

    assert again().is_clean
    assert len(again().citations) == 1
    session.execute(text("UPDATE passage SET exact = 'Something else'"))
    session.expire_all()
    assert again().is_clean  # what was published says its own words
    session.execute(text("UPDATE capture SET text = 'Nobody left.'"))
    session.expire_all()
    assert not again().is_clean
    assert "do not stand" in again().wrong[0].wrong


def test_what_fell_since_a_version_was_published_is_told(session, blobs, case, report):
    publishing.publish(session, report.public_id, "A look", by=case[1], now=NOW)
    statement = session.scalars(select(Statement.public_id)).one()
    revisions.withdraw(
        session, "statement", statement, "A misreading.", by=case[1], now=NOW.replace(year=2021)
    )
    found = report_lint.verify_version(session, blobs, report.public_id, 1, by=case[1])
    assert any("ST1" in words and "A misreading." in words for words in found.since)
    assert not found.is_clean


def test_a_grade_that_is_hidden_from_somebody_is_not_told_by_a_remark(session, blobs, case, report):
    lead: Viewer = case[1]
    finding = session.scalars(select(Finding.public_id)).one()
    for scale, value in (
        (GradeScale.LIKELIHOOD, Likelihood.LIKELY),
        (GradeScale.CONFIDENCE, Confidence.HIGH),
    ):
        grades.grade(session, GradeIt(scale, finding, value=value.value, reason="So."), by=lead, now=NOW)
    [told] = report_lint.remarks(session, report.public_id, by=lead, now=NOW).standing
    assert told.rule is Rule.STRONG
    assert "high confidence" in told.why
    blind = viewer_again(session, make_member(session, case[0], lead))
    assert report_lint.remarks(session, report.public_id, by=blind, now=NOW).standing == ()
    content = gather(session, report, version="Draft", viewer=lead, now=NOW).content
    hidden = {("F1", GradeScale.LIKELIHOOD), ("F1", GradeScale.CONFIDENCE)}
    assert report_lint.remarks_on(session, report, content, (), hidden=hidden).standing == ()
    assert report_lint.remarks_on(session, report, content, ()).at("F1") == [told]


def test_the_words_of_the_case_are_those_of_its_row(session, blobs, case, report):
    case[0].likelihood_row = LikelihoodRow.EQUIVALENT
    session.flush()
    command = ReportContent("A report", bottom_line="It is unlikely that they left.")
    reports.correct(session, report.public_id, command, version=None, reason=None, by=case[1], now=NOW)
    [told] = report_lint.remarks(session, report.public_id, by=case[1], now=NOW).standing
    assert told.rule is Rule.ONE_ROW
    assert told.rewritten == "It is improbable that they left."


def test_a_section_is_read_with_what_it_cites(session, blobs, case, report):
    report_texts.add_section(
        session, report.public_id, "How", "They left at three. [[ST1]] They ran.", by=case[1], now=NOW
    )
    [told] = report_lint.remarks(session, report.public_id, by=case[1], now=NOW).standing
    assert (told.rule, told.place.label, told.sentence) == (Rule.UNCITED, "P1", "They ran.")
