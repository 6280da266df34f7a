"""A case made ready for counting: where a path may start and end, and who stands on it in each reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_

from tracker.domain.groups import Contradiction, Group, Groups, contradictions, group_sources
from tracker.domain.records import CaseGraph, RelayRec, StatementRec
from tracker.domain.relay_graph import Parents, by_label, children_of, circles, parents_of, reached, walk
from tracker.domain.scales import Basis, Fidelity, RelayCertainty, Stance
from tracker.domain.support import NOBODY_KNOWN, Net

_ORIGINS = frozenset(basis for basis in Basis if basis.can_be_origin)
FACTS = frozenset(basis for basis in Basis if basis.is_factual)


@dataclass(frozen=True)
class Readings:
    """A case made ready for all its assertions.

    `known` are the ends with a known origin; `conveying` has the statements on each assertion in label order.
    """

    graph: CaseGraph
    low: Net
    high: Net
    known: frozenset[str]
    conveying: Mapping[str, tuple[str, ...]]

    @cached_property
    def relays(self) -> Mapping[str, tuple[RelayRec, ...]]:
        """What each statement repeats, in label order: asked for by the words only."""
        return _by_child(self.graph.relays)

    def is_unknown(self, group: Group) -> bool:
        """Whether nobody has identified any of these sources."""
        return group == NOBODY_KNOWN or all(self.graph.sources[name].kind.is_gap for name in group)

    @cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """The sources recorded as different and as one voice: asked for by the words only."""
        return contradictions(self.graph.sources, self.graph.source_links)

    def entries(self, assertion: str, stance: Stance = Stance.ASSERTS) -> tuple[str, ...]:
        """Statements of fact that take this stance in a captured document of their own source."""
        statements, standing = self.graph.statements, self.high.through
        return tuple(
            label
            for label in self.conveying.get(assertion, ())
            if (statement := statements[label]).is_entry
            and statement.conveys[assertion] is stance
            and statement.basis in FACTS
            and label in standing
        )


def read(graph: CaseGraph, without: frozenset[str] = frozenset()) -> Readings:
    """Both readings of a case; `without` are sources and statements taken away, each with all its paths.

    Groups, ends and dependence are those of the whole case: what lost its child or parent stays what it was.
    """
    statements = graph.statements
    parents = parents_of(relay for relay in graph.relays if relay.carries and relay.parent in statements)
    ends, known = _ends(graph)
    high_groups, low_groups = group_sources(graph.sources, graph.source_links)
    perhaps, telling = _perhaps_behind(graph, parents)
    removed = (
        {label for label, said in statements.items() if without & {label, *_voices(said)}}
        if without
        else set()
    )
    return Readings(
        graph,
        _low(graph, parents, low_groups, ends=ends, known=known, perhaps=perhaps, telling=telling).without(
            removed | _resting_on(removed, perhaps, telling)
        ),
        _high(graph, parents, high_groups, ends=ends).without(removed),
        frozenset(known),
        _conveying(graph),
    )


def _conveying(graph: CaseGraph) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for label, said in graph.statements.items():
        for assertion in said.conveys:
            found.setdefault(assertion, []).append(label)
    return {assertion: tuple(sorted(labels, key=by_label)) for assertion, labels in found.items()}


def _by_child(relays: Iterable[RelayRec]) -> dict[str, tuple[RelayRec, ...]]:
    found: dict[str, list[RelayRec]] = {}
    for relay in relays:
        found.setdefault(relay.child, []).append(relay)
    return {
        child: tuple(sorted(group, key=_in_order) if len(group) > 1 else group)
        for child, group in found.items()
    }


def _in_order(relay: RelayRec) -> tuple[object, ...]:
    return by_label(relay.parent), relay.certainty, relay.fidelity, relay.form or ""


def _ends(graph: CaseGraph) -> tuple[set[str], set[str]]:
    """Where a path may end, and where it then ends with a known origin.

    Whoever says whom they repeat is no end unless they know it themselves, though that relay carry nothing.
    """
    statements = graph.statements
    answered = {relay.child for relay in graph.relays if relay.certainty is RelayCertainty.EXPLICIT}
    origins = {label for label, said in statements.items() if said.basis in _ORIGINS}
    gaps = _gaps(graph)
    return (
        origins | (statements.keys() - answered),
        {label for label in origins if statements[label].source not in gaps},
    )


def _gaps(graph: CaseGraph) -> set[str]:
    """The sources nobody has identified."""
    return {name for name, source in graph.sources.items() if source.kind.is_gap}


def _high(graph: CaseGraph, parents: Parents, groups: Groups, *, ends: set[str]) -> Net:
    """Possible relays are ignored; every unknown source is its own, and so adds no member that is shared."""
    bits, names = _bits(groups)
    own = {label: bits[said.source] for label, said in graph.statements.items()}
    through = _with(own, _aside(graph, bits))
    return Net(names, parents, through, {label: through[label] for label in ends}, own, own)


def _low(
    graph: CaseGraph,
    parents: Parents,
    groups: Groups,
    *,
    ends: set[str],
    known: set[str],
    perhaps: Parents,
    telling: Parents,
) -> Net:
    """Everything possibly behind a statement stands on its paths; all unknown ends are one and the same.

    That holds for the ends possibly behind it as well: nobody knows that two of them are not one.
    """
    bits, names = _bits(groups)
    nobody = 1 << len(names)
    own = {label: bits[said.source] for label, said in graph.statements.items()}
    aside = _aside(graph, bits)
    gaps = _gaps(graph)
    unknown = {label: nobody | _named_alone(graph, label, own, gaps) for label in ends - known}
    beside = _with(aside, _all_behind(perhaps, telling, _with({**own, **unknown}, aside)))
    through = _with(own, beside)
    at_end = {label: through[label] for label in ends & known}
    at_end |= {label: mask | beside.get(label, 0) for label, mask in unknown.items()}
    last = {label: own[label] if label in known else nobody for label in ends}
    return Net((*names, NOBODY_KNOWN), parents, through, at_end, own, last)


def _named_alone(graph: CaseGraph, label: str, own: Mapping[str, int], gaps: set[str]) -> int:
    """Who speaks, if anybody can tell."""
    return 0 if graph.statements[label].source in gaps else own[label]


def _aside(graph: CaseGraph, bits: Mapping[str, int]) -> dict[str, int]:
    """Who stands on the path beside the speaker, where anybody does."""
    return {
        label: reduce(or_, (bits[voice] for voice in said.also_on_path))
        for label, said in graph.statements.items()
        if said.also_on_path
    }


def _with(masks: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    """Masks with the members of others added."""
    return {**masks, **{label: masks.get(label, 0) | mask for label, mask in more.items()}}


def _voices(statement: StatementRec) -> tuple[str, ...]:
    return (statement.source, *statement.also_on_path)


def _bits(groups: Groups) -> tuple[dict[str, int], tuple[Group, ...]]:
    names = tuple(dict.fromkeys(groups.values()))
    place = {group: number for number, group in enumerate(names)}
    return {source: 1 << place[group] for source, group in groups.items()}, names


def _perhaps_behind(graph: CaseGraph, parents: Parents) -> tuple[Parents, Parents]:
    """The parents by merely possible relays, and by all relays that do not alter what they repeat."""
    possible = parents_of(
        relay
        for relay in graph.relays
        if relay.certainty is RelayCertainty.POSSIBLE
        and relay.fidelity is not Fidelity.ALTERED
        and relay.parent in graph.statements
    )
    more = {child: (*parents.get(child, ()), *others) for child, others in possible.items()}
    return possible, {**parents, **more}


def _all_behind(perhaps: Parents, telling: Parents, own: Mapping[str, int]) -> dict[str, int]:
    """For each child of a possible relay, the members of everything it would then rest on."""
    roots = {parent for parents in perhaps.values() for parent in parents}
    behind: dict[str, int] = {}
    for circle in circles(walk(roots, telling), telling):
        mask = 0
        for label in circle:
            mask |= own[label]
            for parent in telling.get(label, ()):
                mask |= behind.get(parent, 0)
        behind.update(dict.fromkeys(circle, mask))
    return {child: reduce(or_, (behind[parent] for parent in parents)) for child, parents in perhaps.items()}


def _resting_on(removed: set[str], perhaps: Parents, telling: Parents) -> set[str]:
    """The children of possible relays that would rest on one of these."""
    if not removed:
        return set()
    above = reached(removed, children_of(telling))
    return {child for child, parents in perhaps.items() if not above.isdisjoint(parents)}
