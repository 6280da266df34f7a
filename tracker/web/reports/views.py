"""The list of reports, one report on its workbench, a new one, and a report's own text."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.access import Right, require
from tracker.exporters import GROUPS
from tracker.services import look_again, reports
from tracker.services.report_texts import AROUND
from tracker.store.queries import reports as queries
from tracker.store.queries.assertions import findings_on, get_assertion
from tracker.store.queries.reports import Wanted
from tracker.store.queries.rows import AnyRow, date_in
from tracker.store.queries.versions import superseded_versions
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import belongs, case_blueprint, current_case, now
from tracker.web.db import get_session
from tracker.web.listing import asked_page, headers, narrows, pages
from tracker.web.reports.drafts import PLACES
from tracker.web.reports.forms import CorrectReportForm, ReportForm
from tracker.web.reports.reading import read_report
from tracker.web.saving import SAVED, save, save_correction

bp = case_blueprint("reports", __name__)
bp.context_processor(lambda: {"date_in": date_in, "format_groups": GROUPS, "places": PLACES})
_COLUMNS = (
    ("Report", "number"),
    ("Information cut-off", "cut-off"),
    ("Findings", "findings"),
    ("Published", "published"),
    ("Marking", ""),
)


@bp.get("/")
def index() -> ResponseReturnValue:
    """The list; where the address names an assertion, each report offers a finding that states it."""
    wanted, about = _wanted(request.args), assertion_asked()
    listed = queries.list_reports(get_session(), current_viewer(), current_case().pk, wanted)
    return render_template(
        "reports/index.html",
        listed=listed,
        about=about,
        stated=_findings_that_state(about) if about else {},
        wanted=wanted,
        headers=headers(_COLUMNS, wanted.sort),
        pages=pages(listed.page, total=listed.total, size=queries.PAGE, most=queries.MOST_PAGES),
        narrowed=narrows(wanted),
        again=look_again.in_case(get_session(), current_viewer(), current_case().pk),
        superseded=superseded_versions(get_session(), current_viewer(), current_case().pk),
    )


@bp.get("/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    return render_template(
        "reports/show.html",
        page=read_report(get_session(), current_viewer(), get(public_id), now()),
        permanent=url_for(".show", public_id=public_id, _external=True),
    )


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    may_write()
    about = assertion_asked()
    form = ReportForm(data={"tlp": current_case().tlp})
    made: list[Any] = []
    status = save(
        form,
        lambda session: made.append(
            reports.add(session, current_case().code, form.to_command(), by=current_viewer(), now=now())
        ),
    )
    if status == SAVED:
        flash(f"{made[0].label} is begun. Add its findings, and cite what each rests on.", "success")
        return redirect(_begun(made[0].public_id, about), code=SAVED)
    return render_template("reports/new.html", form=form, about=about), status


@bp.route("/<public_id>/correct", methods=["GET", "POST"])
def correct(public_id: str) -> ResponseReturnValue:
    report = get(public_id)
    may_write()
    form = CorrectReportForm(data=_fields(report))
    status, current = save_correction(
        form,
        lambda session: reports.correct(
            session,
            public_id,
            form.to_command(**{name: getattr(report, name) for name in AROUND}),
            version=form.version.data,
            reason=form.reason.data,
            by=current_viewer(),
            now=now(),
        ),
        lambda: _fields(get(public_id)),
    )
    if status == SAVED:
        flash(f"{report.label} is saved; what it said before is kept in its history.", "success")
        return redirect(url_for(".show", public_id=public_id), code=SAVED)
    page = render_template("reports/correct.html", form=form, report=report, current=current)
    return page, status


def get(public_id: str) -> AnyRow:
    """The report of this page's case with that public id."""
    return belongs(queries.get_report(get_session(), current_viewer(), public_id))


def may_write() -> None:
    """Refuse whoever may not write reports, before a form is shown that they could not send."""
    require(current_viewer(), Right.WRITE_REPORT, current_case().pk)


def assertion_asked() -> AnyRow | None:
    """The assertion of this case that the address asks to cite, if it asks for one."""
    public_id = request.args.get("assertion", "")
    return belongs(get_assertion(get_session(), current_viewer(), public_id)) if public_id else None


def _findings_that_state(assertion: AnyRow) -> dict[str, list[str]]:
    """The labels of the findings that state an assertion already, by the public id of their report."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in findings_on(get_session(), assertion.pk):
        if row.states_it:
            found[row.report_id].append(row.finding_label)
    return found


def _begun(report_id: str, about: AnyRow | None) -> str:
    """Where a new report leads: to its workbench, or to the finding it was begun for."""
    if about is None:
        return url_for(".show", public_id=report_id)
    return url_for(".add_finding", public_id=report_id, assertion=about.public_id)


def _fields(report: AnyRow) -> dict[str, Any]:
    cut_off = date_in(report, "cut_off")
    return {
        **{name: getattr(report, name) for name in ("title", "tlp", "version")},
        "cut_off": cut_off.text if cut_off else None,
    }


def _wanted(args: Any) -> Wanted:
    """What the address narrows the list to; a word nobody knows narrows nothing."""
    return Wanted(
        q=args.get("q", "").strip(),
        withdrawn=args.get("withdrawn") or "no",
        sort=args.get("sort", "-number"),
        page=asked_page(),
    )
