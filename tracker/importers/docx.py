"""A Word document (.docx) to its words as printed, notes included, and its core properties.

Read by our own small reader, not by pandoc: pandoc's plain text adds underscores and table rules that stand
nowhere in the document, so that quotations would not be exact; it unpacks without a limit; and it is another
program to start. Runs inside the worker.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO
from xml.parsers.expat import ExpatError

from tracker import __version__
from tracker.domain.errors import DomainError
from tracker.importers.claims import said, said_of_making
from tracker.importers.docx_words import Words, feed
from tracker.importers.extraction import Extraction, Modality, canonical, storable
from tracker.importers.kinds import Kind
from tracker.importers.zipped import Refusals, part, unzipped

MAX_PART = 20 * 1024 * 1024
_MAIN = re.compile(r"word/document\d*\.xml")
_MARGIN = re.compile(r"word/(?:header|footer)\d*\.xml")
_CORE = "docProps/core.xml"
_SAID = Refusals(
    unreadable="This Word document could not be read; it is damaged or was made unusually. "
    "Open it in Word or LibreOffice and save it anew as .docx.",
    bomb="This Word document unpacks to far more than its size lets expect, so it was not opened. "
    "Make its pictures smaller or export it as PDF.",
    locked="This Word document is protected by a password. Save it without one and upload that.",
)


def read(stream: BinaryIO, kind: Kind, _charset: str | None) -> Extraction:
    try:
        with unzipped(stream, _SAID) as package:
            return _read_package(package, kind)
    except ExpatError:
        raise DomainError(_SAID.unreadable, field="file") from None


def _read_package(package: zipfile.ZipFile, kind: Kind) -> Extraction:
    names = package.namelist()
    main = next((name for name in names if _MAIN.fullmatch(name)), None)
    if main is None:
        raise DomainError(_SAID.unreadable, field="file")
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


def _part(package: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    return part(package, name, _SAID, most=MAX_PART)
