"""The case's audit trail, and one record's past."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker.store.queries import history
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import case_blueprint, current_case
from tracker.web.db import get_session
from tracker.web.listing import Pages, address_of_list

bp = case_blueprint("history", __name__)
_LAST_EVENT_DIGITS = 18


@bp.get("/")
def index() -> ResponseReturnValue:
    search = request.args.get("q", "").strip()
    typed = request.args.get("before", "")
    before = int(typed) if typed.isdecimal() and len(typed) <= _LAST_EVENT_DIGITS else None
    events = history.case_events(
        get_session(), current_viewer(), current_case().pk, before=before, search=search or None
    )
    older = address_of_list(before=events[history.PAGE - 1].seq) if len(events) > history.PAGE else ""
    return render_template(
        "history/index.html",
        events=events[: history.PAGE],
        search=search,
        # Entries are added all the time: a place in the list is an entry, not a number of pages.
        pages=Pages(
            previous="" if before is None else address_of_list(before=""), next=older, summary="Newest first"
        ),
    )


@bp.get("/<kind>/<public_id>")
def record(kind: str, public_id: str) -> ResponseReturnValue:
    found = history.history_of(get_session(), current_viewer(), current_case().pk, kind, public_id)
    return render_template("history/record.html", history=found)
