"""Track records: the share and its interval, when there is none yet, and the letter that is suggested."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.errors import DomainError
from tracker.domain.track_record import (
    NEEDED,
    USUAL_BOUNDS,
    Tally,
    bounds_in_words,
    checked_bounds,
    fitted_prior,
    pooled_mean,
    suggested_letter,
)

UNTIMED = settings(deadline=None)
GOLDEN = json.loads((Path(__file__).parent / "golden" / "embassy.json").read_text())["track_record"]
COUNTS = st.integers(0, 200)
TALLIES = st.builds(Tally, COUNTS, COUNTS)


@pytest.mark.parametrize("row", GOLDEN, ids=str)
def test_the_golden_records(row):
    tally = Tally(row["true"], row["false"])
    assert tuple(round(end, 3) for end in tally.interval) == (row["low"], row["high"])
    assert round(tally.mean, 3) == row.get("mean", 0.5)


@UNTIMED
@given(TALLIES)
def test_the_interval_holds_the_mean_and_lies_between_never_and_always(tally):
    low, high = tally.interval
    assert 0 < low < tally.mean < high < 1


@UNTIMED
@given(TALLIES)
def test_right_and_wrong_mirror_each_other(tally):
    low, high = tally.interval
    mirrored = Tally(tally.wrong, tally.right)
    assert mirrored.interval == pytest.approx((1 - high, 1 - low), abs=1e-9)
    assert mirrored.mean == pytest.approx(1 - tally.mean)


@UNTIMED
@given(TALLIES)
def test_one_more_right_never_lowers_and_one_more_wrong_never_raises_it(tally):
    better, worse = Tally(tally.right + 1, tally.wrong), Tally(tally.right, tally.wrong + 1)
    for end in (0, 1):
        assert worse.interval[end] < tally.interval[end] < better.interval[end]


@UNTIMED
@given(st.integers(1, 20), st.integers(0, 20))
def test_ten_times_as_much_makes_it_narrower(right, wrong):
    low, high = Tally(right, wrong).interval
    lower, higher = Tally(10 * right, 10 * wrong).interval
    assert higher - lower < high - low


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        (0, 0, "No track record yet: none of five needed resolved assertions."),
        (1, 1, "No track record yet: two of five needed resolved assertions."),
        (4, 0, "No track record yet: four of five needed resolved assertions."),
    ],
)
def test_below_five_there_is_no_track_record(right, wrong, sentence):
    tally = Tally(right, wrong)
    assert not tally.is_enough
    assert tally.sentence == sentence


def test_from_five_on_it_is_said_in_a_sentence():
    assert Tally(NEEDED, 0).is_enough
    assert Tally(9, 1).sentence == (
        "9 of 10 proved right. Going by these alone, 67% to 98% of what it says is right (90% certain), "
        "86% at a single guess."
    )
    assert "83% to over 99%" in Tally(10, 0).sentence
    assert "under 1% to 17%" in Tally(0, 10).sentence


@pytest.mark.parametrize(
    ("lower", "letter"),
    [
        (0.99, "A"),
        (0.85, "A"),
        (0.8499, "B"),
        (0.65, "B"),
        (0.64, "C"),
        (0.40, "C"),
        (0.2, "D"),
        (0.15, "D"),
        (0.1499, "E"),
        (0, "E"),
    ],
)
def test_the_letter_follows_from_the_lower_end(lower, letter):
    assert suggested_letter(lower).letter == letter


@pytest.mark.parametrize(
    ("lower", "rule"),
    [
        (0.874, "The interval begins at 87.4%: at least the 85% asked for A."),
        (
            0.84999,
            "The interval begins at 84.9%: at least the 65% asked for B and less than the 85% asked for A.",
        ),
        (0.06, "The interval begins at 6%: less than the 15% asked for D."),
    ],
)
def test_the_rule_is_said_in_words_and_what_falls_short_never_looks_like_enough(lower, rule):
    assert suggested_letter(lower).rule == rule


def test_a_case_has_bounds_of_its_own_and_may_do_without_letters():
    own = (0.9, 0.7, 0.5, 0.3)
    assert suggested_letter(0.87, own).letter == "B"
    assert suggested_letter(0.87, own, codes=False).rule == (
        "The interval begins at 87%: at least the 70% asked for “usually reliable” and less than the 90% asked "
        "for “completely reliable”."
    )
    assert bounds_in_words() == "A from 85%, B from 65%, C from 40%, D from 15%, E below that"
    assert bounds_in_words(codes=False).endswith("“unreliable” below that")


@UNTIMED
@given(st.floats(0, 1), st.floats(0, 1))
def test_a_higher_lower_end_never_suggests_a_worse_letter(one, other):
    low, high = sorted((one, other))
    assert suggested_letter(high).letter <= suggested_letter(low).letter


@pytest.mark.parametrize(
    "bounds",
    [(), (0.9, 0.7, 0.5), (0.9, 0.7, 0.7, 0.3), (0.1, 0.2, 0.3, 0.4), (1, 0.7, 0.5, 0.3), (0.9, 0.7, 0.5, 0)],
)
def test_bounds_that_cannot_be_used_are_refused_at_their_field(bounds):
    with pytest.raises(DomainError, match="each smaller than the one before") as refused:
        checked_bounds(bounds, field="letter_bounds")
    assert refused.value.field == "letter_bounds"


def test_sound_bounds_are_kept():
    assert checked_bounds(list(USUAL_BOUNDS)) == USUAL_BOUNDS


POOLS = st.lists(TALLIES, min_size=1, max_size=30)


@UNTIMED
@given(TALLIES, POOLS)
def test_a_pooled_mean_lies_between_the_own_share_and_that_of_the_pool(tally, pool):
    a, b = prior = fitted_prior(pool)
    whole = a / (a + b)
    own = tally.right / tally.resolved if tally.resolved else whole
    assert min(own, whole) - 1e-9 <= pooled_mean(tally, prior) <= max(own, whole) + 1e-9


def test_sources_alike_draw_each_other_close_and_unlike_ones_do_not():
    alike = fitted_prior([Tally(7, 3)] * 20)
    apart = fitted_prior([Tally(10, 0), Tally(0, 10)] * 10)
    assert sum(alike) > 100
    assert sum(apart) < 1
    newcomer = Tally(1, 0)
    assert pooled_mean(newcomer, alike) == pytest.approx(0.7, abs=0.01)
    assert pooled_mean(newcomer, apart) > 0.75


def test_a_pool_without_anything_resolved_says_nothing():
    assert fitted_prior([]) == fitted_prior([Tally()]) == (0.5, 0.5)
