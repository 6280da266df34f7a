"""The list of documents, one document, its correction and withdrawal."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.services import documents as service
from tracker.services import revisions
from tracker.store.queries import captures as capture_queries
from tracker.store.queries import documents as queries
from tracker.store.queries.rows import AnyRow, date_in
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import belongs, case_blueprint, current_case, now
from tracker.web.db import get_session
from tracker.web.documents.forms import CorrectDocumentForm, recorded
from tracker.web.saving import CONFLICT, SAVED, ReasonForm, may_record, save

bp = case_blueprint("documents", __name__)
bp.context_processor(lambda: {"date_in": date_in, "most_suggested": capture_queries.MOST_SUGGESTED})
_LAST_PAGE = 200
_COLUMNS = (
    ("Document", "title"),
    ("No.", "number"),
    ("Kind", ""),
    ("Author", "author"),
    ("Published", "published"),
    ("Statements", ""),
    ("Text", ""),
)


@bp.get("/")
def index() -> ResponseReturnValue:
    search = request.args.get("q", "").strip()
    sort = request.args.get("sort", "-number")
    withdrawn = request.args.get("withdrawn") == "only"
    page = max(1, min(request.args.get("page", 1, type=int), _LAST_PAGE))
    listed = queries.list_documents(
        get_session(),
        current_viewer(),
        current_case().pk,
        search=search,
        sort=sort.removeprefix("-"),
        descending=sort.startswith("-"),
        page=page,
        withdrawn=withdrawn,
    )
    return render_template(
        "documents/index.html",
        listed=listed,
        search=search,
        sort=sort,
        withdrawn=withdrawn,
        page=page,
        first=(page - 1) * queries.PAGE + 1,
        headers=_headers(sort),
        address=_address_of_list,
    )


@bp.get("/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    document = get(public_id)
    session = get_session()
    return render_template(
        "documents/show.html",
        document=document,
        captures=queries.captures_of(session, document.pk),
        posts=queries.posts_held_in(session, document.pk),
        statements=queries.statements_from(session, document.pk),
        most=queries.PAGE,
        reports=queries.reports_resting_on(session, document.pk),
        permanent=url_for(".show", public_id=public_id, _external=True),
    )


@bp.route("/<public_id>/correct", methods=["GET", "POST"])
def correct(public_id: str) -> ResponseReturnValue:
    document = get(public_id)
    may_record()
    form = CorrectDocumentForm(data=recorded(document))
    status = save(
        form,
        lambda session: service.correct(
            session,
            public_id,
            form.to_command(),
            version=(form.version.data if form.version.raw_data else None) or 0,  # none sent: seen none
            reason=form.reason.data,
            by=current_viewer(),
            now=now(),
        ),
    )
    if status == SAVED:
        flash(f"D{document.number} is corrected; what it said before is in its history.", "success")
        return redirect(url_for(".show", public_id=public_id), code=SAVED)
    if status == CONFLICT:
        document = get(public_id)
        form.version.raw_data = [str(document.version)]  # seen now, so that saving again is meant
    sources = capture_queries.suggest_sources(get_session(), current_viewer(), current_case().pk)
    page = render_template(
        "documents/correct.html",
        form=form,
        document=document,
        differing=_differing(form, recorded(document)) if status == CONFLICT else [],
        sources=sources,
    )
    return page, status


@bp.route("/<public_id>/withdraw", methods=["GET", "POST"])
def withdraw(public_id: str) -> ResponseReturnValue:
    """Withdraw a document, or restore one that is withdrawn."""
    document = get(public_id)
    may_record()
    form = ReasonForm()
    deed = revisions.restore if document.withdrawn_at else revisions.withdraw
    status = save(
        form,
        lambda session: deed(
            session, "document", public_id, form.reason.data, by=current_viewer(), now=now()
        ),
    )
    if status == SAVED:
        done = "restored" if document.withdrawn_at else "withdrawn from the case"
        flash(f"D{document.number} is {done}.", "success")
        return redirect(url_for(".show", public_id=public_id), code=SAVED)
    return render_template("documents/withdraw.html", form=form, document=document), status


def get(public_id: str) -> AnyRow:
    """The document of this page's case with that public id."""
    return belongs(queries.get_document(get_session(), current_viewer(), current_case().pk, public_id))


def _differing(form: CorrectDocumentForm, current: dict[str, Any]) -> list[tuple[str, Any]]:
    """What a colleague has stored meanwhile, where it is not what was typed here."""
    fields = [(form[name], value) for name, value in current.items() if name != "version"]
    return [
        (field.label.text, _in_words(value))
        for field, value in fields
        if (field.data or None) != (value or None)
    ]


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(getattr(value, "label", value) or "nothing")


def _address_of_list(**changes: Any) -> str:
    kept = {name: value for name, value in request.args.items() if value and name != "page"}
    return url_for(".index", **{**kept, **changes})


def _headers(sort: str) -> list[Any]:
    headers: list[Any] = []
    for label, key in _COLUMNS:
        direction = {key: "ascending", f"-{key}": "descending"}.get(sort)
        url = _address_of_list(sort=f"-{key}" if direction == "ascending" else key)
        headers.append({"label": label, "url": url, "sorted": direction} if key else label)
    return headers
