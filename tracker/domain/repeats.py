"""Hints that one item repeats another: proposals with their evidence in words, which an analyst answers.

Nothing is written, and no count of lines rests on a hint.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tracker.domain.english import capital
from tracker.domain.independence import analyse
from tracker.domain.records import CaseGraph, RelayRec
from tracker.domain.relay_graph import by_label
from tracker.domain.repeat_items import Holdings
from tracker.domain.repeat_signs import (
    Evidence,
    Sign,
    credits_agency,
    marked,
    same_address,
    same_text,
    shared_rare_errors,
    wire_marks,
)
from tracker.domain.scales import RelayCertainty, RepeatSign


@dataclass(frozen=True, slots=True)
class Hint:
    """`later` seems to repeat `earlier`; where `order_known` is false it may be the other way round."""

    later: str
    earlier: str
    assertions: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    order_known: bool

    @property
    def sign(self) -> RepeatSign:
        """The strongest of its signs."""
        return self.evidence[0].sign

    @property
    def reason(self) -> str:
        """All evidence in one sentence, as a reason to begin with."""
        said = "; ".join(each.words for each in self.evidence)
        return f"{capital(said)}."


@dataclass(frozen=True, slots=True)
class UnrecordedAgency:
    """An item marked with an agency none of whose statements on this is recorded."""

    item: str
    agency: str
    line: str
    assertions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What accepting would do to the lines of an assertion: recorded as possible, and as explicit."""

    assertion: str
    before: str
    possible: str
    explicit: str


def hints(held: Holdings) -> tuple[Hint, ...]:
    """What seems to repeat what, in the order of the assertions; a pair is named once, with all its signs."""
    found: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for evidence_of in (same_address, same_text, wire_marks, shared_rare_errors):
        for (first, second), sign in _first_of_each(held, evidence_of(held)):
            found[second.label, first.label].append(sign)
    items, made = held.by_label, []
    for (later, earlier), evidence in found.items():
        copied = any(each.sign is RepeatSign.SAME_TEXT for each in evidence)
        if copied or not held.kept_apart(items[earlier], items[later]):
            is_known = held.in_order(items[earlier], items[later])[2]
            made.append(Hint(later, earlier, held.shared(later, earlier), tuple(evidence), is_known))
    return tuple(sorted(made, key=_by_assertion))


def unrecorded_agencies(held: Holdings) -> tuple[UnrecordedAgency, ...]:
    """The items marked with an agency of which no statement on the same assertion is recorded."""
    found = []
    for item, mark in marked(held):
        said = held.of_agency.get(mark.agency, ())
        recorded = any(held.shared(item.label, other.label) for other in said)
        if not recorded and not credits_agency(held, item, mark.agency):
            conveys = held.graph.statements[item.label].conveys
            found.append(
                UnrecordedAgency(item.label, mark.agency, mark.line, tuple(sorted(conveys, key=by_label)))
            )
    return tuple(sorted(found, key=lambda each: by_label(each.item)))


def effects(graph: CaseGraph, hint: Hint) -> tuple[Effect, ...]:
    """What accepting the hint would do to each assertion it is about."""
    graphs = [graph]
    for certainty in (RelayCertainty.POSSIBLE, RelayCertainty.EXPLICIT):
        added = RelayRec(hint.later, hint.earlier, certainty)
        graphs.append(replace(graph, relays=(*graph.relays, added)))
    return tuple(
        Effect(label, *(analyse(each, label).sentence for each in graphs)) for label in hint.assertions
    )


def _by_assertion(hint: Hint) -> tuple[object, ...]:
    return tuple(by_label(label) for label in (hint.assertions[0], hint.later, hint.earlier))


def _first_of_each(held: Holdings, found: Iterable[Sign]) -> list[Sign]:
    """Of all that a later item seems to repeat by one sign, the earliest on each assertion: ten copies make
    nine hints, not forty-five.
    """
    first: dict[tuple[str, str], Sign] = {}
    for sign in found:
        (earlier, later), _ = sign
        for assertion in held.shared(later.label, earlier.label):
            known = first.get((later.label, assertion))
            if known is None or held.rank[earlier.label] < held.rank[known[0][0].label]:
                first[later.label, assertion] = sign
    pairs = {(later.label, earlier.label): sign for sign in first.values() for earlier, later in [sign[0]]}
    return list(pairs.values())
