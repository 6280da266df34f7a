"""What every format decides alike: contents, widths of columns, where a quotation's notes go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import sqrt

from tracker.domain.report import (
    NEXT_NOTE,
    Facts,
    Heading,
    Inlines,
    NoteRef,
    NotesHere,
    NumberedList,
    Paragraph,
    Quote,
    ReportDocument,
    Text,
    plain_text,
)

TITLE = "Contents"
_LEVELS = 2
_NARROW, _WIDE = 8, 160  # characters
_LONG = 9_000  # characters of text, notes included: about four pages


def contents(report: ReportDocument, *, has_notes: bool = False) -> tuple[Heading, ...]:
    """The headings to list, in reading order; none for a short report.

    `has_notes`: the format prints the notes under a heading of their own.
    """
    if not _is_long(report):
        return ()
    found = []
    for block in report.blocks:
        match block:
            case Heading(level=level) if level <= _LEVELS:
                found.append(block)
            case NotesHere(heading=heading) if has_notes:
                found.append(heading)
    return tuple(found)


def column_shares(header: Sequence[str], rows: Iterable[Sequence[str]]) -> tuple[float, ...]:
    """How much of a table's width each column gets: more for longer words, and never next to nothing."""
    columns = list(zip(header, *rows, strict=True))
    wants = [sqrt(max(_NARROW, min(_WIDE, max(map(len, column))))) for column in columns]
    return tuple(want / sum(wants) for want in wants)


def code_of(paragraph: Paragraph) -> str | None:
    """The lines of a paragraph that is set in a typewriter's letters as a whole; None for any other."""
    match paragraph:
        case Paragraph(role="body", inlines=(Text(mono=True, text=text),)):
            return text
        case _:
            return None


def is_noted_only(caption: Inlines) -> bool:
    """Whether a quotation's caption is nothing but notes, which then follow its words."""
    return bool(caption) and all(isinstance(one, NoteRef) or one == NEXT_NOTE for one in caption)


def is_of_findings(block: NumberedList) -> bool:
    """Whether a list numbers findings, which stand out more than the points of a text."""
    return any(isinstance(item[0], Paragraph) and item[0].role == "finding" for item in block.items if item)


def _is_long(report: ReportDocument) -> bool:
    length = sum(len(plain_text(note.inlines)) for note in report.notes)
    for block in report.walk():
        match block:
            case Paragraph(inlines=inlines):
                length += len(plain_text(inlines))
            case Quote(text=text, caption=caption):
                length += len(text) + len(plain_text(caption))
            case Facts(pairs=pairs):
                length += sum(len(name) + len(plain_text(value)) for name, value in pairs)
        if length > _LONG:
            return True
    return False
