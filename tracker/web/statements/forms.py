"""The forms of a statement: its correction, and its ties."""

from __future__ import annotations

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired

from tracker.domain.scales import (
    Basis,
    Fidelity,
    RelayCertainty,
    RelayForm,
    Stance,
    StatementLinkKind,
    Tlp,
)
from tracker.services.assertions import AssertionContent
from tracker.services.relays import RelayTerms
from tracker.services.statements import Content, Conveyed, Rest
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
_LABELS = {"autocomplete": "off", "spellcheck": "false"}


class CorrectForm(BaseForm):
    """Everything a correction may change; relays, passages and grades stay."""

    source = StringField(
        "Who said it?",
        [InputRequired("Say who said it: the label of a source of this case.")],
        description="The label of a source of this case, like SRC4.",
        render_kw=_LABELS,
    )
    said_at = EdtfField("When was it said?")
    basis = TermRadioField("How do they know?", Basis, required="Choose how they know it.")
    due = EdtfField("When can a forecast be judged?", description="Needed for forecasts only.")
    gist = TextAreaField(
        "What is said, in one sentence",
        [InputRequired("Say in one sentence what is said."), _LONG],
        render_kw={"rows": 3},
    )
    verbatim = TextAreaField(
        "The very words",
        [_LONG],
        description="As they stand in a passage; […] for left-out words and [sic] are understood.",
        render_kw={"rows": 4},
    )
    hedge = StringField("Hedge", [_SHORT], description="“reportedly”, “it seems”: as the source puts it.")
    language = StringField("Language of the words", [_SHORT], description="Like ar, en or fa.")
    translation = TextAreaField("Translation", [_LONG], render_kw={"rows": 3})
    translated_by = StringField("Translated by", [_SHORT], description="A person, or the name of a program.")
    tlp = TermField("Marking", Tlp, blank="As the case")
    reason = reason_field(
        "Why is it corrected?",
        required="Say why this is corrected; the reason is kept with the old text.",
        hint="Kept with the old text, which stays readable in the history.",
        rows=2,
    )
    version = VersionField()

    def to_command(self) -> Content:
        assert self.basis.data is not None
        return Content(
            gist=self.gist.data or "",
            basis=self.basis.data,
            verbatim=self.verbatim.data or None,
            hedge=self.hedge.data,
            language=self.language.data,
            translation=self.translation.data or None,
            translated_by=self.translated_by.data,
            due=self.due.data,
            tlp=self.tlp.data,
        )


class RepeatsForm(BaseForm):
    """Which earlier statement this one repeats, and how."""

    parent = StringField(
        "Which earlier statement does it repeat?",
        [InputRequired("Choose the statement it repeats.")],
        description="Write its label, like ST3, or begin to type its words.",
        render_kw=_LABELS,
    )
    form = TermRadioField("How does it repeat it?", RelayForm, required="Choose how it repeats it.")
    certainty = TermRadioField(
        "Does the text say whom it repeats?", RelayCertainty, required="Choose how certain it is."
    )
    fidelity = TermRadioField("How faithfully?", Fidelity, required="Choose how faithful it is.")
    is_chosen = BooleanField("We hold the earlier statement through this one")
    note = TextAreaField("Note", [_LONG], render_kw={"rows": 2})

    def to_command(self) -> RelayTerms:
        form, certainty, fidelity = self.form.data, self.certainty.data, self.fidelity.data
        assert form
        assert certainty
        assert fidelity
        return RelayTerms(form, certainty, fidelity, is_chosen=self.is_chosen.data, note=self.note.data)


class LinkForm(BaseForm):
    """An analyst's judgement on two statements."""

    kind = TermRadioField("How do they stand to each other?", StatementLinkKind, required="Choose how.")
    to = StringField(
        "The other statement",
        [InputRequired("Choose the other statement.")],
        description="Write its label, like ST3, or begin to type its words.",
        render_kw=_LABELS,
    )
    reason = reason_field("Why?", required="Say why.")
    shared = StringField(
        "Attach both to this assertion (claim)",
        [_LONG],
        description="Only if it corroborates: the label of an assertion, like AS2, or the claim itself. "
        "Both statements are then recorded as asserting it.",
        render_kw=_LABELS,
    )


class ConveyForm(BaseForm):
    """What a statement says of one assertion."""

    stance = TermRadioField("This statement …", Stance, required="Choose the stance it takes.")
    assertion = StringField(
        "… this assertion (claim)",
        [InputRequired("Say what is claimed, or choose an assertion."), _LONG],
        description="The label of one, like AS2, or a new claim in a sentence.",
        render_kw=_LABELS,
    )
    holds = EdtfField(
        "When would it be true?",
        description="For a new claim. 2020-01-01T15:00/.. is “from then on”.",
    )
    place = StringField("Where?", [_SHORT], description="For a new claim.")

    def to_command(self) -> Conveyed:
        assert self.stance.data is not None
        content = AssertionContent(self.assertion.data or "", self.holds.data, self.place.data)
        return Conveyed(content, self.stance.data)


class RestForm(BaseForm):
    """What an inference rests on."""

    on = StringField(
        "On what does it rest?",
        [InputRequired("Choose what it rests on.")],
        description="The label of an assertion (AS2) or of a statement (ST7).",
        render_kw=_LABELS,
    )
    warrant = TextAreaField(
        "Why does the one follow from the other?", [_LONG], render_kw={"rows": 3}, description="The warrant."
    )

    def to_command(self) -> Rest:
        return Rest(self.on.data or "", self.warrant.data)
