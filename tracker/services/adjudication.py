"""Settling a difference between analysts, and grading many things at once.

A settlement is a grade of its own kind: it supersedes the settlement before it and nobody's own grade.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.access import Right, Viewer
from tracker.domain.errors import Conflict, DomainError, Forbidden, NotFound
from tracker.domain.scales import GradeScale
from tracker.services import analysis, audit, grades
from tracker.services.agreement import Given
from tracker.services.grades import GradeIt
from tracker.services.lookup import get
from tracker.services.sources import standing
from tracker.store.models import Case, Grade, Source, Statement
from tracker.store.queries.blindness import DIFFERENCE_READ

NO_DIFFERENCE = "There is nothing to settle: fewer than two analysts have graded this."
_MEANWHILE = (
    "Somebody graded this, or settled it, while you were writing. Your text is kept below: look at what is "
    "new, then save again."
)


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


def read_difference(
    session: Session, scale: GradeScale, public_id: str, *, by: Viewer, now: datetime
) -> Source | Statement:
    """Note that somebody who may settle a difference reads both sides before their own grade is in.

    What they give afterwards was not given blind (`store.queries.blindness`).
    """
    target = _target(session, scale, public_id, by)
    kind = "source" if isinstance(target, Source) else "statement"
    audit.record(session, DIFFERENCE_READ, kind, target.public_id, by=by, now=now, case_pk=target.case_pk)
    return target


def settle(
    session: Session, command: GradeIt, *, by: Viewer, now: datetime, seen: str | None = None
) -> Grade:
    """Say by which grade the case goes where its analysts differ. Their own grades stay as they are.

    `seen` is what `Compared.seen` was when the lead read them: `Conflict` where it is another by now. None
    does not ask.
    """
    target = _target(session, command.scale, command.target, by)
    part = command.topic if command.scale is GradeScale.RELIABILITY else command.assertion
    # Whoever grades in this case at this moment is waited for, and waits: no grade comes between.
    session.execute(select(Case.pk).where(Case.pk == target.case_pk).with_for_update())
    found = Given(session, by, target.case_pk).of(command.scale, target.public_id)
    item = next((each for each in found if each.part == part), None)
    if item is None or not item.difference.can_be_settled:
        raise DomainError(NO_DIFFERENCE)
    if seen is not None and seen != item.seen:
        raise Conflict(_MEANWHILE)
    return grades.grade(session, replace(command, is_adjudication=True), by=by, now=now)


def _target(session: Session, scale: GradeScale, public_id: str, by: Viewer) -> Source | Statement:
    if scale is GradeScale.RELIABILITY:
        return standing(session, get(session, Source, public_id, by, Right.MANAGE_CASE))
    return get(session, Statement, public_id, by, Right.MANAGE_CASE)
