"""Reading the name of a protected source: allowed to leads, and noted each time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.domain.access import Right, Viewer
from tracker.services import audit
from tracker.services.lookup import get
from tracker.store.models import Source


def reveal(session: Session, public_id: str, *, by: Viewer, now: datetime) -> str:
    """The name of a protected source. That it was read enters the trail; the name does not."""
    source = get(session, Source, public_id, by, Right.READ_PROTECTED)
    audit.record(
        session, "protected name read", "source", source.public_id, by=by, now=now, case_pk=source.case_pk
    )
    return source.name
