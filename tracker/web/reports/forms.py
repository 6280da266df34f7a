"""The forms of a report: its own text, a finding, a citation, a reason, and publishing."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, RadioField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from tracker.domain.scales import CitationRole, NoticeKind, Tlp
from tracker.services.reports import ReportContent
from tracker.web.forms import (
    BaseForm,
    EdtfField,
    TermField,
    TermRadioField,
    VersionField,
    at_most,
    reason_field,
)

LONGEST_TEXT = 100_000
_WRITTEN = at_most(LONGEST_TEXT)
_SENTENCE = at_most(2000)
_TITLE = at_most(300)
_KEPT = "Kept with the old text. Published versions stay as they are."


class ReportForm(BaseForm):
    """What stands on the title page of a report."""

    title = StringField("Title", [InputRequired("Give the report a title."), _TITLE])
    tlp = TermField(
        "Marking",
        Tlp,
        required="Choose how far it may go.",
        description="The report is marked with this or with the case's marking, whichever is stricter.",
    )
    cut_off = EdtfField(
        "Information cut-off",
        description="The date of the newest information it uses, like 2020-01-02.",
    )

    def to_command(self, **texts: str | None) -> ReportContent:
        """With the `texts` around the findings as they are: these have pages of their own."""
        assert self.tlp.data is not None
        return ReportContent(self.title.data or "", self.tlp.data, cut_off=self.cut_off.data, **texts)


class CorrectReportForm(ReportForm):
    reason = reason_field("Why is it changed?", hint=_KEPT, rows=2)
    version = VersionField()


class FindingForm(BaseForm):
    """A judgement in one sentence, and the assertion (claim) of the case that it states."""

    text = TextAreaField(
        "The finding, in one sentence",
        [InputRequired("Write the finding as one sentence."), _SENTENCE],
        description="In your own words, without likelihood and confidence: these are graded apart.",
        render_kw={"rows": 3},
    )
    assertion = StringField(
        "Which assertion (claim) of the case does it state?",
        [_SENTENCE],
        description="Write its label, like AS2, or begin to type its words. "
        "Its independent sources can then be counted.",
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


class CorrectFindingForm(FindingForm):
    reason = reason_field("Why is it changed?", hint=_KEPT, rows=2)
    version = VersionField()


class WritingForm(BaseForm):
    """One text of a report, typed over a version of it; `preview` and `discard` are deeds besides saving.

    `held` is the mark of the unsaved text that was gone on from.
    """

    text = TextAreaField("Text", [_WRITTEN], render_kw={"rows": 18})
    version = VersionField()
    held = StringField(widget=HiddenInput())
    preview = SubmitField("Preview")
    discard = SubmitField("Discard it")

    @property
    def over(self) -> str | None:
        """That mark as it was sent, empty for no such text; None where it was not sent."""
        return str(self.held.raw_data[0]) if self.held.raw_data else None

    @property
    def typed(self) -> dict[str, str | None]:
        """What was typed, by the name of the field."""
        return {name: self[name].data for name in ("title", "text") if name in self}


class SectionForm(WritingForm):
    title = StringField("Title of the section", [InputRequired("Give the section a title."), _TITLE])


class CiteForm(BaseForm):
    """Which statement a finding cites, and what it is to the finding; the service knows which may be."""

    statement = RadioField(
        "Which statement?", [InputRequired("Choose the statement to cite.")], validate_choice=False
    )
    role = TermRadioField("It …", CitationRole, required="Choose what the statement is to the finding.")
    again = SubmitField("Cite, and choose another")

    def offer(self, rows: Any) -> None:
        """The statements to choose from."""
        self.statement.choices = [(row.label, row.label) for row in rows]


class NoticeForm(BaseForm):
    """What is said beside a published version."""

    kind = TermRadioField("What is it?", NoticeKind, required="Choose what the notice says of the version.")
    text = TextAreaField(
        "What must a reader of this version know?",
        [InputRequired("Say what a reader of this version must know."), _SENTENCE],
        description="In plain words: what fell or is wrong, what it changes, and where to read on.",
        render_kw={"rows": 4},
    )


class PublishForm(BaseForm):
    """`digest` is that of the report that was shown, `seen` the seal of what had fallen, beside the box."""

    all_the_same = BooleanField("Publish it all the same: I have looked at each of them")
    seen = StringField(widget=HiddenInput())
    digest = StringField(widget=HiddenInput())
    note = TextAreaField(
        "Note",
        [_SENTENCE],
        description="What this version is for, and why it is published if something is missing.",
        render_kw={"rows": 3},
    )
