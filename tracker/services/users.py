"""Accounts: made, disabled and given new passwords by an administrator; a password changed by its owner."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex, token_urlsafe

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tracker.domain.access import Viewer, require_admin
from tracker.domain.errors import DomainError, Duplicate, NotFound
from tracker.domain.ids import is_public_id
from tracker.services import audit
from tracker.store.engine import folded
from tracker.store.models import User

MIN_PASSWORD = 12
MAX_PASSWORD = 128
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
_hasher = PasswordHasher()


@dataclass(frozen=True, slots=True)
class AddUser:
    username: str
    display_name: str
    password: str
    is_admin: bool = False
    must_change_password: bool = True


def add(session: Session, command: AddUser, *, by: Viewer | None, now: datetime) -> User:
    """Make an account. `by` is None only from the command line, where the machine's owner acts."""
    if by is not None:
        require_admin(by)
    username = command.username.strip().lower()
    if not _USERNAME.fullmatch(username):
        raise DomainError(
            "Use 2 to 40 small letters, digits, dots, dashes or underscores; begin with a letter or digit.",
            field="username",
        )
    user = User(
        username=username,
        display_name=command.display_name.strip() or username,
        password=hash_password(command.password),
        is_admin=command.is_admin,
        must_change_password=command.must_change_password,
        fs_uniquifier=token_hex(16),
        recorded_at=now,
    )
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError as exc:
        raise Duplicate(f"There is an account “{username}” already.", field="username") from exc
    audit.record(session, "user added", "user", user.public_id, by=by, now=now, admin=command.is_admin)
    return user


def reset_password(session: Session, public_id: str, *, by: Viewer | None, now: datetime) -> str:
    """Give an account a new password, to be changed at the next log-in; ends its sessions; returns it."""
    user = _managed(session, public_id, by)
    password = new_password()
    _set_password(user, password)
    user.must_change_password = True
    audit.record(session, "password reset", "user", user.public_id, by=by, now=now)
    return password


def new_password() -> str:
    """A password nobody can guess, to be handed over once and changed at the first log-in."""
    return token_urlsafe(12)


def change_password(session: Session, password: str, *, by: Viewer, now: datetime) -> User:
    """Set one's own password; every other session of the account ends."""
    user = session.get_one(User, by.user_pk)
    _set_password(user, password)
    user.must_change_password = False
    audit.record(session, "password changed", "user", user.public_id, by=by, now=now)
    return user


def logged_in(session: Session, *, by: Viewer, now: datetime) -> None:
    """Note that somebody logged in."""
    user = session.get_one(User, by.user_pk)
    audit.record(session, "logged in", "user", user.public_id, by=by, now=now)


def logged_out(session: Session, *, by: Viewer, now: datetime) -> None:
    """End every session of an account, so that a copied cookie is worth nothing after the log-out."""
    user = session.get_one(User, by.user_pk)
    user.fs_uniquifier = token_hex(16)
    session.flush()
    audit.record(session, "logged out", "user", user.public_id, by=by, now=now)


def set_active(session: Session, public_id: str, *, active: bool, by: Viewer, now: datetime) -> User:
    """Disable an account (its sessions end at once) or enable it again."""
    user = _managed(session, public_id, by)
    if user.pk == by.user_pk:
        raise DomainError("You cannot disable your own account. Ask another administrator.")
    user.active = active
    user.fs_uniquifier = token_hex(16)
    session.flush()
    deed = "user enabled" if active else "user disabled"
    audit.record(session, deed, "user", user.public_id, by=by, now=now)
    return user


def hash_password(password: str) -> str:
    """The argon2id hash of an acceptable password; `DomainError` on `password` otherwise."""
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise DomainError(
            f"Use a password of {MIN_PASSWORD} to {MAX_PASSWORD} characters; several words make a good one.",
            field="password",
        )
    if len(set(password)) < 5:  # noqa: PLR2004  "aaaaaaaaaaaa" is long and worth nothing
        raise DomainError("Use a password with more different characters.", field="password")
    return _hasher.hash(password)


def by_name(session: Session, username: str) -> User:
    """The account of that name; `NotFound` if there is none."""
    user = session.scalar(select(User).where(folded(User.username) == folded(username.strip())))
    if user is None:
        raise NotFound(f"There is no account “{username}”.", field="username")
    return user


def _managed(session: Session, public_id: str, by: Viewer | None) -> User:
    if by is not None:
        require_admin(by)
    user = None
    if is_public_id(public_id):
        user = session.scalar(select(User).where(User.public_id == public_id))
    if user is None:
        raise NotFound("There is no such account.")
    return user


def _set_password(user: User, password: str) -> None:
    user.password = hash_password(password)
    user.fs_uniquifier = token_hex(16)
