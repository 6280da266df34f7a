"""How many independent lines carry an assertion, who everything hangs on, and why: [at least, at most].

The counts are exact, or bounds that say they are bounds. Nothing is written or graded here: the suggestion is
a suggestion, and what is taken away (`without`) is taken away in thought only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tracker.domain import lines_words, timing
from tracker.domain.credibility import Opposition, suggest
from tracker.domain.errors import NotFound
from tracker.domain.groups import Group
from tracker.domain.packing import Bounds, largest_packing, smallest_hitting
from tracker.domain.records import CaseGraph
from tracker.domain.relay_graph import by_label, reached
from tracker.domain.scales import Credibility, Stance
from tracker.domain.support import (
    NOBODY_KNOWN,
    Net,
    Readings,
    common_members,
    disjoint_paths,
    narrowest,
    read,
    repeated_by,
    smallest_paths,
    supporting,
)
from tracker.domain.timing import TimeVerdict


@dataclass(frozen=True, slots=True)
class Lines:
    """What carries one assertion.

    `items` are the entry statements that assert it, `repeats` those that add nothing with what each repeats.
    `lines` is [at least, at most]; `known_lines` counts only what ends with a known origin. `origins` and
    `hangs_on` are groups of sources, ("?",) standing for nobody known. `resilience` is how many groups must
    fall before nothing is left. `bounded`: there were too many paths to try them all, the numbers are bounds.
    """

    assertion: str
    items: tuple[str, ...]
    repeats: dict[str, tuple[str, ...]]
    lines: tuple[int, int]
    known_lines: int
    origins: tuple[Group, ...]
    hangs_on: tuple[Group, ...]
    resilience: int
    suggested: Credibility | None
    sentence: str
    why: tuple[str, ...]
    settle: tuple[str, ...]
    bounded: bool


@dataclass(frozen=True, slots=True)
class _Count:
    """The paths from some entries in both readings, counted."""

    low: Bounds
    high: Bounds
    known: int
    hangs_on: tuple[Group, ...]
    resilience: Bounds

    @property
    def lines(self) -> tuple[int, int]:
        return self.low.low, self.high.high

    @property
    def bounded(self) -> bool:
        return not (self.low.exact and self.high.exact and self.resilience.exact)


def analyse(graph: CaseGraph, assertion_id: str, *, without: frozenset[str] = frozenset()) -> Lines:
    """What carries this assertion once `without` (labels of sources or statements) is taken away."""
    return _analyse(read(graph, without), assertion_id)


def analyse_all(graph: CaseGraph, *, without: frozenset[str] = frozenset()) -> dict[str, Lines]:
    """The same for every assertion of the case, for little more than the price of one."""
    readings = read(graph, without)
    return {label: _analyse(readings, label) for label in sorted(graph.assertions, key=by_label)}


def _analyse(readings: Readings, assertion: str) -> Lines:
    if assertion not in readings.graph.assertions:
        raise NotFound(f"There is no assertion {assertion} here.")
    items = readings.entries(assertion)
    count = _count(readings, items)
    against, remarks = _against(readings, assertion)
    suggestion = suggest(count.lines, against)
    lines = Lines(
        assertion=assertion,
        items=items,
        repeats=repeated_by(readings.high, items),
        lines=count.lines,
        known_lines=count.known,
        origins=_origins(readings, items),
        hangs_on=count.hangs_on,
        resilience=count.resilience.high,
        suggested=suggestion.value,
        sentence=lines_words.sentence(count.lines),
        why=(),
        settle=lines_words.settle(readings, items) if count.lines[0] < count.lines[1] else (),
        bounded=count.bounded,
    )
    return replace(lines, why=(*lines_words.why(readings, lines), *remarks, suggestion.rule))


def _count(readings: Readings, entries: Iterable[str]) -> _Count:
    """Both readings counted; in the low one unknown ends count only where there is no known end."""
    known_only = readings.low.ending_at(readings.known)
    any_known = bool(supporting(known_only, entries))
    low = known_only if any_known else readings.low
    low_paths, high_paths = smallest_paths(low, entries), smallest_paths(readings.high, entries)
    lines = _packed(low, entries, low_paths)
    return _Count(
        low=lines,
        high=_packed(readings.high, entries, high_paths),
        known=lines.low if any_known else 0,
        hangs_on=low.groups(common_members(low, entries)),
        resilience=(
            Bounds(lines.low, narrowest(low, entries)) if low_paths is None else smallest_hitting(low_paths)
        ),
    )


def _packed(net: Net, entries: Iterable[str], paths: list[int] | None) -> Bounds:
    if paths is None:
        return Bounds(disjoint_paths(net, entries), narrowest(net, entries))
    packed = largest_packing(paths)
    return packed if packed.exact else Bounds(packed.low, min(packed.high, narrowest(net, entries)))


def _against(readings: Readings, assertion: str) -> tuple[list[Opposition], list[str]]:
    """What contradicts the assertion, counted, and what must be said of it and of what does not."""
    against: list[Opposition] = []
    remarks: list[str] = []
    denials = readings.entries(assertion, Stance.DENIES)
    if denials:
        against.append(Opposition("its denial", _count(readings, denials).known))
        remarks.append(lines_words.denied(readings.graph, denials, against[-1].known_lines))
    for other in _incompatible(readings.graph, assertion):
        judgement = _judged(readings.graph, assertion, other)
        entries = readings.entries(other)
        known = _count(readings, entries).known
        if judgement.verdict is TimeVerdict.CONTRADICTION:
            against.append(Opposition(other, known))
        remarks.append(lines_words.opposed(other, judgement, known, asserted=bool(entries)))
    return against, remarks


def _incompatible(graph: CaseGraph, assertion: str) -> list[str]:
    others = {a if b == assertion else b for a, b in graph.incompatible if assertion in (a, b)}
    return sorted((other for other in others - {assertion} if other in graph.assertions), key=by_label)


def _judged(graph: CaseGraph, a: str, b: str) -> timing.Judgement:
    confirmed = graph.confirmed.get(frozenset({a, b}))
    if confirmed is not None:
        return timing.Judgement(confirmed, "confirmed by an analyst")
    return timing.compare(graph.assertions[a].holds, graph.assertions[b].holds)


def _origins(readings: Readings, entries: Iterable[str]) -> tuple[Group, ...]:
    """The groups at the ends of the paths; whoever stands unnamed behind a named end is nobody known."""
    net, graph = readings.high, readings.graph
    behind = reached((entry for entry in entries if entry in net.through), net.parents)
    found: set[Group] = set()
    for label in behind:
        if label in net.ends:
            kind = graph.sources[graph.statements[label].source].kind
            named = label in readings.known or kind.is_gap
            found.update(net.groups(net.last[label]) if named else [NOBODY_KNOWN])
    return tuple(sorted(found, key=lambda group: by_label(group[0])))
