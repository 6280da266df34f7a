"""A report from the first word to the file in hand, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.factories import make_case, make_finding, make_report, make_statement
from tracker.exporters import EXPORTERS
from tracker.store.blobs import BlobStore

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
LONG = "Averyveryverylongwordthatnobodybreaks" * 4


@pytest.fixture
def case(server, person):
    """A case whose lead is `person`, with one statement and one report full of long words."""
    with server.writing() as session:
        case, lead = make_case(session, person)
        blobs = BlobStore(server.settings.instance / "blobs")
        statement = make_statement(
            session, blobs, case, lead, "They left at three.", author="Layla Haddad", asserts=("They left",)
        )
        report = make_report(session, case, lead, LONG, bottom_line=LONG)
        make_finding(session, report, lead, LONG, assertion="AS1", cites=(statement,))
        make_finding(session, report, lead, "Nothing stands behind this.")
        return case.code, report.public_id


def test_a_report_is_written_cited_published_and_taken_along(page: Page, person, log_in, case):
    code, _ = case
    log_in(person)
    page.goto(f"/cases/{code}/reports/new")
    page.get_by_label("Title").fill("Who left?")
    page.get_by_role("button", name="Begin the report").click()
    page.get_by_role("link", name="Add a finding").first.click()
    page.get_by_label("The finding, in one sentence").fill("They left.")
    page.get_by_label("Which assertion (claim)").fill("AS1")
    page.get_by_role("button", name="Add the finding").click()
    page.get_by_label("They left at three.").check()
    page.get_by_label("supports").check()
    page.get_by_role("button", name="Cite it").click()
    finding = page.locator("#finding-F1")
    expect(finding).to_contain_text("Layla Haddad")
    expect(finding.get_by_role("complementary")).to_contain_text("Nobody has judged how likely it is.")
    finding.get_by_role("link", name="Read it in place").click()
    expect(page.locator("mark").first).to_contain_text("They left at three.")
    page.go_back()

    with page.expect_download() as started:
        page.get_by_role("link", name="PDF", exact=True).click()
    assert Path(started.value.path()).read_bytes().startswith(b"%PDF")
    assert started.value.suggested_filename == f"{code}-R2-draft-Who-left.pdf"

    page.get_by_role("link", name="Publish…").click()
    page.get_by_role("button", name="Publish version 1").click()
    expect(page.locator("#error-summary")).to_contain_text("Say why it is published")
    page.get_by_label("Note").fill("For the desk.")
    page.get_by_role("button", name="Publish version 1").click()
    expect(page.locator("main")).to_contain_text("For the desk.")
    expect(page.locator("main td code")).to_have_count(len(EXPORTERS), timeout=30_000)  # each with its hash


def test_a_file_that_takes_long_is_announced_and_asked_for_once(page: Page, person, log_in, case):
    code, report = case
    log_in(person)
    page.goto(f"/cases/{code}/reports/{report}")
    asked: list[Route] = []
    page.route("**/draft/docx?*", lambda one: asked.append(one))  # noqa: PLW0108  it must take an attribute
    word, said = page.get_by_role("link", name="Word", exact=True), page.locator("[data-download-said]")
    word.click()
    expect(said).to_contain_text("Word is being written.")
    word.click(force=True)
    expect(word).to_have_attribute("aria-disabled", "true")
    assert len(asked) == 1
    with page.expect_download() as started:
        asked[0].continue_()
    assert started.value.suggested_filename.endswith(".docx")
    expect(said).to_contain_text("Word is written")
    expect(word).not_to_have_attribute("aria-disabled", "true")


def test_where_a_file_cannot_be_written_the_server_says_why(page: Page, person, log_in, case):
    code, report = case
    log_in(person)
    page.goto(f"/cases/{code}/reports/{report}")
    page.route("**/draft/docx?*", lambda asked: asked.fulfill(status=400, body="No room."))
    page.get_by_role("link", name="Word", exact=True).click()
    expect(page.locator("body")).to_have_text("No room.")


def test_the_preview_is_a_page_of_its_own_in_its_own_style(page: Page, person, log_in, case):
    code, report = case
    log_in(person)
    page.goto(f"/cases/{code}/reports/{report}")
    complaints: list[str] = []
    page.context.on("console", lambda said: complaints.append(said.text))
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Preview").click()
    preview = opened.value
    marking = preview.locator(".marking").first
    expect(marking).to_have_css("background-color", "rgb(0, 0, 0)")
    preview.locator("sup a").first.click()
    expect(preview.locator("#note-1")).to_be_in_viewport()
    assert not complaints


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_page_of_a_report_is_accessible_and_fits(
    page: Page, person, log_in, check_accessible, case, size
):
    code, report = case
    page.set_viewport_size(size)
    log_in(person)
    there = f"/cases/{code}/reports/{report}"
    for address in (f"/cases/{code}/reports/", f"/cases/{code}/reports/new", there):
        page.goto(address)
        check_accessible(page)
    around = ("correct", "publish", "withdraw", "findings/new", "write/new-section", "write/bottom-line")
    for rest in (*around, "lint", "review", "comments"):
        page.goto(f"{there}/{rest}")
        check_accessible(page)
    page.goto(there)
    page.get_by_role("link", name="Cite a statement").first.click()
    check_accessible(page)
    page.get_by_role("button", name="Cite it").click()
    check_accessible(page)
