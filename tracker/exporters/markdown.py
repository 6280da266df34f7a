"""Markdown as GitHub reads it, with footnotes: for wikis, repositories and whoever edits further."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from tracker.domain.report import (
    Block,
    Facts,
    Figure,
    Link,
    Marking,
    Paragraph,
    Quote,
    ReportDocument,
    Table,
    Text,
)
from tracker.exporters.layout import is_noted_only
from tracker.exporters.options import PLAIN, Options
from tracker.exporters.pandoc import Node, Tree, node, one_line, run_pandoc
from tracker.exporters.prepared import prepared

# Marks that mean something anywhere; those that begin a list or underline a heading; the point of "1.".
_MEANINGFUL = re.compile(
    r"(?m)(?P<number>^ *\d{1,9})?(?P<mark>[\\`*_{}\[\]<>#~&|!$]|(?<!\S)[-+=]|(?<=\d)[.)]"
    r"|:(?=//)|(?<=\bwww)\.)"  # what some readers make links of
)


class Markdown:
    name = "md"
    title = "Markdown (with footnotes)"
    suffix = ".md"
    media_type = "text/markdown; charset=utf-8"

    def write(self, report: ReportDocument, out: BinaryIO, options: Options = PLAIN) -> None:
        report = prepared(report, options)
        out.write(run_pandoc(["--from=json", "--to=gfm", "--wrap=none"], _MarkdownTree(report).document()))


class _MarkdownTree(Tree):
    top_level = 2

    def body(self) -> Iterator[Node]:
        written = super().body()
        yield next(written)  # the marking comes first
        yield node("Header", [1, ["title", [], []], self.words(one_line(self.report.meta.title))])
        yield from written

    def words(self, text: str) -> list[Node]:
        """Every mark that could mean something is escaped here: pandoc leaves some that readers act on."""
        made: list[Node] = []
        at = 0
        for found in _MEANINGFUL.finditer(text):
            if found["number"] is None and found["mark"] in ".)" and text[found.start() - 1].isdigit():
                continue  # the end of a sentence, not the number of a list
            made += super().words(text[at : found.start("mark")])
            made.append(node("RawInline", ["markdown", f"\\{found['mark']}"]))
            at = found.end()
        return made + super().words(text[at:])

    def block(self, block: Block) -> list[Node]:
        """A table's caption stands above it, as it would be typed."""
        if isinstance(block, Table) and block.caption:
            caption = node("Para", self.words(f"Table: {block.caption}"))
            return [caption, self.table(replace(block, caption=""))]
        return super().block(block)

    def paragraph(self, paragraph: Paragraph) -> list[Node]:
        if paragraph.role == "label":
            return [node("Para", [node("Strong", self.inlines(paragraph.inlines))])]
        return super().paragraph(paragraph)

    def quote(self, quote: Quote) -> list[Node]:
        words, caption = self.words(quote.text), self.inlines(quote.caption)
        if is_noted_only(quote.caption):
            return [node("BlockQuote", [node("Para", words + caption)])]
        source = [node("Para", [node("Str", "— "), *caption])] if caption else []
        return [node("BlockQuote", [node("Para", words), *source])]

    def facts(self, facts: Facts) -> list[Node]:
        items = [
            [node("Plain", self.inlines((Text(f"{name}:", strong=True), Text(" "), *value)))]
            for name, value in facts.pairs
        ]
        return [node("BulletList", items)]

    def width(self, share: float) -> Node:
        """None: a table with widths is no table that GitHub could read."""
        del share
        return node("ColWidthDefault")

    def figure(self, figure: Figure) -> list[Node]:
        """Markdown carries no picture of its own: what it shows is told."""
        return [node("Para", self.inlines((Text(figure.caption, strong=True), Text(f" {figure.alt}"))))]

    def edge(self, block: Block) -> list[Node]:
        return (
            [node("Para", self.text(Text(self.report.meta.marking, strong=True)))]
            if isinstance(block, Marking)
            else []
        )

    def link(self, link: Link) -> list[Node]:
        """Markdown footnotes have no address of their own."""
        return self.words(link.text) if link.target.startswith("#note-") else super().link(link)

    def refer(self, number: int) -> Node:
        return node("RawInline", ["markdown", f"[^{number}]"])
