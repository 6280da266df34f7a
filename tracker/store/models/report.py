"""Reports, their findings, what these cite, and the versions that were published."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.scales import CitationRole, NoticeKind, Tlp
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
    standard_of_proof: Mapped[str | None] = mapped_column(sort_order=20)
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


class ReportSection(Recorded, Versioned, Withdrawable, Base):
    """A part of the report in the analyst's own words: Markdown that cites by `[[ST3]]`."""

    __tablename__ = "report_section"
    __table_args__ = (UniqueConstraint("report_pk", "number"),)

    report_pk: Mapped[int] = mapped_column(ForeignKey("report.pk"))
    number: Mapped[int]
    position: Mapped[int]
    title: Mapped[str]
    text: Mapped[str]

    @property
    def label(self) -> str:
        return f"P{self.number}"


class UnsavedText(Base):
    """What somebody is typing and has not saved: no record yet, it goes when it is saved or discarded.

    `place` names the form and the field it is typed into; `version` the version it was typed over.
    """

    __tablename__ = "unsaved_text"
    __table_args__ = (UniqueConstraint("report_pk", "user_pk", "place"),)

    pk: Mapped[int] = mapped_column(primary_key=True)
    report_pk: Mapped[int] = mapped_column(ForeignKey("report.pk"))
    user_pk: Mapped[int] = mapped_column(ForeignKey("user_account.pk"))
    place: Mapped[str]
    text: Mapped[str]
    version: Mapped[int | None]
    saved_at: Mapped[datetime]


class ReportVersion(Recorded, Base):
    """What was published, frozen: the whole document model as canonical JSON, and its hash."""

    __tablename__ = "report_version"
    __table_args__ = (UniqueConstraint("report_pk", "number"),)

    report_pk: Mapped[int] = mapped_column(ForeignKey("report.pk"))
    number: Mapped[int]
    content: Mapped[str]
    sha256: Mapped[str]
    note: Mapped[str | None]


class VersionBasis(Base):
    """What a published version rests on, noted at publishing, so that it is known when that falls.

    A statement that it cites, one behind what it cites (`is_cited` false), or a capture among its exhibits.
    """

    __tablename__ = "version_basis"
    __table_args__ = (
        CheckConstraint("(statement_pk IS NULL) <> (capture_pk IS NULL)", name="one_thing"),
        UniqueConstraint("version_pk", "statement_pk"),
        UniqueConstraint("version_pk", "capture_pk"),
    )

    pk: Mapped[int] = mapped_column(primary_key=True)
    version_pk: Mapped[int] = mapped_column(ForeignKey("report_version.pk"))
    statement_pk: Mapped[int | None] = mapped_column(ForeignKey("statement.pk"), index=True)
    capture_pk: Mapped[int | None] = mapped_column(ForeignKey("capture.pk"), index=True)
    is_cited: Mapped[bool]


class VersionFile(Base):
    """One format of a published version as it was made at publishing; the bytes lie with the captures."""

    __tablename__ = "version_file"
    __table_args__ = (UniqueConstraint("version_pk", "format"),)

    pk: Mapped[int] = mapped_column(primary_key=True)
    version_pk: Mapped[int] = mapped_column(ForeignKey("report_version.pk"))
    format: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]


class VersionNotice(Recorded, Withdrawable, Base):
    """What is said beside a published version after it left the house."""

    __tablename__ = "version_notice"

    version_pk: Mapped[int] = mapped_column(ForeignKey("report_version.pk"), index=True)
    kind: Mapped[NoticeKind] = mapped_column(enum_of(NoticeKind))
    text: Mapped[str]
