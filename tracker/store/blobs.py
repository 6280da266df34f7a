"""The captured bytes: each kept once, under the hash of its content, and never changed.

Knows nothing of documents or captures; whoever stores bytes keeps the hash.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from hashlib import file_digest, sha256
from io import BufferedReader, BytesIO
from pathlib import Path
from tempfile import mkstemp
from typing import BinaryIO

from tracker.domain.errors import NotFound

_HASH = re.compile(r"[0-9a-f]{64}")
_CHUNK = 1024 * 1024
_READ_ONLY = 0o444


@dataclass(frozen=True, slots=True)
class Stored:
    """What a store answers for the bytes it was given."""

    sha256: str
    size: int


class BlobStore:
    """Files under `root`/sha256/ab/cd/<hash>."""

    def __init__(self, root: Path) -> None:
        self._root = root / "sha256"

    def put(self, data: bytes | BinaryIO) -> Stored:
        """Keep the bytes, durably, before this returns; bytes that are kept already stay as they are."""
        _make_directories(self._root)
        # On the same volume, so that renaming is one step: a reader sees the whole file or none.
        descriptor, name = mkstemp(dir=self._root, prefix="incoming-")
        arrived = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                stored = _copy(BytesIO(data) if isinstance(data, bytes) else data, file)
            self._settle(arrived, stored.sha256)
        finally:
            arrived.unlink(missing_ok=True)
        return stored

    def _settle(self, arrived: Path, digest: str) -> None:
        target = self._path(digest)
        if target.exists():
            return
        _make_directories(target.parent)
        arrived.chmod(_READ_ONLY)
        arrived.rename(target)
        _sync_directory(target.parent)

    def open(self, sha256: str) -> BufferedReader:
        """The bytes of that hash, to be read and closed by the caller."""
        try:
            return self._path(sha256).open("rb")
        except FileNotFoundError:
            raise NotFound(f"The bytes with the SHA-256 {sha256} are not in this store.") from None

    def read(self, sha256: str) -> bytes:
        with self.open(sha256) as file:
            return file.read()

    def verify(self, sha256: str) -> bool:
        """Whether the bytes kept under that hash still have it."""
        with self.open(sha256) as file:
            return file_digest(file, "sha256").hexdigest() == sha256

    def _path(self, digest: str) -> Path:
        if not _HASH.fullmatch(digest):
            raise ValueError(f"not a SHA-256 in lower-case hexadecimal: {digest!r}")
        return self._root / digest[:2] / digest[2:4] / digest


def _copy(source: BinaryIO, target: BinaryIO) -> Stored:
    digest, size = sha256(), 0
    while chunk := source.read(_CHUNK):
        target.write(chunk)
        digest.update(chunk)
        size += len(chunk)
    target.flush()
    os.fsync(target.fileno())
    return Stored(digest.hexdigest(), size)


def _make_directories(path: Path) -> None:
    """Like mkdir(parents=True), with the entry of every new directory on the disk."""
    if path.is_dir():
        return
    _make_directories(path.parent)
    path.mkdir(exist_ok=True)
    _sync_directory(path.parent)


def _sync_directory(path: Path) -> None:
    if os.name == "nt":  # no such thing there
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
