"""Asking what would change if something were wrong. Everything here only reads."""

from __future__ import annotations

import re

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from tracker.domain.errors import DomainError
from tracker.domain.ids import is_public_id
from tracker.services import what_if as service
from tracker.services.what_if_picks import Kind, Picks, pick
from tracker.store.queries import captures as capture_queries
from tracker.store.queries import what_if as queries
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import current_case, open_case_from_address
from tracker.web.db import get_session
from tracker.web.saving import REFUSED, SHOWN
from tracker.web.what_if import reading
from tracker.web.what_if.forms import PickForm

bp = Blueprint("what_if", __name__, url_prefix="/cases/<code>/what-if")
open_case_from_address(bp)
_OFFERED = 100
_SUGGESTED = 8
_SHOWN_HINGES = 8
_LABEL = re.compile(r"(SRC|ST|D|E)\d{1,9}", re.IGNORECASE)


@bp.get("/")
def show() -> ResponseReturnValue:
    typed = [each for each in request.args.getlist("without") if each.strip()]
    picks = pick(get_session(), current_viewer(), current_case().pk, typed)
    if not picks.problems and not all(_LABEL.fullmatch(each) or is_public_id(each) for each in typed):
        # What was typed or chosen from the list becomes an address that holds labels and no names.
        return redirect(reading.without(picks))
    form = PickForm(data={"without": next(iter(picks.problems), None)})
    for message in picks.problems.values():
        form.add_error(DomainError(message, field="without"))
    shown = _answered(picks) if picks.found else _asked()
    page = render_template(
        "what_if/show.html",
        picks=picks,
        form=form,
        offered=_offered(),
        sources=[each for each in picks.found if each.kind is Kind.SRC],
        address_of=reading.address_of,
        without=reading.without,
        **shown,
    )
    return page, REFUSED if picks.problems else SHOWN


@bp.get("/suggest")
def suggest() -> ResponseReturnValue:
    """What the field could mean, as `{"suggestions": […]}`; for cases too large to list in the page."""
    search = request.args.get("q", "").strip()
    session, viewer, case_pk = get_session(), current_viewer(), current_case().pk
    found: list[str] = []
    for query in (
        capture_queries.suggest_sources,
        queries.suggest_documents,
        queries.suggest_captures,
        capture_queries.suggest_statements,
    ):
        found += query(session, viewer, case_pk, search, limit=_SUGGESTED)
    return {"suggestions": found}


def picked() -> Picks:
    """What the address names; refused where something of it is not in this case."""
    picks = pick(get_session(), current_viewer(), current_case().pk, request.args.getlist("without"))
    for message in picks.problems.values():
        raise DomainError(message)
    return picks


def assertion_ids() -> dict[str, str]:
    """The public ids of the assertions of this case, by label."""
    return {row.label: row.public_id for row in queries.assertions(get_session(), current_case().pk)}


def _answered(picks: Picks) -> dict[str, object]:
    answer = service.ask(get_session(), current_viewer(), current_case().pk, picks)
    ids = assertion_ids()
    return {
        "answer": answer,
        "rows": reading.rows(answer.outcome, ids),
        "unchanged": reading.unchanged(answer.outcome, ids),
        "drawn": reading.drawn(answer.outcome, ids),
        "one_voice": reading.one_voice(answer),
        "hinges": [],
    }


def _asked() -> dict[str, object]:
    """The page before anything is chosen: on whom most of the case hangs."""
    graph, hinges = service.most_hangs_on(get_session(), current_viewer(), current_case().pk)
    shown = [reading.hinge(graph, each) for each in hinges[:_SHOWN_HINGES]]
    return {"answer": None, "rows": [], "unchanged": [], "drawn": [], "one_voice": [], "hinges": shown}


def _offered() -> list[str]:
    session, viewer, case_pk = get_session(), current_viewer(), current_case().pk
    return [
        *capture_queries.suggest_sources(session, viewer, case_pk, limit=_OFFERED),
        *queries.suggest_documents(session, viewer, case_pk, limit=_OFFERED),
        *queries.suggest_captures(session, viewer, case_pk, limit=_OFFERED),
    ]
