"""What is compared for repeats: the items of a case, their texts, and what is recorded between them.

Only items that say the same of one assertion are compared, and never two of one voice, of one document, or
that a relay joins already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from tracker.domain.dates import FuzzyDate
from tracker.domain.groups import Group, group_sources
from tracker.domain.records import CaseGraph
from tracker.domain.relay_graph import by_label, parents_of, reached
from tracker.domain.scales import SourceLinkKind, Stance
from tracker.domain.wire_marks import agency_named

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Item:
    """A statement as far as hints ask; `text` names the text in which it stands, at [start, end).

    `names` are those of its source and of the document's publisher, as the viewer may read them;
    `published` is when the document appeared, else when it was said.
    """

    label: str
    document: str
    names: tuple[str, ...] = ()
    by_a_person: bool = False
    addresses: tuple[str | None, ...] = ()
    published: FuzzyDate | None = None
    language: str | None = None
    text: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Holdings:
    """What is compared: the items of a case, their texts by name, and what is recorded between them.

    `answered` are pairs that an analyst has answered; `before` says of pairs (earlier, later) that an analyst
    recorded their order.
    """

    items: Sequence[Item]
    texts: Mapping[str, str]
    graph: CaseGraph
    answered: frozenset[frozenset[str]] = frozenset()
    before: frozenset[tuple[str, str]] = frozenset()
    _reach: dict[str, set[str]] = field(default_factory=dict, repr=False)

    @cached_property
    def ordered(self) -> tuple[Item, ...]:
        """The earliest first; those without a date last."""
        return tuple(sorted(self.items, key=_place_in_time))

    @cached_property
    def rank(self) -> dict[str, int]:
        return {item.label: place for place, item in enumerate(self.ordered)}

    @cached_property
    def by_label(self) -> dict[str, Item]:
        return {item.label: item for item in self.items}

    @cached_property
    def counted(self) -> tuple[Item, ...]:
        """The items in the narrow sense, at which paths begin: held in their source's words, and factual."""
        statements = ((item, self.graph.statements[item.label]) for item in self.ordered)
        return tuple(item for item, said in statements if said.is_entry and said.basis.is_factual)

    @cached_property
    def of_agency(self) -> dict[str, list[Item]]:
        """What each agency says itself, held or known only through somebody."""
        found: dict[str, list[Item]] = defaultdict(list)
        for item in self.ordered:
            agency = agency_named(*item.names)
            if agency is not None:
                found[agency].append(item)
        return found

    @cached_property
    def in_text(self) -> dict[str, list[Item]]:
        found: dict[str, list[Item]] = defaultdict(list)
        for item in self.counted:
            if item.text is not None:
                found[item.text].append(item)
        return found

    def shared(self, one: str, other: str) -> tuple[str, ...]:
        """The assertions of which both say the same."""
        mine, its = (self.graph.statements[label].conveys for label in (one, other))
        both = [label for label, stance in mine.items() if its.get(label) is stance]
        return tuple(sorted((label for label in both if mine[label] is not Stance.DOUBTS), key=by_label))

    def may_repeat(self, one: Item, other: Item) -> bool:
        """Whether a hint on these two could say something that is not known yet."""
        return (
            one.document != other.document
            and frozenset({one.label, other.label}) not in self.answered
            and bool(self.shared(one.label, other.label))
            and self._group(one) != self._group(other)
            and not self._joined(one.label, other.label)
        )

    def kept_apart(self, one: Item, other: Item) -> bool:
        """Whether their sources are established as different: a copied text is then the only sign left."""
        return frozenset({self._group(one), self._group(other)}) in self._different

    def in_order(self, one: Item, other: Item) -> tuple[Item, Item, bool]:
        """The earlier, the later, and whether that order is known."""
        if self._is_before(one, other):
            return one, other, True
        if self._is_before(other, one):
            return other, one, True
        earlier, later = sorted((one, other), key=lambda item: self.rank[item.label])
        return earlier, later, False

    def _is_before(self, one: Item, other: Item) -> bool:
        if (one.label, other.label) in self.before:
            return True
        if (other.label, one.label) in self.before or not one.published or not other.published:
            return False
        latest, earliest = one.published.latest, other.published.earliest
        return latest is not None and earliest is not None and latest <= earliest

    @cached_property
    def _groups(self) -> dict[str, Group]:
        return group_sources(self.graph.sources, self.graph.source_links)[0]

    def _group(self, item: Item) -> Group:
        return self._groups[self.graph.statements[item.label].source]

    @cached_property
    def _different(self) -> frozenset[frozenset[Group]]:
        return frozenset(
            frozenset({self._groups[link.a], self._groups[link.b]})
            for link in self.graph.source_links
            if link.kind is SourceLinkKind.DIFFERENT_FROM
        )

    @cached_property
    def _parents(self) -> dict[str, tuple[str, ...]]:
        return parents_of(self.graph.relays)

    def _joined(self, one: str, other: str) -> bool:
        """Whether one goes back to the other, or both to the same item, by relays of any kind."""
        mine, its = self.goes_back_to(one), self.goes_back_to(other)
        if other in mine or one in its:
            return True
        both = (self.graph.statements.get(label) for label in mine & its)
        return any(common is not None and common.is_entry for common in both)

    def goes_back_to(self, label: str) -> set[str]:
        """Everything a statement repeats, itself included."""
        if label not in self._reach:
            self._reach[label] = reached([label], self._parents)
        return self._reach[label]


def _place_in_time(item: Item) -> tuple[object, ...]:
    bounds = (item.published.latest, item.published.earliest) if item.published else (None, None)
    return (*(bound or _NEVER for bound in bounds), by_label(item.label))
