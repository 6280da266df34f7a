"""What a resolved assertion says about the sources that spoke of it: who was right, and in which role.

A source counts once for an assertion and role, however many statements it made. Nobody confirms themselves:
whoever a resolution rests on gets nothing from it. Sources that were merged are one in the graph already.

Denials count the other way round: who denied what proved false was right. To leave them out would spare
those who only ever deny. A doubt, an opinion and a question commit to nothing and count for nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

from tracker.domain.readings import read
from tracker.domain.records import CaseGraph, RelayRec
from tracker.domain.relay_graph import by_label, parents_of, reached
from tracker.domain.scales import Basis, Outcome, Stance, Term
from tracker.domain.support import common_members
from tracker.domain.track_record import Tally

_CONCLUSIONS = (Basis.INFERRED, Basis.FORECAST)
_RIGHT = {(Stance.ASSERTS, Outcome.TRUE), (Stance.DENIES, Outcome.FALSE)}


class Role(Term):
    """What a source was to an assertion."""

    ORIGINAL = ("original", "As the original source", "It knew it itself, or concluded or foresaw it.")
    RELAYING = ("relaying", "Passing it on", "It repeated others, named or not.")


class Verdict(Term):
    """What one resolved assertion adds to a source's track record."""

    RIGHT = ("right", "Right")
    WRONG = ("wrong", "Wrong")
    NEITHER = ("neither", "Counts neither way")
    NOT_COUNTED = ("not counted", "Not counted")


@dataclass(frozen=True, slots=True)
class Resolved:
    """How an assertion turned out; `basis` are the labels of the statements which that rests on."""

    assertion: str
    outcome: Outcome
    topic: str | None = None
    basis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One assertion in the record of a source, and why it counts as it does, as a sentence."""

    assertion: str
    role: Role
    topic: str | None
    verdict: Verdict
    why: str

    @property
    def counts(self) -> bool:
        return self.verdict in {Verdict.RIGHT, Verdict.WRONG}


@dataclass(frozen=True, slots=True)
class Row:
    """A source's record in one role, for one topic or (None) whatever the topic."""

    role: Role
    topic: str | None
    entries: tuple[Entry, ...]

    @property
    def tally(self) -> Tally:
        verdicts = [entry.verdict for entry in self.entries]
        return Tally(verdicts.count(Verdict.RIGHT), verdicts.count(Verdict.WRONG))

    @property
    def beside(self) -> tuple[Entry, ...]:
        """What is shown and counts neither way."""
        return tuple(entry for entry in self.entries if not entry.counts)


@dataclass(frozen=True, slots=True)
class Record:
    """Everything resolved that a source spoke of, in label order of the assertions."""

    source: str
    entries: tuple[Entry, ...] = ()

    def overall(self, role: Role) -> Row:
        return Row(role, None, tuple(entry for entry in self.entries if entry.role is role))

    @property
    def rows(self) -> tuple[Row, ...]:
        """Each role whatever the topic, then by topic; only what has entries."""
        found = []
        for whole in map(self.overall, Role):
            topics = sorted({entry.topic for entry in whole.entries if entry.topic}, key=str.casefold)
            found.append(whole)
            found += [
                Row(whole.role, topic, tuple(entry for entry in whole.entries if entry.topic == topic))
                for topic in topics
            ]
        return tuple(row for row in found if row.entries)


@dataclass(frozen=True, slots=True)
class Move:
    """What a new resolution makes of a source's record in one role.

    `entry` is what the record then says of the assertion, None where it says nothing any more.
    """

    source: str
    before: Row
    after: Row
    entry: Entry | None

    @property
    def changes(self) -> bool:
        """Whether its figures change, for better or worse."""
        return self.before.tally != self.after.tally


def records(graph: CaseGraph, resolved: Iterable[Resolved]) -> dict[str, Record]:
    """The record of every source that spoke of something resolved, by its label.

    A resolution that rests on a statement which the graph does not hold (it was withdrawn) counts for nobody
    until the assertion is resolved again.
    """
    case = _Case(graph)
    found: dict[str, list[Entry]] = {}
    for each in sorted(resolved, key=lambda one: by_label(one.assertion)):
        interested = case.rested_on(each.basis)
        for (source, role), stances in case.spoke_of(each.assertion).items():
            entry = _entry(each, role, stances, is_basis=source in interested, is_held=case.holds(each.basis))
            found.setdefault(source, []).append(entry)
    return {source: Record(source, tuple(found[source])) for source in sorted(found, key=by_label)}


def moves(
    graph: CaseGraph, resolved: Iterable[Resolved], assertion: str, new: Resolved | None
) -> tuple[Move, ...]:
    """What becomes of the records of those who spoke of an assertion once it is resolved like `new`.

    `new` None means that its resolution is withdrawn.
    """
    now = list(resolved)
    then = [each for each in now if each.assertion != assertion] + ([new] if new else [])
    before, after = records(graph, now), records(graph, then)
    found = []
    for source in sorted({*before, *after}, key=by_label):
        for role in Role:
            rows = [which.get(source, Record(source)).overall(role) for which in (before, after)]
            said = [[entry for entry in row.entries if entry.assertion == assertion] for row in rows]
            if any(said):
                found.append(Move(source, rows[0], rows[1], next(iter(said[1]), None)))
    return tuple(found)


class _Case:
    """A case made ready for all its resolutions."""

    def __init__(self, graph: CaseGraph) -> None:
        self._graph = graph
        self._readings = read(graph)
        held = [relay for relay in graph.relays if relay.parent in graph.statements]
        self._behind = parents_of(held)
        self._before = parents_of(map(_turned, held))
        # A path walked from its end towards us: who stands on every way on which words have reached us.
        low = self._readings.low
        self._towards_us = replace(
            low,
            parents=parents_of(_turned(relay) for relay in held if relay.carries),
            ends={label: low.through[label] for label, said in graph.statements.items() if said.is_entry},
        )

    def holds(self, labels: Iterable[str]) -> bool:
        return all(label in self._graph.statements for label in labels)

    def spoke_of(self, assertion: str) -> dict[tuple[str, Role], set[Stance]]:
        """Which sources asserted or denied it in which role: those who said so, and those they repeat."""
        found: dict[tuple[str, Role], set[Stance]] = {}
        statements = self._graph.statements
        own = {
            label: statements[label].conveys[assertion]
            for label in self._readings.conveying.get(assertion, ())
        }
        for stance in (Stance.ASSERTS, Stance.DENIES):
            pending = [label for label, taken in own.items() if taken is stance]
            seen = set(pending)
            while pending:
                said = statements[pending.pop()]
                role = _role(said.basis)
                if role is None:
                    continue
                # Whoever nobody has identified has no record.
                if not self._graph.sources[said.source].kind.is_gap:
                    found.setdefault((said.source, role), set()).add(stance)
                # What lies behind a conclusion said something else; so did whoever is recorded otherwise.
                behind = () if said.basis in _CONCLUSIONS else self._readings.high.parents.get(said.id, ())
                fresh = [label for label in behind if label not in seen and own.get(label, stance) is stance]
                seen.update(fresh)
                pending += fresh
        return found

    def rested_on(self, basis: Iterable[str]) -> set[str]:
        """The sources which these statements rest on, each with all it may depend on.

        That is whoever made them or lies behind them, by whatever relay or inference, and whoever stands on
        every way by which they have reached us.
        """
        statements, rests_on = self._graph.statements, self._graph.rests_on
        roots: set[str] = set()
        behind: set[str] = set()
        pending = [label for label in basis if label in statements]
        while pending:
            root = pending.pop()
            if root not in roots:
                roots.add(root)
                fresh = reached([root], self._behind) - behind
                behind |= fresh
                pending += [
                    other for label in fresh for on in rests_on.get(label, ()) for other in self._meant(on)
                ]
        low = self._readings.low
        masks = [*(low.through[label] for label in behind), *map(self._between, roots)]
        return {source for group in low.groups(reduce(or_, masks, 0)) for source in group}

    def _meant(self, label: str) -> list[str]:
        """What an inference rests on: the statement, or all that assert the assertion."""
        if label in self._graph.statements:
            return [label]
        said = self._graph.statements
        conveying = self._readings.conveying.get(label, ())
        return [each for each in conveying if said[each].conveys[label] is Stance.ASSERTS]

    def _between(self, label: str) -> int:
        """Who stands on every way by which a statement has reached us; where none carries, on any of them."""
        certain = common_members(self._towards_us, [label])
        if certain:
            return certain
        return reduce(or_, (self._readings.low.through[each] for each in reached([label], self._before)))


def _turned(relay: RelayRec) -> RelayRec:
    return replace(relay, child=relay.parent, parent=relay.child)


def _role(basis: Basis) -> Role | None:
    """In which role a statement with this basis commits its source to what it says."""
    if basis.can_be_origin or basis in _CONCLUSIONS:
        return Role.ORIGINAL
    return Role.RELAYING if basis.is_factual else None


def _entry(each: Resolved, role: Role, stances: set[Stance], *, is_basis: bool, is_held: bool) -> Entry:
    verdict, why = Verdict.NOT_COUNTED, ""
    label, outcome = each.assertion, each.outcome
    if not is_held:
        why = f"What the resolution of {label} rests on was withdrawn: {label} must be resolved again."
    elif is_basis:
        why = f"The resolution of {label} rests on this source, or on somebody it may depend on."
    elif outcome not in {Outcome.TRUE, Outcome.FALSE}:
        verdict, why = Verdict.NEITHER, f"{label} {_TURNED_OUT[outcome]}."
    elif len(stances) > 1:
        verdict, why = Verdict.NEITHER, f"It asserted {label} and denied it, which proved {outcome}."
    else:
        (stance,) = stances
        verdict = Verdict.RIGHT if (stance, outcome) in _RIGHT else Verdict.WRONG
        said = "asserted" if stance is Stance.ASSERTS else "denied"
        why = f"It {said} {label}, which proved {outcome}."
    return Entry(label, role, each.topic, verdict, why)


_TURNED_OUT = {
    Outcome.PARTLY: "proved partly true",
    Outcome.UNRESOLVABLE: "was looked into and cannot be established",
}
