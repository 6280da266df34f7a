"""What a DOCX is made with: our styles and page, or a customer's with ours where theirs has none.

The customer's styles, page, headers and footers are kept as they are; the marking is added to every header
and footer. Nothing else of the file is used: not its text, not what it fetches, not what it embeds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape

from tracker.domain.errors import DomainError
from tracker.domain.report import ReportDocument
from tracker.domain.report_words import clipped
from tracker.domain.scales import Paper
from tracker.exporters.pandoc import run_pandoc
from tracker.exporters.word_package import (
    links_of,
    main_part,
    opened,
    parsed,
    r,
    serialised,
    target_of,
    w,
    with_links,
)
from tracker.exporters.zip_file import zipped

_SHORT_TITLE = 60
_COLOURS = {"RED": "FF2B2B", "AMBER": "FFC000", "GREEN": "33FF00", "CLEAR": "FFFFFF"}
_SIZES = {Paper.A4: (11906, 16838), Paper.LETTER: (12240, 15840)}  # in twentieths of a point
_MARGIN = 1418
_TWIPS = 1440  # in an inch
_WORDPROCESSING = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EDGES = ("header", "footer")
_TAKEN = {
    "styles": "word/styles.xml",
    "theme": "word/theme/theme1.xml",
    "fontTable": "word/fontTable.xml",
    "numbering": "word/numbering.xml",
    "settings": "word/settings.xml",
}
_EMBEDDED = ("embedRegular", "embedBold", "embedItalic", "embedBoldItalic", "numPicBullet", "lvlPicBulletId")
_SETTINGS = (
    "mirrorMargins",
    "autoHyphenation",
    "defaultTabStop",
    "evenAndOddHeaders",
    "characterSpacingControl",
    "themeFontLang",
    "clrSchemeMapping",
    "decimalSymbol",
    "listSeparator",
)
_PAGE = ("pgSz", "pgMar", "pgBorders", "titlePg", "docGrid")
_PICTURE = re.compile(r"\.(png|jpe?g|gif|emf|wmf)$", re.IGNORECASE)
_FETCHES = re.compile(
    r"INCLUDE|DDE|(?<!HYPER)LINK|IMPORT|MACROBUTTON|DATABASE|EMBED|\bRD\b|\bPRINT\b", re.IGNORECASE
)
_FIELD = "word_template"


@dataclass(frozen=True, slots=True)
class Reference:
    """Pandoc's reference document for a report, and how wide the text of its page is, in inches."""

    file: bytes
    text_width: float


def check_template(data: bytes) -> None:
    """`DomainError` where a file cannot be used as a template, with what to do about it."""
    held = opened(data)
    main = main_part(held)
    list(_taken(held, main))
    _Page(held, main)


def reference(report: ReportDocument, template: bytes | None) -> Reference:
    """What pandoc takes styles, page and page edges from."""
    parts = dict(_default_parts())
    styles = parsed(_word_part("styles.xml"))
    page = _Page({}, "", Paper(report.meta.paper))
    own = {name: name for name in _ids(styles).values()}
    if template is not None:
        held = opened(template)
        main = main_part(held)
        parts |= _taken(held, main)
        page = _Page(held, main)
        if "word/styles.xml" in dict(_taken(held, main)):
            theirs = parsed(parts["word/styles.xml"])
            own = _add_styles(theirs, styles)
            styles = theirs
    _set_language(styles, report.meta.language)
    parts["word/styles.xml"] = serialised(styles)
    parts |= page.parts(parts, _Edge(report, page.width, own["PageEdge"]))
    return Reference(zipped(parts), page.width / _TWIPS)


class _Edge:
    """The marking and the running line of a report, as Word's XML."""

    def __init__(self, report: ReportDocument, width: int, style: str) -> None:
        meta = report.meta
        colour = _COLOURS[meta.marking.removeprefix("TLP:").split("+")[0]]
        running = " · ".join((meta.label, meta.version, clipped(meta.title, _SHORT_TITLE)))
        self._badge = _filled(_word_part("badge.xml"), MARKING=meta.marking, COLOUR=colour)
        self._values = {"RUNNING": running, "WIDTH": str(width), "STYLE": style}

    def whole(self, edge: str) -> bytes:
        """A header or footer of our own."""
        return _filled(_word_part(f"{edge}.xml"), **self._values).replace(b"@BADGE@", self._badge)

    def add_to(self, root: Any, edge: str) -> None:
        """Put the marking over a header, or under a footer, of the customer's."""
        line = parsed(_word_part("mark.xml").replace(b"@BADGE@", self._badge))
        if edge == "header":
            root.insert(0, line)
        else:
            root.append(line)


class _Page:
    """The page of a template, or ours: its size, its margins and its edges."""

    def __init__(self, held: Mapping[str, bytes], main: str, paper: Paper = Paper.A4) -> None:
        self._held = held
        self._section: Any = _section_of(held, main) if held else None
        self._edges: dict[tuple[str, str], str] = {}
        if self._section is None:
            self._section = _own_section(paper)
        else:
            self._find_edges(main)

    def _find_edges(self, main: str) -> None:
        links = links_of(self._held, main)
        for kind in _EDGES:
            for found in self._section.findall(w(f"{kind}Reference")):
                link = links.get(str(found.get(r("id"))))
                part = "" if link is None else target_of(main, link)
                if part in self._held:
                    _refuse_fetching(self._held, part)
                    self._edges[kind, str(found.get(w("type")))] = part
                self._section.remove(found)

    @property
    def width(self) -> int:
        """Of the text, in twentieths of a point."""
        size, margins = self._section.find(w("pgSz")), self._section.find(w("pgMar"))
        left, right = (_number(margins, side, _MARGIN) for side in ("left", "right"))
        return max(_number(size, "w", _SIZES[Paper.A4][0]) - left - right, _TWIPS)

    def parts(self, parts: Mapping[str, bytes], edge: _Edge) -> dict[str, bytes]:
        """The parts that hold the page: the empty document, and every header and footer it may show."""
        from lxml import etree

        made: dict[str, bytes] = {}
        types = parts["[Content_Types].xml"]
        links = parts["word/_rels/document.xml.rels"]
        for at, (kind, number, when) in enumerate(self._wanted(parts)):
            name, key = f"{kind}{number}.xml", f"rIdEdge{at}"
            made |= self._edge_part(f"word/{name}", kind, when, edge)
            types = _within(
                types,
                f'<Override PartName="/word/{name}" ContentType="{_WORDPROCESSING}.{kind}+xml"/>',
            )
            links = _within(
                links, f'<Relationship Id="{key}" Type="{_RELATIONSHIPS}/{kind}" Target="{name}"/>'
            )
            shown = etree.Element(w(f"{kind}Reference"))
            shown.set(w("type"), when)
            shown.set(r("id"), key)
            self._section.insert(at, shown)
        document = parsed(_word_part("document.xml"))
        document.find(w("body")).append(self._section)
        return {
            **made,
            "[Content_Types].xml": types,
            "word/_rels/document.xml.rels": links,
            "word/document.xml": serialised(document),
        }

    def _wanted(self, parts: Mapping[str, bytes]) -> Iterator[tuple[str, int, str]]:
        """Every edge that a page of this section may show: header or footer, its number, on which pages."""
        shown = ["default"]
        if self._section.find(w("titlePg")) is not None:
            shown.append("first")
        if parsed(parts["word/settings.xml"]).find(w("evenAndOddHeaders")) is not None:
            shown.append("even")
        for kind in _EDGES:
            for number, when in enumerate(shown, 1):
                yield kind, number, when

    def _edge_part(self, name: str, kind: str, when: str, edge: _Edge) -> dict[str, bytes]:
        source = self._edges.get((kind, when))
        if source is None:
            return {name: edge.whole(kind)}
        made: dict[str, bytes] = {}
        kept: dict[str, tuple[str, str, bool]] = {}
        for at, (key, link) in enumerate(links_of(self._held, source).items()):
            if link.get("TargetMode") == "External":
                kept[key] = (str(link.get("Type")), str(link.get("Target")), True)
                continue
            picture = target_of(source, link)
            copy = f"word/media/{name.removeprefix('word/').removesuffix('.xml')}-{at}.{_suffix(picture)}"
            made[copy] = self._held[picture]
            kept[key] = (str(link.get("Type")), copy, False)
        root = parsed(self._held[source])
        edge.add_to(root, kind)
        if kept:
            rels, content = with_links(name, kept)
            made[rels] = content
        return {**made, name: serialised(root)}


def _taken(held: Mapping[str, bytes], main: str) -> Iterator[tuple[str, bytes]]:
    """The parts of a template that are used as they are, less what they embed."""
    for link in links_of(held, main).values():
        name = _TAKEN.get(str(link.get("Type")).rpartition("/")[2])
        source = target_of(main, link)
        if name is None or source not in held or link.get("TargetMode") == "External":
            continue
        root = parsed(held[source])
        for one in list(root.iter(*map(w, _EMBEDDED))):
            one.getparent().remove(one)
        if name == _TAKEN["settings"]:
            for one in list(root):
                if one.tag not in set(map(w, _SETTINGS)):
                    root.remove(one)
        if not any(str(key).startswith(f"{{{_RELATIONSHIPS}}}") for one in root.iter() for key in one.attrib):
            yield name, serialised(root)


def _section_of(held: Mapping[str, bytes], main: str) -> Any:
    """The page of the whole template: that of its last section; None where it says nothing."""
    sections = list(parsed(held[main]).iter(w("sectPr")))
    if not sections:
        return None
    section = deepcopy(sections[-1])
    kept = {w(name) for name in (*_PAGE, *(f"{edge}Reference" for edge in _EDGES))}
    for one in list(section):
        if one.tag not in kept:
            section.remove(one)
    return section


def _own_section(paper: Paper) -> Any:
    width, height = _SIZES[paper]
    return parsed(
        _filled(_word_part("section.xml"), WIDTH=str(width), HEIGHT=str(height), MARGIN=str(_MARGIN))
    )


def _refuse_fetching(held: Mapping[str, bytes], part: str) -> None:
    """Whatever a header would take from elsewhere, or run, when the report is opened."""
    for link in links_of(held, part).values():
        kind, target = str(link.get("Type")).rpartition("/")[2], str(link.get("Target"))
        if link.get("TargetMode") == "External":
            if kind != "hyperlink" or not target.startswith(("http://", "https://", "mailto:")):
                raise _refused(f"A header or footer takes something from elsewhere ({clipped(target, 80)}).")
        elif kind != "image" or not _PICTURE.search(target) or target_of(part, link) not in held:
            raise _refused(f"A header or footer holds an embedded object ({clipped(target, 80)}).")
    root = parsed(held[part])
    fields = "".join(one.text or "" for one in root.iter(w("instrText")))
    fields += " ".join(str(one.get(w("instr"))) for one in root.iter(w("fldSimple")))
    if found := _FETCHES.search(fields):
        raise _refused(f"A header or footer holds a field that fetches or runs something ({found[0]}).")
    if any(str(key).rpartition("}")[2] in ("src", "href") for one in root.iter() for key in one.attrib):
        raise _refused("A header or footer takes a picture from elsewhere.")


def _add_styles(theirs: Any, ours: Any) -> dict[str, str]:
    """Add the styles that the template lacks, by name; returns what each of our ids is called there."""
    held = _ids(theirs)
    taken = set(held.values())
    defaults = {one.get(w("type")) for one in theirs.findall(w("style")) if one.get(w("default"))}
    known: dict[str, str] = {}
    lacking = []
    for name, own in _ids(ours).items():
        known[own] = held.get(name) or own + "Report" * (own in taken)
        if name not in held:
            lacking.append(own)
    for style in ours.findall(w("style")):
        own = style.get(w("styleId"))
        if own not in lacking:
            continue
        added = deepcopy(style)
        added.set(w("styleId"), known[own])
        for link in added.iter(w("basedOn"), w("next"), w("link")):
            link.set(w("val"), known.get(link.get(w("val")), link.get(w("val"))))
        if added.get(w("type")) in defaults:
            added.attrib.pop(w("default"), None)
        theirs.append(added)
    return known


def _ids(styles: Any) -> dict[str, str]:
    """The ids of styles by the names that mean the same in every language of Word."""
    found = {}
    for style in styles.findall(w("style")):
        name = style.find(w("name"))
        if name is not None:
            found[str(name.get(w("val"))).lower()] = str(style.get(w("styleId")))
    return found


def _set_language(styles: Any, language: str) -> None:
    """The language of the text, where the styles speak of another one: en-US may stay for “en”."""
    for tag in styles.iter(w("lang")):
        said = str(tag.get(w("val")) or "")
        if said.partition("-")[0] != language:
            tag.set(w("val"), language)


def _number(element: Any, name: str, usual: int) -> int:
    try:
        return int(element.get(w(name)))
    except (AttributeError, TypeError, ValueError):
        return usual


def _suffix(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _filled(text: bytes, **values: str) -> bytes:
    for key, value in values.items():
        text = text.replace(f"@{key}@".encode(), escape(value, {'"': "&quot;"}).encode())
    return text


def _within(part: bytes, addition: str) -> bytes:
    head, end, tail = part.rpartition(b"</")
    return head + addition.encode() + end + tail


@cache
def _word_part(name: str) -> bytes:
    return files("tracker.exporters").joinpath("word_parts", name).read_bytes()


@cache
def _default_parts() -> tuple[tuple[str, bytes], ...]:
    from io import BytesIO
    from zipfile import ZipFile

    with ZipFile(BytesIO(run_pandoc(["--print-default-data-file=reference.docx"]))) as held:
        return tuple((name, held.read(name)) for name in held.namelist())


def _refused(message: str) -> DomainError:
    return DomainError(f"{message} Remove it from the template, or put a picture in its place.", field=_FIELD)
