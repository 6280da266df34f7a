"""The way of a report to publication: asked for review, approved or sent back, and what changed since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from sqlalchemy.orm import Session

from tracker.domain.access import Right, Viewer
from tracker.domain.blindness import as_reader
from tracker.domain.english import agreeing, capital, counted, listed
from tracker.domain.errors import Conflict, DomainError
from tracker.domain.looked_at import require_said
from tracker.domain.report import ReportDocument
from tracker.domain.report_check import Missing
from tracker.domain.report_input import ReportInput, ReviewInput
from tracker.domain.report_review import not_approved
from tracker.domain.review import ReviewState, require_step
from tracker.domain.review_changes import Changed, changes, draft_digest, kept_text
from tracker.services import audit, finding_checks
from tracker.services.finding_checks import CheckedItem
from tracker.services.lookup import get, required
from tracker.services.report_content import Gathered, gather
from tracker.store.blobs import BlobStore
from tracker.store.models import Report, ReviewStep
from tracker.store.queries import review as rows
from tracker.store.queries.rows import AnyRow, Rows

_DEEDS = {
    ReviewState.DRAFT: "report sent back to its authors",
    ReviewState.IN_REVIEW: "review of report asked for",
    ReviewState.APPROVED: "report approved",
}


@dataclass(frozen=True)
class Standing:
    """Where a report stands: the steps of its review, the newest first, and what it says now.

    `is_own`: whoever did the newest step also wrote some of it.
    """

    steps: Rows
    content: ReportInput
    is_own: bool

    @cached_property
    def digest(self) -> str:
        """Of the report as it is now; it costs something, and nobody asks before there is a step."""
        return draft_digest(self.content)

    @property
    def last(self) -> AnyRow | None:
        return self.steps[0] if self.steps else None

    @property
    def state(self) -> ReviewState:
        return self.last.state if self.last else ReviewState.DRAFT

    @property
    def has_changed(self) -> bool:
        """Whether the text is another than the one that was shown or approved."""
        return self.last is not None and self.last.digest != self.digest

    @property
    def said(self) -> ReviewInput:
        """What a published version and the open points say of it."""
        last = self.last
        if last is None or self.state is not ReviewState.APPROVED:
            return ReviewInput(is_asked=self.state is ReviewState.IN_REVIEW)
        return ReviewInput(
            approved_by=last.by or "the command line",
            approved_at=last.recorded_at,
            is_own=self.is_own,
            has_changed=self.has_changed,
        )


def as_it_stands(session: Session, report: Report, *, version: str, by: Viewer, now: datetime) -> Gathered:
    """Everything the report prints for every reader, all grades included, and what its review says of it."""
    gathered = gather(session, report, version=version, viewer=as_reader(by, report.case_pk), now=now)
    said = standing(session, report.pk, gathered.content).said
    return replace(
        gathered,
        content=replace(gathered.content, review=said),
        missing=(*not_approved(said), *gathered.missing),
    )


def said_now(session: Session, report: Report, *, by: Viewer, now: datetime) -> ReviewInput:
    """What is to be said of a report's review; only what was approved is held against the text of today."""
    steps = rows.steps(session, report.pk)
    state = steps[0].state if steps else ReviewState.DRAFT
    if state is not ReviewState.APPROVED:
        return ReviewInput(is_asked=state is ReviewState.IN_REVIEW)
    return standing(session, report.pk, _gathered(session, report, by=by, now=now).content).said


def standing(session: Session, report_pk: int, content: ReportInput) -> Standing:
    """Where a report stands whose content, as every reader would get it, is this."""
    steps = rows.steps(session, report_pk)
    is_own = bool(steps) and steps[0].recorded_by_pk in rows.writers(session, report_pk)
    return Standing(steps, content, is_own)


def changed_since(session: Session, report_pk: int, stood: Standing) -> Changed | None:
    """What is different from the text of the newest step; None where nothing is, or no text was kept."""
    last = stood.last
    if last is None or not stood.has_changed:
        return None
    kept = rows.kept_with(session, last.public_id)
    if kept is None:
        return None
    besides = _told_besides(session, report_pk, last.recorded_at)
    return changes(ReportDocument.from_json(kept), kept_text(stood.content), besides)


def _told_besides(session: Session, report_pk: int, moment: datetime) -> Iterator[str]:
    """What may tell a grade is named and never shown: it may be hidden from whoever reads this."""
    if judged := rows.judged_since(session, report_pk, moment):
        yield f"{listed(judged)} {agreeing(len(judged), 'were', 'was')} judged again."
    if count := rows.set_aside_since(session, report_pk, moment):
        yield (
            f"{capital(counted(count, 'remark'))} on the wording {agreeing(count, 'were', 'was')} set aside "
            "or taken up again. The reason stands beside the text; where it concerns a grade that is hidden "
            "from you, it is hidden until your own grade is in."
        )


def move(
    session: Session,
    public_id: str,
    state: ReviewState,
    note: str | None,
    *,
    seen: str | None = None,
    digest: str | None = None,
    by: Viewer,
    now: datetime,
) -> ReviewStep:
    """Ask for review, approve, or send back with a note, and keep the text as it is now.

    `seen` is the public id of the newest step when the person decided, "" where there was none, and `digest`
    that of the text they decided on: `Conflict` where either is another by now, `DomainError` where they do
    not say which. None does not ask.
    """
    report = get(session, Report, public_id, by, state.right)
    session.refresh(report, with_for_update=True)  # two people deciding at once decide one after the other
    if report.is_withdrawn:
        raise DomainError("This report was withdrawn. Restore it first.")
    gathered = _gathered(session, report, by=by, now=now)
    stood = standing(session, report.pk, gathered.content)
    if seen is not None and seen != (stood.last.public_id if stood.last else ""):
        raise Conflict(
            "Somebody moved this report on while you were reading. See where it stands, then decide."
        )
    require_step(stood.state, state)
    if state is not ReviewState.DRAFT:
        require_said(digest)
        if digest is not None and digest != stood.digest:
            raise Conflict(
                "The report was changed while you were reading. Read what changed, then decide again."
            )
    if state.needs_note:
        note = required(note, "Say what its authors should look at.", field="note")
    step = ReviewStep(
        report_pk=report.pk,
        state=state,
        note=note.strip() if note else None,
        digest=stood.digest,
        content=None if state is ReviewState.DRAFT else kept_text(gathered.content).to_json(),
        recorded_at=now,
        recorded_by_pk=by.user_pk,
    )
    session.add(step)
    session.flush()
    audit.record(
        session,
        _DEEDS[state],
        "report",
        report.public_id,
        by=by,
        now=now,
        case_pk=report.case_pk,
        reason=step.note,
        digest=step.digest,
    )
    return step


@dataclass(frozen=True, slots=True)
class Desk:
    """All that a reviewer is shown of a report: where it stands, the checklist and the open points."""

    standing: Standing
    checklist: list[CheckedItem]
    missing: tuple[Missing, ...]
    changed: Changed | None = None

    @property
    def met(self) -> int:
        """How many items somebody made sure of as they stand now."""
        return sum(item.is_met for item in self.checklist)


def overview(session: Session, public_id: str, *, by: Viewer, now: datetime) -> Desk:
    """Where a report stands, for a page that is about something else."""
    return _desk(session, get(session, Report, public_id, by, Right.READ), None, by=by, now=now)


def desk(session: Session, public_id: str, *, by: Viewer, now: datetime, blobs: BlobStore) -> Desk:
    """The same with every cited passage held against the bytes, and what changed since the last step."""
    report = get(session, Report, public_id, by, Right.READ)
    found = _desk(session, report, blobs, by=by, now=now)
    return replace(found, changed=changed_since(session, report.pk, found.standing))


def _desk(session: Session, report: Report, blobs: BlobStore | None, *, by: Viewer, now: datetime) -> Desk:
    gathered = _gathered(session, report, by=by, now=now)
    stood = standing(session, report.pk, gathered.content)
    missing = (*not_approved(stood.said), *gathered.missing)
    return Desk(stood, finding_checks.checklist(session, report, gathered, blobs), missing)


def _gathered(session: Session, report: Report, *, by: Viewer, now: datetime) -> Gathered:
    """With the grades that every reader of the case sees, whoever asks."""
    return gather(session, report, version="Draft", viewer=as_reader(by, report.case_pk), now=now)
