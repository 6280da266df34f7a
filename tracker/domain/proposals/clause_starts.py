"""Where a clause of its own begins, and what the subject of a sentence is."""

from __future__ import annotations

from tracker.domain.proposals.clauses import clause_end
from tracker.domain.proposals.lexicon import closed
from tracker.domain.proposals.lexicon.word_sets import word_set
from tracker.domain.proposals.subjects import subject_before
from tracker.domain.proposals.verb_index import BASES, FINITE
from tracker.domain.proposals.words import Kind, Word

_LONGEST_SUBJECT = 22
_FEWEST_WORDS = 3


_COMMON_THIRD = word_set("""
    needs wants makes remains plans means seems has does goes comes gets takes deserves
    knows believes thinks works looks supports uses
""")
_PLURALS = word_set("they we you i people voters americans")
_CLAUSE_STARTERS = closed.SUBJECT_PRONOUNS | frozenset({"this", "that", "these", "those"})


def starts_clause(stream: list[Word], start: int, *, strict: bool = True) -> bool:  # noqa: PLR0911  one line for each kind of beginning
    """Whether a clause of its own begins here: a pronoun as subject, or a noun phrase and a verb after it.

    Not `strict`: after a verb that takes nothing but a clause, a noun phrase of some length will do.
    """
    word = stream[start]
    if word.low in closed.AUXILIARIES or word.low in closed.CONJUNCTIONS:
        return False
    if word.low in _CLAUSE_STARTERS and word.low not in {"that", "those", "these", "this"}:
        if word.low in {"it", "you"} and strict:
            return _verb_soon(stream, start + 1, 3)
        following = stream[start + 1] if start + 1 < len(stream) else None
        return (
            following is not None and following.kind is Kind.WORD and following.low not in closed.PREPOSITIONS
        )
    if word.kind is Kind.MARK or word.low in closed.PREPOSITIONS - {
        "in",
        "if",
        "for",
        "under",
        "without",
        "since",
    }:
        return False
    if word.low in {"if", "when", "while", "because", "although", "since", "after", "once", "as"}:
        return word.low in {"if", "when", "while", "although", "once"}
    if not strict:
        if word.low in closed.TIMES and not _verb_soon(stream, start + 1, 1):
            return False
        return _holds_a_verb(stream, start) or _verb_soon(stream, start + 1, _FEWEST_WORDS)
    return _verb_soon(stream, start + 1, _LONGEST_SUBJECT)


def _holds_a_verb(stream: list[Word], start: int) -> bool:
    """Whether what begins here is long enough for a clause, or has an auxiliary."""
    said = stream[start : clause_end(stream, start)]
    return len(said) > _FEWEST_WORDS or any(word.low in closed.AUXILIARIES for word in said)


def _verb_soon(stream: list[Word], start: int, reach: int) -> bool:  # noqa: PLR0911  one line for each kind of verb
    """Whether a finite verb stands within reach, before another clause begins."""
    for place in range(start, min(len(stream), start + reach)):
        low = stream[place].low
        if low in closed.AUXILIARIES and low not in {"'s", "be"}:
            return True
        if low in FINITE and not _participle(stream, place):
            return True
        if (
            low == "'s"
            and place + 1 < len(stream)
            and (
                stream[place + 1].low
                in closed.ARTICLES | closed.NOT | {"going", "been", "got", "time", "important", "clear"}
                or stream[place + 1].low.endswith("ing")
            )
        ):
            return True
        if low == "and" and place + 1 < len(stream) and stream[place + 1].low in FINITE:
            return False
        if low in {";", ":", "who", "which", "that", "whose", "where"}:
            return False
        if low in _COMMON_THIRD:
            return True
        if low in BASES and stream[place - 1].low in _PLURALS:
            return True
    return False


def _participle(stream: list[Word], place: int) -> bool:
    low = stream[place].low
    if not low.endswith(("ed", "en", "wn")):
        return False
    before = stream[place - 1].low if place else ""
    following = stream[place + 1].low if place + 1 < len(stream) else ""
    return before in closed.ARTICLES or before == "'s" or following in {"by", "that"}


def sentence_lead(stream: list[Word], end: int) -> int:
    """Where what was said begins that stands before its verb: after “But” and the like."""
    start = 0
    while start + 1 < end and stream[start].low in {"but", "and", "yet", "still", "so", "or"}:
        start += 1
    return start


def main_subject(stream: list[Word], before: int, floor: int = 0) -> tuple[int, int] | None:
    """The subject of the first verb of the sentence: of a known one, else of the first word in -ed."""
    known = (
        place
        for place in range(floor, before)
        if stream[place].low in FINITE
        or (stream[place].low in closed.AUXILIARIES and stream[place].low != "'s")
    )
    past = (place for place in range(floor + 1, before) if _past_of_a_clause(stream, place))
    for place in (*known, *past):
        start = place
        while start > floor and _is_adverb(stream[start - 1]):
            start -= 1
        found = subject_before(stream, start, floor)
        if found is not None and stream[found[0]].low not in {"there", "it"}:
            return found
    return None


def _past_of_a_clause(stream: list[Word], place: int) -> bool:
    """Whether a word in -ed may be the verb of its clause, not a participle before a noun."""
    word, before = stream[place], stream[place - 1]
    return (
        word.low.endswith("ed")
        and not word.capital
        and before.kind is not Kind.MARK
        and before.low not in closed.DETERMINERS
        and before.low not in closed.PREPOSITIONS
    )


def _is_adverb(word: Word) -> bool:
    return word.low in closed.ADVERBS or (word.low.endswith("ly") and not word.capital)
