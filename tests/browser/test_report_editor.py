"""Writing a section in a real browser: typing, citing by `[[`, and what is kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.factories import NOW, make_case, make_finding, make_member, make_report, make_statement
from tracker.services import report_texts
from tracker.store.blobs import BlobStore

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture
def case(server, person):
    """A case whose lead is `person`: a statement, a report with a section and two findings, a colleague."""
    with server.writing() as session:
        case, lead = make_case(session, person)
        blobs = BlobStore(server.settings.instance / "blobs")
        make_statement(session, blobs, case, lead, "They left at three.", author="Layla Haddad")
        report = make_report(session, case, lead, "Who left?")
        section = report_texts.add_section(
            session, report.public_id, "Background", "It began, says [[ST1]].", by=lead, now=NOW
        )
        make_finding(session, report, lead, "First.")
        make_finding(session, report, lead, "Second.")
        colleague = make_member(session, case, lead)
        there = f"/cases/{case.code}/reports/{report.public_id}"
        return there, f"{there}/write/{section.public_id}", colleague


def kept(page: Page):
    return expect(page.locator("[data-kept]"))


def test_a_section_is_typed_cited_previewed_and_saved_by_keyboard(page: Page, person, log_in, case):
    there, *_ = case
    log_in(person)
    page.goto(f"{there}/write/new-section")
    page.get_by_label("Title of the section").fill("What happened")
    text = page.locator("#text")
    text.focus()
    page.keyboard.type("It was *three* [[")
    search = page.get_by_role("combobox")
    expect(search).to_be_focused()
    page.keyboard.type("haddad")
    expect(page.get_by_role("option")).to_have_count(1)
    expect(page.get_by_role("option")).to_contain_text("They left at three.")
    assert search.get_attribute("aria-activedescendant") == "citing-0"
    page.keyboard.press("Enter")
    expect(text).to_be_focused()
    expect(text).to_have_value("It was *three* [[ST1]]")
    preview = page.locator("[data-preview]")
    expect(preview.locator("em")).to_have_text("three")
    expect(preview.locator("#cited-ST1")).to_contain_text("Layla Haddad")
    preview.get_by_role("link", name="ST1").first.focus()
    expect(page.locator(".cite-card")).to_contain_text("They left at three.")
    page.keyboard.press("Escape")
    expect(page.locator(".cite-card")).to_be_hidden()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".report-section").last).to_contain_text("It was three ST1")


def test_typing_on_through_the_search_writes_what_was_typed_and_escape_leaves_it(
    page: Page, person, log_in, case
):
    _, write, _ = case
    log_in(person)
    page.goto(write)
    text = page.locator("#text")
    text.fill("")
    text.focus()
    page.keyboard.type("[[timeline]] and [[")
    expect(text).to_have_value("[[timeline]] and [[")
    page.keyboard.press("Escape")
    expect(text).to_be_focused()
    expect(page.locator("#citing")).to_be_hidden()


def test_what_is_typed_is_kept_without_saving_and_offered_again(page: Page, person, log_in, case):
    there, write, _ = case
    log_in(person)
    page.goto(write)
    page.locator("#text").fill("It began later.")
    kept(page).to_contain_text("Kept as unsaved")
    page.goto(there)
    expect(page.locator(".report-section")).to_contain_text("It began, says ST1.")
    page.goto(write)
    expect(page.locator("h1")).to_have_text("You have unsaved text here")
    page.get_by_role("link", name="Continue with it").click()
    expect(page.locator("#text")).to_have_value("It began later.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".report-section")).to_contain_text("It began later.")
    page.goto(write)
    expect(page.locator("#text")).to_have_value("It began later.")


def test_without_a_connection_nothing_typed_leaves_the_page(page: Page, person, log_in, case):
    _, write, _ = case
    log_in(person)
    page.goto(write)
    page.context.set_offline(True)
    text = page.locator("#text")
    text.fill("Typed in a tunnel.")
    kept(page).to_contain_text("Not kept: the server cannot be reached.")
    page.get_by_role("button", name="Save").click()
    kept(page).to_contain_text("only in this page")
    expect(text).to_have_value("Typed in a tunnel.")
    page.context.set_offline(False)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".report-section")).to_contain_text("Typed in a tunnel.")


def test_what_is_remarked_stands_beside_the_text_one_writes(page: Page, server, person, log_in, case):
    there, write, _ = case
    log_in(person)
    page.goto(write)
    page.locator("#text").fill("They ran to the river.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Edit section P1").click()
    beside = page.locator("[data-remarks]")
    expect(beside).to_contain_text("A sentence that cites nothing")
    beside.get_by_role("link", name="Set aside").click()
    page.get_by_label("Why is it set aside?").fill("We filmed it.")
    page.get_by_role("button", name="Set it aside").click()
    section = page.locator("#section-P1")
    section.get_by_text("One remark is set aside").click()
    expect(section).to_contain_text("We filmed it.")


def drag(page: Page, part: str, onto: str) -> None:
    """Step by step, as a hand does: Chromium tells of nothing that is dragged in one move."""
    page.locator(f"{part} .drag-grip").hover()
    page.mouse.down()
    place = page.locator(onto).bounding_box()
    assert place
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2, steps=5)
    page.mouse.up()


def order(page: Page):
    return expect(page.locator(".finding-text"))


def test_findings_are_dragged_to_their_place_which_is_said_and_kept(page: Page, person, log_in, case):
    there, *_ = case
    page.set_viewport_size({"width": 1280, "height": 2000})  # nothing scrolls under the hand
    log_in(person)
    page.goto(there)
    drag(page, "#finding-F2", "#heading-F1")
    order(page).to_have_text(["Second.", "First."])
    expect(page.locator("[data-moved]")).to_have_text("F2 stands at place 1 of 2 now.")
    expect(page.locator(".outline a[href^='#finding']")).to_have_text(["F2 Second.", "F1 First."])
    drag(page, "#finding-F2", "#finding-F1 .finding-deeds")
    order(page).to_have_text(["First.", "Second."])
    drag(page, "#finding-F2", "#section-P1 .section-title")
    order(page).to_have_text(["First.", "Second."])  # a finding has no place among the sections
    page.reload()
    order(page).to_have_text(["First.", "Second."])


def test_findings_are_moved_by_keyboard_without_losing_ones_place(page: Page, person, log_in, case):
    there, *_ = case
    log_in(person)
    page.goto(there)
    up = page.get_by_role("button", name="Move up finding F2")
    expect(page.get_by_role("button", name="Move up finding F1")).to_be_hidden()
    up.press("Enter")
    order(page).to_have_text(["Second.", "First."])
    expect(up).to_be_hidden()
    expect(page.get_by_role("button", name="Move down finding F2")).to_be_focused()
    expect(page.get_by_role("button", name="Move up finding F1")).to_be_visible()
    expect(page.locator("[data-moved]")).to_have_text("F2 stands at place 1 of 2 now.")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_page_of_the_editor_is_accessible_and_fits(
    page: Page, server, person, log_in, check_accessible, case, size
):
    there, write, _ = case
    page.set_viewport_size(size)
    log_in(person)
    page.goto(there)
    check_accessible(page)
    page.goto(write)
    page.get_by_role("button", name="Cite or show").click()
    expect(page.get_by_role("option")).not_to_have_count(0)
    check_accessible(page)
    page.keyboard.press("Escape")
    page.locator("#text").fill(f"Cites [[ST99]]. {'Averyverylongword' * 20}\n\n[[trace ST1]]")
    drawn = page.get_by_role("figure", name="How ST1 reached us.").get_by_role("img")
    expect(drawn).to_have_js_property("complete", True)
    assert drawn.evaluate("picture => picture.naturalWidth") > 0
    check_accessible(page)
    page.goto(write)
    check_accessible(page)
