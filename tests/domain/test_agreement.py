"""Agreement between analysts: the published formulas, what they must not depend on, and when they refuse."""

import json
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.domain.agreement import (
    NO_VARIATION,
    Metric,
    Refusal,
    Weights,
    alpha,
    is_split,
    meaning,
    not_judged,
    rank,
    spread,
    table,
    weighted_kappa,
)
from tracker.domain.scales import Credibility, Likelihood, Reliability

GOLDEN = json.loads((Path(__file__).parent / "golden" / "embassy.json").read_text(encoding="utf-8"))[
    "agreement"
]
RANKS = st.one_of(st.none(), st.integers(1, 5))
METRICS = st.sampled_from(Metric)


@st.composite
def ratings(draw, values=RANKS):
    items = draw(st.integers(5, 9))
    return draw(st.lists(st.lists(values, min_size=items, max_size=items), min_size=2, max_size=4))


def test_the_figures_of_the_golden_case():
    analysts = GOLDEN["analysts"]
    assert alpha(analysts, Metric.ORDINAL) == pytest.approx(GOLDEN["krippendorff_alpha_ordinal"], abs=5e-5)
    assert alpha(analysts, Metric.NOMINAL) == pytest.approx(GOLDEN["krippendorff_alpha_nominal"], abs=5e-5)
    x, y = GOLDEN["kappa_x"], GOLDEN["kappa_y"]
    assert weighted_kappa(x, y, Weights.LINEAR) == pytest.approx(GOLDEN["weighted_kappa_linear"], abs=5e-5)
    assert weighted_kappa(x, y, Weights.QUADRATIC) == pytest.approx(
        GOLDEN["weighted_kappa_quadratic"], abs=5e-5
    )


@given(st.lists(st.integers(1, 5), min_size=5, max_size=12), st.integers(2, 4), METRICS)
def test_perfect_agreement_is_one(row, analysts, metric):
    assume(len(set(row)) > 1)
    assert alpha([row] * analysts, metric) == 1
    for weights in Weights:
        assert weighted_kappa(row, row, weights) == 1


@given(ratings(), METRICS, st.randoms(use_true_random=False))
def test_neither_the_analysts_names_nor_any_order_matters(table, metric, chance):
    shuffled = chance.sample(table, len(table))
    columns = chance.sample(list(zip(*shuffled, strict=True)), len(table[0]))
    assert alpha(list(zip(*columns, strict=True)), metric) == alpha(table, metric)


@given(ratings(), METRICS, st.integers(1, 5))
def test_an_item_with_one_grade_changes_nothing(table, metric, value):
    longer = [[*table[0], value], *([*row, None] for row in table[1:])]
    judging = [any(cell is not None for cell in row) for row in table]
    assume(sum(judging) >= 2)
    assert alpha(longer, metric) == alpha(table, metric)


@given(ratings(st.one_of(st.none(), st.sampled_from((2, 4)))))
def test_with_two_grades_in_use_every_difference_counts_alike(table):
    assert alpha(table, Metric.NOMINAL) == alpha(table, Metric.ORDINAL)
    assert weighted_kappa(*table[:2], Weights.LINEAR) == weighted_kappa(*table[:2], Weights.QUADRATIC)


@given(ratings(), METRICS)
def test_agreement_is_never_more_than_perfect(table, metric):
    found = alpha(table, metric)
    assert isinstance(found, Refusal) or found <= 1


@given(ratings())
def test_kappa_is_the_same_both_ways(table):
    one, other = table[:2]
    for weights in Weights:
        assert weighted_kappa(one, other, weights) == weighted_kappa(other, one, weights)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ([], "no second one yet"),
        ([[1, 2, 3, 4, 5]], "no second one yet"),
        ([[1, 2, 3, 4, 5], [None] * 5], "no second one yet"),
        ([[1, 2, 3, 4], [1, 2, 3, 4]], "so far they have judged 4."),
        ([[1, 2, 3, 4, 5], [1, None, None, None, None]], "so far they have judged 1."),
    ],
)
def test_too_little_is_refused_with_the_reason(table, words):
    refused = alpha(table, Metric.ORDINAL)
    assert isinstance(refused, Refusal)
    assert words in refused.why
    if len(table) == 2:
        assert weighted_kappa(*table, Weights.LINEAR) == refused


def test_where_everything_got_one_grade_agreement_says_nothing():
    assert alpha([[3] * 6, [3] * 6], Metric.ORDINAL) == NO_VARIATION
    assert weighted_kappa([3] * 6, [3] * 6, Weights.LINEAR) == NO_VARIATION


def test_f_and_6_are_missing_and_not_the_end_of_the_scale():
    assert [rank(word) for word in Reliability] == [1, 2, 3, 4, 5, None]
    assert [rank(word) for word in Credibility] == [1, 2, 3, 4, 5, None]
    assert rank(Likelihood.ALMOST_CERTAIN) == 7
    given = {
        ("ana", "ST1"): Credibility("2"),
        ("ben", "ST1"): Credibility("6"),
        ("ben", "ST2"): Credibility("4"),
    }
    assert table(given) == [[2, None], [None, 4]]


@pytest.mark.parametrize(
    ("values", "steps", "split"),
    [("13", 2, True), ("135", 4, True), ("2334", 2, True), ("12", 1, False), ("16", 0, False), ("66", 0, False), ("", 0, False)],
)  # fmt: skip
def test_an_item_is_split_from_two_steps_on(values, steps, split):
    words = [Credibility(value) for value in values]
    assert (spread(words), is_split(words)) == (steps, split)


def test_the_share_of_what_was_not_judged():
    assert not_judged(map(Reliability, "ABFFC")) == pytest.approx(0.4)
    refused = not_judged(map(Reliability, "ABFF"))
    assert isinstance(refused, Refusal)
    assert refused.why.endswith("4 of the 5 grades it takes.")


@pytest.mark.parametrize(
    ("figure", "begins"), [(1.0, "The"), (0.8, "The"), (0.79, "Fair"), (0.667, "Fair"), (0.66, "Low"), (0.01, "Low"), (0.0, "No"), (-0.4, "No")]
)  # fmt: skip
def test_a_figure_says_what_it_means(figure, begins):
    assert meaning(figure).startswith(begins)
