"""The zone in which this request reads and shows dates, and the echo beside a date field."""

from __future__ import annotations

from flask import Blueprint, g, request
from flask.typing import ResponseReturnValue

from tracker.domain import dates
from tracker.domain.errors import DomainError

bp = Blueprint("dates", __name__, url_prefix="/dates")


def current_zone() -> str:
    """The zone of the case this page belongs to, or UTC on a page of no case."""
    return getattr(g.get("case"), "zone", "UTC")


@bp.get("/echo")
def echo() -> ResponseReturnValue:
    text, zone = request.args.get("text", ""), request.args.get("zone", "UTC")
    if not text.strip():
        return {"understood": "", "problem": ""}
    try:
        return {"understood": str(dates.parse(text, zone)), "problem": ""}
    except DomainError as error:
        return {"understood": "", "problem": error.message}
