"""Words that came through somebody: “AFP quoted Ruiz as saying …”, “Ruiz was quoted by AFP as saying …”."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.domain.proposals.clause_starts import main_subject, sentence_lead
from tracker.domain.proposals.clauses import clause_end
from tracker.domain.proposals.draft import LIKELY, Draft
from tracker.domain.proposals.lexicon import closed
from tracker.domain.proposals.lexicon.word_sets import word_set
from tracker.domain.proposals.name_phrases import name_after
from tracker.domain.proposals.subjects import Range, subject_before
from tracker.domain.proposals.units import Sentence
from tracker.domain.proposals.words import Kind, Word

_QUOTING = word_set("quote quotes quoted quoting cite cites cited citing")
_CARRIED = word_set("quoted cited reported")
_REACH, _LEAST = 20, 2
_Voices = tuple[Range, Range | None, bool]
"""Who says it, through whom, and whether the clause is put into another one between commas."""


def quoting(stream: list[Word], place: int) -> int | None:
    """The verb that quotes whoever is said to say it, where “as saying” stands at `place`; None elsewhere."""
    if place + 1 >= len(stream) or (stream[place].low, stream[place + 1].low) != ("as", "saying"):
        return None
    for earlier in range(place - 1, max(-1, place - _REACH), -1):
        if stream[earlier].low in _QUOTING:
            return earlier
        if stream[earlier].kind is Kind.QUOTE or stream[earlier].low in {".", ";"}:
            return None
    return None


def quotes_somebody(stream: list[Word], verb: int) -> bool:
    """Whether “as saying” belongs to the verb of quoting at `verb`."""
    return stream[verb].low in _QUOTING and any(
        quoting(stream, place) == verb for place in range(verb + 1, min(len(stream), verb + _REACH))
    )


def relay_drafts(sentence: Sentence) -> Iterator[Draft]:
    """Whose words they are, through whom; and, where it can be told apart, what that one reports."""
    stream = sentence.words
    for place in range(1, len(stream) - 1):
        verb = quoting(stream, place)
        if verb is None:
            continue
        start = _auxiliaries(stream, verb)
        found = _in_passive(stream, start, verb, place) if start < verb else _in_active(stream, verb, place)
        if found is None:
            continue
        speaker, through, inserted = found
        content = _content(
            stream, place + 2, min(speaker[0], through[0] if through else verb), inserted=inserted
        )
        if content is None:
            continue
        cue = (place, place + 2) if start == verb else (start, place + 2)
        yield Draft(sentence, [content], speaker, cue, "quoted-as-saying", LIKELY, through=through)
        if start == verb and through is not None and content[0] > place:
            said = [(verb + 1, content[1])]
            yield Draft(sentence, said, through, (verb, verb + 1), "quotes-somebody", LIKELY, speaks=False)


def _in_passive(stream: list[Word], start: int, verb: int, place: int) -> _Voices | None:
    """“Ruiz was quoted by AFP as saying”, “was quoted as saying by AFP”."""
    speaker = subject_before(stream, start) or main_subject(stream, start)
    if _by(stream, verb + 1):
        through = name_after(stream[:place], verb + 2)
    else:
        through = name_after(stream, place + 3) if _by(stream, place + 2) else None
    return None if speaker is None else (speaker, through, False)


def _in_active(stream: list[Word], verb: int, place: int) -> _Voices | None:
    """“AFP quoted Ruiz as saying”, “…, AFP said, quoting Ruiz as …”, “AFP, quoting Ruiz as …, …”."""
    if place == verb + 1:
        return None
    speaker = (verb + 1, place)
    if not verb or stream[verb - 1].low != ",":
        return speaker, subject_before(stream, verb), False
    through = _subject_of_clause(stream, verb)
    return (speaker, through, False) if through else (speaker, subject_before(stream, verb - 1), True)


def _subject_of_clause(stream: list[Word], verb: int) -> Range | None:
    """“The gate was shut, state media said, quoting …”: the nearest subject before."""
    commas = [place + 1 for place in range(verb) if stream[place].low == ","]
    found = (main_subject(stream, verb, floor) for floor in (*reversed(commas), 0))
    return next((each for each in found if each is not None), None)


def carried_by(sentence: Sentence) -> Range | None:
    """“…, Ruiz said, as quoted by AFP”: who carries it."""
    stream = sentence.words
    for place in range(1, len(stream) - 2):
        if stream[place].low in _CARRIED and stream[place - 1].low == "as" and _by(stream, place + 1):
            return name_after(stream, place + 2)
    return None


def _by(stream: list[Word], place: int) -> bool:
    return place + 1 < len(stream) and stream[place].low == "by"


def _auxiliaries(stream: list[Word], verb: int) -> int:
    """Where “was widely” begins before “quoted”; the verb's own place where it is no passive."""
    start = verb
    while start and (
        stream[start - 1].low in closed.AUXILIARIES | {"been"} or stream[start - 1].low.endswith("ly")
    ):
        start -= 1
    passive = any(word.low in closed.BE | {"been"} for word in stream[start:verb])
    return start if passive else verb


def _content(stream: list[Word], after: int, before: int, *, inserted: bool) -> Range | None:
    """What was said behind “as saying”, else the quotation before all of it."""
    if after < len(stream) and stream[after].low in {",", ":"}:
        after += 1
    end = clause_end(stream, after, subordinate=inserted) if after < len(stream) else after
    quoted = after < len(stream) and stream[after].kind is Kind.QUOTE
    if quoted or (end - after >= _LEAST and not _by(stream, after)):
        return (after, max(end, after + 1))
    start = sentence_lead(stream, before)
    while before > start and stream[before - 1].kind is Kind.MARK:
        before -= 1
    return (start, before) if before > start and stream[before - 1].kind is Kind.QUOTE else None
