"""What a reading of a text proposes: spans of its characters, and the rule that speaks for each."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

Span = tuple[int, int]
"""Start and end in Unicode code points, the end exclusive."""


class SpeechType(StrEnum):
    """How much of the content stands in quotation marks: all, some, none."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class ProposalKind(StrEnum):
    """What is proposed: somebody's words, somebody's stance, or the author's own contribution."""

    SPEECH = "speech"
    STANCE = "stance"
    FINDING = "finding"
    POST = "post"
    DOCUMENT = "document"
    EXPERIENCE = "experience"
    INFERENCE = "inference"
    FORECAST = "forecast"


@dataclass(slots=True)
class Proposal:
    """One voice, once. `parent` is the proposal that it is reported inside, `reporter` whose that one is."""

    content: tuple[Span, ...]
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    type: SpeechType
    kind: ProposalKind
    rule: str
    confidence: float
    id: str = ""
    parent: str | None = None
    reporter: tuple[Span, ...] = ()
    resolved: tuple[Span, ...] = ()
    resolved_why: str = ""
    handle: str | None = None
    date: str | None = None
    further: bool = False
    """Whether it only tells more about another one: a phrase within a report, a report within a quotation."""


@dataclass(frozen=True, slots=True)
class DateProposal:
    """A date as written, and what it means as EDTF; `why` says what it was counted from."""

    span: Span
    edtf: str
    why: str


@dataclass(frozen=True, slots=True)
class Proposals:
    """All that is proposed for one text, in its order. `own` are the author's own contributions."""

    statements: tuple[Proposal, ...] = ()
    own: tuple[Proposal, ...] = ()
    dates: tuple[DateProposal, ...] = ()
    notes: tuple[str, ...] = field(default=())
