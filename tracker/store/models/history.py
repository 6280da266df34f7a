"""What was before: superseded contents of corrected records, and the audit trail of every write."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.store.base import Base


class Revision(Base):
    """The content a record had before a correction superseded it. `content` is JSON of its own columns and is
    only ever shown, never searched; it is as confidential as the record itself.
    """

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("kind", "record_pk", "version"),)

    pk: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    record_pk: Mapped[int]
    version: Mapped[int]
    content: Mapped[str]
    superseded_at: Mapped[datetime]
    superseded_by_pk: Mapped[int] = mapped_column(ForeignKey("user_account.pk"))
    reason: Mapped[str]


class AuditEvent(Base):
    """Who did what to which record, when and why, written in the same transaction as the deed.

    `body` is the canonical JSON of the event, kept as the bytes a proof will be computed over; the columns
    beside it repeat what lists filter by. No protected name ever enters it.
    """

    __tablename__ = "audit_event"

    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_pk: Mapped[int | None] = mapped_column(ForeignKey("user_account.pk"))
    case_pk: Mapped[int | None] = mapped_column(ForeignKey("case_file.pk"), index=True)
    action: Mapped[str]
    object_kind: Mapped[str]
    object_id: Mapped[str] = mapped_column(index=True)
    reason: Mapped[str | None]
    body: Mapped[str]
