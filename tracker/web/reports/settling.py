"""Withdrawing a report, a finding, a section or a citation with a reason, and restoring it."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from tracker.store.queries import reports as queries
from tracker.store.queries.rows import AnyRow
from tracker.web.auth.identity import current_viewer
from tracker.web.db import get_session
from tracker.web.reports.views import bp, get, may_write
from tracker.web.settling import RESTORE, Settled, withdraw_or_restore


@bp.route("/<public_id>/<any(withdraw, restore):deed>", methods=["GET", "POST"])
def settle(public_id: str, deed: str) -> ResponseReturnValue:
    report = get(public_id)
    return _settle(report, Settled("report", report.label, report, report.title), deed)


@bp.route("/<public_id>/findings/<finding_id>/<any(withdraw, restore):deed>", methods=["GET", "POST"])
def settle_finding(public_id: str, finding_id: str, deed: str) -> ResponseReturnValue:
    report = get(public_id)
    finding = queries.get_finding(get_session(), report, finding_id)
    settled = Settled("finding", f"finding {finding.label}", finding, finding.text)
    anchor = f"finding-{finding.label}" if deed == RESTORE else None  # a withdrawn one has no place to go to
    return _settle(report, settled, deed, anchor)


@bp.route("/<public_id>/sections/<section_id>/<any(withdraw, restore):deed>", methods=["GET", "POST"])
def settle_section(public_id: str, section_id: str, deed: str) -> ResponseReturnValue:
    report = get(public_id)
    section = queries.get_section(get_session(), report, section_id)
    settled = Settled("section", f"section {section.label}", section, section.title)
    return _settle(report, settled, deed, f"section-{section.label}" if deed == RESTORE else None)


@bp.route(
    "/<public_id>/findings/<finding_id>/citations/<citation_id>/<any(withdraw, restore):deed>",
    methods=["GET", "POST"],
)
def settle_citation(public_id: str, finding_id: str, citation_id: str, deed: str) -> ResponseReturnValue:
    report = get(public_id)
    finding = queries.get_finding(get_session(), report, finding_id)
    citation = queries.get_citation(get_session(), current_viewer(), finding, citation_id)
    name = f"the citation of {citation.statement_label} in {finding.label}"
    settled = Settled("citation", name, citation, citation.gist)
    return _settle(report, settled, deed, f"finding-{finding.label}")


def _settle(report: AnyRow, settled: Settled, deed: str, anchor: str | None = None) -> ResponseReturnValue:
    may_write()
    back = url_for(".show", public_id=report.public_id, _anchor=anchor)
    return withdraw_or_restore(settled, deed, back=back, layout="reports/part.html", report=report)
