"""Giving a grade, with one's own, the others' where they are shown, and all earlier ones in view."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker.domain.access import Right, require
from tracker.domain.credibility import override_words
from tracker.domain.scales import GradeScale
from tracker.services import grades
from tracker.services.grades import Behind
from tracker.store.queries import grades as queries
from tracker.store.queries.blindness import Shown
from tracker.store.queries.rows import AnyRow
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import belongs, case_blueprint, current_case, now
from tracker.web.db import get_session
from tracker.web.grades.forms import FORMS, CredibilityForm, ReliabilityForm
from tracker.web.grades.sheet import Sheet
from tracker.web.jinja import word_shown
from tracker.web.saving import SAVED, save

bp = case_blueprint("grades", __name__)

_HINTS = {
    GradeScale.RELIABILITY: "For a topic, with its access there. Judge the source, not what it says now.",
    GradeScale.CREDIBILITY: "In itself and beside what else is known. Judge what is said, not who says it.",
    GradeScale.LIKELIHOOD: "How likely what the finding says is, whatever stands behind it.",
    GradeScale.CONFIDENCE: "Information, assumptions and gaps; not how likely the finding is.",
}
_BACK = {
    GradeScale.RELIABILITY: "sources.show",
    GradeScale.CREDIBILITY: "statements.show",
    GradeScale.LIKELIHOOD: "reports.show",
    GradeScale.CONFIDENCE: "reports.show",
}


@bp.route("/<scale>/<public_id>", methods=["GET", "POST"])
def new(scale: str, public_id: str) -> ResponseReturnValue:
    asked = next((each for each in GradeScale if each.value == scale), None) or abort(404)
    target = belongs(queries.get_target(get_session(), current_viewer(), asked, public_id))
    if request.method == "POST":
        require(current_viewer(), Right.GRADE, current_case().pk)
    form, sheet = FORMS[asked](), Sheet.of(_given(asked, target), current_viewer())
    if isinstance(form, ReliabilityForm):
        form.suggest(sheet, request.args.get("topic", ""))
    counted: tuple[Behind, ...] = ()
    if isinstance(form, CredibilityForm):
        counted = grades.behind(get_session(), current_viewer(), target.pk, target.case_pk)
        form.offer(counted, request.args.get("assertion", ""))
    status = save(
        form,
        lambda session: grades.grade(
            session, form.to_command(asked, target.public_id), by=current_viewer(), now=now()
        ),
    )
    back = url_for(_BACK[asked], public_id=target.whole_id)
    if status == SAVED:
        said = f"{target.label} is graded: {word_shown(form['value'].data)}."
        flash(Markup("{} {}").format(said, _next_step(asked, target)), "success")
        return redirect(back, code=SAVED)
    page = render_template(
        "grades/new.html",
        form=form,
        scale=asked,
        target=target,
        question=_HINTS[asked],
        sheet=sheet,
        counted=counted,
        override=override_words(codes=current_case().shows_codes),
        topics=_topics(asked),
        back=back,
    )
    return page, status


def _next_step(scale: GradeScale, target: AnyRow) -> str:
    """After what is said, who says it: the way to the source's grade, unless one's own is in."""
    if scale is not GradeScale.CREDIBILITY:
        return ""
    session, viewer = get_session(), current_viewer()
    of_source = queries.grades_of_source(session, viewer, target.case_pk, target.source_pk)
    if Sheet.of(of_source, viewer).own:
        return ""
    address = url_for(".new", scale=GradeScale.RELIABILITY.value, public_id=target.source_id)
    return Markup('<a href="{}">Now the source: {}</a>').format(address, target.detail)


def _given(scale: GradeScale, target: AnyRow) -> Shown:
    session, viewer = get_session(), current_viewer()
    if scale is GradeScale.RELIABILITY:
        return queries.grades_of_source(session, viewer, target.case_pk, target.pk)
    if scale is GradeScale.CREDIBILITY:
        return queries.grades_of_statement(session, viewer, target)
    return queries.grades_of_finding(session, viewer, target, scale)


def _topics(scale: GradeScale) -> list[tuple[str, str]]:
    if scale is not GradeScale.RELIABILITY:
        return []
    found = queries.topics(get_session(), current_viewer(), current_case().pk)
    return [(topic, topic) for topic in found]
