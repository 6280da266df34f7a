"""A difference between analysts, read side by side; a lead settles it, and the dissent stays."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.access import Right, require
from tracker.domain.scales import GradeScale
from tracker.services import adjudication
from tracker.services.agreement import Compared
from tracker.store.queries.blindness import has_read_others
from tracker.store.queries.grades import get_target
from tracker.store.queries.rows import AnyRow
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import belongs, current_case, now
from tracker.web.db import get_session, transaction
from tracker.web.grading.forms import SettleForm, SettleSourceForm, SettleStatementForm
from tracker.web.grading.views import bp, the_given
from tracker.web.saving import CONFLICT, SAVED, save

_RECORDS = {GradeScale.CREDIBILITY: "statements.show", GradeScale.RELIABILITY: "sources.show"}


@bp.route("/settle/<any(credibility, reliability):scale>/<public_id>", methods=["GET", "POST"])
def settle(scale: str, public_id: str) -> ResponseReturnValue:
    asked, viewer = GradeScale(scale), current_viewer()
    target = _target(asked, public_id)
    if request.method == "POST":
        require(viewer, Right.MANAGE_CASE, current_case().pk)
    items = the_given().of(asked, target.public_id)
    form = SettleStatementForm() if asked is GradeScale.CREDIBILITY else SettleSourceForm()
    shown = _asked_for(items, form)
    status = save(
        form,
        lambda session: adjudication.settle(
            session,
            form.to_command(asked, target.public_id),
            by=viewer,
            now=now(),
            seen=form.seen.data or "",
        ),
    )
    if status == SAVED:
        flash(
            f"{target.label} is settled: {form['value'].data.label}. Every analyst's own grade stays.",
            "success",
        )
        return redirect(url_for(".differences"), code=SAVED)
    seen = (form.seen.data or "").split()
    if status == CONFLICT:
        items = the_given().of(asked, target.public_id)
        shown = _asked_for(items, form)
    if shown is not None:
        form.part.data = shown.part
        if not form.is_submitted() or status == CONFLICT:  # seen now, so that saving again is meant
            form.seen.data = shown.seen
    is_hidden = shown is not None and shown.is_hidden and not _has_read(shown)
    page = render_template(
        "grading/settle.html",
        form=form,
        scale=asked,
        target=target,
        items=items,
        shown=shown,
        seen=seen if status == CONFLICT else None,
        is_hidden=is_hidden,
        is_asked=shown is not None
        and not is_hidden
        and shown.difference.can_be_settled
        and viewer.may(Right.MANAGE_CASE, target.case_pk),
        record=url_for(_RECORDS[asked], public_id=target.whole_id),
        codes=current_case().shows_codes,
    )
    return page, status


@bp.post("/settle/<any(credibility, reliability):scale>/<public_id>/read")
def read_both_sides(scale: str, public_id: str) -> ResponseReturnValue:
    """Show a lead who has not graded it what others gave: asked for, and noted each time."""
    asked, target = GradeScale(scale), _target(GradeScale(scale), public_id)
    with transaction() as session:
        adjudication.read_difference(session, asked, target.public_id, by=current_viewer(), now=now())
    part = request.form.get("part", "")
    return redirect(url_for(".settle", scale=scale, public_id=public_id, part=part), code=SAVED)


def _target(scale: GradeScale, public_id: str) -> AnyRow:
    return belongs(get_target(get_session(), current_viewer(), scale, public_id))


def _has_read(shown: Compared) -> bool:
    viewer, about = current_viewer(), shown.about
    return viewer.may(Right.MANAGE_CASE, current_case().pk) and has_read_others(
        get_session(), viewer, about.scale, about.target_pk
    )


def _asked_for(items: list[Compared], form: SettleForm) -> Compared | None:
    """The claim or topic the form or the address names; else the one that waits, or could be settled."""
    named = form.part.data if request.method == "POST" else request.args.get("part")
    if named is not None:
        return next((each for each in items if (each.part or "") == (named or "")), None)
    return max(
        items, key=lambda each: (each.difference.is_open, each.difference.can_be_settled), default=None
    )
