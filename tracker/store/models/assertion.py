"""Assertions (claims) and the links between them. An assertion has no source."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.scales import AssertionLinkKind, Tlp
from tracker.store.base import Base, FuzzyDateAttribute, Recorded, Versioned, Withdrawable
from tracker.store.types import enum_of


class Assertion(Recorded, Versioned, Withdrawable, Base):
    """What would have to be true, for which time and where."""

    __tablename__ = "assertion"
    __table_args__ = (UniqueConstraint("case_pk", "number"),)

    case_pk: Mapped[int] = mapped_column(ForeignKey("case_file.pk"))
    number: Mapped[int]
    text: Mapped[str]
    holds = FuzzyDateAttribute()
    place: Mapped[str | None]
    tlp: Mapped[Tlp | None] = mapped_column(enum_of(Tlp))
    note: Mapped[str | None]

    @property
    def label(self) -> str:
        return f"AS{self.number}"

    def __repr__(self) -> str:
        return f"<Assertion {self.label}>"


class AssertionLink(Recorded, Withdrawable, Base):
    """How two assertions stand to each other, with the reason."""

    __tablename__ = "assertion_link"
    __table_args__ = (CheckConstraint("from_pk <> to_pk", name="two_assertions"),)

    case_pk: Mapped[int] = mapped_column(ForeignKey("case_file.pk"), index=True)
    from_pk: Mapped[int] = mapped_column(ForeignKey("assertion.pk"), index=True)
    to_pk: Mapped[int] = mapped_column(ForeignKey("assertion.pk"), index=True)
    kind: Mapped[AssertionLinkKind] = mapped_column(enum_of(AssertionLinkKind))
    reason: Mapped[str]
