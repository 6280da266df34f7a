"""Linking an assertion to another, and withdrawing it or one of its links with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.services import assertions, revisions
from tracker.store.queries import assertions as queries
from tracker.store.queries.rows import AnyRow
from tracker.web.assertions.forms import LinkForm
from tracker.web.assertions.views import bp, get
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import current_case, now
from tracker.web.db import get_session
from tracker.web.saving import SAVED, ReasonForm, may_record, save

_DEEDS = {"withdraw": revisions.withdraw, "restore": revisions.restore}
_DONE = {"withdraw": "withdrawn", "restore": "restored"}


@bp.route("/<public_id>/link", methods=["GET", "POST"])
def link(public_id: str) -> ResponseReturnValue:
    assertion = get(public_id)
    may_record()
    form = LinkForm()
    status = save(
        form,
        lambda session: assertions.link(
            session,
            public_id,
            form.to.data,
            form.kind.data,
            form.reason.data,
            by=current_viewer(),
            now=now(),
        ),
    )
    if status == SAVED:
        flash(f"{assertion.label} {form.kind.data.label} {form.to.data}: recorded.", "success")
        return redirect(url_for(".show", public_id=public_id), code=SAVED)
    rows = queries.offered(get_session(), current_viewer(), current_case().pk, but=assertion.pk)
    offered = [(row.label, row.text) for row in rows]
    return render_template("assertions/link.html", form=form, assertion=assertion, offered=offered), status


@bp.route("/<public_id>/<any(withdraw, restore):deed>", methods=["GET", "POST"])
def settle(public_id: str, deed: str) -> ResponseReturnValue:
    assertion = get(public_id)
    return _settle(assertion, _Settled("assertion", assertion.label, assertion), deed)


@bp.route("/<public_id>/link/<link_id>/<any(withdraw, restore):deed>", methods=["GET", "POST"])
def settle_link(public_id: str, link_id: str, deed: str) -> ResponseReturnValue:
    assertion = get(public_id)
    row = queries.get_link(get_session(), assertion.pk, link_id)
    return _settle(assertion, _Settled("assertion link", f"the link of {assertion.label}", row), deed)


@dataclass(frozen=True, slots=True)
class _Settled:
    """What is withdrawn or restored: its kind for the service, its name for people, its row."""

    kind: str
    name: str
    row: AnyRow


def _settle(assertion: AnyRow, settled: _Settled, deed: str) -> ResponseReturnValue:
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
        return redirect(url_for(".show", public_id=assertion.public_id), code=SAVED)
    page = render_template(
        "assertions/settle.html", form=form, assertion=assertion, settled=settled, deed=deed
    )
    return page, status
