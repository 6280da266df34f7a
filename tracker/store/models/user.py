"""Accounts. What an account may do in a case is the membership's business, not the account's."""

from __future__ import annotations

from datetime import datetime

from flask_security import UserMixin
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.ids import new_public_id
from tracker.store.base import Base
from tracker.store.types import PublicId


class User(Base, UserMixin):
    """A person who logs in. `fs_uniquifier` changes whenever every open session must end."""

    __tablename__ = "user_account"

    pk: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId, unique=True, default=new_public_id)
    username: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    password: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    is_admin: Mapped[bool] = mapped_column(default=False)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    recorded_at: Mapped[datetime]

    def __repr__(self) -> str:
        return f"<User {self.username}>"
