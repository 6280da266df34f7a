"""Gathering what a report prints: the findings, what they cite, and every hand and exhibit behind it.

A protected source leaves here under its pseudonym: no exporter ever holds its name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from tracker.domain.access import Viewer
from tracker.domain.passages import locator
from tracker.domain.provenance import Trace, TracedStatement, trace
from tracker.domain.records import CaseGraph
from tracker.domain.report_input import (
    CitationInput,
    CitedStatement,
    ConflictInput,
    ConveyedInput,
    CredibilityInput,
    ExhibitInput,
    FindingInput,
    HopInput,
    PassageInput,
    PathInput,
    ReliabilityInput,
    ReportInput,
    SourceInput,
    SupportInput,
)
from tracker.domain.scales import (
    Confidence,
    Credibility,
    GradeScale,
    Likelihood,
    Reliability,
    Stance,
    Tlp,
)
from tracker.services import analysis
from tracker.services.assembly import Assembly, place_of
from tracker.store.base import fuzzy_date
from tracker.store.models import Case, Report, User
from tracker.store.queries import report_content as rows
from tracker.store.queries.graph import Subgraph

_PATHS = 4
"""More ways than these from one statement to its origins tell a reader nothing new."""


def gather(session: Session, report: Report, *, version: str, viewer: Viewer, now: datetime) -> ReportInput:
    """Everything the report prints, as it stands now."""
    case = session.get_one(Case, report.case_pk)
    cited = rows.citations(session, report.pk)
    graph = analysis.case_graph(session, viewer, case.pk)
    conflicts = analysis.conflicts(session, graph, case.pk)
    stated = rows.findings(session, report.pk)
    pks = sorted({row.statement_pk for row in cited})
    bench = _Bench(session, case.pk, pks)
    return ReportInput(
        label=report.label,
        title=report.title,
        case_code=case.code,
        case_title=case.title,
        profile=case.profile,
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
        findings=_findings(session, report, stated, cited, bench=bench, graph=graph),
        conflicts=tuple(_conflicts(conflicts, bench, graph)),
        exhibits=tuple(bench.exhibits.values()),
    )


class _Bench:
    """The cited statements with all that stands behind them, read once."""

    def __init__(self, session: Session, case_pk: int, pks: list[int]) -> None:
        subgraph = Subgraph(session, case_pk, pks)
        assembly = Assembly(subgraph)
        self._graph = assembly.trace_graph()
        self._label_of = assembly.label_of
        self._row_of = {row.pk: row for row in subgraph.statements}
        self._anchors = _by(subgraph.anchors, "statement_pk")
        self._detail = {row.pk: row for row in rows.statements(session, pks)}
        self._conveyed = _by(rows.conveyed(session, pks), "statement_pk")
        self._retracted = _by(rows.retractions(session, pks), "statement_pk")
        grades = rows.grades(session, pks, sorted({row.source_pk for row in subgraph.statements}))
        self._reliability = _by((row for row in grades if row.source_pk), "source_pk")
        self._credibility = _by((row for row in grades if row.statement_pk), "statement_pk")
        self._sources = {
            f"SRC{row.source_number}": SourceInput(
                label=f"SRC{row.source_number}",
                name=row.source_name,
                kind=row.source_kind,
                descriptor=row.source_descriptor or "",
                protected=row.source_protected,
            )
            for row in subgraph.statements
        }
        captures = {row.capture_pk for row in subgraph.anchors}
        self.exhibits = _exhibits(rows.exhibits(session, captures))
        self.cited = {pk: self._statement(pk) for pk in pks}

    def saying(self, assertion: str, *, denying: bool = False) -> tuple[CitedStatement, ...]:
        """The cited statements that assert (or deny) an assertion."""
        stances = (Stance.DENIES,) if denying else (Stance.ASSERTS,)
        return tuple(
            statement
            for statement in self.cited.values()
            if any(each.assertion == assertion and each.stance in stances for each in statement.conveys)
        )

    def _statement(self, pk: int) -> CitedStatement:
        row, detail, label = self._row_of[pk], self._detail[pk], self._label_of[pk]
        traced = self._graph.statements[label]
        return CitedStatement(
            label=label,
            source=self._sources[traced.source.id],
            basis=traced.basis,
            said_at=traced.said_at,
            recorded_at=detail.recorded_at,
            recorded_by=detail.recorded_by or "",
            verbatim=traced.verbatim or "",
            gist=traced.gist,
            hedge=detail.hedge or "",
            language=detail.language or "",
            translation=detail.translation or "",
            translated_by=detail.translated_by or "",
            conveys=tuple(
                ConveyedInput(f"AS{each.number}", each.text, each.stance) for each in self._conveyed[pk]
            ),
            paths=self._paths(label),
            passages=tuple(self._passage(anchor) for anchor in self._anchors[pk]),
            reliability=self._reliability_of(row.source_pk),
            credibility=self._credibility_of(pk),
            withdrawn=detail.withdrawn_reason or "",
            retracted="; ".join(f"ST{each.number}: {each.reason}" for each in self._retracted[pk]),
        )

    def _paths(self, label: str) -> tuple[PathInput, ...]:
        found = trace(self._graph, [label])
        gaps = {gap.statement: gap.reason for gap in found.gaps}
        paths = []
        for path in found.paths(_PATHS).paths:
            end = path[-1]
            hops = tuple(self._hops(found, path))
            paths.append(PathInput(hops, known_origin=end not in gaps, gap=gaps.get(end, "")))
        return tuple(paths)

    def _hops(self, found: Trace, path: tuple[str, ...]) -> Iterable[HopInput]:
        relays = {(relay.child, relay.parent): relay for relay in found.relays}
        backwards = list(reversed(path))
        for place, label in enumerate(backwards):
            statement: TracedStatement = found.statements[label]
            onward = relays.get((backwards[place + 1], label)) if place + 1 < len(backwards) else None
            yield HopInput(
                source=self._sources[statement.source.id],
                said_at=statement.said_at,
                form=onward.form if onward else None,
                fidelity=onward.fidelity if onward else None,
                certainty=onward.certainty if onward else None,
                reliability=Reliability(statement.reliability) if statement.reliability else None,
            )

    def _passage(self, anchor: Row[Any]) -> PassageInput:
        embedded = anchor.own_number != anchor.document_number
        where = "" if anchor.exact is not None else locator(place_of(anchor))
        return PassageInput(
            exact=anchor.exact or "",
            exhibit=self.exhibits[anchor.capture_pk].number,
            start=anchor.start_offset,
            end=anchor.end_offset,
            locator=where,
            document_label=f"D{anchor.own_number}",
            document_title=anchor.own_title,
            embedded_in=anchor.document_title if embedded else "",
        )

    def _reliability_of(self, source_pk: int) -> ReliabilityInput | None:
        given = self._reliability[source_pk]
        if not given:
            return None
        latest = given[-1]
        analysts = len({row.recorded_by_pk for row in given if row.topic == latest.topic})
        return ReliabilityInput(Reliability(latest.value), latest.topic or "", latest.reason, analysts)

    def _credibility_of(self, pk: int) -> tuple[CredibilityInput, ...]:
        by_assertion: dict[int | None, list[Row[Any]]] = defaultdict(list)
        for row in self._credibility[pk]:
            by_assertion[row.assertion_number].append(row)
        several = len(self._conveyed[pk]) > 1
        return tuple(
            CredibilityInput(
                Credibility(given[-1].value),
                f"AS{number}" if several and number else "",
                given[-1].reason,
                len({row.recorded_by_pk for row in given}),
            )
            for number, given in by_assertion.items()
        )


def _findings(
    session: Session,
    report: Report,
    stated: Iterable[Row[Any]],
    cited: Iterable[Row[Any]],
    *,
    bench: _Bench,
    graph: CaseGraph,
) -> tuple[FindingInput, ...]:
    graded = {(row.finding_pk, row.scale): row for row in rows.finding_grades(session, report.pk)}
    by_finding = _by(cited, "finding_pk")
    lines = analysis.lines_of(graph)
    found = []
    for row in stated:
        likelihood = graded.get((row.pk, GradeScale.LIKELIHOOD))
        confidence = graded.get((row.pk, GradeScale.CONFIDENCE))
        assertion = f"AS{row.assertion_number}" if row.assertion_number else None
        finding = FindingInput(
            label=f"F{row.number}",
            text=row.text,
            citations=tuple(
                CitationInput(each.role, bench.cited[each.statement_pk]) for each in by_finding[row.pk]
            ),
        )
        if likelihood:
            finding = replace(
                finding, likelihood=Likelihood(likelihood.value), likelihood_reason=likelihood.reason
            )
        if confidence:
            finding = replace(
                finding, confidence=Confidence(confidence.value), confidence_reason=confidence.reason
            )
        if assertion in lines:
            finding = replace(finding, support=(_support(graph, assertion, lines[assertion]),))
        found.append(finding)
    return tuple(found)


def _support(graph: CaseGraph, assertion: str, lines: Any) -> SupportInput:
    return SupportInput(
        assertion=assertion,
        text=graph.assertions[assertion].text,
        minimum=lines.lines[0],
        maximum=lines.lines[1],
        items=lines.items,
        origins=len(lines.origins),
        hangs_on=tuple(
            " / ".join(graph.sources[source].name if source in graph.sources else source for source in group)
            for group in lines.hangs_on
        ),
        must_fall=lines.resilience or None,
    )


def _conflicts(
    found: Iterable[analysis.Conflict], bench: _Bench, graph: CaseGraph
) -> Iterable[ConflictInput]:
    for conflict in found:
        a, b = bench.saying(conflict.a), bench.saying(conflict.b)
        if a or b:
            yield ConflictInput(
                a_label=conflict.a,
                a_text=graph.assertions[conflict.a].text,
                b_label=conflict.b,
                b_text=graph.assertions[conflict.b].text,
                verdict=conflict.verdict.word,
                why=conflict.verdict.why,
                a_statements=a,
                b_statements=b,
            )


def _exhibits(captures: Iterable[Row[Any]]) -> dict[int, ExhibitInput]:
    return {
        row.pk: ExhibitInput(
            number=number,
            document_label=f"D{row.document_number}",
            title=row.title,
            kind=row.kind,
            captured_at=row.captured_at,
            captured_by=row.captured_by or "",
            method=row.method,
            sha256=row.sha256,
            size=row.size,
            media_type=row.media_type,
            file_name=row.file_name or "",
            author=row.author or "",
            author_certainty=row.author_certainty,
            publisher=row.publisher or "",
            published=fuzzy_date(
                row.published_edtf, row.published_zone, row.published_earliest, row.published_latest
            ),
            address=row.address or "",
            archive_address=row.archive_address or "",
            obtained_from=row.obtained_from or "",
        )
        for number, row in enumerate(captures, start=1)
    }


def _authors(session: Session, report: Report) -> tuple[str, ...]:
    name = session.scalar(select(User.display_name).where(User.pk == report.recorded_by_pk))
    return (name,) if name else ()


def _by(found: Iterable[Row[Any]], name: str) -> Mapping[int, list[Row[Any]]]:
    groups: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in found:
        groups[getattr(row, name)].append(row)
    return groups
