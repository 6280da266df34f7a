"""The page of hints: what it shows of each, how one is answered, and what becomes of the answer."""

from types import SimpleNamespace

import lxml.html
import pytest
from sqlalchemy import select

from tests.factories import (
    NOW,
    make_assertion,
    make_capture,
    make_case,
    make_member,
    make_user,
    record_chain,
)
from tests.functional.strict_client import problems
from tracker.domain.scales import CaseRole, RelayCertainty, SourceKind
from tracker.services import repeats
from tracker.services.repeats import Answer
from tracker.services.sources import SourceChoice
from tracker.store.models import Relay, RepeatDecision
from tracker.web.repeats.reading import PAGE

LIST = "/cases/EMB/repeats/"
REPORT = (
    "Fighters who had camped outside the embassy since Tuesday packed up their tents in the early afternoon and "
    "walked back across the river, leaving behind broken glass, charred gates and a smell of burnt rubber."
)


@pytest.fixture
def lead(session):
    return make_user(session, "lena")


@pytest.fixture
def case(session, lead):
    return make_case(session, lead, code="EMB", zone="Asia/Baghdad")


@pytest.fixture
def person(login, lead):
    return login(SimpleNamespace(username=lead.username))


@pytest.fixture
def claim(session, case):
    return make_assertion(session, *case, "They had left by 15:00").label


def say(session, blobs, case, claim, text=REPORT, *, author, words=REPORT, **document):
    capture = make_capture(session, blobs, *case, text, author=author, again=True, **document)
    made = record_chain(session, capture, words, author, by=case[1], asserts=(claim,))[-1]
    session.commit()
    return made


@pytest.fixture
def copied(session, blobs, case, claim):
    first = say(session, blobs, case, claim, author="The Gazette", published="2020-01-01")
    text = f"Our morning briefing says this. {REPORT}"
    return first, say(session, blobs, case, claim, text, author="The Copier", published="2020-01-02")


@pytest.fixture
def undated(session, blobs, case, claim):
    return tuple(say(session, blobs, case, claim, author=name) for name in ("The Gazette", "The Copier"))


def tree(answer):
    return lxml.html.document_fromstring(answer.text)


def text_of(found):
    return " ".join(found.text_content().split())


def send(person, deed, hint="ST2-ST1", page=LIST, *, status=None, where="", **typed):
    """Fill in one answer on the page and send it."""
    url = f"/cases/EMB/repeats/{deed}?hint={hint}{where or '&page=1'}"
    data = {f"{deed}-{hint}-{name}": value for name, value in typed.items()}
    return person.post_form(url, data, page=page, status=status)


def decisions(session):
    return session.scalars(select(RepeatDecision)).all()


class TestReading:
    def test_without_a_hint_the_page_says_what_is_looked_for(self, person, case):
        page = text_of(tree(person.get_ok(LIST)))
        assert "No hint is open" in page
        assert "the same address or post" in page
        assert "a rare mistake that both make" in page

    def test_a_hint_says_why_and_what_accepting_would_do(self, person, copied, claim):
        page = tree(person.get_ok(LIST))
        (card,) = page.xpath("//article")
        words = text_of(card)
        assert "ST2 may repeat ST1" in words
        assert "% of the runs of five words around" in words
        assert f"{claim} goes from two independent sources to at least one, at most two" in words
        assert f"{claim} They had left by 15:00" in text_of(page.xpath("//section[.//article]/h2")[0])

    def test_both_passages_stand_there_with_the_shared_words_marked_for_eye_and_ear(self, person, copied):
        earlier, later = tree(person.get_ok(LIST)).xpath("//*[@class='repeat-side']")
        assert text_of(earlier).startswith("Earlier: ST1 The Gazette")
        (mark,) = later.xpath(".//mark")
        assert text_of(mark).startswith("[shared with ST1: Fighters who had camped")
        assert "Our morning briefing" not in text_of(mark)
        assert "Our morning briefing" in text_of(later)
        assert later.xpath(".//a[contains(@href, '/captures/')]/@href")

    def test_where_the_order_is_not_known_the_page_says_so(self, person, undated):
        words = text_of(tree(person.get_ok(LIST)).xpath("//article")[0])
        assert "either may be the earlier" in words

    def test_only_those_on_one_assertion_where_it_is_asked_for(self, person, copied, claim):
        assert tree(person.get_ok(f"{LIST}?assertion={claim.lower()}")).xpath("//article")
        page = tree(person.get_ok(f"{LIST}?assertion=AS99"))
        assert not page.xpath("//article")
        assert page.xpath("//a[text()='All hints of the case']/@href") == [LIST]

    def test_an_agency_that_is_not_recorded_is_named(self, person, session, blobs, case, claim):
        for name, text in (("The Star", "They left.\n– AFP"), ("The Sun", "They left, all of them.")):
            author = SourceChoice(name, SourceKind.OUTLET)
            say(session, blobs, case, claim, text, author=author, words="They left")
        assert "The Star: no statement of AFP is recorded" in text_of(tree(person.get_ok(LIST)))

    def test_there_are_pages_of_them(self, person, session, blobs, case, claim):
        for number in range(PAGE + 2):
            say(session, blobs, case, claim, author=f"Paper {number}", published=f"2020-01-{number + 1:02}")
        first = tree(person.get_ok(LIST))
        assert len(first.xpath("//article")) == PAGE
        assert f"1–{PAGE} of {PAGE + 1}" in text_of(first)
        (onward,) = first.xpath("//a[@rel='next']/@href")
        assert len(tree(person.get_ok(onward)).xpath("//article")) == 1
        for odd in ("0", "-1", "99", "x", "9" * 40):
            assert person.get(f"{LIST}?page={odd}").status_code == 200

    def test_answers_have_pages_of_their_own(self, person, session, blobs, case, claim, monkeypatch):
        monkeypatch.setattr("tracker.web.repeats.reading.ANSWERS", 2)
        for number in range(4):
            say(session, blobs, case, claim, author=f"Paper {number}", published=f"2020-01-0{number + 1}")
        for hint in repeats.open_hints(session, case[1], case[0].pk):
            repeats.refuse(session, "EMB", Answer(hint.later, hint.earlier, "No."), by=case[1], now=NOW)
        session.commit()
        page = tree(person.get_ok(LIST))
        assert len(page.xpath("//a[starts-with(text(), 'Take back')]")) == 2
        (onward,) = page.xpath("//a[@rel='next' and contains(@href, 'answers=2')]/@href")
        assert len(tree(person.get_ok(onward)).xpath("//a[starts-with(text(), 'Take back')]")) == 1

    def test_a_reader_reads_and_is_offered_no_answer(self, login, session, case, copied):
        reader = make_member(session, *case, CaseRole.READER)
        session.commit()
        page = tree(login(reader).get_ok(LIST))
        assert page.xpath("//article")
        assert not page.xpath("//article//form")


class TestAccepting:
    def test_it_is_recorded_as_possible_with_the_evidence_as_its_reason(self, person, session, copied):
        answer = send(person, "accept", status=303)
        assert answer.headers["Location"].startswith(LIST)
        relay = session.scalars(select(Relay)).one()
        assert relay.certainty is RelayCertainty.POSSIBLE
        assert "% of the runs of five words" in relay.note
        page = tree(person.get_ok(LIST))
        assert not page.xpath("//article")
        assert "accepted ST2" in text_of(page)
        assert "possibly repeats ST1" in text_of(page)

    def test_as_explicit_where_the_text_says_so(self, person, session, copied):
        send(person, "accept", certainty="explicit", reason="It credits them.", status=303)
        relay = session.scalars(select(Relay)).one()
        assert (relay.certainty, relay.note) == (RelayCertainty.EXPLICIT, "It credits them.")

    def test_a_reason_is_needed_and_nothing_typed_is_lost(self, person, session, copied):
        answer = send(person, "accept", certainty="explicit", reason=" ", status=422)
        assert problems(answer.text) == ["Say why it is a repeat."]
        page = tree(answer)
        assert page.xpath("//details[@open]//input[@value='explicit' and @checked]")
        (error,) = page.xpath("//*[@id='error-summary']//a/@href")
        assert page.xpath(f"//textarea[@id='{error.removeprefix('#')}']")
        assert decisions(session) == []

    def test_the_order_is_asked_for_where_it_is_not_known(self, person, session, undated):
        answer = send(person, "accept", reason="So it seems.", status=422)
        assert problems(answer.text) == ["Choose which one is the earlier: their dates do not tell."]
        assert "So it seems." in answer.text
        send(person, "accept", earlier="ST2", status=303)
        assert session.scalars(select(Relay)).one().parent_pk == undated[1].pk


class TestRefusing:
    def test_it_does_not_return(self, person, session, copied):
        send(person, "refuse", reason="Both were at the briefing.", status=303)
        page = text_of(tree(person.get_ok(LIST)))
        assert "does not repeat ST1" in page
        assert "Both were at the briefing." in page
        assert "No hint is open" in page
        assert session.scalars(select(Relay)).all() == []

    def test_never_without_a_reason_of_its_own(self, person, session, copied):
        answer = send(person, "refuse", status=422)
        assert problems(answer.text) == ["Say why it is no repeat; the hint then does not return."]
        assert decisions(session) == []


class TestTakingBack:
    def test_with_a_reason_and_the_hint_is_open_again(self, person, session, copied):
        send(person, "accept", status=303)
        (link,) = tree(person.get_ok(LIST)).xpath("//a[starts-with(text(), 'Take back')]/@href")
        assert "withdrawn with it" in person.get_ok(link).text
        assert problems(person.post_form(link, {}, status=422).text) == ["Say why the answer is taken back."]
        person.post_form(link, {"reason": "Too quick."}, status=303)
        page = tree(person.get_ok(LIST))
        assert page.xpath("//article")
        assert "Too quick." in text_of(page.xpath("//details[contains(., 'taken back')]")[0])
        again = person.post_form(link, {"reason": "Once more."}, status=422)
        assert problems(again.text) == ["This answer was taken back already."]


class TestWhatCannotBeAnswered:
    def answered_meanwhile(self, session, case):
        repeats.refuse(session, "EMB", Answer("ST2", "ST1", "A colleague's."), by=case[1], now=NOW)
        session.commit()

    def test_what_a_colleague_answered_meanwhile_keeps_ones_words(self, person, session, case, copied):
        form = tree(person.get_ok(LIST)).xpath("//form[contains(@action, '/refuse?')]")[0]
        self.answered_meanwhile(session, case)
        data = dict(form.form_values()) | {"refuse-ST2-ST1-reason": "My own careful words."}
        answer = person.http.post(form.action, data=data)
        assert answer.status_code == 409
        assert "no longer open" in problems(answer.text)[0]
        assert "My own careful words." in answer.text
        assert len(decisions(session)) == 1

    @pytest.mark.parametrize("hint", ["", "ST2-ST9", "x", "ST1-ST2", "%00", "9" * 400])
    @pytest.mark.parametrize("deed", ["accept", "refuse"])
    def test_what_is_no_hint(self, person, session, copied, hint, deed):
        form = tree(person.get_ok(LIST)).xpath(f"//form[contains(@action, '/{deed}?')]")[0]
        answer = person.http.post(f"/cases/EMB/repeats/{deed}?hint={hint}", data=dict(form.form_values()))
        assert answer.status_code == (409 if hint else 422)
        assert decisions(session) == []

    @pytest.mark.parametrize(
        "typed", [{"certainty": "sure"}, {"reason": "x" * 5001}, {"reason": "\x00"}, {"certainty": ""}]
    )
    def test_what_is_no_answer(self, person, session, copied, typed):
        form = tree(person.get_ok(LIST)).xpath("//form[contains(@action, '/accept?')]")[0]
        data = dict(form.form_values()) | {f"accept-ST2-ST1-{name}": value for name, value in typed.items()}
        answer = person.http.post(form.action, data=data)
        assert answer.status_code == 422
        assert problems(answer.text)
        assert decisions(session) == []

    def test_a_reader_may_not(self, login, session, case, copied):
        reader = make_member(session, *case, CaseRole.READER)
        session.commit()
        browser = login(reader)
        form = tree(browser.get_ok("/account/password")).xpath("//input[@name='csrf_token']/@value")[0]
        answer = browser.http.post("/cases/EMB/repeats/refuse?hint=ST2-ST1", data={"csrf_token": form})
        assert answer.status_code == 403
        assert decisions(session) == []


def test_the_page_costs_the_same_however_many_there_are(
    person, session, blobs, case, copied, claim, count_queries
):
    with count_queries() as few:
        person.get_ok(LIST)
    for number in range(6):
        say(session, blobs, case, claim, author=f"Paper {number}")
    with count_queries() as many:
        assert len(tree(person.get_ok(LIST)).xpath("//article")) == 7
    assert few.count == many.count
