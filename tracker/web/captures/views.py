"""Reading a capture, its original bytes, and the suggestions offered while recording from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from flask import Response, render_template, request, send_file
from flask.typing import ResponseReturnValue

from tracker.domain.errors import NotFound
from tracker.domain.passages import PassageKind, locator
from tracker.services.assembly import place_of
from tracker.store.queries import captures as queries
from tracker.store.queries.proposals import count_open
from tracker.store.queries.rows import AnyRow, Rows, date_in
from tracker.web.auth.identity import current_viewer
from tracker.web.captures.beside import beside
from tracker.web.captures.places import place_form
from tracker.web.captures.segments import Mark, paragraphs
from tracker.web.captures.stored import blob_store
from tracker.web.captures.transcripts import transcripts_of
from tracker.web.case_pages import belongs, case_blueprint, current_case
from tracker.web.db import get_session

bp = case_blueprint("captures", __name__)
bp.context_processor(lambda: {"date_in": date_in})
_MOST_SUGGESTED = 20
_SHOWN_BY_BROWSERS = ("image/jpeg", "image/png", "audio/", "video/")


@dataclass(frozen=True, slots=True)
class Note:
    """A passage with the statements that stand in it, for the margin."""

    passage: AnyRow
    where: str
    statements: list[AnyRow] = field(default_factory=list)

    @property
    def chains(self) -> list[tuple[str, list[AnyRow]]]:
        """What is said with everybody who says it: a chain repeats one sentence and is shown as one."""
        return [(gist, list(rows)) for gist, rows in groupby(self.statements, key=lambda row: row.gist)]

    @property
    def labels(self) -> str:
        return ", ".join(f"ST{row.statement_number}" for row in self.statements)


@bp.get("/<public_id>")
def read(public_id: str) -> ResponseReturnValue:
    capture = get(public_id)
    notes = notes_of(queries.passages_in(get_session(), capture.pk))
    current = request.args.get("passage")
    marked = [note.passage for note in notes.values()]
    if current and current not in notes:
        marked.append(queries.get_passage(get_session(), capture.pk, current))
    return render_template(
        "captures/read.html",
        capture=capture,
        notes=notes,
        current=current,
        marked=marked,
        paragraphs=paragraphs(capture.text, marks_of(marked)),
        place=place_form(capture.modality),
        beside=beside(capture),
        transcripts=transcripts_of(capture),
        waiting=count_open(get_session(), capture.pk),
    )


@bp.get("/<public_id>/bytes", endpoint="bytes")
def original_bytes(public_id: str) -> Response:
    """The original bytes, to be kept: never shown as a page, whatever they are."""
    capture = queries.get_bytes_of(get_session(), current_viewer(), current_case().pk, public_id)
    media = capture.media_type.startswith(_SHOWN_BY_BROWSERS)
    # A name from somebody else's disk may hold line ends, which no header may.
    name = "".join(filter(str.isprintable, capture.file_name or "pasted text.txt"))
    with blob_store().open(capture.sha256) as file:
        response = send_file(
            file.name,
            mimetype=capture.media_type if media else "application/octet-stream",
            as_attachment=True,
            download_name=f"E{capture.number} {name}",
            etag=capture.sha256,
        )
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
    )
    return response


@bp.get("/suggest")
def suggest() -> ResponseReturnValue:
    """What a field could mean, as `{"suggestions": […]}`; for cases too large to list in the page."""
    search = request.args.get("q", "").strip()
    offer = {
        "source": (queries.suggest_sources,),
        "assertion": (queries.suggest_assertions,),
        "statement": (queries.suggest_statements,),
        "ground": (queries.suggest_assertions, queries.suggest_statements),
    }.get(request.args.get("kind", ""))
    if offer is None:
        raise NotFound("Ask for a source, an assertion or a statement.")
    found: list[str] = []
    for query in offer:
        found += query(get_session(), current_viewer(), current_case().pk, search, limit=_MOST_SUGGESTED)
    return {"suggestions": found}


def get(public_id: str) -> AnyRow:
    """The capture of this page's case with that public id."""
    return belongs(queries.get_capture(get_session(), current_viewer(), current_case().pk, public_id))


def notes_of(rows: Rows) -> dict[str, Note]:
    """What was recorded where: by passage, in the order in which the passages stand."""
    notes: dict[str, Note] = {}
    for row in rows:
        note = notes.setdefault(row.passage_id, Note(row, locator(place_of(row))))
        note.statements.append(row)
    return notes


def marks_of(passages: list[Any]) -> list[Mark]:
    """The highlights of the passages that lie in the text."""
    return [
        Mark(row.passage_id, row.start_offset, row.end_offset)
        for row in passages
        if row.passage_kind is PassageKind.TEXT
    ]
