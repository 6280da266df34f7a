"""Comparing two captures of a document: what became of each passage, and who is told."""

from __future__ import annotations

from datetime import timedelta

import lxml.html
import pytest
from sqlalchemy import select

from tests.factories import NOW, make_capture, make_case, make_member, record_chain
from tests.functional.strict_client import problems
from tracker.domain.scales import CaptureMethod, CaseRole
from tracker.services import documents
from tracker.services.documents import Bytes
from tracker.store.models import Anchor, Document, LookedAtChange

SAME = [f"Paragraph {at} stays as it was." for at in range(8)]
OLD = "\n\n".join(
    [
        "The crowd left at noon. The gate “stayed shut”.",
        *SAME,
        "A guard was wounded by a stone that somebody threw.",
        "The end.",
    ]
)
NEW = "\n\n".join(["Updated.", 'The crowd left at three. The gate "stayed shut".', *SAME, "The end."])


@pytest.fixture
def case(session):
    made = make_case(session, code="EMB")
    session.commit()
    return made


@pytest.fixture
def lead(case, login):
    return login(case[1])


def again(session, blobs, capture, by, text=NEW, *, days=1):
    document = session.get_one(Document, capture.document_pk)
    pasted = Bytes(text.encode(), None, CaptureMethod.PASTED)
    later = NOW + timedelta(days=days)
    return documents.capture_again(session, blobs, document.public_id, pasted, by=by, now=later)


@pytest.fixture
def pair(session, blobs, case):
    older = make_capture(session, blobs, *case, OLD, author="A paper", title="What happened")
    for words in (
        "The gate “stayed shut”.",
        "The crowd left at noon.",
        "A guard was wounded by a stone that somebody threw.",
    ):
        record_chain(session, older, words, "A paper", by=case[1])
    newer = again(session, blobs, older, case[1])
    session.commit()
    return older, newer


def page_of(capture):
    return f"/cases/EMB/captures/{capture.public_id}"


def comparison(pair):
    return f"{page_of(pair[0])}/compare/{pair[1].public_id}"


def tree(page):
    return lxml.html.fromstring(page.text)


def words(page):
    """What a page says, in one line."""
    return " ".join(tree(page).text_content().split())


def passages(page):
    """The words of each passage in the list, with the verdict on it."""
    return {
        item.find_class("found-words")[0].text_content(): item.find_class("chip")[0].text_content()
        for item in tree(page).find_class("found-again")
    }


def link(page, words):
    [found] = {each.get("href") for each in tree(page).iter("a") if words in each.text_content()}
    return found


def test_a_capture_says_that_a_newer_one_exists_and_what_became_of_what_is_recorded(lead, pair):
    old, new = (lead.get_ok(page_of(each)) for each in pair)
    assert "A newer capture of this document exists: E2" in words(old)
    assert "Of what is recorded here, 1 passage moved, 1 changed and 1 gone in it." in words(old)
    assert "An older capture of this document exists: E1" in words(new)
    assert "Of what is recorded there, 1 passage moved, 1 changed and 1 gone here." in words(new)
    assert link(old, "Compare them") == link(new, "Compare them") == comparison(pair)


def test_a_document_captured_once_says_nothing(lead, session, blobs, case):
    capture = make_capture(session, blobs, *case, "Once.")
    session.commit()
    assert "capture of this document exists" not in words(lead.get_ok(page_of(capture)))


def test_the_comparison_shows_each_passage_and_where_the_texts_differ(lead, pair):
    page = lead.get_ok(comparison(pair))
    assert passages(page) == {
        "The crowd left at [removed: noon.] [added: three.] ": "changed",
        "[removed: A guard was wounded by a stone that somebody threw.] ": "gone",
        "The gate “stayed shut”.": "moved",
    }
    assert "Paragraphs: one changed, one gone and one new." in words(page)
    assert [each.text_content() for each in tree(page).xpath("//section[@class='change']//h3")] == [
        "Change 1 of 2",
        "Change 2 of 2",
    ]
    assert [each.text_content() for each in tree(page).xpath("//div[@class='compare-row']//del")] == [
        "[removed: noon. ] ",
        "[removed: A guard was wounded by a stone that somebody threw.\n\n] ",
    ]
    [folded] = tree(page).xpath("//details[contains(@class, 'compare-same')]")
    assert folded.findtext("summary") == "6 unchanged paragraphs"
    assert tree(page).xpath("//*[@id='c1']//a[@href='#c2']")


def test_the_order_in_the_address_does_not_matter_but_the_document_does(lead, pair, session, blobs, case):
    older, newer = pair
    assert "E1 and E2 compared" in words(lead.get_ok(comparison((newer, older))))
    other = make_capture(session, blobs, *case, "Another.")
    session.commit()
    assert lead.get(comparison((older, other))).status_code == 404
    assert lead.get(comparison((older, older))).status_code == 404


def test_texts_that_differ_in_layout_only_are_said_to_be_the_same(lead, session, blobs, case):
    older = make_capture(session, blobs, *case, "He said “no”.\n\nThe end.")
    newer = again(session, blobs, older, case[1], 'He said "no".\nThe end.')
    session.commit()
    page = lead.get_ok(comparison((older, newer)))
    assert "both captures say the same" in words(page)
    assert "No statement is recorded from E1." in words(page)


def test_all_that_stands_is_anchored_after_one_question(lead, session, pair):
    page = lead.get_ok(comparison(pair))
    address = link(page, "Anchor all that are the same or moved")
    asked = lead.get_ok(address)
    assert "The gate “stayed shut”." in words(asked)
    assert "noon" not in words(asked)
    assert lead.post_form(address, {}).status_code == 303
    done = lead.get_ok(comparison(pair))
    assert "ST1 anchored to E2 as well." in words(done)
    assert "Anchor all that are the same or moved" not in words(done)
    assert len(session.scalars(select(Anchor)).all()) == 4
    assert "Nothing is left to anchor" in words(lead.get_ok(address))


def test_one_passage_is_anchored_with_one_click_and_changed_words_after_a_question(lead, session, pair):
    page = lead.get_ok(comparison(pair))
    [one] = tree(page).xpath("//li[@class='found-again']//form")
    assert lead.post_form(one.get("action"), {}, page=comparison(pair)).status_code == 303
    address = link(lead.get_ok(comparison(pair)), "Anchor to the changed words")
    assert "Does the source still say with these words what is recorded?" in words(lead.get_ok(address))
    assert lead.post_form(address, {}).status_code == 303
    assert "ST2 anchored to E2 as well." in words(lead.get_ok(comparison(pair)))
    assert len(session.scalars(select(Anchor)).all()) == 5


def test_a_change_is_flagged_until_somebody_says_what_it_means(lead, session, pair):
    home = lead.get_ok("/cases/EMB/")
    waiting = lead.get_ok(link(home, "2 statements of yours whose words changed in a newer capture"))
    assert "The crowd left at noon." in words(waiting)
    assert link(waiting, "Compare the words of ST2").startswith(comparison(pair))
    statement = lead.get_ok(tree(waiting).xpath("//a[text()='ST2']/@href")[0])
    assert "Its words in E1 are changed in the newer capture E2." in words(statement)
    looks = tree(lead.get_ok(comparison(pair))).xpath("//a[text()='Say what the change means']/@href")
    assert problems(lead.post_form(looks[0], {}).text) == ["Say what it means."]
    assert problems(lead.post_form(looks[0], {"meaning": "other"}).text) == ["Say what it means."]
    for address in looks:
        assert (
            lead.post_form(address, {"meaning": "reworded", "note": "They corrected it."}).status_code == 303
        )
    assert lead.get(looks[0]).status_code == 200
    assert lead.post_form(looks[0], {"meaning": "layout"}).status_code == 422
    assert "whose words changed" not in words(lead.get_ok("/cases/EMB/"))
    assert "Nothing waits" in words(lead.get_ok("/cases/EMB/captures/changed"))
    page = lead.get_ok(comparison(pair))
    assert "The source changed its words They corrected it." in words(page)
    back = tree(page).xpath("//a[text()='Take this back']/@href")[0]
    assert problems(lead.post_form(back, {}).text) == ["Say why the verdict is taken back."]
    assert lead.post_form(back, {"reason": "Read again."}).status_code == 303
    assert lead.get(back).status_code == 404
    assert "1 statement of yours whose words changed" in words(lead.get_ok("/cases/EMB/"))
    assert len(session.scalars(select(LookedAtChange)).all()) == 2


def test_only_who_recorded_a_statement_hears_of_it(session, case, pair, login):
    other = login(make_member(session, *case))
    session.commit()
    assert "whose words changed" not in words(other.get_ok("/cases/EMB/"))


def test_a_reader_compares_and_is_offered_nothing_to_do(session, case, pair, login):
    reader = login(make_member(session, *case, CaseRole.READER))
    session.commit()
    page = words(reader.get_ok(comparison(pair)))
    assert "The crowd left at" in page
    assert "Anchor" not in page
    assert "Say what the change means" not in page
    assert reader.get(comparison(pair) + "/anchor").status_code == 403


def test_the_number_of_queries_does_not_grow_with_passages_statements_and_captures(
    lead, session, blobs, case, pair, count_queries
):
    older, newer = pair
    pages = ["/cases/EMB/", "/cases/EMB/captures/changed", page_of(older), page_of(newer), comparison(pair)]

    def asked():
        found = []
        for page in pages:
            with count_queries() as queries:
                lead.get_ok(page)
            found.append(queries.count)
        return found

    few = asked()
    for at in range(8):
        record_chain(session, older, SAME[at], "A paper", by=case[1])
        record_chain(session, older, "at noon", f"Voice {at}", "A paper", by=case[1])
        other = make_capture(session, blobs, *case, f"{OLD} {at}", author="A paper")
        record_chain(session, other, "The crowd left at noon.", "A paper", by=case[1])
        again(session, blobs, other, case[1], f"{NEW} {at}")
    session.commit()
    assert asked() == few
