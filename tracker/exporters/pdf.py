"""PDF by typst: PDF/UA-1 and PDF/A-2a, notes at the foot of the page that cites them, or at the end where
they are hundreds.

The page is described in `report.typ`, which reads the document as data: no text is ever parsed as markup.
"""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import BinaryIO

from tracker.domain.report import ReportDocument
from tracker.exporters.options import PLAIN, Options
from tracker.exporters.page_data import page_data
from tracker.exporters.prepared import prepared
from tracker.exporters.typesetting import TypesettingError, typeset

_STANDARDS = ("ua-1", "a-2a")
_NO_GLYPH = re.compile(r'(?:the text|the codepoint) `?"(.+?)"')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_MOST_AT_FEET = 300  # laying them out there takes up to half as much again of time, a quarter of memory


class Pdf:
    name = "pdf"
    title = "PDF (accessible, for archiving and print)"
    suffix = ".pdf"
    media_type = "application/pdf"

    def write(self, report: ReportDocument, out: BinaryIO, options: Options = PLAIN) -> None:
        """Where a character cannot be shown, the file says so on its first page and claims no standard."""
        report = prepared(report, options)
        try:
            made = _typeset(report, standards=_STANDARDS)
        except TypesettingError as refusal:
            made = _typeset(report, warning=_warning(str(refusal)))
        out.write(made)


def _typeset(report: ReportDocument, *, standards: tuple[str, ...] = (), warning: str = "") -> bytes:
    page = files("tracker.exporters").joinpath("report.typ").read_bytes()
    held = page_data(report, notes_at_feet=len(report.notes) <= _MOST_AT_FEET, warning=warning)
    data = json.dumps(held, ensure_ascii=False).encode()
    return typeset(page, data, standards=standards, made_at=int(report.meta.moment.timestamp()))


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
