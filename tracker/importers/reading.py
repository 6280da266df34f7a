"""The door of this package: one file, or one pasted text, to an `Extraction`.

Decides only where a file is read: text here, everything that needs a parser in a process of its own.
"""

from __future__ import annotations

from io import BytesIO

from tracker.domain.errors import DomainError
from tracker.importers import plain
from tracker.importers.charsets import known_charset
from tracker.importers.extraction import Extraction
from tracker.importers.kinds import kind_of
from tracker.importers.sandbox import read_apart


def extract(data: bytes, filename: str, *, charset: str | None = None) -> Extraction:
    """Read an uploaded file; `DomainError` on `file` (or `charset`) says in words why it cannot be."""
    kind = kind_of(data, filename)
    if charset and known_charset(charset) is None:
        raise DomainError(f"“{charset[:40]}” is no character set the tracker reads.", field="charset")
    if kind.reader == "plain":
        return plain.read(BytesIO(data), kind, charset)
    return read_apart(data, kind.suffixes[0], charset)


def extract_pasted(text: str) -> Extraction:
    """Take a pasted text as it is; `DomainError` on `text` where there is none."""
    return plain.read_pasted(text)
