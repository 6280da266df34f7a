"""Grades: append-only judgements, each with its analyst, its reason and the one it supersedes."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, false
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.scales import GradeScale
from tracker.store.base import Base, Recorded
from tracker.store.types import enum_of


class Grade(Recorded, Base):
    """One analyst's grade of a source (for a topic), a statement (per assertion) or a finding.

    The current grades are the rows that no other row supersedes. Rows are never changed or removed.
    An adjudication settles a difference between analysts for the case: their own grades stay beside it.
    `override_reason`: why a grade is given that the count of independent lines does not allow.
    """

    __tablename__ = "grade"
    __table_args__ = (
        CheckConstraint(
            "(scale = 'reliability' AND source_pk IS NOT NULL AND statement_pk IS NULL"
            " AND finding_pk IS NULL)"
            " OR (scale = 'credibility' AND statement_pk IS NOT NULL AND source_pk IS NULL"
            " AND finding_pk IS NULL)"
            " OR (scale IN ('likelihood', 'confidence') AND finding_pk IS NOT NULL AND source_pk IS NULL"
            " AND statement_pk IS NULL)",
            name="one_target",
        ),
        Index("ix_grade_source_pk", "source_pk"),
        Index("ix_grade_statement_pk", "statement_pk"),
        Index("ix_grade_finding_pk", "finding_pk"),
    )

    case_pk: Mapped[int] = mapped_column(ForeignKey("case_file.pk"), index=True)
    scale: Mapped[GradeScale] = mapped_column(enum_of(GradeScale))
    value: Mapped[str]
    reason: Mapped[str]
    topic: Mapped[str | None]
    access: Mapped[str | None]
    source_pk: Mapped[int | None] = mapped_column(ForeignKey("source.pk"))
    statement_pk: Mapped[int | None] = mapped_column(ForeignKey("statement.pk"))
    assertion_pk: Mapped[int | None] = mapped_column(ForeignKey("assertion.pk"))
    finding_pk: Mapped[int | None] = mapped_column(ForeignKey("finding.pk"))
    others_hidden: Mapped[bool] = mapped_column(default=False)
    is_adjudication: Mapped[bool] = mapped_column(default=False, server_default=false())
    override_reason: Mapped[str | None]
    supersedes_pk: Mapped[int | None] = mapped_column(ForeignKey("grade.pk"), unique=True)
