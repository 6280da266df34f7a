"""The length and picture size in an MP4's headers: its tag reader knows neither for a film without sound.

Walks the box headers only, without recursion and for a bounded number of boxes.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

_MAX_BOXES = 10_000
_MAX_BODY = 200  # the two boxes we open are shorter
_HEADER = struct.Struct(">I4s")
_LONG_SIZE = struct.Struct(">Q")
_PICTURE = struct.Struct(">II")  # 16.16 fixed point, the last eight bytes of a track header
_LENGTHS = {0: struct.Struct(">12xII"), 1: struct.Struct(">20xIQ")}  # by version: time scale, duration
_CONTAINERS = (b"moov", b"trak")


@dataclass(frozen=True, slots=True)
class Film:
    """`width` and `height` are None where no track has a picture."""

    duration_ms: int | None = None
    width: int | None = None
    height: int | None = None


def read_film(stream: BinaryIO) -> Film:
    """What the headers say; a damaged one says nothing. The first track with a picture counts."""
    duration, picture = None, None
    for name, body in _boxes(stream):
        if name == b"mvhd" and body[0] in _LENGTHS:
            scale, length = _LENGTHS[body[0]].unpack_from(body)
            duration = round(length * 1000 / scale) if scale else None
        elif name == b"tkhd" and picture is None:
            width, height = _PICTURE.unpack(body[-_PICTURE.size :])
            picture = (width >> 16, height >> 16) if width and height else None
    return Film(duration, *(picture or (None, None)))


def _boxes(stream: BinaryIO) -> Iterator[tuple[bytes, bytes]]:
    """Names and bodies of the boxes we open; children follow their container, so a flat walk meets all."""
    end = stream.seek(0, io.SEEK_END)
    position = 0
    for _ in range(_MAX_BOXES):
        stream.seek(position)
        header = stream.read(_HEADER.size)
        if len(header) < _HEADER.size:
            return
        size, name = _HEADER.unpack(header)
        start = position + _HEADER.size
        if size == 1:
            size = _LONG_SIZE.unpack(stream.read(_LONG_SIZE.size).ljust(_LONG_SIZE.size, b"\0"))[0]
            start += _LONG_SIZE.size
        if name in _CONTAINERS:
            position = start
            continue
        if position + size > end or position + size <= start:
            return  # cut off, or 0: to the end of the file
        if name in (b"mvhd", b"tkhd"):
            body = stream.read(min(size, _MAX_BODY) - (start - position))
            if len(body) >= _LENGTHS[1].size:
                yield name, body
        position += size
