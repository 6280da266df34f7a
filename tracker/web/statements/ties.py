"""Tying a statement to others: what it repeats and conveys, on what it rests, what it is to another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.services import relays, statements
from tracker.services.assertions import AssertionContent
from tracker.store.queries import assertions as assertion_queries
from tracker.store.queries import statements as queries
from tracker.store.queries.rows import AnyRow
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import current_case, now
from tracker.web.db import get_session
from tracker.web.saving import ask, may_record
from tracker.web.statements.forms import ConveyForm, LinkForm, RepeatsForm, RestForm
from tracker.web.statements.views import bp, get


@bp.route("/<public_id>/relay", methods=["GET", "POST"])
def relay(public_id: str) -> ResponseReturnValue:
    statement, form = get(public_id), RepeatsForm()
    return _asked(
        statement,
        form,
        "relay",
        lambda session: relays.relay(
            session, public_id, form.parent.data, form.to_command(), by=current_viewer(), now=now()
        ),
        done=lambda: f"It is recorded that {statement.label} repeats {form.parent.data}.",
    )


@bp.route("/<public_id>/link", methods=["GET", "POST"])
def link(public_id: str) -> ResponseReturnValue:
    statement, form = get(public_id), LinkForm()
    return _asked(
        statement,
        form,
        "link",
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
        done=lambda: f"{statement.label} {form.kind.data.label} {form.to.data}: recorded.",
    )


@bp.route("/<public_id>/convey", methods=["GET", "POST"])
def convey(public_id: str) -> ResponseReturnValue:
    statement, form = get(public_id), ConveyForm()
    return _asked(
        statement,
        form,
        "convey",
        lambda session: statements.convey(
            session, public_id, form.to_command(), by=current_viewer(), now=now()
        ),
        done=lambda: f"Recorded what {statement.label} conveys.",
    )


@bp.route("/<public_id>/rests-on", methods=["GET", "POST"])
def rests_on(public_id: str) -> ResponseReturnValue:
    statement, form = get(public_id), RestForm()
    return _asked(
        statement,
        form,
        "rests_on",
        lambda session: statements.rest(
            session, public_id, form.to_command(), by=current_viewer(), now=now()
        ),
        done=lambda: f"Recorded what {statement.label} rests on.",
    )


def _asked(
    statement: AnyRow, form: Any, page: str, deed: Callable[[Any], object], *, done: Callable[[], str]
) -> ResponseReturnValue:
    may_record()
    return ask(
        form,
        deed,
        done=done,
        back=url_for(".show", public_id=statement.public_id),
        page=lambda: render_template(
            f"statements/{page}.html",
            form=form,
            statement=statement,
            statements=_statements_but(statement.pk),
            assertions=_assertions(),
        ),
    )


def _statements_but(statement_pk: int) -> list[tuple[str, str]]:
    rows = queries.offered(get_session(), current_viewer(), current_case().pk, but=statement_pk)
    return [(row.label, f"{row.source_name}: {row.gist}") for row in rows]


def _assertions() -> list[tuple[str, str]]:
    rows = assertion_queries.offered(get_session(), current_viewer(), current_case().pk)
    return [(row.label, row.text) for row in rows]
