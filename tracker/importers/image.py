"""The size of a picture and what its camera or maker wrote into it.

EXIF says when a picture was taken, never when it was published. Runs inside the worker.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import BinaryIO

import PIL
from PIL import ExifTags, Image, UnidentifiedImageError

from tracker.domain.errors import DomainError
from tracker.importers.claims import said, said_date
from tracker.importers.extraction import Extraction, Modality
from tracker.importers.kinds import Kind

MAX_PIXELS = 150_000_000
_TURNED = (5, 6, 7, 8)  # EXIF orientations that swap width and height
_PREVIEW = (64, 64)


def read(stream: BinaryIO, kind: Kind, _charset: str | None) -> Extraction:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            Image.MAX_IMAGE_PIXELS = MAX_PIXELS
            return _read(stream, kind)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        limit = MAX_PIXELS // 1_000_000
        raise DomainError(
            f"This image has more than {limit} megapixels, too many to open safely. Save it smaller.",
            field="file",
        ) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, KeyError, EOFError):
        raise DomainError(
            "This image is damaged or cut off. Get a complete copy and upload that.", field="file"
        ) from None


def _read(stream: BinaryIO, kind: Kind) -> Extraction:
    with Image.open(stream, formats=("JPEG", "PNG")) as image:
        exif = image.getexif()
        width, height = image.size
        if exif.get(ExifTags.Base.Orientation) in _TURNED:
            width, height = height, width
        author = said(exif.get(ExifTags.Base.Artist)) or said(image.info.get("Author"))
        title = said(exif.get(ExifTags.Base.ImageDescription)) or said(image.info.get("Title"))
        notes = tuple(_on_origin(exif))
    _verify(stream)
    return Extraction(
        media_type=kind.media_type,
        modality=Modality.IMAGE,
        text="",
        extractor=f"Pillow {PIL.__version__}",
        title=title,
        author=author,
        width=width,
        height=height,
        notes=notes,
    )


def _verify(stream: BinaryIO) -> None:
    """Raise where the picture is incomplete. PNG carries checksums; JPEG must be decoded, small is enough."""
    stream.seek(0)
    with Image.open(stream, formats=("JPEG", "PNG")) as image:
        if image.format == "JPEG":
            image.draft("L", _PREVIEW)
            image.load()
        else:
            image.verify()


def _on_origin(exif: Image.Exif) -> Iterator[str]:
    camera = exif.get_ifd(ExifTags.IFD.Exif)
    taken = said(camera.get(ExifTags.Base.DateTimeOriginal))
    if taken:
        day, _, clock = taken.partition(" ")
        zone = said(camera.get(ExifTags.Base.OffsetTimeOriginal)) or ""
        when = said_date(f"{day.replace(':', '-')} {clock}{zone}") or taken
        yield f"The camera's clock says it was taken {when}; when it was published the file does not say."
    maker = [said(exif.get(tag)) for tag in (ExifTags.Base.Make, ExifTags.Base.Model)]
    if any(maker):
        yield f"The file names the device: {' '.join(part for part in maker if part)}."
    rights = said(exif.get(ExifTags.Base.Copyright))
    if rights:
        yield f"The file claims copyright: {rights}"
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    if place:
        yield f"The file holds a GPS position{_position(place)}. Check it before relying on it or sharing it."


def _position(place: dict[int, object]) -> str:
    try:
        parts = [
            _degrees(place[value], str(place[reference]), negative)
            for value, reference, negative in (
                (ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S"),
                (ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W"),
            )
        ]
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return ""
    return f" ({', '.join(parts)})"


def _degrees(value: object, reference: str, negative: str) -> str:
    degrees, minutes, seconds = (float(part) for part in value)  # type: ignore[attr-defined]
    size = degrees + minutes / 60 + seconds / 3600
    return f"{-size if reference.upper().startswith(negative) else size:.5f}"
