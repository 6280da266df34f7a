"""The text layer of a PDF, page by page, and what its information dictionary claims.

Draws nothing and reads no picture: a scanned page has no text here, and the notes say so. Runs inside the
worker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import pypdf
from pypdf.errors import DependencyError, PyPdfError

from tracker.domain.errors import DomainError
from tracker.importers.claims import said, said_of_making
from tracker.importers.extraction import Extraction, Modality, canonical, storable
from tracker.importers.kinds import Kind

MAX_PAGES = 1_000
_BETWEEN_PAGES = "\n\n"
_PAGES_NAMED = 10
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_UNREADABLE = (
    "This PDF could not be read; it is damaged or cut off. Get a complete copy, or print it to a new PDF."
)
_LOCKED = (
    "This PDF is locked in a way that cannot be opened here. Print it to a new PDF and upload that, "
    "or paste its text."
)
_BROKEN = (
    *(PyPdfError, RecursionError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError),
    *(AssertionError, OverflowError, ZeroDivisionError, NotImplementedError),
)
_PROTECTED = "This PDF is protected by a password. Save a copy without one, or paste its text."


def read(stream: BinaryIO, kind: Kind, _charset: str | None) -> Extraction:
    try:
        return _read(stream, kind)
    except DependencyError:  # a cipher pypdf leaves to an optional library
        raise DomainError(_LOCKED, field="file") from None
    except _BROKEN:
        raise DomainError(_UNREADABLE, field="file") from None


def _read(stream: BinaryIO, kind: Kind) -> Extraction:
    reader = pypdf.PdfReader(stream)
    if reader.is_encrypted and not reader.decrypt(""):  # many are locked against printing only
        raise DomainError(_PROTECTED, field="file")
    pages = [_page_text(reader.pages[number]) for number in range(min(len(reader.pages), MAX_PAGES))]
    if not pages:
        raise DomainError(_UNREADABLE, field="file")
    has_text = any(page.strip() for page in pages)
    claims = _claims(reader)
    return Extraction(
        media_type=kind.media_type,
        modality=Modality.TEXT,
        text=_BETWEEN_PAGES.join(pages) if has_text else "",
        extractor=f"pypdf {pypdf.__version__}",
        title=said(claims.get("/Title")),
        author=said(claims.get("/Author")),
        page_breaks=_page_breaks(pages) if has_text else (),
        notes=(
            *_on_pages(pages, len(reader.pages)),
            *_on_direction(pages),
            *said_of_making(*_made_and_changed(claims)),
        ),
    )


def _page_text(page: Any) -> str:
    """One broken page does not cost the others; it is named among those that gave no text."""
    try:
        return canonical(storable(page.extract_text())).strip("\n")
    except _BROKEN:
        return ""


def _claims(reader: pypdf.PdfReader) -> Any:
    try:
        return reader.metadata or {}
    except _BROKEN:
        return {}


def _page_breaks(pages: list[str]) -> tuple[int, ...]:
    starts = [0]
    for page in pages:
        starts.append(starts[-1] + len(page) + len(_BETWEEN_PAGES))
    return tuple(starts[1:-1])


def _on_pages(pages: list[str], total: int) -> Iterator[str]:
    if total > len(pages):
        yield f"Only the first {len(pages)} of {total} pages were read. Split the file to import the rest."
    empty = [number for number, page in enumerate(pages, 1) if not page.strip()]
    if len(empty) == len(pages):
        yield "This PDF holds no text, perhaps only pictures of it; passages cannot be selected as text."
    elif empty:
        named = ", ".join(str(number) for number in empty[:_PAGES_NAMED])
        more = f" and {len(empty) - _PAGES_NAMED} more" if len(empty) > _PAGES_NAMED else ""
        yield f"Some pages gave no text; perhaps they hold only pictures of it: {named}{more}."


def _on_direction(pages: list[str]) -> Iterator[str]:
    """A PDF places glyphs, and the reading order of such lines must be put together from their places."""
    if any(_RIGHT_TO_LEFT.search(page) for page in pages):
        yield "Some text runs from right to left; the order of its words may be wrong here: compare the page."


def _made_and_changed(claims: Any) -> Iterator[str]:
    """The days of the likes of “D:20200101153000+03'00'”."""
    for name in ("/CreationDate", "/ModDate"):
        digits = str(claims.get(name, "")).removeprefix("D:")
        yield f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"
