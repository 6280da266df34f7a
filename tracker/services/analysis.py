"""How many independent lines carry the assertions of a case, in words. Reads only."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from tracker.domain.access import Right, Viewer, require
from tracker.domain.independence import analyse_all
from tracker.domain.lines_words import headline
from tracker.domain.records import AssertionRec, CaseGraph
from tracker.domain.scales import AssertionLinkKind
from tracker.domain.timing import TimeVerdict, compare
from tracker.services.assembly import Assembly
from tracker.store.models import Assertion, AssertionLink, Conveys, RestsOn, Statement
from tracker.store.queries.graph import Subgraph


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two assertions an analyst called incompatible, and what their times say about it."""

    a: str
    b: str
    reason: str
    verdict: TimeVerdict
    why: str


def case_graph(session: Session, viewer: Viewer, case_pk: int) -> CaseGraph:
    """The whole graph of a case, in a fixed number of queries."""
    require(viewer, Right.READ, case_pk)
    roots = session.scalars(
        select(Conveys.statement_pk)
        .join(Statement, Statement.pk == Conveys.statement_pk)
        .where(Statement.case_pk == case_pk, Statement.withdrawn_at.is_(None), Conveys.withdrawn_at.is_(None))
    ).all()
    assertions = {
        f"AS{assertion.number}": AssertionRec(f"AS{assertion.number}", assertion.text, assertion.holds)
        for assertion in session.scalars(
            select(Assertion).where(Assertion.case_pk == case_pk, Assertion.withdrawn_at.is_(None))
        )
    }
    assembly = Assembly(Subgraph(session, case_pk, roots))
    incompatible = [
        (a, b) for a, b, _ in _incompatible(session, case_pk) if a in assertions and b in assertions
    ]
    graph = assembly.case_graph(assertions, incompatible)
    return replace(graph, rests_on=_rests_on(session, case_pk))


def _rests_on(session: Session, case_pk: int) -> dict[str, tuple[str, ...]]:
    """What each inference rests on, by the labels of either end."""
    on = aliased(Statement)
    rows = session.execute(
        select(Statement.number, Assertion.number, on.number)
        .join(RestsOn, RestsOn.statement_pk == Statement.pk)
        .outerjoin(Assertion, Assertion.pk == RestsOn.assertion_pk)
        .outerjoin(on, on.pk == RestsOn.on_statement_pk)
        .where(Statement.case_pk == case_pk, Statement.withdrawn_at.is_(None), RestsOn.withdrawn_at.is_(None))
        .order_by(RestsOn.pk)
    )
    found: dict[str, tuple[str, ...]] = {}
    for number, assertion, statement in rows:
        label = f"ST{statement}" if assertion is None else f"AS{assertion}"
        found[f"ST{number}"] = (*found.get(f"ST{number}", ()), label)
    return found


def conflicts(session: Session, graph: CaseGraph, case_pk: int) -> list[Conflict]:
    """The incompatible pairs among the standing assertions of a case, with the verdict of their times."""
    found = []
    for a, b, reason in _incompatible(session, case_pk):
        if a in graph.assertions and b in graph.assertions:
            judged = compare(graph.assertions[a].holds, graph.assertions[b].holds)
            found.append(Conflict(a, b, reason, judged.verdict, judged.why))
    return found


def _incompatible(session: Session, case_pk: int) -> list[tuple[str, str, str]]:
    one, other = aliased(Assertion), aliased(Assertion)
    rows = session.execute(
        select(one.number, other.number, AssertionLink.reason)
        .join(one, one.pk == AssertionLink.from_pk)
        .join(other, other.pk == AssertionLink.to_pk)
        .where(
            AssertionLink.case_pk == case_pk,
            AssertionLink.kind == AssertionLinkKind.INCOMPATIBLE,
            AssertionLink.withdrawn_at.is_(None),
        )
        .order_by(AssertionLink.pk)
    ).all()
    return [(f"AS{a}", f"AS{b}", reason) for a, b, reason in rows]


def weakest_first(graph: CaseGraph) -> list[tuple[AssertionRec, str]]:
    """Every assertion of a case with a sentence on what carries it, the least carried first."""
    lines = analyse_all(graph)
    ranked = sorted(
        graph.assertions.values(), key=lambda each: (lines[each.id].lines, int(each.id.removeprefix("AS")))
    )
    return [(assertion, headline(graph, lines[assertion.id])) for assertion in ranked]
