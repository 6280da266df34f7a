"""DOCX with real footnotes, made by pandoc in a house style; the marking stands on every page."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tracker.domain.report import (
    Facts,
    Figure,
    Paragraph,
    Quotation,
    Quote,
    ReportDocument,
    plain_text,
)
from tracker.domain.report_words import clipped, direction
from tracker.exporters.pandoc import (
    NO_ATTRIBUTES,
    Node,
    Tree,
    anchored_link,
    div,
    node,
    run_pandoc,
    span,
)
from tracker.exporters.pictures import png_of

_STYLES = {
    "meta": "Imprint",
    "bottom line": "Bottom Line",
    "finding": "Finding",
    "label": "Label",
    "voice": "Voice",
    "fine": "Fine Print",
    "warning": "Warning",
}
_SHORT_TITLE = 60
_TEXT_WIDTH = 6.2  # inches between the margins
_COLOURS = {"RED": "FF2B2B", "AMBER": "FFC000", "GREEN": "33FF00", "CLEAR": "FFFFFF"}
_WORDPROCESSING = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PROPERTIES = "docProps/core.xml"
_EDGES = ("header", "footer")
_EDGE_TYPES = "".join(
    f'<Override PartName="/word/{edge}1.xml" ContentType="{_WORDPROCESSING}.{edge}+xml"/>' for edge in _EDGES
)
_EDGE_LINKS = "".join(
    f'<Relationship Id="rId{edge.title()}" Type="{_RELATIONSHIPS}/{edge}" Target="{edge}1.xml"/>'
    for edge in _EDGES
)


class WordDocument:
    name = "docx"
    title = "DOCX (Word, LibreOffice; real footnotes)"
    suffix = ".docx"
    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def write(self, report: ReportDocument, out: BinaryIO) -> None:
        with TemporaryDirectory() as folder:
            reference = Path(folder) / "reference.docx"
            reference.write_bytes(_reference(report))
            made = run_pandoc(
                ["--from=json", "--to=docx", f"--reference-doc={reference}"],
                _WordTree(report).document(),
            )
        out.write(_signed(made, report))


class _WordTree(Tree):
    def paragraph(self, paragraph: Paragraph) -> list[Node]:
        attributes = {"custom-style": _STYLES[paragraph.role]} if paragraph.role in _STYLES else {}
        if direction(plain_text(paragraph.inlines)) == "rtl":
            attributes["dir"] = "rtl"
        made = super().paragraph(paragraph)
        return [div(made, attributes)] if attributes else made

    def quote(self, quote: Quote) -> list[Node]:
        style = "Quote Right To Left" if direction(quote.text) == "rtl" else "Block Text"
        made = [div([node("Para", self._tagged(quote.text, quote.language))], {"custom-style": style})]
        if quote.caption:
            made.append(div([node("Para", self.inlines(quote.caption))], {"custom-style": "Quote Source"}))
        return made

    def quotation(self, quotation: Quotation) -> list[Node]:
        return [node("Str", "“"), *self._tagged(quotation.text, quotation.language), node("Str", "”")]

    def facts(self, facts: Facts) -> list[Node]:
        tab = node("RawInline", ["openxml", "<w:r><w:tab/></w:r>"])
        rows = [node("Para", [*self.words(name), tab, *self.inlines(value)]) for name, value in facts.pairs]
        return [div(rows, {"custom-style": "Particulars"})]

    def figure(self, figure: Figure) -> list[Node]:
        png, width = png_of(figure.svg)
        address = f"data:image/png;base64,{b64encode(png).decode()}"
        size = [["width", f"{min(width, _TEXT_WIDTH):.2f}in"]]
        image = node("Image", [["", [], size], self.words(figure.alt), [address, ""]])
        caption = [None, [node("Plain", self.words(figure.caption))]]
        return [node("Figure", [NO_ATTRIBUTES, caption, [node("Plain", [image])]])]

    def set_note(self, number: int) -> Node:
        return span([super().set_note(number)], identifier=f"note-{number}")

    def refer(self, number: int) -> Node:
        return node("Superscript", [anchored_link([node("Str", str(number))], f"#note-{number}")])

    def _tagged(self, text: str, language: str | None) -> list[Node]:
        attributes = {"lang": language} if language else {}
        return [span(self.words(text), dir=direction(text), **attributes)]


def _reference(report: ReportDocument) -> bytes:
    """Pandoc's own reference document with our styles, page and page edges in it."""
    marking = report.meta.marking
    filled = {
        "MARKING": marking,
        "COLOUR": _COLOURS[marking.removeprefix("TLP:").split("+")[0]],
        "RUNNING": " · ".join(
            (report.meta.label, report.meta.version, clipped(report.meta.title, _SHORT_TITLE))
        ),
    }
    own = files("tracker.exporters") / "word_parts"
    parts = dict(_default_parts())
    for name in ("styles.xml", "document.xml", "header1.xml", "footer1.xml"):
        text = own.joinpath(name).read_text(encoding="utf-8")
        for key, value in filled.items():
            text = text.replace(f"@{key}@", escape(value))
        parts[f"word/{name}"] = text.encode()
    for part, addition in (
        ("[Content_Types].xml", _EDGE_TYPES),
        ("word/_rels/document.xml.rels", _EDGE_LINKS),
    ):
        head, end, tail = parts[part].rpartition(b"</")
        parts[part] = head + addition.encode() + end + tail
    return _zipped(parts)


def _signed(made: bytes, report: ReportDocument) -> bytes:
    """The file with its authors and the time of the report: pandoc, kept in its sandbox, writes 1970."""
    with ZipFile(BytesIO(made)) as held:
        parts = {name: held.read(name) for name in held.namelist()}
    properties = parts[_PROPERTIES].decode()
    properties = properties.replace("1970-01-01T00:00:00Z", f"{report.meta.moment:%Y-%m-%dT%H:%M:%SZ}")
    authors = f"<dc:creator>{escape(', '.join(report.meta.authors))}</dc:creator>"
    language = f"<dc:language>{escape(report.meta.language)}</dc:language>"
    properties = properties.replace("<dc:creator></dc:creator>", f"{authors}{language}")
    parts[_PROPERTIES] = properties.encode()
    return _zipped(parts)


@cache
def _default_parts() -> tuple[tuple[str, bytes], ...]:
    with ZipFile(BytesIO(run_pandoc(["--print-default-data-file=reference.docx"]))) as held:
        return tuple((name, held.read(name)) for name in held.namelist())


def _zipped(parts: dict[str, bytes]) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(ZipInfo(name), content, compress_type=ZIP_DEFLATED)
    return made.getvalue()
