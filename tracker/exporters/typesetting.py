"""Typst in a process of its own: what it holds of a long report goes back to the machine as it ends.

Run as a file, this is that process; it imports nothing of the application.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from typing import Any

_TIME_LIMIT = 120
_REFUSED = 3


class TypesettingError(Exception):
    """Typst set nothing: its own words say why."""


def typeset(page: bytes, data: bytes, *, standards: Sequence[str] = (), made_at: int) -> bytes:
    """The PDF of a page description that reads `report.json`; raises `TypesettingError`.

    `made_at` is in seconds since 1970: the date the file says of itself.
    """
    # -P: the folder of this file holds modules named like others' packages.
    command = [sys.executable, "-P", __file__, str(len(page)), str(made_at), *standards]
    ran = subprocess.run(  # noqa: S603  this file and numbers; texts go through standard input
        command, input=page + data, capture_output=True, timeout=_TIME_LIMIT, check=False
    )
    said = ran.stderr.decode(errors="replace")
    if ran.returncode == _REFUSED:
        raise TypesettingError(said)
    if ran.returncode:
        raise RuntimeError(f"typst ended with {ran.returncode}: {said}")
    return ran.stdout


def _main(length: int, made_at: int, standards: Any) -> None:
    import typst

    page, data = sys.stdin.buffer.read(length), sys.stdin.buffer.read()
    sources: Any = {"main.typ": page, "report.json": data}  # in memory: typst has no folder to read from
    try:
        made = typst.compile(sources, format="pdf", pdf_standards=standards, timestamp=made_at)
    except typst.TypstError as refusal:
        sys.stderr.write(refusal.message)
        sys.exit(_REFUSED)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    _main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
