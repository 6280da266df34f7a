"""What every format must do: one suite over the whole registry."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import zipfile
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import cache
from html.parser import HTMLParser
from io import BytesIO, StringIO
from unicodedata import normalize
from xml.etree import ElementTree as ET

import openpyxl
import pypdf
import pytest
import rispy

from tracker.domain.dates import FuzzyDate
from tracker.domain.report import ReportDocument
from tracker.domain.report_compose import compose
from tracker.domain.report_input import CitationInput, CitedStatement, PassageInput
from tracker.domain.scales import Basis, CitationRole, Profile
from tracker.exporters import EXPORTERS, GROUPS

FORMATS = sorted(EXPORTERS)
REPORTS = {one.name for one in GROUPS["Report"]}
REFERENCES = {one.name for one in GROUPS["References"]}
INVISIBLE = re.compile("[\\s\u200b\u200e\u200f\u2066-\u2069\u00ad\ufffe]+")

HOSTILE = {
    "html": '</p><script>alert(1)</script><img src=x onerror=alert(1)>&lt;b&gt; " onmouseover="alert(1)" x=\'',
    "markdown": (
        "# no [text](javascript:alert(1)) ![i](http://x.example/i.png) **b** _e_ `c` [^9] | ~~s~~ $x$ \\\\ &copy; "
        "<https://x.example>\n1. one\n- two\n> three\n# four\n    five\n---\n===\n[^1]: six\n```\nseven"
    ),
    "typst": '#read("/etc/passwd") $x$ @note-1 <note-1> \\ #emph[e] // c /* d */ = h "q" #pagebreak()',
    "template": "{{ 7*7 }} {% raw %} ${7*7} <%= 7*7 %> @MARKING@ \\input{/etc/passwd} \\write18{id} ~ ^ & _ %",
    "formula": '=HYPERLINK("http://x.example") +1 -1 @SUM(A1) { INCLUDETEXT "c:\\\\x" } <w:r><w:t>x</w:t></w:r> ]]>',
    "bidi": "abc \u202etxt.exe\u202c \u2067left open \u200fmark",
    "broken": "nul\x00 bell\x07 surrogate\ud800 feed\x0c line\u2028 nonchar\uffff",
    "astral": "𝔘𝔫𝔦 👩‍👩‍👧 🇮🇶 e\u0301",
}


def made(report: ReportDocument, name: str) -> bytes:
    out = BytesIO()
    EXPORTERS[name].write(report, out)
    return out.getvalue()


def text_of(content: bytes, name: str) -> str:  # noqa: PLR0911  one reader for each format
    """All the words of a file, as somebody finds them who opens it."""
    match name:
        case "html":
            page = Page()
            page.feed(content.decode())
            return page.text
        case "md":
            return pandoc_text(json.loads(read_markdown(content)))
        case "docx":
            with zipfile.ZipFile(BytesIO(content)) as parts:
                xml = "".join(parts.read(f"word/{part}.xml").decode() for part in ("document", "footnotes"))
            lines = re.sub("<w:(br|tab)[^>]*/>", " ", xml)
            return unescaped(re.sub("<[^>]+>", "", lines))
        case "pdf":
            return "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages)
        case "odt":
            with zipfile.ZipFile(BytesIO(content)) as parts:
                return "".join(
                    "".join(ET.fromstring(parts.read(part)).itertext())
                    for part in ("content.xml", "styles.xml")
                )
        case "json" | "csl":
            return " ".join(strings_of(json.loads(content)))
        case "bibtex" | "ris":
            return content.decode()
        case "check-html":
            page = Page()
            page.feed(content.decode())
            return page.text
        case "check-csv":
            return " ".join(cell for row in cells_of_csv(content) for cell in row)
        case "check-xlsx":
            cells = (cell.value for cell in cells_of_workbook(content) if cell.value)
            return " ".join(value.replace("_x005F_", "_") for value in cells)
    raise AssertionError(f"Say how to read {name}")


def strings_of(value):
    match value:
        case str():
            yield value
        case dict():
            for part in value.values():
                yield from strings_of(part)
        case list():
            for part in value:
                yield from strings_of(part)


def cells_of_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def cells_of_workbook(content: bytes):
    for sheet in openpyxl.load_workbook(BytesIO(content)):
        for row in sheet.iter_rows():
            yield from row


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.text = ""
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        given = dict(attrs)
        self.ids += [given["id"]] if "id" in given else []
        self.targets += [given["href"]] if "href" in given else []
        if tag == "br":
            self.text += "\n"

    def handle_data(self, data):
        self.text += data


@cache
def read_markdown(content: bytes) -> bytes:
    """Pandoc's tree of a Markdown file, as a reader who knows footnotes sees it."""
    import pypandoc

    command = [pypandoc.get_pandoc_path(), "--from=gfm", "--to=json"]
    return subprocess.run(command, input=content, capture_output=True, check=True).stdout


def unescaped(xml: str) -> str:
    from html import unescape

    return unescape(xml)


def pandoc_text(value) -> str:
    match value:
        case {"t": "Str", "c": text} | {"t": "Code", "c": [_, text]}:
            return text
        case {"t": "Space" | "SoftBreak" | "LineBreak"}:
            return " "
        case dict():
            return "".join(pandoc_text(part) for part in value.values())
        case list():
            return "".join(pandoc_text(part) for part in value)
    return ""


def solid(text: str) -> str:
    """Without spaces and invisible marks, which formats place as they need."""
    return INVISIBLE.sub("", normalize("NFC", text))


def poisoned(value, payload: str, field: str = ""):
    """The same input with the payload in every text; equal texts stay equal, so that labels still match."""
    if isinstance(value, Enum | FuzzyDate) or field in ("zone", "svg", "sha256"):
        return value
    if isinstance(value, str):
        return value + payload
    if isinstance(value, tuple):
        return tuple(poisoned(part, payload, field) for part in value)
    if is_dataclass(value):
        return replace(
            value,
            **{one.name: poisoned(getattr(value, one.name), payload, one.name) for one in fields(value)},
        )
    return value


@pytest.fixture(scope="module", params=FORMATS)
def name(request):
    return request.param


def test_the_registry_says_how_each_format_is_called_and_served(name):
    exporter = EXPORTERS[name]
    assert exporter.name == name
    assert exporter.suffix.startswith(".")
    assert "/" in exporter.media_type
    assert exporter.title


@pytest.mark.parametrize("profile", list(Profile))
def test_every_exact_passage_and_every_full_hash_can_be_read(name, profile, embassy):
    report = compose(replace(embassy, profile=profile))
    found = solid(text_of(made(report, name), name))
    for note in report.notes:
        for passage in note.passages:
            if name in REFERENCES:
                continue
            if name == "pdf" and passage.language == "ar":  # extracted in the order it is drawn
                assert all(word in found or word[::-1] in found for word in passage.exact.split())
            else:
                assert solid(passage.exact) in found
    cited = {passage.exhibit_anchor for note in report.notes for passage in note.passages}
    for exhibit in embassy.exhibits:
        if f"exhibit-{exhibit.number}" in cited or name in REPORTS:
            assert exhibit.sha256 in found


def test_lines_and_words_longer_than_a_page_is_wide_survive(name, embassy):
    exact = "first line\n\nthird line\n" + "x" * 300
    first, *_ = embassy.findings
    citation, *rest = first.citations
    passage = replace(citation.statement.passages[0], exact=exact)
    statement = replace(citation.statement, passages=(passage,), language="en")
    finding = replace(first, citations=(replace(citation, statement=statement), *rest))
    report = compose(replace(embassy, findings=(finding,), conflicts=()))
    content = made(report, name)
    assert name in REFERENCES or solid(exact) in solid(text_of(content, name))
    assert_harmless(content, name, report)


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_the_title_the_marking_and_every_section_are_there(name, report):
    found = solid(text_of(made(report, name), name))
    assert solid(report.meta.title) in found or name == "docx"
    for heading in (
        "Bottom line",
        "Findings",
        "Conflicts",
        "Evidence",
        "Gaps",
        "Exhibits",
        "Method and disclosure",
    ):
        assert solid(heading) in found
    assert "TLP:AMBER" in found


def test_the_same_document_gives_the_same_bytes(name, report):
    assert made(report, name) == made(ReportDocument.from_json(report.to_json()), name)


def test_no_file_names_a_place_on_this_machine_or_asks_the_network(name, report):
    content = made(report, name)
    assert b"/tmp/" not in content
    assert b"/home/" not in content


def test_a_report_without_anything_in_it_can_be_exported(name, embassy):
    empty = replace(
        embassy,
        findings=(),
        conflicts=(),
        exhibits=(),
        bottom_line="",
        gaps_note="",
        method_note="",
        authors=(),
    )
    found = solid(text_of(made(compose(empty), name), name))
    assert name not in REPORTS or solid("No statement is cited.") in found


@pytest.mark.parametrize("payload", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_in_every_field_stays_text(name, payload, embassy):
    report = compose(poisoned(embassy, payload))
    content = made(report, name)
    assert_harmless(content, name, report)
    found = solid(text_of(content, name))
    if name not in {
        "pdf",
        *REFERENCES,
    }:  # the order of mixed directions and of drawn glyphs is the reader's there
        shown = [passage.exact for note in report.notes for passage in note.passages]
        assert all(solid(exact) in found for exact in shown)
    assert not re.search(r"\b49\b", found)


def assert_harmless(content: bytes, name: str, report: ReportDocument) -> None:  # noqa: PLR0912  the same
    match name:
        case "html":
            page = Page()
            page.feed(content.decode())
            assert not page.tags & {"script", "iframe", "object", "form", "b", "w:r"}
            assert not [one for one in page.attributes if one.startswith("on")]
            assert all(target.startswith(("#", "https://", "http://")) for target in page.targets)
            assert resolves_in_html(content, report)
        case "md":
            tree = read_markdown(content).decode()
            assert '"RawInline"' not in tree
            assert '"RawBlock"' not in tree
            assert '"Image"' not in tree
            targets = re.findall(r'\["([^"]*)",""\]', tree)
            assert all(target.startswith(("#", "http://", "https://")) for target in targets)
            assert tree.count('"Note"') == tree_references(report)
        case "docx":
            assert resolves_in_docx(content, report)
        case "odt":
            assert resolves_in_odt(content, report)
        case "json":
            assert ReportDocument.from_json(content.decode()) == report
        case "check-html":
            page = Page()
            page.feed(content.decode())
            assert not page.tags & {"script", "iframe", "object", "form", "b", "w:r", "img"}
            assert not [one for one in page.attributes if one.startswith("on")]
            assert all(target.startswith(("https://", "http://")) for target in page.targets)
        case "check-csv":
            rows = cells_of_csv(content)
            assert {len(row) for row in rows} == {len(rows[0])}
            assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t\r"))]
        case "check-xlsx":
            for cell in cells_of_workbook(content):
                assert cell.value is None or cell.data_type == "s"
                assert cell.hyperlink is None or cell.hyperlink.target.startswith(("http://", "https://"))
            with zipfile.ZipFile(BytesIO(content)) as parts:
                assert not [part for part in parts.namelist() if re.search("external|vba|macro", part)]
        case "csl":
            items = json.loads(content)
            assert len({item["id"] for item in items}) == len(items) == len(report.bibliography)
            assert all(item["URL"].startswith("http") for item in items if "URL" in item)
        case "bibtex":
            assert len(read_bibtex(content)) == len(report.bibliography)
        case "ris":
            entries = rispy.loads(content.decode())
            assert len({entry["id"] for entry in entries}) == len(entries) == len(report.bibliography)
        case "pdf":
            reader = pypdf.PdfReader(BytesIO(content))
            assert "/OpenAction" not in reader.trailer["/Root"]
            assert resolves_in_pdf(content, report)


def tree_references(report: ReportDocument) -> int:
    """Readers of Markdown repeat a footnote wherever it is referred to."""
    return len(list(report.references()))


def resolves_in_html(content: bytes, report: ReportDocument) -> bool:
    page = Page()
    page.feed(content.decode())
    assert len(page.ids) == len(set(page.ids))
    assert {target[1:] for target in page.targets if target.startswith("#")} <= set(page.ids)
    assert {note.anchor for note in report.notes} <= set(page.ids)
    for number, place in [(ref.number, 1) for ref in report.references()]:
        assert f"#ref-{number}-{place}" in page.targets
    return True


def resolves_in_docx(content: bytes, report: ReportDocument) -> bool:
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    with zipfile.ZipFile(BytesIO(content)) as parts:
        trees = {
            one: ET.fromstring(parts.read(one)) for one in parts.namelist() if one.endswith((".xml", ".rels"))
        }
    body, feet = trees["word/document.xml"], trees["word/footnotes.xml"]
    real = [one.get(f"{w}id") for one in feet.findall(f"{w}footnote") if one.get(f"{w}type") is None]
    referred = [one.get(f"{w}id") for one in body.iter(f"{w}footnoteReference")]
    assert referred == real
    assert len(real) == len(report.notes)
    marks = {one.get(f"{w}name") for tree in (body, feet) for one in tree.iter(f"{w}bookmarkStart")}
    anchors = {one.get(f"{w}anchor") for tree in (body, feet) for one in tree.iter(f"{w}hyperlink")} - {None}
    assert anchors <= marks
    fields = [one.text for one in body.iter(f"{w}instrText")]
    assert fields in ([], [r' TOC \o "1-2" \n \h \z \u '])  # ours, for the contents
    assert not list(body.iter(f"{w}fldSimple"))
    for one, tree in trees.items():
        if one.endswith(".rels"):
            outside = [link.get("Target") for link in tree if link.get("TargetMode") == "External"]
            assert all(target.startswith(("http://", "https://")) for target in outside)
    return True


def resolves_in_odt(content: bytes, report: ReportDocument) -> bool:
    text = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
    href = "{http://www.w3.org/1999/xlink}href"
    with zipfile.ZipFile(BytesIO(content)) as parts:
        assert parts.infolist()[0].filename == "mimetype"
        assert parts.infolist()[0].compress_type == zipfile.ZIP_STORED
        held = set(parts.namelist())
        trees = [ET.fromstring(parts.read(one)) for one in held if one.endswith(".xml")]
        body = ET.fromstring(parts.read("content.xml"))
    assert len(list(body.iter(f"{text}note"))) == len(report.notes)
    marks = {one.get(f"{text}name") for one in body.iter(f"{text}bookmark-start")}
    marks |= {one.get(f"{text}name") for one in body.iter(f"{text}bookmark")}
    targets = {one.get(href) for one in body.iter(f"{text}a")}
    assert {target[1:] for target in targets if target.startswith("#")} <= marks
    assert all(target.startswith(("#", "http://", "https://")) for target in targets)
    for tree in trees:
        names = {one.tag.rpartition("}")[2] for one in tree.iter()}
        assert not names & {"event-listener", "script", "object", "plugin", "dde-source", "hidden-text"}
        assert all(one.get(href) in held for one in tree.iter() if one.tag.endswith("}image"))
    return True


def read_bibtex(content: bytes) -> list[dict]:
    """The entries as somebody else's program reads them."""
    import pypandoc

    command = [pypandoc.get_pandoc_path(), "--from=bibtex", "--to=csljson"]
    return json.loads(subprocess.run(command, input=content, capture_output=True, check=True).stdout or "[]")


def resolves_in_pdf(content: bytes, report: ReportDocument) -> bool:
    reader = pypdf.PdfReader(BytesIO(content))
    pages = {page.indirect_reference.idnum for page in reader.pages}
    inside = 0
    for page in reader.pages:
        for reference in page.get("/Annots", []):
            link = reference.get_object()
            action = link.get("/A", {})
            if "/URI" in action:
                assert action["/URI"].startswith(("http://", "https://"))
                continue
            target = link.get("/Dest", action.get("/D"))
            if isinstance(target, str):
                target = reader.named_destinations[target].dest_array
            assert target[0].idnum in pages
            inside += 1
    assert inside >= tree_references(report)
    return True


def test_every_note_number_leads_to_its_note(name, report):
    assert_harmless(made(report, name), name, report)


@pytest.fixture(scope="module")
def long_report(embassy):
    """Two hundred citations of two hundred statements."""
    first = embassy.findings[0]
    statements = tuple(
        CitedStatement(
            f"LONG{number}",
            first.citations[0].statement.source,
            Basis.OBSERVED,
            passages=(
                PassageInput(f"Exact words number {number} of many.", 1 + number % 5, number, number + 9),
            ),
        )
        for number in range(200)
    )
    cited = tuple(CitationInput(CitationRole.SUPPORTS, one) for one in statements)
    return compose(replace(embassy, findings=(replace(first, citations=cited),), conflicts=()))


def test_two_hundred_citations_all_arrive(name, long_report):
    content = made(long_report, name)
    assert_harmless(content, name, long_report)
    found = solid(text_of(content, name))
    assert name in REFERENCES or all(
        solid(f"Exact words number {number} of many.") in found for number in range(200)
    )
