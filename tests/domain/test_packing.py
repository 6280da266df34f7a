from __future__ import annotations

import json
import random
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.packing import Bounds, largest_packing, minimal, smallest_hitting

GOLDEN = json.loads((Path(__file__).parent / "golden" / "embassy.json").read_text())

families = st.lists(st.integers(min_value=1, max_value=255), max_size=9)


def mask_of(names):
    return sum(1 << "ABCDEPQ".index(name) for name in names)


def packing_by_trying_all(sets):
    for count in range(len(sets), 0, -1):
        for chosen in combinations(sets, count):
            if sum(chosen) == 0 or all(a & b == 0 for a, b in combinations(chosen, 2)):
                return count
    return 0


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


@given(families)
def test_packing_agrees_with_trying_all(sets):
    expected = packing_by_trying_all(sets if len(set(sets)) == len(sets) else list(dict.fromkeys(sets)))
    assert largest_packing(sets) == Bounds(expected, expected)


@given(families)
def test_hitting_agrees_with_trying_all(sets):
    expected = hitting_by_trying_all(sets)
    assert smallest_hitting(sets) == Bounds(expected, expected)


@given(families, st.integers(min_value=0, max_value=30))
def test_bounds_hold_however_early_the_work_is_stopped(sets, steps):
    packing, hitting = largest_packing(sets, steps), smallest_hitting(sets, steps)
    assert packing.low <= largest_packing(sets).low <= packing.high
    assert hitting.low <= smallest_hitting(sets).low <= hitting.high
    assert packing.low <= hitting.high


@given(families)
def test_sets_that_contain_another_are_dropped(sets):
    kept = minimal(sets)
    assert all(any(small & mask == small for small in kept) for mask in sets)
    assert not any(a & b == a for a, b in combinations(kept, 2))


def test_no_sets_need_nobody():
    assert largest_packing([]) == smallest_hitting([]) == Bounds(0, 0)


def test_a_hard_family_stops_with_bounds_that_say_so():
    chance = random.Random(7)
    sets = [
        sum(1 << chance.randrange(60) for _ in range(1)) | sum(1 << b for b in chance.sample(range(60), 4))
        for _ in range(300)
    ]
    packing, hitting = largest_packing(sets, 20_000), smallest_hitting(sets, 20_000)
    assert not packing.exact
    assert packing.low < packing.high
    assert not hitting.exact
    assert packing.low <= hitting.high
