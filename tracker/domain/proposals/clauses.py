"""Where what was said begins and ends in its sentence."""

from __future__ import annotations

from tracker.domain.proposals.lexicon import closed
from tracker.domain.proposals.lexicon.word_sets import word_set
from tracker.domain.proposals.subjects import subject_before
from tracker.domain.proposals.utterances import closes_with_comma
from tracker.domain.proposals.verb_index import FINITE, INDEX, Form
from tracker.domain.proposals.verbs import group_at
from tracker.domain.proposals.words import Kind, Word

_CUTS_AFTER_COMMA = word_set("""
    adding saying noting citing calling telling arguing suggesting referring according claiming explaining
    accusing urging warning recalling pointing describing insisting stressing asking quoting tweeting
    writing declaring prompting leading echoing acknowledging predicting vowing promising alleging drawing
    blaming criticizing
""")
_THIRD_CUES = word_set("says tells calls adds argues insists asks writes urges describes")
_BUT = frozenset({"but", "while", "although", "though", "whereas"})
_ENDS_PHRASE = (closed.SUBORDINATORS - {"as", "than"}) | frozenset({"but", ";", ":", "—", "–", "--", "which"})
_LONGEST_SUBJECT = 22


def clause_end(stream: list[Word], start: int, *, subordinate: bool = False) -> int:  # noqa: PLR0911  one line for each kind of end
    """Where a clause ends: with its sentence, or where somebody else or another verb of saying takes over.

    A subordinate one (“While he said …, …”) ends at its first comma.
    """
    last = len(stream)
    while last > start and stream[last - 1].kind is Kind.MARK and stream[last - 1].low not in {")", "]"}:
        last -= 1
    for place in range(start + 1, last):
        low = stream[place].low
        if (
            stream[place - 1].kind is Kind.QUOTE
            and low in _CUTS_AFTER_COMMA | {"but"}
            and closes_with_comma(stream[place - 1])
        ):
            return place
        if place == start + 1:
            continue
        if low == ";":
            return place
        if low == "," and (
            (subordinate and not _list_goes_on(stream, place, last)) or _cut_at_comma(stream, place, last)
        ):
            return place
        if low in {"—", "–", "--"} and _cut_at_dash(stream, place, start):
            return place
        if low in {"and", "but"} and (
            _second_verb(stream, place, last) or _own_speaker(stream, place + 1, last, reach=8)
        ):
            return place - (stream[place - 1].low == ",")
        if low == "according" and place > start + 2 and stream[place + 1].low == "to":
            return place
    return last


def phrase_end(stream: list[Word], start: int) -> int:
    """Where a noun phrase that begins at `start` ends: before a comma, another clause, or another verb."""
    last = clause_end(stream, start)
    for place in range(start + 1, last):
        word = stream[place]
        if word.low in _ENDS_PHRASE or (word.low == "," and not _list_goes_on(stream, place, last)):
            return place
        if word.low == "and" and place + 1 < last and stream[place + 1].low in FINITE and place > start + 1:
            return place
        if word.low in {"in", "on", "during", "at"} and place + 2 < last and _when(stream, place):
            return place
        if word.kind is Kind.QUOTE and place > start and word.text.strip("“”\"'’ ").endswith(","):
            return place + 1
    return last


def _when(stream: list[Word], place: int) -> bool:
    following = stream[place + 1].low
    return following in closed.DAYS or following in closed.MONTHS


def _list_goes_on(stream: list[Word], comma: int, last: int) -> bool:
    tail = [word.low for word in stream[comma + 1 : min(last, comma + 7)]]
    return "and" in tail[1:] and not any(low in FINITE or low in closed.AUXILIARIES for low in tail)


def _cut_at_comma(stream: list[Word], comma: int, last: int) -> bool:
    if comma + 1 >= last:
        return False
    following = stream[comma + 1]
    if following.low in _CUTS_AFTER_COMMA or following.low == "compared":
        return True
    if following.low in _BUT or following.low == "and":
        return following.low in _BUT or _own_speaker(stream, comma + 2, last)
    return _own_speaker(stream, comma + 1, last, tail_only=True)


def _own_speaker(
    stream: list[Word], start: int, last: int, *, tail_only: bool = False, reach: int = _LONGEST_SUBJECT
) -> bool:
    """Whether somebody and a verb of saying follow: “, and the mayor said …”, “, the mayor said.”"""
    for place in range(start, min(last, start + reach)):
        word = stream[place]
        if word.kind is Kind.QUOTE or word.low in {";", "that"}:
            return False
        found = INDEX.get(word.low)
        if not found or not any(
            verb.speech and "quote" in verb.frames and form in {Form.PAST, Form.THIRD} for verb, form in found
        ):
            continue
        groups = [g for g in group_at(stream, place) if g.verb.speech and g.finite and not g.passive]
        if not groups:
            continue
        subject = subject_before(stream, groups[0].start, start)
        if subject is not None and subject[0] - start <= 1:
            return not tail_only or groups[0].end >= last or stream[groups[0].end].low in {",", "."}
        return False
    return False


def _cut_at_dash(stream: list[Word], place: int, start: int) -> bool:
    """A dash ends what was said unless it opened within it."""
    return (
        False
        if any(stream[p].low == stream[place].low for p in range(place + 1, len(stream)))
        else (
            place - start > 3 and _own_speaker(stream, place + 1, len(stream))  # noqa: PLR2004
        )
    )


def _second_verb(stream: list[Word], place: int, last: int) -> bool:
    """Whether “and” adds a verb of saying of the same speaker: “… and said”, “… and that he” does not."""
    cursor = place + 1
    while cursor < last and (stream[cursor].low in closed.ADVERBS or stream[cursor].low.endswith("ly")):
        cursor += 1
    if cursor + 2 < last and stream[cursor].low == "did" and stream[cursor + 1].low in closed.NOT:
        return any(v.speech and "quote" in v.frames for v, _ in INDEX.get(stream[cursor + 2].low, ()))
    if cursor >= last:
        return False
    return any(
        v.speech
        and (
            f is Form.PAST
            or (f is Form.ING and stream[place].low == "but")
            or (f is Form.THIRD and stream[cursor].low in _THIRD_CUES)
        )
        and ("quote" in v.frames or "np" in v.frames)
        for v, f in INDEX.get(stream[cursor].low, ())
    )
