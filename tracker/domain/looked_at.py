"""What somebody looked at before a deed, sealed part by part: they are told which part is another by now."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from tracker.domain.errors import DomainError
from tracker.domain.report_check import Missing
from tracker.domain.report_input import ReportInput
from tracker.domain.review_changes import draft_digest, fingerprint

_UNSAID = (
    "What was sent does not say which text it was decided on. Look at it as it is now, then decide again: "
    "nothing you typed is lost."
)
_TEXTS: Mapping[str, str] = {
    "title": "the title",
    "bottom_line": "the bottom line",
    "what_would_change": "what would change this",
    "gaps_note": "the gaps",
    "method_note": "the method",
    "standard_of_proof": "the standard of proof",
    "review": "its review",
}
_LENGTH = 16


def seal(report: ReportInput, missing: Collection[Missing]) -> str:
    """One line that stands for all that a report would print, and for what an editor finds missing."""
    own: dict[str, object] = {
        **{one.label: one for one in report.findings},
        **{one.label: one for one in report.sections},
    }
    blank: dict[str, Any] = dict.fromkeys(_TEXTS, "") | {"review": None, "findings": (), "sections": ()}
    parts = {
        **{words: getattr(report, name) for name, words in _TEXTS.items()},
        **own,
        "which findings and sections there are": tuple(own),
        "the open points": tuple(missing),
        "what stands behind the texts": draft_digest(replace(report, **blank)),
    }
    return ";".join(f"{words}={fingerprint(part)[:_LENGTH]}" for words, part in parts.items())


def differing(seen: str, now: str) -> list[str]:
    """The parts that are new or another by now, in words."""
    then = set(seen.split(";"))
    return [part.partition("=")[0] for part in now.split(";") if part not in then]


def require_said(seen: str | None) -> None:
    """Raise `DomainError` where somebody decides without saying what they looked at; None does not ask."""
    if seen == "":
        raise DomainError(_UNSAID)
