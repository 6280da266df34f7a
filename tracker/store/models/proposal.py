"""What the rules proposed for a capture's text, and what analysts decided about it."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.proposals.decisions import Outcome
from tracker.domain.proposals.model import ProposalKind, SpeechType
from tracker.store.base import Base, Recorded, Withdrawable
from tracker.store.models.standing import one_standing
from tracker.store.types import PublicId, enum_of


class TextReading(Recorded, Base):
    """The text of a capture was read for statements; what is kept of the reading is that of the last time.

    `dct` is the document's date that relative dates were counted from, `notes` what the rules say of the
    text as a whole, a line each.
    """

    __tablename__ = "text_reading"
    __table_args__ = (UniqueConstraint("capture_pk"),)

    case_pk: Mapped[int] = mapped_column(ForeignKey("case_file.pk"), index=True)
    capture_pk: Mapped[int] = mapped_column(ForeignKey("capture.pk"))
    program: Mapped[str]
    dct: Mapped[str | None]
    notes: Mapped[str | None]


class Proposal(Recorded, Withdrawable, Base):
    """One voice, as the rules or an analyst cut it out of the text. Never changed: merging and splitting make
    others in its place, `step` being the deed that made it (none where the rules did).

    `spans` and `cue` are lists of [start, end) in code points; `start_offset` is where the first begins.
    `source` is the fuller name where one was found for a pronoun or a surname, `reporter` who is said to pass
    it on where that is no proposal of its own: “AFP quoted him as saying”.
    """

    __tablename__ = "proposal"
    __table_args__ = (UniqueConstraint("reading_pk", "number"),)

    reading_pk: Mapped[int] = mapped_column(ForeignKey("text_reading.pk"), index=True)
    number: Mapped[int]
    parent_number: Mapped[int | None]
    kind: Mapped[ProposalKind] = mapped_column(enum_of(ProposalKind))
    type: Mapped[SpeechType] = mapped_column(enum_of(SpeechType))
    start_offset: Mapped[int]
    spans: Mapped[list[list[int]]] = mapped_column(JSON)
    cue: Mapped[list[list[int]]] = mapped_column(JSON)
    source: Mapped[str | None]
    reporter: Mapped[str | None]
    handle: Mapped[str | None]
    date: Mapped[str | None]
    confidence: Mapped[float]
    why: Mapped[str]
    is_further: Mapped[bool]
    step: Mapped[str | None] = mapped_column(PublicId)


class ProposalDecision(Recorded, Withdrawable, Base):
    """What was decided about a proposal. Decisions of one deed share its `step`, and are undone together."""

    __tablename__ = "proposal_decision"
    __table_args__ = (one_standing("proposal_decision", "proposal_pk"),)

    proposal_pk: Mapped[int] = mapped_column(ForeignKey("proposal.pk"), index=True)
    step: Mapped[str] = mapped_column(PublicId, index=True)
    outcome: Mapped[Outcome] = mapped_column(enum_of(Outcome))


class DecidedStatement(Base):
    """A statement that accepting a proposal recorded."""

    __tablename__ = "decided_statement"

    decision_pk: Mapped[int] = mapped_column(ForeignKey("proposal_decision.pk"), primary_key=True, index=True)
    statement_pk: Mapped[int] = mapped_column(ForeignKey("statement.pk"), primary_key=True, index=True)
