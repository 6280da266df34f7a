"""A report as it is set: headings that skip no level, and its references in the case's style at its end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tracker.domain.dates import parse
from tracker.domain.errors import DomainError
from tracker.domain.references import identifier, is_author_certain
from tracker.domain.report import (
    Block,
    BulletList,
    Figure,
    Heading,
    Inline,
    Inlines,
    Link,
    Marking,
    NumberedList,
    Paragraph,
    ReportDocument,
    Table,
    Text,
)
from tracker.domain.report_records import Reference
from tracker.exporters.layout import code_of
from tracker.exporters.options import Options
from tracker.exporters.pandoc import Node, metadata, node, run_pandoc, tree
from tracker.exporters.references import csl_item, one_line, web_address

_NAMESPACE = "{http://purl.org/net/xbiblio/csl}"
_MOST_BYTES = 1024 * 1024
_FIELD = "citation_style"
_QUOTES = {"DoubleQuote": ("“", "”"), "SingleQuote": ("‘", "’")}
_STOPS = (".", "?", "!", "…")
_PATIENCE = 10.0  # seconds; a style may lead back to itself
_NO_LANGUAGE = "und"  # of an English title a style would change the capitals
_SAMPLE = Reference(
    exhibit=1,
    document="D1",
    kind="article",
    title="A title",
    author="An author",
    certainty="certain",
    publisher="A publisher",
    issued="2020-01-02",
    issued_words="2 January 2020",
    accessed="2020-01-03T00:00:00+00:00",
    address="https://example.org/",
    archive_address="",
    sha256="",
)


def prepared(report: ReportDocument, options: Options) -> ReportDocument:
    """The document as every format sets it; what only tables and machines read is left out."""
    blocks = _leading(_stepped(report.blocks, []))
    if report.bibliography:
        end = -1 if isinstance(blocks[-1], Marking) else len(blocks)
        style = options.citation_style
        listed = references_section(report.bibliography, style, report.meta.language)
        blocks = (*blocks[:end], *listed, *blocks[end:])
    return replace(report, blocks=blocks, bibliography=None, check_sheet=None)


def references_section(
    references: tuple[Reference, ...], style: bytes | None, language: str
) -> tuple[Block, ...]:
    """The appended references, each leading to its exhibit."""
    entries = (
        [(_neutral(one), one) for one in references]
        if style is None
        else _formatted(references, style, language)
    )
    return (
        Heading(1, "References", "references"),
        *(
            Paragraph(
                (
                    *(words or _neutral(one)),
                    Text(" "),
                    Link(f"Exhibit {one.exhibit}", f"#exhibit-{one.exhibit}"),
                    Text("."),
                ),
                "fine",
            )
            for words, one in entries
        ),
    )


def check_citation_style(style: bytes) -> None:
    """`DomainError` where a file is no style that references can be set in, with what to do about it."""
    from lxml import etree

    if len(style) > _MOST_BYTES:
        raise DomainError("This file is larger than 1 MB, which no citation style is.", field=_FIELD)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(style, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None or root.tag != f"{_NAMESPACE}style" or root.getroottree().docinfo.doctype:
        raise DomainError("This is not a citation style. Choose a .csl file.", field=_FIELD)
    if root.find(f"{_NAMESPACE}bibliography") is None:
        parent = root.find(f"{_NAMESPACE}info/{_NAMESPACE}link[@rel='independent-parent']")
        named = "" if parent is None else f" It only names another, {parent.get('href')}: choose that one."
        raise DomainError(f"This style says nothing about a list of references.{named}", field=_FIELD)
    if not _formatted((_SAMPLE,), style, "en")[0][0]:
        raise DomainError("References come out empty in this style. Choose another.", field=_FIELD)


def _stepped(blocks: tuple[Block, ...], above: list[int]) -> tuple[Block, ...]:
    """The same blocks, no heading more than one level under the one it belongs to.

    `above` are the levels of the headings that stand over this place, as they were written.
    """
    made: list[Block] = []
    for block in blocks:
        match block:
            case Heading(level=level):
                while above and above[-1] >= level:
                    above.pop()
                above.append(level)
                made.append(replace(block, level=len(above)))
            case BulletList(items=items) | NumberedList(items=items) if _holds_heading(items):
                made.append(replace(block, items=tuple(_stepped(item, above) for item in items)))
            case _:
                made.append(block)
    return tuple(made)


def _leading(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """A paragraph that leads to a picture or a table may not end a page, like one that names a voice."""
    return tuple(
        replace(block, role="voice") if isinstance(following, Figure | Table) and _is_plain(block) else block
        for block, following in zip_longest(blocks, blocks[1:])
    )


def _is_plain(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.role == "body" and code_of(block) is None


def _holds_heading(items: tuple[tuple[Block, ...], ...]) -> bool:
    return any(isinstance(one, Heading | BulletList | NumberedList) for item in items for one in item)


def _neutral(one: Reference) -> Inlines:
    """A plain style of our own: who, what, where, when, and when we took our copy."""
    author = one_line(one.author)
    if author and not is_author_certain(one):
        author += f" ({one.certainty} author)"
    published = ", ".join(filter(None, [one_line(one.publisher), one_line(one.issued_words)]))
    held = f" In “{one_line(one.embedded_in)}”." if one.embedded_in else ""
    title = one_line(one.title)
    stop = "" if title.endswith(_STOPS) else "."
    words: list[Inline] = [
        *([Text(f"{author.removesuffix('.')}. ")] if author else []),
        Text(title, emphasis=True),
        Text(f"{stop} {published}." if published else stop),
        Text(held),
    ]
    if address := web_address(one.address):
        words += [Text(" "), Link(address, address), Text(".")]
    words.append(Text(f" Captured {parse(one.accessed[:10], 'UTC')}."))
    return tuple(word for word in words if word != Text(""))


@lru_cache(maxsize=8)  # every format of a version prints the same list
def _formatted(
    references: tuple[Reference, ...], style: bytes, language: str
) -> list[tuple[Inlines, Reference]]:
    """The references as pandoc's citeproc sets them in a CSL style, in the order of the style."""
    by_key = {f"ref-{identifier(one)}": one for one in references}
    all_of_them = node("Cite", [[_CITES_ALL], []])
    meta = {
        "references": metadata([{**csl_item(one), "language": _NO_LANGUAGE} for one in references]),
        "nocite": node("MetaInlines", [all_of_them]),
        "link-citations": node("MetaBool", False),
        "lang": metadata(language),
    }
    patience = _PATIENCE + len(references) / 20
    with TemporaryDirectory() as folder:
        held = Path(folder) / "style.csl"
        held.write_bytes(style)
        try:
            made = run_pandoc(
                ["--from=json", "--to=json", "--citeproc", f"--csl={held}"], tree(meta), seconds=patience
            )
        except RuntimeError:
            raise DomainError(
                "References cannot be set in this citation style: it is damaged, leads back to itself, or is "
                "for another program.",
                field=_FIELD,
            ) from None
    entries = [one["c"] for block in json.loads(made)["blocks"] for one in _entries(block)]
    return [
        (tuple(_joined(_inlines_of(blocks, Text("")))), by_key[attributes[0]])
        for attributes, blocks in entries
    ]


_CITES_ALL = {
    "citationId": "*",
    "citationPrefix": [],
    "citationSuffix": [],
    "citationMode": node("NormalCitation"),
    "citationNoteNum": 0,
    "citationHash": 0,
}


def _entries(block: Node) -> Iterator[Node]:
    """The entries of pandoc's list of references."""
    if block["t"] == "Div":
        attributes, blocks = block["c"]
        if "csl-entry" in attributes[1]:
            yield block
        else:
            for inside in blocks:
                yield from _entries(inside)


def _inlines_of(value: Any, style: Text) -> Iterator[Inline]:
    """Pandoc's words as ours; what we have no form for keeps its words."""
    match value:
        case {"t": "Str", "c": str(text)}:
            yield replace(style, text=text)
        case {"t": "Space" | "SoftBreak" | "LineBreak"}:
            yield replace(style, text=" ")
        case {"t": "Emph" | "Strong" as kind, "c": inside}:
            is_strong = kind == "Strong"
            inner = replace(style, strong=style.strong or is_strong, emphasis=style.emphasis or not is_strong)
            yield from _inlines_of(inside, inner)
        case {"t": "Quoted", "c": [kind, inside]}:
            begin, end = _QUOTES[kind["t"]]
            yield replace(style, text=begin)
            yield from _inlines_of(inside, style)
            yield replace(style, text=end)
        case {"t": "Link", "c": [_, inside, [target, _]]}:
            words = "".join(one.text for one in _inlines_of(inside, style) if isinstance(one, Text))
            yield Link(words, target) if web_address(target) else replace(style, text=words)
        case {"t": "Span" | "Div", "c": [_, inside]}:
            yield from _inlines_of(inside, style)
        case {"c": inside}:
            yield from _inlines_of(inside, style)
        case list():
            for one in value:
                yield from _inlines_of(one, style)


def _joined(inlines: Iterator[Inline]) -> Iterator[Inline]:
    """Neighbouring words of one style as one text."""
    held: Text | None = None
    for one in inlines:
        if isinstance(one, Text) and held and replace(one, text="") == replace(held, text=""):
            held = replace(held, text=held.text + one.text)
            continue
        if held:
            yield held
        held = one if isinstance(one, Text) else None
        if held is None:
            yield one
    if held:
        yield held
