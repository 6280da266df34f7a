"""An analyst's text as blocks of the report: a little Markdown, and `[[ST3]]` where it rests on a statement.

CommonMark with tables, less what a report has no use for: raw HTML, pictures from elsewhere and whatever is
nested deeper, marked more often or numbered higher than anybody writes stay the characters that were typed.
No word and no citation is ever left out. Nothing here knows which note a statement has; whoever asks says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain, count, zip_longest
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
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

_MENTION = re.compile(r"\[\[\s*([A-Za-z]+\d{1,9}|[A-Za-z]+(?:\s+[A-Za-z]+\d{1,9})?)\s*\]\]")
_STATEMENT = re.compile(r"ST\d+")
_CAPTION = re.compile(r"Table:\s*(.*\S)\s*", re.DOTALL | re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\r|\n")
_NUMBER = re.compile(r"[0-9]{1,9}")
_MARK = re.compile(r"[\[*_`]")
_HEADING = 3  # below the section (1) and its parts (2)
_PLAIN = Text("")
_DEEPEST = 16  # a list in a list is two deep; eight of them are as many as a page has room for
_MOST_MARKS = 10_000  # of a text: more are not there to be read
_HIGHEST = 32_000  # where a list may begin: Word and LibreOffice count to 32,767
_PADDED = "padded"
_MOST_PADDED = 5_000  # cells that the rows of a text's tables lack: a long header would ask for millions


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
    headings: Iterator[int] = field(default_factory=lambda: count(1))

    def blocks(self, nodes: Sequence[SyntaxTreeNode]) -> Iterator[Block]:
        """A paragraph that begins with “Table:” before a table is its caption."""
        caption: SyntaxTreeNode | None = None
        for node, following in zip_longest(nodes, nodes[1:]):
            if following and following.type == "table" and self.is_caption(node):
                caption = node
            elif node.type == "table":
                yield from self.table(node, caption)
                caption = None
            else:
                yield from self.block(node)

    def is_caption(self, node: SyntaxTreeNode) -> bool:
        """Reads it without citing: a citation counts each time it is read."""
        uncited = replace(self, margin=Margin(lambda _: _PLAIN))
        return node.type == "paragraph" and bool(_CAPTION.match(plain_text(uncited.inline_content(node))))

    def block(self, node: SyntaxTreeNode) -> Iterator[Block]:
        match node.type:
            case "paragraph":
                yield from self.paragraph(node)
            case "heading":
                title = self.inline_content(node)
                yield Heading(_HEADING, plain_text(title), f"{self.anchor}-{next(self.headings)}")
                yield from _cited("Cited in the heading above:", title)
            case "bullet_list":
                yield BulletList(self.items(node))
            case "ordered_list":
                yield NumberedList(self.items(node), int(node.attrs.get("start", 1)))
            case "blockquote":
                yield self.quote(node)
            case "fence" | "code_block":
                yield Paragraph((Text(_code(node), mono=True),), self.role)
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
        """Whoever is cited or linked inside a quotation is named under it; nothing is shown there."""
        inlines = tuple(chain.from_iterable((*part, Text("\n\n")) for part in self.quoted(node)))
        return Quote(plain_text(inlines).strip(), caption=_leads(inlines))

    def quoted(self, node: SyntaxTreeNode) -> Iterator[Inlines]:
        """The paragraphs of a quotation; its lists and tables are paragraphs with the marks of their kind."""
        match node.type:
            case "paragraph" | "heading":
                yield self.inline_content(node)
            case "fence" | "code_block":
                yield (Text(_code(node)),)
            case "tr":
                cells = [self.inline_content(cell) for cell in node.children]
                yield tuple(chain.from_iterable((Text(" | "), *cell) for cell in cells))[1:]
            case "list_item":
                held = chain.from_iterable(map(self.quoted, node.children))
                yield (Text(f"{node.info}{node.markup} "), *next(held, ()))
                yield from held
            case _:
                yield from chain.from_iterable(map(self.quoted, node.children))

    def table(self, node: SyntaxTreeNode, before: SyntaxTreeNode | None) -> Iterator[Block]:
        """The table; what its caption and its header lead to stands before it, as both are only words."""
        head, *bodies = node.children
        caption = self.inline_content(before) if before else ()
        header = [self.inline_content(cell) for cell in head.children[0].children]
        rows = tuple(
            tuple(self.inline_content(cell) for cell in row.children)
            for body in bodies
            for row in body.children
        )
        words = _CAPTION.match(plain_text(caption))
        yield from _cited("Cited in the table below:", chain(caption, *header))
        yield Table(words[1] if words else "", tuple(map(plain_text, header)), rows)

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
        words = plain_text(inside) or target
        if target.startswith(("http://", "https://")):
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


def _code(node: SyntaxTreeNode) -> str:
    """The lines of code; one word beside its fence names a language, more of them are words."""
    info = node.info.strip()
    return "\n".join(filter(None, (info if " " in info else "", node.content.rstrip("\n"))))


def _cited(words: str, inlines: Iterable[Inline]) -> Iterator[Block]:
    """A paragraph with the notes and the links of what is printed as words alone."""
    if leads := _leads(inlines):
        yield Paragraph(_noted((Text(f"{words} "), *leads)), "fine")


def _leads(inlines: Iterable[Inline]) -> Inlines:
    """What leads elsewhere: the notes, then the links."""
    leading = tuple(one for one in inlines if isinstance(one, NoteRef | Link))
    notes = _noted(one for one in leading if isinstance(one, NoteRef))
    links = [part for one in leading if isinstance(one, Link) for part in (Text(", "), one)]
    return (*notes, *(links if notes else links[1:]))


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
    from markdown_it.rules_block import blockquote

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.disable(["image", "html_block", "html_inline", "reference", "entity"])
    parser.core.ruler.at("inline", _inlines)
    parser.inline.ruler.before("link", "mention", _mention)
    ends = ["paragraph", "blockquote"]  # what a quotation or a list may follow without a blank line
    parser.block.ruler.at("blockquote", _shallow(blockquote), {"alt": [*ends, "list"]})
    parser.block.ruler.at("list", _shallow(_list), {"alt": ends})
    parser.block.ruler.at("table", _table, {"alt": ["paragraph"]})
    return parser


@cache
def _plain_parser() -> MarkdownIt:
    """Reads mentions and the ends of lines, and nothing else."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("zero").enable("newline")
    parser.inline.ruler.before("link", "mention", _mention)
    return parser


_Rule = Callable[["StateBlock", int, int, bool], bool]


def _shallow(rule: _Rule) -> _Rule:
    """The rule as long as nothing is nested too deep: markdown-it would leave out what is."""

    def shallow(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        return state.level <= _DEEPEST and rule(state, start, end, silent)

    return shallow


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A list, but for a number that word processors cannot begin at: they would print another one."""
    from markdown_it.rules_block import list_block

    number = _NUMBER.match(state.src, state.bMarks[start] + state.tShift[start])
    return (number is None or int(number[0]) <= _HIGHEST) and list_block(state, start, end, silent)


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table whose rows keep the cells that its header has no column for: in their last column.

    No table, but lines of a paragraph, once the rows of a text lack too many cells.
    """
    from markdown_it.rules_block import table

    known = len(state.tokens)
    if state.env.get(_PADDED, 0) > _MOST_PADDED or not table(state, start, end, silent):
        return False
    if silent:
        return True
    made = state.tokens[known:]
    columns = sum(token.type == "th_open" for token in made)
    cells = [token for token in made if token.type == "inline"]
    for first in range(columns, len(cells), columns):
        _overflow(state, cells[first : first + columns])
    if state.env.get(_PADDED, 0) > _MOST_PADDED:
        del state.tokens[known:]
        state.line = start
        return False
    return True


def _overflow(state: StateBlock, row: list[Token]) -> None:
    """Counts the cells that a row lacks, and puts those that it has too many into its last one."""
    from markdown_it.rules_block.table import escapedSplit, getLine

    (line, _) = row[0].map or (0, 0)
    typed = [cell.strip() for cell in escapedSplit(getLine(state, line).strip())]
    typed = typed[not typed[0] : len(typed) - (not typed[-1])]
    state.env[_PADDED] = state.env.get(_PADDED, 0) + max(0, len(row) - len(typed))
    if len(typed) > len(row):
        row[-1].content = " | ".join(typed[len(row) - 1 :])


def _inlines(state: StateCore) -> None:
    """Reads every run of lines; marks that are too many or nested too deep stay as they were typed."""
    left = _MOST_MARKS
    for token in state.tokens:
        if token.type == "inline":
            left -= len(_MARK.findall(_MENTION.sub("", token.content)))
            token.children = _inline_tokens(_parser(), token) if left >= 0 else []
            if left < 0 or max((each.level for each in token.children), default=0) > _DEEPEST:
                token.children = _inline_tokens(_plain_parser(), token)


def _inline_tokens(parser: MarkdownIt, run: Token) -> list[Token]:
    made: list[Token] = []
    parser.inline.parse(run.content, parser, {}, made)
    return made


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
