"""Each stated cap, provoked: just below it the count is exact, just above it a bound that says so."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from tests.domain.graphs import case, item
from tracker.domain import support
from tracker.domain.independence import analyse
from tracker.domain.packing import MOST_STEPS, Bounds, Family, largest_packing, smallest_hitting
from tracker.domain.records import RelayRec
from tracker.domain.relay_graph import MOST_LOOPS, walk
from tracker.domain.scales import Basis
from tracker.domain.support import MOST_PATHS, MOST_PATHS_TOGETHER

TOO_MANY = "There are too many paths to try them all: these numbers are bounds, not counts."
LEAKS = [("L1", "L2"), ("L2", "L3"), ("L1", "L3")]
"""Any two of three have one hand in common: one line, though no one hand is on all, and two must fall."""


def leaked(*numbers_of_witnesses):
    """Reporters who each name so many witnesses of their own, all through two of three leaks, and two who saw."""
    statements, relays = [], []
    for place, number in enumerate(numbers_of_witnesses):
        reporter = f"R{place}"
        statements.append(item(reporter, reporter, Basis.TOLD, also_on_path=LEAKS[place % 3]))
        for witness in range(number):
            label = f"{reporter}W{witness}"
            statements.append(item(label, label, is_entry=False))
            relays.append(RelayRec(reporter, label))
    statements += [item(f"O{leak}", f"O{leak}", also_on_path=LEAKS[leak]) for leak in (1, 2)]
    return analyse(case(*statements, relays=relays), "AS1")


def test_as_many_paths_from_one_statement_as_are_tried_are_counted():
    found = leaked(MOST_PATHS)
    assert not found.bounded
    assert found.lines == (1, 1)
    assert found.resilience == 2
    assert found.hangs_on == ()
    assert TOO_MANY not in found.why


def test_one_path_more_gives_bounds_that_say_so():
    found = leaked(MOST_PATHS + 1)
    assert found.bounded
    assert found.lines == (1, 3)
    assert found.resilience == 3
    assert found.hangs_on == ()
    assert found.why[:2] == ("Three items: at least one, at most three independent sources.", TOO_MANY)
    assert "It falls only if three sources fall, or with fewer: no single one carries it all." in found.why


@pytest.fixture
def few_together(monkeypatch):
    """A hundred paths of one statement, three hundred together: the real numbers only take longer."""
    assert MOST_PATHS < MOST_PATHS_TOGETHER
    monkeypatch.setattr(support, "MOST_PATHS", 100)
    monkeypatch.setattr(support, "MOST_PATHS_TOGETHER", 300)


def test_as_many_paths_together_as_are_tried_are_counted(few_together):
    found = leaked(100, 100, 98)
    assert not found.bounded
    assert found.lines == (1, 1)
    assert found.resilience == 2


def test_one_path_more_together_gives_bounds_that_say_so(few_together):
    found = leaked(100, 100, 99)
    assert found.bounded
    assert found.lines == (1, 5)
    assert found.resilience == 5
    assert found.why[1] == TOO_MANY


def ladder(storeys):
    """Two sources on every storey, each repeating both of the next: the number of paths doubles each time."""
    statements, relays = [], []
    for place in range(storeys):
        last = place == storeys - 1
        for side in "LR":
            basis = Basis.OBSERVED if last else Basis.TOLD
            statements.append(item(f"{side}{place}", f"{side}{place}", basis, is_entry=place == 0))
            if not last:
                relays += [RelayRec(f"{side}{place}", f"{other}{place + 1}") for other in "LR"]
    return case(*statements, relays=relays)


@pytest.mark.parametrize("storeys", [8, 40])
def test_any_number_of_paths_is_counted_where_the_bounds_meet(storeys):
    found = analyse(ladder(storeys), "AS1")
    assert not found.bounded
    assert found.lines == (2, 2)
    assert found.resilience == 2
    assert found.hangs_on == ()


def test_any_number_of_paths_is_counted_where_one_source_stands_on_all():
    waist = ladder(40)
    one = {label: replace(waist.statements[label], also_on_path=("L39",)) for label in ("L20", "R20")}
    found = analyse(replace(waist, statements={**waist.statements, **one}), "AS1")
    assert not found.bounded
    assert found.lines == (1, 1)
    assert found.resilience == 1
    assert found.hangs_on == (("L39",),)


def entangled(count, voices, hands=4):
    """Papers that went through several of few hands each, at random; the same every time."""
    chance = random.Random(7)
    names = [f"S{place}" for place in range(voices)]
    papers = [chance.sample(names, hands) for _ in range(count)]
    found = analyse(
        case(*(item(f"P{n}", first, also_on_path=tuple(rest)) for n, (first, *rest) in enumerate(papers))),
        "AS1",
    )
    return found, [sum(1 << names.index(name) for name in paper) for paper in papers]


def test_a_tangle_within_the_steps_allowed_is_counted():
    found, sets = entangled(60, 30)
    assert not found.bounded
    assert largest_packing(sets, 10 * MOST_STEPS) == Bounds(*found.lines)
    assert smallest_hitting(sets, 10 * MOST_STEPS) == Bounds(found.resilience, found.resilience)


def test_a_tangle_beyond_them_gives_bounds_that_say_so():
    found, sets = entangled(300, 60)
    assert found.bounded
    assert found.lines[0] < found.lines[1]
    assert found.why[1] == TOO_MANY
    # What is certain of it whatever the search does: no more lines than 60 hands make by four each,
    assert found.lines[0] <= 60 // 4 <= found.lines[1]
    # and whoever has a hand in each of so many disjoint papers must be that many.
    assert found.lines[0] <= found.resilience <= 60
    assert all(mask.bit_count() == 4 for mask in sets)


def planted(pieces, size, more):
    """Disjoint sets that use up all members, hidden among many others: their number is the largest there is."""
    chance = random.Random(3)
    order = chance.sample(range(pieces * size), pieces * size)
    cut = [order[start : start + size] for start in range(0, len(order), size)]
    others = [chance.sample(order, size) for _ in range(more)]
    return [sum(1 << member for member in members) for members in [*cut, *others]]


def test_the_bounds_on_a_packing_hold_a_number_that_is_known():
    found = largest_packing(planted(15, 4, 300))
    assert not found.exact
    assert found.low <= 15 <= found.high


def test_the_bounds_on_a_hitting_hold_a_number_that_is_known():
    """Every set has one of ten chosen members, and ten of the sets share nothing: ten must fall."""
    chance = random.Random(4)
    disjoint = [1 << hub | sum(1 << 10 + 3 * hub + place for place in range(3)) for hub in range(10)]
    others = [
        1 << chance.randrange(10) | sum(1 << place for place in chance.sample(range(10, 80), 3))
        for _ in range(400)
    ]
    found = smallest_hitting([*disjoint, *others], 50)
    assert found.low <= 10 <= found.high


@pytest.mark.parametrize("question", [Family.largest_packing, Family.smallest_hitting])
def test_the_steps_are_spent_on_each_piece_of_a_family(question):
    """A hard piece beside easy ones leaves their counts exact."""
    chance = random.Random(7)
    hard = [sum(1 << bit for bit in chance.sample(range(60), 4)) for _ in range(300)]
    easy = [0b11 << 100 + 3 * place for place in range(5)] + [0b110 << 100 + 3 * place for place in range(5)]
    lone = [0b1 << 200, 0b1 << 201, 0b11 << 202]
    only, beside = (question(Family.of(sets), 2_000) for sets in (hard, [*hard, *easy, *lone]))
    assert not only.exact
    assert beside == Bounds(only.low + 5 + 3, only.high + 5 + 3)


def test_no_more_loops_are_listed_than_stated_and_all_are_cut():
    everybody = [f"ST{place}" for place in range(60)]
    parents = {label: tuple(other for other in everybody if other != label) for label in everybody}
    walked = walk(everybody, parents)
    assert len(walked.loops) == MOST_LOOPS
    assert sorted(walked.order) == sorted(everybody)
    found = analyse(
        case(
            *(item(label, label, Basis.TOLD) for label in everybody),
            relays=[RelayRec(child, parent) for child in everybody for parent in parents[child]],
        ),
        "AS1",
    )
    assert found.lines == (0, 0)
