"""What a person put into a field with suggestions: “SRC4 Mustafa Salim” means SRC4, anything else itself."""

from __future__ import annotations

import re

from tracker.domain.scales import SourceKind
from tracker.services.sources import SourceChoice

_LABELLED = re.compile(r"((?:SRC|ST|AS)\d{1,9})(?:\s.*)?", re.IGNORECASE | re.DOTALL)


def label_or_text(typed: str | None) -> str | None:
    """The label a text begins with, or the text."""
    match = _LABELLED.fullmatch(typed or "")
    return match[1].upper() if match else typed


def source_choice(typed: str | None, kind: SourceKind | None) -> SourceChoice:
    """The source a field names, recorded as that kind if it is new."""
    return SourceChoice(label_or_text(typed), kind or SourceKind.PERSON)


def as_typed(number: int | None, name: str | None) -> str | None:
    """How a field names a source that is chosen already."""
    return None if number is None else f"SRC{number} {name}"
