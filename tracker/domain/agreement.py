"""How far analysts agree: figures, and the reason instead of a figure where too little is there to mean any.

Ratings are a table as in the literature: one row for each analyst, one column for each item, ranks in the
cells (A and 1 are rank 1). None is a missing value: not graded, or F and 6, which mean *not judged* and are
missing in all arithmetic.

α after Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011); weighted κ after Cohen, "Weighted
kappa: nominal scale agreement with provision for scaled disagreement or partial credit" (1968).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from itertools import permutations, product
from typing import TypeVar

from tracker.domain.scales import Credibility, Reliability, Term

FEWEST_ITEMS = 5
FEWEST_ANALYSTS = 2
SPLIT_STEPS = 2
SOUND, TENTATIVE = 0.8, 0.667  # Krippendorff, "Content Analysis" (2004), chapter 11
NOT_JUDGED = frozenset({Reliability.F, Credibility.CANNOT_BE_JUDGED})

Ratings = Sequence[Sequence[int | None]]
Distance = Callable[[int, int], Fraction]
Analyst = TypeVar("Analyst", bound=Hashable)
Item = TypeVar("Item", bound=Hashable)


class Metric(Enum):
    """How far apart two different grades count: all alike, or by how many grades were given between them."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"


class Weights(Enum):
    """How much a disagreement of two analysts weighs: by its steps, or by their square."""

    LINEAR = 1
    QUADRATIC = 2


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no figure, in a sentence."""

    why: str


NO_VARIATION = Refusal(
    "Everything got the same grade: that may be agreement, or everybody always giving that grade."
)


def rank(word: Term) -> int | None:
    """The place of a grade on its scale, counted from 1; None where it says that nothing was judged."""
    return None if word in NOT_JUDGED else list(type(word)).index(word) + 1


def table(given: Mapping[tuple[Analyst, Item], Term]) -> list[list[int | None]]:
    """The ratings of what each analyst gave to each item, in no particular order of rows and columns."""
    analysts = list(dict.fromkeys(analyst for analyst, _ in given))
    items = list(dict.fromkeys(item for _, item in given))
    ranks = {key: rank(word) for key, word in given.items()}
    return [[ranks.get((analyst, item)) for item in items] for analyst in analysts]


def alpha(ratings: Ratings, metric: Metric) -> float | Refusal:
    """Krippendorff's α: 1 is perfect agreement, 0 what chance alone would give, below 0 worse than chance."""
    units = [unit for unit in _units(ratings) if len(unit) >= FEWEST_ANALYSTS]
    if (refusal := _too_little(ratings, len(units))) is not None:
        return refusal
    totals = Counter(value for unit in units for value in unit)
    if len(totals) == 1:
        return NO_VARIATION
    apart = _distance(metric, totals)
    count = totals.total()
    # Few different pairs come up however many items there are.
    pairs = Counter((a, b, len(unit) - 1) for unit in units for a, b in permutations(unit, 2))
    observed = sum((many * apart(a, b) / others for (a, b, others), many in pairs.items()), Fraction())
    expected = sum((totals[a] * totals[b] * apart(a, b) for a, b in product(totals, repeat=2)), Fraction())
    return float(1 - (count - 1) * observed / expected)


def meaning(figure: float) -> str:
    """What an α or κ of that size is commonly taken to mean."""
    if figure >= SOUND:
        return "The analysts read the scale alike: their grades can stand for one another."
    if figure >= TENTATIVE:
        return "Fair: enough for tentative conclusions. Look at the split items."
    if figure > 0:
        return "Low: whose grade it is matters as much as what was graded. Talk about the split items."
    return "No better than chance: the analysts do not use the scale in the same way."


def weighted_kappa(
    one: Sequence[int | None], other: Sequence[int | None], weights: Weights
) -> float | Refusal:
    """Cohen's weighted κ of two analysts over the items that both judged.

    How many grades the scale has does not matter: the usual division of the weights by it cancels out.
    """
    both = [(a, b) for a, b in zip(one, other, strict=True) if a is not None and b is not None]
    if (refusal := _too_little((one, other), len(both))) is not None:
        return refusal
    firsts, seconds = Counter(a for a, _ in both), Counter(b for _, b in both)
    observed = sum(_weight(a, b, weights) for a, b in both)
    expected = sum(firsts[a] * seconds[b] * _weight(a, b, weights) for a, b in product(firsts, seconds))
    if not expected:
        return NO_VARIATION
    return float(1 - Fraction(observed * len(both), expected))


def spread(words: Iterable[Term]) -> int:
    """How many steps lie between the highest and the lowest grade; 0 where fewer than two were judged."""
    ranks = [place for word in words if (place := rank(word)) is not None]
    return max(ranks) - min(ranks) if ranks else 0


def is_split(words: Iterable[Term]) -> bool:
    """Whether the grades of one item lie so far apart that somebody should look at why."""
    return spread(words) >= SPLIT_STEPS


def not_judged(words: Iterable[Term]) -> float | Refusal:
    """The share of grades that say “not judged”: F and 6."""
    given = list(words)
    if len(given) < FEWEST_ITEMS:
        return Refusal(f"Too few to say: {len(given)} of the {FEWEST_ITEMS} grades it takes.")
    return sum(word in NOT_JUDGED for word in given) / len(given)


def _units(ratings: Ratings) -> list[list[int]]:
    """The judged values of each item; an item with one of them says nothing of agreement."""
    return [[value for value in column if value is not None] for column in zip(*ratings, strict=True)]


def _too_little(ratings: Ratings, shared: int) -> Refusal | None:
    judging = sum(any(value is not None for value in row) for row in ratings)
    if judging < FEWEST_ANALYSTS:
        return Refusal("Agreement needs at least two analysts who graded; there is no second one yet.")
    if shared < FEWEST_ITEMS:
        return Refusal(
            f"Too few to say: at least two analysts must have judged {FEWEST_ITEMS} of the same things "
            f"(“not judged” does not count); so far they have judged {shared}."
        )
    return None


def _distance(metric: Metric, totals: Counter[int]) -> Distance:
    if metric is Metric.NOMINAL:
        return lambda a, b: Fraction(a != b)

    def ordinal(a: int, b: int) -> Fraction:
        low, high = min(a, b), max(a, b)
        between = sum(count for value, count in totals.items() if low <= value <= high)
        return (between - Fraction(totals[a] + totals[b], 2)) ** 2 if a != b else Fraction()

    return ordinal


def _weight(a: int, b: int, weights: Weights) -> int:
    return int(abs(a - b) ** weights.value)
