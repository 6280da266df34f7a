"""Reports through the pages: writing, citing, what is missing, publishing, and taking them along as files."""

from __future__ import annotations

import io
import re
import zipfile
from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256

import lxml.html
import pytest
from sqlalchemy import func, select

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
    record_chain,
)
from tests.functional.strict_client import form_for, problems
from tracker.domain.report_lint import Rule
from tracker.domain.review import ReviewState
from tracker.domain.scales import (
    CaseRole,
    CitationRole,
    Confidence,
    Credibility,
    GradeScale,
    Likelihood,
    Profile,
    Stance,
)
from tracker.exporters import EXPORTERS, GROUPS
from tracker.services import (
    grades,
    report_lint,
    report_texts,
    reports,
    review,
    revisions,
    setting_aside,
)
from tracker.services.grades import GradeIt
from tracker.services.sources import SourceChoice
from tracker.services.statements import Hop
from tracker.store.models import Citation, Finding, Report, ReportVersion, Revision

LIST = "/cases/EMB/reports/"
CANARY = "Zubayda Canaria"


@pytest.fixture
def case(session):
    case, lead = make_case(session, code="EMB", profile=Profile.INTELLIGENCE)
    session.commit()
    return case, lead


@pytest.fixture
def lead(case, login):
    return login(case[1])


@pytest.fixture
def statement(session, blobs, case):
    made = make_statement(
        session, blobs, *case, "They left at three.", author="Layla Haddad", asserts=("They left",)
    )
    session.commit()
    return made


@pytest.fixture
def report(session, case):
    made = make_report(session, *case, "Who left?")
    session.commit()
    return made


@pytest.fixture
def finding(session, case, report, statement):
    made = make_finding(session, report, case[1], "They left.", assertion="AS1", cites=(statement,))
    session.commit()
    return made


def at(report, *rest):
    return "/".join([f"/cases/EMB/reports/{report.public_id}", *rest])


def of(finding, report, *rest):
    return at(report, "findings", finding.public_id, *rest)


def words(answer):
    """What a person reads on the page."""
    return " ".join(lxml.html.document_fromstring(answer.text).find(".//main").text_content().split())


def count(session, model):
    return session.scalar(select(func.count(model.pk)))


# The list


def test_an_empty_list_says_what_to_do_next(lead):
    page = lead.get_ok(LIST)
    assert "No reports yet" in page.text
    assert "/cases/EMB/reports/new" in page.text


def test_reports_are_found_by_their_words_and_those_of_their_findings(lead, session, case, finding):
    make_report(session, *case, "About something else")
    session.commit()
    for search, found in (("who LEFT", 1), ("they left.", 1), ("something", 1), ("R2", 1), ("nowhere", 0)):
        page = lead.get_ok(f"{LIST}?q={search}")
        assert page.text.count('<th scope="row">') == found, search
    assert "Nothing found" in lead.get_ok(f"{LIST}?q=nowhere").text


def test_long_lists_are_paged_sorted_and_cost_the_same(lead, session, case, count_queries):
    make_report(session, *case, "Zebra", cut_off="2020-01-01")
    session.commit()
    with count_queries() as few:
        lead.get_ok(LIST)
    for number in range(55):
        make_report(session, *case, f"Report {number}", cut_off="2020-02-01" if number % 2 else None)
    session.commit()
    with count_queries() as many:
        first = lead.get_ok(LIST)
    assert many.count == few.count
    assert "1–50 of 56" in first.text
    assert "51–56 of 56" in lead.get_ok(f"{LIST}?page=2").text
    for sort in ("title", "-title", "cut-off", "-cut-off", "findings", "published", "nonsense"):
        lead.get_ok(f"{LIST}?sort={sort}")
    assert lead.get_ok(f"{LIST}?sort=-title").text.index("Zebra") < lead.get_ok(
        f"{LIST}?sort=-title"
    ).text.index("Report 1")
    assert "Zebra" in lead.get_ok(f"{LIST}?sort=cut-off").text


# A report's own text


def test_a_report_is_begun_and_its_text_written(lead, session):
    data = {
        "title": "من غادر؟ 🇮🇶",
        "tlp": "TLP:RED",
        "cut_off": "2020-01-02",
    }
    there = lead.post_form(f"{LIST}new", data, status=303).headers["Location"]
    for word, text in (("bottom-line", "They left.\n\nPerhaps."), ("gaps", "No picture.")):
        lead.post_form(f"{there}/write/{word}", {"text": text}, status=303)
    shown = lead.get_ok(there)
    for piece in (
        "من غادر؟ 🇮🇶",
        "TLP:RED",
        "2 January 2020",
        "They left.</p>",
        "Perhaps.</p>",
        "No picture.",
    ):
        assert piece in shown.text
    assert "No findings yet" in shown.text
    assert count(session, Report) == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"title": " "}, "Give the report a title."),
        ({"title": "T", "cut_off": "yesterday"}, "yesterday"),
        ({"title": "T", "cut_off": "2020-02-31"}, "2020-02-31"),
        ({"title": "T" * 301}, "Keep it under 300 characters."),
    ],
)
def test_a_bad_report_is_refused_with_everything_typed_kept(lead, session, data, message):
    typed = {"cut_off": "2020-01", **data}
    answer = lead.post_form(f"{LIST}new", typed, status=422)
    assert any(message in each for each in problems(answer.text))
    assert f'value="{typed["cut_off"]}"' in answer.text
    assert count(session, Report) == 0


def test_the_title_is_corrected_the_old_one_kept_and_the_texts_stay(lead, session, report):
    lead.post_form(at(report, "write", "method"), {"text": "Read."}, status=303)
    lead.post_form(at(report, "correct"), {"title": "Who stayed?"}, status=303)
    page = lead.get_ok(at(report)).text
    assert "Who stayed?" in page
    assert "Read.</p>" in page
    assert session.scalars(select(Revision.reason)).all() == ["Drafting"] * 2
    assert "Who left?" in lead.get_ok(f"/cases/EMB/history/report/{report.public_id}").text


def test_who_saves_over_a_colleague_sees_both_texts(lead, session, case, report):
    stale = lead.get(at(report, "correct")).text
    version = lxml.html.document_fromstring(stale).xpath("//input[@name='version']/@value")[0]
    lead.post_form(at(report, "correct"), {"title": "Theirs"}, status=303)
    answer = lead.post_form(at(report, "correct"), {"title": "Mine"}, extra={"version": version}, status=409)
    assert "Theirs" in answer.text
    assert 'value="Mine"' in answer.text
    kept = lxml.html.document_fromstring(answer.text).xpath("//input[@name='version']/@value")[0]
    lead.post_form(at(report, "correct"), {"title": "Mine"}, extra={"version": kept}, status=303)
    assert "Mine" in lead.get_ok(at(report)).text


# Findings


def test_a_finding_is_added_and_leads_on_to_what_it_cites(lead, report, statement):
    data = {"text": "They left.", "assertion": "as1"}
    answer = lead.post_form(at(report, "findings", "new"), data, status=303)
    assert answer.headers["Location"].endswith("/cite")
    assert "Statements that speak of AS1" in lead.get_ok(answer.headers["Location"]).text
    shown = lead.get_ok(at(report))
    assert "They left." in shown.text
    assert "It cites no statement." in shown.text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"text": " "}, "Write the finding as one sentence."),
        ({"text": "They left.", "assertion": "AS99"}, "There is no “AS99” in this case."),
        ({"text": "They left.", "assertion": "ST1"}, "There is no “ST1” in this case."),
    ],
)
def test_a_bad_finding_is_refused_at_its_field(lead, session, report, statement, data, message):
    answer = lead.post_form(at(report, "findings", "new"), data, status=422)
    assert any(message in each for each in problems(answer.text))
    assert count(session, Finding) == 0


def test_a_finding_is_changed_moved_withdrawn_and_restored(lead, session, case, report, finding):
    second = make_finding(session, report, case[1], "Second one.")
    session.commit()
    answer = lead.post_form(of(finding, report, "correct"), {"text": "They left at three."}, status=303)
    assert answer.headers["Location"].endswith("#finding-F1")
    lead.post_form(of(second, report, "up"), {}, page=at(report), status=303)
    page = lead.get_ok(at(report)).text
    assert page.index("Second one.") < page.index("They left at three.")
    lead.post_form(of(second, report, "withdraw"), {"reason": ""}, status=422)
    lead.post_form(of(second, report, "withdraw"), {"reason": "Not ours to say."}, status=303)
    page = lead.get_ok(at(report)).text
    assert "Withdrawn findings (1)" in page
    assert "Not ours to say." in page
    lead.post_form(of(second, report, "restore"), {"reason": "It is."}, status=303)
    assert "Withdrawn findings" not in lead.get_ok(at(report)).text


def test_a_finding_that_a_colleague_changed_is_not_overwritten(lead, report, finding):
    lead.post_form(of(finding, report, "correct"), {"text": "Theirs."}, status=303)
    answer = lead.post_form(
        of(finding, report, "correct"), {"text": "Mine."}, extra={"version": "1"}, status=409
    )
    assert "Theirs." in answer.text
    assert "Mine." in answer.text


# Citing


def test_statements_are_found_to_cite_with_source_gist_and_date(lead, session, blobs, case, report):
    finding = make_finding(session, report, case[1], "They left.")
    capture = make_capture(session, blobs, *case, "Nobody has left.", author="Tomas")
    tomas = Hop(SourceChoice("Tomas"), said_at="2020-01-01T15:20")
    record_chain(session, capture, "Nobody has left.", tomas, by=case[1])
    make_statement(session, blobs, *case, "It rains.")
    session.commit()
    page = lead.get_ok(of(finding, report, "cite"))
    assert "The newest statements" in page.text
    found = words(lead.get_ok(of(finding, report, "cite?q=nobody")))
    assert "Nobody has left. ST1, Tomas, said 1 January 2020, 15:20" in found
    assert "It rains" not in found
    assert "Nothing found" in words(lead.get_ok(of(finding, report, "cite?q=nothing-like-it")))


def test_a_statement_is_cited_and_shown_with_its_exact_place(lead, session, case, report, statement):
    finding = make_finding(session, report, case[1], "They left.", assertion="AS1")
    session.commit()
    page = of(finding, report, "cite")
    answer = lead.post_form(page, {"statement": "ST1", "role": "supports"}, status=303)
    assert answer.headers["Location"].endswith("#finding-F1")
    shown = lead.get_ok(at(report))
    assert "Layla Haddad" in shown.text
    place = lxml.html.document_fromstring(shown.text).xpath(
        "//blockquote//a[contains(., 'Read it in place')]"
    )
    assert re.fullmatch(r"/cases/EMB/captures/\w+\?passage=(\w+)#p-\1", place[0].get("href"))
    assert lead.get(place[0].get("href")).status_code == 200
    assert "cited already" in lead.get_ok(page).text


def test_citing_goes_on_with_the_next_statement(lead, session, blobs, case, report, finding):
    make_statement(session, blobs, *case, "Gone by three.", asserts=("AS1",))
    session.commit()
    page = of(finding, report, "cite?q=gone")
    data = {"statement": "ST2", "role": "background"}
    answer = lead.post_form(page, data, extra={"again": "1"}, status=303)
    assert answer.headers["Location"] == of(finding, report, "cite?q=gone")


def test_what_cannot_be_cited_is_said_at_the_statement(lead, session, blobs, case, report, finding):
    gone = make_statement(session, blobs, *case, "A misreading.")
    revisions.withdraw(session, "statement", gone.public_id, "Nobody said it.", by=case[1], now=NOW)
    elsewhere = make_statement(session, blobs, *make_case(session))
    session.commit()
    page = of(finding, report, "cite")
    for wanted, message in (
        (gone.label, "was withdrawn from the case: Nobody said it."),
        (elsewhere.public_id, "in this case. Choose one"),
        ("ST1", "cites ST1 already"),
    ):
        answer = lead.post_form(page, {"role": "supports"}, extra={"statement": wanted}, status=422)
        assert message in problems(answer.text)[0]
        error = lxml.html.document_fromstring(answer.text).get_element_by_id("statement-error")
        assert message in error.text_content()
    answer = lead.post_form(page, {}, status=422)
    assert problems(answer.text) == [
        "Choose the statement to cite.",
        "Choose what the statement is to the finding.",
    ]
    assert count(session, Citation) == 1


def test_a_citation_is_taken_back_with_a_reason_and_made_again(lead, session, report, finding):
    citation = session.scalars(select(Citation)).one()
    there = of(finding, report, "citations", citation.public_id)
    lead.post_form(f"{there}/withdraw", {"reason": " "}, status=422)
    lead.post_form(f"{there}/withdraw", {"reason": "Beside the point."}, status=303)
    page = lead.get_ok(at(report))
    assert "It cites nothing yet." in page.text
    assert "Beside the point." in page.text
    lead.post_form(f"{there}/restore", {"reason": "To the point."}, status=303)
    assert "It cites nothing yet." not in lead.get_ok(at(report)).text


# What is missing


def test_the_workbench_says_what_each_finding_lacks_and_what_to_do(
    lead, session, blobs, case, report, finding
):
    make_statement(session, blobs, *case, "Nobody left.", asserts=("AS1",), stance=Stance.DENIES)
    session.commit()
    page = lead.get_ok(at(report))
    margin = lxml.html.document_fromstring(page.text).xpath("//aside[contains(@aria-label, 'F1')]")[0]
    said = " ".join(margin.text_content().split())
    for piece in (
        "Nobody has judged how likely it is.",
        "Nobody has judged how sound its basis is.",
        "Nobody has graded the credibility of ST1.",
        "One independent source for AS1. Hangs on Layla Haddad",
        "It is denied by ST2: the finding does not mention it. Cite ST2",
    ):
        assert piece in said
    assert f"/cases/EMB/grades/likelihood/{finding.public_id}" in page.text
    make_finding(session, report, case[1], "Another.")
    grade(session, case, GradeScale.LIKELIHOOD, finding, Likelihood.LIKELY)
    grade(session, case, GradeScale.CONFIDENCE, finding, Confidence.LOW)
    reports.cite(session, finding.public_id, "ST2", CitationRole.CONFLICTS, by=case[1], now=NOW)
    session.commit()
    page = lead.get_ok(at(report))
    margin = lxml.html.document_fromstring(page.text).xpath("//aside[contains(@aria-label, 'F1')]")[0]
    assert "judged" not in margin.text_content()
    assert "does not mention" not in margin.text_content()
    assert "It cites no statement." in page.text


def test_a_text_that_is_missing_is_written_on_its_own_page_and_the_cut_off_set_on_the_title_page(
    lead, session, blobs, case, report, finding
):
    page = lxml.html.document_fromstring(lead.get_ok(at(report, "publish")).text)
    leads = {" ".join(link.text_content().split()): link.get("href") for link in page.xpath("//main//a")}
    for name, word in (
        ("bottom line", "bottom-line"),
        ("what would change this", "what-would-change"),
        ("gaps", "gaps"),
        ("method", "method"),
    ):
        assert leads[f"Write it: {name}"] == at(report, "write", word)
        assert "(optional)" not in lead.get_ok(at(report, "write", word)).text
    assert leads["Set it"] == at(report, "correct")
    fields = lxml.html.document_fromstring(lead.get_ok(at(report, "correct")).text).forms
    assert not any("gaps" in form.inputs or "bottom_line" in form.inputs for form in fields)


def grade(session, case, scale, target, value):
    command = GradeIt(scale, target.public_id, value.value, "Because.")
    grades.grade(session, command, by=case[1], now=NOW)


def test_a_cited_statement_that_was_withdrawn_is_marked(lead, session, case, report, finding, statement):
    revisions.withdraw(session, "statement", statement.public_id, "A misreading.", by=case[1], now=NOW)
    session.commit()
    page = words(lead.get_ok(at(report)))
    assert "withdrawn from the case" in page
    assert "ST1 was withdrawn from the case: A misreading." in page


def test_the_workbench_costs_the_same_at_one_and_at_two_hundred_citations(
    lead, session, blobs, case, report, finding, count_queries
):
    with count_queries() as few:
        lead.get_ok(at(report))
    texts = [f"Word {number}." for number in range(200)]
    capture = make_capture(session, blobs, *case, " ".join(texts), author="W")
    for each in texts:
        [said] = record_chain(session, capture, each, "W", by=case[1], asserts=("AS1",))
        reports.cite(session, finding.public_id, said.label, CitationRole.SUPPORTS, by=case[1], now=NOW)
    session.commit()
    with count_queries() as many:
        page = lead.get_ok(at(report))
    assert page.text.count("Read it in place") == 201
    assert many.count == few.count


# Files


FORMATS = {
    "html": ("text/html", b"<!DOCTYPE html>"),
    "md": ("text/markdown", b"**TLP:AMBER**"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
    "pdf": ("application/pdf", b"%PDF"),
    "odt": ("application/vnd.oasis.opendocument.text", b"PK"),
    "json": ("application/json", b"{"),
    "csl": ("application/vnd.citationstyles.csl+json", b"["),
    "bibtex": ("application/x-bibtex", b""),
    "ris": ("application/x-research-info-systems", b""),
    "check-html": ("text/html", b"<!DOCTYPE html>"),
    "check-xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
    "check-csv": ("text/csv", b"\xef\xbb\xbf"),
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_downloaded_under_a_safe_name(lead, session, case, name):
    report = make_report(session, *case, '../"من غادر؟"\r\nX: y; <b>')
    make_finding(session, report, case[1])
    session.commit()
    answer = lead.get(at(report, "draft", f"{name}?download=1"))
    media_type, beginning = FORMATS[name]
    assert answer.status_code == 200
    assert answer.mimetype == media_type
    assert answer.data.startswith(beginning)
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; ")
    assert "filename*=UTF-8''EMB-R1-draft-%D9%85%D9%86-" in disposition
    assert disposition.endswith(f"X-y-b{EXPORTERS[name].suffix}")
    assert not set(disposition.split("filename*=")[1]) & set('/\\"<>:\r\n')


def test_every_format_has_a_name_to_be_served_under():
    assert set(FORMATS) == set(EXPORTERS)


def test_the_usual_formats_are_buttons_and_the_others_stand_in_one_menu(lead, session, report, finding):
    lead.post_form(at(report, "publish"), {"note": "For the desk, as it is."}, status=303)
    page = lxml.html.document_fromstring(lead.get_ok(at(report)).text)
    menus = page.xpath("//details[@class='more-formats']")
    assert len(menus) == 2  # of the draft, and of the version
    for menu, kept in zip(menus, ("draft", "versions/1"), strict=True):
        targets = [str(target) for target in menu.xpath(".//a/@href")]
        assert {target.partition("?")[0].rpartition("/")[2] for target in targets} == set(EXPORTERS) - {
            "pdf", "docx", "html",
        }  # fmt: skip
        assert all(f"/{kept}/" in target for target in targets)
        assert menu.xpath(".//*[@class='page-label']/text()") == list(GROUPS)


def test_the_html_is_opened_alone_with_a_policy_for_its_own_style(lead, report, finding):
    answer = lead.get(at(report, "draft", "html"))
    assert "attachment" not in answer.headers["Content-Disposition"]
    style = re.search(r"<style>(.*?)</style>", answer.text, re.DOTALL)[1]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = answer.headers["Content-Security-Policy"]
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert policy.endswith("sandbox")
    assert "unsafe" not in policy
    assert "script-src" not in policy


def test_a_protected_name_leaves_in_no_format_and_on_no_page(lead, session, blobs, case, report):
    guard = make_source(session, *case, CANARY, is_protected=True, pseudonym="JUNIPER", descriptor="a guard")
    capture = make_capture(session, blobs, *case, "I opened it.", author=SourceChoice(guard.label))
    said = record_chain(
        session, capture, "I opened it.", SourceChoice(guard.label), by=case[1], asserts=("Opened",)
    )
    finding = make_finding(session, report, case[1], "It was opened.", assertion="AS1", cites=said)
    session.commit()
    for page in (at(report), at(report, "publish"), of(finding, report, "cite"), LIST):
        assert "Zubayda" not in lead.get_ok(page).text
    for name in FORMATS:
        held = lead.get(at(report, "draft", name)).data
        if name in ("docx", "odt", "check-xlsx"):
            with zipfile.ZipFile(io.BytesIO(held)) as packed:
                held += b" ".join(packed.read(part) for part in packed.namelist())
        assert b"Zubayda" not in held
        assert b"JUNIPER" in held or name == "pdf"


def test_an_unknown_format_and_an_unknown_version_are_not_there(lead, report):
    for rest in (("draft", "exe"), ("versions", "1", "exe"), ("versions", "1", "html")):
        assert lead.get(at(report, *rest)).status_code == 404


# Publishing


def test_a_lead_publishes_and_the_version_stays(lead, session, report, finding):
    page = lead.get_ok(at(report, "publish"))
    assert "Nobody has judged how likely it is." in page.text
    answer = lead.post_form(at(report, "publish"), {}, status=422)
    assert problems(answer.text) == ["Say why it is published although something is missing."]
    assert count(session, ReportVersion) == 0
    lead.post_form(at(report, "publish"), {"note": "For the desk, as it is."}, status=303)
    version = session.scalars(select(ReportVersion)).one()
    shown = lead.get_ok(at(report)).text
    for piece in ("Version 1", version.sha256, "For the desk, as it is."):
        assert piece in shown
    before = lead.get(at(report, "versions", "1", "md")).data
    lead.post_form(of(finding, report, "correct"), {"text": "Nobody left."}, status=303)
    assert lead.get(at(report, "versions", "1", "md")).data == before
    assert b"Nobody left." in lead.get(at(report, "draft", "md")).data
    assert "versions/1" in lead.get(at(report)).text
    disposition = lead.get(at(report, "versions", "1", "pdf")).headers["Content-Disposition"]
    assert "EMB-R1-version-1-Who-left.pdf" in disposition


def test_what_is_complete_is_published_without_a_note(lead, session, blobs, case, statement):
    second = make_statement(session, blobs, *case, "Gone by three.", author="Tomas", asserts=("AS1",))
    text = "Written."
    report = make_report(
        session, *case, cut_off="2020-01-02", bottom_line=text, what_would_change=text, gaps=text, method=text
    )
    cited = (statement, second)
    finding = make_finding(session, report, case[1], assertion="AS1", cites=cited)
    grade(session, case, GradeScale.LIKELIHOOD, finding, Likelihood.LIKELY)
    grade(session, case, GradeScale.CONFIDENCE, finding, Confidence.HIGH)
    for each in cited:
        grade(session, case, GradeScale.CREDIBILITY, each, Credibility.CONFIRMED)
    for state in (ReviewState.IN_REVIEW, ReviewState.APPROVED):
        review.move(session, report.public_id, state, None, by=case[1], now=NOW)
    session.commit()
    assert "Nothing is open" in lead.get_ok(at(report, "publish")).text
    assert words(lead.get_ok(at(report))).count("Nothing is open") == 2
    lead.post_form(at(report, "publish"), {}, status=303)


def test_what_nobody_looked_at_is_not_published(lead, session, case, report, finding):
    shown = form_for(lead.get_ok(at(report, "publish")).text, at(report, "publish"), at(report, "publish"))
    sent = dict(shown.form_values()) | {"note": "For the desk."}
    report_texts.write(session, report.public_id, "gaps", "No pictures.", version=None, by=case[1], now=NOW)
    make_finding(session, report, case[1], "One more.")
    session.commit()
    answer = lead.http.post(at(report, "publish"), data=sent)
    assert answer.status_code == 409
    [told] = problems(answer.text)
    assert told.startswith("The report was changed while you were looking: the gaps, F2, ")
    assert "Nothing was published." in told
    assert "For the desk.</textarea>" in answer.text
    assert count(session, ReportVersion) == 0
    again = form_for(answer.text, at(report, "publish"), at(report, "publish"))
    lead.http.post(at(report, "publish"), data=dict(again.form_values()))
    assert count(session, ReportVersion) == 1
    held = session.scalars(select(ReportVersion.content)).one()
    assert "No pictures." in held


def test_no_page_on_the_way_to_publication_tells_a_grade_that_is_hidden(
    lead, session, case, login, report, finding
):
    colleague = make_member(session, *case, CaseRole.LEAD)
    review.move(session, report.public_id, ReviewState.IN_REVIEW, None, by=colleague, now=NOW)
    for scale, value in (
        (GradeScale.LIKELIHOOD, Likelihood.LIKELY),
        (GradeScale.CONFIDENCE, Confidence.HIGH),
    ):
        grade(session, case, scale, finding, value)
    remarks = report_lint.remarks(session, report.public_id, by=case[1], now=NOW).standing
    strong = next(one for one in remarks if one.rule is Rule.STRONG)
    why = "We know it from the radio log."
    setting_aside.set_aside(session, report.public_id, strong.digest, why, by=case[1], now=datetime.now(UTC))
    session.commit()
    pages = [at(report, *rest) for rest in ((), ("publish",), ("review",), ("review", "approve"))]
    pages += [f"/cases/EMB/history/report/{report.public_id}", "/cases/EMB/history/"]
    blind = login(colleague)
    for page in pages:
        shown = words(blind.get_ok(page))
        assert why not in shown, page
        assert "Stronger than" not in shown, page
    assert "One remark on the wording was set aside" in words(blind.get_ok(at(report, "review")))
    assert why in words(lead.get_ok(at(report, "publish")))
    assert why in words(lead.get_ok(at(report, "review")))


def test_whoever_publishes_says_what_they_looked_at(lead, session, report, finding):
    answer = lead.post_form(at(report, "publish"), {"note": "Now."}, extra={"digest": ""}, status=422)
    assert "does not say which text it was decided on" in problems(answer.text)[0]
    assert "Now.</textarea>" in answer.text
    assert count(session, ReportVersion) == 0
    lead.post_form(at(report, "publish"), {"note": "Now."}, status=303)


def test_an_empty_report_is_not_published(lead, session, report):
    answer = lead.post_form(at(report, "publish"), {"note": "Now."}, status=422)
    assert problems(answer.text) == ["Write at least one finding before publishing."]


def test_an_analyst_writes_and_a_reader_reads(session, case, login, report, finding):
    analyst = login(make_member(session, *case, CaseRole.ANALYST))
    reader = login(make_member(session, *case, CaseRole.READER))
    session.commit()
    assert "Publish…" not in analyst.get_ok(at(report)).text
    assert analyst.get(at(report, "publish")).status_code == 403
    analyst.get_ok(at(report, "correct"))
    page = reader.get_ok(at(report)).text
    for word in ("Cite a statement", "Move", "Publish…", "Add a finding", "/correct", "/withdraw"):
        assert word not in page
    assert reader.get(at(report, "draft", "md")).status_code == 200
    for rest in (("correct",), ("withdraw",), ("findings", "new"), ("publish",)):
        assert reader.get(at(report, *rest)).status_code == 403
    for rest in (("correct",), ("withdraw",), ("cite",)):
        assert reader.get(of(finding, report, *rest)).status_code == 403


def test_a_report_is_withdrawn_and_restored(lead, session, case, report):
    lead.post_form(at(report, "withdraw"), {"reason": "Begun twice."}, status=303)
    assert "Begun twice." in lead.get_ok(at(report)).text
    assert "Who left?" not in lead.get_ok(LIST).text
    assert "Who left?" in lead.get_ok(f"{LIST}?withdrawn=only").text
    lead.post_form(at(report, "restore"), {"reason": "It was not."}, status=303)
    assert "Who left?" in lead.get_ok(LIST).text


# Other cases


def test_what_is_another_cases_is_not_there(lead, session, blobs, case, report, finding):
    other, by = make_case(session, case[1], code="OTHER")
    theirs = make_report(session, other, by)
    their_finding = make_finding(session, theirs, by, cites=(make_statement(session, blobs, other, by),))
    their_citation = session.scalars(select(Citation).where(Citation.finding_pk == their_finding.pk)).one()
    make_assertion(session, other, by)
    session.commit()
    missing = [
        at(theirs),
        at(theirs, "correct"),
        at(theirs, "publish"),
        at(theirs, "draft", "md"),
        at(theirs, "withdraw"),
        of(their_finding, report, "correct"),
        of(their_finding, report, "cite"),
        of(their_finding, report, "withdraw"),
        of(finding, report, "citations", their_citation.public_id, "withdraw"),
        at(report, "findings", "nonsense", "cite"),
        f"{LIST}nonsense",
    ]
    for page in missing:
        assert lead.get(page).status_code == 404, page
