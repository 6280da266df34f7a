"""One case: its home, what it says of itself, and its members."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.access import Right, require
from tracker.services import analysis, cases
from tracker.store.queries import case_home, users
from tracker.store.queries.rows import date_in
from tracker.web.auth.identity import current_viewer
from tracker.web.case.forms import ZONES, CorrectCaseForm, MemberForm
from tracker.web.case_pages import current_case, now, open_case_from_address
from tracker.web.db import get_session, transaction
from tracker.web.saving import CONFLICT, SAVED, save

bp = Blueprint("case", __name__, url_prefix="/cases/<code>")
open_case_from_address(bp)
bp.context_processor(lambda: {"date_in": date_in})


@bp.get("/")
def index() -> ResponseReturnValue:
    session, viewer, case = get_session(), current_viewer(), current_case()
    graph = analysis.case_graph(session, viewer, case.pk)
    weakest = analysis.weakest_first(graph)
    return render_template(
        "case/index.html",
        assertions=weakest[: case_home.SHOWN],
        more=len(weakest) - case_home.SHOWN,
        ids=case_home.assertion_ids(session, case.pk),
        conflicts=analysis.conflicts(session, graph, case.pk),
        graph=graph,
        tasks=case_home.tasks(session, viewer, case.pk, now()),
        captures=case_home.newest_captures(session, case.pk),
        retracted=case_home.retracted(session, case.pk),
        reports=case_home.newest_reports(session, case.pk),
    )


@bp.route("/correct", methods=["GET", "POST"])
def correct() -> ResponseReturnValue:
    case = current_case()
    require(current_viewer(), Right.MANAGE_CASE, case.pk)
    names = ("title", "place", "zone", "profile", "tlp", "summary", "version")
    form = CorrectCaseForm(data={name: getattr(case, name) for name in names})
    status = save(
        form,
        lambda session: cases.correct(
            session,
            case.public_id,
            form.to_command(case.code),
            version=form.version.data,
            reason=form.reason.data,
            by=current_viewer(),
            now=now(),
        ),
    )
    if status == SAVED:
        flash("The case is corrected.", "success")
        return redirect(url_for(".index"), code=SAVED)
    if status == CONFLICT:
        form.version.raw_data = [str(case.version)]
    page = render_template("case/correct.html", form=form, zones=ZONES, stale=status == CONFLICT)
    return page, status


@bp.route("/members", methods=["GET", "POST"])
def members() -> ResponseReturnValue:
    case = current_case()
    form = MemberForm()
    if request.method == "POST":
        require(current_viewer(), Right.MANAGE_CASE, case.pk)
    status = save(
        form,
        lambda session: cases.set_member(
            session, case.code, form.username.data or "", form.role.data, by=current_viewer(), now=now()
        ),
    )
    if status == SAVED:
        flash(f"{form.username.data} is a {form.role.data.label.lower()} of this case.", "success")
        return redirect(url_for(".members"), code=SAVED)
    listed = users.list_members(get_session(), case.pk)
    return render_template("case/members.html", form=form, members=listed), status


@bp.post("/members/remove")
def remove_member() -> ResponseReturnValue:
    """End a membership; a lead who removes the last lead is told why that cannot be."""
    username: Any = request.form.get("username", "")
    case = current_case()
    with transaction() as session:
        cases.set_member(session, case.code, username, None, by=current_viewer(), now=now())
    flash(f"{username} is no longer a member of this case.", "success")
    if username == current_viewer().username:
        return redirect(url_for("cases.index"), code=SAVED)
    return redirect(url_for(".members"), code=SAVED)
