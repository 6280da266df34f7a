"""What the workbench of a report shows, gathered in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.domain.access import Viewer
from tracker.domain.passages import locator
from tracker.domain.report_check import Missing, by_finding
from tracker.domain.scales import GradeScale, Term
from tracker.services import publishing
from tracker.services.assembly import place_of
from tracker.store.queries import report_workbench as queries
from tracker.store.queries.reports import versions_of
from tracker.store.queries.rows import AnyRow, Rows
from tracker.web.grades.sheet import word_of


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation with the passages of its statement, each with its place in words."""

    row: AnyRow
    placed: list[tuple[AnyRow, str]]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A current grade of a finding: its word and its row."""

    word: Term
    row: AnyRow


@dataclass(frozen=True, slots=True)
class FindingOnBench:
    """A finding with its grades, what it cites, what was cited once, and what is still missing."""

    row: AnyRow
    likelihood: list[Judgement]
    confidence: list[Judgement]
    cited: list[Cited]
    uncited: list[AnyRow]
    missing: list[Missing]


@dataclass(frozen=True, slots=True)
class Workbench:
    """A report as its writer sees it."""

    report: AnyRow
    findings: list[FindingOnBench]
    withdrawn: list[AnyRow]
    missing: list[Missing]
    versions: Rows
    open_points: int


def read_report(session: Any, viewer: Viewer, report: AnyRow, now: datetime) -> Workbench:
    """Everything on the workbench of a report which the viewer may read."""
    findings, citations = queries.findings_of(session, report), queries.citations_of(session, report)
    judged = _grouped(queries.judgements_of(session, report), "finding_pk")
    cited = _grouped(citations, "finding_pk")
    passages = _grouped(
        queries.passages_of(session, sorted({row.statement_pk for row in citations})), "statement_pk"
    )
    missing = publishing.missing(session, report.public_id, by=viewer, now=now)
    per_finding = by_finding(missing)
    return Workbench(
        report=report,
        findings=[
            FindingOnBench(
                row=row,
                likelihood=_judgements(judged[row.pk], GradeScale.LIKELIHOOD),
                confidence=_judgements(judged[row.pk], GradeScale.CONFIDENCE),
                cited=[
                    Cited(each, [(place, locator(place_of(place))) for place in passages[each.statement_pk]])
                    for each in cited[row.pk]
                    if each.withdrawn_at is None
                ],
                uncited=[each for each in cited[row.pk] if each.withdrawn_at is not None],
                missing=per_finding.get(row.label, []),
            )
            for row in findings
            if row.withdrawn_at is None
        ],
        withdrawn=[row for row in findings if row.withdrawn_at is not None],
        missing=per_finding.get("", []),
        versions=versions_of(session, report),
        open_points=len(missing),
    )


def _judgements(rows: Iterable[AnyRow], scale: GradeScale) -> list[Judgement]:
    return [Judgement(word_of(row), row) for row in rows if row.scale is scale]


def _grouped(rows: Iterable[AnyRow], name: str) -> Mapping[int, list[AnyRow]]:
    found: dict[int, list[AnyRow]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found
