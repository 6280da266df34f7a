"""History: what was done to a case and to each of its records."""

from __future__ import annotations

from tracker.web.history.views import bp

__all__ = ["bp"]
