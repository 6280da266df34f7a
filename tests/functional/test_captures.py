"""The reading desk through its pages: reading, naming a place, and recording who says what."""

from __future__ import annotations

from io import BytesIO

import lxml.html
import pytest
from PIL import Image
from sqlalchemy import event, func, select

from tests.factories import (
    NOW,
    make_assertion,
    make_capture,
    make_case,
    make_member,
    make_source,
    make_user,
    record_chain,
    select_words,
)
from tests.functional.strict_client import problems
from tracker.domain.passages import PassageKind
from tracker.domain.scales import Basis, CaptureMethod, CaseRole, DocumentKind, Fidelity, SourceKind, Stance
from tracker.services import documents, revisions, sources
from tracker.services.documents import Bytes, DocumentContent
from tracker.services.sources import SourceChoice
from tracker.store.models import (
    Anchor,
    Assertion,
    AuditEvent,
    Conveys,
    Document,
    Passage,
    Relay,
    RestsOn,
    Source,
    Statement,
)

TEXT = "Title 😀.\n\nSalim says: “it is over”. It is over, he repeats; it is over.\n\nقال إن الجسر مفتوح."
SAID = {"hops-0-source": "Salim", "basis": "observed", "gist": "It has ended"}


@pytest.fixture
def case(session):
    made = make_case(session, code="EMB", zone="Asia/Baghdad")
    session.commit()
    return made


@pytest.fixture
def analyst(case, login):
    return login(case[1])


@pytest.fixture
def article(session, blobs, case):
    held = make_capture(
        session, blobs, *case, TEXT, author="The Author", title="An article", published="2020-01-01"
    )
    session.commit()
    return held


def here(capture, words=None, nth=1):
    """The address of a capture, or of the statement form for words in it."""
    url = f"/cases/EMB/captures/{capture.public_id}"
    if words is None:
        return url
    place = select_words(capture, words, nth=nth)
    return f"{url}/record?start={place.start}&end={place.end}"


def tree(html):
    return lxml.html.document_fromstring(html)


def filled(html):
    form = tree(html).get_element_by_id("statement")
    return {name: value.strip("\n") for name, value in form.form_values()}


def record(client, capture, words="it is over", *, status=303, **typed):
    data = SAID | typed
    return client.post_form(here(capture, words), data, status=status)


def change(client, capture, what, words="it is over", **typed):
    answer = client.post_form(here(capture, words), typed, extra={"change": what}, status=200)
    return filled(answer.text)


def stored(session):
    tables = (Statement, Source, Assertion, Passage, Anchor, Relay, Conveys, Document, AuditEvent)
    return [session.scalar(select(func.count()).select_from(table)) for table in tables]


class TestReading:
    def test_the_text_is_shown_to_the_last_character_with_its_passages_marked(
        self, analyst, session, case, article
    ):
        for words in ("it is over”. It", "is over”. It is over", "مفتوح.", "😀.\n\nSalim"):
            record_chain(session, article, words, "Salim", by=case[1], gist=f"gist of {words}")
        session.commit()
        shown = tree(analyst.get_ok(here(article)).text)
        assert shown.get_element_by_id("text").text_content() == TEXT
        marked = "".join(mark.text_content() for mark in shown.xpath("//mark"))
        assert marked == "😀.\n\nSalimit is over”. It is overمفتوح."
        for passage in session.scalars(select(Passage)):
            assert shown.xpath(f"//*[@id='p-{passage.public_id}']")
            assert shown.xpath(f"//*[@id='n-{passage.public_id}']")

    def test_the_margin_lists_statements_in_the_order_of_the_text(self, analyst, session, case, article):
        record_chain(session, article, "مفتوح", "Ahmed", by=case[1], gist="later")
        record_chain(session, article, "it is over", "Salim", by=case[1], gist="earlier")
        session.commit()
        notes = tree(analyst.get_ok(here(article)).text).xpath("//ol[@class='desk-notes']/li")
        assert ["earlier" in note.text_content() for note in notes] == [True, False]
        assert "Salim" in notes[0].text_content()
        assert "The Author" in notes[0].text_content()
        statements = notes[0].xpath(".//p[@class='note-chain']//a")
        assert [link.text for link in statements] == ["ST3", "ST4"]

    def test_a_passage_in_the_address_is_marked_whether_or_not_a_statement_stands_there(
        self, analyst, session, case, article
    ):
        said = record_chain(session, article, "it is over", "Salim", by=case[1])
        passage = session.scalars(select(Passage)).one()
        session.commit()
        url = f"{here(article)}?passage={passage.public_id}"
        assert tree(analyst.get_ok(url).text).xpath("//mark[contains(@class, 'hit-current')]")
        for statement in said:
            revisions.withdraw(session, "statement", statement.public_id, "not so", by=case[1], now=NOW)
        session.commit()
        shown = tree(analyst.get_ok(url).text)
        assert shown.xpath("//mark[contains(@class, 'hit-current')]/text()") == ["it is over"]
        assert not tree(analyst.get_ok(here(article)).text).xpath("//mark")

    def test_what_is_known_of_a_capture_is_beside_it(self, analyst, article):
        shown = analyst.get_ok(here(article)).text
        for words in (article.sha256, "pasted as text", article.extractor, "2 January 2020", "The Author"):
            assert words in shown

    def test_hostile_text_stays_text(self, analyst, session, blobs, case):
        hostile = "<script>alert(1)</script> & <b>\"'{{ 7*7 }}\n\n</p></mark><img src=x onerror=alert(1)>"
        held = make_capture(session, blobs, *case, hostile, title="<i>T</i>")
        record_chain(session, held, "</script> & <b>", "<s>N</s>", by=case[1], gist="<u>g</u>")
        session.commit()
        shown = tree(analyst.get_ok(here(held)).text)
        assert shown.get_element_by_id("text").text_content() == hostile
        assert not shown.xpath(
            "//main//script|//main//b[text()='\"']|//main//img|//main//i|//main//s|//main//u"
        )

    def test_a_withdrawn_capture_is_readable_and_nothing_is_recorded_from_it(self, analyst, session, article):
        analyst.post_form(f"{here(article)}/withdraw", {}, status=422)
        analyst.post_form(f"{here(article)}/withdraw", {"reason": "a bad copy"}, status=303)
        shown = analyst.get_ok(here(article)).text
        assert "a bad copy" in shown
        assert "data-record" not in shown
        answer = record(analyst, article, status=422)
        assert "was withdrawn" in problems(answer.text)[0]
        analyst.post_form(f"{here(article)}/withdraw", {"reason": "it is good"}, status=303)
        record(analyst, article)

    def test_nothing_is_recorded_from_a_withdrawn_document(self, analyst, session, case, article):
        document = session.get(Document, article.document_pk)
        revisions.withdraw(session, "document", document.public_id, "not ours", by=case[1], now=NOW)
        session.commit()
        assert "The document of this capture was withdrawn" in analyst.get_ok(here(article)).text.replace(
            "\n", " "
        )
        assert "This document was withdrawn" in problems(record(analyst, article, status=422).text)[0]

    def test_twenty_thousand_words_with_many_passages_are_one_page(self, analyst, session, blobs, case):
        text = "\n\n".join(" ".join(f"word{n}-{m}" for m in range(100)) for n in range(200))
        held = make_capture(session, blobs, *case, text)
        for n in range(0, 200, 10):
            record_chain(session, held, f"word{n}-1 word{n}-2", "Salim", by=case[1])
        session.commit()
        shown = tree(analyst.get_ok(here(held)).text)
        assert shown.get_element_by_id("text").text_content() == text
        assert len(shown.xpath("//mark")) == 20


class TestBytes:
    def test_the_original_is_handed_out_as_it_came_and_never_as_a_page(self, analyst, session, blobs, case):
        content = b"<html><body><script>alert(1)</script><p>Words here, enough to be read.</p></body></html>"
        held = upload(session, blobs, case, content, "säved “page”.html", DocumentKind.ARTICLE)
        answer = analyst.get(f"{here(held)}/bytes")
        assert answer.data == content
        assert answer.mimetype == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        policy = answer.headers["Content-Security-Policy"].split("; ")
        assert {"default-src 'none'", "sandbox", "frame-ancestors 'none'"} <= set(policy)
        answer.close()

    def test_a_picture_keeps_its_type_and_can_be_read_in_parts(self, analyst, session, blobs, case):
        held = upload(session, blobs, case, picture(), "seen.png", DocumentKind.PHOTOGRAPH)
        answer = analyst.get(f"{here(held)}/bytes", headers={"Range": "bytes=0-7"})
        assert (answer.status_code, answer.mimetype) == (206, "image/png")
        assert answer.data == b"\x89PNG\r\n\x1a\n"
        answer.close()


class TestPlace:
    def test_words_that_stand_once_lead_to_the_form(self, analyst, article):
        answer = analyst.get(f"{here(article)}/record?words=Salim+says")
        assert answer.status_code == 303
        assert answer.headers["Location"].endswith("start=10&end=20#p-here")

    def test_words_that_stand_twice_are_a_choice(self, analyst, article):
        shown = tree(analyst.get_ok(f"{here(article)}/record?words=is+over").text)
        links = [link.get("href") for link in shown.xpath("//mark/a")]
        starts = [TEXT.index("is over"), TEXT.index("is over,"), TEXT.index("is over.")]
        assert [f"{here(article)}/record?start={at}&end={at + 7}#p-here" for at in starts] == links

    @pytest.mark.parametrize(("words", "message"), [("elsewhere", "do not stand"), ("", "Paste the words")])
    def test_words_that_are_not_there_are_said_so_and_kept(self, analyst, article, words, message):
        answer = analyst.get(f"{here(article)}/record?words={words}")
        assert answer.status_code == 422
        assert message in problems(answer.text)[0]
        assert tree(answer.text).xpath("//textarea[@name='words']")[0].text.strip() == words

    @pytest.mark.parametrize(
        "query", ["start=0&end=9999", "start=5&end=5", "start=a&end=b", "start=3", "end=3"]
    )
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_a_span_outside_the_text_is_refused_and_stores_nothing(
        self, analyst, session, article, query, method
    ):
        before = stored(session)
        if method == "get":
            answer = analyst.get(f"{here(article)}/record?{query}")
        else:
            token = filled(analyst.get_ok(here(article, "it is over")).text)
            answer = analyst.http.post(f"{here(article)}/record?{query}", data=token | SAID)
        assert answer.status_code == 422
        assert problems(answer.text)
        assert stored(session) == before

    def test_words_seen_elsewhere_are_refused(self, analyst, article):
        answer = analyst.get(f"{here(article)}/record?start=0&end=5&exact=Other")
        assert answer.status_code == 422
        assert "do not stand at that place" in problems(answer.text)[0]

    def test_asking_without_a_place_asks_for_one(self, analyst, article):
        assert "Which passage?" in analyst.get_ok(f"{here(article)}/record").text


class TestRecording:
    def test_the_form_shows_the_passage_and_brings_its_words_along(self, analyst, article):
        shown = analyst.get_ok(here(article, "it is over", nth=2))
        assert tree(shown.text).xpath("//mark[contains(@class, 'hit-current')]/text()") == ["it is over"]
        typed = filled(shown.text)
        assert typed["verbatim"] == "it is over"
        assert typed["hops-0-source"] == "SRC1 The Author"
        assert "SRC1 The Author</b>, whose page this is, comes last by itself" in shown.text

    def test_the_author_alone_is_one_statement(self, analyst, session, article):
        answer = analyst.post_form(
            here(article, "it is over"), {"basis": "not stated", "gist": "It has ended"}, status=303
        )
        statement = session.scalars(select(Statement)).one()
        assert session.get(Source, statement.source_pk).name == "The Author"
        assert statement.said_at.text == "2020-01-01"
        assert "ST1 recorded." in analyst.get_ok(answer.headers["Location"]).text

    def test_a_chain_is_entered_in_one_go_and_each_voice_is_a_row(self, analyst, session, article):
        typed = change(analyst, article, "hops add 1", **SAID | {"hops-0-source": "the militia"})
        assert typed["hops-0-source"] == "the militia"
        assert typed["gist"] == "It has ended"
        answer = analyst.http.post(
            here(article, "it is over"),
            data=typed
            | {
                "hops-0-kind": "armed group",
                "hops-0-said_at": "2019-12-31",
                "hops-1-source": "Salim",
                "hops-1-relay_form": "paraphrases",
                "hops-1-fidelity": "unclear",
                "hops-1-certainty": "possible",
                "basis": "participant",
                "hedge": "reportedly",
                "conveys-0-assertion": "The siege has ended",
                "conveys-0-holds": "2020-01-01/..",
                "conveys-0-place": "Baghdad",
                "conveys-0-stance": "doubts",
            },
        )
        assert answer.status_code == 303, problems(answer.text)
        militia, salim, author = session.scalars(select(Statement).order_by(Statement.number))
        names = [session.get(Source, each.source_pk).name for each in (militia, salim, author)]
        assert names == ["the militia", "Salim", "The Author"]
        assert [each.basis for each in (militia, salim, author)] == [
            Basis.PARTICIPANT,
            Basis.TOLD,
            Basis.TOLD,
        ]
        assert (militia.verbatim, militia.hedge, salim.verbatim) == ("it is over", "reportedly", None)
        assert militia.said_at.text == "2019-12-31"
        relays = session.scalars(select(Relay).order_by(Relay.pk)).all()
        assert [(each.child_pk, each.parent_pk) for each in relays] == [
            (salim.pk, militia.pk),
            (author.pk, salim.pk),
        ]
        assert (relays[0].form.value, relays[0].fidelity, relays[0].certainty.value) == (
            "paraphrases",
            Fidelity.UNCLEAR,
            "possible",
        )
        assertion = session.scalars(select(Assertion)).one()
        assert (assertion.text, assertion.place, assertion.holds.text) == (
            "The siege has ended",
            "Baghdad",
            "2020-01-01/..",
        )
        assert session.scalars(select(Conveys.stance)).all() == [Stance.DOUBTS] * 3
        shown = analyst.get_ok(answer.headers["Location"].partition("#")[0]).text
        assert "ST1, ST2, ST3 recorded." in shown
        assert "hit-current" in shown

    def test_hops_are_added_before_and_after_and_removed_without_losing_a_word(self, analyst, article):
        typed = change(analyst, article, "hops add 0", **SAID)
        assert (typed["hops-0-source"], typed["hops-1-source"]) == ("", "Salim")
        answer = analyst.http.post(
            here(article, "it is over"), data=typed | {"hops-0-source": "first", "change": "hops remove 1"}
        )
        typed = filled(answer.text)
        assert typed["hops-0-source"] == "first"
        assert "hops-1-source" not in typed
        assert typed["verbatim"] == "it is over"

    def test_assertions_and_grounds_are_added_and_removed(self, analyst, article):
        assert "conveys-1-assertion" in change(analyst, article, "conveys add 1")
        assert "rests_on-1-on" in change(analyst, article, "rests_on add 1")
        for nonsense in ("hops remove 0", "hops add 99", "gist add 1", "hops", "hops fly 1", ""):
            if nonsense:
                typed = change(analyst, article, nonsense)
                assert typed["hops-0-source"] == "SRC1 The Author"

    def test_a_known_source_and_assertion_are_chosen_by_what_is_offered(
        self, analyst, session, case, article
    ):
        salim = make_source(session, *case, name="Mustafa Salim")
        claim = make_assertion(session, *case, text="It has ended")
        session.commit()
        shown = tree(analyst.get_ok(here(article, "it is over")).text)
        offered = shown.xpath("//datalist/option/@value")
        assert f"{salim.label} Mustafa Salim" in offered
        assert f"{claim.label} It has ended" in offered
        record(
            analyst,
            article,
            **{
                "hops-0-source": f"{salim.label} Mustafa Salim",
                "conveys-0-assertion": f"{claim.label} It has ended",
            },
        )
        assert session.scalar(select(func.count(Source.pk))) == 2
        assert session.scalar(select(func.count(Assertion.pk))) == 1

    def test_each_assertion_has_a_stance_of_its_own_and_empty_rows_are_not_meant(
        self, analyst, session, article
    ):
        typed = change(analyst, article, "conveys add 1", **SAID)
        typed = filled(
            analyst.http.post(here(article, "it is over"), data=typed | {"change": "conveys add 2"}).text
        )
        both = {
            "conveys-0-assertion": "",
            "conveys-1-assertion": "It has ended",
            "conveys-2-assertion": "It goes on",
            "conveys-2-stance": "denies",
        }
        answer = analyst.http.post(here(article, "it is over"), data=typed | both)
        assert answer.status_code == 303, problems(answer.text)
        rows = session.execute(
            select(Assertion.text, Conveys.stance)
            .join(Conveys, Conveys.assertion_pk == Assertion.pk)
            .where(Conveys.statement_pk == select(func.min(Statement.pk)).scalar_subquery())
            .order_by(Conveys.pk)
        ).all()
        assert rows == [("It has ended", Stance.ASSERTS), ("It goes on", Stance.DENIES)]

    @pytest.mark.parametrize("kind", ["unnamed", "unknown"])
    def test_a_gap_is_recorded_each_time_as_its_own(self, analyst, session, article, kind):
        gap = {"hops-0-source": "officials", "hops-0-kind": kind, "basis": "not stated"}
        record(analyst, article, **gap)
        record(analyst, article, **gap)
        gaps = session.scalars(select(Source).where(Source.kind == SourceKind(kind))).all()
        assert [gap.name for gap in gaps] == ["officials", "officials"]

    def test_nobody_known_at_all_needs_no_name(self, analyst, session, article):
        record(analyst, article, **{"hops-0-source": "", "hops-0-kind": "unknown", "basis": "not stated"})
        assert session.scalars(select(Source.kind).order_by(Source.number)).all()[1] is SourceKind.UNKNOWN

    def test_an_embedded_post_is_a_document_of_its_own_held_through_the_page(self, analyst, session, article):
        post = {
            "embedded": "y",
            "embedded_title": "It’s over",
            "published": "2020-01-01",
            "embedded_address": "https://example.org/post/1",
        }
        record(analyst, article, **post)
        document = session.scalars(select(Document).where(Document.held_in_pk == article.pk)).one()
        assert (document.kind, document.title, document.address) == (
            DocumentKind.POST,
            "It’s over",
            "https://example.org/post/1",
        )
        assert session.scalars(select(Passage.document_pk)).one() == document.pk
        said = session.scalars(select(Statement).order_by(Statement.number)).first()
        assert said.said_at.text == "2020-01-01"
        assert "It’s over" in tree(analyst.get_ok(here(article, "مفتوح")).text).xpath(
            "//datalist[@id='known-posts']/option/@value"
        )
        record(analyst, article, "مفتوح", **post)
        assert session.scalar(select(func.count(Document.pk))) == 2

    def test_what_is_recorded_already_is_repeated_not_entered_twice(
        self, analyst, session, blobs, case, article
    ):
        record(analyst, article)
        other = make_capture(session, blobs, *case, "Salim said it was all lost.", author="Another")
        session.commit()
        analyst.post_form(
            here(other, "it was all lost"),
            {
                "hops-0-source": "SRC3 Another",
                "hops-0-fidelity": "altered",
                "basis": "",
                "gist": "Salim reports defeat",
                "repeats": "ST1 Salim: It has ended",
                "conveys-0-assertion": "They were defeated",
            },
            status=303,
        )
        made = session.scalars(select(Statement).order_by(Statement.number)).all()
        assert len(made) == 3
        relay = session.scalars(select(Relay).order_by(Relay.pk)).all()[-1]
        assert (relay.child_pk, relay.parent_pk, relay.fidelity) == (made[2].pk, made[0].pk, Fidelity.ALTERED)
        assert session.scalars(select(Conveys.statement_pk)).all() == [made[2].pk]

    def test_an_inference_says_what_it_rests_on(self, analyst, session, case, article):
        make_assertion(session, *case, text="It has ended")
        session.commit()
        record(
            analyst,
            article,
            **{
                "hops-0-source": "SRC1 The Author",
                "basis": "inferred",
                "rests_on-0-on": "AS1 It has ended",
                "rests_on-0-warrant": "nobody retreats without an order",
            },
        )
        assert session.scalars(select(RestsOn.warrant)).all() == ["nobody retreats without an order"]

    def test_in_our_own_notes_the_witness_is_who_we_hold(self, analyst, session, blobs, case):
        notes = make_capture(
            session,
            blobs,
            *case,
            "I saw them leave.",
            author="Our interviewer",
            kind=DocumentKind.NOTES,
            collected_by_us=True,
        )
        session.commit()
        shown = analyst.get_ok(here(notes, "I saw them leave"))
        assert "the interviewer is no hop" in " ".join(shown.text.split())
        assert filled(shown.text)["hops-0-source"] == ""
        record(analyst, notes, "I saw them leave", **{"hops-0-source": "A guard"})
        assert session.scalar(select(func.count(Statement.pk))) == 1

    def test_what_was_recorded_is_taken_back_with_a_reason(self, analyst, session, article):
        answer = record(analyst, article)
        shown = tree(analyst.get_ok(answer.headers["Location"].partition("#")[0]).text)
        undo = shown.xpath("//a[text()='Undo']/@href")[0]
        refused = analyst.post_form(undo, {}, status=422)
        assert "Say why" in problems(refused.text)[0]
        analyst.post_form(undo, {"reason": "the wrong words"}, status=303)
        session.expire_all()
        assert session.scalars(select(Statement.withdrawn_reason)).all() == ["the wrong words"] * 2
        assert analyst.get(undo).status_code == 404


class TestRefusals:
    @pytest.mark.parametrize(
        ("wrong", "field", "message"),
        [
            ({"hops-0-source": ""}, "hops-0-source", "Say who it is"),
            ({"hops-0-source": "SRC99"}, "hops-0-source", "no “SRC99” in this case"),
            ({"hops-0-source": "", "hops-0-kind": "unnamed"}, "hops-0-source", "Describe the unnamed"),
            ({"hops-0-said_at": "2020-13-01"}, "hops-0-said_at", "not a date"),
            ({"basis": ""}, "basis", "Say how they know"),
            ({"basis": "magic"}, "basis", "words offered"),
            ({"basis": "forecast"}, "due", "can be judged"),
            ({"due": "soon"}, "due", "not a date"),
            ({"gist": "  "}, "gist", "in one sentence"),
            ({"verbatim": "it was over"}, "verbatim", "do not stand in the passage"),
            ({"conveys-0-assertion": "AS99"}, "conveys-0-assertion", "no “AS99”"),
            ({"conveys-0-place": "Baghdad"}, "conveys-0-assertion", "Say what is claimed"),
            ({"conveys-0-assertion": "X", "conveys-0-holds": "2020-02-30"}, "conveys-0-holds", "not a date"),
            ({"repeats": "ST99"}, "repeats", "no “ST99”"),
            ({"embedded": "y", "embedded_title": ""}, "embedded_title", "Give the embedded post a title"),
            ({"embedded": "y", "embedded_title": "T", "published": "x"}, "published", "not a date"),
            ({"rests_on-0-on": "AS99", "basis": "inferred"}, "rests_on-0-on", "no “AS99”"),
            ({"rests_on-0-on": "AS1"}, "rests_on-0-on", "Only an inference"),
            ({"hops-0-fidelity": "altered"}, "hops-0-fidelity", "Record first what was really said"),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field_nothing_is_stored_and_all_is_kept(
        self, analyst, session, article, wrong, field, message
    ):
        before = stored(session)
        typed = SAID | {"hedge": "it seems", "translation": "typed\nbefore"} | wrong
        answer = analyst.post_form(here(article, "it is over"), typed, status=422)
        shown = tree(answer.text)
        links = {link.get("href"): link.text_content() for link in shown.xpath("//*[@id='error-summary']//a")}
        assert message in links[f"#{field}"], links
        place = shown.get_element_by_id(field)
        assert all(fold.get("open") is not None for fold in place.iterancestors("details"))
        kept = filled(answer.text)
        for name, value in typed.items():
            if value != "magic":
                assert kept[name].strip() == value.strip(), name
        assert stored(session) == before

    def test_nobody_passes_on_what_they_said_themselves(self, analyst, session, article):
        typed = change(analyst, article, "hops add 1", **SAID)
        answer = analyst.http.post(here(article, "it is over"), data=typed | {"hops-1-source": "Salim"})
        assert answer.status_code == 422
        assert "Remove the repeated hop" in problems(answer.text)[0]
        assert stored(session)[0] == 0

    def test_the_second_of_two_assertions_bears_its_own_error(self, analyst, article):
        typed = change(analyst, article, "conveys add 1", **SAID)
        answer = analyst.http.post(
            here(article, "it is over"),
            data=typed | {"conveys-0-assertion": "A", "conveys-1-assertion": "AS77"},
        )
        assert tree(answer.text).xpath("//*[@id='error-summary']//a/@href") == ["#conveys-1-assertion"]

    def test_an_error_finds_its_row_though_an_empty_one_stood_before_it(self, analyst, article):
        typed = change(analyst, article, "conveys add 1", **SAID)
        answer = analyst.http.post(
            here(article, "it is over"),
            data=typed | {"conveys-0-assertion": "", "conveys-1-assertion": "AS77"},
        )
        (link,) = tree(answer.text).xpath("//*[@id='error-summary']//a/@href")
        assert tree(answer.text).get_element_by_id(link[1:]).get("value") == "AS77"

    def test_records_of_another_case_are_not_to_be_had(self, analyst, session, blobs, case, article):
        other, stranger = make_case(session, make_user(session), code="TWO")
        foreign = make_capture(session, blobs, other, stranger, "it is over there")
        (said,) = record_chain(session, foreign, "it is over", "An author", by=stranger)
        source = make_source(session, other, stranger, "Foreign one")
        claim = make_assertion(session, other, stranger)
        session.commit()
        before = stored(session)
        for wrong in (
            {"hops-0-source": source.public_id[:0] + "SRC9"},
            {"conveys-0-assertion": "AS9"},
            {"repeats": said.public_id},
            {"basis": "inferred", "rests_on-0-on": claim.public_id},
        ):
            record(analyst, article, status=422, **wrong)
        assert stored(session) == before
        passage = session.scalars(select(Passage)).first()
        for url in (
            here(foreign),
            f"{here(foreign)}/bytes",
            f"{here(foreign)}/record?start=0&end=5",
            f"{here(foreign)}/withdraw",
            f"{here(article)}?passage={passage.public_id}",
            f"{here(article)}/undo?statement={said.public_id}",
            f"{here(article)}/undo",
            "/cases/EMB/captures/nonsense",
            "/cases/TWO/captures/suggest?kind=source",
        ):
            assert analyst.get(url).status_code == 404, url
        token = filled(analyst.get_ok(here(article, "it is over")).text)
        assert analyst.http.post(here(foreign, "it is over"), data=token | SAID).status_code == 404
        assert stored(session) == before

    def test_a_reader_reads_and_records_nothing(self, login, session, case, article):
        reader = make_member(session, *case, role=CaseRole.READER)
        session.commit()
        client = login(reader)
        shown = client.get_ok(here(article)).text
        assert "data-record" not in shown
        assert "Withdraw it" not in shown
        for url in (here(article, "it is over"), f"{here(article)}/record", f"{here(article)}/withdraw"):
            assert client.get(url).status_code == 403


class TestMedia:
    def test_a_box_of_a_picture_is_recorded(self, analyst, session, blobs, case):
        held = upload(session, blobs, case, picture(), "seen.png", DocumentKind.PHOTOGRAPH)
        url = f"{here(held)}/record?x=25&y=50&width=50&height=25.5"
        analyst.post_form(
            url, {"hops-0-source": "SRC1 Somebody", "basis": "sensor", "gist": "Tents"}, status=303
        )
        passage = session.scalars(select(Passage)).one()
        assert passage.kind is PassageKind.REGION
        assert (passage.x, passage.y, passage.width, passage.height) == (2500, 5000, 5000, 2550)
        shown = tree(analyst.get_ok(here(held)).text)
        assert shown.xpath(f"//*[@id='p-{passage.public_id}']/@width") == ["5000"]
        assert "box 50% × 25.5%" in shown.text_content()

    @pytest.mark.parametrize(
        ("query", "message"),
        [
            ("x=60&y=0&width=50&height=10", "inside the picture"),
            ("x=0&y=0&width=0&height=10", "have an area"),
            ("x=a&y=0&width=5&height=10", "valid decimal"),
            ("x=0&y=0&width=5", "how high"),
            ("x=0&y=0&width=5&height=101", "between 0 and 100"),
        ],
    )
    def test_a_box_that_is_none_is_refused_and_kept(self, analyst, session, blobs, case, query, message):
        held = upload(session, blobs, case, picture(), "seen.png", DocumentKind.PHOTOGRAPH)
        answer = analyst.get(f"{here(held)}/record?{query}")
        assert answer.status_code == 422
        assert message in problems(answer.text)[0]
        assert tree(answer.text).xpath("//input[@name='x']/@value") == [query[2:].partition("&")[0]]

    def test_a_stretch_of_a_recording_is_recorded(self, analyst, session, blobs, case):
        held = upload(session, blobs, case, sound(4), "heard.wav", DocumentKind.AUDIO)
        analyst.post_form(
            f"{here(held)}/record?begin=0:01.5&end=3",
            {"hops-0-source": "SRC1 Somebody", "basis": "observed", "gist": "A bang"},
            status=303,
        )
        passage = session.scalars(select(Passage)).one()
        assert (passage.begin_ms, passage.end_ms) == (1500, 3000)
        assert "0:01.5–0:03" in analyst.get_ok(here(held)).text

    @pytest.mark.parametrize(
        ("query", "message"),
        [
            ("begin=0:03&end=0:02", "after its beginning"),
            ("begin=0:01&end=9:00", "only 0:04 long"),
            ("begin=now&end=0:02", "no time in the recording"),
            ("begin=1", "Write a time"),
        ],
    )
    def test_a_stretch_that_is_none_is_refused(self, analyst, session, blobs, case, query, message):
        held = upload(session, blobs, case, sound(4), "heard.wav", DocumentKind.AUDIO)
        answer = analyst.get(f"{here(held)}/record?{query}")
        assert answer.status_code == 422
        assert message in problems(answer.text)[0]


class TestSuggestions:
    def ask(self, client, kind, words=""):
        return client.get(f"/cases/EMB/captures/suggest?kind={kind}&q={words}").json["suggestions"]

    def test_sources_are_found_by_name_alias_and_label(self, analyst, session, case):
        make_source(session, *case, name="Mustafa Salim")
        make_source(session, *case, name="Mona")
        session.commit()
        assert self.ask(analyst, "source", "SALIM") == ["SRC1 Mustafa Salim"]
        assert self.ask(analyst, "source", "src2") == ["SRC2 Mona"]
        assert self.ask(analyst, "source", "SRC2 Mona") == ["SRC2 Mona"]
        assert self.ask(analyst, "source", "%") == []

    def test_a_protected_name_is_never_matched(self, analyst, session, case):
        source = make_source(
            session, *case, name="Zubayda", is_protected=True, pseudonym="Source Blue", descriptor="an aide"
        )
        sources.add_alias(session, source.public_id, "Umm Zubayda", None, by=case[1], now=NOW)
        session.commit()
        assert self.ask(analyst, "source", "zubayda") == []
        assert self.ask(analyst, "source", "blue") == ["SRC1 Source Blue"]

    def test_assertions_and_statements_are_offered_as_grounds(self, analyst, session, case, article):
        make_assertion(session, *case, text="It has ended")
        record_chain(session, article, "it is over", "Salim", by=case[1], gist="It has ended too")
        session.commit()
        assert self.ask(analyst, "assertion", "ended") == ["AS1 It has ended"]
        found = ["ST2 The Author: It has ended too", "ST1 Salim: It has ended too"]
        assert self.ask(analyst, "statement", "ended") == found
        assert self.ask(analyst, "ground", "ended") == ["AS1 It has ended", *found]

    def test_nothing_else_is_suggested(self, analyst):
        assert analyst.get("/cases/EMB/captures/suggest?kind=user").status_code == 404


def test_the_number_of_queries_does_not_grow(analyst, engine, session, case, article):
    record_chain(session, article, "it is over", "Salim", by=case[1])
    session.commit()
    pages = (here(article), here(article, "it is over"))
    few = [queries(engine, lambda url=url: analyst.get_ok(url)) for url in pages]
    for number in range(12):
        record_chain(session, article, "it is over", *(f"S{number}-{hop}" for hop in range(3)), by=case[1])
        record_chain(session, article, "Salim says", f"T{number}", by=case[1], asserts=(f"claim {number}",))
    session.commit()
    assert [queries(engine, lambda url=url: analyst.get_ok(url)) for url in pages] == few


def queries(engine, act):
    seen = []

    def note(_connection, _cursor, statement, *_):
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def upload(session, blobs, case, data, name, kind):
    content = DocumentContent("A thing", kind, author=SourceChoice("Somebody"))
    made = documents.capture(
        session,
        blobs,
        case[0].code,
        content,
        Bytes(data, name, CaptureMethod.UPLOADED),
        by=case[1],
        now=NOW,
    )
    session.commit()
    return made


def picture():
    out = BytesIO()
    Image.new("RGB", (40, 30), (120, 150, 180)).save(out, "PNG")
    return out.getvalue()


def sound(seconds):
    import wave

    out = BytesIO()
    with wave.open(out, "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(1)
        recording.setframerate(8000)
        recording.writeframes(bytes([128]) * 8000 * seconds)
    return out.getvalue()
