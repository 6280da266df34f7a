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
from tracker.domain.timing import Judgement, TimeVerdict, compare
from tracker.services.assembly import Assembly
from tracker.store.models import (
    Assertion,
    AssertionLink,
    Case,
    ConfirmedVerdict,
    RestsOn,
    Statement,
    User,
)
from tracker.store.queries.graph import Subgraph

_on = aliased(Statement, name="on_statement")
_one, _other = aliased(Assertion, name="one_assertion"), aliased(Assertion, name="other_assertion")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What an analyst decided on an incompatible pair, and why; `by` is the name others read."""

    verdict: TimeVerdict
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two assertions an analyst called incompatible, what their times say, and what was confirmed."""

    a: str
    b: str
    reason: str
    times: Judgement
    confirmed: Confirmed | None

    @property
    def verdict(self) -> TimeVerdict:
        """What everything else goes by: the confirmed verdict, and otherwise that of the times."""
        return self.confirmed.verdict if self.confirmed else self.times.verdict

    @property
    def why(self) -> str:
        """Why, as a clause without a full stop."""
        if self.confirmed is None:
            return self.times.why
        said = f"confirmed by {self.confirmed.by}: {self.confirmed.reason.rstrip('.')}"
        if self.times.verdict is self.confirmed.verdict:
            return f"{said} ({self.times.why})"
        return f"{said} (their times alone would say: {self.times.verdict}, as {self.times.why})"


def case_graph(session: Session, viewer: Viewer, case_pk: int) -> CaseGraph:
    """The whole graph of a case, in a fixed number of queries."""
    require(viewer, Right.READ, case_pk)
    assertions = {
        f"AS{assertion.number}": AssertionRec(f"AS{assertion.number}", assertion.text, assertion.holds)
        for assertion in session.scalars(
            select(Assertion).where(Assertion.case_pk == case_pk, Assertion.withdrawn_at.is_(None))
        )
    }
    assembly = Assembly(Subgraph(session, case_pk))
    pairs = [
        pair for pair in _incompatible(session, case_pk) if pair.a in assertions and pair.b in assertions
    ]
    graph = assembly.case_graph(assertions, [(pair.a, pair.b) for pair in pairs])
    return replace(
        graph,
        rests_on=_rests_on(session, case_pk),
        confirmed={
            frozenset({pair.a, pair.b}): pair.confirmed.verdict
            for pair in pairs
            if pair.confirmed is not None
        },
        shows_codes=session.get_one(Case, case_pk).shows_codes,
    )


def _rests_on(session: Session, case_pk: int) -> dict[str, tuple[str, ...]]:
    """What each inference rests on, by the labels of either end."""
    rows = session.execute(
        select(Statement.number, Assertion.number, _on.number)
        .join(RestsOn, RestsOn.statement_pk == Statement.pk)
        .outerjoin(Assertion, Assertion.pk == RestsOn.assertion_pk)
        .outerjoin(_on, _on.pk == RestsOn.on_statement_pk)
        .where(Statement.case_pk == case_pk, Statement.withdrawn_at.is_(None), RestsOn.withdrawn_at.is_(None))
        .order_by(RestsOn.pk)
    )
    found: dict[str, tuple[str, ...]] = {}
    for number, assertion, statement in rows:
        label = f"ST{statement}" if assertion is None else f"AS{assertion}"
        found[f"ST{number}"] = (*found.get(f"ST{number}", ()), label)
    return found


def conflicts(session: Session, graph: CaseGraph, case_pk: int) -> list[Conflict]:
    """The incompatible pairs among the standing assertions of a case, each as it is judged."""
    return [
        Conflict(
            pair.a,
            pair.b,
            pair.reason,
            compare(graph.assertions[pair.a].holds, graph.assertions[pair.b].holds),
            pair.confirmed,
        )
        for pair in _incompatible(session, case_pk)
        if pair.a in graph.assertions and pair.b in graph.assertions
    ]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A standing link of two assertions that cannot both be true, by their labels."""

    a: str
    b: str
    reason: str
    confirmed: Confirmed | None


def _incompatible(session: Session, case_pk: int) -> list[_Pair]:
    rows = session.execute(
        select(
            _one.number.label("a"),
            _other.number.label("b"),
            AssertionLink.reason,
            ConfirmedVerdict.pk.label("verdict_pk"),
            ConfirmedVerdict.verdict,
            ConfirmedVerdict.reason.label("verdict_reason"),
            User.display_name.label("analyst"),
        )
        .join(_one, _one.pk == AssertionLink.from_pk)
        .join(_other, _other.pk == AssertionLink.to_pk)
        .outerjoin(
            ConfirmedVerdict,
            (ConfirmedVerdict.link_pk == AssertionLink.pk) & ConfirmedVerdict.withdrawn_at.is_(None),
        )
        .outerjoin(User, User.pk == ConfirmedVerdict.recorded_by_pk)
        .where(
            AssertionLink.case_pk == case_pk,
            AssertionLink.kind == AssertionLinkKind.INCOMPATIBLE,
            AssertionLink.withdrawn_at.is_(None),
        )
        .order_by(AssertionLink.pk)
    ).all()
    decided = sorted((row for row in rows if row.verdict_pk is not None), key=lambda row: row.verdict_pk)
    # Where a pair is linked twice, the latest verdict is that of the pair.
    confirmed = {
        frozenset({row.a, row.b}): Confirmed(row.verdict, row.analyst, row.verdict_reason) for row in decided
    }
    return [
        _Pair(f"AS{row.a}", f"AS{row.b}", row.reason, confirmed.get(frozenset({row.a, row.b})))
        for row in rows
    ]


def weakest_first(graph: CaseGraph) -> list[tuple[AssertionRec, str]]:
    """Every assertion of a case with a sentence on what carries it, the least carried first."""
    lines = analyse_all(graph)
    ranked = sorted(
        graph.assertions.values(), key=lambda each: (lines[each.id].lines, int(each.id.removeprefix("AS")))
    )
    return [(assertion, headline(graph, lines[assertion.id])) for assertion in ranked]
