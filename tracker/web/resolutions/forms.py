"""The form that says how an assertion turned out, with the statements that this rests on picked by search."""

from __future__ import annotations

from wtforms import HiddenField, SelectMultipleField, StringField

from tracker.domain.scales import Outcome
from tracker.services.resolutions import Resolve
from tracker.web.forms import BaseForm, TermRadioField, at_most, reason_field


class ResolveForm(BaseForm):
    outcome = TermRadioField("How did it turn out?", Outcome, required="Choose how it turned out.")
    reason = reason_field(
        "On what basis is this established?",
        required="Say on what basis this is established.",
        hint="What settles it, and why it is enough. Whoever reads the record later relies on this.",
        rows=4,
    )
    basis = SelectMultipleField("Which statements of the case does that rest on?", validate_choice=False)
    search = StringField(
        "Search for more statements",
        [at_most(300)],
        description="Words, a source or a label like ST3.",
    )
    seen = HiddenField()

    def to_command(self, assertion: str) -> Resolve:
        assert self.outcome.data is not None
        return Resolve(
            assertion,
            self.outcome.data,
            self.reason.data,
            tuple(self.basis.data or ()),
            seen=self.seen.data or "",
        )
