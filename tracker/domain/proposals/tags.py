"""“…, she said on Tuesday, …”: whether a verb with its subject is a tag, and what goes on behind it."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.domain.proposals.clauses import clause_end
from tracker.domain.proposals.lexicon import closed
from tracker.domain.proposals.lexicon.word_sets import word_set
from tracker.domain.proposals.subjects import Range
from tracker.domain.proposals.verbs import Group
from tracker.domain.proposals.words import Kind, Word

_LONGEST, _FEWEST = 30, 3
_ENDS_TAG = word_set("as after when before during while and but because about of")
_RESUMES = word_set("and because if so or though although since even")
_ANOTHER = word_set("who which but where when as after while with in a an the during on")
"""What tells more of who said it, when or where, rather than what."""


@dataclass(frozen=True, slots=True)
class Tag:
    """“…, she said on Tuesday”: where what was said goes on behind it, if it does."""

    resumed: Range | None = None


def tag(stream: list[Word], after: int, group: Group) -> Tag | None:  # noqa: PLR0911  one line for each kind of end
    """What the words from `after` on make of a verb with its subject; None where they are no tag's."""
    cursor = after
    size = len(stream)
    steps = 0
    while cursor < size and steps < _LONGEST:
        word = stream[cursor]
        if word.low in {".", "?", "!"} or (word.kind is Kind.MARK and cursor + 1 == size):
            return Tag()
        if word.kind is Kind.QUOTE:
            if steps and stream[cursor - 1].low in {",", ":", "—", "–", "--"}:
                return Tag((cursor, clause_end(stream, cursor)))
            return None
        if word.low in {",", "—", "–", "--", ";", ":"}:
            return Tag(_resumed(stream, cursor))
        if steps == 0 and (word.low == "that" or word.low in closed.SUBJECT_PRONOUNS):
            return None
        if word.low in _ENDS_TAG:
            return Tag()
        if steps == 0 and not _may_follow(word, group):
            return None
        cursor += 1
        steps += 1
    return Tag() if cursor == size else None


def _may_follow(word: Word, group: Group) -> bool:
    """Whether a word right after “he said” leaves it a tag: when, where, to whom, how."""
    if "whom" in group.verb.frames or group.verb.base in {"ask", "tell"}:
        return True
    return (
        word.low in closed.PREPOSITIONS
        or word.low in closed.TIMES
        or word.low in closed.ADVERBS
        or word.kind in {Kind.ASIDE, Kind.NUMBER}
        or word.low.endswith("ly")
        or word.low in {"to", "through"}
    )


def _resumed(stream: list[Word], comma: int) -> Range | None:
    """What was said, going on after “he said,”."""
    start = comma + 1
    if start >= len(stream):
        return None
    word = stream[start]
    if word.kind is Kind.QUOTE:
        return (start, start + 1)
    for place in range(start, min(len(stream), start + 12)):
        if stream[place].kind is Kind.QUOTE and stream[place - 1].low in {",", ":"}:
            return (place, place + 1)
    if word.low.endswith("ing") or word.low in _ANOTHER or word.capital:
        return None
    if word.low in _RESUMES:
        end = clause_end(stream, start)
        return (start, end) if end - start > _FEWEST else None
    return None
