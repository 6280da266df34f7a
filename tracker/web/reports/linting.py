"""The page that lists every remark on the wording of a report, by its rule and with the way to mend it."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.report_lint import Rule
from tracker.services import report_lint
from tracker.store.queries import report_workbench as queries
from tracker.store.queries.rows import AnyRow
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import now
from tracker.web.db import get_session
from tracker.web.reports.views import bp, get

_AROUND = {
    "bottom line": "bottom-line",
    "what would change this": "what-would-change",
    "gaps": "gaps",
    "method": "method",
    "standard of proof": "standard-of-proof",
}


@bp.get("/<public_id>/lint")
def lint(public_id: str) -> ResponseReturnValue:
    report = get(public_id)
    found = report_lint.remarks(get_session(), public_id, by=current_viewer(), now=now())
    by_rule = {rule: [one for one in found if one.rule is rule] for rule in Rule}
    return render_template(
        "reports/lint.html",
        report=report,
        found=found,
        by_rule={rule: remarks for rule, remarks in by_rule.items() if remarks},
        edits=_edits(report),
    )


def _edits(report: AnyRow) -> dict[str, str]:
    """Where each text of the report is mended, by its label."""
    session, public_id = get_session(), report.public_id
    texts = {label: url_for(".write", public_id=public_id, place=place) for label, place in _AROUND.items()}
    sections = {
        row.label: url_for(".write", public_id=public_id, place=row.public_id)
        for row in queries.sections_of(session, report)
    }
    findings = {
        row.label: url_for(".correct_finding", public_id=public_id, finding_id=row.public_id)
        for row in queries.findings_of(session, report)
    }
    return {**texts, **sections, **findings}
