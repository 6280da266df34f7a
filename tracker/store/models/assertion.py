"""Assertions (claims) and the links between them. An assertion has no source."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.scales import AssertionLinkKind, Outcome, Tlp
from tracker.domain.timing import TimeVerdict
from tracker.store.base import Base, FuzzyDateAttribute, Recorded, Versioned, Withdrawable
from tracker.store.models.standing import one_standing
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
    topic: Mapped[str | None]
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


class ConfirmedVerdict(Recorded, Withdrawable, Base):
    """What an analyst decided on an incompatible pair, whatever their times say: contradiction or update."""

    __tablename__ = "confirmed_verdict"
    __table_args__ = (one_standing("confirmed_verdict", "link_pk"),)

    link_pk: Mapped[int] = mapped_column(ForeignKey("assertion_link.pk"))
    verdict: Mapped[TimeVerdict] = mapped_column(enum_of(TimeVerdict))
    reason: Mapped[str]


class Resolution(Recorded, Withdrawable, Base):
    """How an assertion turned out, who says so, and on what basis: what track records are made of."""

    __tablename__ = "resolution"
    __table_args__ = (one_standing("resolution", "assertion_pk"),)

    case_pk: Mapped[int] = mapped_column(ForeignKey("case_file.pk"), index=True)
    assertion_pk: Mapped[int] = mapped_column(ForeignKey("assertion.pk"), index=True)
    outcome: Mapped[Outcome] = mapped_column(enum_of(Outcome))
    reason: Mapped[str]


class ResolutionBasis(Recorded, Base):
    """A statement that a resolution rests on: the sources on its path get no track record from it."""

    __tablename__ = "resolution_basis"
    __table_args__ = (UniqueConstraint("resolution_pk", "statement_pk"),)

    resolution_pk: Mapped[int] = mapped_column(ForeignKey("resolution.pk"))
    statement_pk: Mapped[int] = mapped_column(ForeignKey("statement.pk"), index=True)
