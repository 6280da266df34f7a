"""The forms of documents: what to capture, and what is recorded of it."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField, MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired

from tracker.domain.scales import AuthorCertainty, DocumentKind, SourceKind, Tlp
from tracker.importers import ACCEPT, ACCEPTED_SUFFIXES, Extraction
from tracker.services.documents import DocumentContent, usual_kind
from tracker.services.sources import SourceChoice
from tracker.web.captures.choices import as_typed, source_choice
from tracker.web.forms import (
    BaseForm,
    EdtfField,
    TermField,
    VerbatimField,
    VersionField,
    at_most,
    reason_field,
)

_CHOOSE_KIND = "Say what kind of source it is."
_TAKEN = f"{' '.join(ACCEPTED_SUFFIXES)}."
_SHORT, _LONG = at_most(500), at_most(2000)


class ContentForm(BaseForm):
    """What is captured: pasted text or a file."""

    text = VerbatimField("Paste the text", description="Exactly as it stands, with its date and signature.")
    file = FileField("Or choose a file", description=_TAKEN, render_kw={"accept": ACCEPT})
    charset = StringField(
        "Character set",
        [_SHORT],
        description="Only if a text file came out garbled, for example windows-1256.",
    )

    @property
    def files(self) -> list[FileStorage]:
        """The files that were chosen; a browser sends an empty one where there is none."""
        given = self.file.data
        return [file for file in (given if isinstance(given, list) else [given]) if file]


class NewContentForm(ContentForm):
    """What is captured as documents of their own: pasted text, a file, or several files."""

    file = MultipleFileField(
        "Or choose files",
        description=f"{_TAKEN} One is checked by you before it is saved; several are saved with what each "
        "says of itself, for you to correct.",
        render_kw={"accept": ACCEPT},
    )


class DocumentForm(BaseForm):
    """What is recorded of a document."""

    title = StringField(
        "Title, or what it is", [InputRequired("Give the document a title, or say what it is."), _SHORT]
    )
    kind = TermField("Kind", DocumentKind, required="Say what kind of document it is.")
    author = StringField(
        "Author",
        [_SHORT],
        description="Choose one of this case’s sources, or type a new name. Left empty, an unnamed author is "
        "recorded, unless there is a publisher.",
    )
    author_kind = TermField(
        "If new, the author is", SourceKind, blank=None, default=SourceKind.PERSON, required=_CHOOSE_KIND
    )
    author_certainty = TermField(
        "How certain is the author?",
        AuthorCertainty,
        blank=None,
        default=AuthorCertainty.CERTAIN,
        required="Say how certain it is who wrote it.",
    )
    publisher = StringField(
        "Publisher", [_SHORT], description="Who put it out, where that is not the author."
    )
    publisher_kind = TermField(
        "If new, the publisher is", SourceKind, blank=None, default=SourceKind.OUTLET, required=_CHOOSE_KIND
    )
    published = EdtfField("Published or made")
    address = StringField("Address", [_LONG])
    archive_address = StringField("Archive address", [_LONG])
    obtained_from = StringField(
        "Obtained from",
        [_SHORT],
        description="Who handed it to us, if anybody did. They stand on the path of everything in it.",
    )
    obtained_from_kind = TermField(
        "If new, they are", SourceKind, blank=None, default=SourceKind.PERSON, required=_CHOOSE_KIND
    )
    collected_by_us = BooleanField(
        "We collected it ourselves",
        description="Our own interview notes or transcript: the witness speaks, the interviewer is no hop.",
    )
    interpreter = StringField("Interpreter", [_SHORT])
    language = StringField("Language", [_SHORT], description="As a code (ar, en) or in words.")
    tlp = TermField("Marking", Tlp, blank="As the case")
    note = TextAreaField("Note", [_LONG])

    def to_command(self) -> DocumentContent:
        return DocumentContent(
            title=self.title.data or "",
            kind=self.kind.data,
            author=_chosen(self.author.data, self.author_kind.data),
            author_certainty=self.author_certainty.data,
            publisher=_chosen(self.publisher.data, self.publisher_kind.data),
            obtained_from=_chosen(self.obtained_from.data, self.obtained_from_kind.data),
            collected_by_us=self.collected_by_us.data,
            interpreter=self.interpreter.data,
            published=self.published.data,
            address=self.address.data,
            archive_address=self.archive_address.data,
            language=self.language.data,
            tlp=self.tlp.data,
            note=self.note.data,
        )


class NewDocumentForm(DocumentForm):
    """The second step of capturing: what was read, checked by a person."""

    staged = HiddenField()
    again = BooleanField("Capture it again", description="Tick this if the same bytes were captured anew.")


class CaptureAgainForm(BaseForm):
    """The second step of adding a capture to a document."""

    staged = HiddenField()
    again = BooleanField("Capture it again", description="Tick this if the same bytes were captured anew.")


class CorrectDocumentForm(DocumentForm):
    """A correction, with its reason and the version it corrects."""

    version = VersionField()
    reason = reason_field("Why is it corrected?", required="Say why this is corrected.", rows=2)


def claimed(found: Extraction) -> dict[str, Any]:
    """What a file says of itself, as the fields of a document."""
    return {
        "title": found.title,
        "kind": usual_kind(found),
        "author": found.author,
        "publisher": found.publisher,
        "published": found.published,
        "address": found.address,
        "archive_address": found.archive_address,
        "language": found.language,
    }


def recorded(document: Any) -> dict[str, Any]:
    """What is recorded of a document, as the fields of its form."""
    plain = ("title", "kind", "author_certainty", "interpreter", "address", "archive_address")
    return {name: getattr(document, name) for name in (*plain, "language", "tlp", "note", "version")} | {
        "author": as_typed(document.author_number, document.author_name),
        "publisher": as_typed(document.publisher_number, document.publisher_name),
        "obtained_from": as_typed(document.giver_number, document.giver_name),
        "collected_by_us": document.collected_by_pk is not None,
        "published": document.published_edtf,
    }


def _chosen(typed: str | None, kind: SourceKind) -> SourceChoice | None:
    return source_choice(typed, kind) if typed or kind is SourceKind.UNKNOWN else None
