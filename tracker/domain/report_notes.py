"""Which note a citation has: numbers follow the order in which the evidence sets the notes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.domain.citation import Exhibits, full_note, noted, short_note
from tracker.domain.report import Note, NoteRef
from tracker.domain.report_input import CitedStatement, ReportInput


@dataclass(frozen=True, slots=True)
class Notebook:
    """`by_citation` is keyed by the places of the finding and of the citation in it, both from 0."""

    notes: tuple[Note, ...]
    first: Mapping[str, int]
    by_citation: Mapping[tuple[int, int], int]
    only_in_conflicts: tuple[CitedStatement, ...]

    def refer(self, statement: CitedStatement) -> NoteRef:
        """A reference to the note that names this statement in full."""
        return NoteRef(self.first[statement.label])

    def is_first(self, finding: int, citation: int, statement: CitedStatement) -> bool:
        """Whether this citation is the one whose note names the statement in full."""
        return self.by_citation[finding, citation] == self.first[statement.label]


def conflicting_statements(report: ReportInput) -> list[CitedStatement]:
    return [
        statement
        for conflict in report.conflicts
        for statement in (*conflict.a_statements, *conflict.b_statements)
    ]


def cited_statements(report: ReportInput) -> list[CitedStatement]:
    """Every statement of the report, once, in the order of the findings and then of the conflicts."""
    cited = [citation.statement for finding in report.findings for citation in finding.citations]
    return list({one.label: one for one in (*cited, *conflicting_statements(report))}.values())


def number_notes(report: ReportInput, exhibits: Exhibits) -> Notebook:
    """Findings first, in their order; then what only conflicts cite."""
    in_findings = {citation.statement.label for finding in report.findings for citation in finding.citations}
    only_there = {one.label: one for one in conflicting_statements(report) if one.label not in in_findings}
    notes: list[Note] = []
    first = _first_places(report)
    by_citation: dict[tuple[int, int], int] = {}

    def add(statement: CitedStatement) -> int:
        number = len(notes) + 1
        earlier = first[statement.label]
        inlines = (
            full_note(statement, exhibits, report.ratings, first)
            if earlier == number
            else short_note(statement, earlier)
        )
        notes.append(noted(number, statement, inlines))
        return number

    for at, finding in enumerate(report.findings):
        for place, citation in enumerate(finding.citations):
            by_citation[at, place] = add(citation.statement)
    for statement in only_there.values():
        add(statement)
    return Notebook(tuple(notes), first, by_citation, tuple(only_there.values()))


def _first_places(report: ReportInput) -> dict[str, int]:
    """The note in which each statement is named in full, before any note is written."""
    cited = [citation.statement.label for finding in report.findings for citation in finding.citations]
    places: dict[str, int] = {}
    for place, label in enumerate(cited, 1):
        places.setdefault(label, place)
    for statement in conflicting_statements(report):
        places.setdefault(statement.label, len(cited) + 1 + len(places) - len(set(cited)))
    return places
