"""Columns that several queries answer, under the same names in each."""

from __future__ import annotations

from typing import Any

from tracker.store.models import Passage, Report
from tracker.store.queries.naming import label

PASSAGE: tuple[Any, ...] = (
    Passage.public_id.label("passage_id"),
    Passage.kind.label("passage_kind"),
    Passage.start_offset,
    Passage.end_offset,
    Passage.exact,
    Passage.x,
    Passage.y,
    Passage.width,
    Passage.height,
    Passage.begin_ms,
    Passage.end_ms,
)
"""A passage and where in its capture it lies: in the text, in the picture or in time."""

REPORT: tuple[Any, ...] = (
    label("R", Report.number).label("report_label"),
    Report.title.label("report_title"),
    Report.public_id.label("report_id"),
)
"""The report that something stands in, to be named and linked to."""
