"""Settling a difference between analysts, and grading many things at once.

A settlement is a grade of its own kind: it supersedes the settlement before it and nobody's own grade.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache

from sqlalchemy.orm import Session

from tracker.domain.access import Right, Viewer
from tracker.domain.errors import DomainError, Forbidden, NotFound
from tracker.domain.scales import GradeScale
from tracker.services import analysis, grades
from tracker.services.agreement import Given
from tracker.services.grades import GradeIt
from tracker.services.lookup import get
from tracker.services.sources import standing
from tracker.store.models import Grade, Source, Statement

NO_DIFFERENCE = "There is nothing to settle: fewer than two analysts have graded this."


class SomeRefused(DomainError):  # noqa: N818  like its kin
    """Several grades were sent together, and some cannot be stored: then none is. By place in the order."""

    def __init__(self, by_place: Mapping[int, DomainError]) -> None:
        number = len(by_place)
        super().__init__(
            "One grade cannot be stored, so none was."
            if number == 1
            else f"{number} grades cannot be stored, so none was."
        )
        self.by_place = by_place


def grade_together(
    session: Session, commands: Sequence[GradeIt], *, by: Viewer, now: datetime
) -> tuple[Grade, ...]:
    """Store all of these grades, or none: `SomeRefused` says what is wrong with which.

    The caller's transaction undoes those that were stored before one was refused.
    """
    made, refused = [], {}
    graph_of = cache(lambda case_pk: analysis.case_graph(session, by, case_pk))  # grades change no line
    for place, command in enumerate(commands):
        try:
            made.append(grades.grade(session, command, by=by, now=now, graph_of=graph_of))
        except (Forbidden, NotFound):
            raise
        except DomainError as error:
            refused[place] = error
    if refused:
        raise SomeRefused(refused)
    return tuple(made)


def settle(session: Session, command: GradeIt, *, by: Viewer, now: datetime) -> Grade:
    """Say by which grade the case goes where its analysts differ. Their own grades stay as they are."""
    target: Source | Statement
    if command.scale is GradeScale.RELIABILITY:
        target = standing(session, get(session, Source, command.target, by, Right.MANAGE_CASE))
        part = command.topic
    else:
        target = get(session, Statement, command.target, by, Right.MANAGE_CASE)
        part = command.assertion
    found = Given(session, by, target.case_pk).of(command.scale, target.public_id)
    if not any(each.part == part and each.difference.can_be_settled for each in found):
        raise DomainError(NO_DIFFERENCE)
    return grades.grade(session, replace(command, is_adjudication=True), by=by, now=now)
