"""What a quotation seen as one word tells: whether it is a whole utterance, and how it ends."""

from __future__ import annotations

from tracker.domain.proposals.words import Word

_LONG, _LONGER = 4, 5
"""So many spaces: longer than a word held at arm's length."""


def complete(word: Word) -> bool:
    inner = word.text.rstrip("”\"'’`» ")
    return inner[-1:] in ",.?!…-—–" or inner.count(" ") > _LONG


def whole_utterance(word: Word) -> bool:
    inner = word.text.strip("“”\"'’‘`«»„ ")
    return inner[-1:] in ",.?!" or inner.count(" ") > _LONGER


def closes_with_comma(word: Word) -> bool:
    return word.text.rstrip("”\"'’`» ").endswith(",")
