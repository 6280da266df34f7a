"""What if a source turned out to be worthless: which assertions lose what, before anything is written.

It only compares two analyses; which findings and published versions rest on them, its caller looks up.
"""

from __future__ import annotations

from dataclasses import dataclass

from tracker.domain.errors import NotFound
from tracker.domain.independence import Lines, analyse_all
from tracker.domain.records import CaseGraph


@dataclass(frozen=True, slots=True)
class Change:
    """One assertion before and after."""

    before: Lines
    after: Lines

    @property
    def loses_lines(self) -> bool:
        return self.after.lines != self.before.lines

    @property
    def sentence(self) -> str:
        """“AS1: one independent source, then none; suggested 3, then 6.”"""
        said = f"{self.before.assertion}: {self.before.sentence}, then {self.after.sentence}"
        if self.after.suggested != self.before.suggested:
            said += f"; suggested {self.before.suggested}, then {self.after.suggested}"
        return f"{said}."


def what_if(graph: CaseGraph, without: frozenset[str]) -> tuple[Change, ...]:
    """The assertions whose lines or suggestion change when these sources and statements are taken away."""
    for label in sorted(without):
        if label not in graph.sources and label not in graph.statements:
            raise NotFound(f"There is no source or statement {label} here.")
    before, after = analyse_all(graph), analyse_all(graph, without=without)
    changes = (Change(before[label], after[label]) for label in before)
    return tuple(
        change
        for change in changes
        if change.loses_lines or change.after.suggested != change.before.suggested
    )
