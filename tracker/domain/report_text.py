"""An analyst's text as blocks of the report: a little Markdown, and `[[ST3]]` where it rests on a statement.

CommonMark with tables, less what a report has no use for: raw HTML and pictures from elsewhere stay the
characters that were typed. Nothing here knows which note a statement has; whoever asks says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal

from tracker.domain.report import (
    NEXT_NOTE,
    Block,
    BulletList,
    Heading,
    Inline,
    Inlines,
    Link,
    NoteRef,
    NumberedList,
    Paragraph,
    Quote,
    Role,
    Table,
    Text,
    plain_text,
)

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.tree import SyntaxTreeNode

_MENTION = re.compile(r"\[\[\s*([A-Za-z]+\d{1,9}|[A-Za-z]+(?:\s+[A-Za-z]+\d{1,9})?)\s*\]\]")
_STATEMENT = re.compile(r"ST\d+")
_CAPTION = re.compile(r"Table:\s*(.*\S)\s*", re.DOTALL | re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\r|\n")
_HEADING = 3  # below the section (1) and its parts (2)
_PLAIN = Text("")


@dataclass(frozen=True, slots=True)
class Margin:
    """What stands behind a text: the inline for a cited statement's label, the blocks for what is shown.

    `show` is given the words between the brackets (“timeline”, “trace AS2”, “picture E4”). Each answers
    None for what it does not know; it then stays in the text as it was typed.
    """

    cite: Callable[[str], Inline | None]
    show: Callable[[str], tuple[Block, ...] | None] = lambda _: None


def mentions(text: str) -> tuple[str, ...]:
    """What a text mentions in double brackets, in reading order: “ST3”, “timeline”, “trace AS2”."""
    found: list[str] = []

    def note(word: str) -> Inline:
        found.append(word)
        return _PLAIN

    blocks(text, Margin(note))
    return tuple(found)


def cited_in(text: str) -> tuple[str, ...]:
    """The labels of the statements that a text cites, in reading order, each as often as it is cited."""
    return tuple(word for word in mentions(text) if _STATEMENT.fullmatch(word))


def normalised(text: str) -> str:
    """The text with every mention in its one spelling: `[[ st3 ]]` becomes `[[ST3]]`."""
    return _MENTION.sub(lambda found: f"[[{_spelt(found[1])}]]", text)


def blocks(text: str, margin: Margin, *, role: Role = "body", anchor: str = "text") -> tuple[Block, ...]:
    """The text as blocks; its paragraphs have the `role`, its headings anchors that begin with `anchor`.

    A blank line begins a new paragraph; a line end inside one stays one, as it was typed.
    """
    from markdown_it.tree import SyntaxTreeNode

    if not text.strip():
        return ()
    return tuple(_Reading(margin, role, anchor).blocks(SyntaxTreeNode(_parser().parse(text)).children))


@dataclass(slots=True)
class _Reading:
    margin: Margin
    role: Role
    anchor: str
    headings: int = field(default=0)

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> Iterator[Block]:
        """A paragraph that begins with “Table:” before a table is its caption."""
        caption = ""
        for node, following in zip_longest(nodes, nodes[1:]):
            if following and following.type == "table" and (found := self.caption(node)):
                caption = found
            elif node.type == "table":
                yield self.table(node, caption)
                caption = ""
            else:
                yield from self.block(node)

    def caption(self, node: SyntaxTreeNode) -> str:
        found = _CAPTION.match(plain_text(self.inline_content(node))) if node.type == "paragraph" else None
        return found[1] if found else ""

    def block(self, node: SyntaxTreeNode) -> Iterator[Block]:
        match node.type:
            case "paragraph":
                yield from self.paragraph(node)
            case "heading":
                self.headings += 1
                title = plain_text(self.inline_content(node))
                yield Heading(_HEADING, title, f"{self.anchor}-{self.headings}")
            case "bullet_list":
                yield BulletList(self.items(node))
            case "ordered_list":
                yield NumberedList(self.items(node))
            case "blockquote":
                yield self.quote(node)
            case "fence" | "code_block":
                yield Paragraph((Text(node.content.rstrip("\n"), mono=True),), self.role)
            case _:  # a rule between paragraphs says nothing a report could print
                return

    def paragraph(self, node: SyntaxTreeNode) -> Iterator[Block]:
        (inline,) = node.children
        if len(inline.children) == 1 and inline.children[0].type == "mention":
            shown = self.margin.show(inline.children[0].content)
            if shown is not None:
                yield from shown
                return
        yield Paragraph(self.inline_content(node), self.role)

    def items(self, node: SyntaxTreeNode) -> tuple[tuple[Block, ...], ...]:
        inside = replace(self, role="body")
        return tuple(tuple(inside.blocks(item.children)) for item in node.children)

    def quote(self, node: SyntaxTreeNode) -> Block:
        """Whoever is cited inside a quotation is named under it; nothing is shown there."""
        inside = replace(self, margin=Margin(self.margin.cite))
        held = [part for child in node.children for part in inside.block(child)]
        inlines = [
            inline for part in held if isinstance(part, Paragraph) for inline in (*part.inlines, Text("\n\n"))
        ]
        words = plain_text(tuple(inlines)).strip()
        return Quote(words, caption=_noted(one for one in inlines if isinstance(one, NoteRef)))

    def table(self, node: SyntaxTreeNode, caption: str) -> Block:
        head, *bodies = node.children
        header = tuple(plain_text(self.inline_content(cell)) for cell in head.children[0].children)
        rows = tuple(
            tuple(self.inline_content(cell) for cell in row.children)
            for body in bodies
            for row in body.children
        )
        return Table(caption, header, rows)

    def inline_content(self, node: SyntaxTreeNode) -> Inlines:
        parts = (
            part for child in node.children for each in child.children for part in self.inline(each, _PLAIN)
        )
        return _noted(_merged(parts))

    def inline(self, node: SyntaxTreeNode, style: Text) -> Iterator[Inline]:
        match node.type:
            case "text" | "html_inline":
                yield replace(style, text=node.content)
            case "code_inline":
                yield replace(style, text=node.content, mono=True)
            case "softbreak" | "hardbreak":
                yield replace(style, text="\n")
            case "strong" | "em":
                inside = (
                    replace(style, strong=True) if node.type == "strong" else replace(style, emphasis=True)
                )
                yield from self.inlines(node, inside)
            case "link":
                yield from self.link(node, style)
            case "mention":
                yield self.margin.cite(node.content) or replace(style, text=f"[[{node.content}]]")

    def inlines(self, node: SyntaxTreeNode, style: Text) -> Iterator[Inline]:
        for child in node.children:
            yield from self.inline(child, style)

    def link(self, node: SyntaxTreeNode, style: Text) -> Iterator[Inline]:
        """A link to the web; any other is only its words. A note inside it follows it."""
        inside = tuple(self.inlines(node, style))
        target = str(node.attrs.get("href", ""))
        words = plain_text(inside)
        if target.startswith(("http://", "https://")) and words:
            yield Link(words, target)
            yield from (one for one in inside if isinstance(one, NoteRef))
        else:
            yield from inside


@dataclass(frozen=True, slots=True)
class Run:
    """Lines of a text that are read in one go, as typed: a paragraph, an item, a row; `kind` says which.

    `start` and `end` count characters of the text; what marks it as an item or a quotation is inside.
    """

    kind: Literal["paragraph", "quote", "row", "heading"]
    start: int
    end: int


def runs(text: str) -> tuple[Run, ...]:
    """The runs of a text in reading order, each once; code is none."""
    lines = [0, *(found.end() for found in _LINE_END.finditer(text)), len(text)]
    found: dict[Run, None] = {}
    inside: list[str] = []
    for token in _parser().parse(text):
        if token.nesting:
            inside = [*inside, token.type] if token.nesting > 0 else inside[:-1]
        elif token.type == "inline" and token.map:
            first, end = token.map
            found[Run(_kind(inside), lines[first], lines[end])] = None
    return tuple(found)


def _kind(inside: Sequence[str]) -> Literal["paragraph", "quote", "row", "heading"]:
    if "blockquote_open" in inside:
        return "quote"
    if "th_open" in inside or "heading_open" in inside:
        return "heading"
    return "row" if "td_open" in inside else "paragraph"


def _merged(inlines: Iterator[Inline]) -> Iterator[Inline]:
    """Neighbouring texts of one style as one text."""
    held: Text | None = None
    for inline in inlines:
        if isinstance(inline, Text) and held and replace(inline, text="") == replace(held, text=""):
            held = replace(held, text=held.text + inline.text)
            continue
        if held and held.text:
            yield held
        held = inline if isinstance(inline, Text) else None
        if held is None:
            yield inline
    if held and held.text:
        yield held


def _noted(inlines: Iterable[Inline]) -> Inlines:
    """The same with every note close to the words before it, and notes apart from one another."""
    made: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, NoteRef):
            if made and isinstance(before := made[-1], Text):
                words = before.text.rstrip()
                made[-1:] = [replace(before, text=words)] if words else []
            if made and isinstance(made[-1], NoteRef):
                made.append(NEXT_NOTE)
        made.append(inline)
    return tuple(made)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.disable(["image", "html_block", "html_inline", "reference", "entity"])
    parser.inline.ruler.before("link", "mention", _mention)
    return parser


def _mention(state: StateInline, silent: bool) -> bool:
    found = _MENTION.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        state.push("mention", "", 0).content = _spelt(found[1])
    state.pos = found.end()
    return True


def _spelt(words: str) -> str:
    """Labels in capitals, the words before them in small letters, one space between."""
    return " ".join(word.upper() if word[-1].isdigit() else word.lower() for word in words.split())
