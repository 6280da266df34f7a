"""Saying how an assertion turned out, taking that back, and the list of what was resolved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.access import Right, require
from tracker.domain.errors import DomainError
from tracker.domain.resolutions import Move
from tracker.domain.scales import Outcome
from tracker.services import resolutions
from tracker.store.queries import track_record as queries
from tracker.store.queries.assertions import get_assertion
from tracker.store.queries.rows import AnyRow, Rows, date_in
from tracker.store.queries.statements import Wanted as WantedStatements
from tracker.store.queries.statements import list_statements
from tracker.store.queries.track_record import StandingResolution, Wanted
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import belongs, case_blueprint, current_case, now
from tracker.web.db import get_session
from tracker.web.listing import asked_page, choices, narrows, pages
from tracker.web.resolutions.forms import ResolveForm
from tracker.web.saving import CONFLICT, REFUSED, SAVED, SHOWN, ReasonForm, ask, save

bp = case_blueprint("resolutions", __name__)
bp.context_processor(lambda: {"date_in": date_in})
_OFFERED = 12


@dataclass(frozen=True, slots=True)
class _Offer:
    """Statements to choose a basis from: those chosen already, then those found under a heading."""

    chosen: Rows
    found: list[AnyRow]
    heading: str
    more: bool


@dataclass(frozen=True, slots=True)
class _Moved:
    """What becomes of the record of one source in one role."""

    source: AnyRow
    move: Move


@bp.get("/")
def index() -> ResponseReturnValue:
    session, viewer, case_pk = get_session(), current_viewer(), current_case().pk
    wanted = _wanted(request.args)
    listed = queries.list_resolutions(session, viewer, case_pk, wanted)
    basis: dict[int, list[AnyRow]] = {row.pk: [] for row in listed.rows}
    for row in queries.basis_of(session, basis):
        basis[row.resolution_pk].append(row)
    return render_template(
        "resolutions/index.html",
        listed=listed,
        basis=basis,
        wanted=wanted,
        outcomes=choices(Outcome),
        topics=[
            ("-", "Without a topic"),
            *((topic, topic) for topic in queries.topics(session, viewer, case_pk)),
        ],
        narrowed=narrows(wanted),
        pages=pages(listed.page, total=listed.total, size=queries.PAGE),
    )


@bp.route("/<public_id>", methods=["GET", "POST"])
def new(public_id: str) -> ResponseReturnValue:
    """Resolve the assertion with that public id; “search” and “preview” only look, and store nothing."""
    assertion = belongs(get_assertion(get_session(), current_viewer(), public_id))
    require(current_viewer(), Right.GRADE, assertion.case_pk)
    standing = queries.resolution_of(get_session(), current_viewer(), assertion)
    form = ResolveForm(data={"seen": standing.public_id if standing else ""})
    moved: list[_Moved] | None = None
    match request.form.get("do"):
        case "search":
            status = SHOWN if form.search.validate(form) else REFUSED
        case "preview":
            status, moved = _preview(form, assertion)
        case _:
            status = save(
                form,
                lambda session: resolutions.resolve(
                    session, form.to_command(public_id), by=current_viewer(), now=now()
                ),
            )
    if status == SAVED:
        outcome = form.outcome.data.label.lower()
        flash(f"{assertion.label} is resolved: {outcome}.", "success")
        return redirect(url_for("assertions.show", public_id=public_id), code=SAVED)
    if status == CONFLICT:  # seen now, so that saving again is meant
        standing = queries.resolution_of(get_session(), current_viewer(), assertion)
        form.seen.data = standing.public_id if standing else ""
    page = render_template(
        "resolutions/new.html",
        form=form,
        assertion=assertion,
        standing=standing,
        earlier=queries.earlier_resolutions(get_session(), current_viewer(), assertion),
        offer=_offer(form, standing),
        moved=moved,
    )
    return page, status


@bp.route("/<resolution_id>/withdraw", methods=["GET", "POST"])
def withdraw(resolution_id: str) -> ResponseReturnValue:
    resolution = belongs(queries.get_resolution(get_session(), current_viewer(), resolution_id))
    require(current_viewer(), Right.GRADE, resolution.case_pk)
    form = ReasonForm()
    return ask(
        form,
        lambda session: resolutions.withdraw(
            session, resolution_id, form.reason.data, by=current_viewer(), now=now()
        ),
        done=lambda: f"The resolution of {resolution.label} is withdrawn. It is open again.",
        back=url_for("assertions.show", public_id=resolution.assertion_id),
        page=lambda: render_template("resolutions/withdraw.html", form=form, resolution=resolution),
    )


def _preview(form: ResolveForm, assertion: AnyRow) -> tuple[int, list[_Moved] | None]:
    if not form.validate_on_submit():
        return REFUSED, None
    session = get_session()
    try:
        moves = resolutions.preview(session, form.to_command(assertion.public_id), by=current_viewer())
    except DomainError as error:
        form.add_error(error)
        return REFUSED, None
    sources = queries.sources_named(session, assertion.case_pk, [move.source for move in moves])
    moved = [_Moved(sources[move.source], move) for move in moves]
    return SHOWN, sorted(moved, key=lambda each: not each.move.changes)


def _offer(form: ResolveForm, standing: StandingResolution | None) -> _Offer:
    session, viewer, case_pk = get_session(), current_viewer(), current_case().pk
    search = "" if form.search.errors else form.search.data or ""
    listed = list_statements(session, viewer, case_pk, WantedStatements(q=search))
    kept = [*(form.basis.data or ()), *(standing.basis_labels if standing else ())]
    chosen = queries.statements_labelled(session, viewer, case_pk, kept)
    labels = {row.label for row in chosen}
    found = [row for row in listed.rows if row.label not in labels]
    return _Offer(
        chosen,
        found[:_OFFERED],
        f"Statements with “{search}”" if search else "The newest statements",
        more=listed.more or len(found) > _OFFERED,
    )


def _wanted(args: Any) -> Wanted:
    return Wanted(
        q=args.get("q", "").strip(),
        outcome=next((outcome for outcome in Outcome if outcome.value == args.get("outcome")), None),
        topic=args.get("topic", "").strip(),
        withdrawn=args.get("withdrawn") == "only",
        page=asked_page(),
    )
