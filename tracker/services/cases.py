"""Cases and who belongs to them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.domain.access import Right, Viewer
from tracker.domain.dates import zone_info
from tracker.domain.errors import DomainError, Duplicate
from tracker.domain.scales import CaseRole, Profile, Tlp
from tracker.domain.track_record import USUAL_BOUNDS, checked_bounds
from tracker.services import audit, revisions
from tracker.services.lookup import get, get_case, required
from tracker.services.users import by_name
from tracker.store.models import Case, CaseMember

_CODE = re.compile(r"[A-Z][A-Z0-9-]{1,19}")


@dataclass(frozen=True, slots=True)
class CaseContent:
    """What a case says of itself; `zone` is the zone in which its bare dates are read.

    `shows_codes`: grades with letters and digits; None leaves it as it is, and in a new case to its readers.
    `letter_bounds`: from which lower end of a track record A, B, C and D are suggested; None: the usual ones.
    """

    code: str
    title: str
    zone: str
    profile: Profile = Profile.NEWSROOM
    tlp: Tlp = Tlp.AMBER
    place: str | None = None
    summary: str | None = None
    grades_are_blind: bool = True
    shows_codes: bool | None = None
    letter_bounds: tuple[float, ...] | None = None


def open_case(session: Session, command: CaseContent, *, by: Viewer, now: datetime) -> tuple[Case, Viewer]:
    """Open a case with the opener as its lead; returns it and the viewer who now belongs to it."""
    fields = _checked(command, shows_codes=command.profile.wants_codes)
    case = Case(**fields, recorded_at=now, recorded_by_pk=by.user_pk)
    try:
        with session.begin_nested():
            session.add(case)
    except IntegrityError as exc:
        raise Duplicate("This code is taken. Choose another.", field="code") from exc
    _admit(session, case.pk, by.user_pk, CaseRole.LEAD, by=by, now=now)
    audit.record(session, "case opened", "case", case.public_id, by=by, now=now, case_pk=case.pk)
    return case, replace(by, roles={**by.roles, case.pk: CaseRole.LEAD})


def correct(
    session: Session,
    public_id: str,
    command: CaseContent,
    *,
    version: int | None,
    reason: str | None,
    by: Viewer,
    now: datetime,
) -> Case:
    """Correct what a case says of itself. Its code stays: it is cited."""
    case = get(session, Case, public_id, by, Right.MANAGE_CASE)
    fields = _checked(replace(command, code=case.code), shows_codes=case.shows_codes)
    revisions.correct(session, "case", case, fields, version=version, reason=reason, by=by, now=now)
    return case


def set_member(
    session: Session, code: str, username: str, role: CaseRole | None, *, by: Viewer, now: datetime
) -> None:
    """Admit an account to a case, change its role, or (role None) end its membership."""
    case = get_case(session, code, by, Right.MANAGE_CASE)
    user = by_name(session, username)
    member = session.scalar(
        select(CaseMember).where(CaseMember.case_pk == case.pk, CaseMember.user_pk == user.pk)
    )
    loses_lead = member is not None and member.role is CaseRole.LEAD and role is not CaseRole.LEAD
    if loses_lead and _leads(session, case.pk) == 1:
        raise DomainError("A case needs a lead. Make somebody else a lead first.", field="role")
    if member is None and role is None:
        raise DomainError(f"“{username}” is not a member of this case.", field="username")
    if member is None and role is not None:
        _admit(session, case.pk, user.pk, role, by=by, now=now)
    elif member is not None and role is not None:
        member.role = role
    elif member is not None:
        session.delete(member)  # access, not evidence: the audit trail keeps who belonged when
    session.flush()
    audit.record(
        session,
        "member set" if role else "member removed",
        "case",
        case.public_id,
        by=by,
        now=now,
        case_pk=case.pk,
        user=user.public_id,
        role=role.value if role else None,
    )


def _checked(command: CaseContent, *, shows_codes: bool) -> dict[str, object]:
    """The columns of a sound case; `shows_codes` is what holds where the command leaves it open."""
    code = command.code.strip().upper()
    if not _CODE.fullmatch(code):
        raise DomainError(
            "Use 2 to 20 capital letters, digits or dashes, beginning with a letter.", field="code"
        )
    zone_info(command.zone)
    return {
        "code": code,
        "title": required(command.title, "Give the case a title.", field="title"),
        "zone": command.zone,
        "profile": command.profile,
        "tlp": command.tlp,
        "place": command.place,
        "summary": command.summary,
        "grades_are_blind": command.grades_are_blind,
        "shows_codes": shows_codes if command.shows_codes is None else command.shows_codes,
        "letter_bounds": _bounds(command.letter_bounds),
    }


def _bounds(given: tuple[float, ...] | None) -> list[float] | None:
    """The bounds as they are stored; the usual ones are not, so that a case without a wish follows them."""
    if given is None:
        return None
    bounds = checked_bounds(given, field="letter_bounds")
    return None if bounds == USUAL_BOUNDS else list(bounds)


def _admit(
    session: Session, case_pk: int, user_pk: int, role: CaseRole, *, by: Viewer, now: datetime
) -> None:
    session.add(
        CaseMember(case_pk=case_pk, user_pk=user_pk, role=role, recorded_at=now, recorded_by_pk=by.user_pk)
    )
    session.flush()


def _leads(session: Session, case_pk: int) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(CaseMember)
            .where(CaseMember.case_pk == case_pk, CaseMember.role == CaseRole.LEAD)
        )
        or 0
    )
