"""The track record of a source: how often what it said proved right, for a topic and in a role.

Beta(½ + right, ½ + wrong) over resolved assertions (Jeffreys' prior), with its mean and 90% interval. What
counts for whom is `domain.resolutions`' business. A letter is only ever suggested, with its rule in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import exp, floor, log

from tracker.domain.beta import log_beta, quantile
from tracker.domain.english import number, percent
from tracker.domain.errors import DomainError
from tracker.domain.grade_words import within_a_sentence
from tracker.domain.scales import Reliability

NEEDED = 5
"""So many resolved assertions make a track record; with fewer the interval says next to nothing."""
USUAL_BOUNDS = (0.85, 0.65, 0.40, 0.15)
_PRIOR = 0.5
_TAIL = 0.05
_LETTERS = (Reliability.A, Reliability.B, Reliability.C, Reliability.D)
_WEAKEST, _STRONGEST = 0.01, 10_000.0
_GOLDEN_RATIO = 0.6180339887498949
_NARROWINGS = 60


@dataclass(frozen=True, slots=True)
class Tally:
    """How many resolved assertions proved right and wrong."""

    right: int = 0
    wrong: int = 0

    @property
    def resolved(self) -> int:
        return self.right + self.wrong

    @property
    def is_enough(self) -> bool:
        return self.resolved >= NEEDED

    @property
    def mean(self) -> float:
        """The expected share of right ones, between 0 and 1."""
        return (_PRIOR + self.right) / (2 * _PRIOR + self.resolved)

    @property
    def interval(self) -> tuple[float, float]:
        """The 90% equal-tailed interval of that share: it lies below with 5%, and above with 5%."""
        return _interval(self.right, self.wrong)

    @property
    def sentence(self) -> str:
        """“9 of 10 proved right: …”, or how much is missing."""
        if not self.is_enough:
            held = number(self.resolved) if self.resolved else "none"
            return f"No track record yet: {held} of {number(NEEDED)} needed resolved assertions."
        low, high = self.interval
        return (
            f"{self.right} of {self.resolved} proved right. Going by these alone, {percent(low)} to "
            f"{percent(high)} of what it says is right (90% certain), {percent(self.mean)} at a single guess."
        )


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A letter that a track record warrants, and the rule that led to it."""

    letter: Reliability
    rule: str


def suggested_letter(
    lower: float, bounds: Sequence[float] = USUAL_BOUNDS, *, codes: bool = True
) -> Suggestion:
    """The letter for the lower end of a track record's interval; an analyst decides.

    `bounds` are the least lower ends for A, B, C and D, each smaller than the one before. Without `codes` the
    rule names letters by their words.
    """
    missed = sum(lower < bound for bound in bounds)
    letter = _LETTERS[missed] if missed < len(bounds) else Reliability.E
    why = []
    if missed < len(bounds):
        why.append(f"at least the {_exactly(bounds[missed])} asked for {_named(letter, codes=codes)}")
    if missed:
        above = _named(_LETTERS[missed - 1], codes=codes)
        why.append(f"less than the {_exactly(bounds[missed - 1])} asked for {above}")
    return Suggestion(letter, f"The interval begins at {_exactly(lower)}: {' and '.join(why)}.")


def bounds_in_words(bounds: Sequence[float] = USUAL_BOUNDS, *, codes: bool = True) -> str:
    """“A from 85%, B from 65%, C from 40%, D from 15%, E below that”."""
    steps = [
        f"{_named(letter, codes=codes)} from {_exactly(bound)}"
        for letter, bound in zip(_LETTERS, bounds, strict=True)
    ]
    return f"{', '.join(steps)}, {_named(Reliability.E, codes=codes)} below that"


def checked_bounds(bounds: Sequence[float], *, field: str | None = None) -> tuple[float, ...]:
    """The bounds of a case, if they can be used; `DomainError` on `field` otherwise."""
    falling = all(a > b for a, b in pairwise(bounds))
    if len(bounds) != len(_LETTERS) or not falling or not all(0 < bound < 1 for bound in bounds):
        raise DomainError(
            "Give four numbers between 0 and 1, each smaller than the one before.",
            field=field,
        )
    return tuple(bounds)


def fitted_prior(pool: Iterable[Tally]) -> tuple[float, float]:
    """The Beta(a, b) from which the shares of a pool of sources look drawn (empirical Bayes).

    Its mean is the share of right ones in the whole pool, its strength a + b the likeliest for what each
    source had right (beta-binomial). A pool in which nothing is resolved gives Jeffreys' prior.
    """
    tallies = [tally for tally in pool if tally.resolved]
    right, resolved = sum(tally.right for tally in tallies), sum(tally.resolved for tally in tallies)
    mean = (_PRIOR + right) / (2 * _PRIOR + resolved)
    if not tallies:
        return _PRIOR, _PRIOR
    strength = exp(_highest(lambda log_strength: _likelihood(tallies, mean, exp(log_strength))))
    return mean * strength, (1 - mean) * strength


def pooled_mean(tally: Tally, prior: tuple[float, float]) -> float:
    """The share to expect of a source once its tally is drawn towards those of others: for predictions only.

    The interval shown beside a source stays its own.
    """
    a, b = prior
    return (a + tally.right) / (a + b + tally.resolved)


@lru_cache(maxsize=4096)
def _interval(right: int, wrong: int) -> tuple[float, float]:
    a, b = _PRIOR + right, _PRIOR + wrong
    return quantile(_TAIL, a, b), quantile(1 - _TAIL, a, b)


def _named(letter: Reliability, *, codes: bool) -> str:
    return letter.value if codes else f"“{within_a_sentence(letter, codes=False)}”"


def _exactly(share: float) -> str:
    """With one decimal where there is one, rounded down: what is short of a bound must not look like it."""
    return f"{floor(share * 1000 + 1e-9) / 10:g}%"


def _likelihood(tallies: Sequence[Tally], mean: float, strength: float) -> float:
    """The log of the probability of these tallies, up to a constant, under Beta(mean · strength, …)."""
    a, b = mean * strength, (1 - mean) * strength
    start = log_beta(a, b)
    return sum(log_beta(a + tally.right, b + tally.wrong) - start for tally in tallies)


def _highest(curve: Callable[[float], float]) -> float:
    """Where a curve with one peak is highest between the weakest and the strongest prior: golden section."""
    low, high = log(_WEAKEST), log(_STRONGEST)
    for _ in range(_NARROWINGS):
        third = high - _GOLDEN_RATIO * (high - low)
        two_thirds = low + _GOLDEN_RATIO * (high - low)
        if curve(third) > curve(two_thirds):
            high = two_thirds
        else:
            low = third
    return (low + high) / 2
