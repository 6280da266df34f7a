"""The forms of an assertion: itself, its correction, and its links."""

from __future__ import annotations

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired

from tracker.domain.scales import AssertionLinkKind, Tlp
from tracker.domain.timing import TimeVerdict
from tracker.services.assertions import AssertionContent
from tracker.services.verdicts import Confirm
from tracker.web.forms import (
    BaseForm,
    EdtfField,
    TermField,
    TermRadioField,
    VersionField,
    at_most,
    reason_field,
)

_LONG = at_most(5000)
_SHORT = at_most(500)


class AssertionForm(BaseForm):
    """What would have to be true, when and where."""

    text = TextAreaField(
        "What is claimed, in one sentence",
        [InputRequired("Say what is claimed."), _LONG],
        description="So that it is either true or not: who, what, where, by when.",
        render_kw={"rows": 3},
    )
    holds = EdtfField(
        "When would it be true?",
        description="2020-01-01T15:00/.. is “from then on”; 2020-01-01 is “at some time on that day”.",
    )
    place = StringField("Where?", [_SHORT])
    topic = StringField(
        "Topic",
        [_SHORT],
        description="In a word or two. Sources have a track record, and grades, for each topic apart.",
        render_kw={"list": "topics-used", "autocomplete": "off"},
    )
    tlp = TermField("Marking", Tlp, blank="As the case")
    note = TextAreaField("Note", [_LONG], render_kw={"rows": 2})

    def to_command(self) -> AssertionContent:
        return AssertionContent(
            text=self.text.data or "",
            holds=self.holds.data,
            place=self.place.data,
            tlp=self.tlp.data,
            note=self.note.data,
            topic=self.topic.data,
        )


class CorrectForm(AssertionForm):
    reason = reason_field(
        "Why is it corrected?",
        required="Say why this is corrected; the reason is kept with the old text.",
        hint="Kept with the old text, which stays readable in the history.",
        rows=2,
    )
    version = VersionField()


class LinkForm(BaseForm):
    """How one assertion stands to another."""

    kind = TermRadioField(
        "How does it stand to the other?", AssertionLinkKind, required="Choose how they stand to each other."
    )
    to = StringField(
        "The other assertion",
        [InputRequired("Choose the other assertion.")],
        description="Write its label, like AS2, or begin to type its words.",
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    reason = reason_field("Why?", required="Say why.")


class VerdictForm(BaseForm):
    """What two assertions that cannot both be true are to each other. `seen`: the verdict that stood then."""

    verdict = TermRadioField(
        "What are they to each other?", TimeVerdict, required="Choose what they are to each other."
    )
    reason = reason_field(
        "Why?", required="Say why.", hint="Every report that prints the conflict prints this reason."
    )
    seen = HiddenField()

    def to_command(self, link: str) -> Confirm:
        assert self.verdict.data is not None
        return Confirm(link, self.verdict.data, self.reason.data, seen=self.seen.data or "")
