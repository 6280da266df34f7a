"""Markdown as GitHub reads it, with footnotes: for wikis, repositories and whoever edits further."""

from __future__ import annotations

import re
from typing import BinaryIO

from tracker.domain.report import Block, Facts, Figure, Link, Marking, Paragraph, Quote, ReportDocument, Text
from tracker.exporters.pandoc import Node, Tree, node, one_line, run_pandoc

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

    def write(self, report: ReportDocument, out: BinaryIO) -> None:
        out.write(run_pandoc(["--from=json", "--to=gfm", "--wrap=none"], _MarkdownTree(report).document()))


class _MarkdownTree(Tree):
    top_level = 2

    def document(self) -> Node:
        document = super().document()
        title = node("Header", [1, ["title", [], []], self.words(one_line(self.report.meta.title))])
        document["blocks"].insert(1, title)  # the marking comes first
        return document

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

    def paragraph(self, paragraph: Paragraph) -> list[Node]:
        made = self.inlines(paragraph.inlines)
        return [node("Para", [node("Strong", made)] if paragraph.role == "label" else made)]

    def quote(self, quote: Quote) -> list[Node]:
        caption = [node("Para", [node("Str", "—"), node("Space"), *self.inlines(quote.caption)])]
        return [
            node("BlockQuote", [node("Para", self.words(quote.text)), *(caption if quote.caption else [])])
        ]

    def facts(self, facts: Facts) -> list[Node]:
        items = [
            [node("Plain", self.inlines((Text(f"{name}:", strong=True), Text(" "), *value)))]
            for name, value in facts.pairs
        ]
        return [node("BulletList", items)]

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
