"""The card of a proposal: the statement form with the places of the words, and the form that splits it."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired

from tracker.domain.passages import first_words
from tracker.domain.proposals.decisions import as_written, spans_from
from tracker.domain.proposals.suggesting import Proposed, Suggestion, post_of, words_of
from tracker.services.proposals import selections
from tracker.services.statements import RecordStatement
from tracker.web.captures.forms import StatementForm
from tracker.web.forms import BaseForm, at_most


class ProposalForm(StatementForm):
    """A statement as proposed; `spans` are the places of its words, as “12-40 55-60”."""

    spans = HiddenField(validators=[InputRequired("Mark the words that are said."), at_most(1000)])
    reasons: tuple[str, ...] = ()
    """Why each hop is proposed, in their order."""
    said: tuple[str, ...] = ()
    """The words of the text that speak of each hop, for whoever they do not name."""

    def to_record(self, capture: Any) -> RecordStatement:
        """The command; `DomainError` on `spans` where the places are not in the text."""
        first, *further = selections(capture.text, spans_from(self.spans.data or "", capture.text))
        return self.to_command(capture.public_id, first, further=tuple(further))


class SplitForm(BaseForm):
    """Where to split: the first words of the second part."""

    before = StringField(
        "Split before these words",
        [InputRequired("Write the words with which the second part begins."), at_most(500)],
        render_kw={"autocomplete": "off"},
    )


def begun(
    capture: Any, own: Proposed, voices: tuple[Proposed, ...], suggestion: Suggestion, *, is_ours: bool
) -> dict[str, Any]:
    """What the fields of the card begin with."""
    post = None if is_ours else post_of(voices)
    known: dict[str, Any] = {
        "hops": [
            {"source": hop.text, "kind": hop.kind, "relay_form": hop.form, "said_at": hop.said_at}
            for hop in suggestion.hops
        ],
        "basis": suggestion.basis,
        "gist": suggestion.gist,
        "verbatim": suggestion.verbatim,
        "language": capture.language,
        "spans": as_written(own.spans),
    }
    if post is not None:
        title = first_words(words_of(capture.text, post.spans))
        known |= {"embedded": True, "embedded_title": title, "published": post.date}
    return known
