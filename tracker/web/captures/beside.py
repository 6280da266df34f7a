"""The other capture of the same document, for the line that leads to comparing both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.domain.english import listed, plural
from tracker.services import reanchoring
from tracker.services.reanchoring import FoundAgain
from tracker.store.queries import anchors as queries
from tracker.store.queries.rows import AnyRow
from tracker.web.db import get_session


@dataclass(frozen=True, slots=True)
class Beside:
    """The capture to compare this one with, and in words what became of the passages of the older one."""

    is_newer: bool
    label: str
    captured_at: datetime
    tally: str
    waits: bool
    older_id: str
    newer_id: str


def beside(capture: AnyRow) -> Beside | None:
    """The newest capture of the same document, of the newest the one before it; None where there is none."""
    session = get_session()
    held = queries.siblings(session, capture.document_pk)
    at = next((at for at, row in enumerate(held) if row.pk == capture.pk), None)
    if at is None or len(held) == 1:
        return None
    is_newer = at < len(held) - 1
    other = held[-1] if is_newer else held[at - 1]
    texts = {capture.pk: capture.text} | queries.texts(session, [other.pk])
    older, newer = (capture, other) if is_newer else (other, capture)
    found = reanchoring.found_again(session, older.pk, texts[older.pk], newer.pk, texts[newer.pk])
    return Beside(
        is_newer,
        other.label,
        other.captured_at,
        tally(found),
        any(each.waits for each in found),
        older.public_id,
        newer.public_id,
    )


def tally(found: Sequence[FoundAgain]) -> str:
    """“2 passages same, 1 changed and 1 gone”; nothing of nothing."""
    counts = reanchoring.tally(found)
    nouns = [plural(next(iter(counts.values()), 0), "passage") + " ", *[""] * len(counts)]
    parts = zip(counts.items(), nouns, strict=False)
    return listed([f"{count:,} {noun}{verdict.label}" for (verdict, count), noun in parts])
