"""Capturing several files in a real browser: dropped on the form, sent one by one, each with its result."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.conftest import Server
from tracker.domain.access import Viewer

WORDS = "Date: 1 January 2020\nNobody has left."
DROP = """(files) => {
  const given = new DataTransfer();
  for (const [name, words] of files) given.items.add(new File([words], name));
  const form = document.querySelector("form[data-guard]");
  for (const kind of ["dragover", "drop"]) form.dispatchEvent(
    new DragEvent(kind, { dataTransfer: given, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def capturing(server: Server, log_in: Callable[[Viewer], Page]) -> Page:
    with server.writing() as session:
        case, lead = factories.make_case(session)
        code = case.code
    page = log_in(lead)
    page.goto(f"/cases/{code}/documents/new")
    return page


def test_files_dropped_are_sent_one_by_one_and_each_has_its_result(capturing, check_accessible):
    files = [["a.txt", WORDS], ["<b>.exe", "MZ"], ["again.txt", WORDS], ["b.md", "# Gate\n\nIt is shut."]]
    capturing.evaluate(DROP, files)
    said = capturing.locator("[data-sending-said]")
    expect(said).to_have_text("4 files are chosen.")
    capturing.get_by_role("button", name="Read it").click()
    expect(said).to_contain_text("2 of 4 files captured", timeout=60_000)
    rows = capturing.locator("#outcomes > li")
    expect(rows.nth(0)).to_contain_text("a.txt is captured as E1")
    expect(rows.nth(1)).to_contain_text("<b>.exe is refused")
    expect(rows.nth(2)).to_contain_text("held already as E1")
    expect(rows.nth(3)).to_contain_text("Gate")
    check_accessible(capturing)
    capturing.set_viewport_size({"width": 390, "height": 844})
    check_accessible(capturing)
    rows.nth(3).get_by_role("link", name="E2").click()
    expect(capturing.locator("#text")).to_contain_text("It is shut.")


def test_several_files_beside_a_pasted_text_are_not_sent_and_nothing_is_lost(capturing):
    capturing.get_by_label("Paste the text").fill("typed before")
    capturing.evaluate(DROP, [["a.txt", WORDS], ["b.txt", WORDS]])
    capturing.get_by_role("button", name="Read it").click()
    expect(capturing.locator("[data-sending-said]")).to_contain_text("not both")
    assert capturing.get_by_label("Paste the text").input_value() == "typed before"
    assert capturing.evaluate("document.querySelector('[name=file]').files.length") == 2


def test_a_file_that_cannot_be_sent_is_named_and_the_rest_go_on(capturing):
    capturing.route("**/documents/new", lambda route: route.abort(), times=1)
    capturing.evaluate(DROP, [["a.txt", WORDS], ["b.txt", WORDS + "!"]])
    capturing.get_by_role("button", name="Read it").click()
    expect(capturing.locator("[data-sending-said]")).to_contain_text("1 of 2 files captured", timeout=60_000)
    expect(capturing.locator("#outcomes > li").nth(0)).to_contain_text("could not be sent")


def test_a_single_file_dropped_is_checked_as_one_that_was_chosen(capturing):
    capturing.evaluate(DROP, [["a.txt", WORDS]])
    capturing.get_by_role("button", name="Read it").click()
    expect(capturing.get_by_label("Published or made")).to_have_value("2020-01-01", timeout=60_000)
