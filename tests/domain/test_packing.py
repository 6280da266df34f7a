from __future__ import annotations

import json
import random
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.packing import Bounds, largest_packing, minimal, smallest_hitting

GOLDEN = json.loads((Path(__file__).parent / "golden" / "embassy.json").read_text())

MANY = settings(max_examples=1_000, deadline=None)

families = st.lists(st.integers(min_value=1, max_value=255), max_size=9)


def mask_of(names):
    return sum(1 << "ABCDEPQ".index(name) for name in names)


def packing_by_trying_all(sets):
    if not sets:
        return 0
    first, *rest = sets
    return max(
        1 + packing_by_trying_all([mask for mask in rest if not mask & first]), packing_by_trying_all(rest)
    )


def hitting_by_trying_all(sets):
    for count in range(9):
        for chosen in combinations(range(8), count):
            hitter = sum(1 << bit for bit in chosen)
            if all(mask & hitter for mask in sets):
                return count
    raise AssertionError


@pytest.mark.parametrize("case", GOLDEN["set_packing"])
def test_the_traps_for_simpler_methods(case):
    sets = [mask_of(path) for path in case["paths"]]
    assert largest_packing(sets) == Bounds(case["lines"], case["lines"])
    assert smallest_hitting(sets) == Bounds(case["resilience"], case["resilience"])


@MANY
@given(families)
def test_packing_agrees_with_trying_all(sets):
    expected = packing_by_trying_all(sets)
    assert largest_packing(sets) == Bounds(expected, expected)


def test_packing_agrees_where_taking_the_least_in_the_way_is_not_enough():
    chance = random.Random(5)
    for _ in range(150):
        sets = [sum(1 << bit for bit in chance.sample(range(17), 3)) for _ in range(16)]
        expected = packing_by_trying_all(sets)
        assert largest_packing(sets) == Bounds(expected, expected)


@MANY
@given(families)
def test_hitting_agrees_with_trying_all(sets):
    expected = hitting_by_trying_all(sets)
    assert smallest_hitting(sets) == Bounds(expected, expected)


@MANY
@given(families, st.integers(min_value=0, max_value=30))
def test_bounds_hold_however_early_the_work_is_stopped(sets, steps):
    packing, hitting = largest_packing(sets, steps), smallest_hitting(sets, steps)
    assert packing.low <= largest_packing(sets).low <= packing.high
    assert hitting.low <= smallest_hitting(sets).low <= hitting.high
    assert packing.low <= hitting.high


@MANY
@given(families)
def test_sets_that_contain_another_are_dropped(sets):
    kept = minimal(sets)
    assert all(any(small & mask == small for small in kept) for mask in sets)
    assert not any(a & b == a for a, b in combinations(kept, 2))


def test_no_sets_need_nobody():
    assert largest_packing([]) == smallest_hitting([]) == Bounds(0, 0)


def test_a_hard_family_stops_with_bounds_that_say_so():
    chance = random.Random(7)
    sets = [sum(1 << bit for bit in chance.sample(range(60), 4)) for _ in range(300)]
    packing, hitting = largest_packing(sets, 20_000), smallest_hitting(sets, 20_000)
    assert packing.low < packing.high
    assert hitting.low < hitting.high
    assert packing.low <= hitting.high
