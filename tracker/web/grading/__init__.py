"""Grading together: what waits, many at once, second opinions, differences and how far analysts agree."""

from __future__ import annotations

from tracker.web.grading import settling, together  # noqa: F401  their routes
from tracker.web.grading.views import bp

__all__ = ["bp"]
