"""What follows a verb of saying: which frame it is in, and where what was said begins and ends."""

from __future__ import annotations

from dataclasses import replace

from tracker.domain.proposals.clause_starts import starts_clause
from tracker.domain.proposals.clauses import clause_end, phrase_end
from tracker.domain.proposals.going_on import end_of_thought
from tracker.domain.proposals.lexicon import closed
from tracker.domain.proposals.lexicon.word_sets import word_set
from tracker.domain.proposals.objects import direct_object
from tracker.domain.proposals.recipients import Complement, quote_end, to_somebody
from tracker.domain.proposals.verbs import Group
from tracker.domain.proposals.words import Kind, Word

_PREPOSITION_FRAMES = {"for", "about", "on", "against", "of", "at", "with", "in"}
_SUBORDINATE = word_set("while when although though after because if since before once")
ONLY_CLAUSES = frozenset(
    {"say", "think", "believe", "insist", "argue", "contend", "hope", "conclude", "suspect"}
)
_SUBORDINATED = frozenset({"that", "bare", "whom", "wh", "to"})
_TRIGGER_REACH = 26


def complement(
    stream: list[Word], group: Group, source: tuple[int, int] | None = None, *, leads: bool = False
) -> Complement | None:
    """What follows the verb at once, or after whom it was told and when.

    Where the verb `leads` its sentence (“Saying …, the mayor left”), what was said ends at a comma.
    """
    found = _complement(stream, group)
    if found is None or found.frame not in _SUBORDINATED:
        return found
    after_subordinate = source is not None and source[0] > 0 and stream[source[0] - 1].low in _SUBORDINATE
    if leads or after_subordinate:
        return replace(found, end=clause_end(stream, found.start, subordinate=True))
    if source is not None and found.frame != "to":
        return replace(found, end=end_of_thought(stream, source, found.start, found.end))
    return found


def _complement(stream: list[Word], group: Group) -> Complement | None:
    place = group.end
    frames = group.verb.frames
    found = _at(stream, place, group)
    if found is not None:
        return found
    if place >= len(stream):
        return None
    if "whom" in frames or "np-to" in frames or "on-to" in frames:
        found = to_somebody(stream, place, group)
        if found is not None:
            return found
    found = _after_adverbials(stream, place, group)
    if found is not None:
        return found
    return direct_object(stream, place, group)


def _at(stream: list[Word], place: int, group: Group) -> Complement | None:  # noqa: PLR0911  one line for each frame
    """What begins right here."""
    frames, size = group.verb.frames, len(stream)
    if place >= size:
        return None
    word = stream[place]
    if (
        word.low in {",", ":"}
        and place + 1 < size
        and (word.low == ":" or stream[place + 1].kind is Kind.QUOTE)
    ):
        if "quote" not in frames and "quote-only" not in frames and word.low != ":":
            return None
        if word.low == ":" and not ({"quote", "that", "quote-only"} & frames):
            return None
        return Complement(place + 1, clause_end(stream, place + 1), "quote", place)
    if word.kind is Kind.QUOTE and (
        frames & {"quote", "that"} or ("quote-only" in frames and _ends_it(stream, place))
    ):
        return Complement(place, quote_end(stream, place), "quote", place)
    if word.low == "that" and "that" in frames and place + 2 < size:
        return Complement(place, clause_end(stream, place), "that", place)
    if (
        word.low in closed.QUESTION_WORDS
        and "wh" in frames
        and (word.low != "when" or group.verb.base != "say")
    ):
        return Complement(place, clause_end(stream, place), "wh", place)
    if (
        word.low == "to"
        and "to" in frames
        and place + 1 < size
        and stream[place + 1].kind is Kind.WORD
        and not stream[place + 1].capital
        and stream[place + 1].low not in closed.DETERMINERS
    ):
        return Complement(place, clause_end(stream, place), "to", place)
    return _bare_or_preposition(stream, place, group)


def _ends_it(stream: list[Word], place: int) -> bool:
    """Whether nothing but a mark follows: “the sign read “Closed”.”"""
    return place + 1 == len(stream) or stream[place + 1].kind is Kind.MARK


def _bare_or_preposition(stream: list[Word], place: int, group: Group) -> Complement | None:
    frames = group.verb.frames
    word = stream[place]
    strict = group.verb.base not in ONLY_CLAUSES
    if (
        "bare-strict" in frames
        and word.low in closed.SUBJECT_PRONOUNS - {"it", "you", "who"}
        and starts_clause(stream, place)
    ):
        return Complement(place, clause_end(stream, place), "bare", place)
    if (
        "bare" in frames
        and word.low not in closed.QUESTION_WORDS
        and starts_clause(stream, place, strict=strict)
        and not (
            word.low in closed.OBJECT_PRONOUNS and word.low not in {"it", "you", "her", "people", "everyone"}
        )
    ):
        return Complement(place, clause_end(stream, place), "bare", place)
    preposition = word.low
    if preposition in _PREPOSITION_FRAMES & frames and place + 1 < len(stream):
        return Complement(place + 1, phrase_end(stream, place + 1), preposition, place + 1)
    if preposition == "to" and "to-np" in frames and place + 1 < len(stream):
        return Complement(place + 1, phrase_end(stream, place + 1), "to-np", place + 1)
    if preposition == "as" and "as" in frames:
        return Complement(place, phrase_end(stream, place), "as", place)
    return None


def _after_adverbials(stream: list[Word], place: int, group: Group) -> Complement | None:
    """“said Tuesday that …”, “said in an interview with the paper, “…””."""
    frames = group.verb.frames
    cursor = place
    while cursor < len(stream) and (
        stream[cursor].low in closed.TIMES
        or stream[cursor].low in closed.ADVERBS
        or stream[cursor].kind in {Kind.ASIDE, Kind.NUMBER}
        or (stream[cursor].low == "on" and cursor + 1 < len(stream) and stream[cursor + 1].low in closed.DAYS)
    ):
        cursor += 1
    if cursor > place:
        found = _at(stream, cursor, group)
        if found is not None and found.frame in {"that", "bare", "quote", "wh", "to"}:
            return found
    if cursor >= len(stream) or not frames & {"quote", "that"}:
        return None
    if stream[cursor].low not in closed.PREPOSITIONS and stream[cursor].low not in {"after", "before", ","}:
        return None
    return _triggered(stream, cursor, group)


def _triggered(stream: list[Word], place: int, group: Group) -> Complement | None:
    frames = group.verb.frames
    commas = 0
    for cursor in range(place, min(len(stream), place + _TRIGGER_REACH)):
        word = stream[cursor]
        if word.kind is Kind.QUOTE and "quote" in frames and stream[cursor - 1].low in {",", ":", "that"}:
            return Complement(cursor, quote_end(stream, cursor), "quote", place)
        if word.low == "that" and "that" in frames and (commas == 0 or stream[cursor - 1].low == ","):
            return Complement(cursor, clause_end(stream, cursor), "that", place)
        if word.low == "," and cursor > place:
            commas += 1
        if word.low in {";", "and", "but", "who", "which"} or commas > 2:  # noqa: PLR2004
            return None
        if word.low == "saying" and stream[cursor - 1].low == "as":
            return None
        if (
            word.low in {"he", "she", "they", "i", "we", "it"}
            and "bare" in frames
            and commas == 0
            and cursor > place + 1
            and stream[cursor - 1].low not in closed.PREPOSITIONS | {"as", "after", "when"}
        ):
            return Complement(cursor, clause_end(stream, cursor), "bare", place)
    return None
