"""Tracing a statement, an assertion or a finding back to the original sources. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.access import Right, Viewer
from tracker.domain.errors import NotFound
from tracker.domain.provenance import Trace, trace
from tracker.domain.scales import Stance
from tracker.services.assembly import Assembly
from tracker.services.lookup import case_pk_of, get, get_case, in_case
from tracker.store.models import Assertion, Case, Citation, Conveys, Finding, Report, Statement
from tracker.store.queries.graph import Subgraph


@dataclass(frozen=True, slots=True)
class Traced:
    """A trace with what it is the trace of."""

    kind: str
    label: str
    text: str
    case_pk: int
    trace: Trace
    public_ids: dict[str, str]
    """The public id of every statement in the trace, by its label."""
    reporters: dict[str, str]
    """Through whom each statement is held, where it is held through somebody."""
    stances: dict[str, Stance]
    """In the trace of an assertion: what each statement that speaks of it says of it."""
    shows_codes: bool
    """Whether the case shows the letters and digits of grades, or their words alone."""


def trace_statement(session: Session, viewer: Viewer, public_id: str) -> Traced:
    """One statement, back to whoever said it first."""
    statement = get(session, Statement, public_id, viewer, Right.READ)
    return _traced(
        session,
        viewer,
        "statement",
        statement.label,
        statement.gist,
        case_pk=statement.case_pk,
        roots=[statement.pk],
    )


def trace_assertion(session: Session, viewer: Viewer, public_id: str) -> Traced:
    """Everything that asserts, denies or doubts an assertion, back to the original sources."""
    assertion = get(session, Assertion, public_id, viewer, Right.READ)
    conveying = session.scalars(
        select(Conveys.statement_pk)
        .join(Statement, Statement.pk == Conveys.statement_pk)
        .where(
            Conveys.assertion_pk == assertion.pk,
            Conveys.withdrawn_at.is_(None),
            Statement.withdrawn_at.is_(None),
        )
    ).all()
    return _traced(
        session,
        viewer,
        "assertion",
        assertion.label,
        assertion.text,
        case_pk=assertion.case_pk,
        roots=conveying,
        assertion=assertion,
    )


def trace_finding(session: Session, viewer: Viewer, public_id: str) -> Traced:
    """Everything a finding cites, back to the original sources."""
    finding = get(session, Finding, public_id, viewer, Right.READ)
    cited = session.scalars(
        select(Citation.statement_pk).where(
            Citation.finding_pk == finding.pk, Citation.withdrawn_at.is_(None)
        )
    ).all()
    case_pk = case_pk_of(session, finding)
    return _traced(session, viewer, "finding", finding.label, finding.text, case_pk=case_pk, roots=cited)


def trace_any(session: Session, viewer: Viewer, reference: str) -> Traced:
    """By public id, or by case and label: EMBASSY/AS1, EMBASSY/ST7, EMBASSY/R1/F2."""
    case_code, _, label = reference.partition("/")
    if not label:
        for follow in (trace_statement, trace_assertion, trace_finding):
            try:
                return follow(session, viewer, reference)
            except NotFound:
                continue
        raise NotFound(
            f"There is no statement, assertion or finding “{reference}”. Name it by its id, or as CASE/ST7."
        )
    case = get_case(session, case_code, viewer, Right.READ)
    if label.upper().startswith("AS"):
        found = in_case(session, Assertion, label, case.pk, field="id")
        return trace_assertion(session, viewer, found.public_id)
    report_label, _, finding_label = label.partition("/")
    if finding_label:
        report = in_case(session, Report, report_label, case.pk, field="id")
        finding = session.scalar(
            select(Finding).where(Finding.report_pk == report.pk, Finding.number == _number(finding_label))
        )
        if finding is None:
            raise NotFound(f"There is no finding {finding_label} in {report.label}.")
        return trace_finding(session, viewer, finding.public_id)
    statement = in_case(session, Statement, label, case.pk, field="id")
    return trace_statement(session, viewer, statement.public_id)


def _number(label: str) -> int:
    digits = label.upper().removeprefix("F")
    return int(digits) if digits.isdigit() else -1


def _traced(
    session: Session,
    viewer: Viewer,
    kind: str,
    label: str,
    text: str,
    *,
    case_pk: int,
    roots: Iterable[int],
    assertion: Assertion | None = None,
) -> Traced:
    keys = list(roots)
    subgraph = Subgraph(session, case_pk, keys, viewer=viewer)
    assembly = Assembly(subgraph)
    labels = assembly.label_of
    graph = assembly.trace_graph(None if assertion is None else assertion.pk)
    return Traced(
        kind=kind,
        label=label,
        text=text,
        case_pk=case_pk,
        trace=trace(graph, [labels[key] for key in _uncovered(keys, subgraph)]),
        public_ids={labels[row.pk]: row.public_id for row in subgraph.statements},
        reporters={labels[row.pk]: row.reporter_name for row in subgraph.statements if row.reporter_name},
        stances={
            labels[row.statement_pk]: row.stance
            for row in subgraph.conveys
            if assertion is not None and row.assertion_number == assertion.number
        },
        shows_codes=session.get_one(Case, case_pk).shows_codes,
    )


def _uncovered(keys: list[int], subgraph: Subgraph) -> list[int]:
    """The roots no other root leads to: a picture begins with what we hold, not in the middle.

    Where roots only lead to each other, in a circle, the first of them stands for the circle.
    """
    parents: dict[int, list[int]] = defaultdict(list)
    for row in subgraph.relays:
        parents[row.child].append(row.parent)
    repeated = {row.parent for row in subgraph.relays}
    tops: list[int] = []
    covered: set[int] = set()
    for key in [*(key for key in keys if key not in repeated), *sorted(keys)]:
        if key in covered:
            continue
        tops.append(key)
        pending = [key]
        while pending:
            here = pending.pop()
            if here not in covered:
                covered.add(here)
                pending.extend(parents[here])
    return tops
