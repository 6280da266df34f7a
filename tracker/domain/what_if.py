"""What if a source, a statement or a capture turned out to be worthless: who loses what.

Two analyses of one case are compared. Groups and paths are those of the whole case: what lost its child or
its parent never becomes an origin, so that taking away never adds a line. Nothing is written or graded here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from tracker.domain.independence import Lines, analyse_all
from tracker.domain.records import CaseGraph
from tracker.domain.relay_graph import by_label
from tracker.domain.scales import Stance
from tracker.domain.support import NOBODY_KNOWN


@dataclass(frozen=True, slots=True)
class TakenAway:
    """What is taken away in thought, by label.

    `sources` and `statements` fall with every path on which they stand. `entries` are statements that stay,
    though we hold them in their own source's words no more: no path begins with them. `detours` are
    statements still held so, but through these hands only.
    """

    sources: frozenset[str] = frozenset()
    statements: frozenset[str] = frozenset()
    entries: frozenset[str] = frozenset()
    detours: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def gone_from(self, graph: CaseGraph) -> frozenset[str]:
        """The statements through which no path leads any more."""
        return self.statements | {
            label
            for label, said in graph.statements.items()
            if not self.sources.isdisjoint((said.source, *said.also_on_path))
        }

    def held_in(self, graph: CaseGraph) -> CaseGraph:
        """The case with what is still held of its statements; nobody is taken away from it yet."""
        kept = dict(graph.statements)
        for label in self.entries & kept.keys():
            kept[label] = replace(kept[label], is_entry=False)
        for label in self.detours.keys() & kept.keys():
            kept[label] = replace(kept[label], also_on_path=self.detours[label])
        return replace(graph, statements=kept)


@dataclass(frozen=True, slots=True)
class Held:
    """How a statement is held: in how many passages, whether in a document of its own source, and who stands
    between us and that document.
    """

    passages: int
    is_entry: bool
    between: tuple[str, ...] = ()


def lost(before: Mapping[str, Held], after: Mapping[str, Held]) -> TakenAway:
    """What the loss of captures means for the statements in them, told from how each is held without them.

    A statement that stood nowhere else is gone. One that keeps a passage stays, and starts no path unless one
    of those it keeps lies in a document of its own source. Whoever stood between us and it still does, with
    whoever hands over what is left.
    """
    gone = frozenset(label for label, held in after.items() if before[label].passages and not held.passages)
    kept = {label: held for label, held in after.items() if label not in gone and before[label].is_entry}
    return TakenAway(
        statements=gone,
        entries=frozenset(label for label, held in kept.items() if not held.is_entry),
        detours={
            label: tuple(dict.fromkeys((*before[label].between, *held.between)))
            for label, held in kept.items()
            if held.is_entry and not set(held.between) <= set(before[label].between)
        },
    )


class Effect(Enum):
    """What becomes of an assertion, the worst first."""

    FALLS = "falls altogether"
    LOSES = "loses independent sources"
    SILENT = "is left with nobody who says so"
    HANGS = "can fall more easily"
    RISES = "less speaks against it"


@dataclass(frozen=True, slots=True)
class Change:
    """One assertion before and after. `is_silent`: whoever asserted it is gone, carried or not."""

    before: Lines
    after: Lines
    is_silent: bool = False

    @property
    def loses_lines(self) -> bool:
        return self.after.lines != self.before.lines

    @property
    def effect(self) -> Effect | None:
        """None where nothing changes that an analyst would notice."""
        before, after = self.before, self.after
        if self.loses_lines:
            return Effect.LOSES if after.lines[1] else Effect.FALLS
        if self.is_silent:
            return Effect.SILENT
        if (after.hangs_on, after.resilience) != (before.hangs_on, before.resilience):
            return Effect.HANGS
        return Effect.RISES if after.suggested != before.suggested else None

    @property
    def sentence(self) -> str:
        """“AS1: one independent source, then none; suggested 3, then 6.”"""
        said = f"{self.before.assertion}: {self.before.sentence}, then {self.after.sentence}"
        if self.after.suggested != self.before.suggested:
            said += f"; suggested {self.before.suggested}, then {self.after.suggested}"
        return f"{said}."


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A conclusion whose ground is shaken: the statement that draws it, what of its ground is (assertions and
    statements), and the assertions it is drawn to.
    """

    statement: str
    grounds: tuple[str, ...]
    drawn: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The case before and after; `gone` are the statements through which no path leads any more."""

    graph: CaseGraph
    before: Mapping[str, Lines]
    after: Mapping[str, Lines]
    gone: frozenset[str]

    @property
    def changes(self) -> tuple[Change, ...]:
        """The assertions of which something changes, by label."""
        return tuple(change for change in self._compared if change.effect)

    @property
    def unchanged(self) -> tuple[Lines, ...]:
        return tuple(change.before for change in self._compared if not change.effect)

    @property
    def shaken(self) -> dict[str, Effect]:
        """The assertions that stand worse than before, and how; a rise is none."""
        effects = {change.before.assertion: change.effect for change in self._compared}
        return {label: effect for label, effect in effects.items() if effect not in (None, Effect.RISES)}

    @property
    def conclusions(self) -> tuple[Conclusion, ...]:
        """What is concluded from what is shaken or gone, and from these conclusions in turn."""
        drawn_before = {claim for label in self.gone for claim in self._concluded_by(label)}
        shaken = self.gone | self.shaken.keys() | drawn_before
        found: dict[str, Conclusion] = {}
        pending = sorted(self.graph.rests_on.keys() - self.gone, key=by_label)
        changed = True
        while changed:
            changed = False
            for label in pending:
                grounds = tuple(ground for ground in self.graph.rests_on[label] if ground in shaken)
                if grounds and label not in found and label in self.graph.statements:
                    drawn = self._concluded_by(label)
                    found[label] = Conclusion(label, grounds, drawn)
                    shaken |= {label, *drawn}
                    changed = True
        return tuple(sorted(found.values(), key=lambda each: by_label(each.statement)))

    @property
    def _compared(self) -> Iterable[Change]:
        asserting: dict[str, list[str]] = defaultdict(list)
        for label, said in self.graph.statements.items():
            for assertion, stance in said.conveys.items():
                if stance is Stance.ASSERTS:
                    asserting[assertion].append(label)
        return (
            Change(
                self.before[label],
                self.after[label],
                is_silent=label in asserting and self.gone.issuperset(asserting[label]),
            )
            for label in self.before
        )

    def _concluded_by(self, label: str) -> tuple[str, ...]:
        said = self.graph.statements.get(label)
        if said is None or said.basis.is_factual:
            return ()
        asserted = (claim for claim, stance in said.conveys.items() if stance is Stance.ASSERTS)
        return tuple(sorted(asserted, key=by_label))


def what_if(graph: CaseGraph, taken: TakenAway) -> Outcome:
    """Every assertion of the case as it stands, and as it would stand.

    What is taken away and bears on no assertion changes nothing.
    """
    after = analyse_all(taken.held_in(graph), without=taken.sources | taken.statements)
    return Outcome(graph, analyse_all(graph), after, taken.gone_from(graph))


def once_withdrawn(graph: CaseGraph, taken: TakenAway) -> CaseGraph:
    """The case as it is read once these statements are withdrawn from it; sources stay.

    Whoever repeats one of them still says whom they repeat, and becomes no origin by that.
    """
    held = taken.held_in(graph)
    kept = {label: said for label, said in held.statements.items() if label not in taken.statements}
    return replace(held, statements=kept, relays=tuple(relay for relay in held.relays if relay.child in kept))


@dataclass(frozen=True, slots=True)
class Hinge:
    """A source on which assertions hang as a whole."""

    source: str
    assertions: tuple[str, ...]


def hinges(lines: Mapping[str, Lines]) -> tuple[Hinge, ...]:
    """The sources on which most hangs, those first that would take most with them."""
    found: dict[str, list[str]] = {}
    for each in lines.values():
        for group in each.hangs_on:
            if group != NOBODY_KNOWN:
                found.setdefault(group[0], []).append(each.assertion)
    ordered = sorted(found, key=lambda source: (-len(found[source]), by_label(source)))
    return tuple(Hinge(source, tuple(found[source])) for source in ordered)
