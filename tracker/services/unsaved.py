"""What somebody is typing and has not saved: kept so that nothing is lost, never a version, gone once saved.

Others learn who is writing where, never what.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from tracker.domain.access import Right, Viewer
from tracker.services.lookup import get
from tracker.store.models import Report, UnsavedText
from tracker.store.queries.unsaved import place_of


def keep(
    session: Session,
    report_id: str,
    form: str,
    typed: Mapping[str, str | None],
    *,
    saved: Mapping[str, str | None],
    version: int | None,
    by: Viewer,
    now: datetime,
) -> bool:
    """Keep what was typed into the fields of a form, over `version`; whether there was anything to keep.

    Nothing is kept that reads as it was `saved`: an autosave that is overtaken by the saving leaves nothing.
    """
    report = get(session, Report, report_id, by, Right.WRITE_REPORT)
    session.refresh(report, with_for_update=True)  # the same person may type in two windows at once
    _forget(session, report, form, typed, by)
    differs = any((typed[name] or "") != (saved.get(name) or "") for name in typed)
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
    return differs


def discard(session: Session, report_id: str, form: str, fields: Mapping[str, object], *, by: Viewer) -> None:
    """Forget what this person typed into the fields of a form."""
    _forget(session, get(session, Report, report_id, by, Right.WRITE_REPORT), form, fields, by)


def _forget(session: Session, report: Report, form: str, fields: Mapping[str, object], by: Viewer) -> None:
    session.execute(
        delete(UnsavedText).where(
            UnsavedText.report_pk == report.pk,
            UnsavedText.user_pk == by.user_pk,
            UnsavedText.place.in_([place_of(form, name) for name in fields]),
        )
    )
