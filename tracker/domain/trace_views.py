"""A trace as rows of a table, items of a nested list, and single paths: three readings of the same walk.

For keyboards, screen readers and notes. Nothing here recurses, and nothing lists all paths of a graph that
has too many of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.domain import trace_words
from tracker.domain.records import RelayRec
from tracker.domain.relay_graph import parents_of, walk

if TYPE_CHECKING:
    from tracker.domain.provenance import Part, Trace, TracedStatement


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: `relays` are what the statement repeats, `notes` what must be said of it."""

    depth: int
    statement: TracedStatement
    part: Part
    relays: tuple[RelayRec, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TreeItem:
    """One item of the nested list, in reading order.

    `opens`: a list of what it repeats follows inside it. Otherwise `closes` lists end right after it. A
    statement met before is not expanded again (`repeated`: "see above"); one that stands above itself closes
    a loop.
    """

    depth: int
    statement: TracedStatement
    relay: RelayRec | None
    repeated: bool
    closes_loop: bool
    opens: bool
    closes: int


@dataclass(frozen=True, slots=True)
class Paths:
    """Ways from a root to an end, each beginning with the root; `note` says so where not all are listed."""

    paths: tuple[tuple[str, ...], ...]
    capped: bool
    note: str


def rows(trace: Trace) -> tuple[Row, ...]:
    relays = trace.relays_of()
    reasons = {gap.statement: gap.reason for gap in trace.gaps}
    return tuple(
        Row(
            depth=trace.depth[label],
            statement=statement,
            part=trace.parts[label],
            relays=relays.get(label, ()),
            notes=trace_words.notes(trace, statement, relays.get(label, ()), reasons.get(label)),
        )
        for label, statement in trace.statements.items()
    )


def tree(trace: Trace) -> tuple[TreeItem, ...]:
    relays = trace.relays_of()
    visits: list[tuple[int, str, RelayRec | None, bool, bool]] = []
    expanded: set[str] = set()
    pending: list[tuple[int, str, RelayRec | None]] = [(0, root, None) for root in reversed(trace.roots)]
    while pending:
        depth, label, relay = pending.pop()
        repeated = label in expanded
        closes_loop = relay is not None and (relay.child, label) in trace.closing
        following = () if repeated or closes_loop else relays.get(label, ())
        expanded.add(label)
        visits.append((depth, label, relay, repeated, closes_loop))
        pending.extend((depth + 1, onward.parent, onward) for onward in reversed(following))
    depths = [visit[0] for visit in visits[1:]] + [0]
    return tuple(
        TreeItem(
            depth=depth,
            statement=trace.statements[label],
            relay=relay,
            repeated=repeated,
            closes_loop=closes_loop,
            opens=following_depth > depth,
            closes=max(0, depth - following_depth),
        )
        for (depth, label, relay, repeated, closes_loop), following_depth in zip(visits, depths, strict=True)
    )


def paths(trace: Trace, limit: int) -> Paths:
    ends = {*trace.origins, *trace.first_hand, *(gap.statement for gap in trace.gaps)}
    parents = _towards(ends, trace)
    found: list[tuple[str, ...]] = []
    for root in trace.roots:
        if root not in parents:
            continue
        path = [root]
        pending = [iter(parents[root])]
        if root in ends:
            found.append((root,))
        while path and len(found) <= limit:
            parent = next(pending[-1], None)
            if parent is None:
                path.pop()
                pending.pop()
                continue
            path.append(parent)
            pending.append(iter(parents[parent]))
            if parent in ends:
                found.append(tuple(path))
    capped = len(found) > limit
    note = f"Only the first {limit} paths are listed; there are more." if capped else ""
    return Paths(tuple(found[:limit]), capped, note)


def _towards(ends: set[str], trace: Trace) -> dict[str, tuple[str, ...]]:
    """For each statement from which an end can be reached, the relays that lead there and close no loop.

    Without the blind alleys a search finds a path at every turn, however many alleys there are.
    """
    onward = parents_of(relay for relay in trace.relays if relay.carries)
    walked = walk(trace.roots, onward)
    leading: dict[str, tuple[str, ...]] = {}
    for label in reversed(walked.order):
        following = tuple(
            parent
            for parent in onward.get(label, ())
            if parent in leading and (label, parent) not in walked.closing
        )
        if following or label in ends:
            leading[label] = following
    return leading
