"""Documents and their captures: what was published or handed over, and the bytes we hold of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import dates
from tracker.domain.access import Right, Viewer
from tracker.domain.errors import Duplicate
from tracker.domain.scales import AuthorCertainty, CaptureMethod, DocumentKind, SourceKind, Tlp
from tracker.importers import Extraction, Modality, extract, extract_pasted
from tracker.services import audit, reporters, revisions
from tracker.services.lookup import get, get_case, next_number, required
from tracker.services.sources import SourceChoice, choose
from tracker.store.blobs import BlobStore
from tracker.store.models import Capture, Case, Document, Source


@dataclass(frozen=True, slots=True)
class DocumentContent:
    """What is recorded of a document. Dates are EDTF texts, read in the case's zone.

    Without an author and a publisher the author is recorded as an unnamed source: a gap is never skipped.
    """

    title: str
    kind: DocumentKind
    author: SourceChoice | None = None
    author_certainty: AuthorCertainty = AuthorCertainty.CERTAIN
    publisher: SourceChoice | None = None
    obtained_from: SourceChoice | None = None
    collected_by_us: bool = False
    interpreter: str | None = None
    published: str | None = None
    address: str | None = None
    archive_address: str | None = None
    language: str | None = None
    tlp: Tlp | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Bytes:
    """What is captured: pasted text, or a file's bytes under the name it had."""

    data: bytes
    file_name: str | None
    method: CaptureMethod
    charset: str | None = None
    again: bool = False
    """Capture bytes that the case holds already."""


_USUALLY = {
    "text/html": DocumentKind.ARTICLE,
    "multipart/related": DocumentKind.ARTICLE,
    "application/warc": DocumentKind.ARTICLE,
    "application/wacz": DocumentKind.ARTICLE,
    "message/rfc822": DocumentKind.MESSAGE,
    "application/x-subrip": DocumentKind.TRANSCRIPT,
    "text/vtt": DocumentKind.TRANSCRIPT,
}
_USUALLY_SHOWING = {
    Modality.IMAGE: DocumentKind.PHOTOGRAPH,
    Modality.AUDIO: DocumentKind.AUDIO,
    Modality.VIDEO: DocumentKind.VIDEO,
}


def usual_kind(found: Extraction) -> DocumentKind | None:
    """What files of that kind usually hold; None where that cannot be told."""
    return _USUALLY.get(found.media_type) or _USUALLY_SHOWING.get(found.modality)


def by_itself(found: Extraction, file_name: str) -> DocumentContent:
    """A document as its file describes it, before anybody has checked a word of it."""
    return DocumentContent(
        title=found.title or PurePath(file_name).stem,
        kind=usual_kind(found) or DocumentKind.ARTICLE,
        author=SourceChoice(found.author, SourceKind.PERSON) if found.author else None,
        publisher=SourceChoice(found.publisher, SourceKind.OUTLET) if found.publisher else None,
        published=found.published,
        address=found.address,
        archive_address=found.archive_address,
        language=found.language,
    )


def read_bytes(content: Bytes) -> Extraction:
    """Read what is captured; `DomainError` on `file` says why it cannot be read."""
    if content.method is CaptureMethod.PASTED:
        return extract_pasted(content.data.decode("utf-8", errors="replace"))
    return extract(content.data, content.file_name or "", charset=content.charset)


def capture(
    session: Session,
    blobs: BlobStore,
    code: str,
    document: DocumentContent,
    content: Bytes,
    *,
    by: Viewer,
    now: datetime,
    extraction: Extraction | None = None,
) -> Capture:
    """Record a new document together with its first capture.

    Reading a file can take long and writers wait for one another: whoever holds a transaction open reads
    before it begins and hands in the `extraction`.
    """
    case = get_case(session, code, by, Right.RECORD)
    extraction = extraction or read_bytes(content)
    _refuse_twice(session, case.pk, content)
    recorded = _add(session, case, document, by=by, now=now)
    return _capture(session, blobs, recorded, content, extraction, by=by, now=now)


def capture_again(
    session: Session,
    blobs: BlobStore,
    document_id: str,
    content: Bytes,
    *,
    by: Viewer,
    now: datetime,
    extraction: Extraction | None = None,
) -> Capture:
    """Add another capture to a document that is recorded already."""
    document = get(session, Document, document_id, by, Right.RECORD)
    extraction = extraction or read_bytes(content)
    _refuse_twice(session, document.case_pk, content)
    return _capture(session, blobs, document, content, extraction, by=by, now=now)


def correct(
    session: Session,
    public_id: str,
    command: DocumentContent,
    *,
    version: int | None,
    reason: str | None,
    by: Viewer,
    now: datetime,
) -> Document:
    """Correct what is recorded of a document."""
    document = get(session, Document, public_id, by, Right.RECORD)
    case = session.get_one(Case, document.case_pk)
    fields = _fields(session, case, command, by=by, now=now)
    if document.collected_by_pk is not None and command.collected_by_us:
        fields["collected_by_pk"] = document.collected_by_pk
    revisions.correct(session, "document", document, fields, version=version, reason=reason, by=by, now=now)
    reporters.derive_held_in(session, Capture.document_pk == document.pk)
    return document


def add_embedded(
    session: Session,
    page: Capture,
    author: Source,
    *,
    title: str,
    published: str | None,
    address: str | None,
    by: Viewer,
    now: datetime,
) -> Document:
    """The document of a post that is held only inside a captured page; found again by title and date."""
    case = session.get_one(Case, page.case_pk)
    day = dates.parse(published, case.zone, field="published") if published else None
    known = select(Document).where(
        Document.held_in_pk == page.pk,
        Document.author_pk == author.pk,
        Document.title == title,
        Document.withdrawn_at.is_(None),
    )
    for found in session.scalars(known.order_by(Document.pk)):
        if day is None or found.published is None or found.published.text == day.text:
            return found
    document = Document(
        case_pk=case.pk,
        number=next_number(session, Document, case.pk),
        kind=DocumentKind.POST,
        title=title,
        author_pk=author.pk,
        author_certainty=AuthorCertainty.CERTAIN,
        address=address,
        held_in_pk=page.pk,
        recorded_at=now,
        recorded_by_pk=by.user_pk,
    )
    document.published = day
    session.add(document)
    session.flush()
    audit.record(
        session,
        "document added",
        "document",
        document.public_id,
        by=by,
        now=now,
        case_pk=case.pk,
        held_in=page.public_id,
    )
    return document


def _add(session: Session, case: Case, command: DocumentContent, *, by: Viewer, now: datetime) -> Document:
    fields = _fields(session, case, command, by=by, now=now)
    document = Document(
        case_pk=case.pk,
        number=next_number(session, Document, case.pk),
        recorded_at=now,
        recorded_by_pk=by.user_pk,
        **fields,
    )
    session.add(document)
    session.flush()
    audit.record(session, "document added", "document", document.public_id, by=by, now=now, case_pk=case.pk)
    return document


def _fields(
    session: Session, case: Case, command: DocumentContent, *, by: Viewer, now: datetime
) -> dict[str, Any]:
    title = required(command.title, "Give the document a title, or say what it is.", field="title")
    published = dates.parse(command.published, case.zone, field="published") if command.published else None

    def chosen(choice: SourceChoice | None, field: str) -> int | None:
        if choice is None or not (choice.text or choice.kind is SourceKind.UNKNOWN):
            return None
        return choose(session, case.pk, choice, field=field, by=by, now=now).pk

    publisher_pk = chosen(command.publisher, "publisher")
    author_pk = chosen(command.author, "author")
    if author_pk is None and publisher_pk is None:
        unnamed = SourceChoice(f"the unnamed author of ‘{title}’", SourceKind.UNNAMED)
        author_pk = chosen(unnamed, "author")
    return {
        "title": title,
        "kind": command.kind,
        "author_pk": author_pk,
        "author_certainty": command.author_certainty,
        "publisher_pk": publisher_pk,
        "obtained_from_pk": chosen(command.obtained_from, "obtained_from"),
        "collected_by_pk": by.user_pk if command.collected_by_us else None,
        "interpreter": command.interpreter,
        "published": published,
        "address": command.address,
        "archive_address": command.archive_address,
        "language": command.language,
        "tlp": command.tlp,
        "note": command.note,
    }


def _refuse_twice(session: Session, case_pk: int, content: Bytes) -> None:
    if content.again:
        return
    digest = sha256(content.data).hexdigest()
    held = session.execute(
        select(Capture, Document)
        .join(Document, Document.pk == Capture.document_pk)
        .where(Capture.case_pk == case_pk, Capture.sha256 == digest)
        .order_by(Capture.number)
        .limit(1)
    ).first()
    if held is not None:
        raise Duplicate(
            f"These very bytes are held already as {held[0].label}, a capture of {held[1].label} "
            f"“{held[1].title}”. Open that one, or tick “capture it again” if it was captured anew.",
            field="again",
        )


def _capture(
    session: Session,
    blobs: BlobStore,
    document: Document,
    content: Bytes,
    extraction: Extraction,
    *,
    by: Viewer,
    now: datetime,
) -> Capture:
    # The bytes go first: a file without a row is harmless, a row without its file cannot happen.
    stored = blobs.put(content.data)
    made = Capture(
        case_pk=document.case_pk,
        number=next_number(session, Capture, document.case_pk),
        document_pk=document.pk,
        sha256=stored.sha256,
        size=stored.size,
        media_type=extraction.media_type,
        modality=extraction.modality.value,
        file_name=content.file_name,
        method=content.method,
        captured_at=now,
        address=document.address,
        archive_address=document.archive_address,
        text=extraction.text,
        extractor=extraction.extractor,
        reading_notes="\n".join(extraction.notes) or None,
        width=extraction.width,
        height=extraction.height,
        duration_ms=extraction.duration_ms,
        recorded_at=now,
        recorded_by_pk=by.user_pk,
    )
    session.add(made)
    session.flush()
    audit.record(
        session,
        "capture stored",
        "capture",
        made.public_id,
        by=by,
        now=now,
        case_pk=document.case_pk,
        document=document.public_id,
        sha256=stored.sha256,
        size=stored.size,
    )
    return made
