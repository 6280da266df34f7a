"""PDF by typst: PDF/UA-1 and PDF/A-2a, notes at the foot of the page that cites them.

The page is described in `report.typ`, which reads the document as data: no text is ever parsed as markup.
"""

from __future__ import annotations

import json
import re
from datetime import UTC
from importlib.resources import files
from typing import Any, BinaryIO

from tracker.domain.report import ReportDocument
from tracker.domain.report_words import clipped, direction

_STANDARDS = ("ua-1", "a-2a")
_NO_GLYPH = re.compile(r'(?:the text|the codepoint) `?"(.+?)"')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_UNBROKEN = re.compile(r"[!-~]{61,}")  # longer than a line: it may break anywhere, or it would leave the page
_SHORT_TITLE = 70


class Pdf:
    name = "pdf"
    title = "PDF (accessible, for archiving and print)"
    suffix = ".pdf"
    media_type = "application/pdf"

    def write(self, report: ReportDocument, out: BinaryIO) -> None:
        """Where a character cannot be shown, the file says so on its first page and claims no standard."""
        import typst

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
    document: dict[str, Any] = json.loads(report.to_json())["document"]
    made = report.meta.moment.astimezone(UTC)
    return {
        **_with_direction(document),
        "made": [made.year, made.month, made.day, made.hour, made.minute, made.second],
        "short_title": clipped(report.meta.title, _SHORT_TITLE),
        "warning": warning,
    }


def _with_direction(value: Any) -> Any:
    """Every text that stands alone with the way it runs, and the language in the form typst takes."""
    if isinstance(value, list):
        return [_with_direction(part) for part in value]
    if not isinstance(value, dict):
        return value
    marked = {name: _with_direction(part) for name, part in value.items()}
    if "text" in marked and not marked.get("mono"):
        marked["text"] = _UNBROKEN.sub(lambda found: "\u200b".join(found[0]), marked["text"])
    if marked["is"] in ("Quote", "Quotation"):
        marked["dir"] = direction(marked["text"])
        marked["lang"] = (marked["language"] or "").split("-")[0].lower()
    elif marked["is"] == "Paragraph":
        marked["dir"] = direction("".join(part.get("text", "") for part in marked["inlines"]))
    return marked


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
