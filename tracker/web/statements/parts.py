"""Withdrawing a statement or one of its ties with a reason, and restoring it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.services import revisions
from tracker.store.queries.rows import AnyRow
from tracker.store.queries.statement_ties import get_part
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import now
from tracker.web.db import get_session
from tracker.web.saving import SAVED, ReasonForm, may_record, save
from tracker.web.statements.views import bp, get

_DEEDS = {"withdraw": revisions.withdraw, "restore": revisions.restore}
_DONE = {"withdraw": "withdrawn", "restore": "restored"}
_KINDS = {
    "passage": "anchor",
    "stance": "conveys",
    "relay": "relay",
    "support": "rests on",
    "link": "statement link",
}


@bp.route("/<public_id>/<any(withdraw, restore):deed>", methods=["GET", "POST"])
def settle(public_id: str, deed: str) -> ResponseReturnValue:
    statement = get(public_id)
    return _settle(statement, _Settled("statement", statement.label, statement), deed)


@bp.route("/<public_id>/<part>/<part_id>/<any(withdraw, restore):deed>", methods=["GET", "POST"])
def settle_part(public_id: str, part: str, part_id: str, deed: str) -> ResponseReturnValue:
    statement = get(public_id)
    kind = _KINDS.get(part) or abort(404)
    record = get_part(get_session(), statement.pk, kind, part_id)
    return _settle(statement, _Settled(kind, f"the {part} of {statement.label}", record), deed)


@dataclass(frozen=True, slots=True)
class _Settled:
    """What is withdrawn or restored: its kind for the service, its name for people, its row."""

    kind: str
    name: str
    row: AnyRow


def _settle(statement: AnyRow, settled: _Settled, deed: str) -> ResponseReturnValue:
    may_record()
    form = ReasonForm()
    status = save(
        form,
        lambda session: _DEEDS[deed](
            session, settled.kind, settled.row.public_id, form.reason.data, by=current_viewer(), now=now()
        ),
    )
    if status == SAVED:
        name = settled.name
        flash(f"{name[0].upper()}{name[1:]} is {_DONE[deed]}.", "success")
        return redirect(url_for(".show", public_id=statement.public_id), code=SAVED)
    page = render_template(
        "statements/settle.html", form=form, statement=statement, settled=settled, deed=deed
    )
    return page, status
