"""Withdrawing a statement or one of its ties with a reason, and restoring it."""

from __future__ import annotations

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from tracker.store.queries.rows import AnyRow
from tracker.store.queries.statement_ties import get_part
from tracker.web.auth.identity import current_viewer
from tracker.web.db import get_session
from tracker.web.saving import may_record
from tracker.web.settling import Settled, withdraw_or_restore
from tracker.web.statements.views import bp, get

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
    return _settle(statement, Settled("statement", statement.label, statement), deed)


@bp.route("/<public_id>/<part>/<part_id>/<any(withdraw, restore):deed>", methods=["GET", "POST"])
def settle_part(public_id: str, part: str, part_id: str, deed: str) -> ResponseReturnValue:
    statement = get(public_id)
    kind = _KINDS.get(part) or abort(404)
    record = get_part(get_session(), current_viewer(), statement.pk, kind, part_id)
    return _settle(statement, Settled(kind, f"the {part} of {statement.label}", record), deed)


def _settle(statement: AnyRow, settled: Settled, deed: str) -> ResponseReturnValue:
    may_record()
    back = url_for(".show", public_id=statement.public_id)
    return withdraw_or_restore(settled, deed, back=back, layout="statements/part.html", statement=statement)
