"""The list of reports, one report on its workbench, a new one, and a report's own text."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.access import Right, require
from tracker.exporters import EXPORTERS
from tracker.services import reports
from tracker.store.queries import reports as queries
from tracker.store.queries.reports import Wanted
from tracker.store.queries.rows import AnyRow, date_in
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import belongs, case_blueprint, current_case, now
from tracker.web.db import get_session
from tracker.web.reports.forms import CorrectReportForm, ReportForm
from tracker.web.reports.reading import read_report
from tracker.web.saving import CONFLICT, SAVED, differing, save

bp = case_blueprint("reports", __name__)
bp.context_processor(lambda: {"date_in": date_in, "formats": EXPORTERS.values()})
_LAST_PAGE_DIGITS = 4
_COLUMNS = (
    ("Report", "number"),
    ("Information cut-off", "cut-off"),
    ("Findings", "findings"),
    ("Published", "published"),
    ("Marking", ""),
)


@bp.get("/")
def index() -> ResponseReturnValue:
    wanted = _wanted(request.args)
    listed = queries.list_reports(get_session(), current_viewer(), current_case().pk, wanted)
    return render_template(
        "reports/index.html",
        listed=listed,
        wanted=wanted,
        address=_address_of_list,
        headers=_headers(wanted.sort),
        summary=_summary(wanted.page, listed),
        narrowed=bool(wanted.q) or wanted.withdrawn != "no",
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
        return redirect(url_for(".show", public_id=made[0].public_id), code=SAVED)
    return render_template("reports/new.html", form=form), status


@bp.route("/<public_id>/correct", methods=["GET", "POST"])
def correct(public_id: str) -> ResponseReturnValue:
    report = get(public_id)
    may_write()
    form = CorrectReportForm(data=_fields(report))
    status = save(
        form,
        lambda session: reports.correct(
            session,
            public_id,
            form.to_command(),
            version=form.version.data,
            reason=form.reason.data,
            by=current_viewer(),
            now=now(),
        ),
    )
    if status == SAVED:
        flash(f"The text of {report.label} is saved; what it said before is kept in its history.", "success")
        return redirect(url_for(".show", public_id=public_id), code=SAVED)
    current = _fields(get(public_id)) if status == CONFLICT else {}
    if current:
        form.version.raw_data = [str(current["version"])]  # seen now, so that saving again is meant
    page = render_template("reports/correct.html", form=form, report=report, current=differing(form, current))
    return page, status


def get(public_id: str) -> AnyRow:
    """The report of this page's case with that public id."""
    return belongs(queries.get_report(get_session(), current_viewer(), public_id))


def may_write() -> None:
    """Refuse whoever may not write reports, before a form is shown that they could not send."""
    require(current_viewer(), Right.WRITE_REPORT, current_case().pk)


def _fields(report: AnyRow) -> dict[str, Any]:
    cut_off = date_in(report, "cut_off")
    names = ("title", "tlp", "bottom_line", "what_would_change", "gaps", "method", "version")
    return {
        **{name: getattr(report, name) for name in names},
        "cut_off": cut_off.text if cut_off else None,
    }


def _wanted(args: Any) -> Wanted:
    """What the address narrows the list to; a word nobody knows narrows nothing."""
    page = args.get("page", "")
    return Wanted(
        q=args.get("q", "").strip(),
        withdrawn=args.get("withdrawn", "no"),
        sort=args.get("sort", "-number"),
        page=int(page) if page.isdecimal() and len(page) <= _LAST_PAGE_DIGITS else 1,
    )


def _address_of_list(**changes: Any) -> str:
    """The address of this list with something changed: another order, another page."""
    kept = {name: value for name, value in request.args.items() if value and name != "page"}
    return url_for("reports.index", **{**kept, **changes})


def _headers(sort: str) -> list[Any]:
    """The columns of the list; those it can be ordered by lead to that order, and back."""
    headers: list[Any] = []
    for label, key in _COLUMNS:
        direction = {key: "ascending", f"-{key}": "descending"}.get(sort)
        url = _address_of_list(sort=f"-{key}" if direction == "ascending" else key)
        headers.append({"label": label, "url": url, "sorted": direction} if key else label)
    return headers


def _summary(page: int, listed: queries.Listed) -> str:
    first = (page - 1) * queries.PAGE
    return f"{first + 1:,}–{first + len(listed.rows):,} of {listed.total:,}"
