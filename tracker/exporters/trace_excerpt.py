"""Which part of a trace a picture can show: what is drawn as itself, and what is drawn as "n more".

A picture of thousands of cards helps nobody and takes minutes to lay out; the page's table has them all.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.domain.provenance import Trace
from tracker.domain.records import RelayRec
from tracker.domain.relay_graph import by_label

MOST_CARDS = 200
MOST_ALIKE = 5
MOST_BUNDLES = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the picture; `relay` is None where it ends at a bundle."""

    child: str
    parent: str
    relay: RelayRec | None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """`bundles` maps the id of each "n more" card to the number of statements it stands for."""

    shown: tuple[str, ...]
    bundles: Mapping[str, int]
    lines: tuple[Line, ...]


def excerpt(trace: Trace, most: int = MOST_CARDS, *, alike: int = MOST_ALIKE) -> Excerpt:
    """The statements nearest to us and nearest to the ends; the others bundled by what they lie between.

    Of more than `alike` statements that stand between the same neighbours the last are bundled in any case.
    """
    children, parents = _neighbours(trace)
    repetitive = _too_many_alike(trace, children, parents, alike)
    candidates = [label for label in trace.statements if label not in repetitive]
    kept = set(_nearest(trace, candidates, children, parents)[:most])
    home = {label: label for label in kept}
    bundles: dict[str, int] = {}
    for number, members in enumerate(_bundled(trace, kept, children, parents), start=1):
        name = f"more {number}"
        bundles[name] = len(members)
        home.update(dict.fromkeys(members, name))
    lines: dict[tuple[str, str, RelayRec | None], Line] = {}
    for relay in trace.relays:
        child, parent = home[relay.child], home[relay.parent]
        if child == parent and child in bundles:
            continue
        drawn = Line(child, parent, None if child in bundles or parent in bundles else relay)
        lines[child, parent, drawn.relay] = drawn
    return Excerpt(
        tuple(label for label in trace.statements if label in kept), bundles, tuple(lines.values())
    )


Neighbours = Mapping[str, frozenset[str]]


def _neighbours(trace: Trace) -> tuple[Neighbours, Neighbours]:
    children: dict[str, set[str]] = defaultdict(set)
    parents: dict[str, set[str]] = defaultdict(set)
    for relay in trace.relays:
        children[relay.parent].add(relay.child)
        parents[relay.child].add(relay.parent)
    return (
        {label: frozenset(children[label]) for label in trace.statements},
        {label: frozenset(parents[label]) for label in trace.statements},
    )


def _too_many_alike(trace: Trace, children: Neighbours, parents: Neighbours, most: int) -> set[str]:
    """All but the first few of the statements that stand between the very same neighbours."""
    alike: dict[tuple[frozenset[str], frozenset[str]], list[str]] = defaultdict(list)
    for label in trace.statements:
        if children[label] or parents[label]:
            alike[children[label], parents[label]].append(label)
    return {label for group in alike.values() if len(group) > most for label in group[most - 1 :]}


def _nearest(trace: Trace, candidates: list[str], children: Neighbours, parents: Neighbours) -> list[str]:
    ends = [label for label in trace.statements if not parents[label]]
    behind, ahead = _distances(trace.roots, parents), _distances(ends, children)
    far = len(trace.statements)

    def nearness(label: str) -> tuple[int, int, str]:
        return (min(behind.get(label, far), ahead.get(label, far)), behind.get(label, far), by_label(label))

    return sorted(candidates, key=nearness)


def _distances(starts: Iterable[str], onward: Neighbours) -> dict[str, int]:
    distance = dict.fromkeys(starts, 0)
    pending = deque(distance)
    while pending:
        here = pending.popleft()
        for following in onward[here]:
            if following not in distance:
                distance[following] = distance[here] + 1
                pending.append(following)
    return distance


def _bundled(trace: Trace, kept: set[str], children: Neighbours, parents: Neighbours) -> list[list[str]]:
    """What is not kept, in connected pieces; pieces between the same cards are one bundle."""
    between: dict[frozenset[str], list[str]] = defaultdict(list)
    placed: set[str] = set(kept)
    for label in trace.statements:
        if label in placed:
            continue
        piece, beside = [label], set()
        placed.add(label)
        for member in piece:  # grows while it is walked
            for other in children[member] | parents[member]:
                if other in kept:
                    beside.add(other)
                elif other not in placed:
                    placed.add(other)
                    piece.append(other)
        between[frozenset(beside)] += piece
    bundles = sorted(between.values(), key=lambda members: (-len(members), by_label(members[0])))
    rest = [label for members in bundles[MOST_BUNDLES - 1 :] for label in members]
    return [*bundles[: MOST_BUNDLES - 1], *([rest] if rest else [])]
