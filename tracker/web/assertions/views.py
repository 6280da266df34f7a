"""The list of assertions, one assertion, a new one, and its correction."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.services import assertions
from tracker.store.queries import assertions as queries
from tracker.store.queries import track_record
from tracker.store.queries.rows import AnyRow, date_in, page_within
from tracker.web.assertions.forms import AssertionForm, CorrectForm
from tracker.web.assertions.reading import PAGE, SORTS, rank, read_assertion
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import belongs, case_blueprint, current_case, now
from tracker.web.db import get_session
from tracker.web.listing import asked_page, pages
from tracker.web.saving import CORRECTED, SAVED, UNCHANGED, may_record, save, save_correction
from tracker.web.trace.views import excerpt

bp = case_blueprint("assertions", __name__)
bp.context_processor(lambda: {"date_in": date_in, "topics_used": _topics_used})


@bp.get("/")
def index() -> ResponseReturnValue:
    session, viewer, case_pk = get_session(), current_viewer(), current_case().pk
    q, withdrawn = request.args.get("q", "").strip(), request.args.get("withdrawn") == "only"
    asked = request.args.get("sort", "")
    sort = asked if asked in SORTS else next(iter(SORTS))
    rows = queries.list_assertions(session, viewer, case_pk, q=q, withdrawn=withdrawn)
    ranked = rank(session, viewer, rows, case_pk, sort)
    page = page_within(asked_page(), len(ranked), PAGE)
    return render_template(
        "assertions/index.html",
        ranked=ranked[(page - 1) * PAGE : page * PAGE],
        pages=pages(page, total=len(ranked), size=PAGE),
        q=q,
        withdrawn=withdrawn,
        narrowed=bool(q) or withdrawn,
        orders=SORTS.items(),
        sort=sort,
    )


@bp.get("/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    page = read_assertion(get_session(), current_viewer(), get(public_id))
    return render_template(
        "assertions/show.html",
        page=page,
        assertion=page.assertion,
        permanent=url_for(".show", public_id=public_id, _external=True),
        **excerpt(page.traced),
    )


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    may_record()
    form = AssertionForm()
    made: list[Any] = []
    status = save(
        form,
        lambda session: made.append(
            assertions.add(session, current_case().code, form.to_command(), by=current_viewer(), now=now())
        ),
    )
    if status == SAVED:
        flash(f"{made[0].label} is recorded. Open a statement and say what it conveys.", "success")
        return redirect(url_for(".show", public_id=made[0].public_id), code=SAVED)
    return render_template("assertions/new.html", form=form), status


@bp.route("/<public_id>/correct", methods=["GET", "POST"])
def correct(public_id: str) -> ResponseReturnValue:
    assertion = get(public_id)
    may_record()
    form = CorrectForm(data=_fields(assertion))
    status, current = save_correction(
        form,
        lambda session: assertions.correct(
            session,
            public_id,
            form.to_command(),
            version=form.version.data,
            reason=form.reason.data,
            by=current_viewer(),
            now=now(),
        ),
        lambda: _fields(get(public_id)),
    )
    if status == SAVED:
        changed = get(public_id).version != assertion.version
        flash(f"{assertion.label} {CORRECTED if changed else UNCHANGED}", "success" if changed else "info")
        return redirect(url_for(".show", public_id=public_id), code=SAVED)
    page = render_template("assertions/correct.html", form=form, assertion=assertion, current=current)
    return page, status


def get(public_id: str) -> AnyRow:
    """The assertion of this page's case with that public id."""
    return belongs(queries.get_assertion(get_session(), current_viewer(), public_id))


def _fields(assertion: AnyRow) -> dict[str, Any]:
    holds = date_in(assertion, "holds")
    names = ("text", "place", "topic", "tlp", "note", "version")
    return {**{name: getattr(assertion, name) for name in names}, "holds": holds.text if holds else None}


def _topics_used() -> list[str]:
    return track_record.topics(get_session(), current_viewer(), current_case().pk)
