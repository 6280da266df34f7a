"""Which source of a case a name in a text means, where it surely means one; and what kind a new one would be.

A match is proposed with its reason, never made silently: the analyst sees it and may choose another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tracker.domain.proposals.lexicon import closed
from tracker.domain.proposals.lexicon.word_sets import word_set
from tracker.domain.scales import SourceKind

_LONGEST_DESCRIPTION = 200
_POSSESSIVE = re.compile(r"['’]s?$")
_TITLES = word_set("""
    mr mrs ms dr sir dame sen rep gov gen col capt lt sgt president secretary senator judge justice minister
    chairman chairwoman spokesman spokeswoman spokesperson professor prof mayor king queen prince pope
""")
_GOVERNMENT = word_set("""
    ministry department government parliament senate congress court police embassy council pentagon kremlin
    administration treasury cabinet army navy
""")
_ORGANISATION = word_set("""
    agency union university institute company corporation inc ltd party committee association foundation bank
    commission authority group organization organisation hospital school nations watch
""")
_OUTLET = word_set("times post news tribune gazette herald reuters bbc cnn journal magazine radio tv")


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source of the case: its label (SRC4) and every name it may be found by, the first as it is shown."""

    label: str
    names: tuple[str, ...]

    @property
    def as_typed(self) -> str:
        """As a form field names it."""
        return f"{self.label} {self.names[0]}"


@dataclass(frozen=True, slots=True)
class Match:
    source: KnownSource
    why: str


def match(name: str, handle: str | None, known: Sequence[KnownSource]) -> Match | None:
    """The one source that a name (and a handle) means; None where several or none may be meant."""
    wanted = _words(name_of_new(name))
    if not wanted and not handle:
        return None
    rules: Iterable[tuple[str, Callable[[tuple[str, ...]], bool]]] = (
        ("bears this handle", lambda held: handle is not None and held == (f"@{handle.casefold()}",)),
        ("bears this name", lambda held: held == wanted),
        ("is the only source whose name stands in these words", lambda held: _ends_with(wanted, held)),
        ("is the only source with this surname", lambda held: len(wanted) == 1 and _ends_with(held, wanted)),
    )
    for why, fits in rules:
        found = [source for source in known if any(fits(_words(each)) for each in source.names)]
        if len(found) == 1:
            return Match(found[0], f"{found[0].label} {why}.")
        if found:
            return None
    return None


def is_pronoun(words: str) -> bool:
    """Whether somebody is spoken of by a pronoun alone: it names nobody and describes nobody."""
    return words.strip().casefold() in closed.PRONOUNS


def speaks_of_oneself(words: str) -> bool:
    """Whether the words are “I” or “we”: whoever is speaking at that place."""
    return words.strip().casefold() in {"i", "we"}


def name_of_new(words: str) -> str:
    """The words for a source that is new, on one line.

    Of “the Post's bureau's Omar Nasser” and “the minister, Omar Nasser, who …” the name is Omar Nasser.
    """
    whole = " ".join(words.split())[:_LONGEST_DESCRIPTION]
    parts = [part.strip() for part in whole.split(",")]
    owned = parts[0].replace("'s ", "’s ").rpartition("’s ")[2]
    names = [part for part in (owned, *parts) if _is_a_name(part)]
    return names[0] if names else whole


def _is_a_name(words: str) -> bool:
    each = words.split()
    named = [word for word in each if word.casefold().strip(".") not in _TITLES]
    return len(named) > 1 and all(word[:1].isupper() for word in each) and each[0].casefold() != "the"


def kind_of_new(words: str) -> SourceKind:
    """What a source of that name most likely is; a description without a name is an unnamed source."""
    words = name_of_new(words)
    each = [_POSSESSIVE.sub("", word.strip('.,;:()[]"“”')) for word in words.split()]
    names = [word for word in each if word[:1].isupper()]
    low = {word.casefold() for word in each}
    begins_unnamed = bool(each) and each[0].casefold() in closed.DETERMINERS - {"the"}
    # “an official of the Ministry”, “officials in Baghdad”: the capitals say whose, not who.
    if not names or begins_unnamed or (each[0][:1].islower() and each[0].casefold() not in {"the", "al"}):
        return SourceKind.UNNAMED
    for words_of, kind in (
        (_GOVERNMENT, SourceKind.GOVERNMENT),
        (_OUTLET, SourceKind.OUTLET),
        (_ORGANISATION, SourceKind.ORGANISATION),
    ):
        if names[-1].casefold() in words_of or (low & words_of and each[0].casefold() == "the"):
            return kind
    return SourceKind.UNNAMED if each[0].casefold() == "the" and each[-1].islower() else SourceKind.PERSON


def _words(name: str) -> tuple[str, ...]:
    """The words of a name that tell it from others."""
    bare = (_POSSESSIVE.sub("", word.strip('.,;:()[]"“”')).casefold() for word in name.split())
    kept = tuple(word for word in bare if word and word not in _TITLES)
    return kept[1:] if kept[:1] == ("the",) else kept


def _ends_with(longer: tuple[str, ...], shorter: tuple[str, ...]) -> bool:
    return bool(shorter) and len(longer) > len(shorter) and longer[-len(shorter) :] == shorter
