"""The forms of a “what if”: what to take away, and the confirmation of a withdrawal."""

from __future__ import annotations

from wtforms import HiddenField, StringField

from tracker.web.forms import PartForm
from tracker.web.saving import ReasonForm


class PickForm(PartForm):
    """Something more to take away; the form is sent by GET, for nothing is written."""

    without = StringField(
        "Source, document, capture or statement",
        description="Its label, or the exact name of a source.",
    )


class WithdrawForm(ReasonForm):
    """A reason, and what the person was told would be withdrawn."""

    seal = HiddenField()
