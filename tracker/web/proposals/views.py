"""The desk: the text with what is proposed in it, and the card of one proposal beside it."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.domain.errors import NotFound
from tracker.domain.proposals.rule_words import KIND_IN_WORDS, TYPE_IN_WORDS
from tracker.domain.proposals.suggesting import suggest, words_of
from tracker.store.queries import proposals as queries
from tracker.store.queries.rows import AnyRow
from tracker.web.auth.identity import current_viewer
from tracker.web.captures.offered import has_more, holder_of, offered
from tracker.web.captures.segments import paragraphs
from tracker.web.captures.views import get
from tracker.web.case_pages import case_blueprint
from tracker.web.db import get_session
from tracker.web.proposals.cards import Cards, get_cards, sureness
from tracker.web.proposals.forms import ProposalForm, SplitForm, begun
from tracker.web.saving import SAVED, SHOWN, may_record

bp = case_blueprint("proposals", __name__)
bp.context_processor(
    lambda: {"sureness": sureness, "kind_in_words": KIND_IN_WORDS, "type_in_words": TYPE_IN_WORDS}
)
_CARD = "card"


@bp.get("/<public_id>")
def index(public_id: str) -> ResponseReturnValue:
    """The text with all that is proposed in it, and where to begin; or that nobody has had it read."""
    capture = get(public_id)
    may_record()
    cards = get_cards(get_session(), capture.pk)
    return page(capture, cards), SHOWN


def cards_for(public_id: str) -> tuple[AnyRow, Cards]:
    """A capture and its cards; `NotFound` where its text was not read yet."""
    capture = get(public_id)
    may_record()
    cards = get_cards(get_session(), capture.pk)
    if cards is None:
        raise NotFound("Nobody has had this text read for statements yet.")
    return capture, cards


def form_for(capture: AnyRow, cards: Cards, number: int) -> ProposalForm:
    """The card's form, begun with what is proposed; what was sent has precedence."""
    proposals = queries.as_proposed(cards.desk.proposals)
    known = queries.known_sources(get_session(), current_viewer(), capture.case_pk)
    suggestion = suggest(capture.text, number, proposals, known, holder_of(capture))
    form = ProposalForm(data=begun(capture, proposals[number], suggestion))
    form.reasons = tuple(hop.why for hop in suggestion.hops)
    form.said = tuple(hop.said for hop in suggestion.hops)
    return form


def page(
    capture: AnyRow,
    cards: Cards | None,
    number: int | None = None,
    *,
    form: ProposalForm | None = None,
    late: ProposalForm | None = None,
    split: SplitForm | None = None,
) -> str:
    """The desk with one card, or that card alone where the page's script asks for no more."""
    shown: dict[str, Any] = {"capture": capture, "cards": cards, "number": number, "form": form}
    shown |= {"wants_card": wants_card(), "split": split, "typed": late.typed() if late else []}
    if cards is None:
        return render_template("proposals/unread.html", **shown)
    shown["done"] = {row.number: [] for row in cards.rows}
    for row in queries.statements_decided(get_session(), cards.desk.reading.pk):
        shown["done"].setdefault(row.number, []).append(row)
    if number is not None:
        row = cards.get(number)
        shown |= {
            "row": row,
            "words": _words(capture, row),
            "beside": cards.beside(number),
            "merge_with": _words(capture, cards.mergeable(number)),
            "split": split or SplitForm(formdata=None),
            "holder": holder_of(capture),
        }
    if wants_card():
        return render_template("proposals/card.html", **shown)
    known = offered(capture)
    return render_template(
        "proposals/desk.html",
        **shown,
        known=known,
        has_more=has_more(known),
        paragraphs=paragraphs(capture.text, cards.marks()),
        looks=cards.looks(),
    )


def _words(capture: AnyRow, row: AnyRow | None) -> str | None:
    return words_of(capture.text, row.spans) if row else None


def wants_card() -> bool:
    return request.args.get("part") == _CARD


def address(public_id: str, number: int | None) -> str:
    """Where a card is, or the desk as a whole; the card alone again for who asked for it alone."""
    part = _CARD if wants_card() else None
    if number is None:
        return url_for("proposals.index", public_id=public_id, part=part)
    return url_for("proposals.show", public_id=public_id, number=number, part=part)


def go_on(public_id: str, number: int | None) -> ResponseReturnValue:
    return redirect(address(public_id, number), code=SAVED)
