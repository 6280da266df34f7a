"""Setting a remark on the wording of a report aside with a reason, and taking that back.

The reason is printed in what is published; the remark is there again once the words it was about change.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.domain.access import Right, Viewer
from tracker.domain.errors import Duplicate, NotFound
from tracker.domain.report_lint import Remark
from tracker.services import audit, report_lint, withdrawing
from tracker.services.lookup import case_pk_of, get, required
from tracker.store.models import Report, SetAsideRemark


def find_remark(session: Session, report_id: str, digest: str, *, by: Viewer, now: datetime) -> Remark:
    """The remark of that digest, which nobody has set aside; `NotFound` where there is none."""
    found = report_lint.remarks(session, report_id, by=by, now=now).standing
    remark = next((one for one in found if one.digest == digest), None)
    if remark is None:
        raise NotFound(
            "This remark is not there: its words have changed, it was mended, or it is set aside already."
        )
    return remark


def set_aside(
    session: Session, report_id: str, digest: str, reason: str | None, *, by: Viewer, now: datetime
) -> SetAsideRemark:
    """Say why a remark is not to be heeded."""
    report = get(session, Report, report_id, by, Right.WRITE_REPORT)
    why = required(reason, "Say why the remark is set aside.", field="reason")
    remark = find_remark(session, report_id, digest, by=by, now=now)
    made = SetAsideRemark(
        report_pk=report.pk,
        digest=remark.digest,
        rule=remark.rule,
        place=remark.place.label,
        sentence=remark.sentence,
        reason=why,
        recorded_at=now,
        recorded_by_pk=by.user_pk,
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as exc:
        raise Duplicate("Somebody set this remark aside while you were writing.") from exc
    _note(session, made, "remark set aside", by=by, now=now)
    return made


def take_back(session: Session, public_id: str, reason: str | None, *, by: Viewer, now: datetime) -> None:
    """Let a remark stand again that was set aside in error."""
    made = get(session, SetAsideRemark, public_id, by, Right.WRITE_REPORT)
    withdrawing.take_back(session, made, reason, what="decision", deed="taken back", by=by, now=now)
    _note(session, made, "remark taken up again", by=by, now=now)


def _note(session: Session, made: SetAsideRemark, action: str, *, by: Viewer, now: datetime) -> None:
    """On the report. Neither rule nor reason is named: of a hidden grade they could tell what it says."""
    report = session.get_one(Report, made.report_pk)
    audit.record(
        session,
        action,
        "report",
        report.public_id,
        by=by,
        now=now,
        case_pk=case_pk_of(session, made),
        place=made.place,
        remark=made.public_id,
    )
