"""Quotations that stand alone: which speaker goes on, which drafts stand inside another, which repeat one."""

from __future__ import annotations

from dataclasses import dataclass, field

from tracker.domain.proposals.clause_starts import main_subject
from tracker.domain.proposals.draft import Draft
from tracker.domain.proposals.units import Sentence
from tracker.domain.proposals.words import Kind

_SHORTEST_UTTERANCE, _LONG_UTTERANCE = 4, 9


@dataclass(slots=True)
class Chain:
    """What has been found so far, and who spoke last."""

    drafts: list[Draft] = field(default_factory=list)
    speaker: Draft | None = None
    sentences: list[Sentence] = field(default_factory=list)

    def take(self, sentence: Sentence, found: list[Draft]) -> None:
        quoting = [draft for draft in found if any(draft.holds(place) for place in sentence.quotes)]
        loose = [
            place
            for place in sentence.quotes
            if not any(draft.holds(place) for draft in found) and _utterance(sentence, place)
        ]
        self.drafts += found
        self.sentences.append(sentence)
        if loose:
            self._attach(sentence, loose)
        spoken = [draft for draft in (quoting or found) if draft.speaks]
        if spoken:
            self.speaker = spoken[-1]
        elif (
            not loose
            and self.speaker is not None
            and self.speaker.sentence.paragraph < sentence.paragraph - 1
        ):
            self.speaker = None

    def _attach(self, sentence: Sentence, loose: list[int]) -> None:
        alone = all(word.kind in {Kind.QUOTE, Kind.MARK} for word in sentence.words)
        spans = [(sentence.words[place].start, sentence.words[place].end) for place in loose]
        near = self.speaker is not None and sentence.paragraph - self._latest() <= 1
        if (
            alone
            and near
            and self.speaker is not None
            and self.speaker.sentence.paragraph == sentence.paragraph
        ):
            self.speaker.more += spans
            return
        if alone and near and self.speaker is not None:
            content = [(place, place + 1) for place in loose]
            going_on = Draft(
                sentence,
                content,
                self.speaker.source,
                (0, 0),
                "quotation-goes-on",
                0.6,
                borrowed=self.speaker.borrowed or self.speaker.sentence,
            )
            self.drafts.append(going_on)
            self.speaker = going_on
            return
        first = loose[0]
        source = main_subject(sentence.words, first)
        content = [(place, place + 1) for place in loose]
        cue = (max(0, first - 1), first) if first else (0, 1)
        if source is None and not alone:
            return
        self.drafts.append(Draft(sentence, content, source, cue, "quotation-alone", 0.45))

    def _latest(self) -> int:
        assert self.speaker is not None
        return self.speaker.sentence.paragraph


def _utterance(sentence: Sentence, place: int) -> bool:
    """Whether a quotation is something said rather than a word held at arm's length."""
    word = sentence.words[place]
    inner = word.text.strip("“”\"'’‘`«» ")
    if len(sentence.words) == 1 and inner[-1:] in ".?!…":
        return True
    size = inner.count(" ") + 1
    if place and sentence.words[place - 1].kind is not Kind.MARK and size < _LONG_UTTERANCE:
        return False
    return size >= _SHORTEST_UTTERANCE and (inner[-1:] in ".,?!…" or inner[:1].isupper())
