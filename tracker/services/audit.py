"""The audit trail: one event for every deed, in the transaction of the deed."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.domain.access import Viewer
from tracker.store.models import AuditEvent
from tracker.store.queries.protection import is_kept

Detail = str | int | bool | None | list[str]


def record(
    session: Session,
    action: str,
    kind: str,
    object_id: str,
    /,
    *,
    by: Viewer | None,
    now: datetime,
    case_pk: int | None = None,
    reason: str | None = None,
    **details: Detail,
) -> None:
    """Write one event. `details` holds public ids, labels and words of the scales, never a source's name.

    A reason typed of what speaks of a protected source may well hold the name: it stays with the record, out
    of the trail that others read.
    """
    if reason is not None and is_kept(session, object_id):
        reason = None
    body = {
        "v": 1,
        "at": now.isoformat(timespec="microseconds"),
        "actor": by.username if by else None,
        "action": action,
        "object": {"kind": kind, "id": object_id},
        "reason": reason,
        "details": details,
    }
    session.add(
        AuditEvent(
            at=now,
            actor_pk=by.user_pk if by else None,
            case_pk=case_pk,
            action=action,
            object_kind=kind,
            object_id=object_id,
            reason=reason,
            body=json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        )
    )
    session.flush()
