"""A name after its verb: “said Ana Ruiz, the mayor, on Tuesday”."""

from __future__ import annotations

from tracker.domain.proposals.lexicon import closed
from tracker.domain.proposals.lexicon.word_sets import word_set
from tracker.domain.proposals.nominals import nominal
from tracker.domain.proposals.subjects import HARD, Range
from tracker.domain.proposals.utterances import whole_utterance
from tracker.domain.proposals.words import Kind, Word

_STOP_AFTER = closed.SUBORDINATORS | word_set("""
    but during following adding referring noting citing saying calling recalling speaking describing
    suggesting apparently explaining urging arguing warning ahead
""")


_NEWS_NOUNS = word_set("""
    statement interview tweet speech email e-mail memo letter post address message report release briefing
    conference testimony column filing response note blog
""")


def name_after(stream: list[Word], start: int) -> Range | None:
    """The name that follows an inverted verb (“said X, the chairman”), with its apposition."""
    cursor = start
    while cursor < len(stream):
        word = stream[cursor]
        if word.kind is Kind.QUOTE and (whole_utterance(word) or stream[cursor - 1].low == ","):
            break
        if word.kind is Kind.MARK and word.low in HARD | {"."}:
            break
        if word.low == "," and _stops_after_comma(stream, cursor):
            break
        if cursor > start and word.low in _STOP_AFTER | closed.QUESTION_WORDS - {
            "who",
            "whom",
            "which",
            "whose",
        }:
            break
        if cursor > start and _adverbial(stream, cursor):
            break
        cursor += 1
    while cursor > start and (
        stream[cursor - 1].low in {",", "and", "as"} or stream[cursor - 1].low in closed.DAYS
    ):
        cursor -= 1
    return (start, cursor) if cursor > start and nominal(stream, start, cursor) else None


def _stops_after_comma(stream: list[Word], comma: int) -> bool:
    if comma + 1 >= len(stream):
        return True
    following = stream[comma + 1]
    if (
        following.kind is Kind.QUOTE
        or following.low in _STOP_AFTER
        or following.low in {"and", "in", "on", "at"} | closed.AUXILIARIES
    ):
        return True
    return following.low.endswith("ing") and not following.capital


def _adverbial(stream: list[Word], place: int) -> bool:
    """“on Tuesday”, “in a statement”, “Tuesday”: when and where it was said, no part of a name."""
    low = stream[place].low
    if low in closed.DAYS:
        return True
    if low not in {
        "in",
        "on",
        "at",
        "during",
        "to",
        "via",
        "late",
        "early",
        "last",
        "this",
    } or place + 1 >= len(stream):
        return False
    following = stream[place + 1].low
    if low in {"last", "this", "late", "early"}:
        return following in closed.TIMES
    if (
        following in closed.DAYS
        or following in closed.MONTHS
        or following in {"twitter", "facebook", "cnn", "fox"}
    ):
        return True
    return any(word.low in _NEWS_NOUNS for word in stream[place + 1 : place + 5]) and low != "to"
