"""The demo's desk: captures the documents beside this file and finds passages by their words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from importlib.resources import files

from sqlalchemy.orm import Session

from tracker.domain.access import Viewer
from tracker.domain.passages import PassageKind
from tracker.domain.scales import CaptureMethod, GradeScale, Term
from tracker.services import documents, grades, statements
from tracker.services.documents import Bytes, DocumentContent
from tracker.services.grades import GradeIt
from tracker.services.passages import Selection
from tracker.services.statements import Content, Conveyed, Hop, RecordStatement, Rest
from tracker.store.blobs import BlobStore
from tracker.store.models import Capture, Statement


@dataclass(frozen=True, slots=True)
class Desk:
    """One analyst at work in one case."""

    session: Session
    blobs: BlobStore
    code: str
    by: Viewer
    now: datetime

    def taken_by(self, by: Viewer) -> Desk:
        """The same desk with somebody else at it."""
        return replace(self, by=by)

    def capture(self, file_name: str, document: DocumentContent, *, pasted: bool = False) -> Capture:
        """Capture one of the texts, as a file or as if it had been pasted."""
        data = files(__package__).joinpath("texts", file_name).read_bytes()
        method = CaptureMethod.PASTED if pasted else CaptureMethod.UPLOADED
        content = Bytes(data, None if pasted else file_name, method)
        return documents.capture(
            self.session, self.blobs, self.code, document, content, by=self.by, now=self.now
        )

    def record(
        self,
        capture: Capture,
        words: str,
        hops: tuple[Hop, ...],
        content: Content,
        *,
        conveys: tuple[Conveyed, ...] = (),
        rests_on: tuple[Rest, ...] = (),
        repeats: Statement | None = None,
    ) -> tuple[Statement, ...]:
        """Record who said these words of a capture, the first speaker first."""
        command = RecordStatement(
            capture=capture.public_id,
            selection=selection_of(capture, words),
            hops=hops,
            content=content,
            conveys=conveys,
            rests_on=rests_on,
            repeats=repeats.label if repeats else None,
        )
        return statements.record(self.session, command, by=self.by, now=self.now)

    def grade(
        self, scale: GradeScale, target: str, value: Term, reason: str, *, topic: str | None = None
    ) -> None:
        command = GradeIt(scale, target, value.value, reason, topic=topic)
        grades.grade(self.session, command, by=self.by, now=self.now)


def selection_of(capture: Capture, words: str) -> Selection:
    """The one place of a capture where these words stand."""
    if capture.text.count(words) != 1:
        raise LookupError(f"{capture.label} does not hold these words exactly once: {words!r}")
    start = capture.text.index(words)
    return Selection(PassageKind.TEXT, start=start, end=start + len(words), exact=words)
