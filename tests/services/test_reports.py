"""Reports, their findings and what these cite."""

import pytest
from sqlalchemy import func, select

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
from tracker.domain.errors import Conflict, DomainError, Duplicate, Forbidden, NotFound
from tracker.domain.scales import CaseRole, CitationRole
from tracker.services import reports, revisions
from tracker.services.reports import ReportContent
from tracker.store.models import AuditEvent, Citation, Finding, Report, Revision


@pytest.fixture
def case(session):
    return make_case(session, code="EMB")


@pytest.fixture
def report(session, case):
    return make_report(session, *case)


def texts(session, report):
    found = session.execute(
        select(Finding.text)
        .where(Finding.report_pk == report.pk, Finding.withdrawn_at.is_(None))
        .order_by(Finding.position)
    )
    return list(found.scalars())


def cite(session, case, finding, statement, role=CitationRole.SUPPORTS):
    return reports.cite(session, finding.public_id, statement, role, by=case[1], now=NOW)


def test_reports_of_a_case_are_numbered_and_their_dates_understood(session, case):
    first = make_report(session, *case, "One", cut_off="2020-01-02")
    assert (first.label, str(first.cut_off)) == ("R1", "2 January 2020")
    assert make_report(session, *case, "Two").label == "R2"
    assert make_report(session, *make_case(session), "Elsewhere").label == "R1"


@pytest.mark.parametrize(
    ("content", "field"),
    [(ReportContent(" "), "title"), (ReportContent("T", cut_off="yesterday"), "cut_off")],
)
def test_a_report_that_cannot_be_is_refused_at_its_field(session, case, content, field):
    with pytest.raises(DomainError) as refused:
        reports.add(session, "EMB", content, by=case[1], now=NOW)
    assert refused.value.field == field
    assert session.scalar(select(func.count(Report.pk))) == 0


def test_the_text_is_changed_with_its_old_words_kept(session, case, report):
    reports.correct(
        session, report.public_id, ReportContent("Anew"), version=1, reason=None, by=case[1], now=NOW
    )
    kept = session.scalars(select(Revision)).one()
    assert (report.title, report.version, kept.reason) == ("Anew", 2, "Drafting")
    with pytest.raises(Conflict):
        reports.correct(
            session, report.public_id, ReportContent("X"), version=1, reason=None, by=case[1], now=NOW
        )


def test_a_finding_is_changed_and_linked_to_the_assertion_it_states(session, case, report):
    finding = make_finding(session, report, case[1])
    assertion = make_assertion(session, *case)
    change = {"version": 1, "reason": None, "by": case[1], "now": NOW}
    reports.correct_finding(session, finding.public_id, "Anew.", assertion=assertion.label, **change)
    assert (finding.text, finding.assertion_pk, finding.version) == ("Anew.", assertion.pk, 2)
    with pytest.raises(Conflict):
        reports.correct_finding(session, finding.public_id, "Again.", **change)
    with pytest.raises(DomainError) as refused:
        reports.correct_finding(session, finding.public_id, " ", **(change | {"version": 2}))
    assert refused.value.field == "text"


def test_another_cases_assertion_is_none(session, case, report):
    elsewhere = make_assertion(session, *make_case(session))
    with pytest.raises(DomainError) as refused:
        make_finding(session, report, case[1], assertion=elsewhere.public_id)
    assert refused.value.field == "assertion"
    assert texts(session, report) == []


def test_findings_move_among_the_standing_ones(session, case, report):
    one, two, three = (make_finding(session, report, case[1], text) for text in ("1", "2", "3"))
    revisions.withdraw(session, "finding", two.public_id, "No.", by=case[1], now=NOW)
    reports.move(session, "finding", three.public_id, -1, by=case[1], now=NOW)
    assert texts(session, report) == ["3", "1"]
    reports.move(session, "finding", three.public_id, -1, by=case[1], now=NOW)
    assert texts(session, report) == ["3", "1"]
    reports.move(session, "finding", three.public_id, 1, by=case[1], now=NOW)
    assert texts(session, report) == ["1", "3"]
    with pytest.raises(DomainError, match="Restore"):
        reports.move(session, "finding", two.public_id, 1, by=case[1], now=NOW)
    assert make_finding(session, report, case[1], "4").label == "F4"
    assert texts(session, report) == ["1", "3", "4"]


def test_moving_a_finding_disturbs_nobody_who_is_writing_it(session, case, report):
    one = make_finding(session, report, case[1], "1")
    make_finding(session, report, case[1], "2")
    reports.move(session, "finding", one.public_id, 1, by=case[1], now=NOW)
    reports.correct_finding(session, one.public_id, "1 anew", version=1, reason=None, by=case[1], now=NOW)
    assert texts(session, report) == ["2", "1 anew"]


def test_a_finding_cites_a_statement_once(session, blobs, case, report):
    statement = make_statement(session, blobs, *case)
    finding = make_finding(session, report, case[1], cites=(statement,))
    with pytest.raises(Duplicate) as refused:
        cite(session, case, finding, statement.public_id, CitationRole.BACKGROUND)
    assert refused.value.field == "statement"
    citation = session.scalars(select(Citation)).one()
    revisions.withdraw(session, "citation", citation.public_id, "Not needed.", by=case[1], now=NOW)
    assert cite(session, case, finding, statement.label.lower()).role is CitationRole.SUPPORTS
    with pytest.raises(Duplicate):
        revisions.restore(session, "citation", citation.public_id, "Needed.", by=case[1], now=NOW)


def test_what_cannot_be_cited_is_said_at_the_field(session, blobs, case, report):
    finding = make_finding(session, report, case[1])
    withdrawn = make_statement(session, blobs, *case)
    revisions.withdraw(session, "statement", withdrawn.public_id, "A misreading.", by=case[1], now=NOW)
    elsewhere = make_statement(session, blobs, *make_case(session))
    for wanted, words in (
        (withdrawn.label, "A misreading"),
        (elsewhere.public_id, "no “"),
        ("ST99", "no “ST99”"),
        ("", "Choose the statement"),
    ):
        with pytest.raises(DomainError, match=words) as refused:
            cite(session, case, finding, wanted)
        assert refused.value.field == "statement"
    assert session.scalar(select(func.count(Citation.pk))) == 0


def test_readers_write_no_reports_and_strangers_know_of_none(session, case, report):
    reader, stranger = make_member(session, *case, CaseRole.READER), make_user(session)
    for viewer, error in ((reader, Forbidden), (stranger, NotFound)):
        with pytest.raises(error):
            make_report(session, case[0], viewer)
        with pytest.raises(error):
            make_finding(session, report, viewer)


def test_every_deed_is_on_the_trail(session, blobs, case, report):
    finding = make_finding(session, report, case[1], cites=(make_statement(session, blobs, *case),))
    reports.move(session, "finding", finding.public_id, 1, by=case[1], now=NOW)
    deeds = session.scalars(
        select(AuditEvent.action).where(AuditEvent.object_kind.in_(("report", "finding"))).order_by("seq")
    ).all()
    assert deeds == ["report begun", "finding added", "statement cited", "finding moved"]
