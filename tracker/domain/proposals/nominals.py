"""Whether words can name somebody."""

from __future__ import annotations

from tracker.domain.proposals.lexicon import closed
from tracker.domain.proposals.words import Kind, Word


def nominal(stream: list[Word], start: int, end: int) -> bool:
    """Whether some word of the phrase can name somebody."""
    if end - start == 1:
        word = stream[start]
        if word.low in closed.PRONOUNS:
            return True
        return (
            word.kind is not Kind.MARK
            and word.low not in _EMPTY
            and (word.capital or not word.low.endswith("ly"))
        )
    return stream[end - 1].low not in closed.PREPOSITIONS and any(
        word.kind in {Kind.WORD, Kind.NUMBER, Kind.QUOTE, Kind.LINK} and word.low not in _EMPTY
        for word in stream[start:end]
    )


_EMPTY = (
    closed.PREPOSITIONS | closed.CONJUNCTIONS | closed.ADVERBS | closed.SUBORDINATORS | closed.AUXILIARIES
    | closed.OBJECT_PRONOUNS - {"it", "you", "people", "reporters", "everyone", "each"}
) - closed.PRONOUNS  # fmt: skip
