"""Capturing in two steps: the bytes are read and set aside, then what they say of themselves is checked.

Between the steps nothing is recorded, and no transaction is held while a file is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from tracker.config import MEGABYTE
from tracker.domain.errors import DomainError
from tracker.domain.scales import CaptureMethod
from tracker.importers import MAX_DOCUMENT_BYTES, MAX_MEDIA_BYTES, Extraction
from tracker.services import documents as service
from tracker.services.documents import Bytes, DocumentContent
from tracker.store.queries import captures as queries
from tracker.store.queries.rows import AnyRow, Rows
from tracker.web.auth.identity import current_viewer
from tracker.web.captures.stored import blob_store
from tracker.web.case_pages import current_case, now
from tracker.web.db import get_session, transaction
from tracker.web.documents.forms import (
    CaptureAgainForm,
    ContentForm,
    NewContentForm,
    NewDocumentForm,
    claimed,
)
from tracker.web.documents.staging import Staged, seal, stage, unseal
from tracker.web.documents.views import bp, get
from tracker.web.saving import REFUSED, SAVED, SHOWN, may_record, save

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")
_LONGEST_NAME = 200
_SEVERAL = "several"  # what the page's script sends along, as it sends several files one by one
MOST_FILES = 50


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    may_record()
    if "staged" in request.form:
        return _save_new()
    form = _with_limits(NewContentForm())
    if len(form.files) > 1 or _SEVERAL in request.form:
        return _capture_each(form)
    read = _read(form)
    if read is None:
        return _ask(form)
    staged, found = read
    return _check(NewDocumentForm(formdata=None, staged=seal(staged), data=claimed(found)), staged, SHOWN)


@bp.route("/<public_id>/captures/new", methods=["GET", "POST"])
def add_capture(public_id: str) -> ResponseReturnValue:
    """Another capture of a document: the page as it was on another day, or a better copy."""
    document = get(public_id)
    may_record()
    if "staged" in request.form:
        return _save_again(document)
    form = _with_limits(ContentForm())
    read = _read(form)
    if read is None:
        page = render_template("documents/add_capture.html", form=form, document=document)
        return page, REFUSED if form.errors else SHOWN
    return _check_again(CaptureAgainForm(formdata=None, staged=seal(read[0])), read[0], document, SHOWN)


def _ask(form: ContentForm) -> ResponseReturnValue:
    return render_template("documents/new.html", form=form), REFUSED if form.errors else SHOWN


def _capture_each(form: ContentForm) -> ResponseReturnValue:
    """Several files at once: each is captured with what it says of itself, or refused on its own."""
    form.validate_on_submit()
    try:
        _refuse_more(form)
    except DomainError as error:
        form.add_error(error)
    if form.errors:
        return _ask(form)
    outcomes = [_outcome(file, form.charset.data) for file in form.files]
    status = SHOWN if any(outcome.held for outcome in outcomes) else REFUSED
    return render_template("documents/captured.html", outcomes=outcomes), status


def _refuse_more(form: ContentForm) -> None:
    if (form.text.data or "").strip():
        raise DomainError("Paste a text or choose files, not both.", field="text")
    if not 0 < len(form.files) <= MOST_FILES:
        raise DomainError(f"Choose up to {MOST_FILES} files at once.", field="file")


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of one file: the capture we hold of it now, or why there is none."""

    file_name: str
    held: AnyRow | None = None
    refusal: str = ""


def _outcome(file: FileStorage, charset: str | None) -> _Outcome:
    content = _uploaded(file, charset)
    name = content.file_name or ""
    try:
        _let_others_write()
        found = service.read_bytes(content)
        with transaction() as session:
            made = _capture(session, service.by_itself(found, name), content, found)
        held = queries.get_capture(get_session(), current_viewer(), current_case().pk, made.public_id)
    except DomainError as error:
        return _Outcome(name, refusal=error.message)
    return _Outcome(name, held)


def _save_new() -> ResponseReturnValue:
    form = NewDocumentForm()
    staged = unseal(form.staged.data)
    content, extraction = _read_again(staged, again=bool(form.again.data))
    made: list[Any] = []
    status = save(
        form,
        lambda session: made.append(_capture(session, form.to_command(), content, extraction)),
    )
    return _captured(made[0]) if status == SAVED else _check(form, staged, status)


def _capture(session: Any, document: DocumentContent, content: Bytes, found: Extraction) -> Any:
    return service.capture(
        session,
        blob_store(),
        current_case().code,
        document,
        content,
        by=current_viewer(),
        now=now(),
        extraction=found,
    )


def _save_again(document: Any) -> ResponseReturnValue:
    form = CaptureAgainForm()
    staged = unseal(form.staged.data)
    content, extraction = _read_again(staged, again=bool(form.again.data))
    made: list[Any] = []
    status = save(
        form,
        lambda session: made.append(
            service.capture_again(
                session,
                blob_store(),
                document.public_id,
                content,
                by=current_viewer(),
                now=now(),
                extraction=extraction,
            )
        ),
    )
    return _captured(made[0]) if status == SAVED else _check_again(form, staged, document, status)


def _captured(made: Any) -> ResponseReturnValue:
    flash(
        f"Captured as {made.label}. Now select words that say something, and record who says it.", "success"
    )
    return redirect(url_for("captures.read", public_id=made.public_id), code=SAVED)


def _check(form: NewDocumentForm, staged: Staged, status: int) -> ResponseReturnValue:
    sources = queries.suggest_sources(get_session(), current_viewer(), current_case().pk)
    held = _held(staged)
    return render_template(
        "documents/check.html", form=form, staged=staged, held=held, sources=sources
    ), status


def _check_again(form: CaptureAgainForm, staged: Staged, document: Any, status: int) -> ResponseReturnValue:
    held = _held(staged)
    page = render_template(
        "documents/check_again.html", form=form, staged=staged, held=held, document=document
    )
    return page, status


def _held(staged: Staged) -> Rows:
    """The captures of this case that hold the very same bytes."""
    return queries.captures_of_bytes(get_session(), current_viewer(), current_case().pk, staged.sha256)


def _read(form: ContentForm) -> tuple[Staged, Extraction] | None:
    """What was pasted or uploaded, read and set aside; None while there is nothing, or nothing readable."""
    if not form.validate_on_submit():
        return None
    try:
        content = _content(form)
        _let_others_write()
        extraction = service.read_bytes(content)
    except DomainError as error:
        form.add_error(error)
        return None
    return stage(content, extraction), extraction


def _read_again(staged: Staged, *, again: bool) -> tuple[Bytes, Extraction]:
    _let_others_write()
    content = staged.content(again=again)
    return content, service.read_bytes(content)


def _let_others_write() -> None:
    """Reading a file can take half a minute; the write lock of this request must not be held meanwhile."""
    get_session().rollback()


def _content(form: ContentForm) -> Bytes:
    text, files = form.text.data or "", form.files
    if text.strip() and files:
        raise DomainError("Paste a text or choose a file, not both.", field="text")
    if files:
        return _uploaded(files[0], form.charset.data)
    if not text.strip():
        raise DomainError("Paste the text of the document, or choose a file.", field="text")
    return Bytes(text.encode(), None, CaptureMethod.PASTED)


def _uploaded(file: FileStorage, charset: str | None) -> Bytes:
    return Bytes(file.read(), _bare_name(file.filename or ""), CaptureMethod.UPLOADED, charset=charset)


def _bare_name(sent: str) -> str:
    """A file's name without the folders some browsers send, and without what cannot be printed."""
    return _UNPRINTABLE.sub("", sent.replace("\\", "/").rpartition("/")[2])[-_LONGEST_NAME:]


def _with_limits(form: ContentForm) -> ContentForm:
    most = current_app.config["MAX_CONTENT_LENGTH"]
    document, media = (min(limit, most) // MEGABYTE for limit in (MAX_DOCUMENT_BYTES, MAX_MEDIA_BYTES))
    form.file.description = f"{form.file.description} At most {document} MB; sound and video {media} MB."
    return form
