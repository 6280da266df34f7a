"""A proposal in the making: places of words in one sentence, before they become characters."""

from __future__ import annotations

from dataclasses import dataclass, field

from tracker.domain.proposals.model import ProposalKind
from tracker.domain.proposals.subjects import Range
from tracker.domain.proposals.units import Sentence

CERTAIN, LIKELY, FAIR, WEAK = 0.9, 0.8, 0.65, 0.5
"""How sure a rule may be of itself."""


@dataclass(slots=True)
class Draft:
    """What one cue in one sentence gives. `quotes` are the places of whole quotations in its content."""

    sentence: Sentence
    content: list[Range]
    source: Range | None
    cue: Range
    rule: str
    confidence: float
    kind: ProposalKind = ProposalKind.SPEECH
    speaks: bool = True
    """Whether later quotations may go on with it."""
    borrowed: Sentence | None = None
    """The sentence that the source's words stand in, where it is another one."""
    through: Range | None = None
    """Who carries the words of the source."""
    more: list[tuple[int, int]] = field(default_factory=list)
    """Characters of later quotations that go on with it."""

    @property
    def start(self) -> int:
        return self.sentence.words[self.content[0][0]].start

    def holds(self, place: int) -> bool:
        return any(start <= place < end for start, end in self.content)
