"""Reading grades: every one ever given to a thing, the newest first, with what superseded it.

In a case that grades blind, others' grades are left out while they are hidden from the viewer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam, select, union
from sqlalchemy.orm import Session, aliased

from tracker.domain.access import ABSENT, Right, Viewer, require
from tracker.domain.errors import NotFound
from tracker.domain.ids import is_public_id
from tracker.domain.scales import GradeScale
from tracker.store.models import Assertion, Finding, Grade, Report, Source, Statement, User
from tracker.store.queries.blindness import Shown, judging, shown
from tracker.store.queries.naming import label, shown_name, standing, stands_for
from tracker.store.queries.rows import AnyRow, AnySelect

_newer = aliased(Grade, name="newer")
_duplicate = aliased(Source, name="duplicate")
_VIEWER = bindparam("viewer", type_=Integer)
_GRADES = (
    select(
        *judging(_VIEWER),
        Grade.pk,
        Grade.public_id,
        Grade.scale,
        Grade.value,
        Grade.reason,
        Grade.topic,
        Grade.access,
        Grade.override_reason,
        Grade.is_adjudication,
        Grade.others_hidden,
        Grade.recorded_at,
        Grade.recorded_by_pk,
        Grade.statement_pk,
        Grade.source_pk,
        Grade.finding_pk,
        User.display_name.label("analyst"),
        label("AS", Assertion.number).label("assertion"),
        _newer.recorded_at.label("superseded_at"),
    )
    .outerjoin(User, User.pk == Grade.recorded_by_pk)
    .outerjoin(Assertion, Assertion.pk == Grade.assertion_pk)
    .outerjoin(_newer, _newer.supersedes_pk == Grade.pk)
    .order_by(Grade.recorded_at.desc(), Grade.pk.desc())
)


def grades_of_statement(session: Session, viewer: Viewer, statement: Any) -> Shown:
    """Every credibility grade of a statement, the newest first."""
    require(viewer, Right.READ, statement.case_pk)
    return _shown(session, viewer, Grade.statement_pk == statement.pk)


def grades_of_finding(session: Session, viewer: Viewer, finding: Any, scale: GradeScale) -> Shown:
    """Every likelihood, or every confidence, given to a finding, the newest first."""
    require(viewer, Right.READ, finding.case_pk)
    return _shown(session, viewer, (Grade.finding_pk == finding.pk) & (Grade.scale == scale))


def grades_of_source(session: Session, viewer: Viewer, case_pk: int, source_pk: int) -> Shown:
    """Every reliability grade of a source and of what was merged into it, the newest first."""
    require(viewer, Right.READ, case_pk)
    merged = select(Source.pk).where((Source.pk == source_pk) | (Source.merged_into_pk == source_pk))
    return _shown(session, viewer, Grade.source_pk.in_(merged))


def _shown(session: Session, viewer: Viewer, of: ColumnElement[bool]) -> Shown:
    return shown(viewer, session.execute(_GRADES.where(of), {"viewer": viewer.user_pk}))


def topics(session: Session, viewer: Viewer, case_pk: int) -> list[str]:
    """The topics for which sources of a case have been graded, so that one topic has one name."""
    require(viewer, Right.READ, case_pk)
    used = select(Grade.topic).where(Grade.case_pk == case_pk, Grade.topic.is_not(None))
    return [topic for topic in session.scalars(used.distinct().order_by(Grade.topic)) if topic]


def current_credibility(session: Session, viewer: Viewer, statement_pks: Iterable[int]) -> Shown:
    """The current grades of those statements, the oldest first."""
    keys = list(statement_pks)
    found = session.execute(
        select(
            *judging(viewer),
            Grade.statement_pk,
            Grade.scale,
            Grade.value,
            Grade.is_adjudication,
            Grade.assertion_pk,
            label("AS", Assertion.number).label("assertion"),
        )
        .outerjoin(_newer, _newer.supersedes_pk == Grade.pk)
        .outerjoin(Assertion, Assertion.pk == Grade.assertion_pk)
        .where(Grade.statement_pk.in_(keys), _newer.pk.is_(None))
        .order_by(Grade.recorded_at, Grade.pk)
    )
    return shown(viewer, found)


def get_target(session: Session, viewer: Viewer, scale: GradeScale, public_id: str) -> AnyRow:
    """What is to be graded on that scale: pk, case_pk, public_id, label, text, and where it belongs."""
    row = None
    if is_public_id(public_id):
        row = session.execute(_TARGETS[scale].where(_TARGET_ID[scale] == public_id)).first()
    if row is None:
        raise NotFound(ABSENT)
    require(viewer, Right.READ, row.case_pk)
    return row


def given_to(statement_pks: Any, source_pks: Any) -> ColumnElement[bool]:
    """The condition for a grade of those statements, of those sources, or of what was merged into these.

    Both are keys or a query of keys. Three questions, as no index answers an OR of them.
    """
    merged = select(_duplicate.pk).where(_duplicate.merged_into_pk.in_(source_pks))
    return Grade.pk.in_(
        union(
            select(Grade.pk).where(Grade.statement_pk.in_(statement_pks)),
            select(Grade.pk).where(Grade.source_pk.in_(source_pks)),
            select(Grade.pk).where(Grade.source_pk.in_(merged)),
        )
    )


_recorded, _voice = standing("voice")
_SOURCE: AnySelect = (
    select(
        _voice.pk,
        _voice.case_pk,
        _voice.public_id,
        label("SRC", _voice.number).label("label"),
        shown_name(_voice).label("text"),
        _voice.descriptor.label("detail"),
        _voice.public_id.label("whole_id"),
        _voice.withdrawn_at,
    )
    .select_from(_recorded)
    .join(_voice, stands_for(_recorded, _voice))
)
_STATEMENT: AnySelect = (
    select(
        Statement.pk,
        Statement.case_pk,
        Statement.public_id,
        label("ST", Statement.number).label("label"),
        Statement.gist.label("text"),
        shown_name(_voice).label("detail"),
        _voice.pk.label("source_pk"),
        _voice.public_id.label("source_id"),
        Statement.public_id.label("whole_id"),
        Statement.withdrawn_at,
    )
    .join(_recorded, _recorded.pk == Statement.source_pk)
    .join(_voice, stands_for(_recorded, _voice))
)
_FINDING: AnySelect = select(
    Finding.pk,
    Report.case_pk,
    Finding.public_id,
    label("F", Finding.number).label("label"),
    Finding.text,
    (label("R", Report.number) + " " + Report.title).label("detail"),
    Report.public_id.label("whole_id"),
    Finding.withdrawn_at,
).join(Report, Report.pk == Finding.report_pk)
_TARGETS = {
    GradeScale.RELIABILITY: _SOURCE,
    GradeScale.CREDIBILITY: _STATEMENT,
    GradeScale.LIKELIHOOD: _FINDING,
    GradeScale.CONFIDENCE: _FINDING,
}
_TARGET_ID: dict[GradeScale, ColumnElement[str] | Any] = {
    GradeScale.RELIABILITY: _recorded.public_id,
    GradeScale.CREDIBILITY: Statement.public_id,
    GradeScale.LIKELIHOOD: Finding.public_id,
    GradeScale.CONFIDENCE: Finding.public_id,
}
