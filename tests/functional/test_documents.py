"""Documents through the pages: capturing in two steps, listing, showing, correcting and withdrawing."""

from __future__ import annotations

import gzip
from hashlib import sha256
from io import BytesIO

import lxml.html
import pypandoc
import pytest
from sqlalchemy import event, func, select

from tests.factories import (
    make_capture,
    make_case,
    make_finding,
    make_member,
    make_report,
    make_source,
    make_user,
    record_chain,
)
from tests.functional.strict_client import problems
from tracker.domain.scales import AuthorCertainty, CaseRole, DocumentKind, SourceKind
from tracker.services.statements import EmbeddedPost
from tracker.store.models import Capture, Document, Revision, Source

NEW = "/cases/EMB/documents/new"
PAGE = (
    "<html lang=en><head><title>What happened</title>"
    '<meta property="article:published_time" content="2020-01-01T12:00:00Z">'
    '<meta name="author" content="Jane Doe"><meta property="og:site_name" content="The Gazette">'
    '<link rel="canonical" href="https://example.org/what"></head>'
    f"<body><article><p>{'The bridge was closed at noon, said the mayor. ' * 8}</p></article></body></html>"
)


@pytest.fixture
def case(session):
    made = make_case(session, code="EMB", zone="Asia/Baghdad")
    session.commit()
    return made


@pytest.fixture
def analyst(case, login):
    return login(case[1])


def fields_of(html):
    """What a person sees filled in, in the form on the page."""
    form = (
        lxml.html.document_fromstring(html).get_element_by_id("content").xpath(".//form[@method='post']")[0]
    )
    # The line end after <textarea> belongs to the markup.
    return {name: value.removeprefix("\n") for name, value in form.form_values()}


def read(client, url=NEW, *, status=200, file=None, name=None, **data):
    """The first step: what is pasted or uploaded is read."""
    if file is not None:
        data["file"] = (BytesIO(file), name)
    answer = client.post_form(url, {k: v for k, v in data.items() if k != "file"}, extra=_only(data, "file"))
    assert answer.status_code == status, problems(answer.text)
    return answer


def _only(data, name):
    return {name: data[name]} if name in data else {}


def save(client, read_page, url=NEW, *, status=303, **data):
    """The second step: what is recorded is checked and saved."""
    answer = client.http.post(url, data=fields_of(read_page.text) | data)
    assert answer.status_code == status, problems(answer.text)
    return answer


def capture(client, text="Some words.", **facts):
    return save(client, read(client, text=text), **{"title": "A thing", "kind": "article"} | facts)


def test_a_pasted_text_is_read_checked_and_kept_as_it_is(analyst, session, blobs):
    text = "date 2020-01-01 Première ligne 😀\n\n  second  \n"
    checked = read(analyst, text=text)
    assert fields_of(checked.text)["published"] == "2020-01-01"
    assert session.scalar(select(func.count(Document.pk))) == 0
    answer = save(
        analyst, checked, title="A post", kind="post", author="Jane", address="https://example.org/1"
    )
    document, held = session.scalars(select(Document)).one(), session.scalars(select(Capture)).one()
    assert (document.title, document.kind, document.address) == (
        "A post",
        DocumentKind.POST,
        "https://example.org/1",
    )
    assert document.published.text == "2020-01-01"
    assert session.get(Source, document.author_pk).name == "Jane"
    assert (held.text, held.media_type) == (text, "text/plain")
    assert blobs.read(held.sha256) == text.encode()
    assert "Captured as E1" in analyst.get_ok(answer.headers["Location"]).text


def test_what_a_page_says_of_itself_is_filled_in_and_may_be_changed(analyst, session):
    checked = read(analyst, file=PAGE.encode(), name="saved.html")
    filled = fields_of(checked.text)
    assert filled["title"] == "What happened"
    assert filled["kind"] == "article"
    assert filled["author"] == "Jane Doe"
    assert filled["published"] == "2020-01-01T12:00:00Z"
    assert filled["address"] == "https://example.org/what"
    assert filled["language"] == "en"
    save(analyst, checked, title="What I call it", author="")
    document = session.scalars(select(Document)).one()
    assert document.title == "What I call it"
    held = session.scalars(select(Capture)).one()
    assert (held.file_name, held.media_type) == ("saved.html", "text/html")
    assert "The bridge was closed at noon" in held.text


@pytest.mark.parametrize(
    ("name", "data", "filled"),
    [
        (
            "a.eml",
            b"From: Salim <s@b.example>\nDate: Wed, 1 Jan 2020 15:02:00 +0300\nSubject: =?utf-8?q?a=0Ab?=\n\nWords.",
            {"title": "a b", "kind": "message", "author": "Salim", "published": "2020-01-01T15:02:00+03:00"},
        ),
        (
            "a.mhtml",
            b"MIME-Version: 1.0\nContent-Type: text/html\nContent-Location: https://p.example/\n\n<title>T</title>Words.",
            {"title": "T", "kind": "article", "address": "https://p.example/"},
        ),
        ("a.srt", b"00:01,000 --> 00:02,000\nWords.", {"title": "", "kind": "transcript"}),
    ],
)
def test_what_other_files_say_of_themselves_is_filled_in(analyst, name, data, filled):
    shown = fields_of(read(analyst, file=data, name=name).text)
    assert {field: shown[field] for field in filled} == filled


def test_a_word_document_is_read(analyst, session, tmp_path):
    memo = tmp_path / "memo.docx"
    pypandoc.convert_text("% A memo\n\nThe first paragraph.", "docx", "markdown", outputfile=str(memo))
    checked = read(analyst, file=memo.read_bytes(), name="memo.docx")
    assert fields_of(checked.text)["title"] == "A memo"
    save(analyst, checked, kind="official record")
    assert "The first paragraph." in session.scalars(select(Capture.text)).one()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("tool.exe", b"MZ", "are not taken"),
        ("empty.txt", b"", "is empty"),
        ("photo.jpg", b"%PDF-1.7 not a picture", "its content is a PDF"),
        ("page.pdf", b"<html>not a pdf</html>", "its content"),
        ("cut.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "damaged"),
        ("odd.txt", b"\xff\xfe\x00\xd8", None),
        ("noending", b"text", "without an ending"),
        ("none.eml", b"Just words.", "holds no e-mail"),
        ("none.mht", b"Just words.", "holds no web page"),
        ("none.warc", b"WARC/1.0\r\n\r\n", "holds no web page"),
        ("cut.warc.gz", gzip.compress(b"WARC/1.0\r\n" * 99, mtime=0)[:-5], "damaged"),
        (
            "bomb.warc.gz",
            gzip.compress(b"WARC/1.0\r\n" + bytes(101 * 1024 * 1024), mtime=0),
            "unpacks to far more",
        ),
        ("none.wacz", b"PK\x03\x04 archive/ datapackage.json", "damaged"),
        ("none.srt", b"Just words.", "no timed words"),
        ("none.vtt", b"WEBVTT\n", "no timed words"),
    ],
)
def test_a_refused_file_is_explained_at_the_field_and_nothing_is_kept(
    analyst, instance_dir, name, data, message
):
    answer = read(analyst, file=data, name=name, charset="", status=422)
    if message:
        assert any(message in problem for problem in problems(answer.text)), problems(answer.text)
    assert lxml.html.document_fromstring(answer.text).xpath("//a[@href='#file']")
    assert not [path for path in (instance_dir / "blobs").rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("data", "message"),
    [({"text": "  \n "}, "Paste the text"), ({}, "Paste the text"), ({"text": "a\x00b"}, "NUL")],
)
def test_a_text_that_is_none_is_refused_at_the_field(analyst, data, message):
    answer = read(analyst, **data, status=422)
    assert message in problems(answer.text)[0]


def test_either_text_or_a_file_not_both(analyst):
    answer = read(analyst, text="pasted words", file=b"other words", name="a.txt", status=422)
    assert "not both" in problems(answer.text)[0]
    assert "pasted words" in answer.text


@pytest.mark.parametrize(
    ("wrong", "message", "field"),
    [
        ({"title": ""}, "Give the document a title", "title"),
        ({"kind": ""}, "what kind of document", "kind"),
        ({"kind": "novel"}, "words offered", "kind"),
        ({"published": "2020-02-30"}, "not a date that exists", "published"),
        ({"published": "1 January 2020"}, "Did you mean 2020-01-01?", "published"),
        ({"author": "SRC99 Nobody"}, "There is no “SRC99”", "author"),
        ({"author": "", "author_kind": "unnamed", "publisher": "SRC98"}, "no “SRC98”", "publisher"),
        ({"obtained_from": "SRC97"}, "no “SRC97”", "obtained_from"),
        ({"title": "x" * 501}, "500", "title"),
    ],
)
def test_what_is_wrong_is_said_where_it_is_and_what_was_typed_is_kept(
    analyst, session, wrong, message, field
):
    checked = read(analyst, text="Some words.")
    typed = {"title": "A thing", "kind": "article", "note": "a note typed before", "author": "Jane Typed"}
    answer = save(analyst, checked, **typed | wrong, status=422)
    assert any(message in problem for problem in problems(answer.text)), problems(answer.text)
    assert lxml.html.document_fromstring(answer.text).xpath(f"//a[@href='#{field}']")
    kept = fields_of(answer.text)
    assert kept["note"] == "a note typed before"
    for name, value in wrong.items():
        if name != "kind":
            assert kept[name] == value
    assert session.scalar(select(func.count(Document.pk))) == 0
    assert session.scalar(select(func.count(Source.pk))) == 0
    save(
        analyst,
        answer,
        title="A thing",
        kind="article",
        author="Jane",
        published="",
        publisher="",
        obtained_from="",
    )


def test_the_same_bytes_are_noticed_linked_and_captured_again_only_when_meant(analyst, session):
    first = capture(analyst, "The very same words.").headers["Location"]
    checked = read(analyst, text="The very same words.")
    assert "These very bytes are held already" in checked.text
    assert f'href="{first}"' in checked.text
    refused = save(analyst, checked, title="Copy", kind="article", status=422)
    assert "held already as E1" in problems(refused.text)[0]
    assert fields_of(refused.text)["title"] == "Copy"
    assert session.scalar(select(func.count(Capture.pk))) == 1
    save(analyst, refused, again="y")
    assert session.scalar(select(func.count(Capture.pk))) == 2


@pytest.mark.parametrize("note", ["", "forged", "eyJhIjoxfQ.aaa.bbb"])
def test_a_forged_note_of_what_was_read_saves_nothing(analyst, session, note):
    checked = read(analyst, text="Some words.")
    answer = save(analyst, checked, title="A thing", kind="article", staged=note, status=400)
    assert "no longer at hand" in answer.text
    assert session.scalar(select(func.count(Capture.pk))) == 0


def test_what_one_person_read_is_saved_by_nobody_else_and_in_no_other_case(analyst, login, session, case):
    make_case(session, case[1], code="TWO")
    colleague = make_member(session, case[0], case[1])
    session.commit()
    checked = read(analyst, text="Some words.")
    data = {"title": "A thing", "kind": "article"}
    save(analyst, checked, "/cases/TWO/documents/new", **data, status=400)
    theirs = login(colleague)
    mine = read(theirs, text="Other words.")
    save(theirs, mine, **data | {"staged": fields_of(checked.text)["staged"]}, status=400)
    assert session.scalar(select(func.count(Capture.pk))) == 0


def test_whose_document_it_is_where_it_came_from_and_who_collected_it(analyst, session, case):
    make_source(session, *case, name="Salim", kind=SourceKind.PERSON)
    session.commit()
    capture(
        analyst,
        kind="interview notes",
        author="SRC1 Salim",
        author_certainty="purported",
        publisher="The Gazette",
        obtained_from="a guard",
        obtained_from_kind="unnamed",
        collected_by_us="y",
        interpreter="Layla",
        archive_address="https://web.archive.org/web/2020/https://example.org",
        language="ar",
        tlp="TLP:RED",
        note="kept apart",
    )
    document = session.scalars(select(Document)).one()
    names = {source.pk: (source.name, source.kind) for source in session.scalars(select(Source))}
    assert names[document.author_pk] == ("Salim", SourceKind.PERSON)
    assert names[document.publisher_pk] == ("The Gazette", SourceKind.OUTLET)
    assert names[document.obtained_from_pk] == ("a guard", SourceKind.UNNAMED)
    assert document.author_certainty is AuthorCertainty.PURPORTED
    assert document.collected_by_pk == case[1].user_pk
    shown = analyst.get_ok(f"/cases/EMB/documents/{document.public_id}").text
    for words in ("Salim", "purported", "The Gazette", "a guard", "Layla", "TLP:RED", "kept apart", "by us"):
        assert words in shown


def test_without_author_and_publisher_the_gap_is_recorded(analyst, session):
    capture(analyst, author="", publisher="")
    source = session.scalars(select(Source)).one()
    assert (source.kind, source.name) == (SourceKind.UNNAMED, "the unnamed author of ‘A thing’")


def test_a_document_gets_another_capture(analyst, session):
    capture(analyst, "First copy.")
    document = session.scalars(select(Document)).one()
    url = f"/cases/EMB/documents/{document.public_id}/captures/new"
    answer = save(analyst, read(analyst, url, text="Second copy."), url)
    assert "Captured as E2" in analyst.get_ok(answer.headers["Location"]).text
    assert session.scalar(select(func.count(Document.pk))) == 1
    refused = save(analyst, read(analyst, url, text="Second copy."), url, status=422)
    assert "held already as E2" in problems(refused.text)[0]


def test_a_document_shows_everything_that_hangs_on_it(analyst, session, blobs, case):
    held = make_capture(
        session, blobs, *case, "He says it is over. She wrote: stay.", author="Blog", title="Page"
    )
    said, _ = record_chain(session, held, "it is over", "Salim", by=case[1])
    record_chain(
        session, held, "stay", "Mona", by=case[1], embedded=EmbeddedPost("Mona’s post", "2020-01-01")
    )
    make_finding(session, make_report(session, case[0], case[1], "The report"), case[1], cites=(said,))
    session.commit()
    document = session.scalars(select(Document).where(Document.title == "Page")).one()
    shown = analyst.get_ok(f"/cases/EMB/documents/{document.public_id}").text
    for words in ("Mona’s post", "ST1", "Salim", "The report", "one finding cites", held.sha256):
        assert words in shown
    post = session.scalars(select(Document).where(Document.title == "Mona’s post")).one()
    shown = analyst.get_ok(f"/cases/EMB/documents/{post.public_id}").text
    assert "We hold it only inside" in shown
    assert f"/cases/EMB/captures/{held.public_id}" in shown


def test_a_correction_keeps_the_old_text_and_needs_a_reason(analyst, session):
    capture(analyst, author="Jane", published="2020-01-01")
    document = session.scalars(select(Document)).one()
    url = f"/cases/EMB/documents/{document.public_id}/correct"
    refused = analyst.post_form(url, {"title": "Better"}, status=422)
    assert "Say why this is corrected" in problems(refused.text)[0]
    assert fields_of(refused.text)["title"] == "Better"
    analyst.post_form(url, {"title": "Better", "reason": "misread"}, status=303)
    session.expire_all()
    assert session.scalars(select(Document.title)).one() == "Better"
    assert '"A thing"' in session.scalars(select(Revision.content)).one()
    assert session.scalar(select(func.count(Source.pk))) == 1, "the author is the one chosen before"


def test_who_was_slower_sees_what_changed_and_loses_nothing(analyst, session):
    capture(analyst, author="Jane")
    document = session.scalars(select(Document)).one()
    url = f"/cases/EMB/documents/{document.public_id}/correct"
    slow = fields_of(analyst.get_ok(url).text)
    analyst.post_form(url, {"title": "Theirs", "reason": "first"}, status=303)
    answer = analyst.http.post(url, data=slow | {"title": "Mine", "reason": "second"})
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    again = fields_of(answer.text)
    assert again["title"] == "Mine"
    assert analyst.http.post(url, data=again).status_code == 303
    del again["version"]
    assert analyst.http.post(url, data=again | {"title": "No version"}).status_code == 409


def test_a_document_is_withdrawn_with_a_reason_and_restored(analyst, session):
    capture(analyst)
    document = session.scalars(select(Document)).one()
    url = f"/cases/EMB/documents/{document.public_id}"
    refused = analyst.post_form(f"{url}/withdraw", {}, status=422)
    assert "Say why" in problems(refused.text)[0]
    analyst.post_form(f"{url}/withdraw", {"reason": "wrong case"}, status=303)
    shown = analyst.get_ok(url).text
    assert "Withdrawn from the case" in shown
    assert "wrong case" in shown
    assert "A thing" not in analyst.get_ok("/cases/EMB/documents/").text
    assert "A thing" in analyst.get_ok("/cases/EMB/documents/?withdrawn=only").text
    analyst.post_form(f"{url}/withdraw", {"reason": "it was right"}, status=303)
    assert "A thing" in analyst.get_ok("/cases/EMB/documents/").text


def listed(client, query=""):
    tree = lxml.html.document_fromstring(client.get_ok(f"/cases/EMB/documents/{query}").text)
    return [cell.text_content().strip() for cell in tree.xpath("//tbody/tr/th/a")]


def test_documents_are_searched_sorted_and_paged(analyst, session, blobs, case):
    for number in range(1, 53):
        make_capture(
            session,
            blobs,
            *case,
            title=f"Title {number:02}",
            author=f"Author {100 - number}",
            published=f"2020-01-{number % 28 + 1:02}",
        )
    session.commit()
    assert listed(analyst)[:2] == ["Title 52", "Title 51"]
    assert len(listed(analyst)) == 50
    assert listed(analyst, "?page=2") == ["Title 02", "Title 01"]
    assert listed(analyst, "?sort=title")[0] == "Title 01"
    assert listed(analyst, "?sort=author")[0] == "Title 52"
    assert listed(analyst, "?sort=-published")[0] == "Title 27"
    assert listed(analyst, "?q=TITLE 07") == ["Title 07"]
    assert listed(analyst, "?q=author 48") == ["Title 52"]
    assert listed(analyst, "?q=D3")[-1] == "Title 03"
    assert "Nothing found" in analyst.get_ok("/cases/EMB/documents/?q=%25").text
    assert analyst.get_ok("/cases/EMB/documents/?page=-3&sort=nonsense").status_code == 200


def test_an_empty_list_says_what_to_do(analyst):
    assert "Capture the first document" in analyst.get_ok("/cases/EMB/documents/").text


def test_a_protected_author_is_shown_and_found_by_the_pseudonym_only(login, session, blobs, case):
    make_source(
        session,
        *case,
        name="Zubayda Canary",
        is_protected=True,
        pseudonym="Source Blue",
        descriptor="an aide",
    )
    make_capture(session, blobs, *case, author="Source Blue", title="A leak")
    reader = make_member(session, case[0], case[1], CaseRole.ANALYST)
    session.commit()
    client = login(reader)
    document = session.scalars(select(Document)).one()
    for page in ("", f"{document.public_id}", f"{document.public_id}/correct"):
        shown = client.get_ok(f"/cases/EMB/documents/{page}").text
        assert "Source Blue" in shown
        assert "Canary" not in shown
    assert listed(client, "?q=canary") == []
    assert listed(client, "?q=blue") == ["A leak"]


def test_a_reader_may_look_but_not_capture_or_correct(login, session, blobs, case):
    make_capture(session, blobs, *case, title="A thing")
    reader = make_member(session, case[0], case[1], CaseRole.READER)
    session.commit()
    document = session.scalars(select(Document)).one()
    client = login(reader)
    shown = client.get_ok(f"/cases/EMB/documents/{document.public_id}").text
    assert "Correct</a>" not in shown
    assert "Capture a document" not in client.get_ok("/cases/EMB/documents/").text
    for page in (
        "new",
        *(f"{document.public_id}/{deed}" for deed in ("correct", "withdraw", "captures/new")),
    ):
        assert client.get(f"/cases/EMB/documents/{page}").status_code == 403


def test_documents_of_other_cases_and_none_are_not_there(analyst, login, session, blobs, case):
    other, stranger = make_case(session, make_user(session), code="TWO")
    mine = make_capture(session, blobs, *case, title="Mine")
    foreign = make_capture(session, blobs, other, stranger, title="Foreign")
    session.commit()
    ids = dict(session.execute(select(Document.title, Document.public_id)).all())
    for wrong in (ids["Foreign"], mine.public_id, foreign.public_id, "0" * 26, "nonsense"):
        for page in ("", "/correct", "/withdraw", "/captures/new"):
            assert analyst.get(f"/cases/EMB/documents/{wrong}{page}").status_code == 404
    assert login(stranger).get(f"/cases/EMB/documents/{ids['Mine']}").status_code == 404


def test_the_number_of_queries_does_not_grow(analyst, engine, session, blobs, case):
    held = make_capture(session, blobs, *case, "it is over", title="A thing", author="Blog")
    session.commit()
    document = session.scalars(select(Document)).one()
    pages = ("/cases/EMB/documents/", f"/cases/EMB/documents/{document.public_id}")
    few = [queries(engine, lambda page=page: analyst.get_ok(page)) for page in pages]
    for number in range(10):
        make_capture(session, blobs, *case, title=f"Thing {number}")
        record_chain(session, held, "it is over", f"Witness {number}", by=case[1])
    session.commit()
    assert [queries(engine, lambda page=page: analyst.get_ok(page)) for page in pages] == few


def queries(engine, act):
    seen = []

    def note(_connection, _cursor, statement, *_):
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    act()
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def test_the_file_name_is_bare_and_never_a_path(analyst, session):
    save(analyst, read(analyst, file=b"words", name="..\\..\\etc/pass\x07wd.txt"), title="T", kind="other")
    held = session.scalars(select(Capture)).one()
    assert held.file_name == "passwd.txt"
    assert held.sha256 == sha256(b"words").hexdigest()
