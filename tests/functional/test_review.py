"""Reviewing through the pages: comments, the checklist, and the way of a report to its approval."""

from __future__ import annotations

import lxml.html
import pytest
from sqlalchemy import func, select

from tests.factories import NOW, make_case, make_finding, make_member, make_report, make_statement
from tests.functional.strict_client import form_for, problems
from tracker.domain.review import CheckItem
from tracker.domain.scales import CaseRole
from tracker.services import comments, finding_checks, report_texts, reports
from tracker.services.comments import NewComment
from tracker.services.finding_checks import Tick
from tracker.store.models import Comment, FindingCheck, ReviewStep

HOSTILE = "<script>alert(1)</script> [[ST1]] **bold** =1+1"


@pytest.fixture
def case(session):
    made = make_case(session, code="EMB")
    session.commit()
    return made


@pytest.fixture
def finding(session, blobs, case, report):
    said = make_statement(session, blobs, *case, "They left at three.", author="R", asserts=("They left",))
    made = make_finding(session, report, case[1], "They left.", assertion="AS1", cites=(said,))
    session.commit()
    return made


@pytest.fixture
def report(session, case):
    made = make_report(session, *case, "Who left?", bottom_line="They left.")
    session.commit()
    return made


@pytest.fixture
def lead(case, login):
    return login(case[1])


@pytest.fixture
def member(session, case, login):
    def log_in(role):
        made = make_member(session, *case, role)
        session.commit()
        return login(made)

    return log_in


def at(report, *rest):
    return "/".join([f"/cases/EMB/reports/{report.public_id}", *rest])


def words(answer):
    return " ".join(lxml.html.document_fromstring(answer.text).find(".//main").text_content().split())


def stored(session, model):
    return session.scalar(select(func.count(model.pk)))


def test_a_comment_is_written_settled_and_withdrawn_with_a_reason(lead, session, report, finding):
    page = at(report, "comments")
    lead.post_form(
        page, {"about": "F1", "quoted": "left", "text": "Which gate?"}, page=f"{page}?about=F1", status=303
    )
    shown = words(lead.get_ok(at(report)))
    assert "Which gate?" in shown
    assert "One comment" in shown
    made = session.scalars(select(Comment)).one()
    lead.post_form(at(report, "comments", made.public_id, "settle"), {}, page=page, status=303)
    assert "done" in words(lead.get_ok(page))
    lead.post_form(at(report, "comments", made.public_id, "reopen"), {}, page=page, status=303)
    lead.post_form(
        at(report, "comments", made.public_id, "withdraw"), {"reason": "Asked elsewhere."}, status=303
    )
    assert "Asked elsewhere." in words(lead.get_ok(page))
    assert "Which gate?" not in lead.get_ok(at(report)).text


def test_a_comment_on_a_section_stands_beside_it_where_it_is_read_and_written(lead, session, case, report):
    section = report_texts.add_section(session, report.public_id, "How", "It was read.", by=case[1], now=NOW)
    new = NewComment("By whom?", "P1")
    made = comments.add(session, report.public_id, new, by=case[1], now=NOW)
    session.commit()
    page = lxml.html.document_fromstring(lead.get_ok(at(report)).text)
    [beside] = page.xpath("//*[@id='section-P1']//aside")
    assert "By whom?" in beside.text_content()
    assert "One comment" in page.xpath("//nav[@class='outline']")[0].text_content()
    assert "By whom?" in words(lead.get_ok(at(report, "write", section.public_id)))
    settle = at(report, "comments", made.public_id, "settle")
    answer = lead.post_form(f"{settle}?from=report", {}, page=at(report), status=303)
    assert answer.headers["Location"].endswith("#section-P1")


def test_a_comment_is_plain_text_and_an_empty_one_loses_nothing(lead, session, report, finding):
    page = at(report, "comments")
    lead.post_form(page, {"text": HOSTILE, "quoted": HOSTILE, "about": "F1"}, status=303)
    for url in (page, at(report)):
        shown = lead.get_ok(url)
        assert "<script>alert" not in shown.text
        assert words(shown).count(HOSTILE) == 2
    answer = lead.post_form(page, {"text": "", "quoted": "They left"}, status=422)
    assert problems(answer.text) == ["Write the comment."]
    assert "They left</textarea>" in answer.text


def test_readers_read_comments_and_checks_and_are_offered_nothing(member, session, case, report, finding):
    comments.add(session, report.public_id, NewComment("Who saw it?", "F1"), by=case[1], now=NOW)
    session.commit()
    reader = member(CaseRole.READER)
    for page in (at(report, "comments"), at(report, "review"), at(report)):
        shown = reader.get_ok(page)
        forms = lxml.html.document_fromstring(shown.text).find(".//main").xpath(".//form[@method='post']")
        assert forms == [], page
    assert "Who saw it?" in words(reader.get_ok(at(report, "comments")))
    assert "Not checked yet." in words(reader.get_ok(at(report, "review")))


def test_checks_are_saved_as_far_as_they_go(lead, session, report, finding):
    page = at(report, "review")
    assert "1 of 1 quotation equals the captured bytes." in words(lead.get_ok(page))
    lead.post_form(
        page, {"F1-kind.verdict": "met", "F1-kind.note": "Seen.", "F1-dates.verdict": "not met"}, status=303
    )
    assert stored(session, FindingCheck) == 2
    shown = words(lead.get_ok(page))
    assert "1 of 6 checked" in shown
    lead.post_form(page, {}, status=303)
    assert stored(session, FindingCheck) == 2
    assert "1 of 6 checked" in words(lead.get_ok(at(report)))


def test_a_note_without_a_verdict_comes_back_and_the_rest_is_saved(lead, session, report, finding):
    page = at(report, "review")
    answer = lead.post_form(page, {"F1-kind.verdict": "met", "F1-dates.note": "Which zone?"}, status=422)
    assert 'value="Which zone?"' in answer.text
    assert "Choose met or not met for your note." in " ".join(problems(answer.text))
    assert session.scalars(select(FindingCheck.item)).all() == [CheckItem.KIND]


def test_what_a_colleague_ticked_meanwhile_is_shown_before_it_is_overwritten(
    lead, session, case, report, finding
):
    page = at(report, "review")
    old = lxml.html.document_fromstring(lead.get_ok(page).text)
    seen = old.xpath("//input[@name='F1-kind.seen']/@value")[0]
    finding_checks.tick(
        session, report.public_id, [Tick("F1", CheckItem.KIND, is_met=False)], by=case[1], now=NOW
    )
    session.commit()
    sent = {"F1-kind.seen": seen}
    answer = lead.post_form(page, {"F1-kind.verdict": "met", "F1-kind.note": "Mine."}, extra=sent, status=409)
    assert 'value="Mine."' in answer.text
    assert "This changed while you were reading." in words(answer)
    assert stored(session, FindingCheck) == 1
    again = lxml.html.document_fromstring(answer.text).xpath("//input[@name='F1-kind.seen']/@value")[0]
    lead.post_form(
        page, {"F1-kind.verdict": "met", "F1-kind.note": "Mine."}, extra={"F1-kind.seen": again}, status=303
    )
    assert stored(session, FindingCheck) == 2


def test_a_tick_of_older_words_asks_again(lead, session, case, report, finding):
    page = at(report, "review")
    lead.post_form(page, {"F1-kind.verdict": "met"}, status=303)
    reports.correct_finding(
        session,
        finding.public_id,
        "They all left.",
        assertion="AS1",
        version=None,
        reason=None,
        by=case[1],
        now=NOW,
    )
    session.commit()
    shown = lead.get_ok(page)
    assert "it changed since" in words(shown)
    assert not lxml.html.document_fromstring(shown.text).xpath("//input[@name='F1-kind.verdict'][@checked]")


def test_a_report_is_asked_for_approved_and_shown_as_changed(lead, session, case, report, finding):
    lead.post_form(at(report, "review", "ask"), {"note": "Please."}, status=303)
    assert "in review" in words(lead.get_ok("/cases/EMB/reports/"))
    lead.post_form(at(report, "review", "approve"), {}, status=303)
    assert "approved" in words(lead.get_ok("/cases/EMB/reports/"))
    content = reports.ReportContent("Who left?", bottom_line="They stayed.")
    reports.correct(session, report.public_id, content, version=None, reason=None, by=case[1], now=NOW)
    session.commit()
    assert "approved, changed since" in words(lead.get_ok(at(report)))
    shown = words(lead.get_ok(at(report, "review")))
    assert "taken out: left" in shown
    assert "added: stayed" in shown
    assert f"changed since {case[1].display_name} approved it" in words(lead.get_ok(at(report, "publish")))
    answer = lead.post_form(at(report, "review", "send-back"), {"note": ""}, status=422)
    assert problems(answer.text) == ["Say what its authors should look at."]
    lead.post_form(at(report, "review", "send-back"), {"note": "The gate."}, status=303)
    assert "The gate." in words(lead.get_ok(at(report, "review")))


def test_who_decides_on_what_changed_meanwhile_is_asked_again(lead, session, case, report, finding):
    lead.post_form(at(report, "review", "ask"), {}, status=303)
    page = lxml.html.document_fromstring(lead.get_ok(at(report, "review", "approve")).text)
    digest = page.xpath("//input[@name='digest']/@value")[0]
    content = reports.ReportContent("Who left?", bottom_line="They stayed.")
    reports.correct(session, report.public_id, content, version=None, reason=None, by=case[1], now=NOW)
    session.commit()
    approve = at(report, "review", "approve")
    answer = lead.post_form(approve, {"note": "Good."}, extra={"digest": digest}, status=409)
    assert "Good.</textarea>" in answer.text
    assert stored(session, ReviewStep) == 1
    fresh = lxml.html.document_fromstring(answer.text).xpath("//input[@name='digest']/@value")[0]
    lead.post_form(approve, {"note": "Good."}, extra={"digest": fresh}, status=303)
    assert stored(session, ReviewStep) == 2


@pytest.mark.parametrize("kept", [(), ("seen",)])
def test_whoever_approves_says_what_they_read(lead, session, report, finding, kept):
    lead.post_form(at(report, "review", "ask"), {}, status=303)
    approve = at(report, "review", "approve")
    shown = form_for(lead.get_ok(approve).text, approve, approve)
    sent = {name: value for name, value in shown.form_values() if name in ("csrf_token", *kept)}
    answer = lead.http.post(approve, data=sent | {"note": "Good."})
    assert answer.status_code == (422 if kept else 409)
    assert "Good.</textarea>" in answer.text
    assert problems(answer.text)
    assert stored(session, ReviewStep) == 1


def test_a_step_that_is_not_next_is_not_offered(lead, report, finding):
    shown = lead.get_ok(at(report, "review", "approve"))
    assert "Not from here" in shown.text
    assert not lxml.html.document_fromstring(shown.text).xpath("//main//form")


def test_an_analyst_asks_and_does_not_approve(member, report, finding):
    analyst = member(CaseRole.ANALYST)
    analyst.post_form(at(report, "review", "ask"), {}, status=303)
    assert "Approve…" not in analyst.get_ok(at(report, "review")).text
    assert analyst.get(at(report, "review", "approve")).status_code == 403
