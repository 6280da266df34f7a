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
from tracker.domain.grade_words import Ratings
from tracker.domain.groups import Group
from tracker.domain.independence import Lines, analyse_all
from tracker.domain.records import AssertionRec, CaseGraph
from tracker.domain.report_check import Missing, Opposed, check, opposing
from tracker.domain.report_input import (
    CitationInput,
    ConflictInput,
    FindingInput,
    ReportInput,
    SectionInput,
    SupportInput,
)
from tracker.domain.report_lint import set_aside
from tracker.domain.report_shown import asked
from tracker.domain.report_voices import who
from tracker.domain.scales import Confidence, GradeScale, Likelihood, Tlp
from tracker.domain.support import NOBODY_KNOWN
from tracker.domain.timing import TimeVerdict
from tracker.services import analysis
from tracker.services.report_figures import Wanted, illustrated, look_up
from tracker.services.report_profiles import machine, profiles
from tracker.services.report_statements import Bench, grouped, source_input
from tracker.services.report_texts import AROUND, numbers_cited
from tracker.store.blobs import BlobStore
from tracker.store.models import Case, Report, User
from tracker.store.queries import report_content as rows
from tracker.store.queries import review
from tracker.store.queries.blindness import Shown
from tracker.store.queries.rows import AnyRow

_UNKNOWN = "somebody unknown"


@dataclass(frozen=True, slots=True)
class Basis:
    """The keys of what a report rests on: statements cited, statements behind these, captures shown."""

    cited: frozenset[int]
    behind: frozenset[int]
    captures: frozenset[int]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a report prints, not drawn yet, and what an editor would say is missing from it."""

    content: ReportInput
    missing: tuple[Missing, ...]
    against: Mapping[str, tuple[Opposed, ...]]  # what speaks against the assertions that findings state
    _bench: Bench
    _wanted: Wanted
    _cited: Mapping[str, tuple[int, ...]]

    def illustrated(self, blobs: BlobStore | None) -> ReportInput:
        """The same with its pictures; those that were captured are read from `blobs`."""
        return illustrated(self.content, self._bench, self._wanted, self._cited, blobs)

    def asked_for(self, blobs: BlobStore | None) -> ReportInput:
        """The same with the pictures that its texts ask for, without those of its findings."""
        return illustrated(self.content, self._bench, self._wanted, {}, blobs)

    @property
    def basis(self) -> Basis:
        return Basis(
            frozenset(self._bench.cited), frozenset(self._bench.behind), frozenset(self._bench.exhibits)
        )


def gather(
    session: Session,
    report: Report,
    *,
    version: str,
    viewer: Viewer,
    now: datetime,
    typed: Mapping[str, str] | None = None,
) -> Gathered:
    """Everything the report prints, as it stands now, with the grades that the viewer is shown.

    `typed` are texts as they are being written, in place of those that are saved: by the column of a text
    around the findings, the label of a section, or "" for a section that is not there yet.
    """
    case = session.get_one(Case, report.case_pk)
    stated, cited = rows.findings(session, report.pk), rows.citations(session, report.pk)
    graph = analysis.case_graph(session, viewer, case.pk)
    conflicts = analysis.conflicts(session, graph, case.pk)
    around, sections = _texts(session, report, typed or {})
    written = [*around.values(), *(section.body for section in sections)]
    numbers = numbers_cited(written)
    mentioned = {row.number: row.pk for row in rows.numbered(session, case.pk, numbers)}
    marking = Tlp.strictest([case.tlp, report.tlp])
    wanted = look_up(session, case.pk, asked(written), marking)
    bench = Bench(
        session,
        viewer,
        case.pk,
        sorted({*mentioned.values(), *(row.statement_pk for row in cited)}),
        traced=wanted.statements,
        pictured=wanted.captures,
    )
    states = {_label(row.assertion_number) for row in stated}
    support = _supports(session, case.pk, graph, states | bench.asserted)
    graded = rows.finding_grades(session, viewer, report.pk)
    content = ReportInput(
        label=report.label,
        title=report.title,
        case_code=case.code,
        case_title=case.title,
        profile=case.profile,
        shows_codes=case.shows_codes,
        paper=case.paper,
        language=case.language,
        likelihood_row=case.likelihood_row,
        marking=marking,
        zone=case.zone,
        version=version,
        generated_at=now,
        where=case.place or "",
        cut_off=report.cut_off,
        authors=_authors(session, report),
        bottom_line=around["bottom_line"],
        what_would_change=around["what_would_change"],
        gaps_note=around["gaps"],
        method_note=around["method"],
        findings=_findings(stated, cited, graded, bench=bench, support=support),
        standard_of_proof=around["standard_of_proof"],
        sections=sections,
        mentioned=tuple(bench.cited[mentioned[number]] for number in numbers if number in mentioned),
        shown=wanted.shown,
        conflicts=tuple(_conflicts(conflicts, bench, graph)),
        exhibits=tuple(bench.exhibits.values()),
        embedded=bench.embedded,
        supports=tuple(support.values()),
        profiles=profiles(session, viewer, case, graph, bench),
        machine=machine(session, viewer, case, Ratings.of(case.profile, case.shows_codes), bench),
    )
    reasons = {row.digest: row.reason for row in review.set_aside(session, report.pk)}
    content = replace(content, set_aside=set_aside(content, reasons))
    against = {assertion: _against(graph, assertion, conflicts) for assertion in states & set(support)}
    by_finding = {
        f"F{row.number}": tuple(each.statement_pk for each in cited if each.finding_pk == row.pk)
        for row in stated
    }
    return Gathered(content, check(content, against), against, bench, wanted, by_finding)


def _texts(
    session: Session, report: Report, typed: Mapping[str, str]
) -> tuple[dict[str, str], tuple[SectionInput, ...]]:
    """The texts around the findings, and the sections; as they are typed where they are."""
    around = {name: typed.get(name, getattr(report, name) or "") for name in AROUND}
    sections = [
        SectionInput(f"P{row.number}", row.title, typed.get(f"P{row.number}", row.text))
        for row in rows.sections(session, report.pk)
    ]
    return around, (*sections, *([SectionInput("", "", typed[""])] if "" in typed else []))


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
    session: Session, case_pk: int, graph: CaseGraph, assertions: set[str]
) -> dict[str, SupportInput]:
    """How each of these assertions is carried, by its label."""
    lines = analyse_all(graph)
    labels = sorted(assertions & set(lines))
    groups = [group for label in labels for group in _groups_named(lines[label])]
    named = {source for group in groups for source in group} - set(NOBODY_KNOWN)
    numbers = [int(source.removeprefix("SRC")) for source in named]
    names = {row.label: who(source_input(row)) for row in rows.sources(session, case_pk, numbers)}
    return {label: _support(graph.assertions[label], lines[label], names) for label in labels}


def _groups_named(lines: Lines) -> Iterable[Group]:
    """The groups on whom it hangs, and those on the chains that make up its count."""
    yield from lines.hangs_on
    for chains in lines.apart:
        for groups in chains:
            yield from groups


def _support(assertion: AssertionRec, lines: Lines, names: Mapping[str, str]) -> SupportInput:
    least, most = (_chains(chains, names) for chains in lines.apart)
    return SupportInput(
        assertion=assertion.id,
        text=assertion.text,
        minimum=lines.lines[0],
        maximum=lines.lines[1],
        items=len(lines.items),
        origins=len(lines.known_origins),
        perhaps_origins=len(lines.origins) - len(lines.known_origins),
        hangs_on=_chain([group for group in lines.hangs_on if group != NOBODY_KNOWN], names)
        or ((_UNKNOWN,) if lines.hangs_on else ()),
        must_fall=lines.resilience or None,
        would_settle="; ".join(question.asked for question in lines.settle),
        least=least,
        most=most,
    )


def _chains(chains: Iterable[Iterable[Group]], names: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    return tuple(_chain(groups, names) for groups in chains)


def _chain(groups: Iterable[Group], names: Mapping[str, str]) -> tuple[str, ...]:
    """Who is on a chain; those that count as one voice together."""
    return tuple(
        _UNKNOWN if group == NOBODY_KNOWN else " / ".join(names[source] for source in group)
        for group in groups
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
