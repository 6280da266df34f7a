"""Reports, their findings, what these cite, and the versions that were published."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.scales import CitationRole, Tlp
from tracker.store.base import Base, FuzzyDateAttribute, Recorded, Versioned, Withdrawable
from tracker.store.models.standing import one_standing
from tracker.store.types import enum_of


class Report(Recorded, Versioned, Withdrawable, Base):
    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("case_pk", "number"),)

    case_pk: Mapped[int] = mapped_column(ForeignKey("case_file.pk"))
    number: Mapped[int]
    title: Mapped[str]
    bottom_line: Mapped[str | None]
    what_would_change: Mapped[str | None]
    gaps: Mapped[str | None]
    method: Mapped[str | None]
    cut_off = FuzzyDateAttribute()
    tlp: Mapped[Tlp] = mapped_column(enum_of(Tlp))

    @property
    def label(self) -> str:
        return f"R{self.number}"

    def __repr__(self) -> str:
        return f"<Report {self.label}>"


class Finding(Recorded, Versioned, Withdrawable, Base):
    """A judgement in the analyst's own words."""

    __tablename__ = "finding"
    __table_args__ = (UniqueConstraint("report_pk", "number"),)

    report_pk: Mapped[int] = mapped_column(ForeignKey("report.pk"))
    number: Mapped[int]
    position: Mapped[int]
    text: Mapped[str]
    assertion_pk: Mapped[int | None] = mapped_column(ForeignKey("assertion.pk"), index=True)

    @property
    def label(self) -> str:
        return f"F{self.number}"


class Citation(Recorded, Withdrawable, Base):
    """A finding cites a statement."""

    __tablename__ = "citation"
    __table_args__ = (one_standing("citation", "finding_pk", "statement_pk"),)

    finding_pk: Mapped[int] = mapped_column(ForeignKey("finding.pk"), index=True)
    statement_pk: Mapped[int] = mapped_column(ForeignKey("statement.pk"), index=True)
    role: Mapped[CitationRole] = mapped_column(enum_of(CitationRole))


class ReportVersion(Recorded, Base):
    """What was published, frozen: the whole document model as canonical JSON, and its hash."""

    __tablename__ = "report_version"
    __table_args__ = (UniqueConstraint("report_pk", "number"),)

    report_pk: Mapped[int] = mapped_column(ForeignKey("report.pk"))
    number: Mapped[int]
    content: Mapped[str]
    sha256: Mapped[str]
    note: Mapped[str | None]
