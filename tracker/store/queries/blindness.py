"""Which grades a viewer is shown: the one place where the rule of `domain.blindness` meets the database.

Every query that reads grades selects `judging(viewer)` beside its own columns and returns what `shown`
leaves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Integer, Label, exists, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.domain.access import Viewer
from tracker.domain.blindness import hides_others, shows
from tracker.domain.scales import GradeScale
from tracker.store.models import AuditEvent, Case, Grade, Source, Statement
from tracker.store.queries.rows import AnyRow

DIFFERENCE_READ = "difference read"
"""What the trail says of somebody who read what others gave before their own grade was in."""

_own = aliased(Grade, name="own_grade")
_graded = aliased(Source, name="graded_source")
_duplicate = aliased(Source, name="duplicate_source")
_TARGET = {
    GradeScale.RELIABILITY: "source_pk",
    GradeScale.CREDIBILITY: "statement_pk",
    GradeScale.LIKELIHOOD: "finding_pk",
    GradeScale.CONFIDENCE: "finding_pk",
}


@dataclass(frozen=True, slots=True)
class Hidden:
    """A current grade that is hidden: what it is of, and nothing of what it says."""

    scale: GradeScale
    target_pk: int


@dataclass(frozen=True, slots=True)
class Shown:
    """The grades a viewer is shown, in their order, and what is hidden for now."""

    rows: list[AnyRow] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)

    def hidden_of(self, scale: GradeScale, target_pk: int) -> int:
        """How many current grades of one thing are hidden."""
        return self.hidden.count(Hidden(scale, target_pk))


def judging(viewer: Viewer | Any) -> tuple[Label[Any], ...]:
    """The columns `shown` asks for besides the scale and the target's key; `viewer` is a viewer, or a bound
    parameter that holds the account's key.
    """
    user_pk = viewer.user_pk if isinstance(viewer, Viewer) else viewer
    is_blind = select(Case.grades_are_blind).where(Case.pk == Grade.case_pk).scalar_subquery()
    return (
        Grade.case_pk.label("graded_case_pk"),
        Grade.recorded_by_pk.label("graded_by_pk"),
        is_blind.label("is_blind"),
        _own_of(Grade, user_pk).label("own_is_in"),
    )


def shown(viewer: Viewer, rows: Iterable[AnyRow]) -> Shown:
    """What the viewer may see of these grades; superseded ones that are hidden are not counted."""
    found = Shown()
    for row in rows:
        visible = shows(
            viewer,
            row.graded_case_pk,
            is_blind=row.is_blind,
            own_is_in=row.own_is_in,
            by_pk=row.graded_by_pk,
        )
        if visible:
            found.rows.append(row)
        elif getattr(row, "superseded_at", None) is None:
            found.hidden.append(Hidden(row.scale, getattr(row, _TARGET[row.scale])))
    return found


def are_others_hidden(session: Session, viewer: Viewer, made: Grade) -> bool:
    """Whether others' grades of what `made` grades are hidden from the viewer, before it is stored."""
    case = session.get_one(Case, made.case_pk)
    own_is_in = bool(session.scalar(select(_own_of(_Aim.of(made), viewer.user_pk))))
    if not hides_others(viewer, made.case_pk, is_blind=case.grades_are_blind, own_is_in=own_is_in):
        return False
    return not has_read_others(session, viewer, made.scale, made.source_pk or made.statement_pk)


def has_read_others(session: Session, viewer: Viewer, scale: GradeScale, target_pk: int | None) -> bool:
    """Whether the viewer has read, in order to settle it, what others gave to a source or a statement."""
    table: Any = Source if scale is GradeScale.RELIABILITY else Statement
    is_it = table.pk == target_pk
    if table is Source:
        is_it |= table.merged_into_pk == target_pk
    noted = select(AuditEvent.seq).where(
        AuditEvent.object_kind == table.__name__.lower(),
        AuditEvent.object_id.in_(session.scalars(select(table.public_id).where(is_it)).all()),
        AuditEvent.actor_pk == viewer.user_pk,
        AuditEvent.action == DIFFERENCE_READ,
    )
    return session.scalar(noted.limit(1)) is not None


@dataclass(frozen=True, slots=True)
class _Aim:
    """What a grade that is not stored yet is of, as values that a query compares with."""

    scale: Any
    source_pk: Any
    statement_pk: Any
    assertion_pk: Any
    finding_pk: Any

    @classmethod
    def of(cls, made: Grade) -> _Aim:
        # Bound values, so that a missing one equals nothing instead of everything that is missing.
        keys = (made.source_pk, made.statement_pk, made.assertion_pk, made.finding_pk)
        return cls(made.scale, *(literal(key, Integer) for key in keys))


def _own_of(grade: type[Grade] | _Aim, user_pk: Any) -> ColumnElement[bool]:
    """Whether that account has graded the same thing, as `domain.blindness` understands it."""
    source_pk = _standing_source(grade)
    merged = select(_duplicate.pk).where(_duplicate.merged_into_pk == source_pk)
    same_assertion = or_(
        _own.assertion_pk == grade.assertion_pk,
        _own.assertion_pk.is_(None),
        grade.assertion_pk.is_(None),
    )
    return exists(
        select(_own.pk).where(
            _own.recorded_by_pk == user_pk,
            _own.scale == grade.scale,
            or_(
                _own.finding_pk == grade.finding_pk,
                (_own.statement_pk == grade.statement_pk) & same_assertion,
                _own.source_pk == source_pk,
                _own.source_pk.in_(merged),
            ),
        )
    )


def _standing_source(grade: type[Grade] | _Aim) -> Any:
    """The source a grade is of, or what that was merged into."""
    return (
        select(func.coalesce(_graded.merged_into_pk, _graded.pk))
        .where(_graded.pk == grade.source_pk)
        .correlate(Grade)
        .scalar_subquery()
    )
