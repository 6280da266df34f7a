"""A trace three times: as a picture, as a nested list and as a table, each leading to the passages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker.domain.errors import NotFound
from tracker.domain.trace_words import profile
from tracker.exporters.trace_picture import draw
from tracker.services import tracing
from tracker.services.tracing import Traced
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import belongs, case_blueprint
from tracker.web.db import get_session
from tracker.web.trace.reading import address_of, hops_of, table_of

bp = case_blueprint("trace", __name__)

MOST_DRAWN, MOST_HOPS = 24, 40
"""Statements that another page draws, and that it lists."""
_FOLLOW: dict[str, Callable[..., Traced]] = {
    "statement": tracing.trace_statement,
    "assertion": tracing.trace_assertion,
    "finding": tracing.trace_finding,
}
_NOTHING = {
    "statement": "This statement is not there any more.",
    "assertion": "No statement speaks of this assertion (claim) yet. Open one and say what it conveys.",
    "finding": "This finding cites no statement yet. Cite one in the report.",
}


@bp.get("/statement/<public_id>")
def statement(public_id: str) -> ResponseReturnValue:
    return _page("statement", public_id, url_for("statements.show", public_id=public_id))


@bp.get("/assertion/<public_id>")
def assertion(public_id: str) -> ResponseReturnValue:
    return _page("assertion", public_id, url_for("assertions.show", public_id=public_id))


@bp.get("/finding/<public_id>")
def finding(public_id: str) -> ResponseReturnValue:
    return _page("finding", public_id, url_for("reports.index"))


@bp.get("/<any(statement, assertion, finding):kind>/<public_id>/picture.svg")
def picture(kind: str, public_id: str) -> ResponseReturnValue:
    """The picture alone, as a file; without links, which would lead nowhere outside the tracker."""
    traced = _followed(kind, public_id)
    if not traced.trace.roots:
        raise NotFound("There is nothing to draw yet.")
    drawn = draw(traced.trace, link=lambda _label: None, title=_title(traced), codes=traced.shows_codes)
    name = f"trace-{traced.label}.svg"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(drawn, mimetype="image/svg+xml", headers=headers)


def _page(kind: str, public_id: str, back: str) -> ResponseReturnValue:
    traced = _followed(kind, public_id)
    return render_template(
        "trace/show.html",
        traced=traced,
        public_id=public_id,
        back=back,
        empty_words=_NOTHING[kind],
        **shown(traced),
    )


def shown(traced: Traced) -> dict[str, Any]:
    """What a page needs to show a trace: the picture, the list and the table."""
    if not traced.trace.roots:
        return {"picture": "", "profile": (), "hops": [], "rows": []}
    return {
        "picture": _drawn(traced),
        "profile": profile(traced.trace, codes=traced.shows_codes).words,
        "hops": hops_of(traced),
        "rows": table_of(traced),
    }


def excerpt(traced: Traced) -> dict[str, Any]:
    """What another page shows of a trace: the picture if it is small, the beginning of the list, the rest.

    `left_out` counts the statements that only the whole trace shows.
    """
    if not traced.trace.roots:
        return {"picture": "", "hops": [], "left_out": 0}
    size = len(traced.trace.statements)
    hops = hops_of(traced, most=MOST_HOPS)
    return {
        "picture": _drawn(traced) if 1 < size <= MOST_DRAWN else "",
        "hops": hops,
        "left_out": size - len({item.hop.label for item in hops}),
    }


def _drawn(traced: Traced) -> Markup:
    drawn = draw(
        traced.trace,
        link=lambda label: address_of(traced, label),
        title=_title(traced),
        codes=traced.shows_codes,
    )
    return Markup(drawn)  # noqa: S704  the picture escapes whatever text it holds


def _followed(kind: str, public_id: str) -> Traced:
    return belongs(_FOLLOW[kind](get_session(), current_viewer(), public_id))


def _title(traced: Traced) -> str:
    return f"Trace of {traced.label}: {traced.text}"
