"""The document every exporter renders: blocks, inlines and notes, with an exact canonical JSON form.

Plain text only: no markup of any format ever stands in a value, and nothing here knows how a page looks.
Publishing stores the JSON and its SHA-256, so an exported version can be made again years later.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal, get_args

from tracker.domain.errors import DomainError
from tracker.domain.report_records import (
    CheckedCitation,
    CheckedLines,
    CheckedPassage,
    CheckedSentence,
    CheckedStatement,
    CheckSheet,
    Reference,
)

FORMAT = "report/2"
_READABLE = ("report/1", FORMAT)

# A "label" and a "voice" belong to what follows them: neither may end a page.
Role = Literal["body", "meta", "bottom line", "finding", "judgement", "label", "voice", "fine", "warning"]


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    strong: bool = False
    emphasis: bool = False
    mono: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """Somebody's exact words inside a sentence; the renderer sets the quotation marks and the direction."""

    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class NoteRef:
    """A reference to a note. Exactly one per note `sets` it: there a page-foot format places the note."""

    number: int
    sets: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A target is an anchor of this document ("#exhibit-1") or an http(s) address, never anything else."""

    text: str
    target: str

    def __post_init__(self) -> None:
        if not self.target.startswith(("#", "http://", "https://")):
            raise ValueError(f"A report links to its own anchors and to http(s) only, not to {self.target!r}")


NEXT_NOTE = Text("\u2009")
"""Between two notes, or 7 and 8 would read as 78; a line may end there, as one voice can have hundreds."""

Inline = Text | Quotation | NoteRef | Link
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """Level 1 is a section; the document's title stands in its `meta`."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A number in a sentence that was made from fields, in the words of that sentence, and what it counts.

    “two documents” counts two things. A length of time is computed from its things instead.
    """

    words: str
    things: Inlines


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`basis` opens the numbers in a generated paragraph; formats that cannot unfold leave it out."""

    inlines: Inlines
    role: Role = "body"
    basis: tuple[Counted, ...] = ()


@dataclass(frozen=True, slots=True)
class BulletList:
    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class NumberedList:
    items: tuple[tuple[Block, ...], ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class Quote:
    """Exact words set off from the text; `caption` says whose words and in which language."""

    text: str
    language: str | None = None
    caption: Inlines = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, as in an exhibit's particulars."""

    pairs: tuple[tuple[str, Inlines], ...]


@dataclass(frozen=True, slots=True)
class Table:
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Inlines, ...], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    svg: str
    alt: str
    caption: str


@dataclass(frozen=True, slots=True)
class Marking:
    """Where a format without page headers shows the marking."""


@dataclass(frozen=True, slots=True)
class NotesHere:
    """Where a format without page feet prints the notes."""

    heading: Heading


@dataclass(frozen=True, slots=True)
class PageEnd:
    """What follows begins on a new page, in formats that have pages."""


Block = (
    Heading
    | Paragraph
    | BulletList
    | NumberedList
    | Quote
    | Facts
    | Table
    | Figure
    | Marking
    | NotesHere
    | PageEnd
)


@dataclass(frozen=True, slots=True)
class NotedPassage:
    """The exact words a note points at, with a little of what stands around them."""

    exact: str
    prefix: str
    suffix: str
    language: str | None
    where: str
    exhibit_anchor: str


@dataclass(frozen=True, slots=True)
class Note:
    number: int
    anchor: str
    inlines: Inlines
    passages: tuple[NotedPassage, ...] = ()


@dataclass(frozen=True, slots=True)
class Meta:
    """What a renderer needs besides the text; `generated_at` is ISO 8601 in UTC and dates the file too.

    `language` is a BCP 47 tag, `paper` a word of `scales.Paper`.
    """

    title: str
    label: str
    version: str
    case: str
    marking: str
    profile: str
    authors: tuple[str, ...]
    generated_at: str
    language: str = "en"
    paper: str = "a4"

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.generated_at)


@dataclass(frozen=True, slots=True)
class ReportDocument:
    """A bibliography and a check sheet are missing where the document was stored before they were kept."""

    meta: Meta
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    bibliography: tuple[Reference, ...] | None = None
    check_sheet: CheckSheet | None = None

    def to_json(self) -> str:
        """Canonical: equal documents give equal text, whatever machine writes it."""
        plain = {"format": FORMAT, "document": _plain(self)}
        return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def digest(self) -> str:
        """The SHA-256 of the canonical JSON, in hexadecimal."""
        return sha256(self.to_json().encode()).hexdigest()

    @classmethod
    def from_json(cls, text: str) -> ReportDocument:
        try:
            held = json.loads(text)
            found = held.get("format")
        except (ValueError, AttributeError):
            raise DomainError("This is no report document. Export the report again from its case.") from None
        if found not in _READABLE:
            raise DomainError(
                f"This report was stored in the form “{found}”, which this version cannot read. "
                "Use the version that stored it, or upgrade."
            )
        document: ReportDocument = _revived(held["document"])
        return document

    def walk(self) -> Iterator[Block]:
        """Every block in reading order, those inside lists included."""
        return _walk(self.blocks)

    def references(self) -> Iterator[NoteRef]:
        """Every note reference in reading order."""
        for block in self.walk():
            for inline in _inlines_of(block):
                if isinstance(inline, NoteRef):
                    yield inline


def _walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, BulletList | NumberedList):
            for item in block.items:
                yield from _walk(item)


def _inlines_of(block: Block) -> Iterator[Inline]:
    match block:
        case Paragraph():
            yield from block.inlines
        case Quote():
            yield from block.caption
        case Facts():
            for _, value in block.pairs:
                yield from value
        case Table():
            for row in block.rows:
                for cell in row:
                    yield from cell


def plain_text(inlines: Inlines) -> str:
    """The words alone, as somebody reads them aloud."""
    return "".join(_spoken(inline) for inline in inlines)


def _spoken(inline: Inline) -> str:
    if isinstance(inline, NoteRef):
        return ""
    return f"“{inline.text}”" if isinstance(inline, Quotation) else inline.text


_KINDS = {
    kind.__name__: kind
    for kind in (
        *get_args(Inline),
        *get_args(Block),
        *(Counted, NotedPassage, Note, Meta, ReportDocument),
        *(Reference, CheckSheet, CheckedSentence, CheckedCitation, CheckedLines),
        *(CheckedStatement, CheckedPassage),
    )
}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, str | int | None):
        return value
    named = {spec.name: _plain(getattr(value, spec.name)) for spec in fields(value)}
    return {"is": type(value).__name__, **named}


def _revived(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_revived(part) for part in value)
    if isinstance(value, dict):
        named = {name: _revived(part) for name, part in value.items() if name != "is"}
        return _KINDS[value["is"]](**named)
    return value
