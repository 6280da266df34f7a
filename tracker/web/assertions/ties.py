"""Linking an assertion to another, and withdrawing it or one of its links with a reason."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.services import assertions
from tracker.store.queries import assertions as queries
from tracker.store.queries.rows import AnyRow
from tracker.web.assertions.forms import LinkForm
from tracker.web.assertions.views import bp, get
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import current_case, now
from tracker.web.db import get_session
from tracker.web.saving import ask, may_record
from tracker.web.settling import Settled, withdraw_or_restore


@bp.route("/<public_id>/link", methods=["GET", "POST"])
def link(public_id: str) -> ResponseReturnValue:
    assertion = get(public_id)
    may_record()
    form = LinkForm()
    return ask(
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
        done=lambda: f"{assertion.label} {form.kind.data.label} {form.to.data}: recorded.",
        back=url_for(".show", public_id=public_id),
        page=lambda: render_template(
            "assertions/link.html", form=form, assertion=assertion, offered=_assertions_but(assertion.pk)
        ),
    )


@bp.route("/<public_id>/<any(withdraw, restore):deed>", methods=["GET", "POST"])
def settle(public_id: str, deed: str) -> ResponseReturnValue:
    assertion = get(public_id)
    return _settle(assertion, Settled("assertion", assertion.label, assertion), deed)


@bp.route("/<public_id>/link/<link_id>/<any(withdraw, restore):deed>", methods=["GET", "POST"])
def settle_link(public_id: str, link_id: str, deed: str) -> ResponseReturnValue:
    assertion = get(public_id)
    row = queries.get_link(get_session(), assertion.pk, link_id)
    return _settle(assertion, Settled("assertion link", f"the link of {assertion.label}", row), deed)


def _settle(assertion: AnyRow, settled: Settled, deed: str) -> ResponseReturnValue:
    may_record()
    back = url_for(".show", public_id=assertion.public_id)
    return withdraw_or_restore(settled, deed, back=back, layout="assertions/part.html", assertion=assertion)


def _assertions_but(assertion_pk: int) -> list[tuple[str, str]]:
    rows = queries.offered(get_session(), current_viewer(), current_case().pk, but=assertion_pk)
    return [(row.label, row.text) for row in rows]
