"""Reading reports: the list of a case, one report, one of its parts, and what was published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.domain.access import ABSENT, Right, Viewer, require
from tracker.domain.errors import NotFound
from tracker.domain.ids import is_public_id
from tracker.store.engine import folded, holds_text
from tracker.store.models import (
    Assertion,
    Citation,
    Comment,
    Finding,
    Report,
    ReportSection,
    ReportVersion,
    ReviewStep,
    Statement,
    User,
)
from tracker.store.queries.naming import label
from tracker.store.queries.protection import looking, shown_reason
from tracker.store.queries.rows import AnyRow, Rows, page_within

PAGE = 50
MOST_PAGES = 200
_writer = aliased(User, name="writer")
_withdrawer = aliased(User, name="withdrawer")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reports of a case a list shows."""

    q: str = ""
    withdrawn: str = "no"
    sort: str = "-number"
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list: which one it is, and how long the whole is."""

    rows: Rows
    total: int
    page: int


_findings = (
    select(func.count())
    .where(Finding.report_pk == Report.pk, Finding.withdrawn_at.is_(None))
    .scalar_subquery()
)
_versions = select(func.max(ReportVersion.number)).where(ReportVersion.report_pk == Report.pk)
_open_comments = (
    select(func.count())
    .where(Comment.report_pk == Report.pk, Comment.settled_at.is_(None), Comment.withdrawn_at.is_(None))
    .scalar_subquery()
)
_review = select(ReviewStep.state).where(ReviewStep.report_pk == Report.pk)
_last_published = select(func.max(ReportVersion.recorded_at)).where(ReportVersion.report_pk == Report.pk)
_BRIEF = (
    Report.pk,
    Report.case_pk,
    Report.public_id,
    Report.number,
    label("R", Report.number).label("label"),
    Report.title,
    Report.tlp,
    *Report.cut_off.columns,
    Report.recorded_at,
    Report.withdrawn_at,
    _writer.display_name.label("recorded_by"),
    _findings.label("findings"),
    _versions.scalar_subquery().label("last_version"),
    _last_published.scalar_subquery().label("published_at"),
    _review.order_by(ReviewStep.pk.desc()).limit(1).scalar_subquery().label("review_state"),
    _open_comments.label("open_comments"),
)
SORTS: dict[str, ColumnElement[Any] | Any] = {
    "number": Report.number,
    "title": folded(Report.title),
    "cut-off": Report.cut_off.earliest,
    "findings": _findings,
    "published": _last_published.scalar_subquery(),
}


def list_reports(session: Session, viewer: Viewer, case_pk: int, wanted: Wanted) -> Listed:
    """One page of the reports of a case."""
    require(viewer, Right.READ, case_pk)
    conditions = _conditions(case_pk, wanted)
    total = session.scalar(select(func.count(Report.pk)).where(*conditions)) or 0
    page = min(page_within(wanted.page, total, PAGE), MOST_PAGES)
    column = SORTS.get(wanted.sort.removeprefix("-"), Report.number)
    rows = session.execute(
        select(*_BRIEF)
        .outerjoin(_writer, _writer.pk == Report.recorded_by_pk)
        .where(*conditions)
        .order_by(
            column.is_(None),
            column.desc() if wanted.sort.startswith("-") else column,
            Report.number.desc(),
        )
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return Listed(rows, total, page)


def _conditions(case_pk: int, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Report.case_pk == case_pk]
    if wanted.withdrawn == "no":
        conditions.append(Report.withdrawn_at.is_(None))
    elif wanted.withdrawn == "only":
        conditions.append(Report.withdrawn_at.is_not(None))
    if wanted.q:
        own_label = folded(label("R", Report.number)) == folded(wanted.q)
        in_finding = select(Finding.report_pk).where(
            Finding.withdrawn_at.is_(None), holds_text(Finding.text, wanted.q)
        )
        texts = (Report.title, Report.bottom_line)
        conditions.append(
            or_(own_label, Report.pk.in_(in_finding), *(holds_text(text, wanted.q) for text in texts))
        )
    return conditions


def get_report(session: Session, viewer: Viewer, public_id: str) -> AnyRow:
    """One report with its own text; `NotFound` to strangers of its case."""
    row = None
    if is_public_id(public_id):
        row = session.execute(_REPORT.where(Report.public_id == public_id)).first()
    if row is None:
        raise NotFound(ABSENT)
    require(viewer, Right.READ, row.case_pk)
    return row


_REPORT = (
    select(
        *_BRIEF,
        Report.bottom_line,
        Report.what_would_change,
        Report.gaps,
        Report.method,
        Report.standard_of_proof,
        Report.version,
        Report.withdrawn_reason,
        _withdrawer.display_name.label("withdrawn_by"),
    )
    .outerjoin(_writer, _writer.pk == Report.recorded_by_pk)
    .outerjoin(_withdrawer, _withdrawer.pk == Report.withdrawn_by_pk)
)


def get_finding(session: Session, report: Any, public_id: str) -> AnyRow:
    """One finding of a report that `get_report` has answered."""
    row = None
    if is_public_id(public_id):
        row = session.execute(
            select(
                Finding.pk,
                Finding.public_id,
                label("F", Finding.number).label("label"),
                Finding.text,
                Finding.version,
                Finding.withdrawn_at,
                Finding.withdrawn_reason,
                label("AS", Assertion.number).label("assertion_label"),
                Assertion.text.label("assertion_text"),
            )
            .outerjoin(Assertion, Assertion.pk == Finding.assertion_pk)
            .where(Finding.public_id == public_id, Finding.report_pk == report.pk)
        ).first()
    if row is None:
        raise NotFound("There is no such finding in this report.")
    return row


def get_section(session: Session, report: Any, public_id: str) -> AnyRow:
    """One section of a report that `get_report` has answered."""
    row = None
    if is_public_id(public_id):
        row = session.execute(
            select(
                ReportSection.pk,
                ReportSection.public_id,
                label("P", ReportSection.number).label("label"),
                ReportSection.title,
                ReportSection.text,
                ReportSection.version,
                ReportSection.withdrawn_at,
                ReportSection.withdrawn_reason,
            ).where(ReportSection.public_id == public_id, ReportSection.report_pk == report.pk)
        ).first()
    if row is None:
        raise NotFound("There is no such section in this report.")
    return row


def get_citation(session: Session, viewer: Viewer, finding: Any, public_id: str) -> AnyRow:
    """One citation of a finding that `get_finding` has answered."""
    row = None
    if is_public_id(public_id):
        row = session.execute(
            select(
                Citation.public_id,
                shown_reason(Citation),
                label("ST", Statement.number).label("statement_label"),
                Statement.gist,
            )
            .join(Statement, Statement.pk == Citation.statement_pk)
            .where(Citation.public_id == public_id, Citation.finding_pk == finding.pk),
            looking(viewer),
        ).first()
    if row is None:
        raise NotFound("There is no such citation in this finding.")
    return row
