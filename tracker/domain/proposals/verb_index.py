"""The verbs of the lists by their written forms, and the forms by which a clause shows its verb."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from tracker.domain.proposals.lexicon.inflection import base_forms, finite_forms, forms
from tracker.domain.proposals.lexicon.speech import SPEECH
from tracker.domain.proposals.lexicon.stance import STANCE
from tracker.domain.proposals.lexicon.word_sets import word_set


class Form(IntEnum):
    BASE = 0
    THIRD = 1
    PAST = 2
    """Past or participle: most verbs write them alike."""
    ING = 3


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of the lists; `particle` follows it (“point out”)."""

    base: str
    particle: str
    frames: frozenset[str]
    speech: bool


def _index() -> dict[str, list[tuple[Verb, Form]]]:
    index: dict[str, list[tuple[Verb, Form]]] = {}
    for verbs, speech in ((SPEECH, True), (STANCE, False)):
        for name, frames in verbs.items():
            base, _, particle = name.partition("_")
            verb = Verb(base, particle, frozenset(frames.split()), speech)
            third, past, participle, ing = forms(base)
            for form, written in enumerate((base, third, past, ing)):
                index.setdefault(written, []).append((verb, Form(form)))
            if participle != past:
                index.setdefault(participle, []).append((verb, Form.PAST))
    for found in index.values():
        found.sort(key=lambda pair: (not pair[0].particle, pair[1] != Form.PAST))
    return index


INDEX = _index()
_PRESENT = frozenset({"says", "thinks", "believes", "knows", "wants"})
FINITE = finite_forms() | frozenset(
    written
    for written, found in INDEX.items()
    if written in _PRESENT or any(form is Form.PAST for _, form in found)
)
BASES = base_forms() | frozenset(w for w, found in INDEX.items() if any(f is Form.BASE for _, f in found))
CLAUSE_VERBS = word_set("""
    said says say believe believes think thinks insist insists argue argues saying adding claims know knows
""")
