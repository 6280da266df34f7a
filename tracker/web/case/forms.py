"""The forms of a case and of its members."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    FieldList,
    FloatField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from tracker.domain.scales import (
    AssetKind,
    CaseRole,
    Language,
    LikelihoodRow,
    Paper,
    Profile,
    Reliability,
    Tlp,
)
from tracker.domain.track_record import USUAL_BOUNDS
from tracker.services.cases import CaseContent
from tracker.services.report_files import NewFile, ReportSettings
from tracker.web.forms import (
    BaseForm,
    TermField,
    TermRadioField,
    VersionField,
    at_most,
    choices_of,
    reason_field,
)
from tracker.web.jinja import graded

_LONG = at_most(5000)
_SHORT = at_most(300)
ZONES = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")
CODES_LABEL = "Letters and digits of grades"
CODES_HINT = "On every page, in pictures and in reports. A report for a court prints no ratings at all."
_SHARE = "Enter a number between 0 and 1, like 0.65."
_CODES = {"yes": True, "no": False}
_CODES_CHOICES = (("yes", "Shown with their words"), ("no", "Left out: words alone"))


class ShareField(FloatField):
    """A number between 0 and 1; whoever writes 0,65 means 0.65."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            self.data = float(valuelist[0].strip().replace(",", ".")) if valuelist else None
        except ValueError:
            self.data = None
            raise ValueError(_SHARE) from None


class CaseForm(BaseForm):
    title = StringField("Title", [InputRequired("Give the case a title."), _SHORT])
    place = StringField("Where it happened", [_SHORT])
    zone = StringField(
        "Time zone of the events",
        [InputRequired("Choose the time zone of the events.")],
        description="Dates without a time are read in it, like Asia/Baghdad.",
        default="UTC",
        render_kw={"list": "zones", "autocomplete": "off"},
    )
    profile = TermRadioField(
        "Who reads its reports?", Profile, required="Choose who reads the reports.", default=Profile.NEWSROOM
    )
    tlp = TermField("Marking", Tlp, blank=None, default=Tlp.AMBER)
    grades_are_blind = BooleanField(
        "Grade blind",
        default=True,
        description="Whoever may grade sees others' grades of a thing once their own is in; what is said is "
        "graded before who says it. Readers and published reports are not affected.",
    )
    shows_codes = SelectField(CODES_LABEL, choices=choices_of(_CODES_CHOICES), description=CODES_HINT)
    letter_bounds = FieldList(
        ShareField("", [InputRequired(_SHARE)]),
        "Reliability suggested from a track record",
        min_entries=len(USUAL_BOUNDS),
        max_entries=len(USUAL_BOUNDS),
        default=USUAL_BOUNDS,
        description="How large a share of what a source said must have proved right, counted cautiously: the "
        "lower end of its range, from 0 to 1. Each smaller than the one before; below the last the worst is "
        "suggested.",
    )
    summary = TextAreaField("What it is about", [_LONG], render_kw={"rows": 5})

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for entry, letter in zip(self.letter_bounds, Reliability, strict=False):
            entry.label.text = f"{graded(letter)}, from"

    def to_command(self, code: str = "") -> CaseContent:
        assert self.profile.data is not None
        return CaseContent(
            code=code,
            title=self.title.data or "",
            zone=self.zone.data or "",
            profile=self.profile.data,
            tlp=self.tlp.data or Tlp.AMBER,
            place=self.place.data,
            summary=self.summary.data,
            grades_are_blind=bool(self.grades_are_blind.data),
            shows_codes=_CODES.get(self.shows_codes.data),
            letter_bounds=tuple(self.letter_bounds.data),
        )


class NewCaseForm(CaseForm):
    shows_codes = SelectField(
        CODES_LABEL,
        choices=choices_of(_CODES_CHOICES, blank="As these readers expect: only for intelligence"),
        description=CODES_HINT,
    )
    code = StringField(
        "Code",
        [InputRequired("Give the case a short code."), _SHORT],
        description="2 to 20 capital letters, digits or dashes. It stands in every address and citation "
        "and never changes.",
        render_kw={"autocapitalize": "characters", "spellcheck": "false"},
    )

    def to_command(self, code: str = "") -> CaseContent:
        return super().to_command(code or (self.code.data or "").upper())


class CorrectCaseForm(CaseForm):
    reason = reason_field(
        "Why is it changed?", hint="Needed where anything above changes; kept with what held before.", rows=2
    )
    version = VersionField()


class MemberForm(BaseForm):
    username = StringField(
        "User name",
        [InputRequired("Enter the user name of the account."), _SHORT],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    role = TermRadioField("Role in this case", CaseRole, required="Choose a role.")


class ReportSettingsForm(BaseForm):
    paper = TermRadioField("Paper", Paper, required="Choose the size of the page.")
    language = TermRadioField("Language", Language, required="Choose which English reports are in.")
    likelihood_row = TermRadioField(
        "Words for likelihood",
        LikelihoodRow,
        required="Choose one row of words: a product never mixes them.",
    )
    word_template = FileField(
        "Word template",
        description="A .docx or .dotx without macros, up to 10 MB. Reports in Word take its styles, page, "
        "headers and footers; the marking is added to them. The text in it is not used.",
        render_kw={"accept": ".docx,.dotx"},
    )
    drop_word_template = BooleanField("Use this template no longer")
    citation_style = FileField(
        "Citation style",
        description="A .csl file (Citation Style Language): how the references of a report are set.",
        render_kw={"accept": ".csl"},
    )
    drop_citation_style = BooleanField("Use this style no longer")
    reason = TextAreaField(
        "Why is it changed?",
        [_LONG],
        description="Needed where anything that was set before changes; kept with what held before.",
        render_kw={"rows": 2},
    )
    version = VersionField()

    def to_command(self) -> ReportSettings:
        assert self.paper.data is not None
        assert self.language.data is not None
        assert self.likelihood_row.data is not None
        files = {}
        withdrawn = set()
        for kind in AssetKind:
            name = kind.value.replace(" ", "_")
            if given := self[name].data:
                files[kind] = NewFile(given.filename or "", given.read())
            if self[f"drop_{name}"].data:
                withdrawn.add(kind)
        return ReportSettings(
            self.paper.data, self.language.data, self.likelihood_row.data, files, frozenset(withdrawn)
        )
