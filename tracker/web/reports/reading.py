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
from tracker.services import look_again, review
from tracker.services.assembly import place_of
from tracker.services.report_lint import Remarks, hidden_of, remarks_on
from tracker.store.queries import report_workbench as queries
from tracker.store.queries.blindness import Shown
from tracker.store.queries.rows import AnyRow
from tracker.web.grades.sheet import word_of
from tracker.web.reports.comment_list import Comments, read_comments
from tracker.web.reports.drafts import Cited, Draft, drafted, texts_around


@dataclass(frozen=True, slots=True)
class Judgement:
    """A current grade of a finding: its word and its row."""

    word: Term
    row: AnyRow


@dataclass(frozen=True, slots=True)
class Judged:
    """The current grades of a finding on one scale; `hidden`: how many are kept back for now."""

    given: list[Judgement]
    hidden: int


@dataclass(frozen=True, slots=True)
class FindingOnBench:
    """A finding with its grades, what it cites, what was cited once, and what is still missing."""

    row: AnyRow
    likelihood: Judged
    confidence: Judged
    cited: list[Cited]
    uncited: list[AnyRow]
    missing: list[Missing]


@dataclass(frozen=True, slots=True)
class SectionOnBench:
    """A written section, rendered."""

    row: AnyRow
    draft: Draft


@dataclass(frozen=True, slots=True)
class Workbench:
    """A report as its writer sees it; `texts` are those around its findings, by their place on the page.

    `labels` are what remarks call these places.
    """

    report: AnyRow
    texts: dict[str, Draft]
    labels: dict[str, str]
    sections: list[SectionOnBench]
    withdrawn_sections: list[AnyRow]
    findings: list[FindingOnBench]
    withdrawn: list[AnyRow]
    missing: list[Missing]
    versions: tuple[look_again.Watched, ...]
    open_points: int
    remarks: Remarks
    desk: review.Desk
    comments: Comments


def read_report(session: Any, viewer: Viewer, report: AnyRow, now: datetime) -> Workbench:
    """Everything on the workbench of a report which the viewer may read."""
    findings, citations = queries.findings_of(session, report), queries.citations_of(session, viewer, report)
    judged = queries.judgements_of(session, viewer, report)
    cited = _grouped(citations, "finding_pk")
    passages = _grouped(
        queries.passages_of(session, sorted({row.statement_pk for row in citations})), "statement_pk"
    )
    desk = review.overview(session, report.public_id, by=viewer, now=now)
    per_finding = by_finding(desk.missing)
    hidden = hidden_of(findings, judged)
    remarks = remarks_on(session, report, desk.standing.content, desk.missing, hidden=hidden)
    sections = queries.sections_of(session, report)
    standing = [row for row in sections if row.withdrawn_at is None]
    around = texts_around(report)
    written = {word: getattr(report, each.column) for word, each in around.items()}
    drafts = drafted(
        session, viewer, report, {**written, **{f"section-{row.label}": row.text for row in standing}}
    )
    return Workbench(
        report=report,
        texts={word: drafts[word] for word in written},
        labels={word: each.label for word, each in around.items()},
        sections=[SectionOnBench(row, drafts[f"section-{row.label}"]) for row in standing],
        withdrawn_sections=[row for row in sections if row.withdrawn_at is not None],
        findings=[
            FindingOnBench(
                row=row,
                likelihood=_judged(judged, row.pk, GradeScale.LIKELIHOOD),
                confidence=_judged(judged, row.pk, GradeScale.CONFIDENCE),
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
        versions=look_again.of_report(session, viewer, report),
        open_points=len(desk.missing) + len(remarks.open),
        remarks=remarks,
        desk=desk,
        comments=read_comments(session, report),
    )


def _judged(shown: Shown, finding_pk: int, scale: GradeScale) -> Judged:
    given = [row for row in shown.rows if row.finding_pk == finding_pk and row.scale is scale]
    return Judged([Judgement(word_of(row), row) for row in given], shown.hidden_of(scale, finding_pk))


def _grouped(rows: Iterable[AnyRow], name: str) -> Mapping[int, list[AnyRow]]:
    found: dict[int, list[AnyRow]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found
