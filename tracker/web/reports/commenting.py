"""Comments on a report: the list, a new one, settling and reopening, withdrawing with a reason."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from tracker.services import comments
from tracker.services.comments import NewComment
from tracker.store.queries import review as queries
from tracker.store.queries.rows import AnyRow
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import now
from tracker.web.db import get_session, transaction
from tracker.web.reports.comment_list import read_comments
from tracker.web.reports.drafts import anchor_of
from tracker.web.reports.review_forms import CommentForm
from tracker.web.reports.views import bp, get, may_write
from tracker.web.saving import SAVED, save
from tracker.web.settling import Settled, withdraw_or_restore

_DEEDS = {"settle": comments.settle, "reopen": comments.reopen}


@bp.get("/<public_id>/comments")
def comments_on(public_id: str) -> ResponseReturnValue:
    """The list, with a form for one more about what the address names."""
    report = get(public_id)
    form = CommentForm(data={"about": request.args.get("about", "")})
    return _page(report, form)


@bp.post("/<public_id>/comments")
def comment(public_id: str) -> ResponseReturnValue:
    report = get(public_id)
    may_write()
    form = CommentForm()
    new = NewComment(form.text.data, form.about.data, form.quoted.data)
    status = save(form, lambda session: comments.add(session, public_id, new, by=current_viewer(), now=now()))
    if status == SAVED:
        flash("Your comment stands.", "success")
        return _to_list(public_id)
    return _page(report, form), status


@bp.post("/<public_id>/comments/<comment_id>/<any(settle, reopen):deed>")
def settle_comment(public_id: str, comment_id: str, deed: str) -> ResponseReturnValue:
    row = queries.get_comment(get_session(), get(public_id), comment_id)
    with transaction() as session:
        _DEEDS[deed](session, comment_id, by=current_viewer(), now=now())
    if request.args.get("from") == "report":
        anchor = anchor_of(row.about) if row.about else None
        return redirect(url_for(".show", public_id=public_id, _anchor=anchor), code=SAVED)
    return _to_list(public_id)


@bp.route("/<public_id>/comments/<comment_id>/<any(withdraw, restore):deed>", methods=["GET", "POST"])
def withdraw_comment(public_id: str, comment_id: str, deed: str) -> ResponseReturnValue:
    report = get(public_id)
    row = queries.get_comment(get_session(), report, comment_id)
    may_write()
    name = f"the comment on {row.about or report.label}"
    return withdraw_or_restore(
        Settled("comment", name, row, row.text),
        deed,
        back=url_for(".comments_on", public_id=public_id),
        layout="reports/part.html",
        report=report,
    )


def _to_list(public_id: str) -> Response:
    return redirect(url_for(".comments_on", public_id=public_id), code=SAVED)


def _page(report: AnyRow, form: CommentForm) -> str:
    form.offer(queries.parts(get_session(), report.pk))
    return render_template(
        "reports/review_comments.html",
        report=report,
        form=form,
        comments=read_comments(get_session(), report),
    )
