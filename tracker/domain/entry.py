"""The entry rule: which statements we hold in their own speaker's words, so that support may start there."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from tracker.domain.scales import AuthorCertainty, DocumentKind

_OUR_RECORDS = (DocumentKind.NOTES, DocumentKind.TRANSCRIPT)


@dataclass(frozen=True, slots=True)
class Holding:
    """A captured document in which a statement stands, as far as the entry rule asks.

    `relayed_within`: another statement standing in the same capture relays this one.
    """

    kind: DocumentKind
    author: str | None
    author_certainty: AuthorCertainty
    publisher: str | None
    obtained_from: str | None
    collected_by_us: bool
    relayed_within: bool


def is_own_document(source: str, same: AbstractSet[str], holding: Holding) -> bool:
    """Whether a captured document is the source's own.

    It is when its author is the source or one of `same` (joined to it by *same as* or *account of*); its
    publisher counts only where no author is named; a witness counts in notes or a transcript collected by us,
    unless somebody else in them passes the words on.
    """
    voices = {source, *same}
    if holding.collected_by_us and holding.kind in _OUR_RECORDS:
        return holding.author in voices or not holding.relayed_within
    if holding.author is not None:
        return holding.author in voices
    return holding.publisher in voices


def also_on_path(source: str, holding: Holding) -> tuple[str, ...]:
    """Sources that stand between us and a document held: who handed it over, a merely purported author."""
    between = []
    if holding.obtained_from is not None and holding.obtained_from != source:
        between.append(holding.obtained_from)
    purported = holding.author_certainty is not AuthorCertainty.CERTAIN
    if purported and holding.author not in (None, source):
        between.append(str(holding.author))
    return tuple(between)
