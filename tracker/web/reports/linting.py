"""The remarks on the wording of a report: by rule, each with the way to mend it or to set it aside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.report_lint import Rule
from tracker.services import report_lint, setting_aside
from tracker.store.queries import report_workbench as queries
from tracker.store.queries import review as review_queries
from tracker.store.queries.rows import AnyRow
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import now
from tracker.web.db import get_session
from tracker.web.forms import BaseForm
from tracker.web.reports.drafts import PLACES, anchor_of
from tracker.web.reports.review_forms import SetAsideForm
from tracker.web.reports.views import bp, get, may_write
from tracker.web.saving import ReasonForm, ask


@bp.get("/<public_id>/lint")
def lint(public_id: str) -> ResponseReturnValue:
    """All of them, or those on the text whose label the address names; in JSON only what stands beside it."""
    report = get(public_id)
    found = report_lint.remarks(get_session(), public_id, by=current_viewer(), now=now())
    label = request.args.get("at", "")
    if label:
        found = found.only(label)
    if request.accept_mimetypes.best == "application/json":
        beside = render_template("reports/_remarks.html", report=report, remarks=found, label=label)
        return {"beside": beside}
    by_rule = {rule: [one for one in found.standing if one.rule is rule] for rule in Rule}
    return render_template(
        "reports/lint.html",
        report=report,
        remarks=found,
        label=label,
        by_rule={rule: remarks for rule, remarks in by_rule.items() if remarks},
        edits=_edits(report),
    )


@bp.route("/<public_id>/lint/<digest>/set-aside", methods=["GET", "POST"])
def set_aside(public_id: str, digest: str) -> ResponseReturnValue:
    """Why a remark is not to be heeded."""
    report, viewer = get(public_id), current_viewer()
    may_write()
    remark = setting_aside.find_remark(get_session(), public_id, digest, by=viewer, now=now())
    form = SetAsideForm()
    return _ask(
        report,
        form,
        lambda session: setting_aside.set_aside(
            session, public_id, digest, form.reason.data, by=viewer, now=now()
        ),
        done="The remark is set aside. Published versions say so, with your reason.",
        remark=remark,
        place=remark.place.label,
    )


@bp.route("/<public_id>/lint/set-aside/<remark_id>/take-back", methods=["GET", "POST"])
def take_back(public_id: str, remark_id: str) -> ResponseReturnValue:
    """Let a remark stand again that was set aside."""
    report = get(public_id)
    may_write()
    row = review_queries.get_set_aside(get_session(), report, remark_id)
    form = ReasonForm()
    return _ask(
        report,
        form,
        lambda session: setting_aside.take_back(
            session, remark_id, form.reason.data, by=current_viewer(), now=now()
        ),
        done="The remark stands again, if its words still do.",
        row=row,
        place=row.place,
    )


def _ask(
    report: AnyRow,
    form: BaseForm,
    deed: Callable[[Any], object],
    *,
    done: str,
    place: str,
    **shown: object,
) -> ResponseReturnValue:
    """Ask why, and go back to the text that it is about."""
    back = url_for(".show", public_id=report.public_id, _anchor=anchor_of(place))
    return ask(
        form,
        deed,
        done=lambda: done,
        back=back,
        page=lambda: render_template(
            "reports/lint_set_aside.html", report=report, form=form, back=back, **shown
        ),
    )


def _edits(report: AnyRow) -> dict[str, str]:
    """Where each text of the report is mended, by its label."""
    session, public_id = get_session(), report.public_id
    texts = {label: url_for(".write", public_id=public_id, place=place) for label, place in PLACES.items()}
    sections = {
        row.label: url_for(".write", public_id=public_id, place=row.public_id)
        for row in queries.sections_of(session, report)
    }
    findings = {
        row.label: url_for(".correct_finding", public_id=public_id, finding_id=row.public_id)
        for row in queries.findings_of(session, report)
    }
    return {**texts, **sections, **findings}
