"""Confirming what two incompatible assertions are to each other: a contradiction, an update, or open.

Their times propose; an analyst decides, with a reason, and every analysis then goes by that. A verdict is
never changed: confirming again withdraws it and records another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.domain.access import Right, Viewer
from tracker.domain.errors import DomainError
from tracker.domain.scales import AssertionLinkKind
from tracker.domain.timing import TimeVerdict
from tracker.services import audit
from tracker.services.lookup import get, required
from tracker.services.withdrawing import supersede, take_back
from tracker.store.models import Assertion, AssertionLink, ConfirmedVerdict

_MEANWHILE = (
    "Somebody else confirmed what these two are to each other, or took that back, while you were writing. "
    "Your text is kept below: compare it with how they stand now, then save again."
)


@dataclass(frozen=True, slots=True)
class Confirm:
    """`link` is the public id of the link that calls two assertions incompatible.

    `seen` is the public id of the verdict that stood when the analyst decided, "" where none did; None does
    not ask.
    """

    link: str
    verdict: TimeVerdict
    reason: str | None
    seen: str | None = None


def confirm(session: Session, command: Confirm, *, by: Viewer, now: datetime) -> ConfirmedVerdict:
    """Decide on an incompatible pair. An earlier verdict is withdrawn, with this one's reason."""
    link = get(session, AssertionLink, command.link, by, Right.GRADE)
    if link.kind is not AssertionLinkKind.INCOMPATIBLE:
        raise DomainError("Only two assertions that cannot both be true contradict or update each other.")
    if link.is_withdrawn:
        raise DomainError("This link is withdrawn. Restore it before deciding on it.")
    reason = required(command.reason, "Say why.", field="reason")
    made = ConfirmedVerdict(
        link_pk=link.pk, verdict=command.verdict, reason=reason, recorded_at=now, recorded_by_pk=by.user_pk
    )
    supersede(
        session,
        made,
        ConfirmedVerdict.link_pk == link.pk,
        seen=command.seen,
        why=f"decided again: {reason}",
        meanwhile=_MEANWHILE,
        by=by,
        now=now,
    )
    _record(session, "verdict confirmed", link, made, reason=reason, by=by, now=now)
    return made


def withdraw(
    session: Session, public_id: str, reason: str | None, *, by: Viewer, now: datetime
) -> ConfirmedVerdict:
    """Take a verdict back, with a reason: their times decide again."""
    verdict = get(session, ConfirmedVerdict, public_id, by, Right.GRADE)
    why = take_back(session, verdict, reason, what="verdict", by=by, now=now)
    link = session.get_one(AssertionLink, verdict.link_pk)
    _record(session, "verdict withdrawn", link, verdict, reason=why, by=by, now=now)
    return verdict


def _record(
    session: Session,
    action: str,
    link: AssertionLink,
    verdict: ConfirmedVerdict,
    *,
    reason: str,
    by: Viewer,
    now: datetime,
) -> None:
    one, other = (session.get_one(Assertion, pk) for pk in (link.from_pk, link.to_pk))
    audit.record(
        session,
        action,
        "assertion",
        one.public_id,
        by=by,
        now=now,
        case_pk=link.case_pk,
        reason=reason,
        verdict=verdict.verdict.value,
        link=link.public_id,
        other=other.public_id,
    )
