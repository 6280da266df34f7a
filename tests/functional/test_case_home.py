"""The first page of a case: what is claimed and how weakly it stands, what waits for me, and what is new."""

from __future__ import annotations

from types import SimpleNamespace

import lxml.html
import pytest

from tests.factories import (
    NOW,
    make_assertion,
    make_capture,
    make_case,
    make_member,
    make_statement,
    make_user,
)
from tracker.domain.scales import (
    AssertionLinkKind,
    Basis,
    CaseRole,
    GradeScale,
    Outcome,
    StatementLinkKind,
)
from tracker.domain.timing import TimeVerdict
from tracker.services import assertions, grades, relays, resolutions, verdicts
from tracker.services.grades import GradeIt
from tracker.services.resolutions import Resolve
from tracker.services.verdicts import Confirm

HOME = "/cases/EMB/"


@pytest.fixture
def lead(session):
    return make_user(session, "lena")


@pytest.fixture
def case(session, lead):
    return make_case(
        session, lead, code="EMB", zone="Asia/Baghdad", title="Had they left?", place="Baghdad, Iraq"
    )


@pytest.fixture
def person(login, lead):
    return login(SimpleNamespace(username=lead.username))


def tree(person):
    return lxml.html.document_fromstring(person.get_ok(HOME).text)


def text_of(found):
    return " ".join(found.text_content().split())


def queue(person):
    return [text_of(each) for each in tree(person).xpath("//*[contains(@class, 'queue')]/li")]


def test_the_top_says_what_happened_where_the_local_time_and_the_marking(person, case):
    page = tree(person)
    assert text_of(page.xpath("//h1")[0]) == "Had they left?"
    text = text_of(page)
    assert "Baghdad, Iraq" in text
    assert "Local time there:" in text
    assert "UTC+3" in text
    assert "TLP:AMBER" in text


def test_an_empty_case_says_what_to_do_and_that_nothing_waits(person, case):
    text = text_of(tree(person))
    assert "Nothing is claimed yet" in text
    assert "Nothing waits for you here." in text
    assert "No source has taken anything back." in text


def test_assertions_stand_weakest_first_each_with_its_sentence(person, session, blobs, case):
    strong, weak, bare = (make_assertion(session, *case, text) for text in ("Strong", "Weak", "Bare"))
    for author in ("Rima", "Rolf"):
        make_statement(session, blobs, *case, author=author, asserts=(strong.label,))
    make_statement(session, blobs, *case, author="Dora", asserts=(weak.label,))
    make_statement(session, blobs, *case, author="Zaid", basis=Basis.INFERRED, asserts=(bare.label,))
    rows = [text_of(row) for row in tree(person).xpath("//section[.//*[@id='assertions']]//li")]
    assert [row.split()[0] for row in rows] == ["Bare", "Weak", "Strong"]
    assert "No independent sources: Zaid inferred it." in rows[0]
    assert "One independent source; hangs on Dora." in rows[1]
    assert "Two independent sources." in rows[2]


def test_how_an_assertion_turned_out_is_shown_with_it(person, session, case):
    claim = make_assertion(session, *case)
    command = Resolve(claim.public_id, Outcome.FALSE, "The film shows it.")
    resolutions.resolve(session, command, by=case[1], now=NOW)
    assert "resolved: False" in text_of(tree(person).xpath("//section[.//*[@id='assertions']]//li")[0])


def test_the_queue_counts_what_i_have_not_graded_and_leads_there(person, session, blobs, case):
    claim = make_assertion(session, *case)
    said = make_statement(session, blobs, *case, author="Rima", asserts=(claim.label,))
    assert queue(person) == ["1 statement for you to grade", "1 source for you to grade"]
    for place in tree(person).xpath("//*[contains(@class, 'queue')]//a/@href"):
        assert "Rima" in person.get_ok(place).text
    command = GradeIt(GradeScale.CREDIBILITY, said.public_id, "2", "It fits.")
    grades.grade(session, command, by=case[1], now=NOW)
    assert queue(person) == ["1 source for you to grade"]


def test_the_way_to_repeats_stands_there_once_there_can_be_any(person, session, blobs, case):
    make_statement(session, blobs, *case, asserts=(make_assertion(session, *case).label,))
    assert not tree(person).xpath("//a[contains(., 'only repeat others')]")
    make_statement(session, blobs, *case, asserts=("AS1",))
    (place,) = tree(person).xpath("//a[contains(., 'only repeat others')]/@href")
    person.get_ok(place)


def test_a_pair_waits_until_somebody_says_what_it_is(person, session, case):
    one, other = (make_assertion(session, *case) for _ in range(2))
    link = assertions.link(
        session, one.public_id, other.label, AssertionLinkKind.INCOMPATIBLE, "in or out", by=case[1], now=NOW
    )
    assert queue(person) == ["1 pair of claims to judge: contradiction or update?"]
    assert "not confirmed by anybody yet" in text_of(tree(person))
    command = Confirm(link.public_id, TimeVerdict.UPDATE, "One came later.")
    verdicts.confirm(session, command, by=case[1], now=NOW)
    assert queue(person) == []
    shown = text_of(tree(person).xpath("//section[.//*[@id='conflicts']]")[0])
    assert shown.startswith("What contradicts what update")
    assert "confirmed by Lena: One came later" in shown
    again = Confirm(link.public_id, TimeVerdict.CONTRADICTION, "The same hour.")
    verdicts.confirm(session, again, by=case[1], now=NOW)
    assert queue(person) == []


def test_forecasts_wait_from_their_date_until_they_are_resolved(person, session, blobs, case):
    claim = make_assertion(session, *case)
    for due, text in (("2020-01-31", "More will come."), ("2999-01-31", "All will end.")):
        make_statement(session, blobs, *case, text, basis=Basis.FORECAST, asserts=(claim.label,), due=due)
    found = tree(person).xpath("//section[h2='Forecasts that can be judged now']")
    assert "More will come." in text_of(found[0])
    assert "due 31 January 2020" in text_of(found[0])
    assert "All will end." not in text_of(found[0])
    command = Resolve(claim.public_id, Outcome.TRUE, "They came.")
    resolutions.resolve(session, command, by=case[1], now=NOW)
    assert not tree(person).xpath("//section[h2='Forecasts that can be judged now']")


def test_a_reader_has_nothing_to_do(login, session, blobs, case):
    claim = make_assertion(session, *case)
    make_statement(session, blobs, *case, asserts=(claim.label,))
    reader = make_member(session, *case, role=CaseRole.READER)
    assert queue(login(SimpleNamespace(username=reader.username))) == []


def test_new_captures_and_what_sources_took_back_stand_at_the_foot(person, session, blobs, case):
    make_capture(session, blobs, *case, title="The morning paper")
    first, second = (
        make_statement(session, blobs, *case, text, author="Rima") for text in ("They left.", "I was wrong.")
    )
    relays.link(
        session, second.public_id, first.label, StatementLinkKind.RETRACTS, "she says so", by=case[1], now=NOW
    )
    (foot,) = tree(person).xpath("//*[@class='side-by-side']")
    text = text_of(foot)
    assert "The morning paper" in text
    assert "They left. Rima: she says so" in text


def test_the_page_costs_the_same_for_one_assertion_and_for_twenty(
    person, session, blobs, case, count_queries
):
    def grow(count):
        for _ in range(count):
            claim = make_assertion(session, *case)
            other = make_assertion(session, *case)
            make_statement(session, blobs, *case, asserts=(claim.label,))
            assertions.link(
                session,
                claim.public_id,
                other.label,
                AssertionLinkKind.INCOMPATIBLE,
                "in or out",
                by=case[1],
                now=NOW,
            )

    grow(1)
    with count_queries() as few:
        person.get_ok(HOME)
    grow(10)
    with count_queries() as many:
        person.get_ok(HOME)
    assert many.count == few.count
