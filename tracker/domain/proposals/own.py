"""What the author contributes: what they saw or did themselves, what they conclude, what they expect."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.domain.proposals.lexicon.own_markers import EXPERIENCE, FORECAST, INFERENCE
from tracker.domain.proposals.model import Proposal, ProposalKind, Span, SpeechType
from tracker.domain.proposals.units import Sentence
from tracker.domain.proposals.words import Kind

_MARKERS = (
    (ProposalKind.EXPERIENCE, EXPERIENCE, "own-experience", 0.6),
    (ProposalKind.FORECAST, FORECAST, "own-forecast", 0.5),
    (ProposalKind.INFERENCE, INFERENCE, "own-inference", 0.45),
)


def own_words(sentences: list[Sentence], text: str, taken: list[Span]) -> Iterator[Proposal]:
    """Sentences that stand in nobody else's words and carry a marker, at most one proposal each."""
    places = sorted(taken)
    position = 0
    for sentence in sentences:
        while position < len(places) and places[position][1] <= sentence.start:
            position += 1
        if (
            position < len(places)
            and places[position][0] < sentence.end
            and _mostly(places[position], sentence)
        ):
            continue
        found = _marked(sentence, text)
        if found is not None:
            yield found


def _mostly(span: Span, sentence: Sentence) -> bool:
    shared = min(span[1], sentence.end) - max(span[0], sentence.start)
    return shared * 2 > sentence.end - sentence.start


def _marked(sentence: Sentence, text: str) -> Proposal | None:
    quoted = [(word.start, word.end) for word in sentence.words if word.kind is Kind.QUOTE]
    for kind, marker, rule, confidence in _MARKERS:
        for mark in marker.finditer(text, sentence.start, sentence.end):
            if any(start <= mark.start() < end for start, end in quoted):
                continue
            return Proposal(
                content=((sentence.start, sentence.end),),
                source=(),
                cue=(mark.span(),),
                type=SpeechType.INDIRECT,
                kind=kind,
                rule=rule,
                confidence=confidence,
            )
    return None
