"""The reading desk as a careful person without JavaScript uses it: read, answer, undo."""

from __future__ import annotations

import lxml.html
import pytest
from sqlalchemy import func, select

from tests.factories import NOW, make_capture, make_case, make_member, make_source
from tracker.domain import dates
from tracker.domain.proposals.suggesting import words_of
from tracker.domain.scales import Basis, CaseRole, DocumentKind
from tracker.services import proposals, text_readings
from tracker.store.models import Document, Source, Statement
from tracker.store.queries import proposals as queries

TEXT = (
    "Here is what was written.\n\n"
    "Crowds leave now — Mustafa Salim (@salim) January 1, 2020\n\n"
    "They said “it is over” — Mustafa Salim (@salim) January 1, 2020\n\n"
    "The minister said that the bridge is open. Officials said that the road is closed. I saw it myself."
)


@pytest.fixture
def case(session):
    made = make_case(session, code="EMB", zone="Asia/Baghdad")
    session.commit()
    return made


@pytest.fixture
def client(case, login):
    return login(case[1])


@pytest.fixture
def capture(session, blobs, case):
    held = make_capture(
        session, blobs, *case, TEXT, author="The Author", title="A page", published="2020-01-02"
    )
    session.commit()
    return held


@pytest.fixture
def desk(client, capture):
    client.post_form(f"{base(capture)}/read", {}, page=base(capture), status=303)
    return base(capture)


def base(capture):
    return f"/cases/EMB/proposals/{capture.public_id}"


def number(session, capture, words):
    rows = queries.get_desk(session, capture.pk).proposals
    holding = [row for row in rows if words in words_of(TEXT, row.spans)]
    return min(holding, key=lambda row: row.spans[-1][1] - row.spans[0][0]).number


def tree(answer):
    return lxml.html.document_fromstring(answer.text)


def value(answer, name):
    [found] = tree(answer).xpath(f"//*[@name='{name}']")
    return found.text_content().strip() if found.tag == "textarea" else found.value


def statements(session):
    session.expire_all()
    return session.scalar(select(func.count()).select_from(Statement).where(Statement.withdrawn_at.is_(None)))


def test_a_capture_leads_to_its_proposals(client, capture):
    page = client.get_ok(f"/cases/EMB/captures/{capture.public_id}")
    assert "Propose statements" in page.text
    assert "Rules read this text on this machine" in client.get_ok(base(capture)).text
    client.post_form(f"{base(capture)}/read", {}, page=base(capture), status=303)
    assert "Proposals: " in client.get_ok(f"/cases/EMB/captures/{capture.public_id}").text
    assert "wait for an answer" in client.get_ok(base(capture)).text


def test_the_text_is_shown_to_the_last_character(client, desk):
    [text] = tree(client.get_ok(desk)).xpath("//*[@id='text']")
    assert text.text_content() == TEXT


def test_a_card_begins_with_what_is_proposed(client, session, capture, desk):
    card = client.get_ok(f"{desk}/{number(session, capture, 'Crowds leave')}")
    assert value(card, "hops-0-source") == "Mustafa Salim"
    assert value(card, "gist") == "Crowds leave now"
    assert value(card, "verbatim") == "Crowds leave now"
    assert value(card, "published") == "2020-01-01"
    assert value(card, "embedded_title") == "Crowds leave now"
    assert "Nobody in the case bears this name: it will be new." in card.text
    assert "It is signed with a name and a handle" in card.text


def test_accepting_records_it_and_shows_the_next(client, session, capture, desk):
    first, second = (
        number(session, capture, words) for words in ("the bridge is open", "the road is closed")
    )
    answer = client.post_form(f"{desk}/{first}", {"gist": "The bridge is open to all"}, status=303)
    assert answer.headers["Location"] == f"{desk}/{second}"
    assert statements(session) == 2
    assert "ST1, ST2 recorded." in client.get_ok(f"{desk}/{second}").text
    decided = client.get_ok(f"{desk}/{first}").text
    assert "Recorded" in decided
    assert "ST1" in decided


def test_what_is_said_within_a_post_brings_the_chain_along(client, session, capture, desk):
    within = number(session, capture, "“it is over”")
    card = client.get_ok(f"{desk}/{within}")
    assert [value(card, f"hops-{n}-source") for n in (0, 1)] == ["", "Mustafa Salim"]
    client.post_form(f"{desk}/{within}", {"hops-0-source": "The crowd", "hops-0-kind": "unnamed"}, status=303)
    names = session.scalars(
        select(Source.name).join(Statement, Statement.source_pk == Source.pk).order_by(Statement.number)
    ).all()
    assert names == ["The crowd", "Mustafa Salim", "The Author"]
    [post] = session.scalars(select(Document).where(Document.held_in_pk == capture.pk)).all()
    assert post.published.text == "2020-01-01"


def test_the_author_s_own_words_are_the_author_s(client, session, capture, desk):
    own = number(session, capture, "I saw it myself")
    card = client.get_ok(f"{desk}/{own}")
    assert value(card, "hops-0-source") == "SRC1 The Author"
    assert value(card, "basis") == Basis.OBSERVED.value
    client.post_form(f"{desk}/{own}", {}, status=303)
    assert statements(session) == 1


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, session, capture, desk):
    within = number(session, capture, "“it is over”")
    refused = client.post_form(f"{desk}/{within}", {"gist": "Typed by hand"}, status=422)
    assert "Describe the unnamed source" in refused.text or "Say who" in refused.text
    assert value(refused, "gist") == "Typed by hand"
    assert statements(session) == 0


def test_a_hop_is_added_without_losing_what_was_typed(client, session, capture, desk):
    first = number(session, capture, "the bridge is open")
    changed = client.post_form(
        f"{desk}/{first}", {"gist": "Typed"}, extra={"change": "hops add 0"}, status=200
    )
    assert value(changed, "gist") == "Typed"
    assert value(changed, "hops-1-source") == "The minister"


def test_rejecting_and_undoing(client, session, capture, desk):
    first = number(session, capture, "the bridge is open")
    client.post_form(f"{desk}/{first}/reject", {}, page=f"{desk}/{first}", status=303)
    assert "Rejected" in client.get_ok(f"{desk}/{first}").text
    answer = client.post_form(f"{desk}/undo", {}, page=f"{desk}/{first}", status=303)
    assert answer.headers["Location"] == f"{desk}/{first}"
    assert value(client.get_ok(f"{desk}/{first}"), "gist") == "The bridge is open"


def test_undoing_nothing_is_said(client, capture, desk):
    page = client.get_ok(desk)
    assert "Undo my last" not in page.text
    client.http.post(f"{desk}/undo", data={"csrf_token": value_of_token(page)})
    assert "There is nothing of yours left to undo" in client.get_ok(desk).text


def test_all_posts_at_once(client, session, capture, desk):
    answer = client.post_form(f"{desk}/posts", {}, page=desk, status=303)
    assert "2 embedded posts recorded: ST1, ST2, ST3, ST4." in client.get_ok(answer.headers["Location"]).text
    assert "Accept all" not in client.get_ok(desk).text


def test_merging_and_splitting(client, session, capture, desk):
    first = number(session, capture, "the bridge is open")
    merged = client.post_form(f"{desk}/{first}/merge", {}, page=f"{desk}/{first}", status=303).headers[
        "Location"
    ]
    assert "[…]" in client.get_ok(merged).text
    assert client.get(f"{desk}/{first}").status_code == 404
    refused = client.post_form(f"{merged}/split", {"before": "not there"}, page=merged, status=422)
    assert "These words do not stand in the proposal." in refused.text
    assert value(refused, "before") == "not there"
    halves = client.post_form(f"{merged}/split", {"before": "is closed"}, page=merged, status=303)
    assert "that the road" in client.get_ok(halves.headers["Location"]).text


def test_a_split_is_made_where_the_words_were_selected(client, session, blobs, case):
    text = "The mayor said that it rains and it rains and it rains."
    page = make_capture(session, blobs, *case, text, author="The Author")
    text_readings.keep(session, page.public_id, text_readings.look(text, None), by=case[1], now=NOW)
    session.commit()
    place = text.rindex("it rains")
    answer = client.post_form(
        f"{base(page)}/1/split",
        {"before": "it rains"},
        extra={"at": place},
        page=f"{base(page)}/1",
        status=303,
    )
    [words] = tree(client.get_ok(answer.headers["Location"])).xpath("//*[@data-words]")
    assert words.text_content() == "that it rains and it rains and"


def test_a_corrected_date_asks_for_another_reading(client, session, capture, desk):
    assert "Read it again to count" not in client.get_ok(desk).text
    document = session.get_one(Document, capture.document_pk)
    document.published = dates.parse("2020-02-02", "UTC")
    session.commit()
    assert "The document is dated 2020-02-02 now. Read it again to count" in client.get_ok(desk).text


def test_the_last_one_has_nothing_to_merge_with(client, session, capture, desk):
    last = number(session, capture, "I saw it myself")
    page = client.get_ok(f"{desk}/{last}")
    assert "Merge with the next" not in page.text


def test_whoever_is_late_is_told_and_records_nothing(client, session, capture, desk, case, login):
    first = number(session, capture, "the bridge is open")
    late = client.get_ok(f"{desk}/{first}")
    colleague = make_member(session, *case)
    proposals.reject(session, capture.public_id, first, by=colleague, now=NOW)
    session.commit()
    token = value_of_token(late)
    answer = client.http.post(f"{desk}/{first}", data={"csrf_token": token, "gist": "Typed by hand"})
    assert answer.status_code == 409
    assert "Somebody decided this one meanwhile" in answer.text
    assert "Typed by hand" in answer.text, "what was typed is not lost"
    assert statements(session) == 0


def value_of_token(answer):
    return tree(answer).xpath("//input[@name='csrf_token']/@value")[0]


def test_the_card_alone_is_sent_where_it_is_asked_for(client, session, capture, desk):
    card = client.get(f"{desk}/{number(session, capture, 'the bridge')}?part=card")
    assert card.text.lstrip().startswith("<section")
    assert "<html" not in card.text


def test_a_source_of_the_case_is_offered_first(client, session, capture, desk, case):
    make_source(session, *case, "Mustafa Salim")
    session.commit()
    card = client.get_ok(f"{desk}/{number(session, capture, 'Crowds leave')}")
    assert value(card, "hops-0-source") == "SRC2 Mustafa Salim"
    assert "SRC2 bears this name." in card.text


def test_our_own_notes_have_no_interviewer_in_the_chain(client, session, blobs, case):
    notes = make_capture(
        session,
        blobs,
        *case,
        "The guard said that the gate was open.",
        author="The guard",
        kind=DocumentKind.NOTES,
        collected_by_us=True,
    )
    text_readings.keep(session, notes.public_id, text_readings.look(notes.text, None), by=case[1], now=NOW)
    session.commit()
    client.post_form(f"{base(notes)}/1", {}, status=303)
    assert statements(session) == 1


def test_a_reader_is_not_offered_proposals(session, capture, case, login):
    reader = login(make_member(session, *case, role=CaseRole.READER))
    assert "Propose statements" not in reader.get_ok(f"/cases/EMB/captures/{capture.public_id}").text
    assert reader.get(base(capture)).status_code == 403


def test_reading_again_keeps_what_was_answered(client, session, capture, desk):
    first = number(session, capture, "the bridge is open")
    client.post_form(f"{desk}/{first}/reject", {}, page=f"{desk}/{first}", status=303)
    client.post_form(f"{desk}/read", {}, page=desk, status=303)
    assert "Rejected" in client.get_ok(f"{desk}/{first}").text


def test_a_text_that_says_nothing_is_told(client, session, blobs, case):
    empty = make_capture(session, blobs, *case, "A list of trees.", author="The Author")
    session.commit()
    client.post_form(f"{base(empty)}/read", {}, page=base(empty), status=303)
    assert "Nothing is proposed" in client.get_ok(base(empty)).text
