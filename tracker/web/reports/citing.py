"""Choosing the statement that a finding cites: what speaks of its assertion, or what is searched."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.scales import CitationRole
from tracker.services import reports
from tracker.store.queries import report_workbench
from tracker.store.queries import reports as queries
from tracker.store.queries import statements as statement_queries
from tracker.store.queries.rows import AnyRow
from tracker.store.queries.statements import Wanted
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import current_case, now
from tracker.web.db import get_session
from tracker.web.reports.findings import to_finding
from tracker.web.reports.forms import CiteForm
from tracker.web.reports.views import bp, get, may_write
from tracker.web.saving import SAVED, save


@dataclass(frozen=True, slots=True)
class _Offer:
    """The statements to choose from, under a heading that says why these."""

    heading: str
    rows: list[AnyRow]
    more: bool


@bp.route("/<public_id>/findings/<finding_id>/cite", methods=["GET", "POST"])
def cite(public_id: str, finding_id: str) -> ResponseReturnValue:
    report = get(public_id)
    finding = queries.get_finding(get_session(), report, finding_id)
    may_write()
    form = CiteForm()
    search = request.args.get("q", "").strip()
    offer = _offer(finding, search)
    form.offer(offer.rows)
    status = save(
        form,
        lambda session: reports.cite(
            session,
            finding_id,
            form.statement.data,
            form.role.data or CitationRole.SUPPORTS,
            by=current_viewer(),
            now=now(),
        ),
    )
    if status == SAVED:
        flash(f"{finding.label} cites {form.statement.data}.", "success")
        if form.again.data:
            here = url_for(".cite", public_id=public_id, finding_id=finding_id, q=search or None)
            return redirect(here, code=SAVED)
        return to_finding(public_id, finding)
    keys = [row.pk for row in offer.rows]
    page = render_template(
        "reports/cite.html",
        form=form,
        report=report,
        finding=finding,
        search=search,
        offer=offer,
        conveys=_conveys(keys),
        cited=_cited(report, finding),
    )
    return page, status


def _offer(finding: AnyRow, search: str) -> _Offer:
    session, viewer, case_pk = get_session(), current_viewer(), current_case().pk
    if not search and finding.assertion_label:
        wanted = Wanted(assertion=finding.assertion_label)
        listed = statement_queries.list_statements(session, viewer, case_pk, wanted)
        if listed.rows:
            heading = f"Statements that speak of {finding.assertion_label}"
            return _Offer(heading, list(listed.rows), listed.more)
    listed = statement_queries.list_statements(session, viewer, case_pk, Wanted(q=search))
    heading = f"Statements with “{search}”" if search else "The newest statements"
    return _Offer(heading, list(listed.rows), listed.more)


def _conveys(statement_pks: list[int]) -> dict[int, list[AnyRow]]:
    found: dict[int, list[AnyRow]] = {pk: [] for pk in statement_pks}
    for row in statement_queries.conveyed_by(get_session(), statement_pks):
        found[row.statement_pk].append(row)
    return found


def _cited(report: AnyRow, finding: AnyRow) -> dict[int, AnyRow]:
    """What the finding cites already, by statement."""
    rows = report_workbench.citations_of(get_session(), current_viewer(), report)
    return {
        row.statement_pk: row for row in rows if row.finding_pk == finding.pk and row.withdrawn_at is None
    }
