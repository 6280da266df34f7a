"""One case: its home, what it says of itself, and its members."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.access import Right, require
from tracker.domain.scales import AssetKind
from tracker.domain.track_record import USUAL_BOUNDS
from tracker.services import cases, report_files
from tracker.store.queries import users
from tracker.store.queries.rows import date_in
from tracker.web.auth.identity import current_viewer
from tracker.web.captures.stored import blob_store
from tracker.web.case.forms import ZONES, CorrectCaseForm, MemberForm, ReportSettingsForm
from tracker.web.case.reading import read_home
from tracker.web.case_pages import current_case, now, open_case_from_address
from tracker.web.db import get_session, transaction
from tracker.web.saving import SAVED, save, save_correction

bp = Blueprint("case", __name__, url_prefix="/cases/<code>")
open_case_from_address(bp)
bp.context_processor(lambda: {"date_in": date_in})


@bp.get("/")
def index() -> ResponseReturnValue:
    moment = now()
    home = read_home(get_session(), current_viewer(), current_case().pk, moment)
    return render_template("case/index.html", home=home, now=moment)


@bp.route("/correct", methods=["GET", "POST"])
def correct() -> ResponseReturnValue:
    case = current_case()
    require(current_viewer(), Right.MANAGE_CASE, case.pk)
    form = CorrectCaseForm(data=_fields(case))
    status, current = save_correction(
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
        lambda: _fields(case),
    )
    if status == SAVED:
        flash("The case is corrected.", "success")
        return redirect(url_for(".index"), code=SAVED)
    return render_template("case/correct.html", form=form, zones=ZONES, current=current), status


def _fields(case: Any) -> dict[str, Any]:
    names = ("title", "place", "zone", "profile", "tlp", "summary", "grades_are_blind", "version")
    return {
        **{name: getattr(case, name) for name in names},
        "shows_codes": "yes" if case.shows_codes else "no",
        "letter_bounds": case.letter_bounds or USUAL_BOUNDS,
    }


@bp.route("/report-settings", methods=["GET", "POST"])
def report_settings() -> ResponseReturnValue:
    """How every report of the case is written and printed, and the customer's files it is made with."""
    case = current_case()
    require(current_viewer(), Right.MANAGE_CASE, case.pk)
    stored = {name: getattr(case, name) for name in ("paper", "language", "likelihood_row", "version")}
    form = ReportSettingsForm(data=stored)
    status, current = save_correction(
        form,
        lambda session: report_files.change(
            session,
            blob_store(),
            case.public_id,
            form.to_command(),
            version=form.version.data,
            reason=form.reason.data,
            by=current_viewer(),
            now=now(),
        ),
        lambda: stored,
    )
    if status == SAVED:
        flash("Reports are made so from now on. Published versions stay as they are.", "success")
        return redirect(url_for(".report_settings"), code=SAVED)
    held = report_files.standing(get_session(), case.pk, by=current_viewer())
    page = render_template(
        "case/report_settings.html", form=form, current=current, held=held, kinds=AssetKind
    )
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
