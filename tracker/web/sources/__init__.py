"""Sources: who can be reliable, under which names, and how they stand to one another."""

from __future__ import annotations

from tracker.web.sources import ties
from tracker.web.sources.views import bp

__all__ = ["bp", "ties"]
