"""Comments on a report, a finding or a section: plain words for its authors, in no export."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.domain.access import Right, Viewer
from tracker.domain.errors import DomainError
from tracker.services import audit
from tracker.services.lookup import case_pk_of, get, required
from tracker.store.models import Comment, Report
from tracker.store.queries import review as rows


@dataclass(frozen=True, slots=True)
class NewComment:
    """`about` is the label of a finding or a section (F1, P2), empty for the report; `quoted` words of it."""

    text: str | None
    about: str | None = None
    quoted: str | None = None


def add(session: Session, report_id: str, new: NewComment, *, by: Viewer, now: datetime) -> Comment:
    """Say something to the authors of a report."""
    report = get(session, Report, report_id, by, Right.WRITE_REPORT)
    kind, part_pk, part_id = _part(session, report, new.about)
    comment = Comment(
        report_pk=report.pk,
        finding_pk=part_pk if kind == "finding" else None,
        section_pk=part_pk if kind == "section" else None,
        quoted=new.quoted.strip() or None if new.quoted else None,
        text=required(new.text, "Write the comment.", field="text"),
        recorded_at=now,
        recorded_by_pk=by.user_pk,
    )
    session.add(comment)
    session.flush()
    audit.record(
        session,
        "comment added",
        kind,
        part_id,
        by=by,
        now=now,
        case_pk=report.case_pk,
        comment=comment.public_id,
    )
    return comment


def settle(session: Session, public_id: str, *, by: Viewer, now: datetime) -> Comment:
    """Say that what a comment asked for is done; of two people who say so the first did it."""
    comment = _standing(session, public_id, by)
    if comment.settled_at is not None:
        return comment
    comment.settled_at, comment.settled_by_pk = now, by.user_pk
    return _noted(session, comment, "settled", by=by, now=now)


def reopen(session: Session, public_id: str, *, by: Viewer, now: datetime) -> Comment:
    """Say that it is not done after all."""
    comment = _standing(session, public_id, by)
    if comment.settled_at is None:
        return comment
    comment.settled_at = comment.settled_by_pk = None
    return _noted(session, comment, "reopened", by=by, now=now)


def _part(session: Session, report: Report, about: str | None) -> tuple[str, int, str]:
    """The kind of what is commented on, its key and its public id."""
    if not about:
        return "report", report.pk, report.public_id
    for part in rows.parts(session, report.pk):
        if part.label == about:
            return "finding" if about.startswith("F") else "section", part.pk, part.public_id
    raise DomainError(f"There is no “{about}” in this report. Choose one from the list.", field="about")


def _standing(session: Session, public_id: str, by: Viewer) -> Comment:
    comment = get(session, Comment, public_id, by, Right.WRITE_REPORT)
    session.refresh(comment, with_for_update=True)  # somebody may be settling it at this moment
    if comment.is_withdrawn:
        raise DomainError("This comment was withdrawn. Restore it first.")
    return comment


def _noted(session: Session, comment: Comment, deed: str, *, by: Viewer, now: datetime) -> Comment:
    session.flush()
    audit.record(
        session,
        f"comment {deed}",
        "comment",
        comment.public_id,
        by=by,
        now=now,
        case_pk=case_pk_of(session, comment),
    )
    return comment
