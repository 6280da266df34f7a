"""DOCX with real footnotes, made by pandoc in our style or a customer's; the marking stands on every page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO
from xml.sax.saxutils import escape
from zipfile import ZipFile

from tracker.domain.report import (
    Block,
    Facts,
    Heading,
    PageEnd,
    Paragraph,
    Quotation,
    Quote,
    ReportDocument,
    plain_text,
)
from tracker.domain.report_words import direction
from tracker.exporters.layout import TITLE, contents, is_noted_only
from tracker.exporters.options import PLAIN, Options
from tracker.exporters.paged_tree import PagedTree
from tracker.exporters.pandoc import (
    Node,
    anchored_link,
    div,
    node,
    one_line,
    run_pandoc,
    span,
)
from tracker.exporters.prepared import prepared
from tracker.exporters.word_template import reference
from tracker.exporters.zip_file import zipped

_STYLES = {
    "meta": "Imprint",
    "bottom line": "Bottom Line",
    "finding": "Finding",
    "judgement": "Judgement",
    "label": "Label",
    "voice": "Voice",
    "fine": "Fine Print",
    "warning": "Warning",
}
_DOCUMENT, _PROPERTIES = "word/document.xml", "docProps/core.xml"
_ROW = re.compile(rb"<w:tr>(?:<w:trPr>(.*?)</w:trPr>)?")
_TAB = node("RawInline", ["openxml", "<w:r><w:tab/></w:r>"])
# A real field, filled already: right as it opens, and again when somebody lets Word renew it.
# Next to nothing, and at the head of its page: a break at the foot of a full one would leave an empty page.
_PAGE_BEGINS = (
    '<w:p><w:pPr><w:pageBreakBefore/><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    "</w:pPr></w:p>"
)
_FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
_FIELD_BEGINS = (
    _FIELD.format("begin")
    + '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\n \\h \\z \\u </w:instrText></w:r>'
    + _FIELD.format("separate")
)
_FIELD_ENDS = _FIELD.format("end")


class WordDocument:
    name = "docx"
    title = "DOCX (Word, LibreOffice; real footnotes)"
    suffix = ".docx"
    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def write(self, report: ReportDocument, out: BinaryIO, options: Options = PLAIN) -> None:
        report = prepared(report, options)
        house = reference(report, options.word_template)
        with TemporaryDirectory() as folder:
            held = Path(folder) / "reference.docx"
            held.write_bytes(house.file)
            made = run_pandoc(
                ["--from=json", "--to=docx", f"--reference-doc={held}"],
                _WordTree(report, house.text_width).document(),
            )
        out.write(_finished(made, report))


class _WordTree(PagedTree):
    def __init__(self, report: ReportDocument, text_width: float) -> None:
        super().__init__(report, text_width)
        self._listed = contents(report)

    def paragraph(self, paragraph: Paragraph) -> list[Node]:
        attributes = {"custom-style": _STYLES[paragraph.role]} if paragraph.role in _STYLES else {}
        if direction(plain_text(paragraph.inlines)) == "rtl":
            attributes["dir"] = "rtl"
        made: list[Node] = super().paragraph(paragraph)
        return [div(made, attributes)] if attributes else made

    def quote(self, quote: Quote) -> list[Node]:
        style = "Quote Right To Left" if direction(quote.text) == "rtl" else "Block Text"
        words = self._tagged(quote.text, quote.language)
        if not quote.caption or is_noted_only(quote.caption):
            alone = "Quote Alone" if style == "Block Text" else style
            return [div([node("Para", words + self.inlines(quote.caption))], {"custom-style": alone})]
        source = node("Para", self.inlines(quote.caption))
        return [
            div([node("Para", words)], {"custom-style": style}),
            div([source], {"custom-style": "Quote Source"}),
        ]

    def heading(self, heading: Heading) -> Node:
        made = super().heading(heading)
        return div([made], {"dir": "rtl"}) if direction(heading.text) == "rtl" else made

    def item(self, blocks: tuple[Block, ...]) -> list[Node]:
        made = super().item(blocks)
        match blocks:
            case (Paragraph(inlines=inlines), *_) if direction(plain_text(inlines)) == "rtl":
                return [div(made, {"dir": "rtl"})]
            case _:
                return made

    def quotation(self, quotation: Quotation) -> list[Node]:
        return [node("Str", "“"), *self._tagged(quotation.text, quotation.language), node("Str", "”")]

    def facts(self, facts: Facts) -> list[Node]:
        rows = [node("Para", [*self.words(name), _TAB, *self.inlines(value)]) for name, value in facts.pairs]
        return [
            div(rows[:-1], {"custom-style": "Particulars"}),
            div(rows[-1:], {"custom-style": "Last Particular"}),
        ]

    def edge(self, block: Block) -> list[Node]:
        """The contents follow the page that is the whole answer."""
        if not isinstance(block, PageEnd):
            return []
        listed, self._listed = self._listed, ()
        return [node("RawBlock", ["openxml", _PAGE_BEGINS]), *(self._contents(listed) if listed else ())]

    def _contents(self, listed: Iterable[Heading]) -> Iterator[Node]:
        """Without numbers of pages, which only whoever lays it out could know."""
        yield div([node("Para", self.words(TITLE))], {"custom-style": "TOC Heading"})
        entries = [
            (one.level, [anchored_link(self.words(one_line(one.text)), f"#{one.anchor}")]) for one in listed
        ]
        entries[0][1].insert(0, node("RawInline", ["openxml", _FIELD_BEGINS]))
        entries[-1][1].append(node("RawInline", ["openxml", _FIELD_ENDS]))
        for level, line in entries:
            yield div([node("Para", line)], {"custom-style": f"toc {level}"})

    def _tagged(self, text: str, language: str | None) -> list[Node]:
        attributes = {"lang": language} if language else {}
        return [span(self.words(text), dir=direction(text), **attributes)]


def _finished(made: bytes, report: ReportDocument) -> bytes:
    """With what pandoc leaves out: authors, the time of the report for its 1970, rows that stay whole."""
    with ZipFile(BytesIO(made)) as held:
        parts = {name: held.read(name) for name in held.namelist()}
    properties = parts[_PROPERTIES].decode()
    properties = properties.replace("1970-01-01T00:00:00Z", f"{report.meta.moment:%Y-%m-%dT%H:%M:%SZ}")
    authors = f"<dc:creator>{escape(', '.join(report.meta.authors))}</dc:creator>"
    language = f"<dc:language>{escape(report.meta.language)}</dc:language>"
    properties = properties.replace("<dc:creator></dc:creator>", f"{authors}{language}")
    parts[_PROPERTIES] = properties.encode()
    parts[_DOCUMENT] = _ROW.sub(rb"<w:tr><w:trPr><w:cantSplit/>\1</w:trPr>", parts[_DOCUMENT])
    return zipped(parts)
