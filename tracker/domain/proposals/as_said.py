"""“As the paper reported, …”, “…, as the paper reported”."""

from __future__ import annotations

from tracker.domain.proposals.clause_starts import sentence_lead
from tracker.domain.proposals.clauses import clause_end
from tracker.domain.proposals.draft import LIKELY, Draft
from tracker.domain.proposals.kinds import kind_of
from tracker.domain.proposals.lexicon.word_sets import word_set
from tracker.domain.proposals.subjects import Range
from tracker.domain.proposals.units import Sentence
from tracker.domain.proposals.verbs import Group
from tracker.domain.proposals.words import Kind

_LONGEST_AS, _SHORT_TAIL, _FEWEST = 16, 9, 3
_AS_SAID = word_set("""
    say put note report write tell point mention recall warn predict observe announce state argue acknowledge
    remark reveal explain show suggest find
""")
"""Verbs of “as X reported”; “as she shouted, …” tells when."""


def as_somebody_said(sentence: Sentence, group: Group, source: Range) -> Draft | None:
    """“As the paper reported, …”, “…, as the paper reported”."""
    stream = sentence.words
    if not group.verb.frames & {"quote", "that"} or group.verb.base not in _AS_SAID:
        return None
    opened = source[0] - 1
    if stream[source[0]].low == "well":
        return None
    comma = next(
        (p for p in range(group.end, min(len(stream), group.end + _LONGEST_AS)) if stream[p].low == ","), None
    )
    left = opened
    while left and stream[left - 1].kind is Kind.MARK:
        left -= 1
    if (
        left >= _FEWEST
        and stream[opened - 1].low in {",", "—", "–", "--"}
        and (comma is None or comma - group.end < _SHORT_TAIL)
    ):
        content = (sentence_lead(stream, left), left)
    elif comma is not None and (opened == 0 or stream[opened - 1].low in {",", "and", "but", "that"}):
        content = (comma + 1, clause_end(stream, comma + 1))
    else:
        return None
    if content[1] - content[0] < _FEWEST:
        return None
    return Draft(
        sentence,
        [content],
        source,
        (group.start, group.end),
        f"{group.verb.base}-as",
        LIKELY,
        kind_of(stream, group, source),
    )
