"""What an analyst writes around the findings: sections, and the statements that any text cites."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.access import Right, Viewer
from tracker.domain.english import listed
from tracker.domain.errors import DomainError
from tracker.domain.report_text import cited_in, normalised
from tracker.services import audit, revisions
from tracker.services.lookup import case_pk_of, get, required
from tracker.store.models import Report, ReportSection, Revision, Statement
from tracker.store.queries.protection import looking, shown_reason

AROUND = ("bottom_line", "what_would_change", "gaps", "method", "standard_of_proof")
"""The texts of a report besides its findings and sections; each may cite."""
_UNTITLED = "Give the section a title."


def add_section(
    session: Session, report_id: str, title: str | None, text: str | None, *, by: Viewer, now: datetime
) -> ReportSection:
    """Add a section at the end of a report's written part."""
    report = get(session, Report, report_id, by, Right.WRITE_REPORT)
    session.refresh(report, with_for_update=True)  # two people adding at once get two numbers
    last = session.execute(
        select(func.max(ReportSection.number), func.max(ReportSection.position)).where(
            ReportSection.report_pk == report.pk
        )
    ).one()
    section = ReportSection(
        report_pk=report.pk,
        number=(last[0] or 0) + 1,
        position=(last[1] or 0) + 1,
        title=required(title, _UNTITLED, field="title"),
        text=checked(session, report.case_pk, text, field="text", by=by) or "",
        recorded_at=now,
        recorded_by_pk=by.user_pk,
    )
    session.add(section)
    session.flush()
    audit.record(
        session,
        "section added",
        "section",
        section.public_id,
        by=by,
        now=now,
        case_pk=report.case_pk,
        report=report.public_id,
    )
    return section


def correct_section(
    session: Session,
    public_id: str,
    title: str | None,
    text: str | None,
    *,
    version: int | None,
    reason: str | None = None,
    by: Viewer,
    now: datetime,
) -> ReportSection:
    """Change a section's title or text; what it said before stays in its history."""
    section = get(session, ReportSection, public_id, by, Right.WRITE_REPORT)
    fields = {
        "title": required(title, _UNTITLED, field="title"),
        "text": checked(session, case_pk_of(session, section), text, before=section.text, field="text", by=by)
        or "",
    }
    revisions.correct(
        session, "section", section, fields, version=version, reason=reason or "Drafting", by=by, now=now
    )
    return section


def write(
    session: Session,
    report_id: str,
    name: str,
    text: str | None,
    *,
    version: int | None,
    by: Viewer,
    now: datetime,
) -> Report:
    """Change one of the texts `AROUND` a report's findings, typed over that version of the report.

    `Conflict` only where this very text was changed since: whoever writes another one is in nobody's way.
    """
    report = get(session, Report, report_id, by, Right.WRITE_REPORT)
    before = getattr(report, name)
    if (
        version is not None
        and version < report.version
        and _text_at(session, report, name, version) == before
    ):
        version = report.version
    fields = {name: checked(session, report.case_pk, text, before=before, field="text", by=by)}
    revisions.correct(session, "report", report, fields, version=version, reason="Drafting", by=by, now=now)
    return report


def _text_at(session: Session, report: Report, name: str, version: int) -> object:
    content = session.scalar(
        select(Revision.content).where(
            Revision.kind == "report", Revision.record_pk == report.pk, Revision.version == version
        )
    )
    return json.loads(content).get(name) if content else None


def checked(
    session: Session, case_pk: int, text: str | None, *, before: str | None = None, field: str, by: Viewer
) -> str | None:
    """The text with its citations in their one spelling; `DomainError` where it newly cites what is absent.

    What `before` cited already may stay, even if it was withdrawn meanwhile: whoever mends a spelling
    mistake is not made to decide that first. The open points of the report say that it must be decided.
    """
    if text is None:
        return None
    written = normalised(text)
    new = sorted(
        {_number(label) for label in cited_in(written)} - {_number(label) for label in cited_in(before or "")}
    )
    if not new:
        return written
    held = {
        row.number: row
        for row in session.execute(
            select(Statement.number, Statement.withdrawn_at, shown_reason(Statement)).where(
                Statement.case_pk == case_pk, Statement.number.in_(new)
            ),
            looking(by),
        )
    }
    if unknown := [f"ST{number}" for number in new if number not in held]:
        verb = "is" if len(unknown) == 1 else "are"
        raise DomainError(
            f"{listed(unknown)} {verb} not in this case. Type [[ and a few words to search for a statement.",
            field=field,
        )
    for row in held.values():
        if row.withdrawn_at is not None:
            raise DomainError(
                f"ST{row.number} was withdrawn from the case: {row.withdrawn_reason} "
                "Cite another, or restore it first.",
                field=field,
            )
    return written


def numbers_cited(texts: Iterable[str]) -> list[int]:
    """The numbers of the statements that some texts cite, each once, in reading order."""
    return list(dict.fromkeys(_number(label) for text in texts for label in cited_in(text)))


def _number(label: str) -> int:
    return int(label.removeprefix("ST"))
