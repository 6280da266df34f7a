"""The comments of a report as pages show them: beside what they are about, and in one list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.store.queries import review as rows
from tracker.store.queries.rows import AnyRow, Rows


@dataclass(frozen=True, slots=True)
class Comments:
    """Every comment, the open ones first, and the standing ones by the label of what they are about."""

    every: Rows
    about: Mapping[str, list[AnyRow]]

    def of(self, label: str) -> list[AnyRow]:
        """The standing comments on a finding or a section; on the report itself under the empty label."""
        return self.about.get(label, [])

    def open_on(self, label: str) -> int:
        """How many of these are not settled."""
        return sum(row.settled_at is None for row in self.of(label))

    @property
    def open(self) -> int:
        return sum(map(self.open_on, self.about))


def read_comments(session: Any, report: AnyRow) -> Comments:
    """The comments on a report that the viewer was shown to be allowed to read."""
    every = rows.comments(session, report.pk)
    about: dict[str, list[AnyRow]] = defaultdict(list)
    for row in every:
        if row.withdrawn_at is None:
            about[row.about or ""].append(row)
    return Comments(every, dict(about))
