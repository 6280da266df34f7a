"""Tracing statements back to the original sources: what repeats what, where the trail ends, where it breaks.

Pure and independent of the order of its input. It follows every relay, says which of them carry, and counts
nothing: how many lines support an assertion is `domain.independence`'s business.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import groupby

from tracker.domain import trace_views, trace_words
from tracker.domain.dates import FuzzyDate
from tracker.domain.errors import NotFound
from tracker.domain.records import RelayRec, SourceRec
from tracker.domain.relay_graph import by_label, depths, parents_of, reached, walk, would_close_loop
from tracker.domain.scales import Basis, Fidelity, GradeScale, RelayCertainty
from tracker.domain.trace_views import Paths, Row, TreeItem

__all__ = [
    "Gap",
    "Part",
    "Paths",
    "Row",
    "Trace",
    "TraceGraph",
    "TracedRelay",
    "TracedStatement",
    "TreeItem",
    "trace",
    "would_close_loop",
]

TracedRelay = RelayRec


@dataclass(frozen=True, slots=True)
class TracedStatement:
    """One statement as a trace shows it; grades are the current codes ("B", "2"), None where not graded.

    `hidden_reliability` and `hidden_credibility`: how many grades by others are kept from the viewer for now.
    `settled`: on which scales the grade shown is the one a lead settled at.
    `passages` are pairs of a label and whatever the page needs to link to it. `also_on_path` are sources
    that stand between us and it besides its relays: whom a document was obtained from, a purported author.
    """

    id: str
    source: SourceRec
    gist: str
    verbatim: str | None
    said_at: FuzzyDate | None
    reported_at: FuzzyDate | None
    basis: Basis
    reliability: str | None = None
    credibility: str | None = None
    hidden_reliability: int = 0
    hidden_credibility: int = 0
    settled: frozenset[GradeScale] = frozenset()
    passages: tuple[tuple[str, str], ...] = ()
    is_entry: bool = False
    withdrawn: bool = False
    also_on_path: tuple[SourceRec, ...] = ()

    def calling(self, names: Mapping[str, str]) -> TracedStatement:
        """The same statement, with other names for some sources."""
        if names.keys().isdisjoint(source.name for source in (self.source, *self.also_on_path)):
            return self
        return replace(
            self,
            source=_calling(self.source, names),
            also_on_path=tuple(_calling(source, names) for source in self.also_on_path),
        )

    @property
    def can_be_origin(self) -> bool:
        """Whether a trail may end here with somebody known who is in a position to know."""
        return self.basis.can_be_origin and not self.source.kind.is_gap


def _calling(source: SourceRec, names: Mapping[str, str]) -> SourceRec:
    return replace(source, name=names.get(source.name, source.name))


@dataclass(frozen=True, slots=True)
class TraceGraph:
    """Statements by id and the relays between them; the order of either means nothing."""

    statements: Mapping[str, TracedStatement]
    relays: tuple[TracedRelay, ...] = ()

    def calling(self, names: Mapping[str, str]) -> TraceGraph:
        """The same graph, with other names for some sources."""
        return replace(self, statements={label: one.calling(names) for label, one in self.statements.items()})


class Part(Enum):
    """What a statement is to the trace."""

    ORIGIN = "original source"
    FIRST_HAND = "repeats another, and knows it first hand too"
    RELAY = "repeats another"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Gap:
    """A place where the trail breaks off, and why, as a clause without a full stop."""

    statement: str
    reason: str


@dataclass(frozen=True, slots=True)
class Trace:
    """The way back from `roots`, nearest to us first; everything is in label order within its layer.

    `carried` is what can be reached by relays that carry. `origins` end the trail there with somebody known
    who can know; `possible_origins` would end it if a merely possible relay is one. `closing` are the relays
    that close a citation loop and are not followed.
    """

    roots: tuple[str, ...]
    statements: Mapping[str, TracedStatement]
    relays: tuple[TracedRelay, ...]
    layers: tuple[tuple[str, ...], ...]
    carried: frozenset[str]
    origins: tuple[str, ...]
    possible_origins: tuple[str, ...]
    first_hand: tuple[str, ...]
    gaps: tuple[Gap, ...]
    loops: tuple[tuple[str, ...], ...]
    closing: frozenset[tuple[str, str]]
    parts: Mapping[str, Part] = field(repr=False)
    depth: Mapping[str, int] = field(repr=False)

    @property
    def altered(self) -> tuple[TracedRelay, ...]:
        return tuple(relay for relay in self.relays if relay.fidelity is Fidelity.ALTERED)

    @property
    def possible(self) -> tuple[TracedRelay, ...]:
        return tuple(relay for relay in self.relays if relay.certainty is RelayCertainty.POSSIBLE)

    def relays_of(self) -> dict[str, tuple[TracedRelay, ...]]:
        """For each statement that repeats something, its relays."""
        return {child: tuple(group) for child, group in groupby(self.relays, lambda relay: relay.child)}

    @property
    def summary(self) -> str:
        """The trace in a few sentences."""
        return trace_words.summary(self)

    def rows(self) -> tuple[Row, ...]:
        """The trace as a table, one row a statement."""
        return trace_views.rows(self)

    def tree(self) -> tuple[TreeItem, ...]:
        """The trace as a nested list, flat and in reading order, so that depth costs no recursion."""
        return trace_views.tree(self)

    def paths(self, limit: int = 50) -> Paths:
        """Ways from a root to an end along relays that carry, at most `limit` of them."""
        return trace_views.paths(self, limit)


def trace(graph: TraceGraph, roots: Iterable[str]) -> Trace:
    """Follow the relays from `roots` as far as they go; `NotFound` for a root the graph does not hold.

    Whoever repeats a withdrawn statement has nothing more behind them: the trail breaks off there.
    """
    asked = tuple(sorted(set(roots), key=by_label))
    for root in asked:
        if root not in graph.statements:
            raise NotFound(f"There is no statement {root} here.")
    cut = {label for label, statement in graph.statements.items() if statement.withdrawn}.difference(asked)
    held = [relay for relay in graph.relays if relay.parent in graph.statements and relay.child not in cut]
    parents = parents_of(held)
    walked = walk(asked, parents)
    depth = depths(walked, parents)
    layers: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for label in sorted(walked.order, key=by_label):
        layers[depth[label]].append(label)
    statements = {label: graph.statements[label] for layer in layers for label in layer}
    carried = reached(asked, parents_of(relay for relay in held if relay.carries))
    credible = reached(asked, parents_of(relay for relay in held if relay.fidelity is not Fidelity.ALTERED))
    gaps = _gaps(statements, graph.relays, cut)
    broken = {gap.statement for gap in gaps}
    parts = _parts(statements, graph.relays, broken)
    origins = [label for label, part in parts.items() if part is Part.ORIGIN]
    return Trace(
        roots=asked,
        statements=statements,
        relays=_in_order(relay for relay in held if relay.child in statements),
        layers=tuple(tuple(layer) for layer in layers),
        carried=frozenset(carried),
        origins=tuple(label for label in origins if label in carried),
        possible_origins=tuple(label for label in origins if label in credible - carried),
        first_hand=tuple(
            label for label, part in parts.items() if part is Part.FIRST_HAND and label in carried
        ),
        gaps=gaps,
        loops=walked.loops,
        closing=walked.closing,
        parts=parts,
        depth=depth,
    )


def _gaps(
    statements: Mapping[str, TracedStatement], relays: Iterable[RelayRec], cut: Collection[str]
) -> tuple[Gap, ...]:
    """An end that cannot be an origin, what was withdrawn, and what repeats only what is not recorded.

    A merely possible relay is no answer to "who told them": its child is an end all the same.
    """
    named: dict[str, bool] = {}
    for relay in relays:
        if relay.certainty is RelayCertainty.EXPLICIT:
            named[relay.child] = named.get(relay.child, False) or relay.parent in statements
    found = []
    for label, statement in statements.items():
        if label in cut:
            found.append(Gap(label, f"{label} was withdrawn from the case"))
        elif label not in named and not statement.can_be_origin:
            found.append(Gap(label, trace_words.gap_reason(statement)))
        elif not named.get(label, True):
            found.append(Gap(label, f"what {statement.source.name} repeats is not among the records"))
    return tuple(found)


def _parts(
    statements: Mapping[str, TracedStatement], relays: Iterable[RelayRec], broken: set[str]
) -> dict[str, Part]:
    repeats = {relay.child for relay in relays if relay.certainty is RelayCertainty.EXPLICIT}
    parts = {}
    for label, statement in statements.items():
        if label in broken:
            parts[label] = Part.GAP
        elif label not in repeats:
            parts[label] = Part.ORIGIN
        else:
            parts[label] = Part.FIRST_HAND if statement.can_be_origin else Part.RELAY
    return parts


def _in_order(relays: Iterable[RelayRec]) -> tuple[RelayRec, ...]:
    return tuple(
        sorted(
            set(relays),
            key=lambda relay: (
                by_label(relay.child),
                by_label(relay.parent),
                relay.certainty,
                relay.fidelity,
                relay.form or "",
            ),
        )
    )
