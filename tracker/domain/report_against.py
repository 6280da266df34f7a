"""For a court: everything the report cites that speaks against each finding, in a section of its own."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.domain.citation import fate
from tracker.domain.english import small
from tracker.domain.report import Block, BulletList, Heading, Inlines, Link, Paragraph, Text
from tracker.domain.report_basis import basis_words
from tracker.domain.report_evidence import content
from tracker.domain.report_front import support_sentence, unsupported
from tracker.domain.report_input import CitedStatement, FindingInput, ReportInput
from tracker.domain.report_notes import Notebook, cited_statements
from tracker.domain.report_voices import attribution, main_path
from tracker.domain.report_words import distinct
from tracker.domain.scales import CitationRole, Stance
from tracker.domain.timing import TimeVerdict

_CORROBORATED = 2
_AGAINST = (Stance.DENIES, Stance.DOUBTS)


def against(report: ReportInput, notebook: Notebook) -> tuple[Block, ...]:
    """Each finding with what speaks against it, and one sentence where nothing cited does."""
    blocks: list[Block] = []
    for place, finding in enumerate(report.findings, 1):
        blocks.append(Heading(2, f"Against finding {place}", f"against-{place}"))
        blocks.append(Paragraph((Text(finding.text, strong=True),), "finding"))
        items = tuple((Paragraph(inlines),) for inlines in _items(finding, report, notebook))
        if items:
            blocks.append(BulletList(items))
        else:
            blocks.append(Paragraph((Text("Nothing that this report cites speaks against it."),)))
        if weak := tuple((Paragraph(inlines),) for inlines in _weaknesses(finding, notebook)):
            blocks += [Paragraph((Text("What weakens it"),), "label"), BulletList(weak)]
    return tuple(blocks)


def _items(finding: FindingInput, report: ReportInput, notebook: Notebook) -> Iterable[Inlines]:
    for one in _opposing(finding, report):
        said = content(one)
        yield (
            Text(f"{attribution(main_path(one))}{f': {small(said)}' if said else ''}"),
            notebook.refer(one),
            Text("."),
        )
    for citation in finding.citations:
        one, note = citation.statement, notebook.first[citation.statement.label]
        link = Link(f"note {note}", f"#note-{note}")
        if citation.role is CitationRole.CONFLICTS:
            continue
        if standing := fate(one):
            yield (Text(f"{standing.removesuffix('.')} ("), link, Text(")."))
        if one.hedge:
            yield (Text(f"Hedged by its source: “{one.hedge.rstrip('.')}” ("), link, Text(")."))


def _weaknesses(finding: FindingInput, notebook: Notebook) -> Iterable[Inlines]:
    """No support at all, too few independent sources, and support without a known origin or by no fact."""
    if words := unsupported(finding):
        yield (Text(words),)
    for support in finding.support:
        if support.minimum < _CORROBORATED:
            yield (Text(support_sentence(support)),)
    for citation in finding.citations:
        if citation.role is CitationRole.SUPPORTS:
            one = citation.statement
            link = Link(f"note {notebook.first[one.label]}", f"#note-{notebook.first[one.label]}")
            if not one.basis.is_factual:
                yield (Text(f"{basis_words(one).removesuffix('.')} ("), link, Text(")."))
            for gap in distinct(path.gap.rstrip(".") for path in one.paths if path.gap):
                yield (Text(f"The chain ends before a known origin: {gap} ("), link, Text(")."))


def _opposing(finding: FindingInput, report: ReportInput) -> list[CitedStatement]:
    """What is cited against it, what denies its assertions, and what asserts one that cannot hold as well."""
    stated = {support.assertion for support in finding.support}
    found = [each.statement for each in finding.citations if each.role is CitationRole.CONFLICTS]
    found += [
        one
        for one in cited_statements(report)
        if any(each.assertion in stated and each.stance in _AGAINST for each in one.conveys)
    ]
    for conflict in report.conflicts:
        if conflict.verdict == TimeVerdict.UPDATE:
            continue
        if conflict.a_label in stated:
            found += conflict.b_statements
        if conflict.b_label in stated:
            found += conflict.a_statements
    return list({one.label: one for one in found}.values())
