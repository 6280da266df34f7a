"""The two answers to a hint. Several stand on one page: each form bears the key of its hint in its names."""

from __future__ import annotations

from wtforms import RadioField
from wtforms.validators import InputRequired

from tracker.domain.repeats import Hint
from tracker.domain.scales import RelayCertainty
from tracker.services.repeats import WHY_NOT, WHY_REPEAT, Answer
from tracker.web.forms import BaseForm, TermRadioField, reason_field


class RefuseForm(BaseForm):
    """Why the two do not repeat each other."""

    reason = reason_field(
        "Why is it no repeat?",
        required=WHY_NOT,
        hint="Like “both had it from the same press conference” or “its own correspondent was there”.",
    )

    def to_answer(self, hint: Hint) -> Answer:
        return Answer(hint.later, hint.earlier, self.reason.data)


class AcceptForm(BaseForm):
    """How sure the repeat is, which of the two is the earlier where that is not known, and why."""

    earlier = RadioField(
        "Which is the earlier one?",
        [InputRequired("Choose which one is the earlier: their dates do not tell.")],
        validate_choice=True,
    )
    certainty = TermRadioField(
        "Does the text say whom it repeats?",
        RelayCertainty,
        required="Choose how certain it is.",
        default=RelayCertainty.POSSIBLE,
    )
    reason = reason_field("Why is it a repeat?", required=WHY_REPEAT, rows=4)

    def ask_of(self, hint: Hint, names: dict[str, str]) -> None:
        """Ask for the order only where it is not known."""
        if hint.order_known:
            del self.earlier
        else:
            self.earlier.choices = [(label, names[label]) for label in (hint.earlier, hint.later)]

    def to_answer(self, hint: Hint) -> Answer:
        assert self.certainty.data is not None
        earlier = hint.earlier if hint.order_known else self.earlier.data
        later = hint.later if earlier == hint.earlier else hint.earlier
        return Answer(later, earlier, self.reason.data, self.certainty.data)
