"""The document model: exact round trips, and links that lead nowhere strange."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.errors import DomainError
from tracker.domain.report import (
    BulletList,
    Facts,
    Figure,
    Heading,
    Link,
    Marking,
    Meta,
    Note,
    NotedPassage,
    NoteRef,
    NotesHere,
    NumberedList,
    PageEnd,
    Paragraph,
    Quotation,
    Quote,
    ReportDocument,
    Table,
    Text,
    plain_text,
)
from tracker.domain.report_records import (
    CheckedCitation,
    CheckedLines,
    CheckedPassage,
    CheckedSentence,
    CheckedStatement,
    CheckSheet,
    Reference,
)

META = Meta(
    "A title", "R1", "Draft", "EMB: Siege", "TLP:CLEAR", "court", ("Ada",), "2020-01-03T14:05:00+00:00"
)
EVERYTHING = (
    Marking(),
    Heading(1, "Findings", "findings"),
    NumberedList(((Paragraph((Text("One", strong=True), NoteRef(1)), "finding"), Paragraph((NoteRef(2),))),)),
    BulletList(((Paragraph((Link("Exhibit 1", "#exhibit-1"),)),),)),
    Quote("وأخيرا 😀", "ar", (Text("caption"), NoteRef(1, sets=True))),
    Facts((("SHA-256", (Text("ab", mono=True), NoteRef(2, sets=True))),)),
    Table("Times", ("When", "Who"), (((Text("now"),), (Quotation("he", "fr"), NoteRef(3, sets=True))),)),
    Figure("<svg/>", "what it shows", "caption"),
    NotesHere(Heading(1, "Notes", "notes")),
    PageEnd(),
)
NOTES = (
    Note(1, "note-1", (Text("a note"),), (NotedPassage("exact", "pre", "suf", None, "here", "exhibit-1"),)),
)
REFERENCE = Reference(
    1,
    "D1",
    "post",
    "Title",
    "Ada",
    "",
    "Site",
    "2020",
    "2020",
    "2020-01-02T00:00:00+03:00",
    "",
    "",
    "ab" * 32,
)
SHEET = CheckSheet(
    (
        CheckedSentence(
            "Bottom line",
            "They left.",
            (CheckedCitation("ST1", 1, "supports"),),
            (CheckedLines("AS1", "They left", 1, 2, "at least one"),),
            ("disputed",),
        ),
    ),
    (
        CheckedStatement(
            "ST1",
            "Ada",
            "2020",
            "path",
            "basis",
            "",
            "",
            "grades",
            "",
            (CheckedPassage(1, "x", "here", "it"),),
        ),
    ),
)
DOCUMENT = ReportDocument(META, EVERYTHING, NOTES, (REFERENCE,), SHEET)


def test_a_stored_document_comes_back_exactly():
    assert ReportDocument.from_json(DOCUMENT.to_json()) == DOCUMENT


def test_its_digest_is_that_of_the_canonical_text_and_changes_with_any_word():
    again = ReportDocument.from_json(DOCUMENT.to_json())
    assert again.digest == DOCUMENT.digest
    assert len(DOCUMENT.digest) == 64
    changed = ReportDocument(META, (*EVERYTHING, Paragraph((Text(""),))), NOTES)
    assert changed.digest != DOCUMENT.digest


def test_canonical_text_has_sorted_names_and_no_room_between_them():
    text = DOCUMENT.to_json()
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@given(st.text(st.characters(exclude_categories=["Cs"])), st.booleans(), st.integers(1, 10**6))
def test_any_text_survives_the_round_trip(text, strong, number):
    document = ReportDocument(META, (Paragraph((Text(text, strong=strong), NoteRef(number))),), ())
    assert ReportDocument.from_json(document.to_json()) == document


@pytest.mark.parametrize("text", ["", "no json", "[]", "3", "{"])
def test_what_is_no_document_is_refused_with_a_sentence(text):
    with pytest.raises(DomainError, match="no report document"):
        ReportDocument.from_json(text)


def test_a_document_of_another_form_says_which():
    with pytest.raises(DomainError, match="report/9"):
        ReportDocument.from_json('{"format":"report/9"}')


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//host", ""]
)
def test_a_link_leads_to_an_anchor_or_to_the_web_only(target):
    with pytest.raises(ValueError, match="http"):
        Link("text", target)


def test_a_document_stored_in_the_first_form_is_read_and_lacks_only_what_was_not_kept_then():
    stored = (Path(__file__).parent / "golden" / "report-1.json").read_text(encoding="utf-8")
    document = ReportDocument.from_json(stored)
    assert document.meta.title == "Who left the embassy, and when"
    assert [note.number for note in document.notes] == list(range(1, len(document.notes) + 1))
    assert document.bibliography is None
    assert document.check_sheet is None
    assert ReportDocument.from_json(document.to_json()) == document


def test_references_are_met_in_reading_order_wherever_they_stand():
    assert [(ref.number, ref.sets) for ref in DOCUMENT.references()] == [
        (1, False),
        (2, False),
        (1, True),
        (2, True),
        (3, True),
    ]


def test_plain_text_is_what_somebody_reads_aloud():
    assert (
        plain_text((Text("He said "), Quotation("no"), NoteRef(1), Link(" here", "#x")))
        == "He said “no” here"
    )


def test_the_moment_it_was_made_has_a_zone():
    assert META.moment.utcoffset() is not None
