"""Which source of a case a name in a text means, where it surely means one; and what kind a new one would be.

A match is proposed with its reason, never made silently: the analyst sees it and may choose another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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
    agency service union university institute company corporation inc ltd party committee association
    foundation bank commission authority group organization organisation hospital school nations watch
""")
_OUTLET = word_set("times post news tribune gazette herald reuters bbc cnn journal magazine radio tv")
_BODIES = _GOVERNMENT | _ORGANISATION | _OUTLET


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source of the case: its label (SRC4) and every name it may be found by, the first as it is shown."""

    label: str
    names: tuple[str, ...]

    @property
    def as_typed(self) -> str:
        """As a form field names it."""
        return f"{self.label} {self.names[0]}"

    def bears_another(self, handle: str) -> bool:
        """Whether it is known by other handles: an account of the same name may be anybody's."""
        handles = {name.casefold() for name in self.names if name.startswith("@")}
        return bool(handles) and f"@{handle.casefold()}" not in handles


@dataclass(frozen=True, slots=True)
class Match:
    source: KnownSource
    why: str


class KnownSources:
    """The sources of a case, to be found by a name in a text; made once for as many names as there are."""

    def __init__(self, sources: Iterable[KnownSource]) -> None:
        self._by_name: dict[tuple[str, ...], list[KnownSource]] = {}
        self._by_surname: dict[str, list[KnownSource]] = {}
        for source in sources:
            names = dict.fromkeys(map(_words, source.names))
            for words in names:
                self._by_name.setdefault(words, []).append(source)
            for surname in dict.fromkeys(words[-1] for words in names if len(words) > 1):
                self._by_surname.setdefault(surname, []).append(source)

    def match(self, name: str, handle: str | None = None) -> Match | None:
        """The one source that a name (and a handle) means; None where several or none may be meant."""
        wanted = _words(name_of_new(name))
        by_handle = self._by_name.get((f"@{handle.casefold()}",), []) if handle else []
        rules = (
            ("bears this handle", by_handle),
            ("bears this name", self._by_name.get(wanted, [])),
            ("is the only source whose name stands in these words", self._introduced_by(wanted)),
            ("is the only source with this surname", self._by_surname.get(" ".join(wanted), [])),
        )
        for why, found in rules:
            own = [each for each in found if not handle or not each.bears_another(handle)]
            if len(own) == 1:
                return Match(own[0], f"{own[0].label} {why}.")
            if own:
                return None
        return None

    def _introduced_by(self, wanted: tuple[str, ...]) -> list[KnownSource]:
        """“Interior minister Omar Nasser” is Omar Nasser; a friend of his, and “Fox News”, are others."""
        if wanted and wanted[-1] in _BODIES:
            return []  # of a body, the words before say which
        for start in range(1, len(wanted) - 1):
            found = self._by_name.get(wanted[start:])
            if found:
                return [] if closed.PREPOSITIONS & set(wanted[:start]) else found
        return []


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
    # “Iran’s Foreign Ministry”: only a person is named without their owner.
    is_body = owned.casefold().split()[-1:] and owned.casefold().split()[-1] in _BODIES
    names = [part for part in (*(() if is_body else (owned,)), *parts) if _is_a_name(part)]
    return names[0] if names else whole


def _is_a_name(words: str) -> bool:
    each = words.split()
    named = [word for word in each if word.casefold().strip(".") not in _TITLES]
    return len(named) > 1 and all(word[:1].isupper() for word in each) and each[0].casefold() != "the"


def kind_of_new(words: str) -> SourceKind:
    """What a source of that name most likely is; a description without a name is an unnamed source."""
    words = name_of_new(words)
    each = [_POSSESSIVE.sub("", word.strip('.,;:()[]"“”')) for word in words.split()]
    names = [word for word in each if _is_capital(word)]
    low = {word.casefold() for word in each}
    begins_unnamed = bool(each) and each[0].casefold() in closed.DETERMINERS - {"the"}
    # “an official of the Ministry”, “officials in Baghdad”: the capitals say whose, not who.
    head = next((word.casefold() for word in reversed(_head(each)) if word), "")
    if head in closed.COLLECTIVES:
        return SourceKind.UNNAMED
    if not names or begins_unnamed or (each[0][:1].islower() and each[0].casefold() not in {"the", "al"}):
        return SourceKind.UNNAMED
    for words_of, kind in (
        (_GOVERNMENT, SourceKind.GOVERNMENT),
        (_OUTLET, SourceKind.OUTLET),
        (_ORGANISATION, SourceKind.ORGANISATION),
    ):
        if (
            names[-1].casefold() in words_of
            or head in words_of
            or (low & words_of and each[0].casefold() == "the")
        ):
            return kind
    return SourceKind.UNNAMED if each[0].casefold() == "the" and each[-1].islower() else SourceKind.PERSON


def _is_capital(word: str) -> bool:
    """Whether it begins as names do; in a script without capitals every word may."""
    return word[:1].isalpha() and not word[:1].islower()


def _head(words: Sequence[str]) -> Sequence[str]:
    """“Ministry of Health”: Ministry; “Iraqi officials in Basra”: Iraqi officials."""
    place = next((n for n, word in enumerate(words) if n and word in closed.PREPOSITIONS), len(words))
    return words[:place]


def _words(name: str) -> tuple[str, ...]:
    """The words of a name that tell it from others."""
    bare = (_POSSESSIVE.sub("", word.strip('.,;:()[]"“”')).casefold() for word in name.split())
    kept = tuple(word for word in bare if word and word not in _TITLES)
    return kept[1:] if kept[:1] == ("the",) else kept
