"""How long a sound or video file lasts and what its tags claim.

Plays and decodes nothing. Runs inside the worker.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import mutagen
import mutagen.mp3
import mutagen.mp4
import mutagen.wave

from tracker.domain.errors import DomainError
from tracker.importers.claims import said
from tracker.importers.extraction import Extraction, Modality
from tracker.importers.kinds import Kind
from tracker.importers.mp4_boxes import Film, read_film

_OPENERS = {
    "audio/mpeg": mutagen.mp3.MP3,
    "video/mp4": mutagen.mp4.MP4,
    "audio/mp4": mutagen.mp4.MP4,
    "audio/wav": mutagen.wave.WAVE,
}
# The same claim under ID3's name and under MP4's.
_TITLE = ("TIT2", "\xa9nam")
_AUTHOR = ("TPE1", "\xa9ART", "aART")
_PUBLISHER = ("TPUB",)
_DATES = ("TDRL", "TDRC", "TDOR", "\xa9day")
_COMMENTS = ("\xa9cmt", "desc")


def read(stream: BinaryIO, kind: Kind, _charset: str | None) -> Extraction:
    opener = _OPENERS.get(kind.media_type)
    if opener is None:  # no library we carry reads WebM; a browser plays it all the same
        note = "How long this recording lasts was not read; the player shows it."
        return Extraction(kind.media_type, kind.modality, "", "file signature", notes=(note,))
    try:
        found: Any = opener(stream)  # type: ignore[no-untyped-call]
        film = read_film(stream) if opener is mutagen.mp4.MP4 else Film()
    except (mutagen.MutagenError, ValueError, KeyError, IndexError, OSError, EOFError, OverflowError):
        raise DomainError(
            "This recording is damaged or cut off. Get a complete copy, or convert it anew.", field="file"
        ) from None
    return _extraction(kind, found, film)


def _extraction(kind: Kind, found: Any, film: Film) -> Extraction:
    is_sound_only = kind.modality is Modality.AUDIO or film.width is None
    return Extraction(
        media_type="audio/mp4" if is_sound_only and kind.media_type == "video/mp4" else kind.media_type,
        modality=Modality.AUDIO if is_sound_only else Modality.VIDEO,
        text="",
        extractor=f"mutagen {mutagen.version_string}",
        title=_tag(found, _TITLE),
        author=_tag(found, _AUTHOR),
        publisher=_tag(found, _PUBLISHER),
        width=film.width,
        height=film.height,
        duration_ms=film.duration_ms or round(found.info.length * 1000) or None,
        notes=tuple(_on_tags(found)),
    )


def _on_tags(found: Any) -> Iterator[str]:
    date = _tag(found, _DATES)
    if date:
        yield f"The file's tags give the date {date}; whether it was made or published then they do not say."
    comment = _tag(found, _COMMENTS)
    if comment:
        yield f"The file's tags say: {comment}"


def _tag(found: Any, names: tuple[str, ...]) -> str | None:
    for name in names:
        value = found.tags.get(name) if found.tags else None
        if isinstance(value, list):
            value = ", ".join(str(part) for part in value)
        text = said(value)
        if text:
            return text
    return None
