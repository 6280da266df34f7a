"""The beta distribution: what is known of a share after some trials. Plain arithmetic, good to about 1e-9.

The regularised incomplete beta function is the continued fraction DLMF 8.17.22 (https://dlmf.nist.gov/8.17),
evaluated from the front as in Press et al., Numerical Recipes, section 5.2 (modified Lentz).
"""

from __future__ import annotations

from math import exp, isfinite, lgamma, log, log1p, sqrt

_TINY = 1e-300  # stands for a zero denominator
_ENOUGH = 1e-15


def cumulative(x: float, a: float, b: float) -> float:
    """I_x(a, b): the probability that a share distributed as Beta(a, b) is at most x. 0 ≤ x ≤ 1; a, b > 0."""
    if not (0 <= x <= 1 and a > 0 and b > 0 and isfinite(a) and isfinite(b)):
        raise ValueError(f"cumulative({x}, {a}, {b}): x lies between 0 and 1, a and b are positive")
    if x in (0, 1):
        return float(x)
    front = exp(a * log(x) + b * log1p(-x) - log_beta(a, b))
    if x < (a + 1) / (a + b + 2):  # where the fraction converges fast; the other tail mirrors this one
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def quantile(p: float, a: float, b: float) -> float:
    """The share x with `cumulative(x, a, b) == p`: Newton's steps, halving where one leaves the bracket."""
    if not 0 <= p <= 1:
        raise ValueError(f"{p} is no probability")
    if p in (0, 1):
        return float(p)
    low, high, x = 0.0, 1.0, a / (a + b)
    while True:
        excess = cumulative(x, a, b) - p
        low, high = (x, high) if excess < 0 else (low, x)
        density = exp((a - 1) * log(x) + (b - 1) * log1p(-x) - log_beta(a, b))
        following = x - excess / density if density else low
        if not low < following < high:
            following = (low + high) / 2
        if abs(following - x) <= _ENOUGH * x or following in (low, high):
            return following
        x = following


def log_beta(a: float, b: float) -> float:
    """The logarithm of the beta function B(a, b)."""
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _fraction(x: float, a: float, b: float) -> float:
    """1 / (1 + d1 / (1 + d2 / (1 + …))), with the coefficients of DLMF 8.17.23."""
    numerator, denominator = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    value = denominator
    for m in range(1, 200 + int(10 * sqrt(a + b))):  # pragma: no branch  it settles long before
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for coefficient in (even, odd):
            denominator = 1 / _not_zero(1 + coefficient * denominator)
            numerator = _not_zero(1 + coefficient / numerator)
            step = numerator * denominator
            value *= step
        if abs(step - 1) < _ENOUGH:
            break
    return value


def _not_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
