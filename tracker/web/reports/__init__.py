"""Reports: the list of a case, the workbench of one, its findings, its files and what was published."""

from __future__ import annotations

from tracker.web.reports import (
    citing,
    commenting,
    files,
    findings,
    linting,
    publishing,
    reviewing,
    settling,
    versions,
    writing,
)
from tracker.web.reports.views import bp

__all__ = [
    "bp",
    "citing",
    "commenting",
    "files",
    "findings",
    "linting",
    "publishing",
    "reviewing",
    "settling",
    "versions",
    "writing",
]
