"""Tying a statement to others: what it repeats and conveys, on what it rests, what it is to another."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.services import relays, statements
from tracker.services.assertions import AssertionContent
from tracker.store.queries import assertions as assertion_queries
from tracker.store.queries import statements as queries
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import current_case, now
from tracker.web.db import get_session
from tracker.web.saving import SAVED, may_record, save
from tracker.web.statements.forms import ConveyForm, LinkForm, RepeatsForm, RestForm
from tracker.web.statements.views import bp, get


@bp.route("/<public_id>/relay", methods=["GET", "POST"])
def relay(public_id: str) -> ResponseReturnValue:
    statement = get(public_id)
    may_record()
    form = RepeatsForm()
    status = save(
        form,
        lambda session: relays.relay(
            session, public_id, form.parent.data, form.to_command(), by=current_viewer(), now=now()
        ),
    )
    if status == SAVED:
        flash(f"It is recorded that {statement.label} repeats {form.parent.data}.", "success")
        return redirect(url_for(".show", public_id=public_id), code=SAVED)
    offered = _statements_but(statement.pk)
    return render_template("statements/relay.html", form=form, statement=statement, offered=offered), status


@bp.route("/<public_id>/link", methods=["GET", "POST"])
def link(public_id: str) -> ResponseReturnValue:
    statement = get(public_id)
    may_record()
    form = LinkForm()
    status = save(
        form,
        lambda session: relays.link(
            session,
            public_id,
            form.to.data,
            form.kind.data,
            form.reason.data,
            shared=AssertionContent(form.shared.data) if form.shared.data else None,
            by=current_viewer(),
            now=now(),
        ),
    )
    if status == SAVED:
        flash(f"{statement.label} {form.kind.data.label} {form.to.data}: recorded.", "success")
        return redirect(url_for(".show", public_id=public_id), code=SAVED)
    page = render_template(
        "statements/link.html",
        form=form,
        statement=statement,
        offered=_statements_but(statement.pk),
        assertions=_assertions(),
    )
    return page, status


@bp.route("/<public_id>/convey", methods=["GET", "POST"])
def convey(public_id: str) -> ResponseReturnValue:
    statement = get(public_id)
    may_record()
    form = ConveyForm()
    status = save(
        form,
        lambda session: statements.convey(
            session, public_id, form.to_command(), by=current_viewer(), now=now()
        ),
    )
    if status == SAVED:
        flash(f"Recorded what {statement.label} conveys.", "success")
        return redirect(url_for(".show", public_id=public_id), code=SAVED)
    page = render_template("statements/convey.html", form=form, statement=statement, assertions=_assertions())
    return page, status


@bp.route("/<public_id>/rests-on", methods=["GET", "POST"])
def rests_on(public_id: str) -> ResponseReturnValue:
    statement = get(public_id)
    may_record()
    form = RestForm()
    status = save(
        form,
        lambda session: statements.rest(
            session, public_id, form.to_command(), by=current_viewer(), now=now()
        ),
    )
    if status == SAVED:
        flash(f"Recorded what {statement.label} rests on.", "success")
        return redirect(url_for(".show", public_id=public_id), code=SAVED)
    page = render_template(
        "statements/rests_on.html",
        form=form,
        statement=statement,
        offered=[*_assertions(), *_statements_but(statement.pk)],
    )
    return page, status


def _statements_but(statement_pk: int) -> list[tuple[str, str]]:
    rows = queries.offered(get_session(), current_viewer(), current_case().pk, but=statement_pk)
    return [(row.label, f"{row.source_name}: {row.gist}") for row in rows]


def _assertions() -> list[tuple[str, str]]:
    rows = assertion_queries.offered(get_session(), current_viewer(), current_case().pk)
    return [(row.label, row.text) for row in rows]
