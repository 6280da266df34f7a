"""Which chains make up a count of independent lines: for whoever asks to see what a number stands for."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.domain.groups import Group
from tracker.domain.packing import largest_packing
from tracker.domain.support import Net, smallest_paths

_MOST = 64  # beyond so many paths a reader is not helped by a choice among them


def apart(net: Net, entries: Iterable[str], count: int) -> tuple[tuple[Group, ...], ...]:
    """`count` paths from the entries with no group in common, each as the groups on it; none if not found."""
    paths = smallest_paths(net, tuple(entries)) or []
    if not count or len(paths) > _MOST:
        return ()
    return tuple(net.groups(mask) for mask in chosen(paths, count))


def chosen(sets: list[int], count: int) -> list[int]:
    """The first `count` pairwise disjoint sets, taking each that leaves enough of the others; else none."""
    taken: list[int] = []
    left = sets
    while len(taken) < count:
        for mask in left:
            rest = [other for other in left if not other & mask]
            if largest_packing(rest).low >= count - len(taken) - 1:
                taken.append(mask)
                left = rest
                break
        else:
            return []
    return taken
