"""The paths of support through a case: where one may start and end, and who stands on it in each reading.

Paths are never listed one by one: their smallest member sets, and the members common to all of them, are
gathered from the ends towards the entries. Masks have one bit for each group of sources.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from operator import and_, or_

from tracker.domain.groups import Group, Groups, group_sources
from tracker.domain.packing import members, minimal
from tracker.domain.records import CaseGraph, RelayRec, StatementRec
from tracker.domain.relay_graph import (
    Parents,
    Walk,
    by_label,
    children_of,
    circles,
    parents_of,
    reached,
    walk,
)
from tracker.domain.scales import Basis, Fidelity, RelayCertainty, Stance

MOST_PATHS, MOST_PATHS_TOGETHER = 1_000, 10_000
_ORIGINS = frozenset(basis for basis in Basis if basis.can_be_origin)
FACTS = frozenset(basis for basis in Basis if basis.is_factual)
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
    walks: dict[tuple[str, ...], Walk] = field(default_factory=dict, init=False, repr=False)
    """Those made already, by where they start: most questions are asked of the same items."""
    carried: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict, init=False, repr=False)
    """What `supporting` answered already."""

    def ending_at(self, wanted: frozenset[str]) -> Net:
        """The same net with no other ends than these."""
        return replace(self, ends={label: mask for label, mask in self.ends.items() if label in wanted})

    def without(self, removed: set[str]) -> Net:
        """The same net without every path on which one of these stands; nothing else becomes an end."""
        if not removed:
            return self
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


def walk_from(net: Net, entries: Iterable[str]) -> Walk:
    """Everything that may lie on a path from these entries."""
    starts = tuple(_starts(net, entries))
    if starts not in net.walks:
        net.walks[starts] = walk(starts, net.parents)
    return net.walks[starts]


def smallest_paths(net: Net, entries: Iterable[str], walked: Walk | None = None) -> list[int] | None:
    """The member sets of the paths from these entries, without those that contain another.

    None where one statement has more than `MOST_PATHS`. A way round a loop only gains members.
    """
    walked = walked or walk_from(net, entries)
    parents, through, ends = net.parents, net.through, net.ends
    found: dict[str, list[int]] = {label: [] for label in walked.order} if walked.closing else {}
    changed = True
    while changed:
        changed = False
        for label in reversed(walked.order):
            ways = [ends[label]] if label in ends else []
            for parent in parents.get(label, ()):
                gained = through[label]
                ways += [gained | mask for mask in found[parent]]
            if len(ways) > 1:
                if len(ways) > MOST_PATHS:
                    return None
                ways = minimal(ways)
            if walked.closing and ways != found[label]:
                changed = True
            found[label] = ways
    together = {mask for start in _starts(net, entries) for mask in found[start]}
    return minimal(together) if len(together) <= MOST_PATHS_TOGETHER else None


def common_members(net: Net, entries: Iterable[str]) -> int:
    """Who stands on every path from these entries; nobody where there is none. Exact, however many paths."""
    walked = walk_from(net, entries)
    common: dict[str, int | None] = dict.fromkeys(walked.order)
    changed = True
    while changed:
        changed = False
        for label in reversed(walked.order):
            onward = [mask for parent in net.parents.get(label, ()) if (mask := common[parent]) is not None]
            ways = [net.through[label] | mask for mask in onward]
            if label in net.ends:
                ways.append(net.ends[label])
            shared = intersection(ways)
            if shared != common[label]:
                common[label] = shared
                changed = bool(walked.closing)
    masks = [mask for start in _starts(net, entries) if (mask := common[start]) is not None]
    return intersection(masks) or 0


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
    starts = _starts(net, entries)
    ends = [label for label in reached(starts, net.parents) if label in net.ends]
    return min(len({net.first[start] for start in starts}), len({net.last[end] for end in ends}))


def supporting(net: Net, entries: Iterable[str]) -> frozenset[str]:
    """The statements behind these entries, themselves included, from which some end is reached."""
    starts = tuple(_starts(net, entries))
    if starts not in net.carried:
        walked = walk_from(net, starts)
        net.carried[starts] = frozenset(_leading_on(net, walked, walked.order))
    return net.carried[starts]


def repeated_by(net: Net, items: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The items that add nothing, because every way on from them leads through another item, and to which.

    Their paths contain those of the items they repeat, in both readings.
    """
    held = set(items)
    walked = walk_from(net, items)
    useful = supporting(net, items)
    between = useful - held
    fresh = _leading_on(net, walked, [label for label in walked.order if label in between])
    ways_on = {label: net.parents.get(label, ()) for label in between}
    repeats = {}
    for item in items:
        if item in net.ends or item not in useful:
            continue
        onward = [parent for parent in net.parents[item] if parent in useful]
        if held.issuperset(onward):
            repeats[item] = tuple(onward)
        elif fresh.isdisjoint(onward):
            repeats[item] = tuple(sorted(held & reached(onward, ways_on), key=by_label))
    return repeats


def _leading_on(net: Net, walked: Walk, among: Sequence[str]) -> set[str]:
    """Those among what was walked, in its order, from which an end is reached through none but these."""
    parents, ends = net.parents, net.ends
    if walked.closing:
        return reached([label for label in among if label in ends], children_of(parents, among))
    found: set[str] = set()
    for label in reversed(among):
        if label in ends or not found.isdisjoint(parents.get(label, ())):
            found.add(label)
    return found


def intersection(masks: Sequence[int]) -> int | None:
    """The members common to all sets; None where there is no set."""
    return reduce(and_, masks) if masks else None


def _starts(net: Net, entries: Iterable[str]) -> list[str]:
    return [entry for entry in entries if entry in net.through]


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
