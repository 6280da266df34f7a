"""Who does it: the words of a subject before a verb, or of a name after one, without a model of grammar."""

from __future__ import annotations

from tracker.domain.proposals.introductions import past_introduction
from tracker.domain.proposals.lexicon import closed
from tracker.domain.proposals.nominals import nominal
from tracker.domain.proposals.utterances import whole_utterance
from tracker.domain.proposals.verb_index import BASES, CLAUSE_VERBS, FINITE
from tracker.domain.proposals.words import Kind, Word

Range = tuple[int, int]
"""Places of words in a sentence, the end exclusive."""

_REACH, _LATEST_HEAD = 45, 3
HARD = frozenset({";", ":", "—", "–", "--", "?", "!", "…", "..", "...", "-", "•", "|", "“", "”", '"'})
_CLITICS = frozenset({"'s", "'d"})
_ALSO_PREPOSITIONS = frozenset({"as", "after", "before", "since", "until"})
_ONLY_PAST = frozenset({"began", "ran", "went"})
"""Never participles after a noun."""
_ALONE = frozenset({"he", "she", "they", "i", "we"})


def subject_before(stream: list[Word], verb: int, floor: int = 0) -> Range | None:
    """The subject that ends right before the word at `verb`; None where there is none."""
    if verb <= floor:
        return None
    last = stream[verb - 1]
    if last.low in closed.RELATIVES and last.low != "whose":
        return (verb - 1, verb)
    if last.low in {",", "—", "–", "--"}:
        return _with_insertion(stream, verb, floor)
    if last.kind is Kind.MARK or last.low in closed.CONJUNCTIONS:
        return None
    if last.low in _ALONE and (verb - 1 == floor or stream[verb - 2].low not in {"and", "or"}):
        return (verb - 1, verb)
    return _plain(stream, verb, floor)


def _plain(stream: list[Word], end: int, floor: int) -> Range | None:
    start = _clause_start(stream, end, floor)
    start = past_introduction(stream, start, end)
    start = _past_conjunct(stream, start, end)
    if start >= end or not nominal(stream, start, end):
        return None
    return (start, end)


def _clause_start(stream: list[Word], end: int, floor: int) -> int:
    """Scan left to where the noun phrase that ends at `end` can no longer reach."""
    cursor = end - 1
    lowest = max(floor, end - _REACH)
    while cursor >= lowest and not _stops(stream, cursor, end, floor):
        cursor -= 1
    return cursor + 1


def _stops(stream: list[Word], cursor: int, end: int, floor: int) -> bool:
    """Whether the word at `cursor` stands outside the noun phrase that ends at `end`."""
    word = stream[cursor]
    if word.kind is Kind.MARK:
        return word.low in HARD or (word.low == "," and not _in_list(stream, cursor, end, floor))
    if word.kind is Kind.QUOTE:
        return whole_utterance(word)
    if word.low in closed.RELATIVES and cursor + 1 < end:
        after_noun = cursor > floor and _noun(stream[cursor - 1])
        return not (after_noun and _has_verb(stream, cursor + 1, end))
    if word.low in _ALSO_PREPOSITIONS:
        return _begins_clause(stream, cursor, floor)
    if word.low in closed.SUBORDINATORS or word.low in CLAUSE_VERBS or word.low in {"what", "whatever"}:
        return word.low != "than"
    verb = word.low in closed.AUXILIARIES - _CLITICS or (
        word.low in FINITE and not _reduced(stream, cursor, end)
    )
    return verb and not _within_relative(stream, cursor, floor)


def _begins_clause(stream: list[Word], cursor: int, floor: int) -> bool:
    return cursor == floor or stream[cursor - 1].kind is Kind.MARK or not _noun(stream[cursor - 1])


def _within_relative(stream: list[Word], cursor: int, floor: int) -> bool:
    """Whether “who” or “that” after a noun stands a few words before a verb."""
    for place in range(cursor - 1, max(floor, cursor - 6), -1):
        low = stream[place].low
        if low in {"who", "which", "that", "whose"}:
            return place > floor and _noun(stream[place - 1])
        if stream[place].kind is Kind.MARK:
            return False
    return False


def _reduced(stream: list[Word], cursor: int, end: int) -> bool:
    """A participle after its noun: “voters surveyed by …”, “the man accused of …”, “the proposed law”."""
    word = stream[cursor]
    if not word.low.endswith(("ed", "n", "t", "d")) or word.low in _ONLY_PAST:
        return False
    if cursor + 1 >= end:
        return (
            word.low.endswith("ed") and cursor > 0 and stream[cursor - 1].low in {"those", "people", "voters"}
        )
    if stream[cursor + 1].low in closed.PREPOSITIONS or stream[cursor + 1].low in {"last", "this", "by"}:
        return True
    return cursor > 0 and (stream[cursor - 1].low in closed.ARTICLES or stream[cursor - 1].low == "'s")


def _in_list(stream: list[Word], comma: int, end: int, floor: int) -> bool:
    """Whether a comma parts names of a list (“A, B and C said”) or a place from its land."""
    if comma == floor or not (stream[comma - 1].capital and stream[comma + 1].capital):
        return False
    tail = stream[comma + 1 : end]
    return len(tail) < 12 and any(word.low == "and" for word in tail)  # noqa: PLR2004


def _has_verb(stream: list[Word], start: int, end: int) -> bool:
    return any(
        word.low in FINITE or word.low in closed.AUXILIARIES or word.low in BASES
        for word in stream[start:end]
    )


def _past_conjunct(stream: list[Word], start: int, end: int) -> int:
    """Past “X did this and” to the second subject; “X and Y” stays whole."""
    for place in range(end - 2, start, -1):
        if stream[place].low in {"and", "but", "or", "so"} and _has_finite(stream, start, place):
            return place + 1
    return start


def _has_finite(stream: list[Word], start: int, end: int) -> bool:
    return any(
        (word.low in FINITE and not _reduced(stream, start + n, end))
        or (word.low in closed.AUXILIARIES and word.low not in _CLITICS)
        for n, word in enumerate(stream[start:end])
    )


def _with_insertion(stream: list[Word], verb: int, floor: int) -> Range | None:
    """The subject before “, the chairman,”: apposition and relative clause are part of it, an aside not."""
    second = verb - 1
    first = _earlier_comma(stream, second, floor)
    if first is None:
        return None
    head = _plain(stream, first, floor)
    if head is None and stream[first].low == ",":
        again = _earlier_comma(stream, first, floor)
        head = None if again is None else _plain(stream, again, floor)
        first = first if again is None else again
    if head is None:
        return None
    opener = stream[first + 1].low
    aside = (
        opener in closed.PREPOSITIONS
        or opener in {"meanwhile", "however", "too", "also", "though", "for"}
        or (opener.endswith("ing") and not stream[first + 1].capital)
    )
    return head if aside else (head[0], second)


def subject_of_appositions(stream: list[Word], verb: int) -> Range | None:
    """The subject far before “, head of this, and chairman of that, ”: from the sentence's start."""
    first = next((place for place in range(1, verb) if stream[place].low == ","), None)
    head = None if first is None else _plain(stream, first, 0)
    if first is None or head is None or head[0] > _LATEST_HEAD or _has_finite(stream, first + 1, verb):
        return None
    return (head[0], verb - 1)


def _earlier_comma(stream: list[Word], second: int, floor: int) -> int | None:
    same = {","} if stream[second].low == "," else {"—", "–", "--", "-"}
    for place in range(second - 2, max(floor, second - _REACH), -1):
        low = stream[place].low
        if low in same:
            if low == "," and stream[place + 1].low in {"and", "but", "said"}:
                return None
            return place
        if low in {";", ":", "?", "!"} or (
            stream[place].kind is Kind.QUOTE and whole_utterance(stream[place])
        ):
            return None
    return None


def _noun(word: Word) -> bool:
    if word.kind in {Kind.ASIDE, Kind.QUOTE, Kind.NUMBER, Kind.LINK}:
        return True
    if word.kind is Kind.MARK:
        return word.low == ","
    return (
        word.low not in closed.PREPOSITIONS and word.low not in closed.AUXILIARIES and word.low not in FINITE
    )
