"""What a later version of a report says differently: passage by passage, in the words of both.

Compares what is printed, not how it was made: note numbers move with every new citation and are no change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import zip_longest

from tracker.domain.english import counted, listed
from tracker.domain.report import (
    Block,
    BulletList,
    Facts,
    Figure,
    Heading,
    Inline,
    Inlines,
    Link,
    NumberedList,
    Paragraph,
    Quote,
    ReportDocument,
    Table,
    Text,
    plain_text,
)
from tracker.domain.text_changes import Marked, marked

ANCHOR = "changes"
_SEVERAL = re.compile(r"\bnote(?:(?:, | and )note)+\b")
_PRINTED_IN_FULL = ("bottom-line", "findings")


@dataclass(frozen=True, slots=True)
class Change:
    """One passage of a section; `before` is empty where it was added, `after` where it was taken out."""

    section: str
    anchor: str
    before: str
    after: str

    @property
    def words(self) -> tuple[Marked, ...]:
        """Both texts in one: what was kept, removed and added, in reading order."""
        return marked(self.before, self.after)


def compare(before: ReportDocument, after: ReportDocument) -> tuple[Change, ...]:
    """Every passage that differs, in the order of the later version; sections it no longer has come last."""
    old, new = _passages(before), _passages(after)
    return tuple(
        change
        for anchor in dict.fromkeys([*new, *old])
        for change in _in_section(anchor, old.get(anchor, ("", [])), new.get(anchor, ("", [])))
    )


def with_changes(report: ReportDocument, since: str, changes: Sequence[Change]) -> ReportDocument:
    """The report with a section that says what changed since an earlier version (“version 2”)."""
    made = (Heading(1, f"Changes since {since}", ANCHOR), *_told(since, changes))
    place = next(
        (
            at
            for at, block in enumerate(report.blocks)
            if isinstance(block, Heading) and block.anchor == "method"
        ),
        len(report.blocks),
    )
    return replace(report, blocks=(*report.blocks[:place], *made, *report.blocks[place:]))


def _told(since: str, changes: Sequence[Change]) -> Iterator[Block]:
    """Page 1 word for word, of everything else how much differs."""
    if not changes:
        yield Paragraph((Text(f"Nothing that is printed differs from {since}."),))
        return
    in_full = [change for change in changes if change.anchor in _PRINTED_IN_FULL]
    items = [(Paragraph(tuple(_word_for_word(change))),) for change in in_full]
    items += [(Paragraph((Text(words),)),) for words in _counts(one for one in changes if one not in in_full)]
    yield BulletList(tuple(items))


def _word_for_word(change: Change) -> Iterator[Inline]:
    yield Text(f"{change.section}: ", strong=True)
    if change.before:
        yield Text(f"“{change.before}” ")
    yield Text(
        "now reads " if change.before and change.after else "is added: " if change.after else "is taken out."
    )
    if change.after:
        yield Text(f"“{change.after}”")


def _counts(changes: Iterable[Change]) -> Iterator[str]:
    by_section: dict[str, list[Change]] = {}
    for change in changes:
        by_section.setdefault(change.section, []).append(change)
    for section, found in by_section.items():
        kinds = (
            ("changed", sum(bool(one.before and one.after) for one in found)),
            ("added", sum(not one.before for one in found)),
            ("taken out", sum(not one.after for one in found)),
        )
        parts = listed([f"{counted(count, 'passage')} {kind}" for kind, count in kinds if count])
        yield f"{section}: {parts}."


def _in_section(anchor: str, before: tuple[str, list[str]], after: tuple[str, list[str]]) -> Iterator[Change]:
    title = after[0] or before[0]
    matcher = SequenceMatcher(None, before[1], after[1])  # what recurs often is no landmark of a long section
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            for old, new in zip_longest(before[1][i:j], after[1][k:m], fillvalue=""):
                yield Change(title, anchor, old, new)


def _passages(report: ReportDocument) -> dict[str, tuple[str, list[str]]]:
    """The words of every section by its anchor, with its title; without imprint and earlier changes."""
    found: dict[str, tuple[str, list[str]]] = {}
    current: list[str] = []
    for block in report.blocks:
        if isinstance(block, Heading) and block.level == 1:
            current = []
            found[block.anchor] = (block.text, current)
        else:
            current += _spoken(block)
    found.pop(ANCHOR, None)
    return found


def _spoken(block: Block) -> list[str]:  # noqa: PLR0911  one line for each kind of block
    match block:
        case Heading(text=text):
            return [text]
        case Paragraph(inlines=inlines):
            return [_words(inlines)]
        case BulletList(items=items) | NumberedList(items=items):
            return [line for item in items for part in item for line in _spoken(part)]
        case Quote(text=text, caption=caption):
            return [text, _words(caption)]
        case Facts(pairs=pairs):
            return [f"{name}: {_words(value)}" for name, value in pairs]
        case Table(rows=rows):
            return [" | ".join(_words(cell) for cell in row) for row in rows]
        case Figure(alt=alt):
            return [alt]
        case _:
            return []


def _words(inlines: Inlines) -> str:
    unnumbered = tuple(
        replace(one, text="note") if isinstance(one, Link) and one.target.startswith("#note-") else one
        for one in inlines
    )
    return _SEVERAL.sub("notes", plain_text(unnumbered))
