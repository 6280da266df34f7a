"""Remarks on the wording of a report, on its pages; and the words for likelihood of a case."""

from __future__ import annotations

import lxml.html
import pytest
from sqlalchemy import select

from tests.factories import NOW, make_case, make_finding, make_report, make_statement
from tracker.domain.scales import GradeScale, Likelihood, LikelihoodRow, Profile
from tracker.services import grades, report_texts
from tracker.services.grades import GradeIt
from tracker.store.models import Finding


@pytest.fixture
def case(session):
    case, lead = make_case(session, code="EMB", profile=Profile.INTELLIGENCE)
    session.commit()
    return case, lead


@pytest.fixture
def report(session, blobs, case):
    made = make_report(session, *case, "Who left?")
    seen = make_statement(session, blobs, *case, "They left at three.", asserts=("They left",))
    make_finding(session, made, case[1], "They left.", assertion="AS1", cites=(seen,))
    session.commit()
    return made


@pytest.fixture
def finding(session, report):
    return session.scalars(select(Finding.public_id).where(Finding.report_pk == report.pk)).one()


def words(answer):
    return " ".join(lxml.html.document_fromstring(answer.text).find(".//main").text_content().split())


def test_a_report_in_order_has_nothing_to_remark(case, report, login):
    lead = login(case[1])
    assert "Nothing to remark" in words(lead.get_ok(f"/cases/EMB/reports/{report.public_id}/lint"))
    assert "Wording: nothing to remark" in words(lead.get_ok(f"/cases/EMB/reports/{report.public_id}"))


def test_every_remark_leads_to_where_it_is_mended(session, case, report, login):
    part = report_texts.add_section(
        session, report.public_id, "How", "They probably <b>ran</b>. [[ST1]]", by=case[1], now=NOW
    )
    session.commit()
    page = login(case[1]).get_ok(f"/cases/EMB/reports/{report.public_id}/lint")
    told = words(page)
    for said in ("A likelihood word of the other row", "ICD 203, D.6.e.(2)(a)", "How to fix it", "How (P1)"):
        assert said in told
    assert "They likely <b>ran</b>. [[ST1]]" in told
    assert f"/write/{part.public_id}" in page.text


def test_a_remark_stands_in_the_margin_of_its_finding_and_counts_as_open(
    session, case, report, finding, login
):
    for scale, value in ((GradeScale.LIKELIHOOD, "likely"), (GradeScale.CONFIDENCE, "high")):
        grades.grade(session, GradeIt(scale, finding, value=value, reason="So."), by=case[1], now=NOW)
    session.commit()
    page = words(login(case[1]).get_ok(f"/cases/EMB/reports/{report.public_id}"))
    assert "Stronger than its independent sources allow" in page
    assert "Wording: one remark" in page


@pytest.mark.parametrize(
    ("row", "shown", "other"),
    [(LikelihoodRow.TERM, "unlikely", "improbable"), (LikelihoodRow.EQUIVALENT, "improbable", "unlikely")],
)
def test_likelihood_has_the_words_of_the_case_wherever_it_is_chosen_or_shown(
    session, case, report, finding, login, row, shown, other
):
    case[0].likelihood_row = row
    session.commit()
    lead = login(case[1])
    form = lxml.html.document_fromstring(lead.get_ok(f"/cases/EMB/grades/likelihood/{finding}").text)
    labels = [" ".join(each.text_content().split()) for each in form.findall(".//label")]
    assert any(each.startswith(shown) and f"also: {other}" in each for each in labels), labels
    assert form.find(".//input[@value='unlikely']") is not None  # what is stored stays the same
    command = GradeIt(GradeScale.LIKELIHOOD, finding, value=Likelihood.UNLIKELY.value, reason="So.")
    grades.grade(session, command, by=case[1], now=NOW)
    session.commit()
    for address in (
        f"/cases/EMB/reports/{report.public_id}",
        f"/cases/EMB/reports/{report.public_id}/draft/html",
    ):
        page = lxml.html.document_fromstring(lead.get(address).text).text_content()
        assert shown in page
        assert other not in page
