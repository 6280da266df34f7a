"""Walking relays from a statement towards what it repeats: order, layers, citation loops.

Plain graph work on ids, linear in statements and relays and without recursion, so that a chain of ten
thousand hops or a tower of diamonds is no special case. It knows nothing of sources, bases or words.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

MOST_LOOPS = 50
_NUMBER = re.compile(r"0*([0-9]+)")

Parents = Mapping[str, Sequence[str]]


class Hop(Protocol):
    """Anything that says which statement (`child`) repeats which earlier one (`parent`)."""

    @property
    def child(self) -> str: ...
    @property
    def parent(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Walk:
    """What is reached from the roots: `order` has every statement before what it repeats.

    Each loop begins with its smallest label and names each statement once. `closing` are the hops that close
    a loop; they are never followed. At most `MOST_LOOPS` loops are listed, all of them are cut.
    """

    order: tuple[str, ...]
    loops: tuple[tuple[str, ...], ...]
    closing: frozenset[tuple[str, str]]


@lru_cache(maxsize=1 << 16)
def by_label(label: str) -> str:
    """Sort key that puts ST2 before ST10, and ST2 and ST02 always in the same order.

    A number is written as its length and its digits, and behind what no text begins with; strings are
    compared several times faster than tuples of their parts.
    """
    return f"{_NUMBER.sub(_comparable, label)}\0\0{label}"


def _comparable(number: re.Match[str]) -> str:
    return f"\0{chr(1 + len(number[1]))}{number[1]}"


def parents_of(hops: Iterable[Hop]) -> dict[str, tuple[str, ...]]:
    """For each statement, what it repeats, in label order whatever the order of the input."""
    found: dict[str, list[str]] = {}
    for hop in hops:
        found.setdefault(hop.child, []).append(hop.parent)
    return {
        child: tuple(sorted(set(parents), key=by_label)) if len(parents) > 1 else (parents[0],)
        for child, parents in found.items()
    }


def children_of(parents: Parents, among: Iterable[str] | None = None) -> dict[str, list[str]]:
    """Who repeats each statement; only those `among` them, where some are named."""
    found: dict[str, list[str]] = {}
    for child in parents if among is None else among:
        for parent in parents.get(child, ()):
            found.setdefault(parent, []).append(child)
    return found


def walk(roots: Iterable[str], parents: Parents) -> Walk:
    """Everything reached from `roots`, depth first in label order, each statement and each hop once."""
    done: list[str] = []
    seen: set[str] = set()
    loops: set[tuple[str, ...]] = set()
    closing: set[tuple[str, str]] = set()
    for root in sorted(dict.fromkeys(roots), key=by_label):  # mostly in that order already
        if root in seen:
            continue
        seen.add(root)
        path = [root]
        place = {root: 0}
        pending = [iter(parents.get(root, ()))]
        while path:
            for parent in pending[-1]:
                if parent not in seen:
                    seen.add(parent)
                    if parent in parents:
                        place[parent] = len(path)
                        path.append(parent)
                        pending.append(iter(parents[parent]))
                        break
                    done.append(parent)
                elif parent in place:
                    closing.add((path[-1], parent))
                    if len(loops) < MOST_LOOPS:
                        loops.add(_rotated(path[place[parent] :]))
            else:
                del place[path[-1]]
                done.append(path.pop())
                pending.pop()
    ordered = tuple(sorted(loops, key=lambda loop: (len(loop), [by_label(label) for label in loop])))
    return Walk(tuple(reversed(done)), ordered, frozenset(closing))


def depths(walked: Walk, parents: Parents) -> dict[str, int]:
    """How many hops each statement lies behind the roots, by its longest way."""
    depth = dict.fromkeys(walked.order, 0)
    for child in walked.order:
        for parent in parents.get(child, ()):
            if (child, parent) not in walked.closing:
                depth[parent] = max(depth[parent], depth[child] + 1)
    return depth


def reached(starts: Iterable[str], parents: Parents) -> set[str]:
    """Everything that can be reached from `starts`, which are part of it."""
    found = set(starts)
    pending = list(found)
    while pending:
        for parent in parents.get(pending.pop(), ()):
            if parent not in found:
                found.add(parent)
                pending.append(parent)
    return found


def circles(walked: Walk, parents: Parents) -> list[list[str]]:
    """What was walked, whatever repeats each other together, and everything after what it repeats."""
    if not walked.closing:
        return [[label] for label in reversed(walked.order)]
    children = children_of(parents, walked.order)
    placed: set[str] = set()
    found = []
    for label in walked.order:
        if label not in placed:
            placed.add(label)
            circle = [label]
            for here in circle:  # grows while it is walked
                beside = [child for child in children.get(here, ()) if child not in placed]
                placed.update(beside)
                circle += beside
            found.append(circle)
    return found[::-1]


def would_close_loop(hops: Iterable[Hop], child: str, parent: str) -> tuple[str, ...] | None:
    """The shortest loop that the hop child → parent would close with `hops`, child first; None if none."""
    if child == parent:
        return (child,)
    parents = parents_of(hops)
    came_from: dict[str, str] = {parent: child}
    pending = deque([parent])
    while pending:
        here = pending.popleft()
        for following in parents.get(here, ()):
            if following == child:
                return (child, *_way_back(came_from, here, child))
            if following not in came_from:
                came_from[following] = here
                pending.append(following)
    return None


def _way_back(came_from: Mapping[str, str], last: str, first: str) -> list[str]:
    way = []
    while last != first:
        way.append(last)
        last = came_from[last]
    return way[::-1]


def _rotated(loop: Sequence[str]) -> tuple[str, ...]:
    start = loop.index(min(loop, key=by_label))
    return (*loop[start:], *loop[:start])
