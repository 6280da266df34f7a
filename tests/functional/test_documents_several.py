"""Several files at once: each is captured with what it says of itself, or refused on its own."""

from __future__ import annotations

from io import BytesIO

import lxml.html
import pytest
from sqlalchemy import func, select

from tests.factories import make_case
from tests.functional.strict_client import problems
from tracker.domain.scales import CaptureMethod, DocumentKind
from tracker.store.models import Capture, Document, Source
from tracker.web.documents.capturing import MOST_FILES

NEW = "/cases/EMB/documents/new"
MAIL = (
    b"From: Salim Haddad <salim@militia.example>\nDate: Wed, 1 Jan 2020 15:02:00 +0300\n"
    b"Subject: The gate\n\nThey left at noon.\n"
)
WORDS = b"Date: 1 January 2020\nNobody has left."


@pytest.fixture
def case(session):
    made = make_case(session, code="EMB", zone="Asia/Baghdad")
    session.commit()
    return made


@pytest.fixture
def analyst(case, login):
    return login(case[1])


def send(client, *files, status=200, several=False, **data):
    chosen = [(BytesIO(content), name) for name, content in files]
    extra = {"file": chosen} | ({"several": "y"} if several else {})
    return client.post_form(NEW, data, extra=extra, status=status)


def rows(answer):
    found = lxml.html.document_fromstring(answer.text).get_element_by_id("outcomes")
    return [" ".join(row.text_content().split()) for row in found]


def test_every_file_is_captured_with_what_it_says_of_itself(analyst, session):
    answer = send(analyst, ("gate.eml", MAIL), ("note.txt", WORDS))
    first, second = session.scalars(select(Document).order_by(Document.number)).all()
    assert (first.title, first.kind, first.published.text) == ("The gate", DocumentKind.MESSAGE, "2020-01-01T15:02:00+03:00")  # fmt: skip
    assert (second.title, second.kind, second.published.text) == ("note", DocumentKind.ARTICLE, "2020-01-01")
    assert session.get(Source, first.author_pk).name == "Salim Haddad"
    captures = session.scalars(select(Capture).order_by(Capture.number)).all()
    assert [each.method for each in captures] == [CaptureMethod.UPLOADED] * 2
    assert rows(answer)[0].startswith("gate.eml is captured as E1 The gate Salim Haddad")
    assert "whoever sends it can write anything" in rows(answer)[0]
    for each in (*captures, *(first, second)):
        assert each.public_id in answer.text
    analyst.get_ok(f"/cases/EMB/documents/{first.public_id}/correct")


def test_one_file_that_is_refused_costs_the_others_nothing(analyst, session):
    answer = send(analyst, ("a.txt", WORDS), ("b.exe", b"MZ"), ("c.txt", WORDS), ("d.eml", MAIL), ("e.pdf", b"%PDF-x"))  # fmt: skip
    said = rows(answer)
    assert "is captured as E1" in said[0]
    assert "b.exe is refused" in said[1]
    assert "are not taken" in said[1]
    assert "held already as E1" in said[2]
    assert "is captured as E2" in said[3]
    assert "e.pdf is refused" in said[4]
    assert "2 of 5 files captured" in answer.text
    assert session.scalar(select(func.count(Capture.pk))) == 2
    assert session.scalar(select(func.count(Document.pk))) == 2


def test_a_page_on_which_every_file_is_refused_says_so_by_its_status(analyst):
    assert "0 of 2" in send(analyst, ("a.exe", b"x"), ("b.exe", b"x"), status=422).text


def test_a_single_file_of_several_is_captured_without_a_second_step(analyst, session):
    """So the page's script sends them, one after the other."""
    assert "is captured as E1" in rows(send(analyst, ("a.eml", MAIL), several=True))[0]
    assert session.scalar(select(func.count(Capture.pk))) == 1


def test_a_single_file_is_checked_first(analyst, session):
    answer = send(analyst, ("a.eml", MAIL))
    assert "Nothing is saved yet" in answer.text
    assert 'value="Salim Haddad"' in answer.text
    assert session.scalar(select(func.count(Capture.pk))) == 0


def test_the_chosen_character_set_is_for_all_of_them(analyst, session):
    content = "Ř".encode("cp1250")
    send(analyst, ("a.txt", content), ("b.txt", content + b"!"), charset="windows-1250")
    assert session.scalars(select(Capture.text).order_by(Capture.number)).all() == ["Ř", "Ř!"]


@pytest.mark.parametrize(
    ("files", "data", "message"),
    [
        ([("a.txt", WORDS), ("b.txt", MAIL)], {"text": "typed before"}, "not both"),
        ([("a.txt", WORDS)] * (MOST_FILES + 1), {"charset": "klingon"}, "at once"),
        ([("a.txt", WORDS), ("b.txt", MAIL)], {"charset": "x" * 501}, "500"),
    ],
)
def test_what_cannot_be_meant_saves_nothing_and_loses_nothing_typed(analyst, session, files, data, message):
    answer = send(analyst, *files, status=422, **data)
    assert message in " ".join(problems(answer.text))
    assert all(typed in answer.text for typed in data.values())
    assert session.scalar(select(func.count(Capture.pk))) == 0


def test_no_files_but_several_said_is_refused(analyst):
    answer = analyst.post_form(NEW, {}, extra={"several": "y"}, status=422)
    assert "Choose up to" in problems(answer.text)[0]


def test_names_are_shown_as_text_and_without_their_folders(analyst):
    answer = send(analyst, ("C:\\x\\<b>a.exe", b"x"), ("\u202eexe.txt", WORDS))
    assert "<b>a.exe" in rows(answer)[0]
    assert "x\\" not in rows(answer)[0]
    assert "<bdi>\u202eexe.txt</bdi>" in answer.text
