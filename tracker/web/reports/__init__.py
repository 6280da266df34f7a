"""Reports: the list of a case, the workbench of one, its findings, its files and what was published."""

from __future__ import annotations

from tracker.web.reports import citing, files, findings, publishing, settling
from tracker.web.reports.views import bp

__all__ = ["bp", "citing", "files", "findings", "publishing", "settling"]
