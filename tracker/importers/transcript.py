"""Subtitles and captions (.srt, .vtt) to a transcript: one cue a paragraph, “[0:01:02] Speaker: words”.

Runs inside the worker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from typing import BinaryIO

from tracker import __version__
from tracker.domain.errors import DomainError
from tracker.domain.transcripts import paragraph
from tracker.importers.charsets import decode
from tracker.importers.extraction import Extraction, Modality, canonical
from tracker.importers.kinds import Kind

# 25 frames of film a second are written as milliseconds, after a comma or a point, whatever the format says.
_TIME = r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]\d)(?:[.,]\d{1,3})?"
_TIMING = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?:\s.*)?")
_LANGUAGE = re.compile(r"Language:[ \t]*([A-Za-z]{2,3}(?:-\w{2,8})*)[ \t]*$", re.MULTILINE)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>]{1,200})>")
_TAG = re.compile(
    r"</?(?:[bicuv]|lang|ruby|rt|font)\b[^>]{0,200}>|<\d[\d:.]*>|\{\\[^}]{0,100}\}", re.IGNORECASE
)
_ROLLING = re.compile(r"<\d\d:[\d:]{2,6}\.\d{3}>")
_NO_CUES = "This file holds no timed words. Choose the subtitles or captions that belong to the recording."


def read(stream: BinaryIO, kind: Kind, charset: str | None) -> Extraction:
    raw, notes = decode(stream.read(), chosen=charset)
    source = canonical(raw)
    cues = list(_cues(source.split("\n")))
    if _ROLLING.search(source):
        cues = list(_unrolled(cues))
        notes += ("These captions roll: each repeats the line before it, which was left out.",)
    words = [cue for cue in cues if cue.words]
    if not words:
        raise DomainError(_NO_CUES, field="file")
    if any(later.second < earlier.second for earlier, later in pairwise(words)):
        notes += ("The times do not follow one another; the order is that of the file.",)
    spoken = _LANGUAGE.search(source[:500])
    return Extraction(
        media_type=kind.media_type,
        modality=Modality.TEXT,
        text=canonical("\n\n".join(paragraph(cue.second, cue.words) for cue in words) + "\n"),
        extractor=f"tracker {__version__}, caption reader",
        language=spoken[1] if spoken else None,
        notes=notes,
    )


@dataclass(frozen=True, slots=True)
class _Cue:
    """When it begins, in seconds, and its lines as they are shown."""

    second: int
    lines: tuple[str, ...]

    @property
    def words(self) -> str:
        return " ".join(self.lines)


def _cues(lines: list[str]) -> Iterator[_Cue]:
    """Whatever stands below a line of times, to the next blank one; comments and styles have no times."""
    place = 0
    while place < len(lines):
        timing = _TIMING.fullmatch(lines[place])
        place += 1
        if timing:
            hours, minutes, seconds = (int(figure or 0) for figure in timing.groups()[:3])
            shown: list[str] = []
            while place < len(lines) and lines[place]:
                if _TIMING.fullmatch(lines[place]):  # its number stands above it
                    shown = shown[: -1 if shown and shown[-1].isdecimal() else None]
                    break
                shown.append(_shown(lines[place]))
                place += 1
            yield _Cue(3600 * hours + 60 * minutes + seconds, tuple(filter(None, shown)))


def _shown(line: str) -> str:
    """A line without its marks; a voice that the marks name speaks in the words."""
    voiced = _VOICE.sub(lambda voice: f"{voice[1].strip()}: ", line)
    return " ".join(unescape(_TAG.sub("", voiced)).split())


def _unrolled(cues: list[_Cue]) -> Iterator[_Cue]:
    """Live captions show each line twice: as it comes, and again above the next one."""
    last: tuple[str, ...] = ()
    for cue in cues:
        repeated = next((n for n in range(len(cue.lines), 0, -1) if last[-n:] == cue.lines[:n]), 0)
        yield _Cue(cue.second, cue.lines[repeated:])
        last = cue.lines or last
