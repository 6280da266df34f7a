"""Captures: the reading desk. What was captured is read here, and what it says is recorded from it."""

from __future__ import annotations

from tracker.web.captures import comparing, recording, settling
from tracker.web.captures.views import bp

__all__ = ["bp", "comparing", "recording", "settling"]
