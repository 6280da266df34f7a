"""What a case adds to how its reports are written: files of the customer's, already checked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """`word_template` is a .docx or .dotx, `citation_style` a CSL file; without them our own are used."""

    word_template: bytes | None = None
    citation_style: bytes | None = None


PLAIN = Options()
