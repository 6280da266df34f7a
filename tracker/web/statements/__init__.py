"""Statements: the list of a case, one at a time, and everything an analyst ties to one."""

from __future__ import annotations

from tracker.web.statements import parts, ties
from tracker.web.statements.views import bp

__all__ = ["bp", "parts", "ties"]
