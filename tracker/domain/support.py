"""The paths of support through a case: where one may start and end, and who stands on it in each reading.

Paths are never listed one by one: their smallest member sets, and the members common to all of them, are
gathered from the ends towards the entries. Masks have one bit for each group of sources.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from itertools import groupby
from operator import attrgetter, or_

from tracker.domain.groups import Group, Groups, group_sources
from tracker.domain.packing import members, minimal
from tracker.domain.records import CaseGraph, RelayRec, StatementRec
from tracker.domain.relay_graph import Parents, by_label, parents_of, reached, walk
from tracker.domain.scales import Fidelity, RelayCertainty, Stance

MOST_PATHS, MOST_PATHS_TOGETHER = 1_000, 10_000
NOBODY_KNOWN: Group = ("?",)


@dataclass(frozen=True, slots=True)
class Net:
    """One reading of the case, in masks.

    `through` are the members a path gains by going through a statement, `ends` those it gains by ending
    there; `first` and `last` is the one member that the beginning or the end of a path stands for.
    """

    names: tuple[Group, ...]
    parents: Parents
    through: Mapping[str, int]
    ends: Mapping[str, int]
    first: Mapping[str, int]
    last: Mapping[str, int]

    def ending_at(self, wanted: frozenset[str]) -> Net:
        """The same net with no other ends than these."""
        return replace(self, ends={label: mask for label, mask in self.ends.items() if label in wanted})

    def without(self, removed: set[str]) -> Net:
        """The same net without every path on which one of these stands; nothing else becomes an end."""
        return replace(
            self,
            parents={
                child: tuple(parent for parent in following if parent not in removed)
                for child, following in self.parents.items()
                if child not in removed
            },
            through={label: mask for label, mask in self.through.items() if label not in removed},
            ends={label: mask for label, mask in self.ends.items() if label not in removed},
        )

    def groups(self, mask: int) -> tuple[Group, ...]:
        named = [self.names[bit.bit_length() - 1] for bit in members(mask)]
        return tuple(sorted(named, key=lambda group: by_label(group[0])))


@dataclass(frozen=True, slots=True)
class Readings:
    """A case made ready for all its assertions.

    `known` are the ends with a known origin; `conveying` has the statements on each assertion, `relays` what
    each statement repeats, both in label order.
    """

    graph: CaseGraph
    low: Net
    high: Net
    known: frozenset[str]
    conveying: Mapping[str, tuple[str, ...]]
    relays: Mapping[str, tuple[RelayRec, ...]]

    def entries(self, assertion: str, stance: Stance = Stance.ASSERTS) -> tuple[str, ...]:
        """Statements of fact that take this stance in a captured document of their own source."""
        return tuple(
            label
            for label in self.conveying.get(assertion, ())
            if (statement := self.graph.statements[label]).is_entry
            and statement.basis.is_factual
            and statement.conveys[assertion] is stance
            and label in self.high.through
        )


def read(graph: CaseGraph, without: frozenset[str] = frozenset()) -> Readings:
    """Both readings of a case; `without` are sources and statements taken away, each with all its paths.

    Groups, ends and dependence are those of the whole case: what lost its child or parent stays what it was.
    """
    statements = graph.statements
    parents = parents_of(relay for relay in graph.relays if relay.carries and relay.parent in statements)
    ends, known = _ends(graph)
    perhaps = _perhaps_behind(graph)
    high_groups, low_groups = group_sources(graph.sources, graph.source_links)
    removed = {label for label, said in statements.items() if without & {label, *_voices(said)}}
    doubtful = removed | {label for label, others in perhaps.items() if others & removed}
    return Readings(
        graph,
        _low(graph, parents, low_groups, ends=ends, known=known, perhaps=perhaps).without(doubtful),
        _high(graph, parents, high_groups, ends=ends).without(removed),
        frozenset(known),
        _conveying(graph),
        {child: tuple(group) for child, group in groupby(_in_order(graph.relays), attrgetter("child"))},
    )


def _conveying(graph: CaseGraph) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for label in sorted(graph.statements, key=by_label):
        for assertion in graph.statements[label].conveys:
            found.setdefault(assertion, []).append(label)
    return {assertion: tuple(labels) for assertion, labels in found.items()}


def _in_order(relays: Iterable[RelayRec]) -> list[RelayRec]:
    return sorted(
        relays,
        key=lambda relay: (
            by_label(relay.child),
            by_label(relay.parent),
            relay.certainty,
            relay.fidelity,
            relay.form or "",
        ),
    )


def _ends(graph: CaseGraph) -> tuple[set[str], set[str]]:
    """Where a path may end, and where it then ends with a known origin.

    Whoever says whom they repeat is no end unless they know it themselves, though that relay carry nothing.
    """
    answered = {relay.child for relay in graph.relays if relay.certainty is RelayCertainty.EXPLICIT}
    ends, known = set(), set()
    for label, said in graph.statements.items():
        if said.basis.can_be_origin or label not in answered:
            ends.add(label)
        if said.basis.can_be_origin and not _is_gap(graph, label):
            known.add(label)
    return ends, known


def _high(graph: CaseGraph, parents: Parents, groups: Groups, *, ends: set[str]) -> Net:
    """Possible relays are ignored; every unknown source is its own, and so adds no member that is shared."""
    bits, names = _bits(groups)
    through = {label: _mask(_voices(said), bits) for label, said in graph.statements.items()}
    own = {label: bits[said.source] for label, said in graph.statements.items()}
    return Net(names, parents, through, {label: through[label] for label in ends}, own, own)


def _low(
    graph: CaseGraph,
    parents: Parents,
    groups: Groups,
    *,
    ends: set[str],
    known: set[str],
    perhaps: Mapping[str, set[str]],
) -> Net:
    """Everything possibly behind a statement stands on its paths; all unknown ends are one and the same."""
    bits, names = _bits(groups)
    nobody = 1 << len(names)
    own = {label: bits[said.source] for label, said in graph.statements.items()}
    beside = {
        label: _mask(said.also_on_path, bits)
        | _mask(
            (voice for other in perhaps.get(label, ()) for voice in _voices(graph.statements[other])), bits
        )
        for label, said in graph.statements.items()
    }
    last = {label: own[label] if label in known else nobody for label in ends}
    named = {label: 0 if _is_gap(graph, label) else own[label] for label in ends}
    return Net(
        (*names, NOBODY_KNOWN),
        parents,
        {label: own[label] | beside[label] for label in own},
        {label: named[label] | beside[label] | last[label] for label in ends},
        own,
        last,
    )


def _is_gap(graph: CaseGraph, label: str) -> bool:
    return graph.sources[graph.statements[label].source].kind.is_gap


def _voices(statement: StatementRec) -> tuple[str, ...]:
    return (statement.source, *statement.also_on_path)


def _bits(groups: Groups) -> tuple[dict[str, int], tuple[Group, ...]]:
    names = tuple(dict.fromkeys(groups.values()))
    place = {group: number for number, group in enumerate(names)}
    return {source: 1 << place[group] for source, group in groups.items()}, names


def _mask(voices: Iterable[str], bits: Mapping[str, int]) -> int:
    return reduce(or_, (bits[voice] for voice in voices), 0)


def _perhaps_behind(graph: CaseGraph) -> dict[str, set[str]]:
    """For each child of a merely possible relay, everything it would then rest on."""
    telling = [
        relay
        for relay in graph.relays
        if relay.fidelity is not Fidelity.ALTERED and relay.parent in graph.statements
    ]
    parents = parents_of(telling)
    perhaps = parents_of(relay for relay in telling if relay.certainty is RelayCertainty.POSSIBLE)
    return {child: reached(others, parents) for child, others in perhaps.items()}


def smallest_paths(net: Net, entries: Iterable[str]) -> list[int] | None:
    """The member sets of the paths from these entries, without those that contain another.

    None where one statement has more than `MOST_PATHS`. A way round a loop only gains members.
    """
    starts = [entry for entry in entries if entry in net.through]
    walked = walk(starts, net.parents)
    found: dict[str, list[int]] = {label: [] for label in walked.order}
    changed = True
    while changed:
        changed = False
        for label in reversed(walked.order):
            ways = {
                net.through[label] | mask for parent in net.parents.get(label, ()) for mask in found[parent]
            }
            if label in net.ends:
                ways.add(net.ends[label])
            if len(ways) > MOST_PATHS:
                return None
            least = minimal(ways)
            if least != found[label]:
                found[label] = least
                changed = bool(walked.closing)
    together = {mask for start in starts for mask in found[start]}
    return minimal(together) if len(together) <= MOST_PATHS_TOGETHER else None


def common_members(net: Net, entries: Iterable[str]) -> int:
    """Who stands on every path from these entries; nobody where there is none. Exact, however many paths."""
    starts = [entry for entry in entries if entry in net.through]
    walked = walk(starts, net.parents)
    common: dict[str, int | None] = dict.fromkeys(walked.order)
    changed = True
    while changed:
        changed = False
        for label in reversed(walked.order):
            onward = [mask for parent in net.parents.get(label, ()) if (mask := common[parent]) is not None]
            ways = [net.through[label] | mask for mask in onward]
            if label in net.ends:
                ways.append(net.ends[label])
            shared = _intersection(ways)
            if shared != common[label]:
                common[label] = shared
                changed = bool(walked.closing)
    return _intersection([mask for start in starts if (mask := common[start]) is not None]) or 0


def disjoint_paths(net: Net, entries: Iterable[str]) -> int:
    """Pairwise disjoint paths taken greedily, the shortest first: at least so many there are."""
    used = count = 0
    for entry in entries:
        mask = _path_beside(net, entry, used)
        if mask:
            used |= mask
            count += 1
    return count


def narrowest(net: Net, entries: Iterable[str]) -> int:
    """How few groups all beginnings, or all ends, belong to: no more lines than that, nor need more fall."""
    starts = [entry for entry in entries if entry in net.through]
    ends = [label for label in reached(starts, net.parents) if label in net.ends]
    return min(len({net.first[start] for start in starts}), len({net.last[end] for end in ends}))


def supporting(net: Net, entries: Iterable[str]) -> set[str]:
    """The statements behind these entries, themselves included, from which some end is reached."""
    behind = reached((entry for entry in entries if entry in net.through), net.parents)
    return reached((label for label in behind if label in net.ends), _children(net, behind))


def repeated_by(net: Net, items: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The items that add nothing, because every way on from them leads through another item, and to which.

    Their paths contain those of the items they repeat, in both readings.
    """
    held = set(items)
    useful = supporting(net, held)
    children = _children(net, useful - held)
    fresh = reached((label for label in useful - held if label in net.ends), children)
    between = {
        label: following for label, following in net.parents.items() if label in useful and label not in held
    }
    repeats = {}
    for item in sorted(held & useful - set(net.ends), key=by_label):
        onward = [parent for parent in net.parents.get(item, ()) if parent in useful]
        if not fresh.intersection(onward):
            repeats[item] = tuple(sorted(held & reached(onward, between), key=by_label))
    return repeats


def _children(net: Net, among: set[str]) -> Parents:
    """Who repeats whom, the other way round."""
    return parents_of(
        RelayRec(child=parent, parent=child)
        for child in among
        for parent in net.parents.get(child, ())
        if parent in among
    )


def _intersection(masks: Iterable[int]) -> int | None:
    shared = None
    for mask in masks:
        shared = mask if shared is None else shared & mask
    return shared


def _path_beside(net: Net, entry: str, used: int) -> int:
    """The members of a shortest path that has none of those used; 0 if there is none."""
    if entry not in net.through or net.through[entry] & used:
        return 0
    came_by = {entry: 0}
    pending = deque([entry])
    while pending:
        here = pending.popleft()
        if here in net.ends and not net.ends[here] & used:
            return came_by[here] | net.ends[here]
        for parent in net.parents.get(here, ()):
            if parent not in came_by and not net.through[parent] & used:
                came_by[parent] = came_by[here] | net.through[here]
                pending.append(parent)
    return 0
