"""What was said and checked about a report before it was published: comments, review, ticks.

Every function takes the key of a report that the viewer was shown to be allowed to read.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select, union
from sqlalchemy.orm import Session, aliased

from tracker.domain.errors import NotFound
from tracker.domain.ids import is_public_id
from tracker.store.models import (
    Anchor,
    Capture,
    Comment,
    Document,
    Finding,
    FindingCheck,
    Grade,
    Passage,
    Report,
    ReportSection,
    ReviewStep,
    Revision,
    SetAsideRemark,
    Statement,
    User,
)
from tracker.store.queries.columns import PASSAGE
from tracker.store.queries.naming import label
from tracker.store.queries.rows import AnyRow, AnySelect, Rows

_settler = aliased(User, name="settler")
_withdrawer = aliased(User, name="withdrawer")


def steps(session: Session, report_pk: int) -> Rows:
    """Every step of a report's review, the newest first; without the texts that are kept with them."""
    return session.execute(
        select(
            ReviewStep.public_id,
            ReviewStep.state,
            ReviewStep.note,
            ReviewStep.digest,
            ReviewStep.recorded_at,
            ReviewStep.recorded_by_pk,
            User.display_name.label("by"),
        )
        .outerjoin(User, User.pk == ReviewStep.recorded_by_pk)
        .where(ReviewStep.report_pk == report_pk)
        .order_by(ReviewStep.pk.desc())
    ).all()


def kept_with(session: Session, step_id: str) -> str | None:
    """The text that is kept with a step."""
    return session.scalar(select(ReviewStep.content).where(ReviewStep.public_id == step_id))


def writers(session: Session, report_pk: int) -> set[int | None]:
    """The accounts that began a report, wrote or corrected one of its parts; None for the command line."""
    wrote: list[AnySelect] = []
    for kind, model, of_report in (
        ("report", Report, Report.pk),
        ("finding", Finding, Finding.report_pk),
        ("section", ReportSection, ReportSection.report_pk),
    ):
        wrote.append(select(model.recorded_by_pk).where(of_report == report_pk))
        parts = select(model.pk).where(of_report == report_pk)
        wrote.append(
            select(Revision.superseded_by_pk).where(Revision.kind == kind, Revision.record_pk.in_(parts))
        )
    return set(session.scalars(union(*wrote)))


def judged_since(session: Session, report_pk: int, moment: datetime) -> list[str]:
    """The labels of the findings whose likelihood or confidence was graded after that."""
    return list(
        session.scalars(
            select(label("F", Finding.number))
            .join(Grade, Grade.finding_pk == Finding.pk)
            .where(Finding.report_pk == report_pk, Grade.recorded_at > moment)
            .group_by(Finding.pk, Finding.number, Finding.position)
            .order_by(Finding.position, Finding.pk)
        )
    )


def set_aside_since(session: Session, report_pk: int, moment: datetime) -> int:
    """How many decisions on remarks on a report's wording were made or taken back after that."""
    return session.scalars(
        select(func.count(SetAsideRemark.pk)).where(
            SetAsideRemark.report_pk == report_pk,
            or_(SetAsideRemark.recorded_at > moment, SetAsideRemark.withdrawn_at > moment),
        )
    ).one()


def comments(session: Session, report_pk: int) -> Rows:
    """Every comment on a report and its parts, the open ones first, of these the oldest."""
    return session.execute(
        _COMMENT.where(Comment.report_pk == report_pk).order_by(
            Comment.withdrawn_at.is_not(None), Comment.settled_at.is_not(None), Comment.pk
        )
    ).all()


def get_comment(session: Session, report: Any, public_id: str) -> AnyRow:
    """One comment on a report that `reports.get_report` has answered."""
    row = None
    if is_public_id(public_id):
        row = session.execute(
            _COMMENT.where(Comment.public_id == public_id, Comment.report_pk == report.pk)
        ).first()
    if row is None:
        raise NotFound("There is no such comment on this report.")
    return row


_COMMENT = (
    select(
        Comment.public_id,
        Comment.quoted,
        Comment.text,
        Comment.recorded_at,
        Comment.settled_at,
        Comment.withdrawn_at,
        Comment.withdrawn_reason,
        func.coalesce(label("F", Finding.number), label("P", ReportSection.number)).label("about"),
        User.display_name.label("by"),
        _settler.display_name.label("settled_by"),
        _withdrawer.display_name.label("withdrawn_by"),
    )
    .outerjoin(Finding, Finding.pk == Comment.finding_pk)
    .outerjoin(ReportSection, ReportSection.pk == Comment.section_pk)
    .outerjoin(User, User.pk == Comment.recorded_by_pk)
    .outerjoin(_settler, _settler.pk == Comment.settled_by_pk)
    .outerjoin(_withdrawer, _withdrawer.pk == Comment.withdrawn_by_pk)
)


def set_aside(session: Session, report_pk: int) -> Rows:
    """What was set aside of the remarks on a report's wording, also where its words have changed since."""
    return session.execute(
        _SET_ASIDE.where(SetAsideRemark.report_pk == report_pk, SetAsideRemark.withdrawn_at.is_(None))
    ).all()


def get_set_aside(session: Session, report: Any, public_id: str) -> AnyRow:
    """One of them, taken back or not, of a report that `reports.get_report` has answered."""
    row = None
    if is_public_id(public_id):
        row = session.execute(
            _SET_ASIDE.where(SetAsideRemark.public_id == public_id, SetAsideRemark.report_pk == report.pk)
        ).first()
    if row is None:
        raise NotFound("There is no such remark on this report.")
    return row


_SET_ASIDE = (
    select(
        SetAsideRemark.public_id,
        SetAsideRemark.digest,
        SetAsideRemark.place,
        SetAsideRemark.sentence,
        SetAsideRemark.reason,
        SetAsideRemark.recorded_at,
        SetAsideRemark.withdrawn_at,
        User.display_name.label("by"),
    )
    .outerjoin(User, User.pk == SetAsideRemark.recorded_by_pk)
    .order_by(SetAsideRemark.pk)
)


def parts(session: Session, report_pk: int) -> Rows:
    """The standing findings and sections of a report in their order: label, public id and first words."""
    found: list[AnyRow] = []
    for letter, model, words in (("F", Finding, Finding.text), ("P", ReportSection, ReportSection.title)):
        found += session.execute(
            select(
                model.pk, model.public_id, label(letter, model.number).label("label"), words.label("words")
            )
            .where(model.report_pk == report_pk, model.withdrawn_at.is_(None))
            .order_by(model.position, model.pk)
        )
    return found


def ticks(session: Session, report_pk: int) -> Rows:
    """The newest tick of every item of every standing finding."""
    newest = (
        select(func.max(FindingCheck.pk))
        .join(Finding, Finding.pk == FindingCheck.finding_pk)
        .where(Finding.report_pk == report_pk, Finding.withdrawn_at.is_(None))
        .group_by(FindingCheck.finding_pk, FindingCheck.item)
    )
    return session.execute(
        select(
            FindingCheck.public_id,
            FindingCheck.item,
            FindingCheck.is_met,
            FindingCheck.note,
            FindingCheck.digest,
            FindingCheck.recorded_at,
            label("F", Finding.number).label("finding"),
            User.display_name.label("by"),
        )
        .join(Finding, Finding.pk == FindingCheck.finding_pk)
        .outerjoin(User, User.pk == FindingCheck.recorded_by_pk)
        .where(FindingCheck.pk.in_(newest))
        .order_by(FindingCheck.pk)
    ).all()


def cited_passages(session: Session, case_pk: int, numbers: Collection[int]) -> Rows:
    """Where the statements of those numbers stand: each standing passage with the hash of its capture."""
    return session.execute(
        select(
            label("ST", Statement.number).label("statement"),
            *PASSAGE,
            Capture.pk.label("capture_pk"),
            label("E", Capture.number).label("capture"),
            Capture.sha256,
        )
        .select_from(Anchor)
        .join(Statement, Statement.pk == Anchor.statement_pk)
        .join(Passage, Passage.pk == Anchor.passage_pk)
        .join(Capture, Capture.pk == Passage.capture_pk)
        .join(Document, Document.pk == Capture.document_pk)
        .where(
            Statement.case_pk == case_pk,
            Statement.number.in_(numbers),
            Anchor.withdrawn_at.is_(None),
            Capture.withdrawn_at.is_(None),
            Document.withdrawn_at.is_(None),
        )
        .order_by(Anchor.pk)
    ).all()


def captured_texts(session: Session, capture_pks: Collection[int]) -> dict[int, str]:
    """The canonical text of captures."""
    found = session.execute(select(Capture.pk, Capture.text).where(Capture.pk.in_(capture_pks)))
    return {row.pk: row.text for row in found}
