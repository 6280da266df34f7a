"""Two captures side by side in a real browser: read by eye, by keyboard, on a wide and on a narrow screen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.conftest import Server
from tests.factories import NOW
from tracker.domain.scales import CaptureMethod
from tracker.services import documents
from tracker.services.documents import Bytes
from tracker.store.blobs import BlobStore
from tracker.store.models import Document

SCREENS = [{"width": 1280, "height": 900}, {"width": 390, "height": 844}]
SAME = [f"Paragraph {at} of the middle stays as it was, word for word." for at in range(30)]
OLD = "\n\n".join(
    [
        "The crowd left at noon.",
        *SAME,
        "قال أحمد إن الجسر مفتوح.",
        "A guard was wounded by a stone.",
        "The end.",
    ]
)
NEW = "\n\n".join(["Updated.", "The crowd left at three.", *SAME, "قال أحمد إن الجسر مغلق.", "The end."])


@pytest.fixture
def pair(server: Server, log_in) -> tuple[Page, str]:
    """The page of the lead, and the address of the comparison."""
    with server.writing() as session:
        case, lead = factories.make_case(session, title="A case")
        blobs = BlobStore(server.settings.instance / "blobs")
        older = factories.make_capture(
            session, blobs, case, lead, OLD, author="A paper", title="What happened"
        )
        for words in ("The crowd left at noon.", SAME[3], "A guard was wounded by a stone."):
            factories.record_chain(session, older, words, "A paper", by=lead)
        document = session.get_one(Document, older.document_pk)
        pasted = Bytes(NEW.encode(), None, CaptureMethod.PASTED)
        newer = documents.capture_again(
            session, blobs, document.public_id, pasted, by=lead, now=NOW + timedelta(days=1)
        )
        address = f"/cases/{case.code}/captures/{older.public_id}/compare/{newer.public_id}"
    return log_in(lead), address


@pytest.mark.parametrize("screen", SCREENS, ids=["wide", "narrow"])
def test_both_texts_are_read_on_any_screen_and_by_any_reader(pair, screen, check_accessible):
    page, address = pair
    page.set_viewport_size(screen)
    page.goto(address)
    check_accessible(page)
    page.get_by_text("unchanged paragraphs").click()
    check_accessible(page)
    old, new = (page.locator("#c1 .compare-row:last-child .compare-side").nth(side) for side in (0, 1))
    expect(old).to_contain_text("noon.")
    expect(new).to_contain_text("three.")
    first, second = old.bounding_box(), new.bounding_box()
    if screen["width"] > 1000:
        assert first["y"] == second["y"]
        assert first["x"] + first["width"] <= second["x"]
    else:
        assert first["y"] + first["height"] <= second["y"]
    assert old.locator("del").evaluate("each => getComputedStyle(each).textDecorationLine") == "line-through"
    assert new.locator("ins").evaluate("each => getComputedStyle(each).textDecorationLine") == "underline"
    for question in ("Say what the change means", "Anchor all that are the same or moved"):
        page.goto(address)
        page.get_by_role("link", name=question).first.click()
        check_accessible(page)


def test_the_keys_go_from_change_to_change_and_stop_at_the_ends(pair):
    page, address = pair
    page.set_viewport_size(SCREENS[0])
    page.goto(address)
    focused = "document.activeElement.id"
    steps = []
    for key in ("n", "n", "n", "p", "p", "p"):
        page.keyboard.press(key)
        steps.append(page.evaluate(focused))
    assert steps == ["c1", "c2", "c2", "c1", "c1", "c1"]
    expect(page.locator("#c1")).to_be_in_viewport()
    page.locator("#c1").get_by_role("link", name="Next").click()
    expect(page.locator("#c2")).to_be_in_viewport()
    page.keyboard.press("p")
    assert page.evaluate(focused) == "c1"


def test_a_passage_is_anchored_to_the_newer_capture_with_one_click(pair):
    page, address = pair
    page.goto(address)
    page.get_by_text("One passage stands as recorded").click()
    page.get_by_role("button", name="Anchor to E2 as well").click()
    expect(page.get_by_text("ST2 anchored to E2 as well.")).to_be_visible()
    expect(page.get_by_role("button", name="Anchor to E2 as well")).to_have_count(0)
