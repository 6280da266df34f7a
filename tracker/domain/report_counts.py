"""Sentences made from fields: every number in them keeps what it counts, so that a reader can open it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby

from tracker.domain.english import capital, counted, small
from tracker.domain.report import NEXT_NOTE, Block, Counted, Inline, Inlines, Link, Paragraph, Role, Text
from tracker.domain.report_input import CitedStatement
from tracker.domain.report_notes import Notebook

Part = str | Inline | Counted
Said = tuple[Part, ...]
"""A sentence; an empty one is not printed."""
_NUMBERED = re.compile(r"(\w+) (\d+)")
_FEW = 3  # so many notes stand beside the number itself; more are only unfolded, those in a row as “5–9”


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


def in_a_row(parts: Sequence[Said]) -> Said:
    """“one inference (note 3), an opinion and two forecasts”: as `listed`, of parts of a sentence."""
    row: list[Part] = []
    for at, part in enumerate(parts, 1):
        row += [*([" and " if at == len(parts) else ", "] if row else []), *part]
    return tuple(row)


def named(held: Iterable[tuple[str, CitedStatement]], notebook: Notebook) -> Said:
    """“Salim¹ ³ and the author²”: each name once, with the notes of all that it stands for."""
    by_name: dict[str, list[Part]] = {}
    for name, statement in held:
        notes = by_name.setdefault(name, [])
        notes += [*([NEXT_NOTE] if notes else []), notebook.refer(statement)]
    return in_a_row([(name, *notes) for name, notes in by_name.items()])


def in_one_sentence(parts: Sequence[Said]) -> Said:
    """Clauses with semicolons between them and a full stop; nothing of none."""
    between = (("; ", *part) for part in parts[1:])
    return (*parts[0], *chain(*between), ".") if parts else ()


def linked(things: Sequence[Inline]) -> Said:
    """“notes 1, 3 and 5–9”: of links to numbered things of one kind only the first says which kind it is."""
    things = tuple(dict.fromkeys(things))
    links = [thing for thing in things if isinstance(thing, Link)]
    named = [found.groups() for link in links if (found := _NUMBERED.fullmatch(link.text))]
    if len(things) < 2 or len(named) < len(things) or len({small(kind) for kind, _ in named}) > 1:  # noqa: PLR2004  one is no row
        return in_a_row([(thing,) for thing in things])
    kind = named[0][0]
    texts = [f"{kind}s {named[0][1]}", *(number for _, number in named[1:])]
    shown = [replace(link, text=text) for link, text in zip(links, texts, strict=True)]
    return in_a_row(list(_in_rows(shown, [int(number) for _, number in named])))


def _in_rows(links: Sequence[Link], numbers: Sequence[int]) -> Iterator[Said]:
    """Every link by itself, but for many in a row: “5–9”."""
    for _, row in groupby(range(len(links)), key=lambda at: numbers[at] - at):
        places = list(row)
        if len(places) > _FEW:
            yield links[places[0]], "–", links[places[-1]]
        else:
            yield from ((links[at],) for at in places)


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
