"""Reports: findings in the analyst's words, what they cite, and versions that never change once published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.domain import dates
from tracker.domain.access import Right, Viewer
from tracker.domain.errors import DomainError, Duplicate
from tracker.domain.scales import CitationRole, Tlp
from tracker.services import audit, revisions
from tracker.services.lookup import case_pk_of, get, get_case, in_case, next_number, required
from tracker.services.report_texts import AROUND, checked
from tracker.store.models import Assertion, Case, Citation, Finding, Report, ReportSection, Statement
from tracker.store.queries.protection import REASON_KEPT, is_kept

Part = Finding | ReportSection
_PARTS: dict[str, type[Any]] = {"finding": Finding, "section": ReportSection}


@dataclass(frozen=True, slots=True)
class ReportContent:
    """What a report says besides its findings; `cut_off` is the EDTF date of the newest information used."""

    title: str
    tlp: Tlp = Tlp.AMBER
    bottom_line: str | None = None
    what_would_change: str | None = None
    gaps: str | None = None
    method: str | None = None
    cut_off: str | None = None
    standard_of_proof: str | None = None


def add(session: Session, code: str, command: ReportContent, *, by: Viewer, now: datetime) -> Report:
    """Begin a report on a case."""
    case = get_case(session, code, by, Right.WRITE_REPORT)
    report = Report(
        case_pk=case.pk,
        number=next_number(session, Report, case.pk),
        recorded_at=now,
        recorded_by_pk=by.user_pk,
    )
    for name, value in _checked(session, case, command, by=by).items():
        setattr(report, name, value)
    session.add(report)
    session.flush()
    audit.record(session, "report begun", "report", report.public_id, by=by, now=now, case_pk=case.pk)
    return report


def correct(
    session: Session,
    public_id: str,
    command: ReportContent,
    *,
    version: int | None,
    reason: str | None,
    by: Viewer,
    now: datetime,
) -> Report:
    """Change a report's own text. Drafting needs no reason: published versions stay as they are."""
    report = get(session, Report, public_id, by, Right.WRITE_REPORT)
    fields = _checked(session, session.get_one(Case, report.case_pk), command, before=report, by=by)
    revisions.correct(
        session, "report", report, fields, version=version, reason=reason or "Drafting", by=by, now=now
    )
    return report


def add_finding(
    session: Session,
    report_id: str,
    text: str | None,
    *,
    assertion: str | None = None,
    by: Viewer,
    now: datetime,
) -> Finding:
    """Add a finding at the end of a report; `assertion` (AS2) is the one it states, if it states one."""
    report = get(session, Report, report_id, by, Right.WRITE_REPORT)
    session.refresh(report, with_for_update=True)  # two people adding at once get two numbers
    last = session.execute(
        select(func.max(Finding.number), func.max(Finding.position)).where(Finding.report_pk == report.pk)
    ).one()
    finding = Finding(
        report_pk=report.pk,
        number=(last[0] or 0) + 1,
        position=(last[1] or 0) + 1,
        text=required(text, "Write the finding as one sentence.", field="text"),
        assertion_pk=_stated(session, report.case_pk, assertion),
        recorded_at=now,
        recorded_by_pk=by.user_pk,
    )
    session.add(finding)
    session.flush()
    audit.record(
        session,
        "finding added",
        "finding",
        finding.public_id,
        by=by,
        now=now,
        case_pk=report.case_pk,
        report=report.public_id,
    )
    return finding


def correct_finding(
    session: Session,
    public_id: str,
    text: str | None,
    *,
    assertion: str | None = None,
    version: int | None,
    reason: str | None,
    by: Viewer,
    now: datetime,
) -> Finding:
    """Change a finding's wording or the assertion it states; its citations and grades stay."""
    finding = get(session, Finding, public_id, by, Right.WRITE_REPORT)
    fields = {
        "text": required(text, "Write the finding as one sentence.", field="text"),
        "assertion_pk": _stated(session, case_pk_of(session, finding), assertion),
    }
    revisions.correct(
        session, "finding", finding, fields, version=version, reason=reason or "Drafting", by=by, now=now
    )
    return finding


def move(session: Session, kind: str, public_id: str, by_places: int, *, by: Viewer, now: datetime) -> Part:
    """Move a finding or a section up (negative) or down among the standing ones of its report."""
    model = _PARTS[kind]
    part: Part = get(session, model, public_id, by, Right.WRITE_REPORT)
    parts = list(
        session.scalars(
            select(model)
            .where(model.report_pk == part.report_pk, model.withdrawn_at.is_(None))
            .order_by(model.position, model.pk)
        )
    )
    if part not in parts:
        raise DomainError(f"{part.label} was withdrawn. Restore it before moving it.")
    here = parts.index(part)
    there = min(max(here + by_places, 0), len(parts) - 1)
    parts.insert(there, parts.pop(here))
    # Not through the records: a new place makes no new version, or it would refuse whoever edits the text.
    for position, each in enumerate(parts, start=1):
        session.execute(update(model).where(model.pk == each.pk).values(position=position))
    audit.record(
        session,
        f"{kind} moved",
        kind,
        part.public_id,
        by=by,
        now=now,
        case_pk=case_pk_of(session, part),
        position=there + 1,
    )
    return part


def cite(
    session: Session,
    finding_id: str,
    statement: str | None,
    role: CitationRole,
    *,
    by: Viewer,
    now: datetime,
) -> Citation:
    """Let a finding cite a statement of its case."""
    finding = get(session, Finding, finding_id, by, Right.WRITE_REPORT)
    case_pk = case_pk_of(session, finding)
    wanted = required(statement, "Choose the statement to cite.", field="statement")
    cited = in_case(session, Statement, wanted, case_pk, field="statement")
    if cited.is_withdrawn:
        reason = REASON_KEPT if is_kept(session, cited.public_id, by) else cited.withdrawn_reason
        raise DomainError(f"{cited.label} was withdrawn from the case: {reason}", field="statement")
    made = Citation(
        finding_pk=finding.pk,
        statement_pk=cited.pk,
        role=role,
        recorded_at=now,
        recorded_by_pk=by.user_pk,
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as exc:
        raise Duplicate(f"This finding cites {cited.label} already.", field="statement") from exc
    audit.record(
        session,
        "statement cited",
        "finding",
        finding.public_id,
        by=by,
        now=now,
        case_pk=case_pk,
        statement=cited.public_id,
        role=role.value,
    )
    return made


def _stated(session: Session, case_pk: int, assertion: str | None) -> int | None:
    if not assertion:
        return None
    return in_case(session, Assertion, assertion, case_pk, field="assertion").pk


def _checked(
    session: Session, case: Case, command: ReportContent, *, before: Report | None = None, by: Viewer
) -> dict[str, object]:
    texts = {
        name: checked(
            session, case.pk, getattr(command, name), before=getattr(before, name, None), field=name, by=by
        )
        for name in AROUND
    }
    return {
        "title": required(command.title, "Give the report a title.", field="title"),
        "tlp": command.tlp,
        **texts,
        "cut_off": dates.parse(command.cut_off, case.zone, field="cut_off") if command.cut_off else None,
    }
