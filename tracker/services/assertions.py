"""Assertions (claims) and how they stand to one another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import dates
from tracker.domain.access import Right, Viewer
from tracker.domain.errors import DomainError
from tracker.domain.scales import AssertionLinkKind, Tlp
from tracker.services import audit, revisions
from tracker.services.lookup import get, get_case, in_case, next_number, required
from tracker.store.engine import folded
from tracker.store.models import Assertion, AssertionLink, Case
from tracker.store.queries.track_record import known_topic


@dataclass(frozen=True, slots=True)
class AssertionContent:
    """What would have to be true; `holds` is the EDTF time for which it claims to be.

    `topic` is what it is about in a word or two: sources are judged for each topic apart.
    """

    text: str
    holds: str | None = None
    place: str | None = None
    tlp: Tlp | None = None
    note: str | None = None
    topic: str | None = None


def add(session: Session, code: str, command: AssertionContent, *, by: Viewer, now: datetime) -> Assertion:
    """Record an assertion in a case."""
    case = get_case(session, code, by, Right.RECORD)
    return _add(session, case, command, by=by, now=now)


def correct(
    session: Session,
    public_id: str,
    command: AssertionContent,
    *,
    version: int | None,
    reason: str | None,
    by: Viewer,
    now: datetime,
) -> Assertion:
    """Correct an assertion's wording, time or place."""
    assertion = get(session, Assertion, public_id, by, Right.RECORD)
    fields = _checked(session, command, session.get_one(Case, assertion.case_pk))
    revisions.correct(session, "assertion", assertion, fields, version=version, reason=reason, by=by, now=now)
    return assertion


def choose(
    session: Session, case: Case, command: AssertionContent, *, field: str, by: Viewer, now: datetime
) -> Assertion:
    """The assertion a form means: by label, by its very wording, or recorded now."""
    text = required(command.text, "Say what is claimed, or choose an assertion.", field=field)
    if text.upper().startswith("AS") and text[2:].isdigit():
        return in_case(session, Assertion, text, case.pk, field=field)
    known = session.scalar(
        select(Assertion)
        .where(
            Assertion.case_pk == case.pk,
            folded(Assertion.text) == folded(text),
            Assertion.withdrawn_at.is_(None),
        )
        .order_by(Assertion.number)
        .limit(1)
    )
    return known or _add(session, case, command, by=by, now=now)


def link(
    session: Session,
    public_id: str,
    to: str | None,
    kind: AssertionLinkKind,
    reason: str | None,
    *,
    by: Viewer,
    now: datetime,
) -> AssertionLink:
    """Say how one assertion stands to another, and why."""
    assertion = get(session, Assertion, public_id, by, Right.RECORD)
    wanted = required(to, "Choose the other assertion.", field="to")
    other = in_case(session, Assertion, wanted, assertion.case_pk, field="to")
    if other.pk == assertion.pk:
        raise DomainError("An assertion cannot be linked to itself. Choose another.", field="to")
    made = AssertionLink(
        case_pk=assertion.case_pk,
        from_pk=assertion.pk,
        to_pk=other.pk,
        kind=kind,
        reason=required(reason, "Say why.", field="reason"),
        recorded_at=now,
        recorded_by_pk=by.user_pk,
    )
    session.add(made)
    session.flush()
    audit.record(
        session,
        "assertions linked",
        "assertion",
        assertion.public_id,
        by=by,
        now=now,
        case_pk=assertion.case_pk,
        reason=made.reason,
        kind=kind.value,
        to=other.public_id,
    )
    return made


def _add(session: Session, case: Case, command: AssertionContent, *, by: Viewer, now: datetime) -> Assertion:
    fields = _checked(session, command, case)
    assertion = Assertion(
        case_pk=case.pk,
        number=next_number(session, Assertion, case.pk),
        recorded_at=now,
        recorded_by_pk=by.user_pk,
        **fields,
    )
    session.add(assertion)
    session.flush()
    audit.record(
        session, "assertion added", "assertion", assertion.public_id, by=by, now=now, case_pk=case.pk
    )
    return assertion


def _checked(session: Session, command: AssertionContent, case: Case) -> dict[str, object]:
    return {
        "text": required(command.text, "Say what is claimed.", field="text"),
        "holds": dates.parse(command.holds, case.zone, field="holds") if command.holds else None,
        "place": command.place,
        "topic": known_topic(session, case.pk, command.topic),
        "tlp": command.tlp,
        "note": command.note,
    }
