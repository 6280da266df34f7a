"""What somebody is typing and has not saved: kept so that nothing is lost, never a version, gone once saved.

Others learn who is writing where, never what.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from tracker.domain.access import Right, Viewer
from tracker.domain.errors import Conflict
from tracker.services.lookup import get
from tracker.store.models import Report, UnsavedText
from tracker.store.queries.unsaved import find_unsaved, mark_of, place_of

_ELSEWHERE = (
    "You have other unsaved text here, from another window: it stays kept, and this is not. Save this, or "
    "copy it and open this page again to see the other."
)


def keep(
    session: Session,
    report_id: str,
    form: str,
    typed: Mapping[str, str | None],
    *,
    saved: Mapping[str, str | None],
    version: int | None,
    over: str | None = None,
    by: Viewer,
    now: datetime,
) -> str:
    """Keep what was typed into the fields of a form, over `version`: its mark, empty where nothing is kept.

    Nothing is kept that reads as it was `saved`: an autosave that is overtaken by the saving leaves nothing.
    `over` is the mark of the unsaved text that this one goes on from, empty for none: `Conflict` where other
    text is kept there, which stays. None does not ask.
    """
    report = get(session, Report, report_id, by, Right.WRITE_REPORT)
    session.refresh(report, with_for_update=True)  # the same person may type in two windows at once
    differs = any((typed[name] or "") != (saved.get(name) or "") for name in typed)
    if _is_elsewhere(session, report, form, typed, over=over, by=by):
        if differs:
            raise Conflict(_ELSEWHERE)
        return ""
    _forget(session, report, form, typed, by)
    if differs:
        for name, text in typed.items():
            session.add(
                UnsavedText(
                    report_pk=report.pk,
                    user_pk=by.user_pk,
                    place=place_of(form, name),
                    text=text or "",
                    version=version,
                    saved_at=now,
                )
            )
        session.flush()
    return mark_of(now) if differs else ""


def discard(
    session: Session,
    report_id: str,
    form: str,
    fields: Mapping[str, str | None],
    *,
    over: str | None = None,
    by: Viewer,
) -> None:
    """Forget what this person typed into the fields of a form; where they say `over` what, nothing else."""
    report = get(session, Report, report_id, by, Right.WRITE_REPORT)
    if not _is_elsewhere(session, report, form, fields, over=over, by=by):
        _forget(session, report, form, fields, by)


def _is_elsewhere(
    session: Session,
    report: Report,
    form: str,
    typed: Mapping[str, str | None],
    *,
    over: str | None,
    by: Viewer,
) -> bool:
    """Whether other text is kept there than what was typed and what that goes on from."""
    held = find_unsaved(session, by, report, form, typed)
    if held is None or over is None or held.mark == over:
        return False
    return held.texts != {name: text or "" for name, text in typed.items()}


def _forget(session: Session, report: Report, form: str, fields: Mapping[str, object], by: Viewer) -> None:
    session.execute(
        delete(UnsavedText).where(
            UnsavedText.report_pk == report.pk,
            UnsavedText.user_pk == by.user_pk,
            UnsavedText.place.in_([place_of(form, name) for name in fields]),
        )
    )
