"""Assertions (claims): the list by strength, one at a time, and how they stand to one another."""

from __future__ import annotations

from tracker.web.assertions import deciding, ties
from tracker.web.assertions.views import bp

__all__ = ["bp", "deciding", "ties"]
