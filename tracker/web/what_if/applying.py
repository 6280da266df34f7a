"""Applying the answer to a “what if”: a grade of the source, or a withdrawal, each with its reason."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker.domain.access import Right, require
from tracker.domain.english import some
from tracker.domain.errors import DomainError
from tracker.domain.scales import GradeScale
from tracker.services import grades
from tracker.services import what_if as service
from tracker.services.what_if_picks import Kind
from tracker.store.queries import grades as grade_queries
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import current_case, now
from tracker.web.db import get_session
from tracker.web.grades.forms import ReliabilityForm
from tracker.web.grades.sheet import Sheet
from tracker.web.saving import CONFLICT, SAVED, may_record, save
from tracker.web.what_if import reading
from tracker.web.what_if.forms import WithdrawForm
from tracker.web.what_if.views import assertion_ids, bp, picked

_LISTED = 50


@bp.route("/grade", methods=["GET", "POST"])
def grade() -> ResponseReturnValue:
    """Grade the one source that was asked about; what would change stands in the reason already."""
    require(current_viewer(), Right.GRADE, current_case().pk)
    picks = picked()
    if not picks.found:
        return redirect(reading.without(picks))
    if [each.kind for each in picks.found] != [Kind.SRC]:
        raise DomainError("Choose one source to grade.")
    (source,) = picks.found
    session, viewer, case_pk = get_session(), current_viewer(), current_case().pk
    form = ReliabilityForm()
    given = grade_queries.grades_of_source(session, viewer, case_pk, source.row.pk)
    form.suggest(Sheet.of(given, viewer), "")
    status = save(
        form,
        lambda writing: grades.grade(
            writing,
            form.to_command(GradeScale.RELIABILITY, source.row.public_id),
            by=viewer,
            now=now(),
        ),
    )
    if status == SAVED:
        flash(f"{source.label} is graded: {form['value'].data.label}.", "success")
        return redirect(reading.address_of(source), code=SAVED)
    answer = service.ask(session, viewer, case_pk, picks)
    if request.method == "GET":
        form.reason.data = answer.verdict
    page = render_template(
        "what_if/grade.html",
        form=form,
        source=source,
        verdict=answer.verdict,
        topics=grade_queries.topics(session, viewer, case_pk),
        back=reading.without(picks),
    )
    return page, status


@bp.route("/withdraw", methods=["GET", "POST"])
def withdraw() -> ResponseReturnValue:
    """Show exactly what would be withdrawn, and withdraw that once it is confirmed."""
    may_record()
    picks = picked()
    if not picks.found:
        return redirect(reading.without(picks))
    session, viewer, case_pk = get_session(), current_viewer(), current_case().pk
    form = WithdrawForm()
    status = save(
        form,
        lambda writing: service.withdraw(
            writing, case_pk, picks, form.reason.data, seal=form.seal.data or "", by=viewer, now=now()
        ),
    )
    if status == SAVED:
        labels = some((form.seal.data or "").split())
        words = Markup('Withdrawn from the case: {}. <a href="{}">Each can be restored.</a>')
        flash(words.format(labels, url_for("statements.index", withdrawn="only")), "success")
        return redirect(reading.address_of(picks.found[0]), code=SAVED)
    planned = service.plan(session, viewer, case_pk, picks)
    if status == CONFLICT or request.method == "GET":
        form.seal.data = planned.seal  # seen now, so that confirming it is meant
    page = render_template(
        "what_if/withdraw.html",
        form=form,
        picks=picks,
        planned=planned,
        rows=reading.withdrawn_rows(planned, assertion_ids()),
        sources=[each for each in picks.found if each.kind is Kind.SRC],
        address_of=reading.address_of,
        listed=_LISTED,
        back=reading.without(picks),
    )
    return page, status
