"""Documents and captures: what is kept, what is refused, and what a correction leaves behind."""

from __future__ import annotations

from hashlib import sha256

import pytest
from sqlalchemy import func, select

from tests.factories import NOW, make_capture, make_case, make_member, make_source, make_user
from tracker.domain.errors import Conflict, DomainError, Duplicate, Forbidden, NotFound
from tracker.domain.scales import CaptureMethod, CaseRole, DocumentKind, SourceKind
from tracker.services import documents
from tracker.services.documents import Bytes, DocumentContent
from tracker.services.sources import SourceChoice
from tracker.store.models import AuditEvent, Capture, Document, Revision, Source

CONTENT = DocumentContent("A post", DocumentKind.POST, author=SourceChoice("Salim"))


@pytest.fixture
def case(session):
    return make_case(session, code="EMB", zone="Asia/Baghdad")


def pasted(text, *, again=False):
    return Bytes(text.encode(), None, CaptureMethod.PASTED, again=again)


def capture(session, blobs, case, content=CONTENT, text="Words."):
    return documents.capture(session, blobs, case[0].code, content, pasted(text), by=case[1], now=NOW)


def test_the_bytes_and_the_text_are_both_kept(session, blobs, case):
    raw = "Line one\r\nCafe\u0301"
    held = capture(session, blobs, case, text=raw)
    assert blobs.read(held.sha256) == raw.encode()
    assert held.sha256 == sha256(raw.encode()).hexdigest()
    assert held.text == "Line one\nCafé"
    events = session.scalars(select(AuditEvent.action).order_by(AuditEvent.seq)).all()
    assert events[-3:] == ["source added", "document added", "capture stored"]


def test_what_was_read_beforehand_is_not_read_again(session, blobs, case, monkeypatch):
    content = pasted("Words.")
    extraction = documents.read_bytes(content)
    monkeypatch.setattr(documents, "read_bytes", None)
    held = documents.capture(
        session, blobs, "EMB", CONTENT, content, by=case[1], now=NOW, extraction=extraction
    )
    assert held.text == "Words."


def test_a_bare_date_is_read_in_the_zone_of_the_case(session, blobs, case):
    held = make_capture(session, blobs, *case, published="2020-01-01")
    document = session.get(Document, held.document_pk)
    assert document.published.earliest.isoformat() == "2019-12-31T21:00:00+00:00"


def test_the_same_bytes_are_taken_twice_only_when_meant(session, blobs, case):
    first = capture(session, blobs, case)
    with pytest.raises(Duplicate, match=first.label) as refused:
        capture(session, blobs, case)
    assert refused.value.field == "again"
    document = session.get(Document, first.document_pk)
    second = documents.capture_again(
        session, blobs, document.public_id, pasted("Words.", again=True), by=case[1], now=NOW
    )
    assert (second.document_pk, second.sha256, second.label) == (first.document_pk, first.sha256, "E2")


def test_another_case_may_hold_the_same_bytes(session, blobs, case):
    capture(session, blobs, case)
    other = make_case(session, case[1], code="TWO")
    assert capture(session, blobs, other).label == "E1"


def test_an_author_nobody_names_is_a_gap_of_its_own(session, blobs, case):
    for title in ("One", "Two"):
        capture(session, blobs, case, DocumentContent(title, DocumentKind.ARTICLE), text=title)
    rows = session.execute(select(Source.name, Source.kind).order_by(Source.number)).all()
    assert rows == [
        ("the unnamed author of ‘One’", SourceKind.UNNAMED),
        ("the unnamed author of ‘Two’", SourceKind.UNNAMED),
    ]


def test_a_publisher_alone_is_enough(session, blobs, case):
    content = DocumentContent("A page", DocumentKind.ARTICLE, publisher=SourceChoice("N", SourceKind.OUTLET))
    document = session.get(Document, capture(session, blobs, case, content).document_pk)
    assert document.author_pk is None
    assert session.get(Source, document.publisher_pk).name == "N"


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (DocumentContent("  ", DocumentKind.POST), "title"),
        (DocumentContent("T", DocumentKind.POST, published="2020-02-30"), "published"),
        (DocumentContent("T", DocumentKind.POST, author=SourceChoice("SRC9")), "author"),
        (DocumentContent("T", DocumentKind.POST, publisher=SourceChoice("SRC9")), "publisher"),
        (DocumentContent("T", DocumentKind.POST, obtained_from=SourceChoice("SRC9")), "obtained_from"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(session, blobs, case, content, field):
    with pytest.raises(DomainError) as refused, session.begin_nested():
        capture(session, blobs, case, content)
    assert refused.value.field == field
    assert session.scalar(select(func.count(Capture.pk))) == 0


def test_a_correction_keeps_who_collected_it(session, blobs, case):
    content = DocumentContent("Notes", DocumentKind.NOTES, author=SourceChoice("Ana"), collected_by_us=True)
    document = session.get(Document, capture(session, blobs, case, content).document_pk)
    colleague = make_member(session, *case)
    better = DocumentContent("Better", DocumentKind.NOTES, author=SourceChoice("SRC1"), collected_by_us=True)
    documents.correct(
        session, document.public_id, better, version=document.version, reason="clearer", by=colleague, now=NOW
    )
    assert (document.title, document.collected_by_pk) == ("Better", case[1].user_pk)
    assert session.scalars(select(Revision.reason)).all() == ["clearer"]


def test_nobody_corrects_what_they_have_not_seen(session, blobs, case):
    document = session.get(Document, capture(session, blobs, case).document_pk)
    with pytest.raises(Conflict):
        documents.correct(session, document.public_id, CONTENT, version=7, reason="x", by=case[1], now=NOW)


def test_strangers_and_readers_capture_nothing(session, blobs, case):
    reader = make_member(session, *case, role=CaseRole.READER)
    with pytest.raises(Forbidden):
        capture(session, blobs, (case[0], reader))
    with pytest.raises(NotFound):
        capture(session, blobs, (case[0], make_user(session)))


def test_a_merged_author_is_recorded_as_the_source_it_stands_for(session, blobs, case):
    from tracker.services import sources

    old, new = make_source(session, *case, name="Old"), make_source(session, *case, name="New")
    sources.merge(session, old.public_id, new.label, "the same", by=case[1], now=NOW)
    content = DocumentContent("T", DocumentKind.POST, author=SourceChoice(old.label))
    assert session.get(Document, capture(session, blobs, case, content).document_pk).author_pk == new.pk
