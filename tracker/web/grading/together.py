"""Grading several statements, or several sources for one topic, on one page: all of them or none."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.access import Right, require
from tracker.domain.scales import Credibility, GradeScale, Reliability
from tracker.services import adjudication
from tracker.store.queries import grading_desk as queries
from tracker.store.queries.grades import topics
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import current_case, now
from tracker.web.db import get_session
from tracker.web.grading.forms import MOST, SourcesForm, StatementsForm, TogetherForm
from tracker.web.grading.views import bp
from tracker.web.saving import REFUSED, SAVED, save

_SCALES = {"statements": GradeScale.CREDIBILITY, "sources": GradeScale.RELIABILITY}
_QUEUES = {"statements": ".index", "sources": ".sources"}
_GONE = "No longer there to be graded, so left out: {}. Look at what is left and send it again."


@bp.route("/together/<any(statements, sources):what>", methods=["GET", "POST"])
def together(what: str) -> ResponseReturnValue:
    session, viewer, case_pk = get_session(), current_viewer(), current_case().pk
    require(viewer, Right.GRADE, case_pk)
    scale = _SCALES[what]
    form = _form(what)
    found = queries.chosen(session, viewer, case_pk, scale, form.items)
    gone = [item for item in form.items if item not in found]
    form.keep(found)
    form.offer(queries.recent_reasons(session, viewer, case_pk, scale), scale)
    if gone and request.method == "POST":
        form.validate()
        form.form_errors.append(_GONE.format(", ".join(gone)[:300]))
        status = REFUSED
    else:
        status = save(
            form,
            lambda writing: adjudication.grade_together(
                writing, form.to_commands(found), by=viewer, now=now()
            ),
        )
    if status == SAVED:
        number = len(form.rows)
        flash("One grade is recorded." if number == 1 else f"{number} grades are recorded.", "success")
        return redirect(url_for(_QUEUES[what]), code=SAVED)
    page = render_template(
        f"grading/together_{what}.html",
        form=form,
        what=what,
        found=found,
        back=url_for(_QUEUES[what]),
        words=Credibility if scale is GradeScale.CREDIBILITY else Reliability,
        topics=[] if what == "statements" else [(topic, topic) for topic in topics(session, viewer, case_pk)],
    )
    return page, status


def _form(what: str) -> TogetherForm:
    kind = StatementsForm if what == "statements" else SourcesForm
    if request.method == "POST":
        return kind()
    chosen = list(dict.fromkeys(request.args.getlist("item")))[:MOST]
    return kind(data={"rows": [{"item": item} for item in chosen]})
