"""Judging in a real browser: what if, grading, differences, how it turned out, repeats, and confirmed verdicts.

The demonstration case is the stage: what people read in it is known to the last figure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import func, select

from tests import factories
from tests.browser.conftest import Server
from tests.factories import NOW, PASSWORD
from tracker.domain.scales import GradeScale, Outcome, Profile
from tracker.services import demo, grades, resolutions, users
from tracker.services.grades import GradeIt
from tracker.services.resolutions import Resolve
from tracker.store.blobs import BlobStore
from tracker.store.models import AuditEvent, Source

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
EMBASSY = "/cases/EMBASSY"


@pytest.fixture(scope="module")
def embassy(server: Server) -> Server:
    """The demonstration case on the server of these tests; its people have the password of all others."""
    with server.writing() as session:
        demo.fill(session, BlobStore(server.settings.instance / "blobs"), now=NOW)
        for name in ("analyst", "second"):
            users.change_password(session, PASSWORD, by=factories.viewer_again(session, name), now=NOW)
    return server


@pytest.fixture
def enter(embassy: Server, page: Page, log_in) -> Callable[[str], Page]:
    """`enter("analyst")` logs somebody of the demonstration in."""

    def enter(name: str) -> Page:
        page.context.clear_cookies()
        with embassy.writing() as session:
            viewer = factories.viewer_again(session, name)
        return log_in(viewer)

    return enter


def deeds(server: Server) -> int | None:
    """How many deeds are on record."""
    with server.writing() as session:
        return session.scalar(select(func.count()).select_from(AuditEvent))


def row(page: Page, words: str) -> Locator:
    return page.locator("tr, .record-list > li").filter(has_text=words).first


def open_claim(page: Page, words: str) -> None:
    page.goto(f"{EMBASSY}/assertions/")
    page.get_by_role("link", name=words).click()


def test_what_if_leaves_no_trace_until_it_is_applied(embassy, enter):
    page = enter("analyst")
    open_claim(page, "The militia had withdrawn")
    verdict = page.locator(".verdict")
    expect(verdict).to_contain_text("Four items: at least one, at most two independent sources")
    before = deeds(embassy)
    page.get_by_role("link", name="What if Layla Haddad is wrong?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What if Layla Haddad is wrong?")
    expect(verdict).to_contain_text("one of five assertions loses independent sources")
    lost = row(page, "The militia had withdrawn").locator("td")
    expect(lost.nth(0)).to_contain_text("At least one, at most two independent sources")
    expect(lost.nth(1)).to_contain_text("Perhaps none, at most one independent source")
    page.get_by_label("Take away something else as well").fill("Daniel Harrow")
    page.get_by_role("button", name="Take it away").click()
    guards = row(page, "Guards let the crowd in").locator("td")
    expect(guards.nth(0)).to_contain_text("One independent source; hangs on Daniel Harrow")
    expect(guards.nth(1)).to_contain_text("No independent sources")
    page.get_by_role("link", name="Leave Daniel Harrow in the case").click()
    expect(row(page, "Guards let the crowd in")).to_be_hidden()
    assert deeds(embassy) == before

    page.get_by_role("link", name="Withdraw the statements…").click()
    expect(page.get_by_role("heading", name="Withdrawn: one record")).to_be_visible()
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.locator("#error-summary")).to_be_focused()
    assert deeds(embassy) == before
    page.get_by_label("Reason").fill("She had it from a bystander after all")
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_role("status")).to_contain_text("Withdrawn from the case: ST2.")
    open_claim(page, "The militia had withdrawn")
    expect(verdict).to_contain_text("one independent source")
    page.goto(f"{EMBASSY}/statements/?withdrawn=only")
    row(page, "pulling out").get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text("She had it from a bystander after all")
    page.get_by_role("link", name="Restore").first.click()
    page.get_by_label("Reason").fill("She did not")
    page.get_by_role("button", name="Restore").click()
    open_claim(page, "The militia had withdrawn")
    expect(verdict).to_contain_text("at least one, at most two independent sources")


def test_a_verdict_on_times_is_confirmed_and_taken_back(embassy, enter):
    page = enter("analyst")
    open_claim(page, "The militia was still at the gate")
    pair = page.get_by_role("region", name="It cannot be true together with")
    expect(pair).to_contain_text("nobody has confirmed it yet")
    pair.get_by_role("link", name="Confirm it").click()
    expect(page.locator("main")).to_contain_text("Their times say: contradiction")
    page.get_by_role("radio", name=re.compile("^Update")).check()
    page.get_by_label("Why?").fill("Nobody meant the gate itself")
    page.get_by_role("button", name="Confirm").click()
    expect(pair).to_contain_text("Nobody meant the gate itself")
    expect(pair).to_contain_text("Their times alone say: contradiction")
    pair.get_by_role("link", name="Take the verdict back").click()
    page.get_by_role("textbox").last.fill("The gate was meant")
    page.get_by_role("button", name=re.compile("Take|Withdraw")).click()
    expect(pair).to_contain_text("nobody has confirmed it yet")


@dataclass(frozen=True)
class Panel:
    """A case with a lead and two analysts, and one statement of each of seven witnesses."""

    code: str
    people: dict[str, str]
    labels: list[str]
    sources: list[str]

    def at(self, rest: str) -> str:
        return f"/cases/{self.code}/{rest}"


def graded(session, by, statement, value) -> None:
    command = GradeIt(GradeScale.CREDIBILITY, statement.public_id, value, f"A reason of {by.username}")
    grades.grade(session, command, by=by, now=NOW)


@pytest.fixture
def panel(server: Server) -> Panel:
    with server.writing() as session:
        blobs = BlobStore(server.settings.instance / "blobs")
        case, lead = factories.make_case(session, profile=Profile.INTELLIGENCE)
        ana, ben = (factories.make_member(session, case, lead) for _ in range(2))
        made = [
            factories.make_statement(session, blobs, case, lead, f"Seen from window {n}.") for n in range(7)
        ]
        for statement, value in zip(made[:5], "12345", strict=True):
            graded(session, ben, statement, "2" if value == "1" else value)
        people = {"lead": lead.username, "ana": ana.username, "ben": ben.username}
        sources = [session.get_one(Source, each.source_pk).public_id for each in made]
        return Panel(case.code, people, [each.label for each in made], sources)


def test_a_queue_is_graded_by_keyboard_and_what_lies_apart_is_settled(panel, enter, check_accessible):
    page = enter(panel.people["ana"])
    page.goto(panel.at("grading/"))
    expect(page.get_by_role("link", name="Statements to grade 7")).to_be_visible()
    for label in panel.labels[:5]:
        page.get_by_role("checkbox", name=f"Choose {label}").focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Grade the chosen ones together").focus()
    page.keyboard.press("Enter")
    page.get_by_label("One grade for all of them").focus()
    page.keyboard.type("3")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("All from one side of the street")
    page.get_by_label(f"Grade of {panel.labels[4]}").focus()
    page.keyboard.type("2")
    check_accessible(page)
    page.get_by_role("button", name="Record the grades").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("5")
    expect(page.get_by_role("link", name="Statements to grade 2")).to_be_visible()

    page.get_by_role("link", name=re.compile("^Differences")).click()
    apart = row(page, "Seen from window 4.")
    expect(apart).to_contain_text("2 (probably true)")
    expect(apart).to_contain_text("5 (improbable)")
    expect(row(page, "Seen from window 2.")).to_have_count(0)
    page.get_by_role("link", name="Agreement").click()
    expect(page.locator("main")).to_contain_text("Krippendorff's α, by steps")

    page = enter(panel.people["lead"])
    page.goto(panel.at("grading/differences"))
    apart = row(page, "Seen from window 4.")
    expect(apart).to_contain_text("hidden until yours is in")
    apart.get_by_role("link", name="Grade it yourself").click()
    page.get_by_role("radio", name=re.compile("^Possibly true|^3")).check()
    page.get_by_label("What does the grade rest on?").fill("Nobody else looked that way")
    page.get_by_role("button", name="Grade").click()
    page.goto(panel.at("grading/differences"))
    apart.get_by_role("link", name="Settle it").click()
    expect(page.locator("main")).to_contain_text(f"A reason of {panel.people['ben']}")
    check_accessible(page)
    page.get_by_role("radio", name=re.compile("Possibly true")).check()
    page.get_by_label("Why is it settled so?").fill("One window, no second one")
    page.get_by_role("button", name="Settle it").click()
    settled = page.get_by_role("region", name="Settled", exact=True)
    expect(settled).to_contain_text("One window, no second one")


def test_a_second_opinion_is_asked_for_without_saying_which_grades(server, panel, enter):
    with server.writing() as session:
        ben = factories.viewer_again(session, panel.people["ben"])
        command = GradeIt(GradeScale.RELIABILITY, panel.sources[4], "A", "Always right")
        grades.grade(session, command, by=ben, now=NOW)
    page = enter(panel.people["ana"])
    page.goto(panel.at("grading/second-opinions"))
    wanted = row(page, "Seen from window 4.")
    expect(wanted).to_contain_text("hidden until yours is in")
    expect(wanted).not_to_contain_text("A reason of")
    wanted.get_by_role("link", name="Give a second opinion").click()
    page.get_by_role("radio", name=re.compile("Improbable")).check()
    page.get_by_label("What does the grade rest on?").fill("The window is bricked up")
    page.get_by_role("button", name="Grade").click()
    page.goto(panel.at("grading/second-opinions"))
    expect(page.locator("main")).to_contain_text("No second opinion is wanted")


@pytest.fixture
def watchman(server: Server, person) -> dict[str, str]:
    """A witness of five claims, four of which are known to be true; the case's address and the witness's."""
    with server.writing() as session:
        blobs = BlobStore(server.settings.instance / "blobs")
        case, lead = factories.make_case(session, person)
        for number in range(5):
            claim = factories.make_assertion(session, case, lead, f"Lorry {number} left", topic="the gate")
            text = f"I saw lorry {number} leave."
            said = factories.make_statement(
                session, blobs, case, lead, text, author="The watchman", asserts=(claim.label,)
            )
            if number < 4:
                known = Resolve(claim.public_id, Outcome.TRUE, "The toll booth has it.", ())
                resolutions.resolve(session, known, by=lead, now=NOW)
        factories.make_statement(
            session, blobs, case, lead, "The toll booth counted lorry 4.", author="The toll booth"
        )
        here = f"/cases/{case.code}"
        source = session.get_one(Source, said.source_pk)
        return {
            "case": here,
            "claim": f"{here}/assertions/{claim.public_id}",
            "source": f"{here}/sources/{source.public_id}",
        }


def test_how_a_claim_turned_out_makes_a_track_record_and_can_be_taken_back(log_in, person, watchman):
    page = log_in(person)
    page.goto(watchman["source"])
    record = page.get_by_role("region", name="Track record", exact=True)
    expect(record).to_contain_text("No track record yet: four of five needed resolved assertions.")
    page.goto(watchman["claim"])
    page.get_by_role("link", name="Resolve", exact=True).click()
    page.get_by_role("radio", name=re.compile("^True")).check()
    page.get_by_label("On what basis is this established?").fill("The toll booth has it")
    page.get_by_label("Search for more statements").fill("toll booth")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("checkbox", name=re.compile("The toll booth counted")).check()
    page.get_by_role("button", name="Whose record would move?").click()
    preview = page.get_by_role("region", name="What this would make of track records")
    expect(preview).to_contain_text("4 of 4 right, then 5 of 5 right.")
    page.get_by_role("button", name="Resolve it").click()
    page.goto(watchman["source"])
    expect(record).to_contain_text("5 of 5")
    record.get_by_role("link", name="All resolved assertions of this case").click()
    resolved = row(page, "Lorry 4 left")
    expect(resolved).to_contain_text("of The toll booth")
    resolved.get_by_role("link", name="Withdraw").click()
    page.get_by_label("Why is it withdrawn?").fill("It was another lorry")
    page.get_by_role("button", name="Withdraw").click()
    page.goto(watchman["source"])
    expect(record).to_contain_text("four of five needed")
    page.goto(f"{watchman['case']}/resolutions/?withdrawn=only")
    expect(row(page, "Lorry 4 left")).to_contain_text("It was another lorry")


@pytest.fixture
def copied(server: Server, person) -> str:
    """The address of the hints of a case in which two papers print the same words on the same claim."""
    words = (
        "Fighters who had camped outside the embassy since Tuesday packed up their tents in the early afternoon "
        "and walked back across the river, leaving behind broken glass and a smell of burnt rubber."
    )
    with server.writing() as session:
        blobs = BlobStore(server.settings.instance / "blobs")
        case, lead = factories.make_case(session, person)
        claim = factories.make_assertion(session, case, lead, "They had left").label
        for day, (author, begin) in enumerate(
            (("The Gazette", ""), ("The Copier", "Our briefing says: ")), 1
        ):
            held = factories.make_capture(
                session,
                blobs,
                case,
                lead,
                begin + words,
                author=author,
                again=True,
                published=f"2020-01-0{day}",
            )
            factories.record_chain(session, held, words, author, by=lead, asserts=(claim,))
        return f"/cases/{case.code}/repeats/"


def test_a_hint_is_accepted_taken_back_and_refused(log_in, person, copied, check_accessible):
    page = log_in(person)
    page.set_viewport_size(NARROW)
    page.goto(copied)
    hint = page.get_by_role("article")
    expect(hint).to_contain_text("ST2 may repeat ST1")
    expect(hint).to_contain_text("AS1 goes from two independent sources to at least one, at most two")
    hint.get_by_text("Accept: it is a repeat").click()
    check_accessible(page)
    hint.get_by_label("Why is it a repeat?").fill("Word for word, a day later")
    hint.get_by_role("button", name="Accept the hint").click()
    answered = page.get_by_role("region", name="Answered")
    expect(answered).to_contain_text("Word for word, a day later")
    expect(hint).to_have_count(0)
    answered.get_by_role("link", name="Take back").click()
    page.get_by_label("Why is it taken back?").fill("Both had it from one briefing")
    page.get_by_role("button", name="Take it back").click()
    hint.get_by_text("Refuse: it is no repeat").click()
    hint.get_by_label("Why is it no repeat?").fill("Both had it from one briefing")
    hint.get_by_role("button", name="Refuse the hint").click()
    expect(answered).to_contain_text("does not repeat")
    expect(page.locator("main")).to_contain_text("No hint is open")


def test_every_page_of_judging_fits_and_is_accessible(enter, check_accessible):
    page = enter("analyst")

    def check() -> None:
        page.set_viewport_size(WIDE)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
        page.set_viewport_size(NARROW)
        check_accessible(page)

    for rest in (
        "",
        "what-if/?without=SRC2&without=SRC1",
        "what-if/withdraw?without=SRC2",
        "grading/",
        "grading/second-opinions",
        "grading/differences",
        "grading/agreement",
        "resolutions/",
        "history/",
    ):
        page.goto(f"{EMBASSY}/{rest}")
        check()
    page.goto(f"{EMBASSY}/sources/")
    page.get_by_role("link", name="Layla Haddad").click()
    check()
    open_claim(page, "The militia had withdrawn")
    check()
    page.get_by_role("link", name="Resolve", exact=True).click()
    check()


def test_every_section_of_a_case_is_in_view_on_a_telephone(enter):
    page = enter("analyst")
    page.set_viewport_size(NARROW)
    page.goto(f"{EMBASSY}/history/")
    sections = page.get_by_role("navigation", name="Sections of EMBASSY").get_by_role("link")
    expect(sections).to_have_count(8)
    for section in sections.all():
        expect(section).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("link", name="History", exact=True)).to_have_attribute("aria-current", "page")
