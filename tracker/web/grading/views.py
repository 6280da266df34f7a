"""What waits for the viewer's grade, what wants a second look, and how far the analysts agree."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.access import Right
from tracker.domain.agreement import Refusal, meaning
from tracker.domain.english import agreeing, capital, counted, percent
from tracker.domain.off_diagonal import PUBLISHED_SHARE
from tracker.domain.scales import GradeScale
from tracker.services.agreement import Given
from tracker.store.queries import grading_desk as queries
from tracker.store.queries.rows import date_in
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import case_blueprint, current_case
from tracker.web.db import get_session
from tracker.web.listing import asked_page, headers, pages

bp = case_blueprint("grading", __name__)
_COLUMNS = {
    GradeScale.CREDIBILITY: (
        ("Choose", ""),
        ("Statement", "recorded"),
        ("Assertion (claim)", "claim"),
        ("Source", "source"),
        ("Said", "said"),
    ),
    GradeScale.RELIABILITY: (("Choose", ""), ("Source", "source"), ("Kind", "kind"), ("Label", "recorded")),
}


@bp.context_processor
def _words() -> dict[str, Any]:
    return {"date_in": date_in, "item_of": queries.item_of, "percent": percent, "figure": figure}


@bp.get("/")
def index() -> ResponseReturnValue:
    return _queue(GradeScale.CREDIBILITY, "grading/statements.html", usual="recorded")


@bp.get("/sources")
def sources() -> ResponseReturnValue:
    return _queue(GradeScale.RELIABILITY, "grading/sources.html", usual="source")


@bp.get("/second-opinions")
def second_opinions() -> ResponseReturnValue:
    given = the_given()
    return render_template("grading/second_opinions.html", tabs=tabs(given), found=given.far_apart())


@bp.get("/differences")
def differences() -> ResponseReturnValue:
    given = the_given()
    compared = given.compared()
    return render_template(
        "grading/differences.html",
        tabs=tabs(given),
        waiting=[each for each in compared if each.difference.is_open],
        settled=[each for each in compared if each.settled is not None and not each.difference.is_open],
        codes=current_case().shows_codes,
    )


@bp.get("/agreement")
def agreement() -> ResponseReturnValue:
    given = the_given()
    return render_template(
        "grading/agreement.html",
        tabs=tabs(given),
        scales=[given.agreement(scale) for scale in (GradeScale.CREDIBILITY, GradeScale.RELIABILITY)],
        diagonal=given.diagonal_shares(),
        published=PUBLISHED_SHARE,
        left_out=left_out,
        meaning=meaning,
    )


def the_given() -> Given:
    """Every grade that counts in this page's case."""
    return Given(get_session(), current_viewer(), current_case().pk)


def tabs(given: Given) -> list[tuple[str, str, int | None, bool]]:
    """The pages of grading: label, address, how much waits there, whether it is this one."""
    session, viewer, case_pk = get_session(), current_viewer(), current_case().pk
    own: list[tuple[str, str, int | None]] = []
    if viewer.may(Right.GRADE, case_pk):
        own = [
            (label, endpoint, queries.count_waiting(session, viewer, case_pk, scale))
            for label, endpoint, scale in (
                ("Statements to grade", ".index", GradeScale.CREDIBILITY),
                ("Sources to grade", ".sources", GradeScale.RELIABILITY),
            )
        ]
    differing = sum(each.difference.is_open for each in given.compared())
    all_pages: list[tuple[str, str, int | None]] = [
        *own,
        ("Second opinions", ".second_opinions", len(given.far_apart())),
        ("Differences", ".differences", differing),
        ("Agreement", ".agreement", None),
    ]
    return [
        (label, url_for(endpoint), count, request.endpoint == f"grading{endpoint}")
        for label, endpoint, count in all_pages
    ]


def left_out(count: int) -> str:
    """Why so many items are in no figure that this viewer is shown."""
    items, are = capital(counted(count, "item")), agreeing(count, "are", "is")
    it = "it" if count == 1 else "them"
    return f"{items} {are} left out: you have not graded {it}, and a figure would tell what others gave."


def figure(value: float | Refusal) -> str:
    """An α or κ with two digits, as the literature prints it; “–” where there is none."""
    return "–" if isinstance(value, Refusal) else f"{value:.2f}".replace("-", "−")


def _queue(scale: GradeScale, template: str, *, usual: str) -> ResponseReturnValue:
    sort = request.args.get("sort", "")
    sort = sort if sort.removeprefix("-") in queries.SORTS[scale] else usual
    queue = queries.queue(
        get_session(), current_viewer(), current_case().pk, scale, sort=sort, page=asked_page()
    )
    return render_template(
        template,
        tabs=tabs(the_given()),
        queue=queue,
        headers=headers(_COLUMNS[scale], sort),
        pages=pages(queue.page, total=queue.total, size=queries.PAGE, most=queries.MOST_PAGES),
    )
