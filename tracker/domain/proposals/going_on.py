"""Where a thought ends and the thinker's own sentence goes on: “I think …, so …”, “who said …, was …”."""

from __future__ import annotations

from tracker.domain.proposals.lexicon import closed
from tracker.domain.proposals.lexicon.word_sets import word_set
from tracker.domain.proposals.verb_index import FINITE
from tracker.domain.proposals.words import Word

_SPEAKING = word_set("i we you")
_SO_THAT = word_set("that far long much many")


def end_of_thought(stream: list[Word], source: tuple[int, int], start: int, end: int) -> int:
    """The place in start..end at which the sentence of whoever thinks or says goes on, else `end`."""
    thinker = stream[source[0]].low if source[1] - source[0] == 1 else ""
    for place in range(start + 3, end - 2):
        if stream[place].low != ",":
            continue
        following = stream[place + 1].low
        if thinker in _SPEAKING and following == "so" and stream[place + 2].low not in _SO_THAT:
            return place
        if thinker == "who" and (following in closed.AUXILIARIES or following in FINITE):
            return place
    return end
