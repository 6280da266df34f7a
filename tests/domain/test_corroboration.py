"""The chains behind a count: as many as it says, and no two with a voice in common."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.graphs import case, drawn, item, lots_for
from tracker.domain.corroboration import chosen
from tracker.domain.independence import analyse
from tracker.domain.packing import largest_packing, minimal
from tracker.domain.records import RelayRec
from tracker.domain.scales import Basis


@given(st.lists(st.integers(1, 255), min_size=1, max_size=8))
def test_as_many_disjoint_sets_are_chosen_as_there_are(masks):
    sets = minimal(masks)
    count = largest_packing(sets).low
    found = chosen(sets, count)
    assert len(found) == count
    assert all(not a & b for a, b in combinations(found, 2))
    assert set(found) <= set(sets)
    assert chosen(sets, count + 1) == []


def test_a_greedy_choice_that_blocks_two_others_is_not_taken():
    assert chosen([0b0110, 0b0011, 0b1100], 2) == [0b0011, 0b1100]


@given(st.binary(min_size=lots_for(7), max_size=lots_for(7)))
def test_both_numbers_of_lines_are_the_lengths_of_chains_that_share_nobody(lots):
    lines = analyse(drawn(lots), "AS1")
    assert tuple(map(len, lines.apart)) == lines.lines
    for chains in lines.apart:
        assert all(set(a).isdisjoint(b) for a, b in combinations(chains, 2))


def test_the_chains_name_everybody_who_stands_on_them():
    relay = RelayRec("ST2", "ST1")
    graph = case(
        item("ST1", "A", is_entry=False), item("ST2", "B", Basis.TOLD), item("ST3", "C"), relays=[relay]
    )
    chains = ((("A",), ("B",)), (("C",),))
    assert [sorted(each) for each in analyse(graph, "AS1").apart] == [sorted(chains), sorted(chains)]


def test_more_paths_than_anybody_reads_are_not_chosen_from():
    graph = case(*(item(f"ST{place}", f"S{place}") for place in range(70)))
    lines = analyse(graph, "AS1")
    assert lines.lines == (70, 70)
    assert lines.apart == ((), ())
