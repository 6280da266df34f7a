"""Withdrawing a report, a finding or a citation with a reason, and restoring it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.services import revisions
from tracker.store.queries import reports as queries
from tracker.store.queries.rows import AnyRow
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import now
from tracker.web.db import get_session
from tracker.web.reports.views import bp, get, may_write
from tracker.web.saving import SAVED, ReasonForm, save

_DEEDS = {"withdraw": revisions.withdraw, "restore": revisions.restore}
_DONE = {"withdraw": "withdrawn", "restore": "restored"}


@dataclass(frozen=True, slots=True)
class _Settled:
    """What is withdrawn or restored: its kind for the service, its name and words for people, its row."""

    kind: str
    name: str
    words: str
    row: AnyRow
    anchor: str | None = None


@bp.route("/<public_id>/<any(withdraw, restore):deed>", methods=["GET", "POST"])
def settle(public_id: str, deed: str) -> ResponseReturnValue:
    report = get(public_id)
    return _settle(report, _Settled("report", report.label, report.title, report), deed)


@bp.route("/<public_id>/findings/<finding_id>/<any(withdraw, restore):deed>", methods=["GET", "POST"])
def settle_finding(public_id: str, finding_id: str, deed: str) -> ResponseReturnValue:
    report = get(public_id)
    finding = queries.get_finding(get_session(), report, finding_id)
    settled = _Settled("finding", f"finding {finding.label}", finding.text, finding, _anchor(finding, deed))
    return _settle(report, settled, deed)


@bp.route(
    "/<public_id>/findings/<finding_id>/citations/<citation_id>/<any(withdraw, restore):deed>",
    methods=["GET", "POST"],
)
def settle_citation(public_id: str, finding_id: str, citation_id: str, deed: str) -> ResponseReturnValue:
    report = get(public_id)
    finding = queries.get_finding(get_session(), report, finding_id)
    citation = queries.get_citation(get_session(), finding, citation_id)
    name = f"the citation of {citation.statement_label} in {finding.label}"
    settled = _Settled("citation", name, citation.gist, citation, _anchor(finding, "restore"))
    return _settle(report, settled, deed)


def _anchor(finding: AnyRow, deed: str) -> str | None:
    return f"finding-{finding.label}" if deed == "restore" else None


def _settle(report: AnyRow, settled: _Settled, deed: str) -> ResponseReturnValue:
    may_write()
    form = ReasonForm()
    status = save(
        form,
        lambda session: _DEEDS[deed](
            session, settled.kind, settled.row.public_id, form.reason.data, by=current_viewer(), now=now()
        ),
    )
    back = url_for(".show", public_id=report.public_id, _anchor=settled.anchor)
    if status == SAVED:
        flash(f"{settled.name[0].upper()}{settled.name[1:]} is {_DONE[deed]}.", "success")
        return redirect(back, code=SAVED)
    page = render_template(
        "reports/settle.html", form=form, report=report, settled=settled, deed=deed, back=back
    )
    return page, status
