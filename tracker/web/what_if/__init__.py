"""What if this is wrong: asking, which leaves no trace, and applying the answer."""

from __future__ import annotations

from tracker.web.what_if import applying
from tracker.web.what_if.views import bp

__all__ = ["applying", "bp"]
