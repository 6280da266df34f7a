"""Turning a report into a document: the draft as it stands now, or a version frozen at publishing."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.access import Right, Viewer
from tracker.domain.blindness import as_reader
from tracker.domain.errors import DomainError, NotFound
from tracker.domain.report import ReportDocument
from tracker.domain.report_check import Missing
from tracker.domain.report_compose import compose
from tracker.services import audit
from tracker.services.lookup import get, get_case, in_case, required
from tracker.services.report_content import gather
from tracker.store.models import Finding, Report, ReportVersion

_MOST_VERSIONS = 1_000_000


def find(session: Session, reference: str, *, by: Viewer) -> str:
    """The public id of a report, named by that or by its case and label: EMBASSY/R1."""
    code, _, label = reference.partition("/")
    if not label:
        return get(session, Report, reference, by, Right.READ).public_id
    case = get_case(session, code, by, Right.READ)
    return in_case(session, Report, label, case.pk, field="report").public_id


def draft(session: Session, public_id: str, *, by: Viewer, now: datetime) -> ReportDocument:
    """The report as it stands now, without the grades by others that are hidden from whoever asks."""
    report = get(session, Report, public_id, by, Right.READ)
    return compose(gather(session, report, version="Draft", viewer=by, now=now).content)


def missing(session: Session, public_id: str, *, by: Viewer, now: datetime) -> tuple[Missing, ...]:
    """What an editor would say is missing from the report as it stands now.

    That a grade is there counts, whoever may see it: nothing of what it says is told.
    """
    report = get(session, Report, public_id, by, Right.READ)
    everybody = as_reader(by, report.case_pk)
    return gather(session, report, version="Draft", viewer=everybody, now=now).missing


def publish(
    session: Session, public_id: str, note: str | None, *, by: Viewer, now: datetime
) -> ReportVersion:
    """Freeze the report as its next version: content, citations, grades and hashes, under one SHA-256.

    Where something is missing the note has to say why it is published all the same. What is published is a
    fact for every reader: it holds all grades, those included that are hidden from whoever publishes it.
    """
    report = get(session, Report, public_id, by, Right.PUBLISH)
    session.refresh(report, with_for_update=True)  # two people publishing at once get two numbers
    if report.is_withdrawn:
        raise DomainError("This report was withdrawn. Restore it before publishing.")
    has_finding = select(Finding.pk).where(Finding.report_pk == report.pk, Finding.withdrawn_at.is_(None))
    if session.scalar(has_finding.limit(1)) is None:
        raise DomainError("Write at least one finding before publishing.")
    last = session.scalar(select(func.max(ReportVersion.number)).where(ReportVersion.report_pk == report.pk))
    number = (last or 0) + 1
    everybody = as_reader(by, report.case_pk)
    gathered = gather(session, report, version=f"Version {number}", viewer=everybody, now=now)
    if gathered.missing:
        required(note, "Say why it is published although something is missing.", field="note")
    content = compose(gathered.content).to_json()
    version = ReportVersion(
        report_pk=report.pk,
        number=number,
        content=content,
        sha256=sha256(content.encode()).hexdigest(),
        note=note.strip() if note else None,
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
    version = None
    if number <= _MOST_VERSIONS:  # more digits than a database counts with
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
