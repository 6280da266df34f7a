"""The page on which a lead says how reports are made: every error is explained, and nothing typed is lost."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from sqlalchemy import select

from tests.exporters.test_prepared import STYLE
from tests.exporters.word_templates import letterhead, template
from tests.factories import make_case, make_report
from tracker.exporters import word_package
from tracker.store.models import CaseAsset

PAGE = "/cases/EMB/report-settings"
SOUND = {"paper": "a4", "language": "en", "likelihood_row": "term"}


@pytest.fixture
def page(session, login):
    case, lead = make_case(session, code="EMB")
    make_report(session, case, lead)
    session.commit()
    return login(lead)


def file(content, name):
    return (BytesIO(content), name)


def test_the_case_home_leads_to_it(page):
    assert PAGE in page.get_ok("/cases/EMB/").text


def test_a_template_is_uploaded_shown_and_used(page, session):
    page.post_form(PAGE, {**SOUND, "word_template": file(letterhead(), "Norda.dotx")}, status=303)
    shown = page.get_ok(PAGE).text
    assert "Norda.dotx" in shown
    assert session.scalar(select(CaseAsset.sha256)) in shown
    report = page.get_ok("/cases/EMB/reports/").text
    address = report[report.index("/cases/EMB/reports/0") :].partition('"')[0]
    made = page.get(f"{address}/draft/docx")
    with zipfile.ZipFile(BytesIO(made.data)) as held:
        assert "House of Norda" in held.read("word/header1.xml").decode()


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"word_template": file(b"MZ\x90 not a zip", "virus.docx")}, "not a Word file"),
        ({"word_template": file(template(**{"word/vbaProject.bin": b"x"}), "a.docm")}, "holds macros"),
        ({"word_template": file(b"x" * 200_001, "a.docx")}, "larger than"),
        ({"citation_style": file(b"<a/>", "a.csl")}, "not a citation style"),
        ({"paper": "a3"}, "Choose one of the words offered"),
        ({"paper": "letter", "reason": ""}, "Say why"),
    ],
)
def test_what_is_wrong_is_explained_and_what_was_typed_stays(page, session, monkeypatch, sent, message):
    monkeypatch.setattr(word_package, "MOST_BYTES", 200_000)
    answer = page.post_form(
        PAGE, {**SOUND, "likelihood_row": "equivalent", "reason": "typed", **sent}, status=422
    )
    assert message in answer.text
    assert ("typed" in answer.text) == (sent.get("reason") is None)
    assert session.scalars(select(CaseAsset)).all() == []


def test_a_file_is_taken_out_of_use_with_a_reason(page, session):
    page.post_form(PAGE, {**SOUND, "citation_style": file(STYLE, "house.csl")}, status=303)
    page.post_form(PAGE, {**SOUND, "drop_citation_style": "y", "reason": "Wrong house."}, status=303)
    assert "house.csl" not in page.get_ok(PAGE).text
    assert session.scalar(select(CaseAsset.withdrawn_reason)) == "Wrong house."
