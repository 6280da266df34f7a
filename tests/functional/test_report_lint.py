"""Remarks on the wording of a report, on its pages; and the words for likelihood of a case."""

from __future__ import annotations

import lxml.html
import pytest
from sqlalchemy import select

from tests.factories import NOW, make_case, make_finding, make_member, make_report, make_statement
from tracker.domain.scales import CaseRole, GradeScale, Likelihood, LikelihoodRow, Profile
from tracker.services import grades, report_texts, reports
from tracker.services.grades import GradeIt
from tracker.services.reports import ReportContent
from tracker.store.models import Finding, SetAsideRemark


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


# Beside the texts they are about, and set aside


@pytest.fixture
def section(session, case, report):
    made = report_texts.add_section(
        session, report.public_id, "How", "They left. [[ST1]] They ran to the river.", by=case[1], now=NOW
    )
    session.commit()
    return made


def at(report, *rest):
    return "/".join([f"/cases/EMB/reports/{report.public_id}", *rest])


def beside(answer, heading):
    """What stands in the margin of the text under that heading."""
    page = lxml.html.document_fromstring(answer.text)
    [found] = page.xpath(f"//*[@id='{heading}']/ancestor::section[1]//aside")
    return " ".join(found.text_content().split())


def put_aside(client, report, reason="We saw it."):
    [link] = lxml.html.document_fromstring(client.get(at(report, "lint")).text).xpath(
        "//a[contains(@href, '/set-aside')]/@href"
    )
    return link, client.post_form(link, {"reason": reason}, status=303)


def test_remarks_stand_beside_sections_and_the_texts_around_wherever_these_are_shown(
    session, case, report, section, login
):
    command = ReportContent("Who left?", bottom_line="They improbable left.", gaps="Nothing was found.")
    reports.correct(session, report.public_id, command, version=None, reason=None, by=case[1], now=NOW)
    session.commit()
    lead = login(case[1])
    page = lead.get_ok(at(report))
    assert "They ran to the river." in beside(page, "heading-P1")
    assert "A likelihood word of the other row" in beside(page, "bottom-line")
    assert not lxml.html.document_fromstring(page.text).xpath("//*[@id='gaps']/ancestor::section[1]//aside")
    outline = lxml.html.document_fromstring(page.text).find(".//nav[@class='outline']").text_content()
    assert "One remark" in outline
    for place, said in (
        (section.public_id, "A sentence that cites nothing"),
        ("bottom-line", "other row"),
        ("gaps", "Nothing to remark"),
    ):
        writing = lxml.html.document_fromstring(lead.get_ok(at(report, "write", place)).text)
        [there] = writing.xpath("//*[@data-remarks]/@data-remarks")
        assert said in words(lead.get_ok(there))
        assert said in lead.http.get(there, headers={"Accept": "application/json"}).json["beside"]
    assert not lxml.html.document_fromstring(lead.get_ok(at(report, "write", "new-section")).text).xpath(
        "//*[@data-remarks]"
    )
    review = words(lead.get_ok(at(report, "review")))
    for said in ("Wording of the other texts", "How (P1)", "They ran to the river.", "other row"):
        assert said in review


def test_of_many_remarks_on_one_text_the_first_stand_open_and_the_rest_behind_them(
    session, case, report, login
):
    text = " ".join(f"They ran to the {where}." for where in ("gate", "river", "hill", "bridge", "wood"))
    report_texts.add_section(session, report.public_id, "How", text, by=case[1], now=NOW)
    session.commit()
    page = lxml.html.document_fromstring(login(case[1]).get_ok(at(report)).text)
    [rest] = page.xpath("//aside[contains(@aria-label, 'P1')]/details")
    assert " ".join(rest.find("summary").text_content().split()) == "2 more remarks"
    assert "bridge" in rest.text_content()
    assert "hill" not in rest.text_content()


def test_a_remark_is_set_aside_with_a_reason_shown_everywhere_and_taken_back(
    session, case, report, section, login
):
    lead = login(case[1])
    link, answer = put_aside(lead, report)
    assert answer.headers["Location"].endswith(f"/reports/{report.public_id}#section-P1")
    page = lead.get_ok(at(report))
    assert "Wording: nothing to remark, one set aside" in words(page)
    told = beside(page, "heading-P1")
    assert "One remark is set aside" in told
    assert "We saw it." in told
    assert case[1].display_name in told
    assert "We saw it." in words(lead.get_ok(at(report, "lint")))
    assert lead.get(link).status_code == 404
    [back] = lxml.html.document_fromstring(page.text).xpath("//a[contains(@href, '/take-back')]/@href")
    assert "They ran to the river." in words(lead.get_ok(back))
    lead.post_form(back, {"reason": ""}, status=422)
    lead.post_form(back, {"reason": "We did not."}, status=303)
    assert "Wording: one remark" in words(lead.get_ok(at(report)))


def test_without_a_reason_nothing_is_set_aside_and_nobody_else_may(session, case, report, section, login):
    lead = login(case[1])
    [link] = lxml.html.document_fromstring(lead.get(at(report, "lint")).text).xpath(
        "//a[contains(@href, '/set-aside')]/@href"
    )
    lead.post_form(link, {"reason": " "}, status=422)
    assert session.scalars(select(SetAsideRemark)).all() == []
    reader = make_member(session, *case, CaseRole.READER)
    session.commit()
    client = login(reader)
    assert client.get(link).status_code == 403
    assert "/set-aside" not in client.get_ok(at(report)).text


def test_the_publish_page_counts_what_is_open_and_what_was_set_aside(session, case, report, section, login):
    lead = login(case[1])
    page = words(lead.get_ok(at(report, "publish")))
    assert "Wording: one remark" in page
    assert "they keep nothing from being published" in page
    put_aside(lead, report, "It was filmed.")
    page = words(lead.get_ok(at(report, "publish")))
    assert "Wording: nothing to remark, one set aside" in page
    assert "A sentence that cites nothing, How (P1): It was filmed." in page
    lead.post_form(at(report, "publish"), {"note": "A look."}, status=303)
    assert "analysts set one remark aside" in lead.get(at(report, "versions", "1", "html")).text
