"""What the analyst wrote: the sections of the report and the texts around its findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tracker.domain.report import Block, Heading, Inline, NoteRef
from tracker.domain.report_input import ReportInput
from tracker.domain.report_notes import Notebook
from tracker.domain.report_shown import Show
from tracker.domain.report_text import Margin, blocks


def section(title: str, anchor: str, blocks: Iterable[Block]) -> tuple[Block, ...]:
    """A section, or nothing at all where there is nothing to say."""
    held = tuple(blocks)
    return (Heading(1, title, anchor), *held) if held else ()


def sections(report: ReportInput, notebook: Notebook, show: Show) -> tuple[Block, ...]:
    """The written sections: each sets its own notes where it cites."""
    held = {one.label for one in report.mentioned}
    made: list[Block] = []
    for at, part in enumerate(report.sections):
        waiting = iter(notebook.sections[at])
        anchor = f"section-{at + 1}"

        def cite(label: str, waiting: Iterator[int] = waiting) -> Inline | None:
            return NoteRef(next(waiting), sets=True) if label in held else None

        made += section(part.title, anchor, blocks(part.body, Margin(cite, show), anchor=anchor))
    return tuple(made)
