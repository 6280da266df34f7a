"""Publishing a report: a last look at what is missing and what has fallen, then a version that stays."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.access import Right, require
from tracker.services import publishing, report_lint
from tracker.services.publishing import LastLook
from tracker.store.queries import report_workbench as workbench
from tracker.store.queries import versions as queries
from tracker.web.auth.identity import current_viewer
from tracker.web.captures.stored import blob_store
from tracker.web.case_pages import current_case, now
from tracker.web.db import get_session
from tracker.web.reports.forms import PublishForm
from tracker.web.reports.views import bp, get
from tracker.web.saving import SAVED, save


@bp.route("/<public_id>/publish", methods=["GET", "POST"])
def publish(public_id: str) -> ResponseReturnValue:
    report = get(public_id)
    require(current_viewer(), Right.PUBLISH, current_case().pk)
    look = publishing.last_look(get_session(), public_id, by=current_viewer(), now=now())
    form = PublishForm()
    form.note.flags.required = bool(look.missing or look.fallen)
    made: list[Any] = []
    status = save(
        form,
        lambda session: made.append(
            publishing.publish(
                session,
                public_id,
                form.note.data,
                seen=form.digest.data or "",
                accepted=(form.seen.data or "") if form.all_the_same.data else "",
                by=current_viewer(),
                now=now(),
                blobs=blob_store(),
            )
        ),
    )
    if status == SAVED:
        number = made[0].number
        flash(f"Version {number} of {report.label} is published. It never changes.", "success")
        return redirect(url_for(".show_version", public_id=public_id, number=number), code=SAVED)
    _ask_again(form, look)
    session = get_session()
    hidden = report_lint.hidden_of(
        workbench.findings_of(session, report), workbench.judgements_of(session, current_viewer(), report)
    )
    cited = {(row.finding, row.statement): row for row in queries.citation_ids(session, report)}
    page = render_template(
        "reports/publish.html",
        form=form,
        report=report,
        look=look,
        remarks=report_lint.remarks_on(session, report, look.content, look.missing, hidden=hidden),
        cited=[(each, cited.get((each.finding, each.statement))) for each in look.fallen],
        number=(report.last_version or 0) + 1,
    )
    return page, status


def _ask_again(form: PublishForm, look: LastLook) -> None:
    """A box that was ticked beside another list is not ticked beside this one."""
    if request.method == "POST" and form.seen.data != look.seal:
        form.all_the_same.data = False
    form.seen.data, form.digest.data = look.seal, look.digest
