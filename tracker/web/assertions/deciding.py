"""Confirming what two incompatible assertions are to each other, and taking that back."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.access import Right, require
from tracker.domain.errors import NotFound
from tracker.domain.scales import AssertionLinkKind
from tracker.domain.timing import compare
from tracker.services import verdicts
from tracker.store.queries import assertions as queries
from tracker.store.queries.rows import AnyRow, date_in
from tracker.web.assertions.forms import VerdictForm
from tracker.web.assertions.views import bp, get
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import current_case, now
from tracker.web.db import get_session
from tracker.web.saving import CONFLICT, SAVED, ReasonForm, ask, save


@bp.route("/<public_id>/link/<link_id>/verdict", methods=["GET", "POST"])
def decide(public_id: str, link_id: str) -> ResponseReturnValue:
    assertion, link = _pair(public_id, link_id)
    form = VerdictForm(data={"verdict": link.verdict, "seen": link.verdict_id or ""})
    status = save(
        form,
        lambda session: verdicts.confirm(session, form.to_command(link_id), by=current_viewer(), now=now()),
    )
    if status == SAVED:
        word = form.verdict.data.label.lower()
        flash(f"{assertion.label} and {link.other_label}: confirmed as {word}.", "success")
        return redirect(url_for(".show", public_id=public_id), code=SAVED)
    if status == CONFLICT:  # seen now, so that saving again is meant
        _, link = _pair(public_id, link_id)
        form.seen.data = link.verdict_id or ""
    times = compare(date_in(assertion, "holds"), date_in(link, "other_holds"))
    page = render_template("assertions/decide.html", form=form, assertion=assertion, link=link, times=times)
    return page, status


@bp.route("/<public_id>/link/<link_id>/verdict/withdraw", methods=["GET", "POST"])
def undecide(public_id: str, link_id: str) -> ResponseReturnValue:
    assertion, link = _pair(public_id, link_id)
    if link.verdict_id is None:
        raise NotFound("Nothing is confirmed of these two.")
    form = ReasonForm()
    return ask(
        form,
        lambda session: verdicts.withdraw(
            session, link.verdict_id, form.reason.data, by=current_viewer(), now=now()
        ),
        done=lambda: f"{assertion.label} and {link.other_label}: their times decide again.",
        back=url_for(".show", public_id=public_id),
        page=lambda: render_template("assertions/undecide.html", form=form, assertion=assertion, link=link),
    )


def _pair(public_id: str, link_id: str) -> tuple[AnyRow, AnyRow]:
    """The assertion of this page's case, and its link to one it cannot be true together with."""
    assertion = get(public_id)
    require(current_viewer(), Right.GRADE, current_case().pk)
    link = queries.get_link(get_session(), assertion.pk, link_id)
    if link.kind is not AssertionLinkKind.INCOMPATIBLE or link.withdrawn_at is not None:
        raise NotFound("There is no such link of this assertion.")
    return assertion, link
