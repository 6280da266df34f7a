"""The list of open hints with their answers, answering one, and taking an answer back."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.scales import RelayCertainty
from tracker.services import repeats
from tracker.store.queries import repeats as queries
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import case_blueprint, current_case, now
from tracker.web.db import get_session
from tracker.web.forms import BaseForm
from tracker.web.listing import asked_page, pages
from tracker.web.repeats import reading
from tracker.web.repeats.forms import RefuseForm
from tracker.web.repeats.reading import Form, accept_form, key_of, read_repeats, refuse_form
from tracker.web.saving import CONFLICT, REFUSED, SAVED, SHOWN, ReasonForm, ask, may_record, save

bp = case_blueprint("repeats", __name__)
_NO_HINT = "Choose the hint you answer."
_GONE = "This hint is no longer open: it was answered meanwhile, or what it rests on has changed."


@bp.get("/")
def index() -> ResponseReturnValue:
    return _list()


@bp.post("/<any(accept, refuse):deed>")
def answer(deed: str) -> ResponseReturnValue:
    may_record()
    key = request.args.get("hint", "")
    session, viewer, case = get_session(), current_viewer(), current_case()
    found = repeats.find(session, viewer, case.pk)
    hint = next((hint for hint in found.hints if key_of(hint) == key), None)
    if hint is None:
        return _no_longer_open(key)
    form: Form = accept_form(found, hint) if deed == "accept" else refuse_form(hint)
    act = repeats.accept if deed == "accept" else repeats.refuse
    status = save(form, lambda session: act(session, case.code, form.to_answer(hint), by=viewer, now=now()))
    if status == SAVED:
        flash(_done(form, hint), "success")
        return redirect(_address(), code=SAVED)
    return _list(answering=(key, form), status=status)


@bp.route("/<decision_id>/take-back", methods=["GET", "POST"])
def take_back(decision_id: str) -> ResponseReturnValue:
    decision = queries.get_decision(get_session(), current_viewer(), current_case().pk, decision_id)
    may_record()
    form = ReasonForm()
    return ask(
        form,
        lambda session: repeats.take_back(
            session, decision_id, form.reason.data, by=current_viewer(), now=now()
        ),
        done=lambda: f"The answer on {decision.later} and {decision.earlier} is taken back.",
        back=url_for(".index"),
        page=lambda: render_template("repeats/take_back.html", form=form, decision=decision),
    )


def _list(
    *, answering: tuple[str, Form] | None = None, typed: str = "", form: Any = None, status: int = SHOWN
) -> ResponseReturnValue:
    page = read_repeats(
        get_session(),
        current_viewer(),
        current_case().pk,
        assertion=_assertion(),
        page=asked_page(),
        answers_page=asked_page("answers"),
        answering=answering,
    )
    shown = render_template(
        "repeats/index.html",
        page=page,
        assertion=_assertion(),
        typed=typed,
        form=form or (answering[1] if answering else None),
        pages=pages(page.page, total=page.total, size=reading.PAGE, address=_address),
        answer_pages=pages(
            page.answers_page, total=page.answered, size=reading.ANSWERS, name="answers", address=_address
        ),
    )
    return shown, status


def _no_longer_open(key: str) -> ResponseReturnValue:
    """The list as it is now, with what was typed for a hint that is not on it."""
    form = BaseForm(formdata=None)
    form.form_errors.append(_GONE if key else _NO_HINT)
    typed = next((value for name, value in request.form.items() if name.endswith("-reason")), "")
    return _list(typed=typed, form=form, status=CONFLICT if key else REFUSED)


def _done(form: Form, hint: Any) -> str:
    if isinstance(form, RefuseForm):
        return f"Refused: {hint.later} and {hint.earlier} do not repeat each other. The hint does not return."
    said = form.to_answer(hint)
    possibly = "" if said.certainty is RelayCertainty.EXPLICIT else "possibly "
    return f"It is recorded that {said.later} {possibly}repeats {said.earlier}."


def _assertion() -> str | None:
    return request.args.get("assertion", "").strip().upper() or None


def _address(**changes: Any) -> str:
    """The address of the list, also from the page that shows a refused answer in it."""
    kept = {name: request.args[name] for name in ("assertion", "page", "answers") if request.args.get(name)}
    return url_for("repeats.index", **{**kept, **changes})
