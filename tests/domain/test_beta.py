"""The incomplete beta function against what is known of it in closed form, and against itself."""

from __future__ import annotations

from math import asin, comb, isclose, pi, sin, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.beta import cumulative, quantile

UNTIMED = settings(deadline=None)
SHARES = st.floats(1e-6, 1 - 1e-6)
SHAPES = st.floats(0.5, 500)
COUNTS = st.integers(1, 60)


@UNTIMED
@given(SHARES, COUNTS, COUNTS)
def test_with_whole_numbers_it_is_the_tail_of_a_binomial(x, a, b):
    trials = a + b - 1
    tail = sum(comb(trials, hits) * x**hits * (1 - x) ** (trials - hits) for hits in range(a, trials + 1))
    assert isclose(cumulative(x, a, b), tail, rel_tol=1e-9, abs_tol=1e-12)


@UNTIMED
@given(SHARES)
def test_jeffreys_prior_is_the_arcsine_law(x):
    assert isclose(cumulative(x, 0.5, 0.5), 2 / pi * asin(sqrt(x)), rel_tol=1e-9, abs_tol=1e-12)


@UNTIMED
@given(st.floats(0.001, 0.999))
def test_its_quantiles_are_known_too(p):
    assert isclose(quantile(p, 0.5, 0.5), sin(pi * p / 2) ** 2, rel_tol=1e-9)


@UNTIMED
@given(SHARES, SHAPES)
def test_with_one_of_them_one_it_is_a_power(x, a):
    assert isclose(cumulative(x, a, 1), x**a, rel_tol=1e-9, abs_tol=1e-300)


@UNTIMED
@given(SHARES, SHAPES, SHAPES)
def test_the_other_tail_mirrors_it(x, a, b):
    assert isclose(cumulative(x, a, b) + cumulative(1 - x, b, a), 1, abs_tol=1e-9)


@UNTIMED
@given(SHARES, SHAPES, SHAPES)
def test_the_recurrence_holds(x, a, b):
    """DLMF 8.17.4 and 8.17.18: what is added by one more success."""
    from math import exp, lgamma, log, log1p

    step = exp(a * log(x) + b * log1p(-x) + lgamma(a + b) - lgamma(a + 1) - lgamma(b))
    assert isclose(cumulative(x, a, b), cumulative(x, a + 1, b) + step, rel_tol=1e-9, abs_tol=1e-9)


@UNTIMED
@given(SHARES, SHARES, SHAPES, SHAPES)
def test_it_never_falls(x, y, a, b):
    low, high = sorted((x, y))
    assert cumulative(low, a, b) <= cumulative(high, a, b) + 1e-12


@UNTIMED
@given(st.floats(0.001, 0.999), SHAPES, SHAPES)
def test_a_quantile_leaves_just_that_much_below_it(p, a, b):
    assert isclose(cumulative(quantile(p, a, b), a, b), p, abs_tol=1e-9)


@pytest.mark.parametrize("count", [10_000, 1_000_000])
def test_it_stands_very_many_trials(count):
    assert isclose(cumulative(0.5, count, count), 0.5, abs_tol=1e-8)
    assert isclose(quantile(0.5, count, count), 0.5, abs_tol=1e-9)
    assert cumulative(0.9, count, count) == pytest.approx(1)
    assert cumulative(0.1, count, count) == pytest.approx(0)


def test_the_ends():
    assert (cumulative(0, 2, 3), cumulative(1, 2, 3)) == (0, 1)
    assert (quantile(0, 2, 3), quantile(1, 2, 3)) == (0, 1)


@pytest.mark.parametrize(
    ("x", "a", "b"),
    [(-0.1, 1, 1), (1.1, 1, 1), (0.5, 0, 1), (0.5, 1, -2), (float("nan"), 1, 1), (0.5, float("inf"), 1)],
)
def test_what_is_no_share_and_no_shape_is_refused(x, a, b):
    with pytest.raises(ValueError, match="x lies between 0 and 1"):
        cumulative(x, a, b)


@pytest.mark.parametrize("p", [-0.1, 1.5, float("nan")])
def test_what_is_no_probability_has_no_quantile(p):
    with pytest.raises(ValueError, match="no probability"):
        quantile(p, 1, 1)
