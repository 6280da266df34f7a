"""The reading desk: what a capture's text seems to say, proposed for an answer with single keys."""

from __future__ import annotations

from tracker.web.proposals import deciding
from tracker.web.proposals.views import bp

__all__ = ["bp", "deciding"]
