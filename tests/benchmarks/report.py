"""What writing a report costs beside the plainest way to write the same, in the same process.

    python -m tests.benchmarks.report [CITATIONS ...]

Prints for each format the seconds of processor time, the ratio, and the most memory that the process and its
children held at once. Each format is written in a process of its own, so that one does not pay for another's
memory. Ratios and growth mean something on any machine; the seconds do not.

What each is compared with: HTML with the page that `report_page.html.jinja` writes, the same elements with the
same attributes, from dictionaries that were made beforehand, so that the template only loops and prints. That
is as plain as Jinja gets, and less than any page could do that starts from a document; a page of bare
paragraphs would compare other markup. DOCX with its words as paragraphs of Word's XML, not zipped; PDF with
typst setting its words as paragraphs without notes, links, tables or tags. Markdown and ODT with nothing.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
from base64 import b64encode
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from jinja2 import Environment, FileSystemLoader

from tests.exporters.conftest import EMBASSY
from tracker.domain import report as parts
from tracker.domain.report import ReportDocument, plain_text
from tracker.domain.report_compose import compose
from tracker.domain.report_input import CitationInput, CitedStatement, PassageInput
from tracker.domain.scales import Basis, CitationRole
from tracker.exporters import EXPORTERS
from tracker.exporters.layout import contents, is_noted_only, is_of_findings
from tracker.exporters.options import PLAIN
from tracker.exporters.prepared import prepared
from tracker.exporters.typesetting import typeset

FORMATS = ("html", "docx", "pdf", "md", "odt")
SIZES = (100, 200, 1_000, 2_000)
_ELEMENT = re.compile(rb"<\w+")
_BARE_PAGE = b"""#set document(title: "")
#json("report.json").map(it => par(it)).join()"""


def report_of(citations: int) -> ReportDocument:
    """One finding that cites that many statements, each with two paths and a passage."""
    first = EMBASSY.findings[0]
    said = first.citations[0].statement
    cited = tuple(
        CitationInput(
            CitationRole.SUPPORTS,
            CitedStatement(
                f"LONG{number}",
                said.source,
                Basis.OBSERVED,
                paths=said.paths,
                passages=(PassageInput(f"Exact words number {number} of many. " * 4, 1 + number % 5, number, number + 9),),
            ),
        )
        for number in range(citations)
    )  # fmt: skip
    return compose(replace(EMBASSY, findings=(replace(first, citations=cited),), conflicts=()))


def paragraphs_of(report: ReportDocument) -> list[str]:
    """The words of a document as they are read, notes last."""
    found = []
    for block in report.walk():
        match block:
            case parts.Heading(text=text):
                found.append(text)
            case parts.Paragraph(inlines=inlines):
                found.append(plain_text(inlines))
            case parts.Quote(text=text, caption=caption):
                found += [text, plain_text(caption)]
            case parts.Facts(pairs=pairs):
                found += [f"{name} {plain_text(value)}" for name, value in pairs]
            case parts.Table(header=header, rows=rows):
                found += [*header, *(plain_text(cell) for row in rows for cell in row)]
    return found + [plain_text(note.inlines) for note in report.notes]


class Plain:
    """A document as dictionaries that hold every attribute of its page as it is printed."""

    def __init__(self, report: ReportDocument) -> None:
        self._met: dict[int, int] = defaultdict(int)
        blocks = self._blocks(report.blocks)
        listed = [
            {"level": one.level, "anchor": one.anchor, "text": one.text}
            for one in contents(report, has_notes=True)
        ]
        self.page = {
            "meta": {name: getattr(report.meta, name) for name in report.meta.__dataclass_fields__},
            "blocks": blocks,
            "contents": listed,
            "notes": [self._note(note) for note in report.notes],
        }

    def _note(self, note: parts.Note) -> dict[str, Any]:
        back = [f"ref-{note.number}-{place}" for place in range(1, self._met[note.number] + 1)]
        passages = [{name: getattr(one, name) for name in one.__dataclass_fields__} for one in note.passages]
        return {
            "anchor": note.anchor,
            "number": note.number,
            "line": self._line(note.inlines),
            "back": back,
            "passages": passages,
        }

    def _blocks(self, blocks: Iterable[parts.Block]) -> list[dict[str, Any]]:
        return [{"kind": type(block).__name__, **self._block(block)} for block in blocks]

    def _block(self, block: parts.Block) -> dict[str, Any]:  # noqa: PLR0911, C901  one line for each kind
        match block:
            case parts.Heading(level=level, text=text, anchor=anchor):
                return {"level": level + 1, "text": text, "anchor": anchor}
            case parts.Paragraph(inlines=inlines, role=role, basis=basis):
                counted = [
                    {"words": one.words, "things": [self._line([thing]) for thing in one.things]}
                    for one in basis
                    if one.things
                ]
                return {"role": role.replace(" ", "-"), "line": self._line(inlines), "basis": counted}
            case parts.BulletList(items=items):
                return {"items": [self._blocks(item) for item in items]}
            case parts.NumberedList(items=items):
                return {"items": [self._blocks(item) for item in items], "findings": is_of_findings(block)}
            case parts.Quote(text=text, language=language, caption=caption):
                within = is_noted_only(caption)
                line = self._line(caption)
                return {"text": text, "language": language, "line": line, "within": within}
            case parts.Facts(pairs=pairs):
                return {"pairs": [(name, self._line(value)) for name, value in pairs]}
            case parts.Table(caption=caption, header=header, rows=rows):
                cells = [[self._line(cell) for cell in row] for row in rows]
                return {"caption": caption, "header": header, "rows": cells}
            case parts.Figure(svg=svg, alt=alt, caption=caption):
                return {"data": b64encode(svg.encode()).decode(), "alt": alt, "caption": caption}
            case parts.NotesHere(heading=heading):
                return {"heading": self._block(heading)}
            case _:
                return {}

    def _line(self, inlines: Iterable[parts.Inline]) -> list[dict[str, Any]]:
        return [self._inline(inline) for inline in inlines]

    def _inline(self, inline: parts.Inline) -> dict[str, Any]:
        match inline:
            case parts.NoteRef(number=number):
                self._met[number] += 1
                return {"kind": "note", "number": number, "name": f"ref-{number}-{self._met[number]}"}
            case parts.Link(text=text, target=target):
                return {"kind": "link", "text": text, "target": target, "outside": target[0] != "#"}
            case parts.Quotation(text=text, language=language):
                return {"kind": "quotation", "text": text, "language": language}
            case parts.Text(text=text, strong=strong, emphasis=emphasis, mono=mono):
                kind = "styled" if strong or emphasis or mono else "text"
                return {"kind": kind, "text": text, "strong": strong, "emphasis": emphasis, "mono": mono}


def plainest(name: str, report: ReportDocument) -> Callable[[], bytes] | None:
    """What writes the same in the plainest way, ready to run."""
    if name == "html":
        template = Environment(
            autoescape=True, loader=FileSystemLoader(Path(__file__).parent), trim_blocks=True
        ).get_template("report_page.html.jinja")
        page = Plain(report).page
        return lambda: template.render(page).encode()
    words = paragraphs_of(report)
    match name:
        case "docx":
            return lambda: "".join(
                f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in words
            ).encode()
        case "pdf":
            return lambda: typeset(_BARE_PAGE, json.dumps(words).encode(), made_at=0)
        case _:
            return None


def _busy() -> float:
    """Seconds of processor time that this process and the children it waited for have used."""
    return sum(os.times()[:4])


def _held() -> int:
    """The most memory that this process, and the largest child it waited for, have held; in kB."""
    return sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def _timed(write: Callable[[], Any]) -> tuple[float, Any]:
    began = _busy()
    made = write()
    return max(_busy() - began, 0.01), made  # as fine as the clock is


def measure(name: str, citations: int) -> None:
    EXPORTERS[name].write(report_of(1), BytesIO())  # what is read once is not what is measured
    report = report_of(citations)
    out = BytesIO()
    took, _ = _timed(lambda: EXPORTERS[name].write(report, out))
    held = _held()
    ratio = "-"
    if bare := plainest(name, prepared(report, PLAIN)):
        needed, made = _timed(bare)
        ratio = f"{took / needed:.1f} ×"
        if name == "html":
            _check_same_elements(made, out.getvalue())
    print(f"{name:5} {citations:6,} citations  {took:7.2f} s  {ratio:>8}  {held // 1024:6,} MB")


def _check_same_elements(one: bytes, other: bytes) -> None:
    counts = [Counter(_ELEMENT.findall(page)) for page in (one, other)]
    if counts[0] != counts[1]:
        raise SystemExit(f"Other markup is compared: {counts[0] - counts[1]} and {counts[1] - counts[0]}")


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--one"]:
        measure(arguments[1], int(arguments[2]))
        return
    for name in FORMATS:
        for citations in [int(one) for one in arguments] or SIZES:
            command = [sys.executable, "-m", "tests.benchmarks.report", "--one", name, str(citations)]
            subprocess.run(command, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
