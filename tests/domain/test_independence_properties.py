"""What must hold of any graph: the rules written down a second time, slowly, and properties of the counts."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.graphs import SOURCES, case, drawn, item, lots_for
from tracker.domain.independence import analyse
from tracker.domain.packing import Family
from tracker.domain.records import CaseGraph, RelayRec, StatementRec
from tracker.domain.scales import Basis, Fidelity, RelayCertainty, SourceLinkKind, Stance

MANY = settings(max_examples=1_000, deadline=None)
ONE_VOICE = {SourceLinkKind.SAME_AS, SourceLinkKind.ACCOUNT_OF}
PERHAPS = {SourceLinkKind.POSSIBLY_SAME_AS}
IN_CONCERT = {SourceLinkKind.COORDINATED_WITH}
APART = {SourceLinkKind.DIFFERENT_FROM}
TOO_MANY = "There are too many paths to try them all: these numbers are bounds, not counts."

removals = st.sets(st.sampled_from([*SOURCES, "ST0", "ST3"]), max_size=2)


def graphs(most=7):
    size = lots_for(most)
    return st.binary(min_size=size, max_size=size).map(lambda lots: drawn(lots, most))


def joined(parts, links, apart=()):
    """The parts that these links leave, one link after the other, unless it joins what is kept apart."""
    for link in links:
        one, other = (next(part for part in parts if name in part) for name in (link.a, link.b))
        kept = any((a in one and b in other) or (a in other and b in one) for a, b in apart)
        if one is not other and not kept:
            parts = [part for part in parts if part not in (one, other)] + [one | other]
    return parts


def parts_of(graph):
    """The groups of sources in the high and in the low reading."""
    links = sorted(graph.source_links, key=lambda link: (*sorted((link.a, link.b)), link.kind))
    apart = [(link.a, link.b) for link in links if link.kind in APART and link.a != link.b]
    alone = [frozenset({name}) for name in SOURCES]
    voices = joined(alone, [link for link in links if link.kind in ONE_VOICE])
    at_odds = [part for part in voices if any(part.issuperset(pair) for pair in apart)]
    certain = [part for part in voices if part not in at_odds]
    certain += [part for part in alone if any(part <= odd for odd in at_odds)]
    possible = joined(voices, [link for link in links if link.kind in PERHAPS], apart)
    told = [link for link in links if link.kind not in ONE_VOICE | PERHAPS | APART]
    return joined(certain, [link for link in links if link.kind in IN_CONCERT]), joined(possible, told)


def simple_paths(graph, label, way=()):
    """Every path of support that goes on from `label`, and whether its end is known."""
    way = (*way, label)
    statement = graph.statements[label]
    gap = graph.sources[statement.source].kind.is_gap
    explicit = [r for r in graph.relays if r.child == label and r.certainty is RelayCertainty.EXPLICIT]
    if statement.basis.can_be_origin:
        yield way, not gap
    elif not explicit:
        yield way, False
    for parent in {relay.parent for relay in explicit if relay.fidelity is not Fidelity.ALTERED} - set(way):
        yield from simple_paths(graph, parent, way)


def possibly_behind(graph, label):
    found = set()
    pending = [
        r.parent
        for r in graph.relays
        if r.child == label and r.certainty is RelayCertainty.POSSIBLE and r.fidelity is not Fidelity.ALTERED
    ]
    while pending:
        here = pending.pop()
        if here not in found:
            found.add(here)
            pending += [
                r.parent for r in graph.relays if r.child == here and r.fidelity is not Fidelity.ALTERED
            ]
    return found


def ends_unknown(graph, label):
    """Whether a path may end here, and then with nobody known."""
    ends = [known for way, known in simple_paths(graph, label) if way == (label,)]
    return ends == [False]


def told_by(graph, label, voices):
    """The voices at an unknown end, without the speaker nobody knows."""
    return voices[label][1:] if graph.sources[voices[label][0]].kind.is_gap else voices[label]


def slowly(graph, without=frozenset()):
    """[min, max], what is common to all paths, and how many must fall, straight from the rules."""
    voices = {label: (said.source, *said.also_on_path) for label, said in graph.statements.items()}
    high_parts, low_parts = parts_of(graph)
    low, high = [], []
    for label, said in graph.statements.items():
        if not (said.is_entry and said.basis.is_factual and said.conveys["AS1"] is Stance.ASSERTS):
            continue
        for way, known in simple_paths(graph, label):
            near = {*way, *(voice for step in way for voice in voices[step])}
            behind = set().union(*(possibly_behind(graph, step) for step in way))
            far = behind | {voice for step in behind for voice in voices[step]}
            if not near & without:
                high.append({part for part in high_parts if part & near})
            if not (near | far) & without:
                lost = {step for step in behind if ends_unknown(graph, step)}
                far = {voice for step in behind - lost for voice in voices[step]}
                far |= {voice for step in lost for voice in told_by(graph, step, voices)} | (
                    {"?"} if lost else set()
                )
                members = near | far
                if not known and graph.sources[voices[way[-1]][0]].kind.is_gap:
                    others = {voice for step in way[:-1] for voice in voices[step]} | set(voices[way[-1]][1:])
                    members = others | far
                groups = {part for part in low_parts if part & members} | (members & {"?"})
                low.append((groups | (set() if known else {"?"}), known))
    counted = [groups for groups, known in low if known] or [groups for groups, _ in low]
    common = set.intersection(*counted) if counted else set()
    return (most_disjoint(counted), most_disjoint(high)), common, fewest_hitting(counted)


def most_disjoint(families):
    if not families:
        return 0
    first, *rest = families
    apart = [family for family in rest if not family & first]
    return max(1 + most_disjoint(apart), most_disjoint([family for family in rest if family != first]))


def fewest_hitting(families):
    return next(
        size
        for size in range(8)
        for chosen in combinations(set().union(*families), size)
        if all(groups & set(chosen) for groups in families)
    )


def groups_in(found):
    return {frozenset(group) if group != ("?",) else "?" for group in found.hangs_on}


@MANY
@given(graphs(), removals)
def test_any_count_agrees_with_the_rules_written_down_slowly(graph, without):
    found = analyse(graph, "AS1", without=frozenset(without))
    lines, common, fall = slowly(graph, without)
    assert not found.bounded
    assert found.lines == lines
    assert found.resilience == fall
    assert groups_in(found) == common


@MANY
@given(graphs(), removals, st.integers(0, 2), st.integers(0, 3), st.integers(0, 6))
def test_where_the_work_is_cut_short_the_bounds_hold_the_counts_and_say_so(
    graph, without, paths, together, steps
):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tracker.domain.support.MOST_PATHS", paths)
        patch.setattr("tracker.domain.support.MOST_PATHS_TOGETHER", together)
        patch.setattr(Family.largest_packing, "__defaults__", (steps,))
        patch.setattr(Family.smallest_hitting, "__defaults__", (steps,))
        found = analyse(graph, "AS1", without=frozenset(without))
    (low, high), common, fall = slowly(graph, without)
    assert found.lines[0] <= low <= high <= found.lines[1]
    assert fall <= found.resilience
    assert groups_in(found) == common
    assert (TOO_MANY in found.why) == found.bounded
    if not found.bounded:
        assert (found.lines, found.resilience) == ((low, high), fall)


@MANY
@given(graphs(most=9), removals)
def test_the_least_is_no_more_than_the_most_nor_than_what_must_fall(graph, without):
    found = analyse(graph, "AS1", without=frozenset(without))
    assert found.lines[0] <= found.lines[1]
    assert found.lines[0] <= found.resilience
    assert found.known_lines <= found.lines[0]
    assert bool(found.lines[1]) == bool(found.origins)
    assert bool(found.settle) <= (found.lines[0] < found.lines[1])


@MANY
@given(graphs(), st.sampled_from(SOURCES), st.integers(0, 6), st.booleans())
def test_a_republication_of_what_is_held_never_changes_the_lines(graph, source, place, is_entry):
    held = analyse(graph, "AS1")
    if not held.items:
        return
    repeated = held.items[place % len(held.items)]
    copy = item("ST99", source, Basis.TOLD, is_entry=is_entry)
    more = replace(
        graph,
        statements={**graph.statements, "ST99": copy},
        relays=(*graph.relays, RelayRec("ST99", repeated)),
    )
    found = analyse(more, "AS1")
    assert found.lines == held.lines
    assert found.resilience == held.resilience
    assert found.hangs_on == held.hangs_on
    if "ST99" in found.repeats:
        assert found.repeats["ST99"] == (repeated,)


@MANY
@given(graphs(), removals, removals)
def test_taking_away_never_adds(graph, some, more):
    before = analyse(graph, "AS1", without=frozenset(some)).lines
    after = analyse(graph, "AS1", without=frozenset(some | more)).lines
    assert after[0] <= before[0]
    assert after[1] <= before[1]


@MANY
@given(graphs(), st.integers(0, 99_999))
def test_the_order_of_the_input_changes_nothing(graph, seed):
    chance = random.Random(seed)

    def shuffled(things):
        return chance.sample(list(things), len(things))

    other = CaseGraph(
        dict(shuffled(graph.sources.items())),
        graph.assertions,
        dict(shuffled(graph.statements.items())),
        tuple(shuffled(graph.relays)),
        tuple(shuffled(graph.source_links)),
    )
    found, again = analyse(graph, "AS1"), analyse(other, "AS1")
    assert again == found
    assert (again.repeats, again.why, again.settle) == (found.repeats, found.why, found.settle)


@MANY
@given(graphs())
def test_which_of_two_sources_is_named_first_in_a_link_changes_no_figure(graph):
    turned = tuple(replace(link, a=link.b, b=link.a) for link in graph.source_links)
    assert analyse(replace(graph, source_links=turned), "AS1") == analyse(graph, "AS1")


def test_neither_does_it_where_two_labels_read_the_same_number():
    def with_order(*labels):
        said = {label: item(label, "A", Basis.TOLD) for label in labels}
        end = item("ST0", "B")
        graph = case(*said.values(), end, relays=[RelayRec(label, "ST0") for label in labels])
        return analyse(graph, "AS1")

    assert with_order("ST1", "ST01", "ST001") == with_order("ST001", "ST1", "ST01")


@MANY
@given(graphs())
def test_a_repeat_taken_away_changes_nothing(graph):
    found = analyse(graph, "AS1")
    for repeat in found.repeats:
        said = graph.statements[repeat]
        silent = StatementRec(repeat, said.source, said.basis, False, {}, said.also_on_path)
        rest = replace(graph, statements={**graph.statements, repeat: silent})
        assert analyse(rest, "AS1").lines == found.lines


@MANY
@given(st.integers(1, 8), st.binary(min_size=1, max_size=24))
def test_loops_end_and_carry_nothing(size, lots):
    """A ring of people who were told, with any relays across it: nobody in it knows anything."""
    entries = {place for place in range(size) if lots[0] >> place & 1}
    ring = [(place, (place + 1) % size) for place in range(size)]
    inside = [(child % size, parent % size) for child, parent in pairwise(lots[1:])]
    said = [
        item(f"ST{place}", f"S{place}", Basis.TOLD, is_entry=place in entries or place == 0)
        for place in range(size)
    ]
    relays = [RelayRec(f"ST{child}", f"ST{parent}") for child, parent in [*ring, *inside]]
    found = analyse(case(*said, relays=relays), "AS1")
    assert found.lines == (0, 0)
    assert found.origins == ()
    assert found.suggested == "6"
    assert found.loops
    # As soon as one of them was there, the ring is one line.
    seen = replace(said[-1], basis=Basis.OBSERVED)
    assert analyse(case(*said[:-1], seen, relays=relays), "AS1").lines == (1, 1)
