"""Who is writing what in a report and has not saved it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.access import Viewer
from tracker.store.models import UnsavedText, User
from tracker.store.queries.rows import Rows


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What somebody typed into a form, by the name of the field, and the version it was typed over."""

    texts: dict[str, str]
    version: int | None
    at: datetime

    @property
    def mark(self) -> str:
        """Tells it from what is kept there before or after."""
        return mark_of(self.at)


def mark_of(moment: datetime) -> str:
    """The mark of what is kept at that moment."""
    return moment.astimezone(UTC).isoformat()


def place_of(form: str, field: str) -> str:
    """How what is typed into a field of a form is filed."""
    return f"{form}/{field}"


def find_unsaved(
    session: Session, viewer: Viewer, report: Any, form: str, fields: Collection[str]
) -> Unsaved | None:
    """What the viewer typed into the fields of a form of a report and has not saved."""
    places = {place_of(form, name): name for name in fields}
    rows = session.execute(
        select(UnsavedText.place, UnsavedText.text, UnsavedText.version, UnsavedText.saved_at)
        .where(
            UnsavedText.report_pk == report.pk,
            UnsavedText.user_pk == viewer.user_pk,
            UnsavedText.place.in_(places),
        )
        .order_by(UnsavedText.pk)
    ).all()
    if not rows:
        return None
    return Unsaved({places[row.place]: row.text for row in rows}, rows[0].version, rows[0].saved_at)


def others_writing(session: Session, viewer: Viewer, report: Any, form: str, fields: Collection[str]) -> Rows:
    """Who else has unsaved text in a form of a report: name, and when it was kept last."""
    return session.execute(
        select(User.display_name.label("name"), func.max(UnsavedText.saved_at).label("at"))
        .join(User, User.pk == UnsavedText.user_pk)
        .where(
            UnsavedText.report_pk == report.pk,
            UnsavedText.user_pk != viewer.user_pk,
            UnsavedText.place.in_([place_of(form, name) for name in fields]),
        )
        .group_by(User.pk, User.display_name)
        .order_by(User.display_name, User.pk)
    ).all()
