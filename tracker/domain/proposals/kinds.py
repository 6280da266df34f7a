"""What a proposal is: somebody's words, somebody's stance, or what a record shows."""

from __future__ import annotations

from tracker.domain.proposals.lexicon import closed
from tracker.domain.proposals.lexicon.stance import FINDING
from tracker.domain.proposals.model import ProposalKind
from tracker.domain.proposals.subjects import Range
from tracker.domain.proposals.verbs import Group
from tracker.domain.proposals.words import Word

_OF_ONE_SELF = (
    dict.fromkeys(("expect", "predict", "forecast", "hope", "fear"), ProposalKind.FORECAST)
    | dict.fromkeys(
        (
            "think",
            "believe",
            "suspect",
            "assume",
            "guess",
            "conclude",
            "understand",
            "bet",
            "imagine",
            "doubt",
        ),
        ProposalKind.INFERENCE,
    )
    | dict.fromkeys(("see", "hear", "remember", "notice", "find", "learn"), ProposalKind.EXPERIENCE)
)


def kind_of(stream: list[Word], group: Group, source: Range | None) -> ProposalKind:
    """“a poll shows” is a finding; “I expect”, “I think”, “I saw” are the author's, by what they say."""
    base = group.verb.base
    if source is not None and stream[source[0]].low in {"i", "we"} and base in _OF_ONE_SELF:
        return _OF_ONE_SELF[base]
    if base in FINDING and source is not None and not _personal(stream, source):
        return ProposalKind.FINDING
    return ProposalKind.SPEECH if group.verb.speech else ProposalKind.STANCE


def _personal(stream: list[Word], source: Range) -> bool:
    return stream[source[0]].low in closed.SUBJECT_PRONOUNS or stream[source[0]].capital
