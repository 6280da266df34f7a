"""The process that parses one file: bytes on standard input, JSON on standard output.

It first takes away from itself what a parser has no need of. It trusts nothing it reads.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from dataclasses import asdict
from importlib import import_module
from typing import Any

from tracker.domain.errors import DomainError
from tracker.importers.extraction import Extraction
from tracker.importers.kinds import KINDS

_MEMORY_BYTES = 1536 * 1024 * 1024
_CPU_SECONDS = 20
_ANSWER_BYTES = 128 * 1024 * 1024
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")


def main(suffix: str, charset: str | None = None) -> None:
    _limit()
    sys.addaudithook(_refuse_the_outside)
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    json.dump(_answer(suffix, charset), sys.stdout, ensure_ascii=False)


def _limit() -> None:
    """Where a system lacks one of the limits, the parent's clock still stands."""
    if sys.platform == "win32":
        return
    import resource

    for what, most in (
        (resource.RLIMIT_AS, _MEMORY_BYTES),
        (resource.RLIMIT_CPU, _CPU_SECONDS),
        (resource.RLIMIT_FSIZE, _ANSWER_BYTES),
        (resource.RLIMIT_CORE, 0),  # a core dump would leave the document lying about
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most, most + 1))  # at the hard limit the end would tell no reason


def _refuse_the_outside(event: str, _args: tuple[Any, ...]) -> None:
    """Nothing a parser decides to do by itself reaches the network or another program."""
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)


def _answer(suffix: str, charset: str | None) -> dict[str, Any]:
    kind = next(kind for kind in KINDS if suffix in kind.suffixes)
    try:
        reader = import_module(f"tracker.importers.{kind.reader}")
        found: Extraction = reader.read(sys.stdin.buffer, kind, charset)
    except DomainError as error:
        return {"refused": error.message, "field": error.field}
    except MemoryError:
        return {"refused": "Reading this file needs more memory than it may have.", "field": "file"}
    return asdict(found)


if __name__ == "__main__":
    main(*sys.argv[1:])
