"""Sources, the other names they go by, and the links between them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.scales import RelayCertainty, SourceKind, SourceLinkKind, Tlp
from tracker.store.base import Base, FuzzyDateAttribute, Recorded, Versioned, Withdrawable
from tracker.store.types import enum_of


class Source(Recorded, Versioned, Withdrawable, Base):
    """Who can be reliable. `name` of a protected source is for those who may read it: all others see
    `pseudonym` and `descriptor`. A duplicate points to the record it was merged into and can be split again.
    """

    __tablename__ = "source"
    __table_args__ = (
        UniqueConstraint("case_pk", "number"),
        CheckConstraint("NOT is_protected OR pseudonym IS NOT NULL", name="protected_has_pseudonym"),
        CheckConstraint("merged_into_pk <> pk", name="not_merged_into_itself"),
    )

    case_pk: Mapped[int] = mapped_column(ForeignKey("case_file.pk"))
    number: Mapped[int]
    kind: Mapped[SourceKind] = mapped_column(enum_of(SourceKind))
    name: Mapped[str]
    descriptor: Mapped[str | None]
    is_protected: Mapped[bool] = mapped_column(default=False)
    pseudonym: Mapped[str | None]
    tlp: Mapped[Tlp | None] = mapped_column(enum_of(Tlp))
    note: Mapped[str | None]
    merged_into_pk: Mapped[int | None] = mapped_column(ForeignKey("source.pk"), index=True)

    @property
    def label(self) -> str:
        return f"SRC{self.number}"

    def __repr__(self) -> str:
        return f"<Source {self.label}>"


class SourceAlias(Recorded, Withdrawable, Base):
    """Another name of a source, in any script: a handle, a spelling, a former name."""

    __tablename__ = "source_alias"

    source_pk: Mapped[int] = mapped_column(ForeignKey("source.pk"), index=True)
    name: Mapped[str]
    note: Mapped[str | None]


class SourceLink(Recorded, Withdrawable, Base):
    """How one source stands to another, for a time, and how sure that is."""

    __tablename__ = "source_link"
    __table_args__ = (CheckConstraint("from_pk <> to_pk", name="two_sources"),)

    case_pk: Mapped[int] = mapped_column(ForeignKey("case_file.pk"), index=True)
    from_pk: Mapped[int] = mapped_column(ForeignKey("source.pk"), index=True)
    to_pk: Mapped[int] = mapped_column(ForeignKey("source.pk"), index=True)
    kind: Mapped[SourceLinkKind] = mapped_column(enum_of(SourceLinkKind))
    certainty: Mapped[RelayCertainty] = mapped_column(enum_of(RelayCertainty))
    held = FuzzyDateAttribute()
    reason: Mapped[str | None]
