"""The form that says how an assertion turned out, with the statements that this rests on picked by search."""

from __future__ import annotations

from wtforms import HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.domain.scales import Outcome
from tracker.services.resolutions import Resolve
from tracker.web.forms import BaseForm, TermRadioField


class ResolveForm(BaseForm):
    outcome = TermRadioField("How did it turn out?", Outcome, required="Choose how it turned out.")
    reason = TextAreaField(
        "On what basis is this established?",
        [
            InputRequired("Say on what basis this is established."),
            Length(max=5000, message="Keep it under 5,000 characters."),
        ],
        description="What settles it, and why it is enough. Whoever reads the record later relies on this.",
        render_kw={"rows": 4},
    )
    basis = SelectMultipleField("Which statements of the case does that rest on?", validate_choice=False)
    search = StringField(
        "Search for more statements",
        [Length(max=300, message="Keep it under 300 characters.")],
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
