"""Documents, their captures and the passages in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.passages import PassageKind
from tracker.domain.scales import AuthorCertainty, CaptureMethod, DocumentKind, Tlp
from tracker.store.base import Base, FuzzyDateAttribute, Recorded, Versioned, Withdrawable
from tracker.store.types import enum_of


class Document(Recorded, Versioned, Withdrawable, Base):
    """An item published or handed over once. A post held only inside a captured page is one as well:
    `held_in_pk` then names the capture whose page embeds it.
    """

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("case_pk", "number"),)

    case_pk: Mapped[int] = mapped_column(ForeignKey("case_file.pk"))
    number: Mapped[int]
    kind: Mapped[DocumentKind] = mapped_column(enum_of(DocumentKind))
    title: Mapped[str]
    author_pk: Mapped[int | None] = mapped_column(ForeignKey("source.pk"), index=True)
    author_certainty: Mapped[AuthorCertainty] = mapped_column(enum_of(AuthorCertainty))
    publisher_pk: Mapped[int | None] = mapped_column(ForeignKey("source.pk"), index=True)
    obtained_from_pk: Mapped[int | None] = mapped_column(ForeignKey("source.pk"), index=True)
    collected_by_pk: Mapped[int | None] = mapped_column(ForeignKey("user_account.pk"))
    interpreter: Mapped[str | None]
    published = FuzzyDateAttribute()
    address: Mapped[str | None]
    archive_address: Mapped[str | None]
    language: Mapped[str | None]
    tlp: Mapped[Tlp | None] = mapped_column(enum_of(Tlp))
    note: Mapped[str | None]
    held_in_pk: Mapped[int | None] = mapped_column(
        ForeignKey("capture.pk", use_alter=True, name="fk_document_held_in_pk_capture"), index=True
    )

    @property
    def label(self) -> str:
        return f"D{self.number}"

    def __repr__(self) -> str:
        return f"<Document {self.label}>"


class Capture(Recorded, Withdrawable, Base):
    """The bytes as captured, and the canonical text read from them. Immutable; an exhibit in a report.

    `text` is NFC with line feeds only; every offset counts code points in it.
    """

    __tablename__ = "capture"
    __table_args__ = (UniqueConstraint("case_pk", "number"),)

    case_pk: Mapped[int] = mapped_column(ForeignKey("case_file.pk"))
    number: Mapped[int]
    document_pk: Mapped[int] = mapped_column(ForeignKey("document.pk"), index=True)
    sha256: Mapped[str] = mapped_column(index=True)
    size: Mapped[int]
    media_type: Mapped[str]
    modality: Mapped[str]
    file_name: Mapped[str | None]
    method: Mapped[CaptureMethod] = mapped_column(enum_of(CaptureMethod))
    captured_at: Mapped[datetime]
    address: Mapped[str | None]
    archive_address: Mapped[str | None]
    text: Mapped[str]
    extractor: Mapped[str]
    reading_notes: Mapped[str | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    duration_ms: Mapped[int | None]

    @property
    def label(self) -> str:
        return f"E{self.number}"

    def __repr__(self) -> str:
        return f"<Capture {self.label}>"


class Passage(Recorded, Base):
    """An exact span of a capture's text, or a region or a time range of it. Never changed: a better span is
    another passage.

    Text: `start_offset`, `end_offset` (code points, end exclusive) with `exact`, `prefix`, `suffix`.
    Region: `x`, `y`, `width`, `height` in hundredths of a per cent. Time: `begin_ms`, `end_ms`.
    """

    __tablename__ = "passage"
    __table_args__ = (
        CheckConstraint("end_offset > start_offset", name="span_not_empty"),
        CheckConstraint("end_ms > begin_ms", name="range_not_empty"),
        CheckConstraint("width > 0 AND height > 0", name="region_not_empty"),
    )

    capture_pk: Mapped[int] = mapped_column(ForeignKey("capture.pk"), index=True)
    document_pk: Mapped[int] = mapped_column(ForeignKey("document.pk"), index=True)
    kind: Mapped[PassageKind] = mapped_column(enum_of(PassageKind))
    start_offset: Mapped[int | None]
    end_offset: Mapped[int | None]
    exact: Mapped[str | None]
    prefix: Mapped[str | None]
    suffix: Mapped[str | None]
    x: Mapped[int | None]
    y: Mapped[int | None]
    width: Mapped[int | None]
    height: Mapped[int | None]
    begin_ms: Mapped[int | None]
    end_ms: Mapped[int | None]
