"""Grades: every one is a new row with a reason; a new one supersedes the same analyst's earlier one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from tracker.domain.access import Right, Viewer
from tracker.domain.errors import DomainError
from tracker.domain.scales import GradeScale
from tracker.services import audit
from tracker.services.lookup import case_pk_of, get, in_case, required
from tracker.services.sources import standing
from tracker.store.models import Assertion, Conveys, Finding, Grade, Source, Statement


@dataclass(frozen=True, slots=True)
class GradeIt:
    """`target` is the public id of a source (reliability, for a topic), a statement (credibility, for an
    assertion where it conveys several) or a finding (likelihood, confidence).
    """

    scale: GradeScale
    target: str
    value: str
    reason: str | None
    topic: str | None = None
    access: str | None = None
    assertion: str | None = None
    others_hidden: bool = False


def grade(session: Session, command: GradeIt, *, by: Viewer, now: datetime) -> Grade:
    """Store a grade; the analyst's own current one for the same thing is superseded by it."""
    reason = required(command.reason, "Say what the grade rests on.", field="reason")
    if command.value not in [term.value for term in command.scale.values]:
        raise DomainError("Choose one of the grades of this scale.", field="value")
    made = Grade(
        scale=command.scale,
        value=command.value,
        reason=reason,
        others_hidden=command.others_hidden,
        recorded_at=now,
        recorded_by_pk=by.user_pk,
    )
    target = _aim(session, made, command, by)
    made.supersedes_pk = _own_current(session, made)
    session.add(made)
    session.flush()
    audit.record(
        session,
        "graded",
        command.scale.value,
        target,
        by=by,
        now=now,
        case_pk=made.case_pk,
        value=made.value,
        grade=made.public_id,
        supersedes=made.supersedes_pk is not None,
    )
    return made


def _aim(session: Session, made: Grade, command: GradeIt, by: Viewer) -> str:
    if command.scale is GradeScale.RELIABILITY:
        source = standing(session, get(session, Source, command.target, by, Right.GRADE))
        made.case_pk, made.source_pk = source.case_pk, source.pk
        made.topic, made.access = command.topic, command.access
        return source.public_id
    if command.scale is GradeScale.CREDIBILITY:
        statement = get(session, Statement, command.target, by, Right.GRADE)
        made.case_pk, made.statement_pk = statement.case_pk, statement.pk
        made.assertion_pk = _conveyed(session, statement, command.assertion)
        return statement.public_id
    finding = get(session, Finding, command.target, by, Right.GRADE)
    made.case_pk, made.finding_pk = case_pk_of(session, finding), finding.pk
    return finding.public_id


def _conveyed(session: Session, statement: Statement, assertion: str | None) -> int | None:
    conveyed = list(
        session.scalars(
            select(Conveys.assertion_pk)
            .where(Conveys.statement_pk == statement.pk, Conveys.withdrawn_at.is_(None))
            .order_by(Conveys.pk)
        )
    )
    if assertion:
        chosen = in_case(session, Assertion, assertion, statement.case_pk, field="assertion")
        if chosen.pk not in conveyed:
            raise DomainError(f"{statement.label} does not convey {chosen.label}.", field="assertion")
        return chosen.pk
    if len(conveyed) > 1:
        raise DomainError("Say for which assertion: this statement makes several claims.", field="assertion")
    return conveyed[0] if conveyed else None


def _own_current(session: Session, made: Grade) -> int | None:
    newer = aliased(Grade)
    return session.scalar(
        select(Grade.pk)
        .outerjoin(newer, newer.supersedes_pk == Grade.pk)
        .where(
            newer.pk.is_(None),
            Grade.scale == made.scale,
            Grade.recorded_by_pk == made.recorded_by_pk,
            Grade.source_pk == made.source_pk if made.source_pk else Grade.source_pk.is_(None),
            Grade.statement_pk == made.statement_pk if made.statement_pk else Grade.statement_pk.is_(None),
            Grade.assertion_pk == made.assertion_pk if made.assertion_pk else Grade.assertion_pk.is_(None),
            Grade.finding_pk == made.finding_pk if made.finding_pk else Grade.finding_pk.is_(None),
            Grade.topic == made.topic if made.topic else Grade.topic.is_(None),
        )
        .order_by(Grade.pk.desc())
        .limit(1)
    )
