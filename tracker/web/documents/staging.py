"""Between reading a file and saving it: the bytes wait in the store, and a signed note says which they are.

Nothing is recorded yet. Bytes whose note is never used stay in the store as a file nobody refers to.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from tracker.domain.errors import DomainError
from tracker.domain.scales import CaptureMethod
from tracker.importers import Extraction
from tracker.services.documents import Bytes
from tracker.web.auth.identity import current_viewer
from tracker.web.captures.stored import blob_store
from tracker.web.case_pages import current_case

_LONGEST = int(timedelta(days=2).total_seconds())
_BEGINNING = 700


@dataclass(frozen=True, slots=True)
class Staged:
    """Bytes that were read and wait to be saved; `beginning` is how their text begins."""

    sha256: str
    size: int
    method: str
    file_name: str | None
    charset: str | None
    media_type: str
    modality: str
    beginning: str
    words: int
    notes: tuple[str, ...]

    def content(self, *, again: bool) -> Bytes:
        """What the service captures."""
        data = blob_store().read(self.sha256)
        return Bytes(data, self.file_name, CaptureMethod(self.method), charset=self.charset, again=again)


def stage(content: Bytes, extraction: Extraction) -> Staged:
    """Keep the bytes that were read until they are saved."""
    stored = blob_store().put(content.data)
    return Staged(
        sha256=stored.sha256,
        size=stored.size,
        method=content.method.value,
        file_name=content.file_name,
        charset=content.charset,
        media_type=extraction.media_type,
        modality=extraction.modality.value,
        beginning=extraction.text[:_BEGINNING],
        words=len(extraction.text.split()),
        notes=extraction.notes,
    )


def seal(staged: Staged) -> str:
    """The note that a form carries; good for this person and this case only."""
    return str(_signer().dumps(asdict(staged)))


def unseal(note: str | None) -> Staged:
    """What a note says; `DomainError` where it is not ours, not this person's, or too old."""
    try:
        found: dict[str, Any] = _signer().loads(note or "", max_age=_LONGEST)
    except BadData:
        raise DomainError("What was read is no longer at hand. Paste or upload it once more.") from None
    return Staged(**found | {"notes": tuple(found["notes"])})


def _signer() -> URLSafeTimedSerializer:
    salt = f"staged capture {current_case().pk} {current_viewer().user_pk}"
    return URLSafeTimedSerializer(current_app.secret_key or "", salt=salt)
