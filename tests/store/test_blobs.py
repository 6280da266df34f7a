from __future__ import annotations

import hashlib
import stat
from io import BytesIO
from pathlib import Path

import pytest

from tracker.domain.errors import NotFound
from tracker.store.blobs import BlobStore

BYTES = b"They were here, and they left."
HASH = hashlib.sha256(BYTES).hexdigest()


def path_of(instance_dir: Path, digest: str = HASH) -> Path:
    return instance_dir / "blobs" / "sha256" / digest[:2] / digest[2:4] / digest


def files_in(instance_dir: Path) -> list[Path]:
    return [path for path in (instance_dir / "blobs").rglob("*") if path.is_file()]


def test_bytes_are_kept_under_their_hash(blobs: BlobStore, instance_dir: Path):
    stored = blobs.put(BYTES)
    assert (stored.sha256, stored.size) == (HASH, len(BYTES))
    assert path_of(instance_dir).read_bytes() == BYTES
    assert blobs.read(HASH) == BYTES


def test_a_stream_is_kept_like_bytes(blobs: BlobStore):
    large = b"0123456789abcdef" * 200_000
    stored = blobs.put(BytesIO(large))
    assert stored.size == len(large)
    with blobs.open(stored.sha256) as file:
        assert file.read() == large


def test_nothing_at_all_can_be_kept(blobs: BlobStore):
    assert blobs.read(blobs.put(b"").sha256) == b""


def test_kept_bytes_are_read_only(blobs: BlobStore, instance_dir: Path):
    blobs.put(BYTES)
    assert stat.S_IMODE(path_of(instance_dir).stat().st_mode) == 0o444


def test_the_same_bytes_twice_are_one_file_that_is_never_overwritten(blobs: BlobStore, instance_dir: Path):
    blobs.put(BYTES)
    before = path_of(instance_dir).stat()
    blobs.put(BYTES)
    after = path_of(instance_dir).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert files_in(instance_dir) == [path_of(instance_dir)]


def test_a_stream_that_breaks_off_leaves_nothing(blobs: BlobStore, instance_dir: Path):
    class Broken(BytesIO):
        def read(self, size=-1):
            raise OSError("the connection was lost")

    with pytest.raises(OSError, match="connection was lost"):
        blobs.put(Broken())
    assert files_in(instance_dir) == []


def test_changed_bytes_are_noticed(blobs: BlobStore, instance_dir: Path):
    blobs.put(BYTES)
    assert blobs.verify(HASH)
    path_of(instance_dir).chmod(0o644)
    path_of(instance_dir).write_bytes(BYTES + b"!")
    assert not blobs.verify(HASH)


def test_bytes_that_are_not_kept_are_not_found(blobs: BlobStore):
    for ask in (blobs.open, blobs.read, blobs.verify):
        with pytest.raises(NotFound, match=HASH):
            ask(HASH)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", HASH.upper(), HASH[:-1], HASH + "0", HASH + "\n"])
def test_anything_but_a_hash_is_refused(blobs: BlobStore, name):
    with pytest.raises(ValueError, match="not a SHA-256"):
        blobs.open(name)
