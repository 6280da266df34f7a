"""Adding, changing and moving the findings of a report."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug import Response

from tracker.services import reports
from tracker.store.queries import assertions as assertion_queries
from tracker.store.queries import reports as queries
from tracker.store.queries.review import parts
from tracker.store.queries.rows import AnyRow
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import current_case, now
from tracker.web.db import get_session, transaction
from tracker.web.reports.forms import CorrectFindingForm, FindingForm
from tracker.web.reports.views import assertion_asked, bp, get, may_write
from tracker.web.saving import SAVED, save, save_correction

_FARTHEST = 10_000


@bp.route("/<public_id>/findings/new", methods=["GET", "POST"])
def add_finding(public_id: str) -> ResponseReturnValue:
    report = get(public_id)
    may_write()
    about = assertion_asked()
    form = FindingForm(data={"assertion": about.label if about else None})
    made: list[Any] = []
    status = save(
        form,
        lambda session: made.append(
            reports.add_finding(
                session,
                public_id,
                form.text.data,
                assertion=form.assertion.data,
                by=current_viewer(),
                now=now(),
            )
        ),
    )
    if status == SAVED:
        flash(f"{made[0].label} is added. Now cite what it rests on.", "success")
        return redirect(url_for(".cite", public_id=public_id, finding_id=made[0].public_id), code=SAVED)
    page = render_template(
        "reports/finding.html",
        form=form,
        report=report,
        finding=None,
        about=about,
        assertions=_assertions(),
    )
    return page, status


@bp.route("/<public_id>/findings/<finding_id>/correct", methods=["GET", "POST"])
def correct_finding(public_id: str, finding_id: str) -> ResponseReturnValue:
    report = get(public_id)
    finding = queries.get_finding(get_session(), report, finding_id)
    may_write()
    form = CorrectFindingForm(data=_fields(finding))
    status, current = save_correction(
        form,
        lambda session: reports.correct_finding(
            session,
            finding_id,
            form.text.data,
            assertion=form.assertion.data,
            version=form.version.data,
            reason=form.reason.data,
            by=current_viewer(),
            now=now(),
        ),
        lambda: _fields(queries.get_finding(get_session(), report, finding_id)),
    )
    if status == SAVED:
        flash(f"{finding.label} is saved; what it said before is kept in its history.", "success")
        return to_finding(public_id, finding)
    page = render_template(
        "reports/finding.html",
        form=form,
        report=report,
        finding=finding,
        about=None,
        current=current,
        assertions=_assertions(),
    )
    return page, status


@bp.post("/<public_id>/findings/<finding_id>/<any(up, down):direction>")
def move_finding(public_id: str, finding_id: str, direction: str) -> ResponseReturnValue:
    report = get(public_id)
    finding = queries.get_finding(get_session(), report, finding_id)
    return move(report, "finding", finding, direction)


def move(report: AnyRow, kind: str, part: AnyRow, direction: str) -> ResponseReturnValue:
    """Move a finding or a section as many places as the form says, one where it does not say.

    Says where it stands now: to a script as `{"said": …}`, on the workbench to everybody else.
    """
    places = min(max(request.form.get("places", 1, type=int), 1), _FARTHEST)
    with transaction() as session:
        reports.move(
            session,
            kind,
            part.public_id,
            -places if direction == "up" else places,
            by=current_viewer(),
            now=now(),
        )
    order = [row.label for row in parts(get_session(), report.pk) if row.label[0] == part.label[0]]
    said = f"{part.label} stands at place {order.index(part.label) + 1} of {len(order)} now."
    if request.accept_mimetypes.best == "application/json":
        return {"said": said}
    flash(said, "success")
    where = url_for("reports.show", public_id=report.public_id, _anchor=f"{kind}-{part.label}")
    return redirect(where, code=SAVED)


def to_finding(public_id: str, finding: AnyRow) -> Response:
    """Back to the workbench, to that finding."""
    where = url_for("reports.show", public_id=public_id, _anchor=f"finding-{finding.label}")
    return redirect(where, code=SAVED)


def _fields(finding: AnyRow) -> dict[str, Any]:
    return {"text": finding.text, "assertion": finding.assertion_label, "version": finding.version}


def _assertions() -> list[tuple[str, str]]:
    rows = assertion_queries.offered(get_session(), current_viewer(), current_case().pk)
    return [(row.label, row.text) for row in rows]
