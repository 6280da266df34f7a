"""What is said in a recording, as the other captures of its document write it down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tracker.domain.passages import clock
from tracker.domain.transcripts import Stretch, stretches
from tracker.store.queries.documents import texts_of
from tracker.store.queries.rows import AnyRow
from tracker.web.db import get_session


@dataclass(frozen=True, slots=True)
class Said:
    """A stretch with its times as the player page's form takes them."""

    stretch: Stretch

    @property
    def begin(self) -> str:
        return clock(self.stretch.begin_ms)

    @property
    def end(self) -> str:
        return clock(self.stretch.end_ms)


@dataclass(frozen=True, slots=True)
class Transcript:
    """The capture that is one, and what is said in it."""

    held: AnyRow
    said: Sequence[Said]


def transcripts_of(capture: Any) -> list[Transcript]:
    """The transcripts of a captured sound or video; none of any other capture."""
    if capture.modality not in ("audio", "video"):
        return []
    found = (
        Transcript(row, [Said(stretch) for stretch in stretches(row.text, capture.duration_ms)])
        for row in texts_of(get_session(), capture.document_pk)
    )
    return [transcript for transcript in found if transcript.said]
