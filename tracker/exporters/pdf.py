"""PDF by typst: PDF/UA-1 and PDF/A-2a, notes at the foot of the page that cites them, or at the end where
they are hundreds.

The page is described in `report.typ`, which reads the document as data: no text is ever parsed as markup.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass
from datetime import UTC
from importlib.resources import files
from typing import Any, BinaryIO

from tracker.domain.report import (
    BulletList,
    Heading,
    Link,
    NumberedList,
    Paragraph,
    Quotation,
    Quote,
    ReportDocument,
    Table,
    Text,
    plain_text,
)
from tracker.domain.report_words import clipped, direction
from tracker.exporters.layout import TITLE, code_of, column_shares, contents, is_noted_only, is_of_findings
from tracker.exporters.options import PLAIN, Options
from tracker.exporters.prepared import prepared

_STANDARDS = ("ua-1", "a-2a")
_NO_GLYPH = re.compile(r'(?:the text|the codepoint) `?"(.+?)"')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_UNBROKEN = re.compile(r"[!-~]{61,}")  # longer than a line: it may break anywhere, or it would leave the page
_SHORT_TITLE = 70
_MOST_AT_FEET = 300  # laying them out there takes half as much again of time and memory


class Pdf:
    name = "pdf"
    title = "PDF (accessible, for archiving and print)"
    suffix = ".pdf"
    media_type = "application/pdf"

    def write(self, report: ReportDocument, out: BinaryIO, options: Options = PLAIN) -> None:
        """Where a character cannot be shown, the file says so on its first page and claims no standard."""
        import typst

        report = prepared(report, options)
        try:
            made = _compiled(report, standards=_STANDARDS)
        except typst.TypstError as refusal:
            made = _compiled(report, warning=_warning(refusal.message))
        out.write(made)


def _compiled(report: ReportDocument, *, standards: tuple[str, ...] = (), warning: str = "") -> bytes:
    import typst

    page = files("tracker.exporters").joinpath("report.typ").read_bytes()
    held = json.dumps(_page_data(report, warning), ensure_ascii=False).encode()
    sources: Any = {"main.typ": page, "report.json": held}  # in memory: typst has no folder to read from
    claimed: Any = list(standards)
    made_at = int(report.meta.moment.timestamp())
    return typst.compile(sources, format="pdf", pdf_standards=claimed, timestamp=made_at)


def _page_data(report: ReportDocument, warning: str) -> dict[str, Any]:
    made = report.meta.moment.astimezone(UTC)
    at_feet = len(report.notes) <= _MOST_AT_FEET
    language, _, region = report.meta.language.partition("-")
    return {
        "meta": _data(report.meta),
        "blocks": _data(report.blocks),
        "notes": [_data(note.inlines) for note in report.notes],
        "made": [made.year, made.month, made.day, made.hour, made.minute, made.second],
        "language": [language.lower(), region.upper() or None],
        "short_title": clipped(report.meta.title, _SHORT_TITLE),
        "contents": TITLE if contents(report, has_notes=not at_feet) else "",
        "notes-at-feet": at_feet,
        "warning": warning,
    }


def _data(value: Any) -> Any:
    """A part of the document as data, with what typst cannot tell by itself about each."""
    if isinstance(value, tuple | list):
        return [_data(part) for part in value]
    if not is_dataclass(value):
        return value
    made = {spec.name: _data(getattr(value, spec.name)) for spec in fields(value)}
    if isinstance(value, Text | Link | Quotation | Quote) and not getattr(value, "mono", False):
        made["text"] = _UNBROKEN.sub(lambda found: "\u200b".join(found[0]), value.text)
    return {"is": type(value).__name__, **made, **_told(value)}


def _told(value: Any) -> dict[str, Any]:  # noqa: PLR0911  one line for each kind of part
    """Which way a part runs, its language in the form typst takes, and how it is to be set."""
    match value:
        case Quote(text=text, language=language, caption=caption):
            tag = (language or "").split("-")[0].lower()
            return {"dir": direction(text), "lang": tag, "noted-only": is_noted_only(caption)}
        case Quotation(text=text, language=language):
            return {"dir": direction(text), "lang": (language or "").split("-")[0].lower()}
        case Heading(text=text):
            return {"dir": direction(text)}
        case Paragraph(inlines=inlines):
            return {"dir": direction(plain_text(inlines)), "code": code_of(value) is not None}
        case BulletList():
            return {"dir": _direction_of(value)}
        case NumberedList():
            return {"dir": _direction_of(value), "of-findings": is_of_findings(value)}
        case Table(header=header, rows=rows):
            shares = column_shares(header, [[plain_text(cell) for cell in row] for row in rows])
            return {"dir": direction(" ".join(header)), "shares": shares}
        case _:
            return {}


def _direction_of(block: BulletList | NumberedList) -> str:
    """The way the first item begins."""
    match block.items:
        case ((Paragraph(inlines=inlines), *_), *_):
            return direction(plain_text(inlines))
        case _:
            return "ltr"


def _warning(message: str) -> str:
    found = _NO_GLYPH.search(message)
    reason = (
        f"A character of this report ({_code_points(found[1])}) cannot be shown with the fonts at hand"
        if found
        else "This report could not be made to the standard"
    )
    return (
        f"{reason}. This file therefore claims neither PDF/UA nor PDF/A; "
        "the HTML, Markdown and DOCX exports hold the complete text."
    )


def _code_points(text: str) -> str:
    shown = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return " ".join(f"U+{ord(character):04X}" for character in shown)
