"""The reading desk in a real browser: selecting with mouse and keyboard, boxes, times, and the form beside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.conftest import Server
from tests.factories import NOW
from tracker.domain.scales import CaptureMethod, DocumentKind
from tracker.services import documents
from tracker.services.documents import Bytes, DocumentContent
from tracker.services.sources import SourceChoice
from tracker.store.blobs import BlobStore

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
TEXT = (
    "Title 😀😀 with family 👩‍👩‍👧 here\n\n"
    "قال أحمد إن الجسر مفتوح. وقال أحمد إن الجسر مفتوح.\n\n"
    "It is over. It is over. 👍🏽 It is over.\n"
    "Second line\tof the paragraph.\n\n\n"
    "Last words."
)


@dataclass(frozen=True)
class Desk:
    """A capture of `TEXT` on the screen of its lead."""

    page: Page
    address: str
    text: str

    def select(self, words: str, *, nth: int = 1) -> None:
        """Select the nth occurrence of the words in what is shown, as a mouse would."""
        self.page.evaluate(
            """([words, nth]) => {
              const text = document.getElementById("text");
              let at = -1;
              for (let n = 0; n < nth; n++) at = text.textContent.indexOf(words, at + 1);
              if (at < 0) throw new Error("not shown: " + words);
              const point = (offset) => {
                const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
                let left = offset;
                while (walker.nextNode()) {
                  if (left <= walker.currentNode.length) return [walker.currentNode, left];
                  left -= walker.currentNode.length;
                }
              };
              document.getSelection().setBaseAndExtent(...point(at), ...point(at + words.length));
            }""",
            [words, nth],
        )

    def place(self) -> tuple[int, int]:
        """Where the statement form now says the passage is."""
        query = parse_qs(urlsplit(self.page.url).query)
        return int(query["start"][0]), int(query["end"][0])

    def record(self) -> tuple[int, int]:
        self.page.get_by_role("button", name="Record statement").first.click()
        self.page.wait_for_url("**/record?**")
        return self.place()


def offset(words: str, *, nth: int = 1, text: str = TEXT) -> tuple[int, int]:
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return start, start + len(words)


@pytest.fixture
def desk(server: Server, log_in) -> Desk:
    with server.writing() as session:
        case, lead = factories.make_case(session, zone="Asia/Baghdad", title="A case")
        blobs = BlobStore(server.settings.instance / "blobs")
        capture = factories.make_capture(
            session, blobs, case, lead, TEXT, author="The Author", title="Scripts"
        )
        factories.record_chain(session, capture, "is over. It is", "Salim", by=lead, gist="All of it is over")
        address = f"/cases/{case.code}/captures/{capture.public_id}"
    page = log_in(lead)
    page.goto(address)
    return Desk(page, address, TEXT)


def test_what_is_shown_is_the_canonical_text_to_the_last_character(desk: Desk):
    assert desk.page.evaluate("document.getElementById('text').textContent") == TEXT


@pytest.mark.parametrize(
    ("words", "nth"),
    [
        ("😀", 1),
        ("😀", 2),
        ("👩‍👩‍👧 here", 1),
        ("الجسر مفتوح", 1),
        ("الجسر مفتوح", 2),
        ("It is over", 1),
        ("It is over", 2),
        ("It is over", 3),
        ("👍🏽 It is over.\nSecond line\tof", 1),
        ("مفتوح.\n\nIt is", 1),
        ("paragraph.\n\n\nLast words.", 1),
    ],
)
def test_a_selection_arrives_as_code_points_whatever_is_in_the_text(desk: Desk, words: str, nth: int):
    desk.select(words, nth=nth)
    expect(desk.page.get_by_role("button", name="Record statement").first).to_be_enabled()
    assert desk.record() == offset(words, nth=nth)
    expect(desk.page.get_by_label("The very words")).to_have_value(words)


def test_white_space_around_the_words_is_not_part_of_the_passage(desk: Desk):
    desk.select(".\nSecond line\t")
    assert desk.record() == (TEXT.index(".\nSecond"), TEXT.index("\tof"))


def test_nothing_is_recorded_from_a_selection_outside_the_text(desk: Desk):
    button = desk.page.get_by_role("button", name="Record statement").first
    expect(button).to_be_disabled()
    desk.page.get_by_role("heading", name="Scripts").select_text()
    desk.page.wait_for_timeout(200)
    expect(button).to_be_disabled()


def test_the_mouse_selects_across_a_highlight_without_following_it(desk: Desk):
    desk.page.locator("mark.hit").first.scroll_into_view_if_needed()
    start = desk.page.evaluate(
        """() => {
          const text = document.getElementById("text");
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
          const box = (words, from, to) => {
            walker.currentNode = text;
            while (walker.nextNode()) {
              const at = walker.currentNode.data.indexOf(words);
              if (at < 0) continue;
              const range = document.createRange();
              range.setStart(walker.currentNode, at + from);
              range.setEnd(walker.currentNode, at + to);
              const { left, right, top, height } = range.getBoundingClientRect();
              return [left, right, top + height / 2];
            }
          };
          return [box("is over. It is", 0, 2), box("is over. It is", 9, 11)];
        }"""
    )
    (from_x, _, from_y), (_, to_x, to_y) = start
    desk.page.mouse.move(from_x + 1, from_y)
    desk.page.mouse.down()
    desk.page.mouse.move((from_x + to_x) / 2, to_y, steps=4)
    desk.page.mouse.move(to_x, to_y, steps=4)
    desk.page.mouse.up()
    expect(desk.page.get_by_text("characters selected")).to_be_visible()
    assert "#" not in desk.page.url
    start, end = desk.record()
    assert TEXT[start:end] == "is over. It"


def test_a_highlight_leads_to_its_statement(desk: Desk):
    desk.page.locator("mark.hit a").first.click()
    assert "#n-" in desk.page.url
    note = desk.page.locator("li:target")
    expect(note.get_by_text("All of it is over")).to_be_visible()
    note.get_by_role("link", name="ST1").click()
    desk.page.wait_for_url("**/statements/**")


def test_the_keyboard_alone_selects_and_records(desk: Desk):
    page = desk.page
    page.locator("#text").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("5 characters selected")).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+Shift+ArrowRight")
    page.keyboard.press("s")
    page.wait_for_url("**/record?**")
    start, end = desk.place()
    assert (start, TEXT[start:end]) == (6, "😀😀 with")


def test_the_keyboard_follows_the_direction_of_the_script(desk: Desk):
    desk.select("قال")
    desk.page.locator("#text").focus()
    desk.page.keyboard.press("Control+Shift+ArrowLeft")
    desk.page.keyboard.press("s")
    desk.page.wait_for_url("**/record?**")
    start, end = desk.place()
    assert TEXT[start:end] == "قال أحمد"


def test_recording_a_chain_ends_at_its_highlight_and_can_be_undone(desk: Desk):
    page = desk.page
    desk.select("Last words")
    desk.record()
    page.get_by_label("Who", exact=True).fill("A militia")
    page.get_by_label("If new, it is").select_option("armed group")
    page.get_by_role("button", name="Add a hop", exact=True).click()
    second = page.locator("#hops-1")
    expect(second.get_by_label("Who", exact=True)).to_be_focused()
    expect(page.locator("#hops-0").get_by_label("Who", exact=True)).to_have_value("A militia")
    second.get_by_label("Who", exact=True).fill("Salim")
    page.get_by_label("How do they know?").select_option("participant")
    page.get_by_label("What is said, in one sentence").fill("These are the last words")
    page.get_by_label("Assertion (claim)").fill("The words were the last")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**passage=**")
    expect(page.get_by_role("status")).to_contain_text("ST3, ST4, ST5 recorded.")
    expect(page.locator("mark.hit-current")).to_have_text("Last words")
    expect(page.locator(".note-current")).to_contain_text("A militia")
    page.get_by_role("link", name="Undo").click()
    page.get_by_label("Reason").fill("recorded twice")
    page.get_by_role("button", name="Withdraw all 3").click()
    expect(page.get_by_role("status")).to_contain_text("ST3, ST4, ST5 withdrawn")
    expect(page.locator("mark.hit", has_text="Last words")).to_have_count(0)


def test_an_inference_is_asked_what_it_rests_on(desk: Desk):
    desk.select("Last words")
    desk.record()
    ground = desk.page.get_by_label("On", exact=False).last
    expect(desk.page.get_by_label("Because")).to_be_hidden()
    desk.page.get_by_label("How do they know?").select_option("inferred")
    expect(desk.page.get_by_label("Because")).to_be_visible()
    expect(ground).to_be_visible()


def test_without_scripts_the_words_are_pasted_and_the_place_is_chosen(browser, server, desk: Desk):
    context = browser.new_context(
        java_script_enabled=False, base_url=server.url, storage_state=desk.page.context.storage_state()
    )
    page = context.new_page()
    page.goto(desk.address)
    expect(page.get_by_role("button", name="Record statement s")).to_be_hidden()
    page.get_by_text("Record without selecting").click()
    page.get_by_label("The exact words").fill("It is over")
    page.get_by_role("button", name="Record statement").click()
    expect(page.get_by_text("stand there 3 times")).to_be_visible()
    page.get_by_role("link", name="It is over").nth(1).click()
    query = parse_qs(urlsplit(page.url).query)
    assert (int(query["start"][0]), int(query["end"][0])) == offset("It is over", nth=2)
    page.get_by_label("Who", exact=True).fill("Salim")
    page.get_by_label("How do they know?").select_option("observed")
    page.get_by_label("What is said, in one sentence").fill("It is over")
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("recorded.")
    context.close()


def media(server: Server, data: bytes, name: str, kind: DocumentKind) -> tuple[str, object]:
    with server.writing() as session:
        case, lead = factories.make_case(session, title="A case")
        blobs = BlobStore(server.settings.instance / "blobs")
        content = DocumentContent("A thing seen", kind, author=SourceChoice("Somebody"))
        made = documents.capture(
            session,
            blobs,
            case.code,
            content,
            Bytes(data, name, CaptureMethod.UPLOADED),
            by=lead,
            now=NOW,
        )
        return f"/cases/{case.code}/captures/{made.public_id}", lead


def record_here(page: Page) -> None:
    page.get_by_role("button", name="Record statement").click()
    page.get_by_label("Who", exact=True).fill("Somebody")
    page.get_by_label("How do they know?").select_option("sensor")
    page.get_by_label("What is said, in one sentence").fill("This is seen there")
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("recorded.")


def test_a_box_is_drawn_in_a_picture_and_shown_again(server: Server, log_in, check_accessible, png: bytes):
    address, lead = media(server, png, "seen.png", DocumentKind.PHOTOGRAPH)
    page = log_in(lead)
    page.goto(address)
    picture = page.locator(".stage img")
    assert page.evaluate("document.querySelector('.stage img').naturalWidth") == 400
    frame = picture.bounding_box()
    page.mouse.move(frame["x"] + frame["width"] * 0.25, frame["y"] + frame["height"] * 0.5)
    page.mouse.down()
    page.mouse.move(frame["x"] + frame["width"] * 0.75, frame["y"] + frame["height"] * 0.75, steps=5)
    page.mouse.up()
    width = page.get_by_label("Width (%)")
    assert 49 <= float(width.input_value()) <= 51
    width.focus()
    before = float(width.input_value())
    page.keyboard.press("ArrowUp")
    assert float(width.input_value()) == pytest.approx(before + 0.1)
    check_accessible(page)
    record_here(page)
    drawn = page.locator("rect.box-current")
    assert 4900 <= float(drawn.get_attribute("width")) <= 5150
    check_accessible(page)


def test_a_stretch_of_a_recording_is_taken_from_the_player(
    server: Server, log_in, check_accessible, wav: bytes
):
    address, lead = media(server, wav, "heard.wav", DocumentKind.AUDIO)
    page = log_in(lead)
    page.goto(address)
    page.wait_for_function("document.querySelector('.player').readyState >= 1")
    page.evaluate("document.querySelector('.player').currentTime = 1.5")
    page.get_by_role("button", name="Begin here").click()
    expect(page.get_by_label("Begins at")).to_have_value("0:01.5")
    page.get_by_label("Ends at").fill("0:02.25")
    check_accessible(page)
    record_here(page)
    expect(page.get_by_role("link", name="0:01.5–0:02.2")).to_be_visible()


@pytest.fixture
def png() -> bytes:
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (400, 300), (120, 150, 180)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def wav() -> bytes:
    import wave
    from io import BytesIO

    out = BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(bytes([128]) * 8000 * 4)
    return out.getvalue()


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_desk_is_accessible_and_fits(
    desk: Desk, check_accessible: Callable[[Page], None], size: dict[str, int]
):
    page = desk.page
    page.set_viewport_size(size)
    documents_list = desk.address.rpartition("/captures/")[0] + "/documents/"
    for address in (
        desk.address,
        f"{desk.address}/record?start=0&end=5",
        f"{desk.address}/record",
        documents_list,
        f"{documents_list}new",
    ):
        page.goto(address)
        check_accessible(page)
    page.goto(documents_list)
    page.get_by_role("link", name="Scripts").click()
    check_accessible(page)
    page.get_by_role("link", name="Correct").click()
    check_accessible(page)


def test_capturing_shows_what_the_file_says_before_it_is_saved(server: Server, log_in, check_accessible):
    with server.writing() as session:
        case, lead = factories.make_case(session)
    page = log_in(lead)
    page.goto(f"/cases/{case.code}/documents/")
    page.get_by_role("link", name="Capture the first document").click()
    page.get_by_label("Or choose files").set_input_files(
        {
            "name": "page.html",
            "mimeType": "text/html",
            "buffer": b"<html lang=en><head><title>What happened</title>"
            b'<meta property="article:published_time" content="2020-01-01T12:00:00Z">'
            b'<meta name="author" content="Jane Doe"></head><body><article><p>'
            + b"The bridge was closed at noon, said the mayor. " * 8
            + b"</p></article></body></html>",
        }
    )
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_role("heading", name="Here is what the file says: check and save")).to_be_visible()
    expect(page.get_by_label("Title, or what it is")).to_have_value("What happened")
    expect(page.get_by_label("Author", exact=False).first).to_have_value("Jane Doe")
    check_accessible(page)
    page.get_by_role("button", name="Save the document").click()
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()
    expect(page.locator("#text")).to_contain_text("The bridge was closed at noon")


LONG = "\n\n".join(("Before it. " * 200, f"{'Much goes on. ' * 300}These are the words. {'And on. ' * 300}"))
_IN_VIEW = """() => {
  const words = document.querySelector(".reading-excerpt .hit-current").getBoundingClientRect();
  const frame = document.querySelector(".reading-excerpt").getBoundingClientRect();
  return frame.top <= words.top && words.bottom <= frame.bottom;
}"""


def long_article(server: Server, author: str = "The Author"):
    with server.writing() as session:
        case, lead = factories.make_case(session)
        blobs = BlobStore(server.settings.instance / "blobs")
        held = factories.make_capture(session, blobs, case, lead, LONG, author=author)
        return f"/cases/{case.code}/captures/{held.public_id}/record", lead


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_passage_in_a_long_paragraph_is_in_view_beside_the_form(
    browser, server: Server, log_in, size: dict[str, int]
):
    address, lead = long_article(server)
    page = log_in(lead)
    page.set_viewport_size(size)
    start, end = offset("These are the words.", text=LONG)
    page.goto(f"{address}?start={start}&end={end}")
    assert page.evaluate(_IN_VIEW)
    assert page.evaluate("window.scrollY") == 0
    state = page.context.storage_state()
    without = browser.new_context(
        java_script_enabled=False, base_url=server.url, storage_state=state, viewport=size
    )
    plain = without.new_page()
    plain.goto(f"{address}?words=These+are+the+words.")
    assert plain.evaluate(_IN_VIEW)
    without.close()


def test_a_known_source_is_named_in_full_and_not_asked_for_its_kind(server: Server, log_in):
    name = "the unnamed blogger who wrote about the attack on the embassy and much else since " * 2
    address, lead = long_article(server, author=name.strip())
    page = log_in(lead)
    page.goto(f"{address}?start=0&end=6")
    hop = page.locator("#hops-0")
    who, kind = hop.get_by_label("Who", exact=True), hop.get_by_label("If new, it is")
    expect(kind).to_be_hidden()
    expect(hop.locator("[data-who-echo]")).to_have_text(who.input_value())
    who.fill("Salim")
    expect(kind).to_be_visible()
    expect(hop.locator("[data-who-echo]")).to_be_empty()


def test_whoever_was_told_is_asked_by_whom(desk: Desk):
    desk.select("Last words")
    desk.record()
    hint = desk.page.get_by_text("Somebody told them")
    expect(hint).to_be_hidden()
    desk.page.get_by_label("How do they know?").select_option("told")
    expect(hint).to_be_visible()
    desk.page.get_by_role("button", name="Add who told them").click()
    expect(desk.page.locator("#hops-0").get_by_label("Who", exact=True)).to_have_value("")
    expect(desk.page.locator("#hops-1").get_by_label("Who", exact=True)).to_have_value("SRC1 The Author")
