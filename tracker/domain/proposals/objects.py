"""What is talked of rather than told: “criticized the plan”, “called him “a liar””."""

from __future__ import annotations

from tracker.domain.proposals.clauses import phrase_end
from tracker.domain.proposals.lexicon import closed
from tracker.domain.proposals.recipients import Complement
from tracker.domain.proposals.verbs import Group
from tracker.domain.proposals.words import Kind, Word


def _names_or_quotes(stream: list[Word], start: int, end: int) -> bool:
    """Whether “called X …” goes on to say what: “a liar”, “the best”, a quotation."""
    said = stream[start:end]
    return any(word.kind is Kind.QUOTE for word in said) or any(
        word.low in closed.ARTICLES or word.low in {"very", "for"} for word in said[1:]
    )


def direct_object(stream: list[Word], place: int, group: Group) -> Complement | None:
    """“criticized the plan”, “called him “a liar””."""
    frames = group.verb.frames
    if "np" not in frames and "as-after" not in frames:
        return None
    word = stream[place]
    starts = word.kind in {Kind.QUOTE, Kind.NUMBER} or (
        word.kind is Kind.WORD
        and word.low
        not in closed.PREPOSITIONS
        | closed.CONJUNCTIONS
        | closed.SUBORDINATORS
        | closed.AUXILIARIES
        | closed.ADVERBS
        | closed.DAYS
    )
    if not starts and word.low not in {"all", "both", "his", "her", "so"}:
        return None
    end = phrase_end(stream, place)
    if group.verb.base in {"call", "label", "dub", "brand"} and not _names_or_quotes(stream, place, end):
        return None
    if "as-after" in frames and not any(w.low == "as" for w in stream[place:end]):
        return None
    return Complement(place, end, "np", place)
