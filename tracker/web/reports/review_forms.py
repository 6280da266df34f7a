"""The forms of a review: the checklist, a step of it, and a comment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import FormField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from tracker.web.forms import BaseForm, PartForm, at_most, choices_of, reason_field

MET, NOT_MET = "met", "not met"
_NOTE = at_most(2000)


class TickForm(PartForm):
    """What somebody says of one item of one finding; `seen` is what they were shown of it."""

    verdict = RadioField("Checked", [Optional()], choices=choices_of([(MET, "Met"), (NOT_MET, "Not met")]))
    note = StringField("Note", [_NOTE], render_kw={"autocomplete": "off"})
    seen = HiddenField()


def checklist_form(keys: Iterable[str], **values: Any) -> BaseForm:
    """One form with a tick under each key; `values` stand in it before anybody writes."""

    class ChecklistForm(BaseForm):
        pass

    for key in keys:
        setattr(ChecklistForm, key, FormField(TickForm, separator="."))
    return ChecklistForm(**values)


class StepForm(BaseForm):
    """A report moves on; `seen` and `digest` are the step and the text that were decided on."""

    note = TextAreaField("Note", [_NOTE], render_kw={"rows": 3})
    seen = HiddenField()
    digest = HiddenField()


class SendBackForm(StepForm):
    """Back to its authors, who are told why."""

    note = TextAreaField(
        "What should they look at?",
        [InputRequired("Say what its authors should look at."), _NOTE],
        render_kw={"rows": 3},
    )


class SetAsideForm(BaseForm):
    """A remark on the wording is not to be heeded."""

    reason = reason_field(
        "Why is it set aside?",
        required="Say why the remark is set aside.",
        hint="Published versions print it. Never write the name of a protected source.",
    )


class CommentForm(BaseForm):
    """Plain words to the authors."""

    about = SelectField("What is it about?", validate_choice=False)
    quoted = TextAreaField(
        "Words it is about",
        [_NOTE],
        description="As they stand in the text, if you mean some.",
        render_kw={"rows": 2},
    )
    text = TextAreaField(
        "Comment",
        [InputRequired("Write the comment."), at_most(5000)],
        description="Everybody who may read this case reads it; it is in no export. "
        "Never write the name of a protected source.",
        render_kw={"rows": 4},
    )

    def offer(self, parts: Iterable[Any]) -> None:
        """The findings and sections to choose from."""
        named = ((part.label, f"{part.label} {part.words[:60]}") for part in parts)
        self.about.choices = choices_of(named, blank="The report as a whole")
