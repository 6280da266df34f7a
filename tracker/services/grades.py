"""Grades: every one is a new row with a reason; a new one supersedes the same analyst's earlier one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from tracker.domain.access import Right, Viewer
from tracker.domain.credibility import needs_reason, override_words, warranted
from tracker.domain.errors import DomainError
from tracker.domain.independence import Lines, analyse
from tracker.domain.records import CaseGraph
from tracker.domain.scales import Credibility, GradeScale, Stance
from tracker.services import analysis, audit
from tracker.services.lookup import case_pk_of, get, in_case, required
from tracker.services.sources import standing
from tracker.store.models import Assertion, Case, Conveys, Finding, Grade, Source, Statement, User
from tracker.store.queries.blindness import are_others_hidden
from tracker.store.queries.track_record import known_topic


@dataclass(frozen=True, slots=True)
class GradeIt:
    """`target` is the public id of a source (reliability, for a topic), a statement (credibility, for an
    assertion where it conveys several) or a finding (likelihood, confidence). An adjudication is given
    through `services.adjudication`, which asks who may. `override_reason` is needed where the count of
    independent sources does not allow the grade, and kept only there.
    """

    scale: GradeScale
    target: str
    value: str
    reason: str | None
    topic: str | None = None
    access: str | None = None
    assertion: str | None = None
    override_reason: str | None = None
    is_adjudication: bool = False


def grade(
    session: Session,
    command: GradeIt,
    *,
    by: Viewer,
    now: datetime,
    graph_of: Callable[[int], CaseGraph] | None = None,
) -> Grade:
    """Store a grade; the analyst's own current one for the same thing is superseded by it.

    `graph_of` is asked for the graph of the case when the lines are to be counted: whoever stores many grades
    reads it once.
    """
    reason = required(command.reason, "Say what the grade rests on.", field="reason")
    if command.value not in [term.value for term in command.scale.values]:
        raise DomainError("Choose one of the grades of this scale.", field="value")
    made = Grade(
        scale=command.scale,
        value=command.value,
        reason=reason,
        is_adjudication=command.is_adjudication,
        recorded_at=now,
        recorded_by_pk=by.user_pk,
    )
    target = _aim(session, made, command, by)
    # Whoever settles a difference has read both sides.
    made.others_hidden = not made.is_adjudication and are_others_hidden(session, by, made)
    made.override_reason = _override(session, made, command.override_reason, by, graph_of)
    if not made.is_adjudication:  # whoever settles holds the case already
        _one_at_a_time(session, made.case_pk, by)
    made.supersedes_pk = _superseded(session, made)
    session.add(made)
    session.flush()
    audit.record(
        session,
        "settled" if made.is_adjudication else "graded",
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


@dataclass(frozen=True, slots=True)
class Behind:
    """What is counted for the information of a statement, in one of the assertions it speaks of."""

    assertion: str
    text: str
    stance: Stance
    lines: Lines

    def needs_reason(self, entered: Credibility) -> bool:
        """Whether that grade says more than the count of independent sources allows."""
        return needs_reason(entered, warranted(self.stance, self.lines.suggested))


def behind(
    session: Session,
    viewer: Viewer,
    statement_pk: int,
    case_pk: int,
    graph_of: Callable[[int], CaseGraph] | None = None,
) -> tuple[Behind, ...]:
    """What is counted for each assertion a statement conveys, in the order they were recorded."""
    conveyed = session.execute(
        select(Assertion.number, Assertion.text, Conveys.stance)
        .join(Assertion, Assertion.pk == Conveys.assertion_pk)
        .where(
            Conveys.statement_pk == statement_pk,
            Conveys.withdrawn_at.is_(None),
            Assertion.withdrawn_at.is_(None),
        )
        .order_by(Conveys.pk)
    ).all()
    graph = graph_of(case_pk) if graph_of else analysis.case_graph(session, viewer, case_pk)
    return tuple(
        Behind(f"AS{row.number}", row.text, row.stance, analyse(graph, f"AS{row.number}")) for row in conveyed
    )


def _override(
    session: Session,
    made: Grade,
    given: str | None,
    by: Viewer,
    graph_of: Callable[[int], CaseGraph] | None,
) -> str | None:
    """The reason for a grade that the count does not allow; `DomainError` where it is missing."""
    if made.statement_pk is None or made.value != Credibility.CONFIRMED:
        return None
    graded = session.get(Assertion, made.assertion_pk) if made.assertion_pk else None
    counted = behind(session, by, made.statement_pk, made.case_pk, graph_of)
    found = next((each for each in counted if graded and each.assertion == graded.label), None)
    if found is not None and not found.needs_reason(Credibility(made.value)):
        return None
    codes = session.get_one(Case, made.case_pk).shows_codes
    return required(given, override_words(codes=codes), field="override_reason")


def _aim(session: Session, made: Grade, command: GradeIt, by: Viewer) -> str:
    if command.scale is GradeScale.RELIABILITY:
        source = standing(session, get(session, Source, command.target, by, Right.GRADE))
        _refuse_withdrawn(source)
        made.case_pk, made.source_pk = source.case_pk, source.pk
        # One topic has one spelling; what is settled has the one of the grades it settles.
        spelt = (
            command.topic if command.is_adjudication else known_topic(session, source.case_pk, command.topic)
        )
        made.topic, made.access = spelt, command.access
        return source.public_id
    if command.scale is GradeScale.CREDIBILITY:
        statement = get(session, Statement, command.target, by, Right.GRADE)
        _refuse_withdrawn(statement)
        made.case_pk, made.statement_pk = statement.case_pk, statement.pk
        made.assertion_pk = _conveyed(session, statement, command.assertion)
        return statement.public_id
    finding = get(session, Finding, command.target, by, Right.GRADE)
    _refuse_withdrawn(finding)
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


def _refuse_withdrawn(target: Source | Statement | Finding) -> None:
    if target.is_withdrawn:
        raise DomainError(f"{target.label} was withdrawn. Restore it before grading it.")


def _one_at_a_time(session: Session, case_pk: int, by: Viewer) -> None:
    """Wait for a settlement that is being stored, which has not seen this grade, and for a grade of the same
    hand, which this one has to find and supersede.
    """
    session.execute(select(Case.pk).where(Case.pk == case_pk).with_for_update(read=True, key_share=True))
    session.execute(select(User.pk).where(User.pk == by.user_pk).with_for_update(key_share=True))


def _superseded(session: Session, made: Grade) -> int | None:
    """The analyst's own current grade of the same thing; of an adjudication the current one, by anybody."""
    newer = aliased(Grade)
    of_whom = () if made.is_adjudication else (Grade.recorded_by_pk == made.recorded_by_pk,)
    return session.scalar(
        select(Grade.pk)
        .outerjoin(newer, newer.supersedes_pk == Grade.pk)
        .where(
            newer.pk.is_(None),
            Grade.scale == made.scale,
            Grade.is_adjudication == made.is_adjudication,
            *of_whom,
            Grade.source_pk == made.source_pk if made.source_pk else Grade.source_pk.is_(None),
            Grade.statement_pk == made.statement_pk if made.statement_pk else Grade.statement_pk.is_(None),
            Grade.assertion_pk == made.assertion_pk if made.assertion_pk else Grade.assertion_pk.is_(None),
            Grade.finding_pk == made.finding_pk if made.finding_pk else Grade.finding_pk.is_(None),
            Grade.topic == made.topic if made.topic else Grade.topic.is_(None),
        )
        .order_by(Grade.pk.desc())
        .limit(1)
    )
