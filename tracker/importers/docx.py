"""A Word document (.docx) to its words as printed, notes included, and its core properties.

Read by our own small reader, not by pandoc: pandoc's plain text adds underscores and table rules that stand
nowhere in the document, so that quotations would not be exact; it unpacks without a limit; and it is another
program to start. Runs inside the worker.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers.expat import ExpatError

from tracker import __version__
from tracker.domain.errors import DomainError
from tracker.importers.claims import said, said_of_making
from tracker.importers.docx_words import Words, feed
from tracker.importers.extraction import Extraction, Modality, canonical, storable
from tracker.importers.kinds import Kind

_MB = 1024 * 1024
MAX_ENTRIES = 2_000
MAX_UNPACKED = 100 * _MB
MAX_PART = 20 * _MB
_CHUNK = 64 * 1024
_ENTRY_MARK = b"PK\x01\x02"
_ENCRYPTED_FLAG = 1
_MAIN = re.compile(r"word/document\d*\.xml")
_MARGIN = re.compile(r"word/(?:header|footer)\d*\.xml")
_CORE = "docProps/core.xml"
_UNREADABLE = (
    "This Word document could not be read; it is damaged or was made unusually. "
    "Open it in Word or LibreOffice and save it anew as .docx."
)
_BOMB = (
    "This Word document unpacks to far more than its size lets expect, so it was not opened. "
    "Make its pictures smaller or export it as PDF."
)


def read(stream: BinaryIO, kind: Kind, _charset: str | None) -> Extraction:
    try:
        _refuse_crowd(stream)
        with zipfile.ZipFile(stream) as package:
            _refuse_bomb(package)
            return _read_package(package, kind)
    except (zipfile.BadZipFile, zlib.error, ExpatError, EOFError, NotImplementedError, ValueError):
        raise DomainError(_UNREADABLE, field="file") from None


def _read_package(package: zipfile.ZipFile, kind: Kind) -> Extraction:
    names = package.namelist()
    main = next((name for name in names if _MAIN.fullmatch(name)), None)
    if main is None:
        raise DomainError(_UNREADABLE, field="file")
    words = Words()
    for name in (main, "word/footnotes.xml", "word/endnotes.xml"):
        if name in names:
            words.read(_part(package, name))
    text = canonical(storable(words.text()))
    if not text.strip():
        raise DomainError(
            "This Word document holds no text. If it holds pictures of text, export it as PDF.", field="file"
        )
    core = _core_properties(package) if _CORE in names else {}
    return Extraction(
        media_type=kind.media_type,
        modality=Modality.TEXT,
        text=text,
        extractor=f"tracker {__version__}, Word reader",
        title=said(core.get("title")),
        author=said(core.get("creator")),
        language=said(core.get("language")),
        notes=(
            *_on_contents(words),
            *_on_margins(package, names),
            *said_of_making(core.get("created"), core.get("modified")),
        ),
    )


def _on_contents(words: Words) -> Iterator[str]:
    if words.has_changes:
        yield "The document holds tracked changes; it was read with all of them accepted."
    if words.has_hidden:
        yield "The document holds hidden text, which was left out."
    if words.has_comments:
        yield "The document holds comments, which were left out."


def _on_margins(package: zipfile.ZipFile, names: list[str]) -> Iterator[str]:
    """Letterheads and markings tell where a paper comes from: shown, though not as part of its text."""
    margins = Words()
    for name in sorted(name for name in names if _MARGIN.fullmatch(name)):
        margins.read(_part(package, name))
    lines = dict.fromkeys(line.strip() for line in margins.text().split("\n") if line.strip())
    shown = said(" · ".join(lines))
    if shown:
        yield f"Headers and footers were left out of the text; they say: {shown}"


def _core_properties(package: zipfile.ZipFile) -> dict[str, str]:
    found: dict[str, str] = {}
    inside: list[str] = []

    def collect(data: str) -> None:
        if inside:
            found[inside[-1]] = found.get(inside[-1], "") + data

    feed(
        _part(package, _CORE),
        start=lambda _namespace, tag, _attributes: inside.append(tag),
        end=lambda _namespace, _tag: inside.clear(),
        data=collect,
    )
    return found


def _refuse_crowd(stream: BinaryIO) -> None:
    """Counted in the raw bytes: merely listing a million entries would take hundreds of megabytes."""
    entries = stream.read().count(_ENTRY_MARK)
    stream.seek(0)
    if entries > MAX_ENTRIES:
        raise DomainError(_BOMB, field="file")


def _refuse_bomb(package: zipfile.ZipFile) -> None:
    """By the sizes the archive declares; `_part` checks what really comes out."""
    entries = package.infolist()
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise DomainError(_BOMB, field="file")
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise DomainError(
            "This Word document is protected by a password. Save it without one and upload that.",
            field="file",
        )


def _part(package: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part in pieces of bounded size. Other compressions unpack without bounds; Word never uses them."""
    entry = package.getinfo(name)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise DomainError(_UNREADABLE, field="file")
    unpacked = 0
    with package.open(entry) as part:
        while chunk := part.read(_CHUNK):
            unpacked += len(chunk)
            if unpacked > MAX_PART:
                raise DomainError(_BOMB, field="file")
            yield chunk
