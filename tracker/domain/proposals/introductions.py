"""What leads a sentence before its subject: “But”, “On Tuesday”, “In a statement”."""

from __future__ import annotations

from tracker.domain.proposals.lexicon import closed
from tracker.domain.proposals.words import Kind, Word


def past_introduction(stream: list[Word], start: int, end: int) -> int:
    """Past “But”, “On Tuesday”, “In a statement” to the subject itself."""
    while start < end and stream[start].low in closed.INTRODUCERS and start + 1 < end:
        if stream[start].low in {"first", "second", "next", "only", "even", "just"} and start + 2 < end:
            break
        start += 1
    if start < end and stream[start].low in closed.PREPOSITIONS and stream[start].low != "of":
        start = _past_adverbial(stream, start, end)
    elif start + 1 < end and stream[start].low in {"last", "this", "late", "early", "earlier"}:
        after = start + 1
        while after < end and stream[after].low in closed.TIMES:
            after += 1
        if after > start + 1 and after < end:
            start = after
    elif start + 1 < end and stream[start].low in closed.DAYS and stream[start + 1].low != "'s":
        start += 1
    return start


def _past_adverbial(stream: list[Word], start: int, end: int) -> int:
    """The subject after “On Tuesday” or “In a statement”, known by a new name, article or pronoun."""
    cursor = start + 1
    while cursor < end and (
        stream[cursor].low in closed.DETERMINERS
        or stream[cursor].low in closed.TIMES
        or stream[cursor].kind is Kind.NUMBER
    ):
        cursor += 1
    small_seen = False
    for place in range(cursor, end):
        word = stream[place]
        if word.low in closed.SUBJECT_PRONOUNS:
            return place
        if word.low in closed.ARTICLES and stream[place - 1].low not in closed.PREPOSITIONS:
            return place
        if (
            word.capital
            and (small_seen or place == cursor)
            and stream[place - 1].low not in closed.PREPOSITIONS
        ):
            return place
        small_seen = small_seen or not word.capital
    return start
