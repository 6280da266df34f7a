"""What the form of a statement begins with, for one proposal: the chain, the words, how they know.

Everything here is a beginning that the analyst sees, changes or accepts; nothing of it is recorded by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.domain.passages import first_words
from tracker.domain.proposals.matching import (
    KnownSources,
    is_pronoun,
    kind_of_new,
    name_of_new,
    speaks_of_oneself,
)
from tracker.domain.proposals.model import ProposalKind, Span, SpeechType
from tracker.domain.scales import Basis, RelayForm, SourceKind

ELISION = " […] "
_QUOTES = '"“”„«»‟'
_LEADING = re.compile(r"^(?:that|how|whether)\s+", re.IGNORECASE)
LONGEST_VERBATIM = 5000
"""Characters of the longest quotation that a statement keeps; its passage holds all of it."""
_LONGEST_GIST = 1000
_OWN = (ProposalKind.EXPERIENCE, ProposalKind.INFERENCE, ProposalKind.FORECAST)
_PERCEIVED = re.compile(r"\b(?:saw|seen|heard|watched|witnessed|noticed|observed)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal as it is kept: where it stands and whose it seems to be. `source` is the fuller name.

    `parent` is the number of the proposal it is reported inside; `reporter` passes it on where that is none.
    """

    number: int
    parent: int | None
    kind: ProposalKind
    type: SpeechType
    spans: tuple[Span, ...]
    source: str | None
    reporter: str | None
    handle: str | None
    date: str | None


@dataclass(frozen=True, slots=True)
class SuggestedHop:
    """One hand on the way as a form names it; `text` is empty where the words name nobody."""

    text: str
    kind: SourceKind
    form: RelayForm
    why: str
    said: str
    """Whom the text names there; empty for whoever wrote it."""
    label: str | None = None
    """Of a source of the case: SRC4."""
    said_at: str | None = None


@dataclass(frozen=True, slots=True)
class SuggestedPost:
    """A post that the page embeds: its title is how it begins, its day EDTF."""

    title: str
    published: str | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`hops` run from who said it towards us, without the page's own author, unless it is their own."""

    hops: tuple[SuggestedHop, ...]
    basis: Basis
    gist: str
    verbatim: str | None
    post: SuggestedPost | None
    """None also where the page's own author posted it, and in our own notes: neither embeds anything."""


def suggest(
    text: str,
    number: int,
    proposals: Mapping[int, Proposed],
    known: KnownSources,
    holder: str | None,
) -> Suggestion:
    """What the form for that proposal begins with.

    `holder` is who the page is by, as a field names them; None where the witness speaks in our own notes.
    """
    own = proposals[number]
    voices = [own, *_around(own, proposals)]
    hops = tuple(_hops(voices, known, holder))
    words = words_of(text, own.spans)
    return Suggestion(
        hops=hops,
        basis=_basis(own, words),
        gist=gist_of(words),
        verbatim=_verbatim(own, words),
        post=_post(text, voices) if holder is not None and hops and hops[-1].text != holder else None,
    )


def words_of(text: str, spans: Sequence[Span]) -> str:
    """The words at these places, what lies between them left out visibly."""
    return ELISION.join(text[start:end] for start, end in spans)


def gist_of(words: str) -> str:
    """A sentence to begin with: the words without “that”, on one line, with a capital."""
    bare = _LEADING.sub("", _bare(" ".join(words.split())))[:_LONGEST_GIST].rstrip(" ,;:")
    return bare[:1].upper() + bare[1:]


def voices_of(number: int, proposals: Mapping[int, Proposed]) -> tuple[Proposed, ...]:
    """A proposal and those it is reported inside, outwards."""
    return (proposals[number], *_around(proposals[number], proposals))


def _around(own: Proposed, proposals: Mapping[int, Proposed]) -> Iterator[Proposed]:
    seen = {own.number}
    while own.parent is not None and own.parent not in seen and own.parent in proposals:
        own = proposals[own.parent]
        seen.add(own.number)
        yield own


def _hops(voices: list[Proposed], known: KnownSources, holder: str | None) -> Iterator[SuggestedHop]:
    before: str | None = None
    for place, voice in enumerate(voices):
        inner = voices[place - 1] if place else None
        form = RelayForm.PARAPHRASES if inner and inner.type is SpeechType.INDIRECT else RelayForm.QUOTES
        if not _is_the_author(voice):
            hop = _hop(voice, known, form)
        elif inner is None and all(map(_is_the_author, voices)):
            hop = SuggestedHop(holder or "", SourceKind.PERSON, form, "The author speaks for themselves.", "")
        else:
            continue  # “I” in a quotation is whoever is quoted, and the page's author comes last by itself
        if not hop.text or hop.text != before:
            before = hop.text
            # A post's own day is that of its document.
            yield hop if voice.kind is ProposalKind.POST else replace(hop, said_at=voice.date)
        if voice.reporter and voice.parent is None:
            passing = replace(voice, source=voice.reporter, handle=None)
            yield _hop(passing, known, RelayForm.QUOTES)


def _is_the_author(voice: Proposed) -> bool:
    """Whether these are words of whoever wrote what they stand in."""
    return voice.kind in _OWN if voice.source is None else speaks_of_oneself(voice.source)


def _hop(voice: Proposed, known: KnownSources, form: RelayForm) -> SuggestedHop:
    said = voice.source or ""
    if not said or is_pronoun(said):
        why = (
            f"“{said}” names nobody: say who is meant, or describe them." if said else "Nobody is named here."
        )
        return SuggestedHop("", SourceKind.UNNAMED, form, why, said)
    found = known.match(said, voice.handle)
    if found is not None:
        return SuggestedHop(
            found.source.as_typed, SourceKind.PERSON, form, found.why, said, found.source.label
        )
    kind = kind_of_new(said)
    if kind is SourceKind.UNNAMED and voice.handle:
        kind = SourceKind.ACCOUNT  # whatever it calls itself, it is one and the same
    why = "Nobody in the case bears this name: it will be new."
    if kind is SourceKind.UNNAMED:
        why = "Described, not named: each gap is a source of its own."
    return SuggestedHop(name_of_new(said), kind, form, why, said)


def _basis(own: Proposed, words: str) -> Basis:
    match own.kind:
        case ProposalKind.FORECAST:
            return Basis.FORECAST
        case ProposalKind.INFERENCE:
            return Basis.INFERRED
        case ProposalKind.EXPERIENCE:
            return Basis.OBSERVED if _PERCEIVED.search(words) else Basis.PARTICIPANT
        case _:
            return Basis.NOT_STATED


def _post(text: str, voices: Sequence[Proposed]) -> SuggestedPost | None:
    post = next((voice for voice in reversed(voices) if voice.kind is ProposalKind.POST), None)
    return SuggestedPost(first_words(words_of(text, post.spans)), post.date) if post else None


def _verbatim(own: Proposed, words: str) -> str | None:
    """The very words, where all of them are quoted and they are not too many to be kept as such."""
    bare = _bare(words)
    return bare if own.type is SpeechType.DIRECT and len(bare) <= LONGEST_VERBATIM else None


def _bare(words: str) -> str:
    """Without the quotation marks around the whole."""
    stripped = words.strip()
    inner = stripped[1:-1]
    if len(stripped) > 1 and {stripped[0], stripped[-1]} <= set(_QUOTES) and not set(_QUOTES) & set(inner):
        return inner.strip()
    return stripped
