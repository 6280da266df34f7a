"""How assertions turned out, and what that makes of their sources' track records."""

from __future__ import annotations

from tracker.web.resolutions.views import bp

__all__ = ["bp"]
