"""The demonstration as a newcomer meets it: from a claim to the very words, and on to a report as a PDF."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest

from tests.factories import NOW, viewer_again
from tests.functional.strict_client import StrictClient, check_page
from tracker.services import demo

HOME = "/cases/EMBASSY/"
PROTECTED_NAME = "Hadi Nasir al-Jubouri"
ENOUGH = 10
"""Pages of one kind that are looked at."""


@pytest.fixture
def viewers(sessions, blobs):
    """The demonstration, filled; its lead and its second analyst."""
    with sessions() as session:
        demo.fill(session, blobs, now=NOW)
        session.commit()
        return {name: viewer_again(session, name) for name in ("analyst", "second")}


class Reader:
    """Somebody who reads and clicks."""

    def __init__(self, client: StrictClient) -> None:
        self.client = client
        self.at = HOME
        self.answer = client.get_ok(HOME)

    def click(self, words: str, *, to: str = "") -> None:
        """Follow the first link with these words on it whose address holds `to`."""
        page = lxml.html.fromstring(self.answer.text)
        for link in page.iter("a"):
            if words in link.text_content() and to in link.get("href", ""):
                self.at = urljoin(self.at, link.get("href"))
                self.answer = self.client.get_ok(self.at)
                return
        raise AssertionError(f"{self.at} has no link “{words}” to {to or 'anywhere'}")


def test_the_first_page_says_what_to_look_at(viewers, login):
    text = " ".join(Reader(login(viewers["analyst"])).answer.text.split())
    assert "Had the militia left the embassy?" in text
    assert "four items say so, at most two independent sources" in text


def test_two_clicks_lead_to_the_words_and_two_more_to_the_pdf(viewers, login):
    reader = Reader(login(viewers["analyst"]))
    reader.click("The militia had withdrawn", to="/assertions/")
    reader.click("", to="passage=")
    marked = lxml.html.fromstring(reader.answer.text).xpath("//mark")
    assert any("Everybody is out of the compound by three." in mark.text_content() for mark in marked)
    reader.click("Case home")
    reader.click("PDF")
    assert reader.answer.data.startswith(b"%PDF-")


def test_one_click_from_a_claim_asks_what_if_its_reporter_is_wrong(viewers, login):
    reader = Reader(login(viewers["analyst"]))
    reader.click("The militia had withdrawn", to="/assertions/")
    reader.click("What if Layla Haddad is wrong?")
    text = " ".join(lxml.html.fromstring(reader.answer.text).text_content().split())
    assert "Layla Haddad" in text
    assert "perhaps none, at most one independent source" in text.lower()


def test_the_claim_explains_itself_and_what_would_settle_it_is_a_click_away(viewers, login):
    reader = Reader(login(viewers["analyst"]))
    reader.click("The militia had withdrawn", to="/assertions/")
    page = lxml.html.fromstring(reader.answer.text)
    because = [
        " ".join(each.text_content().split()) for each in page.xpath("//*[contains(@class, 'because')]/li")
    ]
    assert because == [
        "Baghdad Flash (ST3) adds nothing: it republishes Layla Haddad (ST2).",
        "Daniel Harrow (ST7) adds nothing: it cites Layla Haddad (ST2).",
        "Original source: Abu Zayd, and perhaps “social media”.",
        "Everything known hangs on Layla Haddad and on Abu Zayd.",
        (
            "If “social media” (ST5) is neither Layla Haddad nor Abu Zayd and knows it first-hand, there are two "
            "independent sources."
        ),
        "AS2 contradicts it: 1 January 2020, 15:20 lies inside “from 1 January 2020, 15:00, with no known end”.",
    ]
    reader.click("Say who it is", to="/sources/")
    assert "social media" in reader.answer.text


@pytest.mark.one_database
@pytest.mark.parametrize("name", ["analyst", "second"])
def test_every_page_that_can_be_reached_is_sound_and_names_nobody_protected(viewers, login, name):
    client = login(viewers[name])
    seen: set[str] = set()
    visits: Counter[str] = Counter()
    waiting = [HOME, "/"]
    while waiting:
        address = waiting.pop()
        endpoint = _endpoint(client, address)
        if address in seen or visits[endpoint] >= ENOUGH:
            continue
        seen.add(address)
        visits[endpoint] += 1
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code == 200, f"{address}: {answer.status}"
        if answer.mimetype == "text/html":
            check_page(answer.text, address)
            waiting += _links(answer.text, answer.request.path)
        # A lead corrects the record of a protected source, and so reads the name there and nowhere else.
        if (name, endpoint) != ("analyst", "sources.correct"):
            assert PROTECTED_NAME.encode() not in answer.data, address
    assert visits["sources.show"] == 9
    assert visits["captures.read"] >= 6


def _endpoint(client: StrictClient, address: str) -> str:
    endpoint, _ = client.http.application.url_map.bind("localhost").match(urlsplit(address).path)
    return endpoint


def _links(text: str, address: str) -> list[str]:
    found = []
    for link in lxml.html.fromstring(text).iter("a"):
        target = urlsplit(urljoin(f"http://localhost{address}", link.get("href") or ""))
        if target.netloc == "localhost" and not target.path.startswith("/static"):
            found.append(target._replace(scheme="", netloc="", fragment="").geturl())
    return found
