"""The report as pandoc's document tree, and the call that writes it.

Text goes into the tree as words, never as markup, so pandoc escapes it for the format it writes. Raw
markup is only ever made of note numbers and fixed strings.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from tracker.domain.report import (
    Block,
    BulletList,
    Facts,
    Figure,
    Heading,
    Inline,
    Inlines,
    Link,
    NoteRef,
    NumberedList,
    Paragraph,
    Quotation,
    Quote,
    ReportDocument,
    Table,
    Text,
    plain_text,
)
from tracker.exporters.layout import code_of, column_shares

Node = dict[str, Any]
NO_ATTRIBUTES: list[Any] = ["", [], []]
_API_VERSION = [1, 23, 1]
_TIME_LIMIT = 120.0  # seconds
# A quarter less memory, for a fifth more time; and an end to what would take all there is.
_SPARING = ("+RTS", "-c", "-M1g", "-RTS")
_PIECES = re.compile(r" |\n|[^ \n]+(?: [^ \n]+)*")  # a line's words as one piece: a tenth of the tree


def node(kind: str, content: Any = None) -> Node:
    return {"t": kind} if content is None else {"t": kind, "c": content}


def one_line(text: str) -> str:
    """A heading ends where its line ends."""
    return text.replace("\n", " ")


def span(content: list[Node], *, identifier: str = "", **attributes: str) -> Node:
    return node("Span", [[identifier, [], [[name, value] for name, value in attributes.items()]], content])


def div(content: list[Node], attributes: dict[str, str]) -> Node:
    return node("Div", [["", [], [list(pair) for pair in attributes.items()]], content])


def anchored_link(content: list[Node], target: str) -> Node:
    return node("Link", [NO_ATTRIBUTES, content, [target, ""]])


class Tree:
    """Builds the tree of one report; a format overrides what it shows in its own way."""

    top_level = 1

    def __init__(self, report: ReportDocument) -> None:
        self.report = report
        self._notes = {note.number: note for note in report.notes}

    def document(self) -> bytes:
        """The whole tree as pandoc reads it; only one block of it is ever held as objects."""
        title = node("MetaInlines", self.words(one_line(self.report.meta.title)))
        return tree({"title": title}, self.body())

    def body(self) -> Iterator[Node]:
        """The blocks of the document, top to bottom."""
        return chain.from_iterable(map(self.block, self.report.blocks))

    def words(self, text: str) -> list[Node]:
        """Text as pandoc takes it: words, spaces and line ends."""
        marks = {" ": node("Space"), "\n": node("LineBreak")}
        return [marks.get(piece) or node("Str", piece) for piece in _PIECES.findall(text)]

    def blocks(self, blocks: tuple[Block, ...]) -> list[Node]:
        return [made for block in blocks for made in self.block(block)]

    def block(self, block: Block) -> list[Node]:  # noqa: PLR0911  one line for each kind of block
        match block:
            case Heading():
                return [self.heading(block)]
            case Paragraph():
                return self.paragraph(block)
            case BulletList(items=items):
                return [node("BulletList", [self.item(item) for item in items])]
            case NumberedList(items=items, start=start):
                style = [start, node("Decimal"), node("Period")]
                return [node("OrderedList", [style, [self.item(item) for item in items]])]
            case Quote():
                return self.quote(block)
            case Facts():
                return self.facts(block)
            case Figure():
                return self.figure(block)
            case Table():
                return [self.table(block)]
            case _:
                return self.edge(block)

    def item(self, blocks: tuple[Block, ...]) -> list[Node]:
        """A list item; one paragraph alone is set without the space of a paragraph."""
        match blocks:
            case (Paragraph(role="body", inlines=inlines),):
                return [node("Plain", self.inlines(inlines))]
            case _:
                return self.blocks(blocks)

    def heading(self, heading: Heading) -> Node:
        level = heading.level + self.top_level - 1
        return node("Header", [level, [heading.anchor, [], []], self.words(one_line(heading.text))])

    def paragraph(self, paragraph: Paragraph) -> list[Node]:
        lines = code_of(paragraph)
        return [node("Para", self.inlines(paragraph.inlines)) if lines is None else self.code(lines)]

    def quote(self, quote: Quote) -> list[Node]:
        raise NotImplementedError

    def facts(self, facts: Facts) -> list[Node]:
        raise NotImplementedError

    def figure(self, figure: Figure) -> list[Node]:
        raise NotImplementedError

    def edge(self, block: Block) -> list[Node]:
        """Markings, page ends and the place of the notes: nothing, where the format has its own."""
        del block
        return []

    def code(self, text: str) -> Node:
        """Lines that keep their ends and their spaces."""
        return node("CodeBlock", [NO_ATTRIBUTES, text])

    def table(self, table: Table) -> Node:
        shares = column_shares(table.header, [[plain_text(cell) for cell in row] for row in table.rows])
        columns = [[node("AlignDefault"), self.width(share)] for share in shares]
        head = [NO_ATTRIBUTES, [self._row([(Text(name),) for name in table.header])]]
        body = [NO_ATTRIBUTES, 0, [], [self._row(row) for row in table.rows]]
        caption = [None, [node("Plain", self.words(table.caption))] if table.caption else []]
        return node("Table", [NO_ATTRIBUTES, caption, columns, head, [body], [NO_ATTRIBUTES, []]])

    def width(self, share: float) -> Node:
        """Of a column, from its share of the table's."""
        return node("ColWidth", share)

    def _row(self, cells: Any) -> list[Any]:
        return [
            NO_ATTRIBUTES,
            [
                [NO_ATTRIBUTES, node("AlignDefault"), 1, 1, [node("Plain", self.inlines(cell))]]
                for cell in cells
            ],
        ]

    def inlines(self, inlines: Inlines) -> list[Node]:
        return [made for inline in inlines for made in self.inline(inline)]

    def inline(self, inline: Inline) -> list[Node]:
        match inline:
            case Text():
                return self.text(inline)
            case Quotation():
                return self.quotation(inline)
            case Link():
                return self.link(inline)
            case NoteRef(sets=True, number=number):
                return [self.set_note(number)]
            case NoteRef(number=number):
                return [self.refer(number)]

    def text(self, text: Text) -> list[Node]:
        made = self.words(text.text)
        if text.mono:
            made = [node("Code", [NO_ATTRIBUTES, text.text])]
        for wanted, kind in ((text.emphasis, "Emph"), (text.strong, "Strong")):
            made = [node(kind, made)] if wanted and made else made
        return made

    def quotation(self, quotation: Quotation) -> list[Node]:
        return [node("Str", "“"), *self.words(quotation.text), node("Str", "”")]

    def link(self, link: Link) -> list[Node]:
        return [anchored_link(self.words(link.text), link.target)]

    def set_note(self, number: int) -> Node:
        return node("Note", [node("Para", self.inlines(self._notes[number].inlines))])

    def refer(self, number: int) -> Node:
        raise NotImplementedError


def tree(meta: dict[str, Node], blocks: Iterable[Node] = ()) -> bytes:
    """A document as pandoc reads it."""
    head = f'{{"pandoc-api-version":{_API_VERSION},"meta":{_written(meta)},"blocks":['
    return b"".join((head.encode(), *_parted(map(_written, blocks)), b"]}"))


def metadata(value: Any) -> Node:
    """A value as pandoc's metadata: words stay words."""
    match value:
        case dict():
            return node("MetaMap", {name: metadata(each) for name, each in value.items()})
        case list():
            return node("MetaList", [metadata(each) for each in value])
        case bool():
            return node("MetaBool", value)
        case _:
            return node("MetaInlines", [node("Str", str(value))])


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _parted(pieces: Iterable[str]) -> Iterator[bytes]:
    for number, piece in enumerate(pieces):
        yield (f",{piece}" if number else piece).encode()


def run_pandoc(arguments: list[str], document: bytes = b"", *, seconds: float = _TIME_LIMIT) -> bytes:
    """What pandoc writes, with no access to the network, the clock or files but those named.

    `RuntimeError` where it refuses, takes more memory than a report can need, or longer than `seconds`.
    """
    import pypandoc

    command = [pypandoc.get_pandoc_path(), *_SPARING, "--sandbox", *arguments, "--output=-"]
    try:
        ran = subprocess.run(  # noqa: S603  pandoc's own path and fixed options; texts go through standard input
            command,
            input=document,
            capture_output=True,
            timeout=seconds,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired:
        raise RuntimeError(f"pandoc did not end within {seconds:g} s") from None
    if ran.returncode:
        raise RuntimeError(f"pandoc ended with {ran.returncode}: {ran.stderr.decode(errors='replace')}")
    return ran.stdout
