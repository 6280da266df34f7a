"""Publishing a report: a last look at what is missing, and a version that never changes."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.access import Right, require
from tracker.services import publishing
from tracker.store.queries import reports as queries
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import current_case, now
from tracker.web.db import get_session
from tracker.web.reports.forms import PublishForm
from tracker.web.reports.views import bp, get
from tracker.web.saving import SAVED, save


@bp.route("/<public_id>/publish", methods=["GET", "POST"])
def publish(public_id: str) -> ResponseReturnValue:
    report = get(public_id)
    require(current_viewer(), Right.PUBLISH, current_case().pk)
    missing = publishing.missing(get_session(), public_id, by=current_viewer(), now=now())
    form = PublishForm()
    form.note.flags.required = bool(missing)
    made: list[Any] = []
    status = save(
        form,
        lambda session: made.append(
            publishing.publish(session, public_id, form.note.data, by=current_viewer(), now=now())
        ),
    )
    if status == SAVED:
        flash(f"Version {made[0].number} of {report.label} is published. It never changes.", "success")
        return redirect(url_for(".show", public_id=public_id, _anchor="versions"), code=SAVED)
    page = render_template(
        "reports/publish.html",
        form=form,
        report=report,
        missing=missing,
        versions=queries.versions_of(get_session(), report),
    )
    return page, status
