"""What the first page of a case shows, gathered in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from tracker.domain.access import Right, Viewer
from tracker.domain.records import AssertionRec, CaseGraph
from tracker.domain.scales import GradeScale, Outcome
from tracker.domain.timing import TimeVerdict
from tracker.services import analysis, look_again, reanchoring
from tracker.services.agreement import Given
from tracker.services.analysis import Conflict
from tracker.store.queries import case_home, grading_desk, track_record
from tracker.store.queries.rows import Rows


@dataclass(frozen=True, slots=True)
class Waiting:
    """Some work of one kind: how much, in words, and where it is done."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Listed:
    """An assertion in the list: what carries it, and how it turned out once that is known."""

    assertion: AssertionRec
    public_id: str
    sentence: str
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class CaseHome:
    """`more` counts the assertions that the page does not list."""

    assertions: Sequence[Listed]
    more: int
    conflicts: Sequence[Conflict]
    graph: CaseGraph
    ids: dict[str, str]
    queue: Sequence[Waiting]
    forecasts_due: Rows
    captures: Rows
    retracted: Rows
    reports: Rows


def read_home(session: Any, viewer: Viewer, case_pk: int, now: datetime) -> CaseHome:
    """The case as this viewer meets it."""
    graph = analysis.case_graph(session, viewer, case_pk)
    weakest = analysis.weakest_first(graph)
    ids = case_home.assertion_ids(session, case_pk)
    conflicts = analysis.conflicts(session, graph, case_pk)
    outcomes = {f"AS{row.number}": row.outcome for row in track_record.standing_outcomes(session, case_pk)}
    return CaseHome(
        assertions=[
            Listed(each, ids[each.id], sentence, outcomes.get(each.id))
            for each, sentence in weakest[: case_home.SHOWN]
        ],
        more=max(0, len(weakest) - case_home.SHOWN),
        conflicts=conflicts[: case_home.SHOWN],
        graph=graph,
        ids=ids,
        queue=_queue(session, viewer, case_pk, conflicts, ids),
        forecasts_due=case_home.forecasts_due(session, viewer, case_pk, now),
        captures=case_home.newest_captures(session, case_pk),
        retracted=case_home.retracted(session, case_pk),
        reports=case_home.newest_reports(session, case_pk),
    )


def _queue(
    session: Any, viewer: Viewer, case_pk: int, conflicts: Sequence[Conflict], ids: dict[str, str]
) -> list[Waiting]:
    """What waits for this viewer: first what nobody else can do for them."""
    found: list[tuple[int, str, str, str]] = []
    if viewer.may(Right.GRADE, case_pk):
        given = Given(session, viewer, case_pk)
        differing = sum(each.difference.is_open for each in given.compared())
        undecided = [each for each in conflicts if each.confirmed is None and _wants_a_decision(each)]
        statements, sources = (
            grading_desk.count_waiting(session, viewer, case_pk, scale)
            for scale in (GradeScale.CREDIBILITY, GradeScale.RELIABILITY)
        )
        pair = (
            url_for("assertions.show", public_id=ids[undecided[0].a], _anchor="conflicts")
            if undecided
            else ""
        )
        found += [
            (statements, "statement", "for you to grade", url_for("grading.index")),
            (sources, "source", "for you to grade", url_for("grading.sources")),
            (len(given.far_apart()), "grade", "worth a second opinion", url_for("grading.second_opinions")),
            (differing, "difference", "between analysts to settle", url_for("grading.differences")),
            (len(undecided), "pair", "of claims to judge: contradiction or update?", pair),
        ]
    if viewer.may(Right.RECORD, case_pk):
        changed = {each.row.pk for each in reanchoring.waiting(session, viewer, case_pk)}
        rest = "of yours whose words changed in a newer capture"
        found.append((len(changed), "statement", rest, url_for("captures.changed")))
    again = len(look_again.in_case(session, viewer, case_pk))
    found.append((again, "published version", "to look at again", url_for("reports.look_at_again")))
    return [
        Waiting(f"{count:,} {what}{'s' * (count != 1)} {rest}", address)
        for count, what, rest, address in found
        if count
    ]


def _wants_a_decision(conflict: Conflict) -> bool:
    """Whether somebody should say what a pair is: an update that the times make certain can wait."""
    return conflict.verdict is not TimeVerdict.UPDATE
