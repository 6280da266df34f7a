"""What if something in a case is wrong: the answer, which reads only, and withdrawing it for that reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from tracker.domain.access import Right, Viewer, require
from tracker.domain.errors import Conflict, DomainError
from tracker.domain.independence import Lines, analyse_all
from tracker.domain.records import CaseGraph
from tracker.domain.relay_graph import by_label
from tracker.domain.what_if import (
    Held,
    Hinge,
    Outcome,
    TakenAway,
    hinges,
    lost,
    once_withdrawn,
    what_if,
)
from tracker.domain.what_if_words import reasons, verdict
from tracker.services import analysis, audit, revisions
from tracker.services.assembly import Assembly
from tracker.services.lookup import required
from tracker.services.what_if_picks import Kind, Picked, Picks
from tracker.store.queries import what_if as queries
from tracker.store.queries.graph import Subgraph
from tracker.store.queries.rows import AnyRow, Rows

_CHANGED = (
    "Somebody changed the case meanwhile: what would be withdrawn is no longer what you saw. Nothing was "
    "withdrawn. Look at the list as it is now, then confirm it again."
)


@dataclass(frozen=True, slots=True)
class Leaning:
    """A finding, or a published version, that rests on what changes, and why."""

    row: AnyRow
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What would change, in a sentence and in detail."""

    picks: Picks
    outcome: Outcome
    findings: tuple[Leaning, ...]
    versions: tuple[Leaning, ...]

    @property
    def verdict(self) -> str:
        versions = [f"version {each.row.number} of {each.row.report_label}" for each in self.versions]
        return verdict(self.outcome, self.picks.begin, findings=len(self.findings), versions=versions)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What withdrawing the picks would withdraw, and how every assertion of the case is carried then.

    `seal` stands for exactly these records: whoever confirms it has seen them.
    """

    picks: Picks
    statements: Rows
    held: tuple[Picked, ...]
    graph: CaseGraph
    before: Mapping[str, Lines]
    after: Mapping[str, Lines]
    thought: Outcome

    @property
    def labels(self) -> list[str]:
        """Of everything that is withdrawn, documents and captures first."""
        return [*(each.label for each in self.held), *(row.label for row in self.statements)]

    @property
    def seal(self) -> str:
        return " ".join(self.labels)

    @property
    def changed(self) -> list[str]:
        """The assertions that are carried otherwise then, or were said to be."""
        shown = {change.before.assertion for change in self.thought.changes}
        return [
            label
            for label, lines in self.before.items()
            if label in shown or lines.lines != self.after[label].lines
        ]

    @property
    def staying(self) -> list[str]:
        """Statements that only came through the hands of a source, and are not withdrawn with its own."""
        return sorted(self.thought.gone.difference(self.labels), key=by_label)

    @property
    def differs(self) -> bool:
        """Whether somewhere more is left than “what if” says."""
        return any(self.after[label].lines != self.thought.after[label].lines for label in self.before)


def most_hangs_on(session: Session, viewer: Viewer, case_pk: int) -> tuple[CaseGraph, tuple[Hinge, ...]]:
    """The case, and the sources on which most of it hangs: what is worth asking about first."""
    graph = analysis.case_graph(session, viewer, case_pk)
    return graph, hinges(analyse_all(graph))


def ask(session: Session, viewer: Viewer, case_pk: int, picks: Picks) -> Answer:
    """What would change without what was picked. Reads only."""
    graph = analysis.case_graph(session, viewer, case_pk)
    outcome = what_if(graph, _taken(session, case_pk, picks))
    findings = queries.findings(session, case_pk)
    cited: dict[int, list[AnyRow]] = defaultdict(list)
    for row in queries.citations(session, case_pk):
        cited[row.finding_pk].append(row)
    return Answer(
        picks,
        outcome,
        tuple(_leaning(outcome, findings, cited)),
        tuple(_published(outcome, queries.versions(session, case_pk), findings, cited)),
    )


def plan(session: Session, viewer: Viewer, case_pk: int, picks: Picks) -> Withdrawal:
    """Exactly what withdrawing the picks would withdraw, for somebody who may. Reads only."""
    require(viewer, Right.RECORD, case_pk)
    graph = analysis.case_graph(session, viewer, case_pk)
    taken = _taken(session, case_pk, picks)
    only = replace(taken, sources=frozenset())  # what a source only passed on or signed is not withdrawn
    thought = what_if(graph, taken)
    return Withdrawal(
        picks,
        statements=_to_withdraw(session, case_pk, only.statements),
        held=tuple(each for each in picks.found if each.kind in (Kind.D, Kind.E) and not each.is_withdrawn),
        graph=graph,
        before=thought.before,
        after=analyse_all(once_withdrawn(graph, only)),
        thought=thought,
    )


def withdraw(
    session: Session,
    case_pk: int,
    picks: Picks,
    reason: str | None,
    *,
    seal: str | None,
    by: Viewer,
    now: datetime,
) -> Withdrawal:
    """Withdraw the documents and captures picked, what the sources said, and what stands nowhere else.

    Each record is withdrawn by itself, with the same reason, so that each can be restored. `Conflict` where
    that would not be what `seal` stands for.
    """
    planned = plan(session, by, case_pk, picks)
    why = required(reason, "Say why this is withdrawn.", field="reason")
    if seal is not None and seal != planned.seal:
        raise Conflict(_CHANGED)
    if not planned.labels:
        raise DomainError("There is nothing left to withdraw.")
    try:
        with session.begin_nested():
            for row in planned.statements:
                revisions.withdraw(session, Kind.ST.value, row.public_id, why, by=by, now=now)
            for each in planned.held:
                revisions.withdraw(session, each.kind.value, each.row.public_id, why, by=by, now=now)
    except StaleDataError as exc:  # corrected or withdrawn while this was going on
        raise Conflict(_CHANGED) from exc
    for each in picks.found:
        if each.kind is Kind.SRC:
            audit.record(
                session,
                "what it said was withdrawn",
                Kind.SRC.value,
                each.row.public_id,
                by=by,
                now=now,
                case_pk=case_pk,
                reason=why,
                withdrawn=planned.labels,
            )
    return planned


def _taken(session: Session, case_pk: int, picks: Picks) -> TakenAway:
    of = defaultdict(list)
    for each in picks.found:
        of[each.kind].append(each)
    held = _lost(session, case_pk, of[Kind.D], of[Kind.E])
    said = queries.said_by(session, [each.row.pk for each in of[Kind.SRC]])
    return replace(
        held,
        sources=frozenset(each.label for each in of[Kind.SRC]),
        statements=held.statements
        | {row.label for row in said}
        | {each.label for each in of[Kind.ST] if not each.is_withdrawn},
    )


def _lost(session: Session, case_pk: int, documents: list[Picked], captures: list[Picked]) -> TakenAway:
    """What the loss of documents and captures takes away, embedded posts with the page that holds them."""
    rows = queries.standing_in(
        session, [each.row.pk for each in documents], [each.row.pk for each in captures]
    )
    before = Subgraph(session, case_pk, [row.pk for row in rows])
    after = copy(before)
    lost_documents = {int(each.label.removeprefix("D")) for each in documents}
    lost_captures = {int(each.label.removeprefix("E")) for each in captures}
    after.anchors = [
        row
        for row in before.anchors
        if row.capture_number not in lost_captures
        and lost_documents.isdisjoint((row.document_number, row.own_number))
    ]
    asked = {row.pk for row in rows}
    return lost(_held(before, asked), _held(after, asked))


def _held(subgraph: Subgraph, statement_pks: Collection[int]) -> dict[str, Held]:
    assembly = Assembly(subgraph)
    passages: dict[int, int] = defaultdict(int)
    for row in subgraph.anchors:
        passages[row.statement_pk] += 1
    return {
        assembly.label_of[row.pk]: Held(passages[row.pk], assembly.is_entry(row), assembly.between(row))
        for row in subgraph.statements
        if row.pk in statement_pks
    }


def _to_withdraw(session: Session, case_pk: int, labels: Iterable[str]) -> Rows:
    numbers = [int(label.removeprefix("ST")) for label in labels]
    return [row for row in queries.statements(session, case_pk, numbers, ()) if row.withdrawn_at is None]


def _leaning(outcome: Outcome, findings: Rows, cited: Mapping[int, Sequence[AnyRow]]) -> Iterable[Leaning]:
    for row in findings:
        if row.withdrawn_at is None:
            cites = {each.label for each in cited.get(row.pk, ()) if each.withdrawn_at is None}
            if why := reasons(outcome, row.states, cites):
                yield Leaning(row, why)


def _published(
    outcome: Outcome, versions: Rows, findings: Rows, cited: Mapping[int, Sequence[AnyRow]]
) -> Iterable[Leaning]:
    """The versions with a finding that rested on it when they were frozen."""
    for version in versions:
        at = version.recorded_at
        why = [
            f"{row.label} {reason}"
            for row in findings
            if row.report_pk == version.report_pk and _stood(row, at)
            for reason in reasons(
                outcome, row.states, {each.label for each in cited.get(row.pk, ()) if _stood(each, at)}
            )
        ]
        if why:
            yield Leaning(version, tuple(why))


def _stood(row: Any, at: datetime) -> bool:
    return row.recorded_at <= at and (row.withdrawn_at is None or row.withdrawn_at > at)
