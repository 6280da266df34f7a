"""The forms of a case and of its members."""

from __future__ import annotations

from zoneinfo import available_timezones

from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from tracker.domain.scales import CaseRole, Profile, Tlp
from tracker.services.cases import CaseContent
from tracker.web.forms import BaseForm, TermField, TermRadioField

_LONG = Length(max=5000, message="Keep it under 5,000 characters.")
_SHORT = Length(max=300, message="Keep it under 300 characters.")
ZONES = sorted(zone for zone in available_timezones() if "/" in zone or zone == "UTC")


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
    summary = TextAreaField("What it is about", [_LONG], render_kw={"rows": 5})

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
        )


class NewCaseForm(CaseForm):
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
    reason = TextAreaField("Why is it corrected?", [_LONG], render_kw={"rows": 2})
    version = IntegerField(widget=HiddenInput())


class MemberForm(BaseForm):
    username = StringField(
        "User name",
        [InputRequired("Enter the user name of the account."), _SHORT],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    role = TermRadioField("Role in this case", CaseRole, required="Choose a role.")
