"""Grading a source, a statement or a finding on one scale, with every choice's wording in view."""

from __future__ import annotations

from tracker.web.grades.views import bp

__all__ = ["bp"]
