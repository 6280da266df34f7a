"""Cases: the viewer's list, and opening a new one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.services import cases
from tracker.store.queries import cases as queries
from tracker.web.auth.identity import current_viewer
from tracker.web.case.forms import ZONES, NewCaseForm
from tracker.web.case_pages import now
from tracker.web.db import get_session
from tracker.web.saving import SAVED, save

bp = Blueprint("cases", __name__, url_prefix="/cases")


@bp.get("/")
def index() -> ResponseReturnValue:
    viewer = current_viewer()
    return render_template("cases/index.html", cases=queries.list_cases(get_session(), viewer))


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    form = NewCaseForm()
    made: list[str] = []

    def open_it(session: Any) -> None:
        case, _ = cases.open_case(session, form.to_command(), by=current_viewer(), now=now())
        made.append(case.code)

    status = save(form, open_it)
    if status == SAVED:
        flash("The case is open, and you are its lead. Capture the first document.", "success")
        return redirect(url_for("case.index", code=made[0]), code=SAVED)
    return render_template("cases/new.html", form=form, zones=ZONES), status
