"""The way back from a statement, an assertion or a finding to whoever said it first."""

from __future__ import annotations

from tracker.web.trace.views import bp

__all__ = ["bp"]
