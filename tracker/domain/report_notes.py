"""Which note a citation has: numbers follow the order in which the report sets the notes.

The written sections set theirs where they cite, the evidence where it quotes. Page 1 and the texts around
the sections only refer to notes that are set elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice

from tracker.domain.citation import Exhibits, full_note, noted, short_note
from tracker.domain.report import Note, NoteRef
from tracker.domain.report_input import CitedStatement, ReportInput
from tracker.domain.report_text import cited_in


@dataclass(frozen=True, slots=True)
class Notebook:
    """`in_order` is what each note cites, note 1 first.

    `first` is the note that names a statement in full, `quoted` the one beside which it is quoted in full.
    `sections` and `findings` are the notes that each of them sets, in the order in which it cites; `rest`
    those of statements that neither cites. `only_in_conflicts` and `only_in_text` are quoted after the
    findings, because no finding cites them.
    """

    notes: tuple[Note, ...]
    in_order: tuple[CitedStatement, ...]
    first: Mapping[str, int]
    quoted: Mapping[str, int]
    sections: tuple[tuple[int, ...], ...]
    findings: tuple[tuple[int, ...], ...]
    rest: Mapping[str, int]
    only_in_conflicts: tuple[CitedStatement, ...]
    only_in_text: tuple[CitedStatement, ...]

    def refer(self, statement: CitedStatement) -> NoteRef:
        """A reference to the note that names this statement in full."""
        return NoteRef(self.first[statement.label])

    def refer_to(self, label: str) -> NoteRef | None:
        """The same by the statement's label; None for a statement that the report does not hold."""
        return NoteRef(self.first[label]) if label in self.first else None

    def beside_finding(self, finding: int, citation: int) -> NoteRef:
        """The note that a finding's citation sets; both are counted from 0."""
        return NoteRef(self.findings[finding][citation], sets=True)

    def beside_rest(self, statement: CitedStatement) -> NoteRef:
        """The note of what no finding cites: set here, unless a section has set it already."""
        number = self.rest.get(statement.label)
        return NoteRef(number, sets=True) if number else self.refer(statement)


def conflicting_statements(report: ReportInput) -> list[CitedStatement]:
    return [
        statement
        for conflict in report.conflicts
        for statement in (*conflict.a_statements, *conflict.b_statements)
    ]


def cited_statements(report: ReportInput) -> list[CitedStatement]:
    """Every statement of the report, once: those of the findings, of the conflicts, then of the texts."""
    cited = [citation.statement for finding in report.findings for citation in finding.citations]
    return _distinct([*cited, *conflicting_statements(report), *report.mentioned])


def number_notes(report: ReportInput, exhibits: Exhibits) -> Notebook:
    """The written sections first, then the findings in their order, then what neither cites."""
    mentioned = {one.label: one for one in report.mentioned}
    in_sections = [
        [mentioned[label] for label in cited_in(section.body) if label in mentioned]
        for section in report.sections
    ]
    in_findings = [[citation.statement for citation in finding.citations] for finding in report.findings]
    by_none = _cited_by_no(in_findings, report)
    already = {one.label for one in chain(*in_sections)}
    rest = [one for one in by_none if one.label not in already]
    in_order = list(chain(*in_sections, *in_findings, rest))
    numbers = iter(range(1, len(in_order) + 1))
    sections, findings = _numbered(in_sections, numbers), _numbered(in_findings, numbers)
    first: dict[str, int] = {}
    for number, statement in enumerate(in_order, 1):
        first.setdefault(statement.label, number)
    quoted = dict(first)  # for a statement of several findings, the last one written here is the first one
    for statement, number in zip(chain(*reversed(in_findings)), chain(*reversed(findings)), strict=True):
        quoted[statement.label] = number
    in_conflict = {one.label for one in conflicting_statements(report)}
    return Notebook(
        notes=tuple(_notes(in_order, first, report, exhibits)),
        in_order=tuple(in_order),
        first=first,
        quoted=quoted,
        sections=sections,
        findings=findings,
        rest={one.label: number for one, number in zip(rest, numbers, strict=True)},
        only_in_conflicts=tuple(one for one in by_none if one.label in in_conflict),
        only_in_text=tuple(one for one in by_none if one.label not in in_conflict),
    )


def _numbered(parts: list[list[CitedStatement]], numbers: Iterator[int]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(islice(numbers, len(part))) for part in parts)


def _notes(
    in_order: list[CitedStatement], first: Mapping[str, int], report: ReportInput, exhibits: Exhibits
) -> Iterator[Note]:
    for number, statement in enumerate(in_order, 1):
        earlier = first[statement.label]
        inlines = (
            full_note(statement, exhibits, report.ratings, first)
            if earlier == number
            else short_note(statement, earlier)
        )
        yield noted(number, statement, inlines)


def _cited_by_no(in_findings: list[list[CitedStatement]], report: ReportInput) -> list[CitedStatement]:
    cited = {statement.label for statement in chain(*in_findings)}
    others = _distinct([*conflicting_statements(report), *report.mentioned])
    return [one for one in others if one.label not in cited]


def _distinct(statements: list[CitedStatement]) -> list[CitedStatement]:
    return list({one.label: one for one in statements}.values())
