"""What every list of a case has in common, and how an assertion finds its way into a report."""

from __future__ import annotations

import lxml.html
import pytest
from sqlalchemy import select

from tests.factories import (
    NOW,
    make_assertion,
    make_case,
    make_finding,
    make_member,
    make_report,
    make_source,
    make_statement,
)
from tracker.domain.scales import CaseRole, Outcome
from tracker.services import resolutions, revisions
from tracker.services.resolutions import Resolve
from tracker.store.models import Assertion, Case, Finding, Report

SECTIONS = ("documents", "statements", "assertions", "sources", "reports", "resolutions")
REASON = "Zubayda said so herself"


def tree(answer):
    return lxml.html.document_fromstring(answer.text)


def text_of(element):
    return " ".join(element.text_content().split())


@pytest.fixture
def case(session, blobs):
    case, lead = make_case(session, code="EMB")
    make_statement(session, blobs, case, lead, "They left.", author="Layla", asserts=("They left",))
    make_report(session, case, lead, "Who left?")
    resolutions.resolve(
        session, Resolve(assertion_of(session).public_id, Outcome.TRUE, "Seen."), by=lead, now=NOW
    )
    session.commit()
    return case, lead


@pytest.fixture
def lead(case, login):
    return login(case[1])


def assertion_of(session):
    return session.scalars(select(Assertion)).one()


@pytest.mark.parametrize("section", SECTIONS)
class TestEveryList:
    def test_has_the_same_bar(self, lead, section):
        (bar,) = tree(lead.get_ok(f"/cases/EMB/{section}/")).xpath("//main//form[@role='search']")
        names = [each.get("name") for each in bar.xpath(".//select|.//input[@type='search']")]
        assert (names[0], names[-1]) == ("q", "withdrawn")
        assert text_of(bar).endswith("Show")

    def test_leads_back_to_the_whole_list_once_it_is_narrowed(self, lead, section):
        start = f"/cases/EMB/{section}/"
        for search in ("q=zzz", "withdrawn=only"):
            (bar,) = tree(lead.get_ok(f"{start}?{search}")).xpath("//main//form[@role='search']")
            assert bar.xpath(".//a/@href") == [start], search

    def test_says_which_part_it_shows_and_has_no_page_after_the_last(self, lead, section):
        for page in ("1", "2", "9999", "x", "9" * 30):
            shown = text_of(tree(lead.get_ok(f"/cases/EMB/{section}/?page={page}")).find(".//main"))
            assert " 1–1 of 1" in shown, page

    @pytest.mark.parametrize("name", ["endpoint", "_scheme", "_external", "_anchor", "code", "self"])
    def test_takes_no_name_in_its_address_for_more_than_a_name(self, lead, section, name):
        page = tree(lead.get_ok(f"/cases/EMB/{section}/?{name}=x"))
        assert all(
            link.startswith(f"/cases/EMB/{section}/?")
            for link in page.xpath("//main//th[@scope='col']/a/@href")
        )


def test_the_order_of_a_list_survives_another_search(lead):
    for section, order in (("documents", "title"), ("statements", "said"), ("sources", "-kind")):
        bar = tree(lead.get_ok(f"/cases/EMB/{section}/?sort={order}")).find(".//main//form")
        assert dict(bar.form_values())["sort"] == order


class TestCitingAnAssertion:
    def cite(self, lead, session):
        """From the page of the assertion to the list of reports."""
        page = tree(lead.get_ok(f"/cases/EMB/assertions/{assertion_of(session).public_id}"))
        (link,) = page.xpath("//a[text()='Cite in a report']/@href")
        return tree(lead.get_ok(link))

    def test_it_is_two_clicks_to_a_finding_that_states_it(self, lead, session):
        (link,) = self.cite(lead, session).xpath("//a[starts-with(text(), 'Add a finding on AS1')]/@href")
        shown = lead.get_ok(link)
        assert tree(shown).get_element_by_id("assertion").value == "AS1"
        assert "They left" in text_of(tree(shown).find(".//aside"))
        lead.post_form(link, {"text": "They were gone by noon."}, status=303)
        assert session.scalars(select(Finding)).one().assertion_pk == assertion_of(session).pk

    def test_a_report_begun_for_it_goes_on_with_the_finding(self, lead, session):
        (link,) = self.cite(lead, session).xpath("//a[text()='New report']/@href")
        answer = lead.post_form(link, {"title": "What we know"}, status=303)
        shown = tree(lead.get_ok(answer.headers["Location"]))
        assert shown.get_element_by_id("assertion").value == "AS1"
        assert "What we know" in text_of(shown.find(".//aside"))

    def test_what_states_it_already_is_pointed_to(self, lead, session, case):
        report = session.scalars(select(Report)).one()
        make_finding(session, report, case[1], "They left.", assertion="AS1")
        session.commit()
        (link,) = self.cite(lead, session).xpath("//a[text()='F1 states it already']/@href")
        assert link == f"/cases/EMB/reports/{report.public_id}#finding-F1"

    def test_the_search_among_the_reports_keeps_it(self, lead, session, case):
        make_report(session, *case, "Something else")
        session.commit()
        bar = self.cite(lead, session).find(".//main//form")
        kept = dict(bar.form_values())["assertion"]
        found = tree(lead.get_ok(f"/cases/EMB/reports/?q=else&assertion={kept}"))
        assert len(found.xpath("//a[starts-with(text(), 'Add a finding on AS1')]")) == 1

    def test_nothing_is_added_to_a_withdrawn_report(self, lead, session, case):
        revisions.withdraw(
            session, "report", session.scalars(select(Report)).one().public_id, "Stale.", by=case[1], now=NOW
        )
        session.commit()
        listed = tree(
            lead.get_ok(f"/cases/EMB/reports/?withdrawn=only&assertion={assertion_of(session).public_id}")
        )
        assert "Who left?" in text_of(listed)
        assert not listed.xpath("//a[starts-with(text(), 'Add a finding')]")

    def test_a_reader_is_offered_none_of_it(self, login, session, case):
        reader = make_member(session, *case, CaseRole.READER)
        session.commit()
        shown = login(reader).get_ok(f"/cases/EMB/reports/?assertion={assertion_of(session).public_id}")
        assert "Who left?" in shown.text
        assert "Add a finding" not in shown.text

    def test_an_assertion_of_another_case_is_not_to_be_had(self, lead, session, case):
        theirs = make_assertion(session, *make_case(session, case[1], code="TWO"), "Not here")
        session.commit()
        report = session.scalars(select(Report)).first()
        for page in ("", "new", f"{report.public_id}/findings/new"):
            url = f"/cases/EMB/reports/{page}"
            assert lead.get(f"{url}?assertion={theirs.public_id}").status_code == 404, page
            assert lead.get(f"{url}?assertion=nonsense").status_code == 404, page


def test_who_saves_the_settings_over_a_colleague_sees_what_is_new_in_theirs(lead, session):
    case = session.scalars(select(Case)).one()
    lead.post_form("/cases/EMB/correct", {"title": "Theirs", "reason": "r"}, extra={"grades_are_blind": ""})
    typed = {"title": "Mine", "reason": "r"}
    stale = {"version": str(case.version - 1), "grades_are_blind": "y"}
    answer = lead.post_form("/cases/EMB/correct", typed, extra=stale, status=409)
    facts = tree(answer).xpath("//main//dl[@class='facts']/div")
    assert [text_of(fact) for fact in facts] == ["Title Theirs", "Grade blind no"]
    (seen,) = tree(answer).xpath("//input[@name='version']/@value")
    lead.post_form("/cases/EMB/correct", typed, extra={"version": seen}, status=303)


class TestRestoringAProtectedSource:
    @pytest.fixture
    def source(self, session, case):
        hidden = {"is_protected": True, "pseudonym": "A guard", "descriptor": "A guard of the gate."}
        source = make_source(session, *case, "Zubayda", **hidden)
        revisions.withdraw(session, "source", source.public_id, REASON, by=case[1], now=NOW)
        session.commit()
        return f"/cases/EMB/sources/{source.public_id}/withdraw"

    def test_a_lead_reads_why_it_was_withdrawn(self, lead, source):
        assert REASON in lead.get_ok(source).text

    def test_nobody_else_does(self, login, session, case, source):
        analyst = make_member(session, *case)
        session.commit()
        shown = login(analyst).get_ok(source)
        assert "Restore" in shown.text
        assert "Zubayda" not in shown.text
