"""What reading one file yields: its canonical text and what the file claims about itself.

Claimed means claimed: nothing here has been checked, and nothing is guessed where the file is silent.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Modality(StrEnum):
    TEXT = "text"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"


@dataclass(frozen=True, slots=True)
class Extraction:
    """`text` is NFC, lines end in a line feed, "" for media without text; offsets are code points into it.

    `published` is EDTF text; `page_breaks` are the offsets at which the second and later pages begin;
    `notes` are sentences the analyst should see before trusting the rest.
    """

    media_type: str
    modality: Modality
    text: str
    extractor: str
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    address: str | None = None
    archive_address: str | None = None
    published: str | None = None
    language: str | None = None
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None
    page_breaks: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


def canonical(raw: str) -> str:
    """The text every offset counts in: composed (NFC) and with one kind of line end, otherwise untouched."""
    return unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))


def storable(raw: str) -> str:
    """What a parser handed back, with the code points no database or UTF-8 file can hold marked as lost."""
    units = raw.replace("\x00", "\ufffd").encode("utf-16-le", "surrogatepass")
    return units.decode("utf-16-le", "replace")
