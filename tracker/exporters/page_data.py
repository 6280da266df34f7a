"""A report as `report.typ` reads it: plain data, as little as says it all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC
from math import ceil
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
    NotesHere,
    NumberedList,
    Paragraph,
    Quotation,
    Quote,
    ReportDocument,
    Role,
    Table,
    Text,
    plain_text,
)
from tracker.domain.report_words import clipped, direction
from tracker.exporters.layout import TITLE, code_of, column_shares, contents, is_noted_only, is_of_findings

_UNBROKEN = re.compile(r"[!-~]{61,}")  # longer than a line: it may break anywhere, or it would leave the page
_SHORT_TITLE = 70
_LONG = 800  # characters: a shorter quotation never breaks across pages
_LINE = 95  # characters of a table as wide as the page
_MOST_LINES = 30  # of a table that never breaks, the space between two rows counted as one: about half a page
_LEADING: tuple[Role, ...] = ("finding", "label", "voice")


def page_data(report: ReportDocument, *, notes_at_feet: bool, warning: str) -> dict[str, Any]:
    """`warning` opens the first page."""
    made = report.meta.moment.astimezone(UTC)
    language, _, region = report.meta.language.partition("-")
    return {
        "meta": {spec.name: getattr(report.meta, spec.name) for spec in fields(report.meta)},
        "blocks": _blocks(report.blocks),
        "notes": [_line(note.inlines) for note in report.notes],
        "made": [made.year, made.month, made.day, made.hour, made.minute, made.second],
        "language": [language.lower(), region.upper() or None],
        "short_title": clipped(report.meta.title, _SHORT_TITLE),
        "contents": TITLE if contents(report, has_notes=not notes_at_feet) else "",
        "notes-at-feet": notes_at_feet,
        "warning": warning,
    }


def _blocks(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """A voice as one with what leads to it and what it leads to.

    Typst may else leave its note, or the heading, on a page which the voice has left.
    """
    made: list[dict[str, Any]] = []
    leading: list[dict[str, Any]] = []
    for block in blocks:
        own = _block(block)
        if _leads(block):
            leading.append(own)
            continue
        if _is_whole(block) and any(one.get("role") == "voice" for one in leading):
            made.append({"is": "Together", "blocks": [*leading, own]})
        else:
            made += [*leading, own]
        leading = []
    return made + leading


def _leads(block: Block) -> bool:
    """Whether it may not end a page."""
    return isinstance(block, Heading) or (isinstance(block, Paragraph) and block.role in _LEADING)


def _is_whole(block: Block) -> bool:
    """Whether it never breaks across pages where a voice leads to it."""
    match block:
        case Figure():
            return True
        case Quote(text=text):
            return len(text) <= _LONG
        case Paragraph(inlines=inlines):
            return len(plain_text(inlines)) <= _LONG
        case _:
            return False


def _block(block: Block) -> dict[str, Any]:
    """A block with what typst cannot tell by itself: which way it runs, and how it is to be set.

    Whatever is not so is left out, not said to be false: typst holds a hundred times what it reads.
    """
    made = {"is": type(block).__name__, **_content(block)}
    return {**made, "rtl": True} if direction(_beginning(block)) == "rtl" else made


def _content(block: Block) -> dict[str, Any]:  # noqa: PLR0911  one line for each kind of block
    match block:
        case Heading(level=level, text=text, anchor=anchor):
            return {"level": level, "text": text, "anchor": anchor}
        case Paragraph():
            return _paragraph(block)
        case BulletList(items=items):
            return {"items": _items(items)}
        case NumberedList(items=items, start=start):
            return {"items": _items(items), "start": start, "of-findings": is_of_findings(block)}
        case Quote():
            return _quote(block)
        case Facts(pairs=pairs):
            return {"pairs": [(name, _line(value)) for name, value in pairs]}
        case Figure(svg=svg, alt=alt, caption=caption):
            return {"svg": svg, "alt": alt, "caption": caption}
        case Table():
            return _table(block)
        case NotesHere(heading=heading):
            return {"heading": _block(heading)}
        case _:  # markings and page ends
            return {}


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    code = code_of(paragraph)
    if code is not None:
        return {"is": "Code", "text": code}
    return {"role": paragraph.role, "inlines": _line(paragraph.inlines)}


def _table(table: Table) -> dict[str, Any]:
    texts = [[plain_text(cell) for cell in row] for row in table.rows]
    shares = column_shares(table.header, texts)
    lines = [
        max(ceil(len(text) / (_LINE * share)) for text, share in zip(row, shares, strict=True))
        for row in texts
    ]
    return {
        "caption": table.caption,
        "header": table.header,
        "rows": [[_line(cell) for cell in row] for row in table.rows],
        "shares": shares,
        "breaks": sum(lines) + len(lines) > _MOST_LINES,
    }


def _items(items: tuple[tuple[Block, ...], ...]) -> list[list[dict[str, Any]]]:
    return [_blocks(item) for item in items]


def _quote(quote: Quote) -> dict[str, Any]:
    notes, caption = (quote.caption, ()) if is_noted_only(quote.caption) else ((), quote.caption)
    made: dict[str, Any] = {"text": _breakable(quote.text), "notes": _line(notes), "caption": _line(caption)}
    if quote.language:
        made["lang"] = _language(quote.language)
    if direction(quote.text) == "rtl":
        made["rtl-words"] = True
    if not _is_whole(quote):
        made["breaks"] = True
    return made


def _line(inlines: Inlines) -> list[Any]:
    """Inlines as typst takes them: neighbouring plain words are one text."""
    made: list[Any] = []
    for part in filter(None, map(_inline, inlines)):
        if isinstance(part, str) and made and isinstance(made[-1], str):
            made[-1] += part
        else:
            made.append(part)
    return made


def _inline(inline: Inline) -> str | dict[str, Any]:
    match inline:
        case Text(text=text):
            styles = {name: True for name in ("strong", "emphasis", "mono") if getattr(inline, name)}
            shown = text if inline.mono else _breakable(text)
            return {"text": shown, **styles} if styles else shown
        case Quotation(text=text, language=language):
            # Isolated, so that a quotation that runs the other way leaves the sentence around it alone.
            shown = f"“\u2068{_breakable(text)}\u2069”"
            return {"text": shown, "lang": _language(language)} if language else shown
        case Link(text=text, target=target) if target.startswith("#"):
            return {"text": _breakable(text), "to": target.removeprefix("#")}
        case Link(text=text, target=target):
            return {"text": _breakable(text), "url": target}
        case NoteRef(number=number, sets=sets):
            return {"note": number, "sets": True} if sets else {"note": number}


def _breakable(text: str) -> str:
    return _UNBROKEN.sub(lambda found: "\u200b".join(found[0]), text)


def _language(tag: str) -> str:
    return tag.partition("-")[0].lower()


def _beginning(block: Block) -> str:
    """The words whose direction is that of the whole block."""
    match block:
        case Heading(text=text):
            return text
        case Paragraph(inlines=inlines):
            return plain_text(inlines)
        case BulletList(items=((first, *_), *_)) | NumberedList(items=((first, *_), *_)):
            return _beginning(first)
        case Table(header=header):
            return " ".join(header)
        case _:
            return ""
