"""Answering proposals: one deed at one address each, and the next card as the answer."""

from __future__ import annotations

import re
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.errors import DomainError
from tracker.services import proposals as service
from tracker.services import text_readings
from tracker.store.queries.rows import AnyRow
from tracker.web.auth.identity import current_viewer
from tracker.web.captures.offered import holder_of
from tracker.web.captures.views import get
from tracker.web.case_pages import now
from tracker.web.db import get_session
from tracker.web.forms import BaseForm
from tracker.web.proposals.cards import Cards, get_cards
from tracker.web.proposals.forms import SplitForm
from tracker.web.proposals.views import bp, cards_for, form_for, go_on, page
from tracker.web.saving import CONFLICT, REFUSED, SAVED, SHOWN, may_record, save

_PLACE = re.compile(r"[0-9]{1,9}")
_NOT_IN_IT = "These words do not stand in the proposal. Copy them as they are shown."


@bp.post("/<public_id>/read")
def read(public_id: str) -> ResponseReturnValue:
    """Have the text read for statements."""
    capture = get(public_id)
    may_record()
    published = capture.published_edtf
    get_session().rollback()  # writers need not wait while the rules read
    reading = text_readings.look(capture.text, published)
    status = _do(
        lambda session: text_readings.keep(session, public_id, reading, by=current_viewer(), now=now())
    )
    return go_on(public_id, None) if status == SAVED else _refused(public_id)


@bp.route("/<public_id>/<int:number>", methods=["GET", "POST"], endpoint="show")
def accept(public_id: str, number: int) -> ResponseReturnValue:
    """One proposal; sending its form records it."""
    capture, cards = cards_for(public_id)
    row = cards.get(number)
    form = form_for(capture, cards, number)
    if row.outcome is not None:
        late = form if request.method == "POST" else None
        return page(capture, cards, number, late=late), CONFLICT if late else SHOWN
    if "change" in request.form:
        form.change(request.form["change"])
        return page(capture, cards, number, form=form), SHOWN
    if request.method == "POST":
        form.drop_empty_parts()
    made: list[service.Recorded] = []
    status = save(
        form,
        lambda session: made.append(
            service.accept(
                session, public_id, number, form.to_record(capture), by=current_viewer(), now=now()
            )
        ),
    )
    if status != SAVED:
        return page(capture, cards, number, form=form), status
    flash(f"{_labels(made[0])} recorded.", "success")
    return _next(public_id, cards, number)


@bp.post("/<public_id>/<int:number>/reject")
def reject(public_id: str, number: int) -> ResponseReturnValue:
    _, cards = cards_for(public_id)
    status = _do(lambda session: service.reject(session, public_id, number, by=current_viewer(), now=now()))
    if status != SAVED:
        return go_on(public_id, number)
    flash(f"Proposal {cards.place(number)} rejected.", "success")
    return _next(public_id, cards, number)


@bp.post("/<public_id>/<int:number>/merge")
def merge(public_id: str, number: int) -> ResponseReturnValue:
    """Merge it with the next one that waits."""
    _, cards = cards_for(public_id)
    cards.get(number)
    other = cards.mergeable(number)
    if other is None:
        flash("Nothing that waits follows this one, so there is nothing to merge it with.", "warning")
        return go_on(public_id, number)
    made: list[int] = []
    status = _do(
        lambda session: made.append(
            service.merge(session, public_id, number, other.number, by=current_viewer(), now=now())
        )
    )
    return go_on(public_id, made[0] if status == SAVED else number)


@bp.post("/<public_id>/<int:number>/split")
def split(public_id: str, number: int) -> ResponseReturnValue:
    """Split it before the words that were typed, or that stand where the cursor was."""
    capture, cards = cards_for(public_id)
    row = cards.get(number)
    form = SplitForm()
    made: list[int] = []
    status = save(
        form,
        lambda session: made.append(
            service.split(
                session, public_id, number, _split_at(capture, row, form), by=current_viewer(), now=now()
            )
        ),
    )
    if status == SAVED:
        return go_on(public_id, made[0])
    if row.outcome is not None:
        return go_on(public_id, number)
    card = form_for(capture, cards, number)
    return page(capture, cards, number, form=card, split=form), REFUSED


@bp.post("/<public_id>/posts")
def posts(public_id: str) -> ResponseReturnValue:
    """Record every embedded post that waits, as proposed."""
    capture, cards = cards_for(public_id)
    made: list[service.Recorded] = []
    status = _do(
        lambda session: made.append(
            service.accept_posts(session, public_id, holder_of(capture), by=current_viewer(), now=now())
        )
    )
    if status != SAVED:
        return go_on(public_id, None)
    count = made[0].proposals
    flash(f"{count} embedded post{'' if count == 1 else 's'} recorded: {_labels(made[0])}.", "success")
    return _next(public_id, cards, 0)


@bp.post("/<public_id>/undo")
def undo(public_id: str) -> ResponseReturnValue:
    """Undo the viewer's last deed on this page."""
    cards_for(public_id)
    opened: list[int] = []
    status = _do(
        lambda session: opened.append(service.undo(session, public_id, by=current_viewer(), now=now()))
    )
    if status == SAVED:
        flash("Undone. Statements it had recorded are withdrawn.", "success")
    return go_on(public_id, opened[0] if opened else None)


def _do(deed: Any) -> int:
    """A deed without a form of its own; what is refused is said on the next page."""
    form = BaseForm()
    status = save(form, deed)
    for _, message in form.problems() if status != SAVED else ():
        flash(message, "warning")
    return status


def _next(public_id: str, cards: Cards, number: int) -> ResponseReturnValue:
    fresh = get_cards(get_session(), get(public_id).pk)
    return go_on(public_id, fresh.next_open(after=cards.place(number) if number else 0) if fresh else None)


def _refused(public_id: str) -> ResponseReturnValue:
    return redirect(url_for("captures.read", public_id=public_id), code=SAVED)


def _split_at(capture: AnyRow, row: AnyRow, form: SplitForm) -> int:
    """Where the typed words begin in the proposal: where they were selected, else where they first stand."""
    words, selected = form.before.data or "", form.at.data or ""
    place = int(selected) if _PLACE.fullmatch(selected) else -1
    for start, end in row.spans:
        for at in (place, int(capture.text.find(words, start, end))):
            if start <= at < end and capture.text.startswith(words, at):
                return at
    raise DomainError(_NOT_IN_IT, field="before")


def _labels(made: service.Recorded) -> str:
    """“ST4, ST5”, or “ST4 to ST19” where they are many."""
    labels = [each.label for each in made.statements]
    return ", ".join(labels) if len(labels) <= 4 else f"{labels[0]} to {labels[-1]}"  # noqa: PLR2004
