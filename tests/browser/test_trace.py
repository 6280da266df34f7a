"""Assertion, grading and trace in a real browser: by keyboard, on a telephone, on paper, and for axe."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.conftest import Server
from tests.factories import NOW
from tracker.domain.scales import AssertionLinkKind, Basis, SourceKind
from tracker.services import assertions, relays
from tracker.services.relays import RelayTerms
from tracker.services.sources import SourceChoice
from tracker.store.blobs import BlobStore

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@dataclass(frozen=True)
class Told:
    """A case in which officials told Salim, whose words a blog passes on, and an account repeats the blog."""

    code: str
    claim: str
    statement: str
    source: str
    capture: str

    def at(self, *rest: str) -> str:
        return "/".join((f"/cases/{self.code}", *rest))


@pytest.fixture
def told(server: Server, person) -> Told:
    with server.writing() as session:
        blobs = BlobStore(server.settings.instance / "blobs")
        case, lead = factories.make_case(session, person, title="The gate")
        text = f"Case {case.code}.\n\nSalim writes that officials say the gate is open.\n\nNothing else."
        page = factories.make_capture(
            session, blobs, case, lead, text, author="The blog", published="2020-01-02"
        )
        claim = factories.make_assertion(
            session, case, lead, "The gate was open", holds="2020-01-01T15:00/.."
        )
        *_, blog = factories.record_chain(
            session,
            page,
            "the gate is open",
            SourceChoice("officials", SourceKind.UNNAMED),
            "Salim",
            by=lead,
            asserts=(claim.label,),
        )
        copy = factories.make_statement(
            session,
            blobs,
            case,
            lead,
            f"RT of {case.code}",
            author="An account",
            basis=Basis.TOLD,
            asserts=(claim.label,),
        )
        relays.relay(session, copy.public_id, blog.label, RelayTerms(), by=lead, now=NOW)
        shut = factories.make_assertion(session, case, lead, "The gate was shut", holds="2020-01-01T15:20")
        kind = AssertionLinkKind.INCOMPATIBLE
        assertions.link(session, shut.public_id, claim.label, kind, "one gate", by=lead, now=NOW)
        source = factories.make_source(session, case, lead, "Rima")
        return Told(case.code, claim.public_id, copy.public_id, source.public_id, page.public_id)


@pytest.fixture
def reader(log_in, person, told) -> Page:
    return log_in(person)


def test_a_newcomer_gets_from_an_assertion_to_the_highlighted_passage_in_two_clicks(reader: Page, told: Told):
    reader.goto(told.at("assertions", told.claim))
    reader.get_by_role("link", name="Trace", exact=True).click()
    reader.locator(".trace-figure svg a").last.click()
    reader.wait_for_url(lambda url: f"/captures/{told.capture}" in url)
    passage = reader.locator("mark.hit-current")
    expect(passage).to_be_in_viewport()
    expect(passage).to_have_text("the gate is open")


def test_grading_takes_nothing_but_the_keyboard(reader: Page, told: Told):
    reader.goto(told.at("grades", "reliability", told.source))
    reader.get_by_label("For which topic?").focus()
    reader.keyboard.type("the gate")
    reader.keyboard.press("Tab")
    reader.keyboard.type("direct")
    reader.keyboard.press("Tab")
    reader.keyboard.press("Space")
    reader.keyboard.press("ArrowDown")
    expect(reader.get_by_role("radio", name=re.compile("^Usually reliable"))).to_be_checked()
    reader.keyboard.press("Tab")
    reader.keyboard.type("Three of its reports were right")
    reader.keyboard.press("Tab")
    reader.keyboard.press("Enter")
    reader.wait_for_url(lambda url: url.endswith(f"/sources/{told.source}"))
    reader.goto(told.at("grades", "reliability", told.source))
    own = reader.locator("aside section").first
    expect(own).to_contain_text("Usually reliable for the gate")
    expect(reader.get_by_label("For which topic?")).to_have_value("the gate")


def test_a_wrong_grade_leads_to_what_is_to_be_corrected(reader: Page, told: Told):
    reader.goto(told.at("grades", "credibility", told.statement))
    reader.get_by_role("button", name="Grade").click()
    expect(reader.locator("#error-summary")).to_be_focused()
    reader.get_by_role("link", name="Choose a grade.").click()
    expect(reader.locator("#value-0")).to_be_focused()


def test_the_trace_is_walked_with_the_keyboard_alone(reader: Page, told: Told):
    reader.emulate_media(reduced_motion="reduce")
    reader.goto(told.at("trace", "assertion", told.claim))
    card = reader.locator(".trace-figure svg a").first
    card.focus()
    expect(card).to_be_focused()
    reader.get_by_role("link", name="The same as a list").focus()
    reader.keyboard.press("Enter")
    first = reader.locator(".trace-chain a").first
    expect(first).to_be_in_viewport()
    reader.get_by_role("link", name="Passage").first.focus()
    reader.keyboard.press("Enter")
    reader.wait_for_url(lambda url: "/captures/" in url)


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_nothing_sticks_out_and_axe_finds_nothing_serious(reader: Page, told: Told, check_accessible, size):
    reader.set_viewport_size(size)
    for place in (
        ("statements/",),
        ("statements", told.statement),
        ("statements", told.statement, "correct"),
        ("statements", told.statement, "relay"),
        ("statements", told.statement, "link"),
        ("statements", told.statement, "convey"),
        ("statements", told.statement, "rests-on"),
        ("statements", told.statement, "withdraw"),
        ("assertions/",),
        ("assertions", told.claim),
        ("assertions", "new"),
        ("assertions", told.claim, "correct"),
        ("assertions", told.claim, "link"),
        ("grades", "reliability", told.source),
        ("grades", "credibility", told.statement),
        ("trace", "statement", told.statement),
        ("trace", "assertion", told.claim),
    ):
        answer = reader.goto(told.at(*place))
        assert answer
        assert answer.ok, place
        check_accessible(reader)


def test_the_picture_prints_whole(reader: Page, told: Told):
    reader.goto(told.at("trace", "assertion", told.claim))
    reader.emulate_media(media="print")
    figure = reader.locator(".trace-figure")
    assert figure.evaluate("element => element.scrollHeight <= element.clientHeight + 1")
    expect(reader.locator(".on-this-page")).to_be_hidden()
