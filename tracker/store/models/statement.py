"""Statements, what they convey, where they stand, and how they are tied to one another."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.scales import (
    Basis,
    Fidelity,
    RelayCertainty,
    RelayForm,
    RepeatSign,
    Stance,
    StatementLinkKind,
    Tlp,
)
from tracker.store.base import Base, FuzzyDateAttribute, Recorded, Versioned, Withdrawable
from tracker.store.models.standing import one_standing
from tracker.store.types import enum_of


class Statement(Recorded, Versioned, Withdrawable, Base):
    """One voice, once. `reporter_pk` and `reported_at` are derived from the relay it is held through and
    stored together with it; they are empty where the speaker's own document is held.
    """

    __tablename__ = "statement"
    __table_args__ = (
        UniqueConstraint("case_pk", "number"),
        Index("ix_statement_source_pk_recorded_at", "source_pk", "recorded_at"),
        Index("ix_statement_case_pk_recorded_at", "case_pk", "recorded_at"),
    )

    case_pk: Mapped[int] = mapped_column(ForeignKey("case_file.pk"))
    number: Mapped[int]
    source_pk: Mapped[int] = mapped_column(ForeignKey("source.pk"))
    basis: Mapped[Basis] = mapped_column(enum_of(Basis))
    said_at = FuzzyDateAttribute()
    verbatim: Mapped[str | None]
    gist: Mapped[str]
    hedge: Mapped[str | None]
    language: Mapped[str | None]
    translation: Mapped[str | None]
    translated_by: Mapped[str | None]
    due = FuzzyDateAttribute()
    tlp: Mapped[Tlp | None] = mapped_column(enum_of(Tlp))
    reporter_pk: Mapped[int | None] = mapped_column(ForeignKey("source.pk"), index=True)
    reported_at = FuzzyDateAttribute()

    @property
    def label(self) -> str:
        return f"ST{self.number}"

    def __repr__(self) -> str:
        return f"<Statement {self.label}>"


class Anchor(Recorded, Withdrawable, Base):
    """A statement stands in a passage."""

    __tablename__ = "anchor"
    __table_args__ = (one_standing("anchor", "statement_pk", "passage_pk"),)

    statement_pk: Mapped[int] = mapped_column(ForeignKey("statement.pk"), index=True)
    passage_pk: Mapped[int] = mapped_column(ForeignKey("passage.pk"), index=True)


class Conveys(Recorded, Withdrawable, Base):
    """What a statement says of an assertion."""

    __tablename__ = "conveys"
    __table_args__ = (one_standing("conveys", "statement_pk", "assertion_pk"),)

    statement_pk: Mapped[int] = mapped_column(ForeignKey("statement.pk"), index=True)
    assertion_pk: Mapped[int] = mapped_column(ForeignKey("assertion.pk"), index=True)
    stance: Mapped[Stance] = mapped_column(enum_of(Stance))


class Relay(Recorded, Withdrawable, Base):
    """The child statement repeats the parent, the earlier one. `is_chosen`: the analyst holds the parent
    through this one.
    """

    __tablename__ = "relay"
    __table_args__ = (
        CheckConstraint("child_pk <> parent_pk", name="two_statements"),
        one_standing("relay", "child_pk", "parent_pk"),
        Index("ix_relay_child_pk_parent_pk", "child_pk", "parent_pk"),
        Index("ix_relay_parent_pk_child_pk", "parent_pk", "child_pk"),
    )

    child_pk: Mapped[int] = mapped_column(ForeignKey("statement.pk"))
    parent_pk: Mapped[int] = mapped_column(ForeignKey("statement.pk"))
    form: Mapped[RelayForm] = mapped_column(enum_of(RelayForm))
    certainty: Mapped[RelayCertainty] = mapped_column(enum_of(RelayCertainty))
    fidelity: Mapped[Fidelity] = mapped_column(enum_of(Fidelity))
    is_chosen: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None]


class RestsOn(Recorded, Withdrawable, Base):
    """An inference rests on an assertion or on a statement, with the warrant in words."""

    __tablename__ = "rests_on"
    __table_args__ = (
        CheckConstraint("(assertion_pk IS NULL) <> (on_statement_pk IS NULL)", name="assertion_or_statement"),
    )

    statement_pk: Mapped[int] = mapped_column(ForeignKey("statement.pk"), index=True)
    assertion_pk: Mapped[int | None] = mapped_column(ForeignKey("assertion.pk"), index=True)
    on_statement_pk: Mapped[int | None] = mapped_column(ForeignKey("statement.pk"), index=True)
    warrant: Mapped[str | None]


class StatementLink(Recorded, Withdrawable, Base):
    """An analyst's judgement on two statements, with its reason."""

    __tablename__ = "statement_link"
    __table_args__ = (CheckConstraint("from_pk <> to_pk", name="two_statements"),)

    case_pk: Mapped[int] = mapped_column(ForeignKey("case_file.pk"), index=True)
    from_pk: Mapped[int] = mapped_column(ForeignKey("statement.pk"), index=True)
    to_pk: Mapped[int] = mapped_column(ForeignKey("statement.pk"), index=True)
    kind: Mapped[StatementLinkKind] = mapped_column(enum_of(StatementLinkKind))
    reason: Mapped[str]


class RepeatDecision(Recorded, Withdrawable, Base):
    """An analyst's answer to the hint that one statement repeats another; a refused hint does not return.

    An accepted one made the relay it names.
    """

    __tablename__ = "repeat_decision"
    __table_args__ = (
        CheckConstraint("later_pk <> earlier_pk", name="two_statements"),
        one_standing("repeat_decision", "later_pk", "earlier_pk"),
    )

    case_pk: Mapped[int] = mapped_column(ForeignKey("case_file.pk"), index=True)
    later_pk: Mapped[int] = mapped_column(ForeignKey("statement.pk"), index=True)
    earlier_pk: Mapped[int] = mapped_column(ForeignKey("statement.pk"), index=True)
    sign: Mapped[RepeatSign] = mapped_column(enum_of(RepeatSign))
    is_accepted: Mapped[bool]
    reason: Mapped[str]
    relay_pk: Mapped[int | None] = mapped_column(ForeignKey("relay.pk"))
