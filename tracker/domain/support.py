"""The paths of support through one reading of a case: their smallest member sets, and who is common to all.

Paths are never listed one by one: they are gathered from the ends towards the entries. Masks have one bit for
each group of sources.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import and_

from tracker.domain.groups import Group
from tracker.domain.packing import members, minimal
from tracker.domain.relay_graph import Parents, Walk, by_label, children_of, reached, walk

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
