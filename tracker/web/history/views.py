"""The case's audit trail, and one record's past."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker.store.queries import history
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import current_case
from tracker.web.db import get_session
from tracker.web.history import bp

_LAST_EVENT_DIGITS = 18


@bp.get("/")
def index() -> ResponseReturnValue:
    search = (request.args.get("q") or "").strip() or None
    typed = request.args.get("before", "")
    before = int(typed) if typed.isdecimal() and len(typed) <= _LAST_EVENT_DIGITS else None
    events = history.case_events(
        get_session(), current_viewer(), current_case().pk, before=before, search=search
    )
    return render_template(
        "history/index.html",
        events=events[: history.PAGE],
        search=search,
        older=events[history.PAGE - 1].seq if len(events) > history.PAGE else None,
        is_first=before is None,
    )


@bp.get("/<kind>/<public_id>")
def record(kind: str, public_id: str) -> ResponseReturnValue:
    found = history.history_of(get_session(), current_viewer(), current_case().pk, kind, public_id)
    return render_template("history/record.html", history=found)
