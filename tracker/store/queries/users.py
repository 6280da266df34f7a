"""Reading accounts, and who a request is made for."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.access import Viewer, require_admin
from tracker.domain.scales import CaseRole
from tracker.store.engine import folded
from tracker.store.models import CaseMember, User
from tracker.store.queries.rows import Rows


def viewer_of(session: Session, user_pk: int) -> Viewer | None:
    """The viewer an active account is, with its role in each case; None for a disabled or unknown one."""
    rows = session.execute(
        select(User.username, User.display_name, User.is_admin, CaseMember.case_pk, CaseMember.role)
        .outerjoin(CaseMember, CaseMember.user_pk == User.pk)
        .where(User.pk == user_pk, User.active)
    ).all()
    if not rows:
        return None
    first = rows[0]
    roles = {row.case_pk: row.role for row in rows if row.case_pk is not None}
    return Viewer(user_pk, first.username, first.display_name, first.is_admin, roles)


def viewer_named(session: Session, username: str) -> Viewer | None:
    """The viewer the account of that name is; None if there is no such active account."""
    user_pk = session.scalar(select(User.pk).where(folded(User.username) == folded(username.strip())))
    return None if user_pk is None else viewer_of(session, user_pk)


def list_users(session: Session, viewer: Viewer) -> Rows:
    """Every account with the number of its cases, by name; for administrators."""
    require_admin(viewer)
    return session.execute(
        select(
            User.public_id,
            User.username,
            User.display_name,
            User.is_admin,
            User.active,
            User.must_change_password,
            User.recorded_at,
            func.count(CaseMember.pk).label("cases"),
        )
        .outerjoin(CaseMember, CaseMember.user_pk == User.pk)
        .group_by(User.pk)
        .order_by(User.username)
    ).all()


def list_members(session: Session, case_pk: int) -> Rows:
    """The members of a case, by name."""
    return session.execute(
        select(User.username, User.display_name, User.active, CaseMember.role, CaseMember.recorded_at)
        .join(User, User.pk == CaseMember.user_pk)
        .where(CaseMember.case_pk == case_pk)
        .order_by(User.username)
    ).all()


def list_leads(session: Session) -> Sequence[str]:
    """The names of the active accounts that lead a case."""
    return session.scalars(
        select(User.username)
        .join(CaseMember, CaseMember.user_pk == User.pk)
        .where(CaseMember.role == CaseRole.LEAD, User.active)
        .distinct()
        .order_by(User.username)
    ).all()


def any_user(session: Session) -> bool:
    """Whether there is an account at all."""
    return session.scalar(select(User.pk).limit(1)) is not None
