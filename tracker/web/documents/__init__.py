"""Documents: what was published or handed over, capturing it, and what is recorded of it."""

from __future__ import annotations

from tracker.web.documents import capturing
from tracker.web.documents.views import bp

__all__ = ["bp", "capturing"]
