"""What the statement form proposes: an embedded post's author, day and title; and which folds stand open."""

from __future__ import annotations

import lxml.html
import pytest
from sqlalchemy import func, select

from tests.factories import make_capture, make_case, make_source, select_words
from tracker.store.models import Document

POSTS = (
    "Here is what Salim wrote, says the author.\n\n"
    "Crowds leave now. Tents go up pic.example/x — Mustafa Salim (@salim) January 1, 2020\n\n"
    "They are gone\n\n— Mustafa Salim (@salim) 31 Dec 2019\n\n"
    "An aside — not signed (really) by anybody.\n\n"
    "All over — Nobody (@n) Smarch 40, 2020\n\n"
    "The end."
)
SALIM = "SRC2 Mustafa Salim"


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
    held = make_capture(session, blobs, *case, POSTS, author="The Author", title="A page", language="en")
    session.commit()
    return held


def here(capture, words):
    place = select_words(capture, words)
    return f"/cases/EMB/captures/{capture.public_id}/record?start={place.start}&end={place.end}"


def tree(html):
    return lxml.html.document_fromstring(html)


def filled(html):
    return dict(tree(html).get_element_by_id("statement").form_values())


def fold(html, words):
    (found,) = tree(html).xpath(f"//details[summary[contains(., '{words}')]]")
    return found


class TestEmbeddedPost:
    @pytest.mark.parametrize(
        ("words", "posted"), [("Crowds leave now.", "2020-01-01"), ("They are gone", "2019-12-31")]
    )
    def test_a_signature_after_the_passage_fills_in_who_and_when(self, analyst, article, words, posted):
        shown = analyst.get_ok(here(article, words)).text
        typed = filled(shown)
        assert typed["hops-0-source"] == "Mustafa Salim"
        assert (typed["embedded"], typed["embedded_title"], typed["published"]) == ("y", words, posted)
        summary = fold(shown, "a post that the page embeds").xpath("summary")[0].text_content()
        assert f"yes, “{words}”" in summary

    @pytest.mark.parametrize(
        "words", ["Here is what Salim wrote", "An aside", "Smarch 40", "All over", "The end."]
    )
    def test_without_a_signature_only_a_title_is_proposed(self, analyst, article, words):
        typed = filled(analyst.get_ok(here(article, words)).text)
        assert typed["hops-0-source"] == "SRC1 The Author"
        assert "embedded" not in typed
        assert (typed["embedded_title"], typed["published"]) == (words, "")

    def test_a_long_passage_gives_its_first_words(self, analyst, session, blobs, case):
        held = make_capture(session, blobs, *case, "word " * 40)
        session.commit()
        words = ("word " * 40).strip()
        title = filled(analyst.get_ok(here(held, words)).text)["embedded_title"]
        assert title == ("word " * 15).strip() + "…"

    def test_a_poster_known_already_is_named_as_the_case_names_them(self, analyst, session, case, article):
        make_source(session, *case, name="Mustafa Salim")
        session.commit()
        assert filled(analyst.get_ok(here(article, "They are gone")).text)["hops-0-source"] == SALIM

    def test_what_is_proposed_can_be_recorded_and_the_same_post_is_met_again(self, analyst, session, article):
        said = {"basis": "observed", "gist": "They leave"}
        analyst.post_form(here(article, "Crowds leave now."), said, status=303)
        shown = analyst.get_ok(here(article, "Tents go up")).text
        typed = filled(shown)
        assert (typed["hops-0-source"], typed["embedded_title"]) == (SALIM, "Crowds leave now.")
        assert tree(shown).xpath("//datalist[@id='known-sources']/option/@value")[0] == SALIM
        analyst.post_form(here(article, "Tents go up"), said, status=303)
        posts = select(func.count(Document.pk)).where(Document.held_in_pk == article.pk)
        assert session.scalar(posts) == 1

    def test_what_was_proposed_and_refused_stays_refused(self, analyst, session, article):
        url = here(article, "They are gone")
        token = filled(analyst.get_ok(url).text)
        del token["embedded"]
        answer = analyst.http.post(url, data=token | {"published": "", "gist": ""})
        assert answer.status_code == 422
        typed = filled(answer.text)
        assert "embedded" not in typed
        assert typed["published"] == ""


class TestFolds:
    def test_a_language_that_was_proposed_opens_nothing_even_after_the_form_was_sent(self, analyst, article):
        url = here(article, "The end.")
        for shown in (
            analyst.get_ok(url).text,
            analyst.post_form(url, {"translation": ""}, status=422).text,
            analyst.post_form(url, {"translation": ""}, extra={"change": "hops add 1"}, status=200).text,
        ):
            assert filled(shown)["language"] == "en"
            assert fold(shown, "Hedge, language").get("open") is None
            assert fold(shown, "a post that the page embeds").get("open") is None

    @pytest.mark.parametrize("typed", [{"language": "ar"}, {"hedge": "reportedly"}])
    def test_what_was_typed_stays_in_view(self, analyst, article, typed):
        shown = analyst.post_form(here(article, "The end."), typed, status=422).text
        assert fold(shown, "Hedge, language").get("open") is not None


def test_a_forecast_and_a_hearsay_say_what_to_do_next(analyst, article):
    shown = analyst.get_ok(here(article, "The end.")).text
    assert "If the source gives none, choose one; it is then yours." in shown
    assert "Somebody told them: add who, or choose unnamed or unknown." in shown
