"""Hints that one item repeats another: reading them, answering them, and taking an answer back."""

from __future__ import annotations

from tracker.web.repeats.views import bp

__all__ = ["bp"]
