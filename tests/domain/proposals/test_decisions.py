"""Cutting the words of a proposal anew."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.errors import DomainError
from tracker.domain.proposals.decisions import as_written, merged, spans_from, split

TEXT = "One two, he said, three four.\n\nFive six."


def test_places_are_read_as_they_are_written():
    spans = ((0, 7), (18, 28))
    assert spans_from(as_written(spans), TEXT) == spans


@pytest.mark.parametrize(
    "written",
    ["", "x", "3", "3-", "-3", "5-3", "3-3", "0-99", "3-4", "4-9 0-3", "0-9 5-12", "1-²", "9" * 30 + "-1"],
)
def test_what_is_no_place_in_the_text_is_refused(written):
    with pytest.raises(DomainError) as refused:
        spans_from(written, TEXT)
    assert refused.value.field == "spans"


def test_too_many_places_are_refused():
    with pytest.raises(DomainError):
        spans_from(" ".join(f"{n}-{n + 1}" for n in range(0, 82, 2)), "x" * 100)


def test_merging_joins_what_stands_side_by_side():
    assert merged([(0, 3)], [(4, 7)], TEXT) == ((0, 7),)
    assert merged([(18, 28)], [(0, 7)], TEXT) == ((0, 7), (18, 28))
    assert merged([(0, 7)], [(4, 12)], TEXT) == ((0, 12),)
    assert merged([(0, 12)], [(4, 7)], TEXT) == ((0, 12),)


def test_splitting_leaves_words_on_both_sides():
    assert split([(0, 7)], 4, TEXT) == (((0, 3),), ((4, 7),))
    assert split([(0, 7), (18, 28)], 10, TEXT) == (((0, 7),), ((18, 28),))


@pytest.mark.parametrize("at", [-1, 0, 7, 8, 100])
def test_splitting_at_the_edge_is_refused(at):
    with pytest.raises(DomainError) as refused:
        split([(0, 7)], at, TEXT)
    assert refused.value.field == "at"


@given(st.text("ab \n", min_size=1, max_size=60), st.data())
def test_splitting_loses_no_word_and_stays_in_order(text, data):
    end = data.draw(st.integers(1, len(text)))
    start = data.draw(st.integers(0, end - 1))
    at = data.draw(st.integers(0, len(text)))
    try:
        before, after = split([(start, end)], at, text)
    except DomainError:
        return
    assert before[-1][1] <= at <= after[0][0]
    cut = "".join(text[first:last] for first, last in (*before, *after))
    assert "".join(cut.split()) == "".join(text[start:end].split())
