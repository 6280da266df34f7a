"""Assertions: listed by what carries them, read with their reasons, recorded, corrected and linked."""

from types import SimpleNamespace

import lxml.html
import pytest
from sqlalchemy import event, select

from tests.factories import (
    NOW,
    make_assertion,
    make_capture,
    make_case,
    make_finding,
    make_member,
    make_report,
    make_source,
    make_statement,
    make_user,
    record_chain,
    viewer_again,
)
from tests.functional.strict_client import problems
from tracker.domain.scales import AssertionLinkKind, Basis, CaseRole, RelayForm, Stance
from tracker.services import assertions, relays, revisions, statements
from tracker.services.relays import RelayTerms
from tracker.store.models import Assertion, AssertionLink


@pytest.fixture
def lead(session):
    return make_user(session, "lena")


@pytest.fixture
def case(session, lead):
    return make_case(session, lead, code="EMB", zone="Asia/Baghdad")


@pytest.fixture
def person(login, lead):
    return login(SimpleNamespace(username=lead.username))


LIST = "/cases/EMB/assertions/"


def url(record, *rest):
    return "/".join(("/cases/EMB/assertions", record.public_id, *rest))


def link(session, case, one, other, kind=AssertionLinkKind.INCOMPATIBLE, reason="nobody is both"):
    return assertions.link(session, one.public_id, other.label, kind, reason, by=case[1], now=NOW)


def text_of(found):
    return " ".join(found.text_content().split())


def tree(answer):
    return lxml.html.document_fromstring(answer.text)


@pytest.fixture
def withdrawal(session, blobs, case):
    """A reporter who saw it, an account that republishes the post, and a post that denies it."""
    claim = make_assertion(
        session, *case, "They had left by 15:00", holds="2020-01-01T15:00/..", place="Baghdad"
    )
    reporter = make_statement(
        session, blobs, *case, "They left, I saw it.", author="Rima", asserts=(claim.label,)
    )
    copy = make_statement(
        session,
        blobs,
        *case,
        "RT: They left, I saw it.",
        author="Xeno",
        basis=Basis.TOLD,
        asserts=(claim.label,),
    )
    terms = RelayTerms(RelayForm.REPUBLISHES)
    relays.relay(session, copy.public_id, reporter.label, terms, by=case[1], now=NOW)
    denial = make_statement(
        session,
        blobs,
        *case,
        "Nobody left.",
        author="Ministry",
        basis=Basis.NOT_STATED,
        asserts=(claim.label,),
        stance=Stance.DENIES,
    )
    return SimpleNamespace(claim=claim, reporter=reporter, copy=copy, denial=denial)


class TestList:
    def test_an_empty_case_says_what_to_do(self, person, case):
        assert "No assertions yet" in person.get_ok(LIST).text

    def test_each_has_its_sentence_and_the_weakest_comes_first(
        self, person, session, blobs, case, withdrawal
    ):
        bare = make_assertion(session, *case, "Tehran ordered it")
        twice = make_assertion(session, *case, "The gate was open")
        for _ in range(2):
            make_statement(session, blobs, *case, asserts=(twice.label,))
        titles = [text_of(each) for each in tree(person.get_ok(LIST)).xpath("//*[@class='record-title']")]
        assert titles == [bare.text, withdrawal.claim.text, twice.text]
        text = person.get_ok(LIST).text
        assert "No independent sources." in text
        assert "One independent source; hangs on Rima." in text
        assert "Two independent sources." in text
        strongest = tree(person.get_ok(f"{LIST}?sort=-strength")).xpath("//*[@class='record-title']")
        assert [text_of(each) for each in strongest] == titles[::-1]
        labels = tree(person.get_ok(f"{LIST}?sort=label")).xpath("//*[@class='record-title']")
        assert [text_of(each) for each in labels] == [withdrawal.claim.text, bare.text, twice.text]

    def test_it_is_searched_and_shows_the_withdrawn_apart(self, person, session, case, withdrawal):
        other = make_assertion(session, *case, "The gate was open")
        assert other.text not in person.get_ok(f"{LIST}?q=BAGHDAD").text
        assert withdrawal.claim.text in person.get_ok(f"{LIST}?q=BAGHDAD").text
        assert "Nothing found" in person.get_ok(f"{LIST}?q=nothing of it").text
        revisions.withdraw(session, "assertion", other.public_id, "twice", by=case[1], now=NOW)
        assert other.text not in person.get_ok(LIST).text
        assert other.text in person.get_ok(f"{LIST}?withdrawn=only").text

    def test_pages_hold_fifty(self, person, session, case):
        for _ in range(53):
            make_assertion(session, *case)
        page = tree(person.get_ok(f"{LIST}?page=2&sort=label"))
        assert len(page.xpath("//*[@class='record-title']")) == 3
        assert page.xpath("//a[@rel='prev']")
        assert not page.xpath("//a[@rel='next']")
        assert len(tree(person.get_ok(f"{LIST}?page=99")).xpath("//*[@class='record-title']")) == 3

    def test_the_number_of_queries_does_not_grow(self, person, engine, session, blobs, case, withdrawal):
        few = queries(engine, lambda: person.get_ok(LIST))
        for _ in range(6):
            make_statement(session, blobs, *case, asserts=(make_assertion(session, *case).label,))
        assert queries(engine, lambda: person.get_ok(LIST)) == few


class TestPage:
    def test_it_says_in_one_sentence_what_carries_it_and_why(self, person, withdrawal):
        page = tree(person.get_ok(url(withdrawal.claim)))
        assert text_of(page.xpath("//*[@class='verdict']")[0]) == "Two items: one independent source."
        because = text_of(page.xpath("//*[contains(@class, 'because')]")[0])
        for words in (
            "Xeno (ST2) adds nothing: it republishes Rima (ST1).",
            "Everything hangs on Rima.",
            "Denied by Ministry (ST3)",
        ):
            assert words in because, words
        whole = text_of(page)
        assert "from 1 January 2020, 15:00, with no known end" in whole
        assert "Baghdad" in whole

    def test_for_against_and_cannot_tell_stand_apart_and_repeats_add_nothing(
        self, person, session, blobs, case, withdrawal
    ):
        make_statement(
            session, blobs, *case, "Perhaps.", author="Dora", asserts=("AS1",), stance=Stance.DOUBTS
        )
        inferred = make_statement(
            session, blobs, *case, "So it is over.", basis=Basis.INFERRED, asserts=("AS1",)
        )
        page = tree(person.get_ok(url(withdrawal.claim)))
        supporting, against, doubting = (text_of(each) for each in page.xpath("//aside/section")[:3])
        assert "Rima" in supporting
        assert "+0: repeats ST1" in supporting
        assert f"{inferred.label}" in supporting
        assert "+0: a conclusion, not something known" in supporting
        assert "Ministry" in against
        assert "Dora" in doubting
        chains = text_of(page.xpath("//section[.//*[@id='chains']]")[0])
        assert "+0: repeats ST1" in chains

    def test_two_clicks_lead_from_an_assertion_to_the_highlighted_passage(self, person, withdrawal):
        page = tree(person.get_ok(url(withdrawal.claim)))
        places = page.xpath("//section[.//*[@id='chains']]//a[starts-with(., 'Passage')]/@href")
        assert len(places) == 3
        assert all("/captures/" in place and "#p-" in place for place in places)

    @pytest.mark.parametrize(
        ("holds", "verdict"),
        [
            ("2020-01-01T15:20", "Contradiction"),
            ("2020-01-01T12:00", "Update"),
            ("2020-01-01", "Undetermined"),
            (None, "Contradiction"),
        ],
    )
    def test_the_times_say_whether_two_claims_contradict_each_other(
        self, person, session, case, withdrawal, holds, verdict
    ):  # noqa: PLR0917
        still = make_assertion(session, *case, "They were at the gate", holds=holds)
        link(session, case, still, withdrawal.claim)
        for one, other in ((still, withdrawal.claim), (withdrawal.claim, still)):
            shown = text_of(tree(person.get_ok(url(one))).xpath("//section[.//*[@id='conflicts']]")[0])
            assert verdict in shown
            assert other.text in shown
            assert "nobody is both" in shown

    def test_other_links_inferences_and_findings_are_shown(self, person, session, blobs, case, withdrawal):
        wide = make_assertion(session, *case, "The siege is over")
        link(session, case, wide, withdrawal.claim, AssertionLinkKind.BROADER, "it says more")
        rests = (statements.Rest(withdrawal.claim.label, "who leaves has lost"),)
        make_statement(session, blobs, *case, "So they lost.", basis=Basis.INFERRED, rests_on=rests)
        report = make_report(session, *case, "Noon")
        make_finding(session, report, case[1], "They left.", assertion=withdrawal.claim.label)
        text = text_of(tree(person.get_ok(url(withdrawal.claim))))
        for words in (
            "is broader than it",
            "it says more",
            "who leaves has lost",
            "Stated by finding F1",
            "Noon",
        ):
            assert words in text, words

    def test_a_claim_nobody_speaks_of_says_what_to_do(self, person, session, case):
        text = text_of(tree(person.get_ok(url(make_assertion(session, *case)))))
        assert "No items: no independent sources." in text
        assert "Nobody asserts it." in text
        assert "say that it conveys AS1" in text

    def test_a_protected_name_is_nowhere(self, login, session, blobs, case):
        source = make_source(
            session,
            *case,
            "Jane Q. Canary",
            is_protected=True,
            pseudonym="Source Nine",
            descriptor="an official",
        )
        claim = make_assertion(session, *case)
        page = make_capture(session, blobs, *case, "An official says: it was ordered.", author="The Gazette")
        record_chain(session, page, "it was ordered", source.label, by=case[1], asserts=(claim.label,))
        reader = login(SimpleNamespace(username=make_member(session, *case).username))
        for address in (LIST, url(claim), f"/cases/EMB/trace/assertion/{claim.public_id}"):
            text = reader.get_ok(address).text
            assert "Canary" not in text
            assert "Source Nine" in text

    def test_the_number_of_queries_does_not_grow(self, person, engine, session, blobs, case, withdrawal):
        few = queries(engine, lambda: person.get_ok(url(withdrawal.claim)))
        for _ in range(6):
            make_statement(session, blobs, *case, asserts=(withdrawal.claim.label,))
            other = make_assertion(session, *case)
            link(session, case, other, withdrawal.claim)
        assert queries(engine, lambda: person.get_ok(url(withdrawal.claim))) == few

    def test_foreign_and_unknown_ids_are_not_found(self, person, session, case, lead):
        other, both = make_case(session, viewer_again(session, lead), code="OTHER")
        theirs = make_assertion(session, other, both)
        hidden_case, stranger = make_case(session, code="THIRD")
        hidden = make_assertion(session, hidden_case, stranger)
        for public_id in (theirs.public_id, hidden.public_id, "nonsense", "0" * 26):
            for rest in ("", "/correct", "/link", "/withdraw", "/restore"):
                assert person.get(f"/cases/EMB/assertions/{public_id}{rest}").status_code == 404


class TestForms:
    def test_a_new_assertion_is_recorded(self, person, session, case):
        typed = {"text": "The gate was open", "holds": "2020-01-01~", "place": "Baghdad", "tlp": "TLP:RED"}
        answer = person.post_form(f"{LIST}new", typed, status=303)
        made = session.scalars(select(Assertion)).one()
        assert answer.headers["Location"].endswith(made.public_id)
        assert (made.text, made.holds.text, made.holds.zone, made.place) == (
            "The gate was open",
            "2020-01-01~",
            "Asia/Baghdad",
            "Baghdad",
        )

    @pytest.mark.parametrize(
        ("typed", "problem"),
        [({"text": " "}, "Say what is claimed."), ({"text": "So", "holds": "yesterday"}, "not a date")],
    )
    def test_a_wrong_one_is_said_at_the_field(self, person, session, case, typed, problem):
        answer = person.post_form(f"{LIST}new", {"place": "Baghdad", **typed}, status=422)
        assert problem in " ".join(problems(answer.text))
        assert "Baghdad" in answer.text
        assert session.scalars(select(Assertion)).all() == []

    def test_a_correction_keeps_the_old_wording_and_needs_a_reason(self, person, session, case):
        claim = make_assertion(session, *case, "The gate was open")
        answer = person.post_form(url(claim, "correct"), {"text": "The gate was shut"}, status=422)
        assert "Say why this is corrected" in " ".join(problems(answer.text))
        person.post_form(
            url(claim, "correct"), {"text": "The gate was shut", "reason": "misread"}, status=303
        )
        session.refresh(claim)
        assert claim.text == "The gate was shut"

    def test_whoever_corrects_an_old_version_sees_both(self, person, session, case):
        claim = make_assertion(session, *case, "The gate was open")
        person.post_form(url(claim, "correct"), {"text": "First", "reason": "one"}, status=303)
        typed = {"text": "Second", "reason": "two"}
        answer = person.post_form(url(claim, "correct"), typed, extra={"version": "1"}, status=409)
        shown = text_of(tree(answer).xpath("//aside")[0])
        assert "First" in shown
        assert "Second" in answer.text
        session.refresh(claim)
        assert claim.text == "First"

    def test_a_link_needs_a_kind_another_assertion_and_a_reason(self, person, session, case):
        one, other = (make_assertion(session, *case) for _ in range(2))
        whole = {"kind": "incompatible", "to": other.label, "reason": "nobody is both"}
        for left_out, problem in (
            ({"reason": ""}, "Say why."),
            ({"to": ""}, "Choose the other assertion."),
            ({"to": one.label}, "cannot be linked to itself"),
            ({"to": "AS99"}, "There is no “AS99” in this case"),
        ):
            answer = person.post_form(url(one, "link"), whole | left_out, status=422)
            assert problem in " ".join(problems(answer.text))
        assert session.scalars(select(AssertionLink)).all() == []
        person.post_form(url(one, "link"), whole, status=303)
        assert session.scalars(select(AssertionLink)).one().to_pk == other.pk

    def test_an_assertion_and_its_links_are_withdrawn_and_restored(self, person, session, case):
        one, other = (make_assertion(session, *case) for _ in range(2))
        made = link(session, case, one, other)
        place = url(one, "link", made.public_id)
        assert (
            person.get(url(make_assertion(session, *case), "link", made.public_id, "withdraw")).status_code
            == 404
        )
        person.post_form(f"{place}/withdraw", {"reason": "they go together"}, status=303)
        assert "they go together" in person.get_ok(url(one)).text
        person.post_form(f"{place}/restore", {"reason": "they do not"}, status=303)
        assert "It cannot be true together with" in person.get_ok(url(one)).text
        person.post_form(url(one, "withdraw"), {"reason": "recorded twice"}, status=303)
        assert "Withdrawn from the case" in person.get_ok(url(one)).text
        person.post_form(url(one, "restore"), {"reason": "it was not"}, status=303)
        assert "Withdrawn from the case" not in person.get_ok(url(one)).text

    def test_a_reader_is_offered_nothing_and_refused_everything(self, login, session, case):
        claim = make_assertion(session, *case)
        reader = login(SimpleNamespace(username=make_member(session, *case, CaseRole.READER).username))
        text = reader.get_ok(url(claim)).text
        for word in ("correct", "link", "withdraw"):
            assert url(claim, word) not in text
            assert reader.get(url(claim, word)).status_code == 403
        assert "New assertion" not in reader.get_ok(LIST).text
        assert reader.get(f"{LIST}new").status_code == 403


def queries(engine, act):
    seen = []

    def note(_connection, _cursor, sql, *_):
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
            seen.append(sql)

    event.listen(engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)
