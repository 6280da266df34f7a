"""The reading desk by keyboard in a real browser: ten statements of a page, each answered with single keys."""

from __future__ import annotations

import time
from contextlib import nullcontext
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from tests import factories
from tests.browser.conftest import Server
from tracker.services import text_readings
from tracker.store.blobs import BlobStore
from tracker.store.models import Capture, Source, Statement

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
TEXT = (
    "😀 What happened at the bridge, hour by hour.\n\n"
    "Crowds are leaving the bridge now. — Layla Haddad (@layla_h) January 1, 2020\n\n"
    "Tents are going up on the other bank. — Layla Haddad (@layla_h) January 1, 2020\n\n"
    "It is over. Happy new year. — Layla Haddad (@layla_h) January 1, 2020\n\n"
    "The interior minister, Omar Nasser, said that the bridge would be open by noon. Nasser added that nobody "
    "had been hurt.\n\n"
    "“We saw two ambulances,” said Miriam Stern, who lives beside the bridge. According to officials, the "
    "crowd was never larger than a thousand people.\n\n"
    "The mayor denied that the police had been called. A spokesman for the union told reporters that the strike "
    "would go on. “Nobody asked us,” Stern said.\n"
)


@dataclass
class Keys:
    """A person's hands: every press is counted."""

    page: Page
    pressed: list[str] = field(default_factory=list)

    def press(self, *keys: str) -> None:
        for key in keys:
            asks = key in "jkaxmpz"
            waiting = self.page.expect_response(lambda answer: "/proposals/" in answer.url)
            with waiting if asks else nullcontext():
                self.page.keyboard.press(key)
            self.pressed.append(key)
            expect(self.page.locator("#card:not(.is-busy)")).to_be_visible()

    def write(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.pressed += words


@dataclass(frozen=True)
class Desk:
    page: Page
    server: Server
    capture: str
    address: str

    @property
    def keys(self) -> Keys:
        return Keys(self.page)

    def count(self) -> int:
        with self.server.writing() as session:
            return session.scalar(
                select(func.count())
                .select_from(Statement)
                .join(Capture, Capture.case_pk == Statement.case_pk)
                .where(Capture.public_id == self.capture, Statement.withdrawn_at.is_(None))
            )

    def names(self) -> list[str]:
        with self.server.writing() as session:
            return list(
                session.scalars(
                    select(Source.name)
                    .join(Statement, Statement.source_pk == Source.pk)
                    .join(Capture, Capture.case_pk == Statement.case_pk)
                    .where(Capture.public_id == self.capture, Statement.withdrawn_at.is_(None))
                    .order_by(Statement.number)
                )
            )

    def go_to(self, words: str) -> None:
        """Go on with the key for the next until the card shows these words."""
        for _ in range(40):
            shown = self.page.locator("[data-words]")
            if shown.count() and words in shown.inner_text():
                return
            self.keys.press("j")
        raise AssertionError(words)


@pytest.fixture
def desk(server: Server, log_in) -> Desk:
    with server.writing() as session:
        case, lead = factories.make_case(session, zone="UTC", title="A case")
        blobs = BlobStore(server.settings.instance / "blobs")
        capture = factories.make_capture(
            session, blobs, case, lead, TEXT, author="The Gazette", title="The bridge", published="2020-01-01"
        )
        text_readings.keep(
            session,
            capture.public_id,
            text_readings.look(capture.text, "2020-01-01"),
            by=lead,
            now=factories.NOW,
        )
        address = f"/cases/{case.code}/proposals/{capture.public_id}"
    page = log_in(lead)
    page.goto(address)
    return Desk(page, server, capture.public_id, address)


def test_a_page_of_ten_statements_takes_few_keys(desk: Desk):
    """Three posts at once, each other statement with one key, one of them corrected and one described."""
    keys = desk.keys
    keys.press("p")
    expect(desk.page.locator(".message", has_text="3 embedded posts recorded")).to_be_visible()
    for _ in range(20):
        if "answered" in desk.page.locator("#card-title").inner_text() or desk.count() >= 20:
            break
        who = desk.page.locator("[name='hops-0-source']")
        if not who.input_value():
            keys.press("x")
        else:
            keys.press("a")
    assert desk.count() >= 20, "ten of others, ten of the page that passes them on"
    assert len(keys.pressed) <= 12, keys.pressed
    names = desk.names()
    assert names.count("Layla Haddad") == 3
    assert names.count("Miriam Stern") == 2, "“Stern” is the only source with this surname"
    assert "officials" in names


def test_what_is_said_is_edited_and_accepted_without_the_mouse(desk: Desk):
    desk.go_to("the bridge would be open")
    keys = desk.keys
    keys.press("e")
    keys.write("The bridge opens at noon")
    desk.page.keyboard.press("Escape")
    expect(desk.page.locator("#card-title")).to_be_focused()
    keys.press("u")
    expect(desk.page.locator("[name='hops-0-kind']")).to_have_value("unnamed")
    with desk.page.expect_response(lambda answer: "/proposals/" in answer.url):
        desk.page.keyboard.press("Control+Enter")
    expect(desk.page.locator(".message", has_text="recorded.")).to_be_visible()
    with desk.server.writing() as session:
        gists = session.scalars(select(Statement.gist).order_by(Statement.pk.desc()).limit(1)).all()
    assert gists == ["The bridge opens at noon"]


def test_words_are_added_and_taken_away_in_code_points(desk: Desk):
    desk.go_to("Crowds are leaving")
    spans = desk.page.locator("[name=spans]")
    before = spans.input_value()
    start, end = map(int, before.split("-"))
    assert TEXT[start:end] == "Crowds are leaving the bridge now."
    desk.keys.press("[", "[")
    start, end = map(int, spans.input_value().split("-"))
    assert TEXT[start:end] == "Crowds are leaving the"
    desk.keys.press("]", "}")
    start, end = map(int, spans.input_value().split("-"))
    assert TEXT[start:end] == "are leaving the bridge"
    expect(desk.page.locator("[name=verbatim]")).to_have_value("are leaving the bridge")
    desk.keys.press("{")
    desk.keys.press("a")
    expect(desk.page.locator(".message", has_text="recorded.")).to_be_visible()


def test_what_was_written_is_not_overwritten_by_moving_the_words(desk: Desk):
    desk.go_to("Crowds are leaving")
    desk.keys.press("e")
    desk.page.keyboard.type("They are going")
    desk.page.keyboard.press("Escape")
    desk.keys.press("[")
    expect(desk.page.locator("[name=gist]")).to_have_value("They are going")
    expect(desk.page.locator("[name=verbatim]")).to_have_value("Crowds are leaving the bridge")


def test_a_key_held_down_is_one_answer(desk: Desk):
    desk.go_to("the bridge would be open")
    for _ in range(6):
        desk.page.keyboard.down("x")
        desk.page.wait_for_timeout(120)
    desk.page.keyboard.up("x")
    expect(desk.page.locator("#card:not(.is-busy)")).to_be_visible()
    expect(desk.page.get_by_text("1 rejected")).to_be_visible()


def test_typing_on_while_the_next_card_comes_answers_nothing(desk: Desk):
    desk.go_to("the bridge would be open")
    desk.page.route("**/proposals/**", lambda route: (time.sleep(0.4), route.continue_()))
    desk.page.keyboard.press("x")
    desk.page.keyboard.type("a maximal answer", delay=40)
    expect(desk.page.locator("#card:not(.is-busy)")).to_be_visible(timeout=10_000)
    expect(desk.page.get_by_text("0 accepted, 1 rejected")).to_be_visible()
    assert desk.count() == 0


def test_a_selection_says_where_to_split(desk: Desk):
    desk.go_to("crowd was never larger")
    desk.page.evaluate(
        """() => {
          const text = document.getElementById("text");
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf("than a thousand");
            if (at >= 0) document.getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + 4);
          }
        }"""
    )
    desk.page.keyboard.press("s")
    expect(desk.page.locator("[name=before]")).to_have_value("than a thousand people")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("[data-words]")).to_have_text("the crowd was never larger")


def test_whoever_is_logged_out_keeps_what_they_typed(desk: Desk):
    desk.go_to("the bridge would be open")
    desk.keys.press("e")
    desk.page.keyboard.type("Typed by hand")
    desk.page.context.clear_cookies()
    desk.page.keyboard.press("Control+Enter")
    expect(desk.page.get_by_role("alert")).to_contain_text("What you typed is still here")
    expect(desk.page.locator("[name=gist]")).to_have_value("Typed by hand")


def test_reject_undo_merge_and_split(desk: Desk):
    desk.go_to("nobody had been hurt")
    keys = desk.keys
    here = desk.page.url
    keys.press("x")
    assert desk.page.url != here
    keys.press("z")
    expect(desk.page.locator(".message", has_text="Undone.")).to_be_visible()
    expect(desk.page.locator("[data-words]")).to_contain_text("nobody had been hurt")
    desk.page.keyboard.press("m")
    expect(desk.page.locator("[data-words]")).to_contain_text("[…]")
    expect(desk.page.locator("#card:not(.is-busy)")).to_be_visible()
    desk.page.keyboard.press("s")
    expect(desk.page.locator("[name=before]")).to_be_focused()
    desk.page.keyboard.type("had been")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("[data-words]")).to_have_text("that nobody")


def test_a_refused_answer_keeps_what_was_typed_and_says_why(desk: Desk):
    desk.go_to("the bridge would be open")
    desk.keys.press("w")
    desk.page.keyboard.press("Control+A")
    desk.page.keyboard.press("Delete")
    with desk.page.expect_response(lambda answer: answer.status == 422):
        desk.page.keyboard.press("Control+Enter")
    expect(desk.page.locator("#error-summary")).to_be_focused()
    expect(desk.page.get_by_text("Say who it is").first).to_be_visible()
    assert desk.count() == 0


def test_a_server_that_does_not_answer_loses_nothing(desk: Desk):
    desk.go_to("the bridge would be open")
    desk.keys.press("e")
    desk.page.keyboard.type("Typed by hand")
    desk.page.context.set_offline(True)
    desk.page.keyboard.press("Control+Enter")
    expect(desk.page.get_by_text("The server did not answer")).to_be_visible()
    expect(desk.page.locator("[name=gist]")).to_have_value("Typed by hand")
    desk.page.context.set_offline(False)


def test_leaving_typed_words_behind_is_asked_about(desk: Desk):
    """Going to another card with words typed asks first: nobody loses what they typed."""
    desk.go_to("the bridge would be open")
    desk.keys.press("e")
    desk.page.keyboard.type("Typed by hand")
    desk.page.keyboard.press("Escape")
    asked = []
    desk.page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    desk.page.keyboard.press("j")
    desk.page.wait_for_timeout(200)
    assert asked
    expect(desk.page.locator("[name=gist]")).to_have_value("Typed by hand")


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_nothing_sticks_out_and_axe_finds_nothing_serious(desk: Desk, check_accessible, size):
    desk.page.set_viewport_size(size)
    check_accessible(desk.page)
    desk.go_to("the bridge would be open")
    check_accessible(desk.page)


def test_a_long_text_answers_without_lag(server: Server, log_in):
    """Twenty thousand words: the card is fetched alone, the text is drawn once."""
    with server.writing() as session:
        case, lead = factories.make_case(session, title="Long")
        blobs = BlobStore(server.settings.instance / "blobs")
        words = "\n\n".join(
            f"The witness Anna Number{n} said that the gate of house {n} was open. " + "It rained. " * 45
            for n in range(200)
        )
        capture = factories.make_capture(session, blobs, case, lead, words, author="The Gazette")
        text_readings.keep(
            session, capture.public_id, text_readings.look(capture.text, None), by=lead, now=factories.NOW
        )
        address = f"/cases/{case.code}/proposals/{capture.public_id}"
    page = log_in(lead)
    page.goto(address)
    sizes = []
    page.on(
        "response", lambda answer: sizes.append(len(answer.body())) if "/proposals/" in answer.url else None
    )
    keys = Keys(page)
    keys.press("j", "a", "j", "x")
    assert sizes
    assert max(sizes) < len(words) / 2, "the text does not travel again"
