"""Sentences made from fields: every number in them keeps what it counts, so that a reader can open it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tracker.domain.english import capital, counted
from tracker.domain.report import Block, Counted, Inline, Inlines, Link, Paragraph, Role, Text
from tracker.domain.report_input import CitedStatement
from tracker.domain.report_notes import Notebook

Part = str | Inline | Counted
Said = tuple[Part, ...]
"""A sentence; an empty one is not printed."""
_FEW = 3  # so many notes stand beside the number itself; more are only unfolded


def count_of(things: Iterable[Inline], noun: str, many: str = "") -> Counted:
    """“two documents”, and which."""
    held = tuple(things)
    return Counted(counted(len(held), noun, many), held)


def notes_of(statements: Iterable[CitedStatement], notebook: Notebook) -> list[Link]:
    """One link for each of the statements, to the note that names it in full, in the order of the notes."""
    places = sorted(notebook.first[one.label] for one in statements)
    return [Link(f"note {place}", f"#note-{place}") for place in places]


def begun(of: Counted) -> Counted:
    """The same at the head of a sentence."""
    return replace(of, words=capital(of.words))


def beside(of: Counted) -> Said:
    """“ (note 1 and note 4)” after a small number of notes; nothing after a large one."""
    if not 0 < len(of.things) <= _FEW:
        return ()
    return (" (", *linked(of.things), ")")


def linked(things: Sequence[Inline]) -> Said:
    """“note 1, note 2 and note 3”."""
    parts: list[Part] = []
    for at, thing in enumerate(things, 1):
        if parts:
            parts.append(" and " if at == len(things) else ", ")
        parts.append(thing)
    return tuple(parts)


def paragraph(*sentences: Said, role: Role = "body") -> tuple[Block, ...]:
    """The sentences that say something as one paragraph; nothing where none does."""
    inlines: list[Inline] = []
    basis: list[Counted] = []
    for sentence in filter(None, sentences):
        if inlines:
            _add(inlines, Text(" "))
        for part in sentence:
            if isinstance(part, Counted):
                basis.append(part)
                _add(inlines, Text(part.words))
            else:
                _add(inlines, Text(part) if isinstance(part, str) else part)
    return (Paragraph(tuple(inlines), role, tuple(basis)),) if inlines else ()


def _add(inlines: list[Inline], part: Inline) -> None:
    """Neighbouring plain texts become one."""
    last = inlines[-1] if inlines else None
    if isinstance(part, Text) and isinstance(last, Text) and replace(part, text="") == replace(last, text=""):
        inlines[-1] = replace(last, text=last.text + part.text)
    else:
        inlines.append(part)


def plainly(parts: Said) -> Inlines:
    """A sentence's parts as inlines, for where nothing unfolds."""
    return tuple(
        Text(part) if isinstance(part, str) else Text(part.words) if isinstance(part, Counted) else part
        for part in parts
    )
