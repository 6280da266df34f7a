"""Gathering what a report prints: the findings, what they cite, how it is carried and what speaks against it.

A protected source leaves here under its pseudonym: no exporter ever holds its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.access import Viewer
from tracker.domain.independence import Lines, analyse_all
from tracker.domain.records import AssertionRec, CaseGraph
from tracker.domain.report_check import Missing, Opposed, check, opposing
from tracker.domain.report_input import (
    CitationInput,
    ConflictInput,
    FindingInput,
    ReportInput,
    SupportInput,
)
from tracker.domain.scales import Confidence, GradeScale, Likelihood, Tlp
from tracker.domain.support import NOBODY_KNOWN
from tracker.domain.timing import TimeVerdict
from tracker.services import analysis
from tracker.services.report_statements import Bench, grouped
from tracker.store.models import Case, Report, User
from tracker.store.queries import report_content as rows
from tracker.store.queries.blindness import Shown
from tracker.store.queries.rows import AnyRow


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a report prints, and what an editor would say is missing from it."""

    content: ReportInput
    missing: tuple[Missing, ...]


def gather(session: Session, report: Report, *, version: str, viewer: Viewer, now: datetime) -> Gathered:
    """Everything the report prints, as it stands now, with the grades that the viewer is shown."""
    case = session.get_one(Case, report.case_pk)
    stated, cited = rows.findings(session, report.pk), rows.citations(session, report.pk)
    graph = analysis.case_graph(session, viewer, case.pk)
    conflicts = analysis.conflicts(session, graph, case.pk)
    support = _supports(session, case.pk, graph, stated)
    bench = Bench(session, viewer, case.pk, sorted({row.statement_pk for row in cited}))
    graded = rows.finding_grades(session, viewer, report.pk)
    content = ReportInput(
        label=report.label,
        title=report.title,
        case_code=case.code,
        case_title=case.title,
        profile=case.profile,
        shows_codes=case.shows_codes,
        marking=Tlp.strictest([case.tlp, report.tlp]),
        zone=case.zone,
        version=version,
        generated_at=now,
        where=case.place or "",
        cut_off=report.cut_off,
        authors=_authors(session, report),
        bottom_line=report.bottom_line or "",
        what_would_change=report.what_would_change or "",
        gaps_note=report.gaps or "",
        method_note=report.method or "",
        findings=_findings(stated, cited, graded, bench=bench, support=support),
        conflicts=tuple(_conflicts(conflicts, bench, graph)),
        exhibits=tuple(bench.exhibits.values()),
    )
    against = {assertion: _against(graph, assertion, conflicts) for assertion in support}
    return Gathered(content, check(content, against))


def _findings(
    stated: Iterable[AnyRow],
    cited: Iterable[AnyRow],
    shown: Shown,
    *,
    bench: Bench,
    support: Mapping[str, SupportInput],
) -> tuple[FindingInput, ...]:
    graded = {(row.finding_pk, row.scale): row for row in shown.rows}
    by_finding = grouped(cited, "finding_pk")
    found = []
    for row in stated:
        likelihood = graded.get((row.pk, GradeScale.LIKELIHOOD))
        confidence = graded.get((row.pk, GradeScale.CONFIDENCE))
        assertion = _label(row.assertion_number)
        finding = FindingInput(
            label=f"F{row.number}",
            text=row.text,
            citations=tuple(
                CitationInput(each.role, bench.cited[each.statement_pk]) for each in by_finding[row.pk]
            ),
            support=(support[assertion],) if assertion in support else (),
            hidden=tuple(dict.fromkeys(each.scale for each in shown.hidden if each.target_pk == row.pk)),
        )
        if likelihood:
            finding = replace(
                finding, likelihood=Likelihood(likelihood.value), likelihood_reason=likelihood.reason
            )
        if confidence:
            finding = replace(
                finding, confidence=Confidence(confidence.value), confidence_reason=confidence.reason
            )
        found.append(finding)
    return tuple(found)


def _supports(
    session: Session, case_pk: int, graph: CaseGraph, stated: Iterable[AnyRow]
) -> dict[str, SupportInput]:
    """How each assertion that a finding states is carried, by its label."""
    lines = analyse_all(graph)
    labels = sorted({_label(row.assertion_number) for row in stated} & set(lines))
    hinges = {source for label in labels for group in lines[label].hangs_on for source in group}
    numbers = [int(source.removeprefix("SRC")) for source in hinges - set(NOBODY_KNOWN)]
    names = {row.label: row.name for row in rows.sources(session, case_pk, numbers)}
    return {label: _support(graph.assertions[label], lines[label], names) for label in labels}


def _support(assertion: AssertionRec, lines: Lines, names: Mapping[str, str]) -> SupportInput:
    hinges = [group for group in lines.hangs_on if group != NOBODY_KNOWN]
    return SupportInput(
        assertion=assertion.id,
        text=assertion.text,
        minimum=lines.lines[0],
        maximum=lines.lines[1],
        items=len(lines.items),
        origins=len(lines.known_origins),
        perhaps_origins=len(lines.origins) - len(lines.known_origins),
        hangs_on=tuple(" / ".join(names[source] for source in group) for group in hinges)
        or (("somebody unknown",) if lines.hangs_on else ()),
        must_fall=lines.resilience or None,
        would_settle="; ".join(question.asked for question in lines.settle),
    )


def _against(graph: CaseGraph, assertion: str, conflicts: Iterable[analysis.Conflict]) -> tuple[Opposed, ...]:
    pairs = [
        (each.a, each.b)
        for each in conflicts
        if assertion in (each.a, each.b) and each.verdict is not TimeVerdict.UPDATE
    ]
    return opposing(graph, assertion, [b if a == assertion else a for a, b in pairs])


def _conflicts(found: Iterable[analysis.Conflict], bench: Bench, graph: CaseGraph) -> Iterable[ConflictInput]:
    for conflict in found:
        a, b = bench.saying(conflict.a), bench.saying(conflict.b)
        if a or b:
            yield ConflictInput(
                a_label=conflict.a,
                a_text=graph.assertions[conflict.a].text,
                b_label=conflict.b,
                b_text=graph.assertions[conflict.b].text,
                verdict=conflict.verdict.value,
                why=conflict.why,
                a_statements=a,
                b_statements=b,
                reason=conflict.reason,
            )


def _authors(session: Session, report: Report) -> tuple[str, ...]:
    name = session.scalar(select(User.display_name).where(User.pk == report.recorded_by_pk))
    return (name,) if name else ()


def _label(assertion_number: int | None) -> str:
    return f"AS{assertion_number}" if assertion_number else ""
