"""Plain text, Markdown and pasted text: every character is kept; what the text states about itself is copied.

Reads no other format and renders nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import BinaryIO

from tracker import __version__
from tracker.domain.errors import DomainError
from tracker.importers.charsets import decode
from tracker.importers.claims import date_of_first_line, said, said_date, split_archived
from tracker.importers.extraction import Extraction, Modality, canonical
from tracker.importers.kinds import MAX_DOCUMENT_BYTES, Kind

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<lines>.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_MAX_FRONT_MATTER = 20_000
_PAIR = re.compile(r"(?P<key>[A-Za-z_]+)[ \t]*:[ \t]+(?P<value>\S.*)")
_HEADING = re.compile(r"^#[ \t]+(?P<title>\S.*)$", re.MULTILINE)
_MARKUP = re.compile(r"\s*(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_IS_MARKUP = (
    "This text is the source of a web page and was kept as it stands. "
    "To read only what a visitor sees, rename the file to end in .html."
)
_EXTRACTOR = f"tracker {__version__}, Unicode {unicodedata.unidata_version}"


def read(stream: BinaryIO, kind: Kind, charset: str | None) -> Extraction:
    raw, notes = decode(stream.read(), chosen=charset)
    text = canonical(raw)
    if not text.strip():
        raise DomainError("This file holds no text. Choose the file that holds the document.", field="file")
    if _MARKUP.match(text[:5000]):
        notes += (_IS_MARKUP,)
    claims = _front_matter(text) if kind.media_type == "text/markdown" else _Claims()
    return Extraction(
        media_type=kind.media_type,
        modality=Modality.TEXT,
        text=text,
        extractor=_EXTRACTOR,
        title=claims.title,
        author=claims.author,
        address=claims.address,
        archive_address=claims.archive_address,
        published=claims.published or date_of_first_line(text),
        notes=notes,
    )


def read_pasted(text: str) -> Extraction:
    """Text typed or pasted into a form: nothing to decode, the same canonical form as a file's."""
    if not text.strip():
        raise DomainError("Paste the text of the document.", field="text")
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise DomainError("The text holds characters that cannot be stored. Paste it again.", field="text")
    if len(text.encode()) > MAX_DOCUMENT_BYTES:
        limit = MAX_DOCUMENT_BYTES // (1024 * 1024)
        raise DomainError(f"The text is larger than {limit} MB. Paste it in parts.", field="text")
    kept = canonical(text)
    return Extraction("text/plain", Modality.TEXT, kept, _EXTRACTOR, published=date_of_first_line(kept))


@dataclass(frozen=True, slots=True)
class _Claims:
    title: str | None = None
    author: str | None = None
    published: str | None = None
    address: str | None = None
    archive_address: str | None = None


def _front_matter(text: str) -> _Claims:
    """The one-line `key: value` pairs before the text; nested values are left to the reader's eye."""
    block = _FRONT_MATTER.match(text[:_MAX_FRONT_MATTER])
    pairs = (_PAIR.fullmatch(line.rstrip()) for line in block["lines"].split("\n")) if block else ()
    values = {pair["key"].lower(): _unquoted(pair["value"]) for pair in pairs if pair}
    heading = _HEADING.search(text[block.end() if block else 0 :][:_MAX_FRONT_MATTER])
    address, archived = split_archived(values.get("url"))
    return _Claims(
        title=said(values.get("title") or (heading["title"].rstrip(" \t#") if heading else None)),
        author=said(values.get("author")),
        published=said_date(values.get("date")),
        address=address,
        archive_address=archived,
    )


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value
