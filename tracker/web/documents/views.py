"""The list of documents, one document, its correction and withdrawal."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.services import documents as service
from tracker.store.queries import captures as capture_queries
from tracker.store.queries import documents as queries
from tracker.store.queries.rows import AnyRow, date_in
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import belongs, case_blueprint, current_case, now
from tracker.web.db import get_session
from tracker.web.documents.forms import CorrectDocumentForm, recorded
from tracker.web.listing import asked_page, headers, pages
from tracker.web.saving import SAVED, may_record, save_correction
from tracker.web.settling import Settled, withdraw_or_restore

bp = case_blueprint("documents", __name__)
bp.context_processor(lambda: {"date_in": date_in, "most_suggested": capture_queries.MOST_SUGGESTED})
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
    listed = queries.list_documents(
        get_session(),
        current_viewer(),
        current_case().pk,
        search=search,
        sort=sort.removeprefix("-"),
        descending=sort.startswith("-"),
        page=asked_page(),
        withdrawn=withdrawn,
    )
    return render_template(
        "documents/index.html",
        listed=listed,
        search=search,
        sort=sort,
        withdrawn=withdrawn,
        narrowed=bool(search) or withdrawn,
        headers=headers(_COLUMNS, sort),
        pages=pages(listed.page, total=listed.total, size=queries.PAGE),
    )


@bp.get("/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    document = get(public_id)
    session = get_session()
    return render_template(
        "documents/show.html",
        document=document,
        captures=queries.captures_of(session, current_viewer(), document.pk),
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
    status, differing = save_correction(
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
        lambda: recorded(get(public_id)),
    )
    if status == SAVED:
        flash(f"D{document.number} is corrected; what it said before is in its history.", "success")
        return redirect(url_for(".show", public_id=public_id), code=SAVED)
    sources = capture_queries.suggest_sources(get_session(), current_viewer(), current_case().pk)
    page = render_template(
        "documents/correct.html",
        form=form,
        document=document,
        current=differing,
        sources=sources,
    )
    return page, status


@bp.route("/<public_id>/withdraw", methods=["GET", "POST"])
def withdraw(public_id: str) -> ResponseReturnValue:
    """Withdraw a document, or restore one that is withdrawn."""
    document = get(public_id)
    may_record()
    settled = Settled("document", f"D{document.number}", document, document.title)
    return withdraw_or_restore(settled, settled.deed, back=url_for(".show", public_id=public_id))


def get(public_id: str) -> AnyRow:
    """The document of this page's case with that public id."""
    return belongs(queries.get_document(get_session(), current_viewer(), current_case().pk, public_id))
