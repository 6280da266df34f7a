"""Reading published versions: their files, the notices beside them, and what became of what they rest on.

Every function answers for whole cases or for one report, each in one query however much was published.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.domain.access import ABSENT, Right, Viewer, require
from tracker.domain.errors import NotFound
from tracker.domain.ids import is_public_id
from tracker.domain.scales import NoticeKind, StatementLinkKind
from tracker.store.models import (
    Anchor,
    Capture,
    Citation,
    Document,
    Finding,
    Grade,
    Passage,
    Report,
    ReportVersion,
    Revision,
    Source,
    Statement,
    StatementLink,
    User,
    VersionBasis,
    VersionNotice,
)
from tracker.store.queries.blindness import Shown, judging, shown
from tracker.store.queries.columns import REPORT
from tracker.store.queries.naming import label, shown_name, standing, stands_for
from tracker.store.queries.protection import looking, shown_reason
from tracker.store.queries.rows import AnyRow, AnySelect, Rows

_writer = aliased(User, name="version_writer")
_withdrawer = aliased(User, name="notice_withdrawer")
_newer = aliased(Grade, name="newer_grade")
_recorded, _voice = standing("version_voice")
_AT = ReportVersion.recorded_at
_VERSION = (
    ReportVersion.pk,
    ReportVersion.number,
    ReportVersion.sha256,
    ReportVersion.note,
    _AT,
    _writer.display_name.label("recorded_by"),
    *REPORT,
)


def versions_of(session: Session, report: Any) -> Rows:
    """What was published of a report, the newest first."""
    return session.execute(_versions().where(ReportVersion.report_pk == report.pk)).all()


def versions_in(session: Session, viewer: Viewer, case_pk: int) -> Rows:
    """What was published of the standing reports of a case, the newest first."""
    require(viewer, Right.READ, case_pk)
    return session.execute(_versions().where(Report.case_pk == case_pk, Report.withdrawn_at.is_(None))).all()


def _versions() -> AnySelect:
    return (
        select(*_VERSION)
        .join(Report, Report.pk == ReportVersion.report_pk)
        .outerjoin(_writer, _writer.pk == ReportVersion.recorded_by_pk)
        .order_by(_AT.desc(), ReportVersion.pk.desc())
    )


def notices(session: Session, where: ColumnElement[bool]) -> Rows:
    """The notices beside the versions of some reports, withdrawn ones too, the oldest first."""
    return session.execute(_NOTICE.where(where).order_by(VersionNotice.pk)).all()


def superseded_versions(session: Session, viewer: Viewer, case_pk: int) -> set[tuple[int, int]]:
    """The versions of a case that a standing notice says are superseded: the report's key and the number."""
    require(viewer, Right.READ, case_pk)
    found = session.execute(
        select(ReportVersion.report_pk, ReportVersion.number)
        .join(VersionNotice, VersionNotice.version_pk == ReportVersion.pk)
        .join(Report, Report.pk == ReportVersion.report_pk)
        .where(
            Report.case_pk == case_pk,
            VersionNotice.kind == NoticeKind.SUPERSEDED,
            VersionNotice.withdrawn_at.is_(None),
        )
    )
    return {(row.report_pk, row.number) for row in found}


def get_notice(session: Session, report: Any, public_id: str) -> AnyRow:
    """One notice beside a version of a report that `reports.get_report` has answered."""
    row = None
    if is_public_id(public_id):
        row = session.execute(
            _NOTICE.where(VersionNotice.public_id == public_id, ReportVersion.report_pk == report.pk)
        ).first()
    if row is None:
        raise NotFound(ABSENT)
    return row


_NOTICE: AnySelect = (
    select(
        VersionNotice.public_id,
        VersionNotice.version_pk,
        VersionNotice.kind,
        VersionNotice.text,
        VersionNotice.recorded_at,
        VersionNotice.withdrawn_at,
        VersionNotice.withdrawn_reason,
        ReportVersion.number,
        ReportVersion.report_pk,
        _writer.display_name.label("recorded_by"),
        _withdrawer.display_name.label("withdrawn_by"),
    )
    .join(ReportVersion, ReportVersion.pk == VersionNotice.version_pk)
    .join(Report, Report.pk == ReportVersion.report_pk)
    .outerjoin(_writer, _writer.pk == VersionNotice.recorded_by_pk)
    .outerjoin(_withdrawer, _withdrawer.pk == VersionNotice.withdrawn_by_pk)
)


# What became, since then, of what versions rest on; each answers version_pk, public_id, label and at


def statements_withdrawn(session: Session, viewer: Viewer, where: ColumnElement[bool]) -> Rows:
    """Statements that left the case."""
    return session.execute(
        _of_statements(Statement.withdrawn_at.label("at"), shown_reason(Statement)).where(
            where, Statement.withdrawn_at > _AT
        ),
        looking(viewer),
    ).all()


def statements_retracted(session: Session, where: ColumnElement[bool]) -> Rows:
    """Statements that their own source took back."""
    later = aliased(Statement, name="retracting")
    return session.execute(
        _of_statements(
            StatementLink.recorded_at.label("at"),
            StatementLink.reason,
            label("ST", later.number).label("retracted_in"),
        )
        .join(StatementLink, StatementLink.to_pk == Statement.pk)
        .join(later, later.pk == StatementLink.from_pk)
        .where(
            where,
            StatementLink.kind == StatementLinkKind.RETRACTS,
            StatementLink.withdrawn_at.is_(None),
            StatementLink.recorded_at > _AT,
        )
    ).all()


def statements_corrected(session: Session, where: ColumnElement[bool]) -> Rows:
    """Cited statements whose record says something else now."""
    return session.execute(
        _of_statements(func.max(Revision.superseded_at).label("at"))
        .join(Revision, and_(Revision.kind == "statement", Revision.record_pk == Statement.pk))
        .where(where, VersionBasis.is_cited, Statement.withdrawn_at.is_(None), Revision.superseded_at > _AT)
        .group_by(VersionBasis.pk, Statement.pk)
    ).all()


def sources_withdrawn(session: Session, viewer: Viewer, where: ColumnElement[bool]) -> Rows:
    """Sources that left the case, of whatever statement on the way."""
    return session.execute(
        select(
            VersionBasis.version_pk,
            Source.public_id,
            label("SRC", Source.number).label("label"),
            shown_name(Source).label("name"),
            Source.withdrawn_at.label("at"),
            shown_reason(Source),
        )
        .join(ReportVersion, ReportVersion.pk == VersionBasis.version_pk)
        .join(Report, Report.pk == ReportVersion.report_pk)
        .join(Statement, Statement.pk == VersionBasis.statement_pk)
        .join(_recorded, _recorded.pk == Statement.source_pk)
        .join(Source, Source.pk == func.coalesce(_recorded.merged_into_pk, _recorded.pk))
        .where(where, Source.withdrawn_at > _AT)
        .distinct()
        .order_by("at", "label"),
        looking(viewer),
    ).all()


def captures_withdrawn(session: Session, viewer: Viewer, where: ColumnElement[bool]) -> Rows:
    """Exhibits whose capture or whose document left the case; both have their own columns."""
    return session.execute(
        select(
            VersionBasis.version_pk,
            Capture.public_id,
            label("E", Capture.number).label("label"),
            Capture.withdrawn_at.label("at"),
            shown_reason(Capture),
            Document.public_id.label("document_id"),
            label("D", Document.number).label("document_label"),
            Document.title,
            Document.withdrawn_at.label("document_at"),
            shown_reason(Document).label("document_reason"),
        )
        .join(ReportVersion, ReportVersion.pk == VersionBasis.version_pk)
        .join(Report, Report.pk == ReportVersion.report_pk)
        .join(Capture, Capture.pk == VersionBasis.capture_pk)
        .join(Document, Document.pk == Capture.document_pk)
        .where(where, or_(Capture.withdrawn_at.is_not(None), Document.withdrawn_at.is_not(None)))
        .order_by(VersionBasis.pk),
        looking(viewer),
    ).all()


def grades_since(session: Session, viewer: Viewer, case_pk: int, since: datetime) -> Shown:
    """Every grade of the sources and statements of a case that were graded since, what is settled last.

    `source_pk` is the key of what the source was merged into.
    """
    later, later_source = aliased(Grade, name="later_grade"), aliased(Source, name="later_source")
    graded_later = (
        select(
            later.statement_pk,
            func.coalesce(later_source.merged_into_pk, later_source.pk).label("source"),
        )
        .outerjoin(later_source, later_source.pk == later.source_pk)
        .where(later.case_pk == case_pk, later.recorded_at > since)
        .cte("graded_later")
    )
    source_pk = func.coalesce(Source.merged_into_pk, Source.pk)
    found = session.execute(
        select(
            *judging(viewer),
            Grade.scale,
            Grade.value,
            Grade.recorded_at,
            Grade.statement_pk,
            Grade.assertion_pk,
            Grade.finding_pk,
            source_pk.label("source_pk"),
            _newer.recorded_at.label("superseded_at"),
        )
        .outerjoin(Source, Source.pk == Grade.source_pk)
        .outerjoin(_newer, _newer.supersedes_pk == Grade.pk)
        .where(
            Grade.case_pk == case_pk,
            Grade.finding_pk.is_(None),
            or_(
                Grade.statement_pk.in_(select(graded_later.c.statement_pk)),
                source_pk.in_(select(graded_later.c.source)),
            ),
        )
        .order_by(Grade.is_adjudication, Grade.pk)
    )
    return shown(viewer, found)


def cited_among(
    session: Session,
    where: ColumnElement[bool],
    statement_pks: Collection[int],
    source_pks: Collection[int],
) -> Rows:
    """Where versions cite those statements, or statements of those sources; both records are named."""
    return session.execute(
        _of_statements(
            Statement.pk.label("statement_pk"),
            _voice.pk.label("source_pk"),
            _voice.public_id.label("source_id"),
            label("SRC", _voice.number).label("source_label"),
            shown_name(_voice).label("source_name"),
        )
        .join(_recorded, _recorded.pk == Statement.source_pk)
        .join(_voice, stands_for(_recorded, _voice))
        .where(
            where,
            VersionBasis.is_cited,
            or_(Statement.pk.in_(statement_pks), _voice.pk.in_(source_pks)),
        )
    ).all()


_OF_STATEMENTS = (
    VersionBasis.version_pk,
    VersionBasis.is_cited,
    Statement.public_id,
    label("ST", Statement.number).label("label"),
)


def _of_statements(*besides: Any) -> AnySelect:
    """The statements that versions rest on, in the order they were noted."""
    return (
        select(*_OF_STATEMENTS, *besides)
        .select_from(VersionBasis)
        .join(ReportVersion, ReportVersion.pk == VersionBasis.version_pk)
        .join(Report, Report.pk == ReportVersion.report_pk)
        .join(Statement, Statement.pk == VersionBasis.statement_pk)
        .order_by(VersionBasis.pk)
    )


def corrected_since_cited(session: Session, report: Any, since: datetime | None) -> Rows:
    """Standing citations of a report whose statement was corrected after it was cited, and after `since`."""
    conditions = [Revision.superseded_at > Citation.recorded_at]
    if since is not None:
        conditions.append(Revision.superseded_at > since)
    return session.execute(
        select(
            label("F", Finding.number).label("finding"),
            label("ST", Statement.number).label("statement"),
            func.max(Revision.superseded_at).label("at"),
        )
        .select_from(Citation)
        .join(Finding, Finding.pk == Citation.finding_pk)
        .join(Statement, Statement.pk == Citation.statement_pk)
        .join(Revision, and_(Revision.kind == "statement", Revision.record_pk == Statement.pk))
        .where(
            Finding.report_pk == report.pk,
            Finding.withdrawn_at.is_(None),
            Citation.withdrawn_at.is_(None),
            *conditions,
        )
        .group_by(Finding.number, Statement.number, Citation.pk)
        .order_by(Citation.pk)
    ).all()


def reasons_of_withdrawal(session: Session, viewer: Viewer, statement_pks: Collection[int]) -> dict[str, str]:
    """Why those of the statements that were withdrawn were, by their labels, as the viewer may read it."""
    found = session.execute(
        select(label("ST", Statement.number).label("label"), shown_reason(Statement)).where(
            Statement.pk.in_(statement_pks), Statement.withdrawn_at.is_not(None)
        ),
        looking(viewer),
    )
    return {row.label: row.withdrawn_reason for row in found}


def fallen_captures(session: Session, viewer: Viewer, statement_pks: Collection[int]) -> Rows:
    """Captures that show where one of the statements was said, where they or their document left the case."""
    return session.execute(
        select(
            label("ST", Statement.number).label("statement"),
            label("E", Capture.number).label("capture"),
            Capture.withdrawn_at,
            shown_reason(Capture),
            label("D", Document.number).label("document"),
            shown_reason(Document).label("document_reason"),
        )
        .select_from(Anchor)
        .join(Statement, Statement.pk == Anchor.statement_pk)
        .join(Passage, Passage.pk == Anchor.passage_pk)
        .join(Capture, Capture.pk == Passage.capture_pk)
        .join(Document, Document.pk == Capture.document_pk)
        .where(
            Statement.pk.in_(statement_pks),
            Anchor.withdrawn_at.is_(None),
            or_(Capture.withdrawn_at.is_not(None), Document.withdrawn_at.is_not(None)),
        )
        .order_by(Statement.number, Capture.number),
        looking(viewer),
    ).all()


def citation_ids(session: Session, report: Any) -> Rows:
    """Where a page offers to change the standing citations of a report, by finding and statement label."""
    return session.execute(
        select(
            label("F", Finding.number).label("finding"),
            label("ST", Statement.number).label("statement"),
            Finding.public_id.label("finding_id"),
            Citation.public_id.label("citation_id"),
            Statement.public_id.label("statement_id"),
        )
        .select_from(Citation)
        .join(Finding, Finding.pk == Citation.finding_pk)
        .join(Statement, Statement.pk == Citation.statement_pk)
        .where(
            Finding.report_pk == report.pk, Finding.withdrawn_at.is_(None), Citation.withdrawn_at.is_(None)
        )
        .order_by(Citation.pk)
    ).all()
