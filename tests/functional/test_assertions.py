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
from tracker.domain.scales import (
    AssertionLinkKind,
    Basis,
    CaseRole,
    Fidelity,
    Outcome,
    RelayCertainty,
    RelayForm,
    SourceKind,
    SourceLinkKind,
    Stance,
)
from tracker.domain.timing import TimeVerdict
from tracker.services import assertions, relays, resolutions, revisions, sources, statements, verdicts
from tracker.services.relays import RelayTerms
from tracker.services.resolutions import Resolve
from tracker.services.sources import LinkSources, SourceChoice
from tracker.services.verdicts import Confirm
from tracker.store.models import Assertion, AssertionLink, ConfirmedVerdict, Relay, Source
from tracker.web.trace.views import MOST_DRAWN, MOST_HOPS


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


def source_of(session, name):
    return session.scalars(select(Source).where(Source.name == name)).one()


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


class TestWhatFollows:
    """From the page to what one can do: take away, settle, grade, resolve, decide."""

    def test_what_if_the_reporter_is_wrong_is_one_click_away(self, person, withdrawal):
        page = tree(person.get_ok(url(withdrawal.claim)))
        first = page.xpath("//*[@class='deeds']//a")[0]
        assert text_of(first) == "What if Rima is wrong?"
        answer = person.get_ok(first.get("href"))
        asked = text_of(tree(answer).xpath("//*[@class='what-if-picks']")[0])
        assert asked.startswith("Rima")

    def test_every_voice_can_be_taken_away_in_thought(self, person, withdrawal):
        page = tree(person.get_ok(url(withdrawal.claim)))
        places = page.xpath("//aside//a[contains(., 'What if wrong?')]/@href")
        assert len(places) == 3
        assert len(set(places)) == 3

    def test_the_figures_stand_on_one_element(self, person, withdrawal):
        (found,) = tree(person.get_ok(url(withdrawal.claim))).xpath("//*[@id='lines']")
        assert {key: value for key, value in found.items() if key.startswith("data-")} == {
            "data-items": "2",
            "data-lines": "1 1",
            "data-origins": "Rima",
            "data-hangs-on": "Rima",
            "data-resilience": "1",
            "data-suggested": "3",
        }

    def test_labels_in_the_reasons_lead_to_their_records(self, person, withdrawal):
        page = tree(person.get_ok(url(withdrawal.claim)))
        places = page.xpath("//*[contains(@class, 'because')]//a[.='ST2']/@href")
        assert places == [f"/cases/EMB/statements/{withdrawal.copy.public_id}"]

    def test_where_nothing_is_open_there_is_nothing_to_settle(self, person, withdrawal):
        assert not tree(person.get_ok(url(withdrawal.claim))).xpath("//*[@id='settle']")

    def test_everything_that_would_settle_it_is_one_click_away(self, person, session, blobs, case):
        claim = make_assertion(session, *case).label
        rima, copy, perhaps = (
            make_statement(session, blobs, *case, author=author, basis=basis, asserts=(claim,))
            for author, basis in (
                ("Rima", Basis.OBSERVED),
                ("Xeno", Basis.OBSERVED),
                ("Dora", Basis.NOT_STATED),
            )
        )
        possible = RelayTerms(RelayForm.PARAPHRASES, RelayCertainty.POSSIBLE)
        relays.relay(session, copy.public_id, rima.label, possible, by=case[1], now=NOW)
        one, two = (source_of(session, name) for name in ("Rima", "Dora"))
        terms = LinkSources(two.label, SourceLinkKind.POSSIBLY_SAME_AS)
        sources.link(session, one.public_id, terms, by=case[1], now=NOW)
        record = session.scalars(select(Assertion)).one()
        page = tree(person.get_ok(url(record)))
        tasks = [text_of(each) for each in page.xpath("//*[contains(@class, 'tasks')]/li")]
        assert len(tasks) == 3
        for words, deed in (
            (f"Find out how Dora ({perhaps.label}) knows.", "Say how they know"),
            (
                f"Find out whether Xeno ({copy.label}) paraphrases Rima ({rima.label}).",
                f"See what {copy.label} repeats",
            ),
            ("Find out whether Rima is the same as Dora.", "They are different"),
        ):
            (task,) = [each for each in tasks if each.startswith(words)]
            assert deed in task
        different = page.xpath("//a[.='They are different']/@href")[0]
        answer = person.post_form(different, {"reason": "Two people."}, status=303)
        assert answer.headers["Location"].endswith(one.public_id)
        text = text_of(tree(person.get_ok(url(record))))
        assert "whether Rima is the same as Dora" not in text

    def test_who_an_unnamed_source_is_can_be_said_from_the_page(self, person, session, blobs, case):
        claim = make_assertion(session, *case).label
        make_statement(session, blobs, *case, author="Rima", asserts=(claim,))
        page = make_capture(session, blobs, *case, "Officials say it is so.", author="The Paper")
        unnamed = SourceChoice("officials", SourceKind.UNNAMED)
        told = record_chain(
            session, page, "it is so", unnamed, by=case[1], asserts=(claim,), basis=Basis.NOT_STATED
        )
        record = session.scalars(select(Assertion)).one()
        shown = tree(person.get_ok(url(record)))
        (task,) = shown.xpath("//*[contains(@class, 'tasks')]/li")
        assert text_of(task).startswith(f"Find out who “officials” ({told[0].label}) is.")
        assert "is not Rima and knows it first-hand, there are two independent sources." in text_of(task)
        places = {text_of(link): link.get("href") for link in task.xpath(".//p[@class='record-facts']/a")}
        assert list(places) == ["Say who it is", "It is a source already recorded", "Say how they know"]
        for place in places.values():
            person.get_ok(place)

    def test_a_reader_sees_the_questions_and_no_deeds(self, login, session, blobs, case):
        claim = make_assertion(session, *case)
        for author in ("A", "B"):
            make_statement(
                session, blobs, *case, author=author, basis=Basis.NOT_STATED, asserts=(claim.label,)
            )
        reader = login(SimpleNamespace(username=make_member(session, *case, role=CaseRole.READER).username))
        page = tree(reader.get_ok(url(claim)))
        assert "Find out how A (ST1) knows." in text_of(page)
        assert not page.xpath("//*[contains(@class, 'tasks')]//p[@class='record-facts']")
        deeds = [text_of(each) for each in page.xpath("//*[@class='deeds']//a")]
        assert deeds == ["What if a source is wrong?", "Trace", "What would settle it"]

    def test_the_page_grades_all_its_voices_together(self, person, withdrawal):
        page = tree(person.get_ok(url(withdrawal.claim)))
        (place,) = page.xpath("//*[@class='deeds']//a[.='Grade']/@href")
        text = person.get_ok(place).text
        for statement in (withdrawal.reporter, withdrawal.copy, withdrawal.denial):
            assert statement.label in text

    def test_hints_at_repeats_are_one_click_away_where_there_can_be_any(
        self, person, session, case, withdrawal
    ):
        (place,) = tree(person.get_ok(url(withdrawal.claim))).xpath(
            "//a[contains(., 'only repeat another')]/@href"
        )
        assert "AS1" in place
        person.get_ok(place)
        assert not tree(person.get_ok(url(make_assertion(session, *case)))).xpath(
            "//a[contains(., 'only repeat another')]"
        )

    def test_how_it_turned_out_stands_at_the_top(self, person, session, case, withdrawal):
        page = tree(person.get_ok(url(withdrawal.claim)))
        (place,) = page.xpath("//*[@class='deeds']//a[.='Resolve']/@href")
        person.get_ok(place)
        command = Resolve(withdrawal.claim.public_id, Outcome.TRUE, "The gate's camera shows it.")
        resolutions.resolve(session, command, by=case[1], now=NOW)
        page = tree(person.get_ok(url(withdrawal.claim)))
        shown = text_of(page.xpath("//section[h2='How it turned out']")[0])
        for words in ("True", "The gate's camera shows it.", "Lena"):
            assert words in shown, words
        assert page.xpath("//a[.='Resolve again']")

    def test_a_forecast_says_when_it_can_be_judged(self, person, session, blobs, case):
        claim = make_assertion(session, *case)
        make_statement(
            session,
            blobs,
            *case,
            author="Rima",
            basis=Basis.FORECAST,
            asserts=(claim.label,),
            due="2020-01-31",
        )
        text = text_of(tree(person.get_ok(url(claim))))
        assert "A forecast, to be judged by 31 January 2020" in text
        assert "Rima (ST1) forecast it, which supports nothing by itself." in text

    def test_a_citation_loop_is_named(self, person, session, blobs, case):
        claim = make_assertion(session, *case)
        one, two = (
            make_statement(session, blobs, *case, author=author, basis=Basis.TOLD, asserts=(claim.label,))
            for author in ("Blog", "Site")
        )
        terms = RelayTerms(RelayForm.CITES)
        relays.relay(session, one.public_id, two.label, terms, by=case[1], now=NOW)
        made = Relay(
            child_pk=two.pk,
            parent_pk=one.pk,
            form=RelayForm.CITES,
            certainty=RelayCertainty.EXPLICIT,
            fidelity=Fidelity.FAITHFUL,
            recorded_at=NOW,
            recorded_by_pk=case[1].user_pk,
        )
        session.add(made)  # no service records a loop; an import may
        session.flush()
        page = tree(person.get_ok(url(claim)))
        assert "Citation loop: Blog (ST1) and Site (ST2) repeat each other in a circle" in text_of(page)
        assert text_of(page.xpath("//aside/section")[0]).count("+0: a citation loop") == 2

    def test_many_voices_are_counted_and_those_that_count_named_first(
        self, person, session, blobs, case, withdrawal
    ):
        for number in range(12):
            copy = make_statement(
                session,
                blobs,
                *case,
                author=f"Copy {number}",
                basis=Basis.TOLD,
                asserts=(withdrawal.claim.label,),
            )
            terms = RelayTerms(RelayForm.REPUBLISHES)
            relays.relay(session, copy.public_id, withdrawal.reporter.label, terms, by=case[1], now=NOW)
        make_statement(session, blobs, *case, author="Late", asserts=(withdrawal.claim.label,))
        supporting = tree(person.get_ok(url(withdrawal.claim))).xpath("//aside/section")[0]
        voices = supporting.xpath(".//div[@class='voice']")
        assert len(voices) == 8
        assert ["Rima" in text_of(voices[0]), "Late" in text_of(voices[1])] == [True, True]
        (more,) = supporting.xpath(".//a[contains(., 'more that assert it')]")
        assert text_of(more) == "7 more that assert it"
        assert "Copy 11" in person.get_ok(more.get("href")).text

    def test_a_large_case_is_drawn_on_the_page_of_the_trace_only(self, person, session, blobs, case):
        claim = make_assertion(session, *case)
        make_statement(session, blobs, *case, asserts=(claim.label,))
        make_statement(session, blobs, *case, asserts=(claim.label,))
        assert tree(person.get_ok(url(claim))).xpath("//section[.//*[@id='chains']]//*[name()='svg']")
        for _ in range(MOST_DRAWN + MOST_HOPS):
            make_statement(session, blobs, *case, asserts=(claim.label,))
        page = tree(person.get_ok(url(claim)))
        (chains,) = page.xpath("//section[.//*[@id='chains']]")
        assert not chains.xpath(".//*[name()='svg']")
        assert len(chains.xpath(".//ol//li")) == MOST_HOPS
        assert f"{MOST_DRAWN + 2} more statements stand in the chains" in text_of(chains)
        whole = chains.xpath(".//a[contains(., 'The whole trace')]/@href")[0]
        assert len(tree(person.get_ok(whole)).xpath("//ol[contains(@class, 'trace-chain')]//li")) > MOST_HOPS


class TestDeciding:
    """Contradiction or update: the times propose, an analyst confirms."""

    @pytest.fixture
    def pair(self, session, case, withdrawal):
        still = make_assertion(session, *case, "They were at the gate", holds="2020-01-01T15:20")
        return SimpleNamespace(
            one=withdrawal.claim, other=still, link=link(session, case, withdrawal.claim, still)
        )

    def conflicts(self, person, assertion):
        return text_of(tree(person.get_ok(url(assertion))).xpath("//section[.//*[@id='conflicts']]")[0])

    def test_a_verdict_is_confirmed_from_either_page_and_shown_with_who_and_why(self, person, pair):
        assert "nobody has confirmed it yet" in self.conflicts(person, pair.one)
        page = tree(person.get_ok(url(pair.other)))
        (place,) = page.xpath("//a[starts-with(., 'Contradiction or update?')]/@href")
        typed = {"verdict": "update", "reason": "The clock on the camera was an hour slow."}
        assert person.post_form(place, typed, status=303).headers["Location"] == url(pair.other)
        for assertion in (pair.one, pair.other):
            shown = self.conflicts(person, assertion)
            for words in (
                "Update",
                "Confirmed by Lena",
                "an hour slow",
                "Their times alone say: contradiction, as 1 January 2020, 15:20 lies inside",
            ):
                assert words in shown, words
        because = text_of(tree(person.get_ok(url(pair.one))).xpath("//*[contains(@class, 'because')]")[0])
        assert f"{pair.other.label} is an update, not a contradiction" in because

    def test_what_is_missing_is_said_at_the_field_and_nothing_is_stored(self, person, session, pair):
        place = url(pair.one, "link", pair.link.public_id, "verdict")
        answer = person.post_form(place, {"verdict": "update", "reason": " "}, status=422)
        assert "Say why." in " ".join(problems(answer.text))
        answer = person.post_form(place, {"reason": "typed already"}, status=422)
        assert "Choose what they are to each other." in " ".join(problems(answer.text))
        assert "typed already" in answer.text
        assert session.scalars(select(ConfirmedVerdict)).all() == []

    def test_whoever_did_not_see_a_colleagues_verdict_is_shown_it(self, person, session, case, pair):
        place = url(pair.one, "link", pair.link.public_id, "verdict")
        command = Confirm(pair.link.public_id, TimeVerdict.UPDATE, "One came later.")
        theirs = verdicts.confirm(session, command, by=case[1], now=NOW)
        typed = {"verdict": "contradiction", "reason": "The same hour."}
        answer = person.post_form(place, typed, extra={"seen": ""}, status=409)
        assert "The same hour." in answer.text
        assert "One came later." in answer.text
        # Whoever sends it again means to.
        assert tree(answer).xpath("//input[@name='seen']/@value") == [theirs.public_id]
        person.post_form(place, typed, status=303)
        assert "The same hour." in self.conflicts(person, pair.one)

    def test_a_verdict_is_taken_back_with_a_reason(self, person, session, case, pair):
        place = url(pair.one, "link", pair.link.public_id, "verdict")
        assert person.get(f"{place}/withdraw").status_code == 404
        person.post_form(place, {"verdict": "update", "reason": "One came later."}, status=303)
        person.post_form(f"{place}/withdraw", {"reason": " "}, status=422)
        person.post_form(f"{place}/withdraw", {"reason": "misread"}, status=303)
        assert "nobody has confirmed it yet" in self.conflicts(person, pair.one)
        history = person.get_ok(f"/cases/EMB/history/assertion/{pair.one.public_id}").text
        assert "verdict confirmed" in history.lower()
        assert "misread" in history

    def test_only_a_standing_incompatible_pair_can_be_decided_on(self, person, session, case, pair):
        wide = link(session, case, pair.one, pair.other, AssertionLinkKind.BROADER)
        assert person.get(url(pair.one, "link", wide.public_id, "verdict")).status_code == 404
        revisions.withdraw(session, "assertion link", pair.link.public_id, "both", by=case[1], now=NOW)
        assert person.get(url(pair.one, "link", pair.link.public_id, "verdict")).status_code == 404
