"""Taking back what was just recorded, and withdrawing a capture."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.errors import NotFound
from tracker.services import revisions
from tracker.store.queries import captures as queries
from tracker.web.auth.identity import current_viewer
from tracker.web.captures.views import bp, get
from tracker.web.case_pages import now
from tracker.web.db import get_session
from tracker.web.saving import ReasonForm, ask, may_record
from tracker.web.settling import Settled, withdraw_or_restore


@bp.route("/<public_id>/undo", methods=["GET", "POST"])
def undo(public_id: str) -> ResponseReturnValue:
    """Withdraw statements recorded from this capture, together and for one reason."""
    capture = get(public_id)
    may_record()
    wanted = set(request.args.getlist("statement"))
    rows = queries.passages_in(get_session(), capture.pk)
    statements = {row.statement_id: row for row in rows if row.statement_id in wanted}
    if not statements or len(statements) < len(wanted):
        raise NotFound("These statements are not recorded in this capture, or were withdrawn already.")
    form = ReasonForm()
    labels = ", ".join(f"ST{row.statement_number}" for row in statements.values())
    return ask(
        form,
        lambda session: _withdraw(session, list(statements), form.reason.data),
        done=lambda: f"{labels} withdrawn from the case. Each can be restored from its own page.",
        back=url_for(".read", public_id=public_id),
        page=lambda: render_template(
            "captures/undo.html", capture=capture, form=form, statements=list(statements.values())
        ),
    )


@bp.route("/<public_id>/withdraw", methods=["GET", "POST"])
def withdraw(public_id: str) -> ResponseReturnValue:
    """Withdraw a capture, or restore one that is withdrawn."""
    capture = get(public_id)
    may_record()
    settled = Settled("capture", f"E{capture.number}", capture, capture.document_title)
    return withdraw_or_restore(settled, settled.deed, back=url_for(".read", public_id=public_id))


def _withdraw(session: Any, statement_ids: list[str], reason: str | None) -> None:
    for statement_id in statement_ids:
        revisions.withdraw(session, "statement", statement_id, reason, by=current_viewer(), now=now())
