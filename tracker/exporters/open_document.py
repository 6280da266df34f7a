"""ODT with real footnotes, made by pandoc in the house style; the marking stands on every page."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from io import BytesIO
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZipFile

from tracker.domain.report import (
    Block,
    Facts,
    Figure,
    Heading,
    PageEnd,
    Paragraph,
    Quotation,
    Quote,
    ReportDocument,
    plain_text,
)
from tracker.domain.report_words import clipped, direction
from tracker.domain.scales import Paper
from tracker.exporters.layout import TITLE, contents, is_noted_only
from tracker.exporters.options import PLAIN, Options
from tracker.exporters.paged_tree import PagedTree
from tracker.exporters.pandoc import (
    Node,
    div,
    node,
    one_line,
    run_pandoc,
    span,
)
from tracker.exporters.prepared import prepared
from tracker.exporters.zip_file import zipped

_STYLES = {
    "meta": "Imprint",
    "bottom line": "BottomLine",
    "finding": "Finding",
    "judgement": "Judgement",
    "label": "Label",
    "voice": "Voice",
    "fine": "FinePrint",
    "warning": "Warning",
}
_COLOURS = {"RED": "ff2b2b", "AMBER": "ffc000", "GREEN": "33ff00", "CLEAR": "ffffff"}
_SIZES = {Paper.A4: (210, 297), Paper.LETTER: (215.9, 279.4)}  # in millimetres
_MARGINS = 50  # left and right together
_INCH = 25.4
_INDENT = 6
_RULE = "0.5pt solid #aaaaaa"
_SHORT_TITLE = 60
_FORMAT = "opendocument"
_TAB = node("RawInline", [_FORMAT, "<text:tab/>"])
_NAMESPACES = {
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
}


class OpenDocument:
    name = "odt"
    title = "ODT (LibreOffice; real footnotes)"
    suffix = ".odt"
    media_type = "application/vnd.oasis.opendocument.text"

    def write(self, report: ReportDocument, out: BinaryIO, options: Options = PLAIN) -> None:
        report = prepared(report, options)
        made = run_pandoc(["--from=json", "--to=odt"], _OpenDocumentTree(report).document())
        out.write(_finished(made, report))


class _OpenDocumentTree(PagedTree):
    def __init__(self, report: ReportDocument) -> None:
        super().__init__(report, _text_width(report) / _INCH)
        self._listed = contents(report)

    def paragraph(self, paragraph: Paragraph) -> list[Node]:
        style = _STYLES.get(paragraph.role)
        if style is None and direction(plain_text(paragraph.inlines)) == "rtl":
            style = "RightToLeft"
        made = super().paragraph(paragraph)
        return [_styled(made, style)] if style else made

    def quote(self, quote: Quote) -> list[Node]:
        style = "QuoteRightToLeft" if direction(quote.text) == "rtl" else "Quotations"
        words = _tagged(self.words(quote.text), quote.language)
        if is_noted_only(quote.caption):
            return [_styled([node("Para", words + self.inlines(quote.caption))], style)]
        made = [_styled([node("Para", words)], style)]
        if quote.caption:
            made.append(_styled([node("Para", self.inlines(quote.caption))], "QuoteSource"))
        return made

    def quotation(self, quotation: Quotation) -> list[Node]:
        words = _tagged(self.words(quotation.text), quotation.language)
        return [node("Str", "“"), *words, node("Str", "”")]

    def facts(self, facts: Facts) -> list[Node]:
        rows = [node("Para", [*self.words(name), _TAB, *self.inlines(value)]) for name, value in facts.pairs]
        return [_styled(rows[:-1], "Particulars"), _styled(rows[-1:], "LastParticular")]

    def edge(self, block: Block) -> list[Node]:
        """The contents follow the page that is the whole answer."""
        if not isinstance(block, PageEnd):
            return []
        listed, self._listed = self._listed, ()
        made = "".join(_contents(listed)) if listed else ""
        return [node("RawBlock", [_FORMAT, f'<text:p text:style-name="PageStart"/>{made}'])]


def _styled(content: list[Node], style: str) -> Node:
    return div(content, {"custom-style": style})


def _tagged(words: list[Node], language: str | None) -> list[Node]:
    return [span(words, lang=language)] if language else words


def _contents(listed: tuple[Heading, ...]) -> Iterator[str]:
    """A real table of contents; whoever opens it sees its page numbers as fields."""
    yield '<text:table-of-content text:name="Contents"><text:table-of-content-source text:outline-level="2"/>'
    yield f'<text:index-body><text:p text:style-name="Contents_20_Heading">{TITLE}</text:p>'
    for one in listed:
        target, place = quoteattr(f"#{one.anchor}"), quoteattr(one.anchor)
        yield (
            f'<text:p text:style-name="Contents_20_{one.level}">'
            f'<text:a xlink:type="simple" xlink:href={target}>{escape(one_line(one.text))}</text:a>'
            f'<text:tab/><text:bookmark-ref text:reference-format="page" text:ref-name={place}/></text:p>'
        )
    yield "</text:index-body></text:table-of-content>"


def _finished(made: bytes, report: ReportDocument) -> bytes:
    """The file in the house style, with what pandoc leaves out of it: descriptions of pictures, its time."""
    with ZipFile(BytesIO(made)) as held:
        parts = {name: held.read(name) for name in held.namelist()}
    parts["styles.xml"] = _styles(report)
    parts["content.xml"] = _described(parts["content.xml"], report)
    meta = parts["meta.xml"].decode()
    meta = meta.replace("1970-01-01T00:00:00Z", f"{report.meta.moment:%Y-%m-%dT%H:%M:%SZ}")
    author = escape(", ".join(report.meta.authors))
    language = f"<dc:language>{escape(report.meta.language)}</dc:language>"
    creator = f"<meta:initial-creator>{author}</meta:initial-creator><dc:creator>{author}</dc:creator>"
    made_at = "<meta:creation-date>"
    parts["meta.xml"] = meta.replace(made_at, f"{language}{creator}{made_at}").encode()
    return zipped(parts, stored=("mimetype",))


def _styles(report: ReportDocument) -> bytes:
    meta = report.meta
    width, height = _SIZES[Paper(meta.paper)]
    filled = {
        "MARKING": meta.marking,
        "COLOUR": _COLOURS[meta.marking.removeprefix("TLP:").split("+")[0]],
        "RUNNING": " · ".join((meta.label, meta.version, clipped(one_line(meta.title), _SHORT_TITLE))),
        "WIDTH": str(width),
        "HEIGHT": str(height),
        "TEXT_WIDTH": f"{_text_width(report):g}",
        "INDENTED_WIDTH": f"{_text_width(report) - _INDENT:g}",
    }
    own = files("tracker.exporters") / "open_document_parts" / "styles.xml"
    text = own.read_text(encoding="utf-8")
    for key, value in filled.items():
        text = text.replace(f"@{key}@", escape(value))
    return text.encode()


def _described(content: bytes, report: ReportDocument) -> bytes:
    """Pictures with the words that tell what they show, tables with rules, languages of every script."""
    from lxml import etree

    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    figures = [block for block in report.walk() if isinstance(block, Figure)]
    frames = root.iter(f"{{{_NAMESPACES['draw']}}}frame")
    for frame, figure in zip(frames, figures, strict=True):
        etree.SubElement(frame, f"{{{_NAMESPACES['svg']}}}desc").text = figure.alt
    for cell in root.iter(f"{{{_NAMESPACES['style']}}}table-cell-properties"):
        cell.set(f"{{{_NAMESPACES['fo']}}}border", "none")
        cell.set(f"{{{_NAMESPACES['fo']}}}border-bottom", _RULE)
    for tagged in root.iter(f"{{{_NAMESPACES['style']}}}text-properties"):
        language = tagged.get(f"{{{_NAMESPACES['fo']}}}language")
        if language:
            for script in ("asian", "complex"):
                tagged.set(f"{{{_NAMESPACES['style']}}}language-{script}", language)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _text_width(report: ReportDocument) -> float:
    """In millimetres."""
    width, _ = _SIZES[Paper(report.meta.paper)]
    return width - _MARGINS
