"""Runs a reader in a process of its own, so that a hostile file can crash or exhaust only that.

Knows how to start it, how long to wait and what its end means; knows no file format.
"""

from __future__ import annotations

import json
import logging
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any, BinaryIO

import tracker
from tracker.domain.errors import DomainError
from tracker.importers.extraction import Extraction, Modality

WALL_SECONDS = 30
_WORKER = "tracker.importers.worker"
_IMPORTABLE = str(Path(tracker.__file__).parents[1])
_log = logging.getLogger(__name__)


def read_apart(data: bytes, suffix: str, charset: str | None) -> Extraction:
    """What the worker makes of the bytes; `DomainError` on `file` in words where it dies or gives up.

    The bytes go over in an unlinked file, not a pipe: the worker can seek in it, so that 200 MB of video
    are held once, and neither side can block the other.
    """
    command = [sys.executable, "-P", "-X", "utf8", "-m", _WORKER, suffix, *([charset] if charset else [])]
    with TemporaryDirectory(prefix="tracker-") as folder, TemporaryFile() as given, TemporaryFile() as answer:
        given.write(data)
        given.seek(0)
        try:
            ended = subprocess.run(  # noqa: S603  our own interpreter and module; the suffix is from a list
                command,
                stdin=given,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                env={"PYTHONPATH": _IMPORTABLE, "TMPDIR": folder},
                timeout=WALL_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise DomainError(_TOO_LONG, field="file") from None
        if ended.returncode:
            _log.warning("the reader of a %s file ended with %s", suffix, ended.returncode)
            raise DomainError(_last_words(ended.returncode), field="file")
        return _understood(answer)


_TOO_LONG = "Reading this file took too long and was stopped. Split it, or paste the part you need."
_CRASHED = (
    "This file could not be read; it may be damaged. Open it in the program it comes from, "
    "export it anew and upload that, or paste its text."
)


def _last_words(returncode: int) -> str:
    return _TOO_LONG if returncode == -signal.SIGXCPU else _CRASHED


def _understood(answer: BinaryIO) -> Extraction:
    answer.seek(0)
    try:
        found: dict[str, Any] = json.load(answer)
    except ValueError:
        raise DomainError(_CRASHED, field="file") from None
    if "refused" in found:
        raise DomainError(found["refused"], field=found["field"])
    found["modality"] = Modality(found["modality"])
    for name in ("page_breaks", "notes"):
        found[name] = tuple(found[name])
    return Extraction(**found)
