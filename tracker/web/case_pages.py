"""What every page of a case shares: the case from its address, checked once, and who looks at it.

A blueprint made here lives under /cases/<code>/<name>. Its views never see a case the viewer is not a member
of, and `belongs` refuses a record of another case however its id was come by.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypeVar

from flask import Blueprint, g, request, url_for

from tracker.domain.access import Right, Viewer
from tracker.domain.errors import NotFound
from tracker.store.queries.cases import get_case
from tracker.web.auth.identity import current_viewer
from tracker.web.db import get_session

T = TypeVar("T")

_SECTION_OF = {
    "captures": "documents",
    "proposals": "documents",
    "repeats": "assertions",
    "resolutions": "assertions",
}
SECTIONS = (
    ("Case home", "case.index"),
    ("Documents", "documents.index"),
    ("Statements", "statements.index"),
    ("Assertions", "assertions.index"),
    ("Sources", "sources.index"),
    ("Grading", "grading.index"),
    ("Reports", "reports.index"),
    ("History", "history.index"),
)


def case_blueprint(name: str, import_name: str) -> Blueprint:
    """A blueprint under /cases/<code>/<name> whose views find their case in `current_case()`."""
    bp = Blueprint(name, import_name, url_prefix=f"/cases/<code>/{name}")
    open_case_from_address(bp)
    return bp


def open_case_from_address(bp: Blueprint) -> None:
    """Take `code` out of every address of a blueprint, and put it back into those that are built."""

    @bp.url_value_preprocessor
    def _take_code(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.case_code = (values or {}).pop("code", None)

    @bp.before_request
    def _open() -> None:
        if g.case_code is not None:
            g.case = get_case(get_session(), current_viewer(), g.case_code)

    @bp.app_url_defaults
    def _put_code(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint.startswith(f"{bp.name}.") and g.get("case") is not None:
            values.setdefault("code", g.case.code)

    @bp.app_context_processor
    def _context() -> dict[str, Any]:
        return {"case": g.get("case"), "may": may, "case_links": case_links}


def case_links() -> list[tuple[str, str, bool]]:
    """The sections of the case: label, address, whether this page is in it."""
    area = request.blueprint or ""
    here = _SECTION_OF.get(area, area)
    return [(label, url_for(endpoint), endpoint.partition(".")[0] == here) for label, endpoint in SECTIONS]


def current_case() -> Any:
    """The case this page belongs to: a row of `queries.cases.get_case`."""
    return g.case


def may(right_name: str) -> bool:
    """Whether the viewer has that right (“RECORD”) in this page's case; for templates to offer what works."""
    case = g.get("case")
    viewer: Viewer | None = g.get("viewer")
    return viewer is not None and case is not None and viewer.may(Right[right_name], case.pk)


def belongs(record: T) -> T:
    """The record, if it is of this page's case; `NotFound` otherwise."""
    if record is None or getattr(record, "case_pk", None) != g.case.pk:
        raise NotFound("There is no such record in this case.")
    return record


def now() -> datetime:
    """The time of this request's deed."""
    return datetime.now(UTC)
