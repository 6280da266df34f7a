"""A zip file somebody sent, opened within stated limits: so many entries, unpacking to so much.

Knows nothing of what lies inside. Runs inside the worker.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from tracker.domain.errors import DomainError

_MB = 1024 * 1024
MAX_ENTRIES = 2_000
MAX_UNPACKED = 100 * _MB
_CHUNK = 64 * 1024
_ENTRY_MARK = b"PK\x01\x02"
_ENCRYPTED_FLAG = 1


@dataclass(frozen=True, slots=True)
class Refusals:
    """What is said of a file of that kind: where it is damaged, unpacks to too much, or is locked."""

    unreadable: str
    bomb: str
    locked: str


@contextmanager
def unzipped(stream: BinaryIO, said: Refusals) -> Iterator[zipfile.ZipFile]:
    """The package; `DomainError` on `file` where it, or what is read from it inside the block, is damaged."""
    try:
        _refuse_crowd(stream, said)
        with zipfile.ZipFile(stream) as package:
            _refuse_bomb(package, said)
            yield package
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError):
        raise DomainError(said.unreadable, field="file") from None


def part(package: zipfile.ZipFile, name: str, said: Refusals, *, most: int) -> Iterator[bytes]:
    """A part of at most so many bytes, in pieces of bounded size."""
    entry = package.getinfo(name)
    # Other compressions unpack without bounds; nothing we read ever uses them.
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise DomainError(said.unreadable, field="file")
    unpacked = 0
    with package.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            unpacked += len(chunk)
            if unpacked > most:
                raise DomainError(said.bomb, field="file")
            yield chunk


def _refuse_crowd(stream: BinaryIO, said: Refusals) -> None:
    """Counted in the raw bytes: merely listing a million entries would take hundreds of megabytes."""
    entries = stream.read().count(_ENTRY_MARK)
    stream.seek(0)
    if entries > MAX_ENTRIES:
        raise DomainError(said.bomb, field="file")


def _refuse_bomb(package: zipfile.ZipFile, said: Refusals) -> None:
    """By the sizes the archive declares; `part` checks what really comes out."""
    entries = package.infolist()
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise DomainError(said.bomb, field="file")
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise DomainError(said.locked, field="file")
