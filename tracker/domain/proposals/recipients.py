"""Past whom it was said to: “told the paper that …”, “urged him to …”."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.domain.proposals.clause_starts import starts_clause
from tracker.domain.proposals.clauses import clause_end, phrase_end
from tracker.domain.proposals.lexicon import closed
from tracker.domain.proposals.verbs import Group
from tracker.domain.proposals.words import Kind, Word

_MOST_WORDS_TO_WHOM = 14


def to_somebody(stream: list[Word], place: int, group: Group) -> Complement | None:  # noqa: PLR0911  one line for each frame
    """“told the paper that …”, “urged him to …”: past whom it was said to."""
    frames = group.verb.frames
    begin = place + (stream[place].low == "on" and "on-to" in frames)
    if begin >= len(stream) or stream[begin].kind is Kind.MARK:
        return None
    for cursor in range(begin + 1, min(len(stream), begin + _MOST_WORDS_TO_WHOM)):
        word = stream[cursor]
        low = word.low
        if (
            low == "to"
            and ("np-to" in frames or "on-to" in frames)
            and cursor + 1 < len(stream)
            and not stream[cursor + 1].capital
            and stream[cursor + 1].low not in closed.DETERMINERS
        ):
            return Complement(begin, clause_end(stream, cursor), "np-to", begin)
        if low == "not" and "np-to" in frames:
            return Complement(begin, clause_end(stream, cursor), "np-to", begin)
        if "whom" in frames and (
            low in {"that", ":"}
            or low in closed.QUESTION_WORDS - {"who", "which", "whom", "when"}
            or word.kind is Kind.QUOTE
            or _new_subject(stream, begin, cursor)
        ):
            start = cursor + (low == ":")
            if start >= len(stream):
                return None
            end = quote_end(stream, start) if word.kind is Kind.QUOTE else clause_end(stream, start)
            return Complement(start, end, "whom", begin)
        if low in {".", ";"} or (low == "," and not _quote_next(stream, cursor)):
            return None
        if low == "about" and "about" in frames:
            return Complement(cursor + 1, phrase_end(stream, cursor + 1), "about", begin)
    return None


def _quote_next(stream: list[Word], place: int) -> bool:
    return place + 1 < len(stream) and stream[place + 1].kind is Kind.QUOTE


def _new_subject(stream: list[Word], begin: int, cursor: int) -> bool:
    """Whether a clause without “that” begins here: after “him”, at “he”, or at an article after a name."""
    before, word = stream[cursor - 1], stream[cursor]
    if before.low in closed.PREPOSITIONS or before.low in closed.CONJUNCTIONS:
        return False
    if word.low in {"he", "she", "they", "i", "we", "it", "there", "you"}:
        return starts_clause(stream, cursor)
    if cursor == begin + 1 and stream[begin].low in closed.OBJECT_PRONOUNS:
        return starts_clause(stream, cursor)
    return (
        word.low in closed.ARTICLES and before.low not in closed.DETERMINERS and starts_clause(stream, cursor)
    )


def quote_end(stream: list[Word], place: int) -> int:
    """A quotation alone, or the clause that goes on with it: said “X” was bad."""
    following = stream[place + 1] if place + 1 < len(stream) else None
    if (
        following is None
        or following.kind in {Kind.MARK, Kind.LINK}
        or stream[place].text.rstrip("”\"'’ ")[-1:] in ".?!,"
    ):
        return place + 1
    if following.low in closed.PREPOSITIONS | closed.SUBORDINATORS | {"and", "but", "to"}:
        goes_on = following.low in {"of", "to", "in", "for"} or (
            following.low == "and" and place + 2 < len(stream) and stream[place + 2].kind is Kind.QUOTE
        )
        return clause_end(stream, place) if goes_on else place + 1
    return clause_end(stream, place)


@dataclass(frozen=True, slots=True)
class Complement:
    """The places of what was said, the frame that gave it, and where the cue ends."""

    start: int
    end: int
    frame: str
    cue_end: int
