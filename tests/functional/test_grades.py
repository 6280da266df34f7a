"""Grading through the pages: every choice in words, a reason each time, nothing of the past lost."""

from types import SimpleNamespace

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
    make_user,
    viewer_again,
)
from tests.functional.strict_client import problems
from tracker.domain.scales import CaseRole, Credibility, GradeScale, Likelihood, Profile, Reliability, Stance
from tracker.services import grades
from tracker.services.grades import GradeIt
from tracker.store.models import Grade, Source


@pytest.fixture
def lead(session):
    return make_user(session, "lena")


@pytest.fixture
def case(session, lead):
    return make_case(session, lead, code="EMB", profile=Profile.INTELLIGENCE)


@pytest.fixture
def person(login, lead):
    return login(SimpleNamespace(username=lead.username))


def url(scale, target):
    return f"/cases/EMB/grades/{scale}/{target.public_id}"


def fieldset(html):
    tree = lxml.html.document_fromstring(html)
    return " ".join(tree.xpath("//fieldset[.//input[@name='value']]")[0].text_content().split())


@pytest.mark.parametrize(
    ("scale", "words"),
    [("reliability", Reliability), ("credibility", Credibility), ("likelihood", Likelihood)],
)
def test_every_choice_is_offered_with_its_code_and_its_words(person, session, blobs, case, scale, words):
    targets = {
        "reliability": lambda: make_source(session, *case),
        "credibility": lambda: make_statement(session, blobs, *case),
        "likelihood": lambda: make_finding(session, make_report(session, *case), case[1]),
    }
    shown = fieldset(person.get_ok(url(scale, targets[scale]())).text)
    for word in words:
        assert word.label in shown
        assert word.definition in shown
    if scale == "reliability":
        assert "B – Usually reliable" in shown


def test_ones_own_the_others_and_all_earlier_grades_are_in_view(person, session, case):
    source = make_source(session, *case, "The Gazette")
    colleague = make_member(session, *case)
    for by, value, reason in (
        (case[1], "B", "first thought"),
        (colleague, "D", "they erred"),
        (case[1], "C", "second"),
    ):
        command = GradeIt(GradeScale.RELIABILITY, source.public_id, value, reason, topic="the street")
        grades.grade(session, command, by=by, now=NOW)
    tree = lxml.html.document_fromstring(person.get_ok(url("reliability", source)).text)
    own, others = (panel.text_content() for panel in tree.xpath("//aside//section"))
    history = tree.xpath("//section[.//*[@id='all-grades']]")[0].text_content()
    assert "Fairly reliable" in own
    assert "for the street" in own
    assert "first thought" not in own
    assert "they erred" in others
    assert [history.index(words) for words in ("second", "they erred", "first thought")] == sorted(
        history.index(words) for words in ("second", "they erred", "first thought")
    )
    assert "superseded" in history


def test_a_grade_is_given_and_supersedes(person, session, case):
    source = make_source(session, *case, "The Gazette")
    for value in ("B", "C"):
        typed = {
            "value": value,
            "reason": "Checked three of its reports",
            "topic": "the street",
            "access": "direct",
        }
        answer = person.post_form(url("reliability", source), typed, status=303)
        assert answer.headers["Location"].endswith(f"/cases/EMB/sources/{source.public_id}")
    first, second = session.scalars(select(Grade).order_by(Grade.pk)).all()
    assert (first.value, second.value, second.supersedes_pk) == ("B", "C", first.pk)
    assert (second.topic, second.access, second.reason) == (
        "the street",
        "direct",
        "Checked three of its reports",
    )


@pytest.mark.parametrize(
    ("typed", "extra", "problem", "where"),
    [
        ({"reason": "so"}, {}, "Choose a grade.", "#value-0"),
        ({"value": "B", "reason": ""}, {}, "Say what the grade rests on.", "#reason"),
        ({"reason": "so"}, {"value": "Z"}, "Choose one of the words offered.", "#value-0"),
        ({"reason": "so"}, {"value": "1"}, "Choose one of the words offered.", "#value-0"),
    ],
)
def test_a_wrong_grade_is_said_at_the_field_and_stores_nothing(
    person, session, case, typed, extra, problem, where
):  # noqa: PLR0917
    source = make_source(session, *case)
    answer = person.post_form(
        url("reliability", source), {"topic": "the palace", **typed}, extra=extra, status=422
    )
    assert problems(answer.text) == [problem]
    assert f'href="{where}"' in answer.text
    assert "the palace" in answer.text
    assert session.scalars(select(Grade)).all() == []


def test_a_statement_that_makes_several_claims_is_graded_for_one(person, session, blobs, case):
    one, two = make_assertion(session, *case), make_assertion(session, *case)
    statement = make_statement(session, blobs, *case, asserts=(one.label, two.label))
    page = url("credibility", statement)
    answer = person.post_form(page, {"value": "2", "reason": "so"}, status=422)
    assert "Say for which assertion" in answer.text
    person.post_form(page, {"value": "2", "reason": "so", "assertion": two.label}, status=303)
    assert session.scalars(select(Grade)).one().assertion_pk == two.pk
    chosen = lxml.html.document_fromstring(person.get_ok(f"{page}?assertion={two.label}").text)
    assert chosen.xpath("//select[@name='assertion']/option[@selected]/@value") == [two.label]


def test_one_claim_needs_not_be_chosen(person, session, blobs, case):
    statement = make_statement(session, blobs, *case, asserts=("It is so",))
    text = person.get_ok(url("credibility", statement)).text
    assert 'name="assertion"' not in text
    person.post_form(url("credibility", statement), {"value": "3", "reason": "so"}, status=303)


def test_likelihood_and_confidence_of_a_finding_stand_apart(person, session, case):
    finding = make_finding(session, make_report(session, *case), case[1])
    person.post_form(url("likelihood", finding), {"value": "very likely", "reason": "two lines"}, status=303)
    person.post_form(url("confidence", finding), {"value": "low", "reason": "one channel"}, status=303)
    text = person.get_ok(url("likelihood", finding)).text
    assert "two lines" in text
    assert "one channel" not in text


def test_foreign_and_unknown_things_are_not_found(person, session, blobs, case, lead):
    other, both = make_case(session, viewer_again(session, lead), code="OTHER")
    theirs = make_statement(session, blobs, other, both)
    mine = make_statement(session, blobs, *case)
    assert person.get(url("credibility", theirs)).status_code == 404
    assert person.get(url("reliability", mine)).status_code == 404
    assert person.get(url("nonsense", mine)).status_code == 404
    assert person.get("/cases/EMB/grades/credibility/nonsense").status_code == 404


def test_a_reader_sees_the_grades_and_gives_none(login, session, blobs, case):
    statement = make_statement(session, blobs, *case)
    grades.grade(
        session, GradeIt(GradeScale.CREDIBILITY, statement.public_id, "3", "it fits"), by=case[1], now=NOW
    )
    reader = login(SimpleNamespace(username=make_member(session, *case, CaseRole.READER).username))
    text = reader.get_ok(url("credibility", statement)).text
    assert "it fits" in text
    assert 'name="value"' not in text
    token = lxml.html.document_fromstring(text).xpath("//input[@name='csrf_token']/@value")[0]
    sent = {"csrf_token": token, "value": "1", "reason": "so"}
    assert reader.http.post(url("credibility", statement), data=sent).status_code == 403


def grade_as(session, by, scale, target, value, **more):  # noqa: PLR0917
    grades.grade(session, GradeIt(scale, target.public_id, value, "it fits", **more), by=by, now=NOW)


def aside(text):
    return " ".join(lxml.html.document_fromstring(text).xpath("//aside")[0].text_content().split())


class TestCredibilityFirst:
    def test_the_source_is_not_shown_beside_a_statement_before_that_is_graded(
        self, person, session, blobs, case
    ):
        statement = make_statement(session, blobs, *case, asserts=("It is so",), author="The Gazette")
        source = session.get_one(Source, statement.source_pk)
        grade_as(session, case[1], GradeScale.RELIABILITY, source, "D")
        page = f"/cases/EMB/statements/{statement.public_id}"
        before = aside(person.get_ok(page).text)
        assert "what is said is judged before who says it" in before
        assert "Not usually reliable" not in before
        assert "is not shown here" in person.get_ok(url("credibility", statement)).text
        grade_as(session, case[1], GradeScale.CREDIBILITY, statement, "3")
        assert "Not usually reliable" in aside(person.get_ok(page).text)

    def test_with_several_claims_it_waits_for_all_of_them(self, person, session, blobs, case):
        one, two = make_assertion(session, *case), make_assertion(session, *case)
        statement = make_statement(session, blobs, *case, asserts=(one.label, two.label))
        page = f"/cases/EMB/statements/{statement.public_id}"
        for claim, waits in ((one, True), (two, False)):
            grade_as(session, case[1], GradeScale.CREDIBILITY, statement, "3", assertion=claim.label)
            assert ("judged before who says it" in aside(person.get_ok(page).text)) is waits

    def test_a_case_that_does_not_grade_blind_hides_nothing(self, login, session, blobs):
        case = make_case(session, code="OPEN", grades_are_blind=False)
        statement = make_statement(session, blobs, *case)
        shown = login(case[1]).get_ok(f"/cases/OPEN/statements/{statement.public_id}").text
        assert "judged before who says it" not in shown
        form = login(case[1]).get_ok(f"/cases/OPEN/grades/credibility/{statement.public_id}").text
        assert "is not shown here" not in form

    def test_after_what_is_said_the_source_is_the_next_step_until_it_is_graded(
        self, person, session, blobs, case
    ):
        statement = make_statement(session, blobs, *case, asserts=("It is so",), author="The Gazette")
        source = session.get_one(Source, statement.source_pk)
        answer = person.post_form(url("credibility", statement), {"value": "3", "reason": "so"}, follow=True)
        tree = lxml.html.document_fromstring(answer.text)
        links = tree.xpath(f"//a[@href='{url('reliability', source)}']")
        assert [link.text_content() for link in links] == ["Now the source: The Gazette", "Now the source"]
        grade_as(session, case[1], GradeScale.RELIABILITY, source, "B")
        again = person.post_form(url("credibility", statement), {"value": "2", "reason": "so"}, follow=True)
        assert "Now the source" not in again.text


class TestTheSuggestion:
    def test_it_stands_beside_the_form_with_its_rule_and_is_chosen_by_nobody(
        self, person, session, blobs, case
    ):
        statement = make_statement(session, blobs, *case, asserts=("It is so",))
        shown = person.get_ok(url("credibility", statement)).text
        assert "AS1 3 Possibly true" in aside(shown)
        assert "One source and no second, so 3; 1 is not available." in aside(shown)
        assert "It is never applied by itself" in aside(shown)
        assert not lxml.html.document_fromstring(shown).xpath("//input[@name='value'][@checked]")

    def test_of_a_denial_it_says_that_it_is_for_what_is_denied(self, person, session, blobs, case):
        statement = make_statement(session, blobs, *case, asserts=("It is so",), stance=Stance.DENIES)
        assert "the suggestion is for the assertion, not for this statement" in aside(
            person.get_ok(url("credibility", statement)).text
        )

    def test_where_nothing_is_conveyed_nothing_is_counted(self, person, session, blobs, case):
        statement = make_statement(session, blobs, *case)
        assert "nothing can be counted" in aside(person.get_ok(url("credibility", statement)).text)


class TestConfirmed:
    def test_without_a_second_source_it_needs_a_reason_and_keeps_what_was_typed(
        self, person, session, blobs, case
    ):
        statement = make_statement(session, blobs, *case, asserts=("It is so",))
        typed = {"value": "1", "reason": "I know it"}
        refused = person.post_form(url("credibility", statement), typed, status=422)
        assert problems(refused.text)[0].startswith("The records do not bear out")
        tree = lxml.html.document_fromstring(refused.text)
        assert tree.get_element_by_id("override_reason").get("aria-invalid") == "true"
        assert tree.xpath("//div[contains(@class, 'override-asked')]//textarea[@name='override_reason']")
        assert "I know it" in refused.text
        assert tree.xpath("//input[@name='value'][@checked]/@value") == ["1"]
        assert session.scalars(select(Grade)).all() == []
        person.post_form(
            url("credibility", statement), {**typed, "override_reason": "A sealed record."}, status=303
        )
        assert session.scalars(select(Grade)).one().override_reason == "A sealed record."
        page = person.get_ok(f"/cases/EMB/statements/{statement.public_id}").text
        assert "A sealed record." in aside(page)

    def test_a_reason_that_was_typed_is_kept_when_something_else_is_wrong(self, person, session, blobs, case):
        statement = make_statement(session, blobs, *case, asserts=("It is so",))
        typed = {"value": "1", "reason": "", "override_reason": "A sealed record."}
        refused = person.post_form(url("credibility", statement), typed, status=422)
        assert problems(refused.text) == ["Say what the grade rests on."]
        assert "A sealed record." in refused.text

    def test_with_a_second_source_nothing_is_asked(self, person, session, blobs, case):
        claim = make_assertion(session, *case)
        statement = make_statement(session, blobs, *case, asserts=(claim.label,))
        assert 'name="override_reason"' in person.get_ok(url("credibility", statement)).text
        make_statement(session, blobs, *case, asserts=(claim.label,))
        assert 'name="override_reason"' not in person.get_ok(url("credibility", statement)).text
        person.post_form(url("credibility", statement), {"value": "1", "reason": "two saw it"}, status=303)
        assert session.scalars(select(Grade)).one().override_reason is None


def test_a_case_in_words_offers_and_shows_no_letters(login, session):
    case = make_case(session, code="WORDS", shows_codes=False)
    source = make_source(session, *case)
    page = f"/cases/WORDS/grades/reliability/{source.public_id}"
    shown = fieldset(login(case[1]).get_ok(page).text)
    assert "Usually reliable" in shown
    assert "B –" not in shown
    login(case[1]).post_form(page, {"value": "B", "reason": "so"}, status=303)
    page = login(case[1]).get_ok(f"/cases/WORDS/sources/{source.public_id}").text
    told = " ".join(lxml.html.document_fromstring(page).text_content().split())
    assert "Usually reliable" in told
    assert "B Usually" not in told
