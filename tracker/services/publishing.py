"""Turning a report into a document: the draft as it stands now, or a version frozen at publishing."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.access import Right, Viewer
from tracker.domain.errors import DomainError, NotFound
from tracker.domain.report import ReportDocument
from tracker.domain.report_compose import compose
from tracker.services import audit
from tracker.services.lookup import get
from tracker.services.report_content import gather
from tracker.store.models import Finding, Report, ReportVersion


def draft(session: Session, public_id: str, *, by: Viewer, now: datetime) -> ReportDocument:
    """The report as it stands now."""
    report = get(session, Report, public_id, by, Right.READ)
    return compose(gather(session, report, version="Draft", viewer=by, now=now))


def publish(
    session: Session, public_id: str, note: str | None, *, by: Viewer, now: datetime
) -> ReportVersion:
    """Freeze the report as its next version: content, citations, grades and hashes, under one SHA-256."""
    report = get(session, Report, public_id, by, Right.PUBLISH)
    if report.is_withdrawn:
        raise DomainError("This report was withdrawn. Restore it before publishing.")
    has_finding = select(Finding.pk).where(Finding.report_pk == report.pk, Finding.withdrawn_at.is_(None))
    if session.scalar(has_finding.limit(1)) is None:
        raise DomainError("Write at least one finding before publishing.")
    last = session.scalar(select(func.max(ReportVersion.number)).where(ReportVersion.report_pk == report.pk))
    number = (last or 0) + 1
    content = compose(gather(session, report, version=f"Version {number}", viewer=by, now=now)).to_json()
    version = ReportVersion(
        report_pk=report.pk,
        number=number,
        content=content,
        sha256=sha256(content.encode()).hexdigest(),
        note=note,
        recorded_at=now,
        recorded_by_pk=by.user_pk,
    )
    session.add(version)
    session.flush()
    audit.record(
        session,
        "report published",
        "report",
        report.public_id,
        by=by,
        now=now,
        case_pk=report.case_pk,
        version=number,
        sha256=version.sha256,
    )
    return version


def published(session: Session, public_id: str, number: int, *, by: Viewer) -> ReportDocument:
    """A published version exactly as it was frozen; refused if its bytes no longer have their hash."""
    report = get(session, Report, public_id, by, Right.READ)
    version = session.scalar(
        select(ReportVersion).where(ReportVersion.report_pk == report.pk, ReportVersion.number == number)
    )
    if version is None:
        raise NotFound(f"There is no version {number} of {report.label}.")
    if sha256(version.content.encode()).hexdigest() != version.sha256:
        raise DomainError(
            f"Version {number} of {report.label} is no longer what was published: its SHA-256 differs. "
            "Restore it from a backup, and find out who changed it."
        )
    return ReportDocument.from_json(version.content)
