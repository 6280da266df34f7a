"""Capturing in two steps: the bytes are read and set aside, then what they say of themselves is checked.

Between the steps nothing is recorded, and no transaction is held while a file is read.
"""

from __future__ import annotations

import re
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.config import MEGABYTE
from tracker.domain.errors import DomainError
from tracker.domain.scales import CaptureMethod
from tracker.importers import MAX_DOCUMENT_BYTES, MAX_MEDIA_BYTES, Extraction
from tracker.services import documents as service
from tracker.services.documents import Bytes
from tracker.store.queries import captures as queries
from tracker.store.queries.rows import Rows
from tracker.web.auth.identity import current_viewer
from tracker.web.captures.stored import blob_store
from tracker.web.case_pages import current_case, now
from tracker.web.db import get_session
from tracker.web.documents.forms import CaptureAgainForm, ContentForm, NewDocumentForm, claimed
from tracker.web.documents.staging import Staged, seal, stage, unseal
from tracker.web.documents.views import bp, get
from tracker.web.saving import REFUSED, SAVED, SHOWN, may_record, save

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")
_LONGEST_NAME = 200


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    may_record()
    if "staged" in request.form:
        return _save_new()
    form = _content_form()
    read = _read(form)
    if read is None:
        return render_template("documents/new.html", form=form), REFUSED if form.errors else SHOWN
    staged, found = read
    return _check(NewDocumentForm(formdata=None, staged=seal(staged), data=claimed(found)), staged, SHOWN)


@bp.route("/<public_id>/captures/new", methods=["GET", "POST"])
def add_capture(public_id: str) -> ResponseReturnValue:
    """Another capture of a document: the page as it was on another day, or a better copy."""
    document = get(public_id)
    may_record()
    if "staged" in request.form:
        return _save_again(document)
    form = _content_form()
    read = _read(form)
    if read is None:
        page = render_template("documents/add_capture.html", form=form, document=document)
        return page, REFUSED if form.errors else SHOWN
    return _check_again(CaptureAgainForm(formdata=None, staged=seal(read[0])), read[0], document, SHOWN)


def _save_new() -> ResponseReturnValue:
    form = NewDocumentForm()
    staged = unseal(form.staged.data)
    content, extraction = _read_again(staged, again=bool(form.again.data))
    made: list[Any] = []
    status = save(
        form,
        lambda session: made.append(
            service.capture(
                session,
                blob_store(),
                current_case().code,
                form.to_command(),
                content,
                by=current_viewer(),
                now=now(),
                extraction=extraction,
            )
        ),
    )
    return _captured(made[0]) if status == SAVED else _check(form, staged, status)


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
    text, upload = form.text.data or "", form.file.data
    if text.strip() and upload:
        raise DomainError("Paste a text or choose a file, not both.", field="text")
    if upload:
        return Bytes(
            upload.read(), _bare_name(upload.filename), CaptureMethod.UPLOADED, charset=form.charset.data
        )
    if not text.strip():
        raise DomainError("Paste the text of the document, or choose a file.", field="text")
    return Bytes(text.encode(), None, CaptureMethod.PASTED)


def _bare_name(sent: str) -> str:
    """A file's name without the folders some browsers send, and without what cannot be printed."""
    return _UNPRINTABLE.sub("", sent.replace("\\", "/").rpartition("/")[2])[-_LONGEST_NAME:]


def _content_form() -> ContentForm:
    form = ContentForm()
    most = current_app.config["MAX_CONTENT_LENGTH"]
    document, media = (min(limit, most) // MEGABYTE for limit in (MAX_DOCUMENT_BYTES, MAX_MEDIA_BYTES))
    form.file.description = f"{form.file.description} At most {document} MB; sound and video {media} MB."
    return form
