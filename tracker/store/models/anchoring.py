"""What analysts say of passages that a newer capture no longer holds as they were."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.anchoring import Meaning
from tracker.store.base import Base, Recorded, Withdrawable
from tracker.store.models.standing import one_standing
from tracker.store.types import enum_of


class LookedAtChange(Recorded, Withdrawable, Base):
    """An analyst looked at what became of a passage in a newer capture, and says what it means.

    Said in error is withdrawn; said anew is another row.
    """

    __tablename__ = "looked_at_change"
    __table_args__ = (one_standing("looked_at_change", "passage_pk", "capture_pk"),)

    passage_pk: Mapped[int] = mapped_column(ForeignKey("passage.pk"), index=True)
    capture_pk: Mapped[int] = mapped_column(ForeignKey("capture.pk"), index=True)
    meaning: Mapped[Meaning] = mapped_column(enum_of(Meaning))
    note: Mapped[str | None]
