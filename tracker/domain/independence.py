"""How many independent lines carry an assertion, who everything hangs on, and why: [at least, at most].

The counts are exact, or bounds that say they are bounds. Nothing is written or graded here: the suggestion is
a suggestion, and what is taken away (`without`) is taken away in thought only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_

from tracker.domain import lines_words, open_questions
from tracker.domain.case_names import sentence
from tracker.domain.contradiction import judged, rivals
from tracker.domain.corroboration import apart
from tracker.domain.credibility import Opposition, suggest
from tracker.domain.errors import NotFound
from tracker.domain.groups import Group
from tracker.domain.open_questions import Question
from tracker.domain.packing import Bounds, Family
from tracker.domain.readings import FACTS, Readings, read
from tracker.domain.records import CaseGraph
from tracker.domain.relay_graph import by_label
from tracker.domain.scales import Credibility, Stance
from tracker.domain.support import (
    NOBODY_KNOWN,
    Net,
    common_members,
    disjoint_paths,
    intersection,
    narrowest,
    repeated_by,
    smallest_paths,
    walk_from,
)
from tracker.domain.timing import TimeVerdict


@dataclass(frozen=True)
class Lines:
    """What carries one assertion.

    `items` are the entry statements that assert it, `repeats` those that add nothing with what each repeats,
    `loops` the citation loops behind them, each statement once. `conclusions` assert it and report no fact:
    an inference, a forecast. `lines` is [at least, at most]; `known_lines` counts only what ends with a
    known origin. `origins` and `hangs_on` are groups of sources, ("?",) standing for nobody known.
    `resilience` is how many groups must fall before nothing is left. `bounded`: there were too many paths to
    try them all, the numbers are bounds. `remarks` say what speaks against it; `rule` led to the suggestion.

    Most figures are read without their reasons: `repeats`, `why` and `settle` are worked out when asked for.
    """

    assertion: str
    items: tuple[str, ...]
    loops: tuple[tuple[str, ...], ...]
    conclusions: tuple[str, ...]
    lines: tuple[int, int]
    known_lines: int
    origins: tuple[Group, ...]
    hangs_on: tuple[Group, ...]
    resilience: int
    suggested: Credibility
    rule: str
    remarks: tuple[str, ...]
    bounded: bool
    _only_way: tuple[Group, ...] = field(repr=False)
    _readings: Readings = field(repr=False, compare=False)

    @property
    def sentence(self) -> str:
        """“at least one, at most two independent sources”."""
        return sentence(self.lines)

    @cached_property
    def known_origins(self) -> tuple[Group, ...]:
        """The `origins` that are somebody known; the others are original sources only perhaps."""
        return tuple(group for group in self.origins if not self._readings.is_unknown(group))

    @cached_property
    def repeats(self) -> Mapping[str, tuple[str, ...]]:
        """The items that add nothing, each with what it repeats."""
        return repeated_by(self._readings.high, self.items)

    @cached_property
    def apart(self) -> tuple[tuple[tuple[Group, ...], ...], tuple[tuple[Group, ...], ...]]:
        """As many chains as the least and as the most count, no two with a voice in common: who is on each.

        Empty where there are too many to try them all.
        """
        low, high = self._readings.low, self._readings.high
        known = low.ending_at(self._readings.known)
        least, most = self.lines
        return apart(known, self.items, least) or apart(low, self.items, least), apart(high, self.items, most)

    @cached_property
    def why(self) -> tuple[str, ...]:
        """The reasons in sentences, the rule of the suggestion last."""
        return (*lines_words.why(self._readings, self), *self.remarks, self.rule)

    @cached_property
    def settle(self) -> tuple[Question, ...]:
        """What one would have to know for the least and the most to meet."""
        return open_questions.settle(self._readings, self.items, self.lines, only_way=self._only_way)


@dataclass(frozen=True, slots=True)
class _Count:
    """The paths from some entries in both readings, counted.

    `only_way`: the groups on the smallest path of the low reading, where there is but one such path.
    """

    low: Bounds
    high: Bounds
    known: int
    hangs_on: tuple[Group, ...]
    only_way: tuple[Group, ...]
    resilience: Bounds
    loops: tuple[tuple[str, ...], ...]

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
    suggestion = suggest(count.lines, against, codes=readings.graph.shows_codes)
    return Lines(
        assertion=assertion,
        items=items,
        loops=count.loops,
        conclusions=_conclusions(readings, assertion),
        lines=count.lines,
        known_lines=count.known,
        origins=_origins(readings, items),
        hangs_on=count.hangs_on,
        resilience=count.resilience.high,
        suggested=suggestion.value,
        rule=suggestion.rule,
        remarks=tuple(remarks),
        bounded=count.bounded,
        _only_way=count.only_way,
        _readings=readings,
    )


def _count(readings: Readings, entries: Iterable[str]) -> _Count:
    """Both readings counted; in the low one unknown ends count only where there is no known end."""
    walked = walk_from(readings.high, entries)
    low = readings.low.ending_at(readings.known)
    paths = smallest_paths(low, entries, walked)
    any_known = paths != []
    if not any_known:
        low = readings.low
        paths = smallest_paths(low, entries, walked)
    family = None if paths is None else Family.of(paths)
    high_paths = smallest_paths(readings.high, entries, walked)
    common = common_members(low, entries) if paths is None else intersection(paths)
    lines = _packed(low, entries, family)
    return _Count(
        low=lines,
        high=_packed(readings.high, entries, None if high_paths is None else Family.of(high_paths)),
        known=lines.low if any_known else 0,
        hangs_on=low.groups(common or 0),
        only_way=low.groups(paths[0]) if paths is not None and len(paths) == 1 else (),
        resilience=lines if family is None else _narrowed(family.smallest_hitting(), low, entries),
        loops=walked.loops,
    )


def _packed(net: Net, entries: Iterable[str], family: Family | None) -> Bounds:
    if family is not None:
        return _narrowed(family.largest_packing(), net, entries)
    if common_members(net, entries):
        return Bounds(1, 1)
    return Bounds(disjoint_paths(net, entries), narrowest(net, entries))


def _narrowed(found: Bounds, net: Net, entries: Iterable[str]) -> Bounds:
    return found if found.exact else Bounds(found.low, min(found.high, narrowest(net, entries)))


def _against(readings: Readings, assertion: str) -> tuple[list[Opposition], list[str]]:
    """What contradicts the assertion, counted, and what must be said of it and of what does not."""
    against: list[Opposition] = []
    remarks: list[str] = []
    denials = readings.entries(assertion, Stance.DENIES)
    if denials:
        against.append(Opposition("its denial", _count(readings, denials).known))
        remarks.append(lines_words.denied(readings.graph, denials, against[-1].known_lines))
    for other in rivals(readings.graph, assertion):
        judgement = judged(readings.graph, assertion, other)
        entries = readings.entries(other)
        known = _count(readings, entries).known
        if judgement.verdict is TimeVerdict.CONTRADICTION:
            against.append(Opposition(other, known))
        remarks.append(lines_words.opposed(other, judgement, known, asserted=bool(entries)))
    return against, remarks


def _conclusions(readings: Readings, assertion: str) -> tuple[str, ...]:
    statements = readings.graph.statements
    return tuple(
        label
        for label in readings.conveying.get(assertion, ())
        if statements[label].basis not in FACTS
        and statements[label].conveys[assertion] is Stance.ASSERTS
        and label in readings.high.through  # not taken away
    )


def _origins(readings: Readings, entries: Iterable[str]) -> tuple[Group, ...]:
    """The groups at the ends of the paths; whoever stands unnamed behind a named end is nobody known."""
    net, graph, known = readings.high, readings.graph, readings.known
    ends = [label for label in walk_from(net, entries).order if label in net.ends]
    named = [
        label for label in ends if label in known or graph.sources[graph.statements[label].source].kind.is_gap
    ]
    groups = net.groups(reduce(or_, (net.last[label] for label in named), 0))
    nobody = [NOBODY_KNOWN] if len(named) < len(ends) else []
    return tuple(sorted([*groups, *nobody], key=lambda group: by_label(group[0])))
