"""The card of a proposal: the statement form with the places of the words, and the form that splits it."""

from __future__ import annotations

from typing import Any

from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired

from tracker.domain.proposals.decisions import as_written, spans_from
from tracker.domain.proposals.suggesting import Proposed, Suggestion
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

    def typed(self) -> list[tuple[str, str]]:
        """What was sent, as label and words: for whoever was late, so that it is not lost."""
        said = {
            "Who": " → ".join(filter(None, (hop.form.source.data for hop in self.hops))),
            "How they know": self.basis.data.label if self.basis.data else "",
            **{
                each.label.text: each.data
                for each in (self.gist, self.verbatim, self.hedge, self.translation)
            },
            "Assertion (claim)": "; ".join(filter(None, (each.form.assertion.data for each in self.conveys))),
        }
        return [(label, words) for label, words in said.items() if words]


class SplitForm(BaseForm):
    """Where to split: the first words of the second part, and their place where they were selected."""

    before = StringField(
        "Split before these words",
        [InputRequired("Write the words with which the second part begins."), at_most(500)],
        render_kw={"autocomplete": "off"},
    )
    at = HiddenField()


def begun(capture: Any, own: Proposed, suggestion: Suggestion) -> dict[str, Any]:
    """What the fields of the card begin with."""
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
    post = suggestion.post
    if post is not None:
        known |= {"embedded": True, "embedded_title": post.title, "published": post.published}
    return known
