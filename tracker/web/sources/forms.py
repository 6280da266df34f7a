"""The forms of a source: what is recorded of it, its other names, its links, and merging duplicates."""

from __future__ import annotations

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import InputRequired

from tracker.domain.scales import RelayCertainty, SourceKind, SourceLinkKind, Tlp
from tracker.services.sources import LinkSources, SourceContent
from tracker.web.forms import BaseForm, EdtfField, TermField, VersionField, at_most, reason_field

_LONG = at_most(5000)
_SHORT = at_most(300)


class SourceForm(BaseForm):
    name = StringField(
        "Name, or how it is described",
        [InputRequired("Enter the name, or how it is described."), _SHORT],
        description="A person, an account, an outlet; for an unnamed one its description: “officials”.",
    )
    kind = TermField("Kind", SourceKind, required="Choose what kind of source it is.")
    descriptor = TextAreaField(
        "Descriptor",
        [_LONG],
        description="One sentence a report may print: who this is, with what access and what interest.",
        render_kw={"rows": 2},
    )
    is_protected = BooleanField(
        "Protected source",
        description="Only leads of the case can read the name; everybody else sees the pseudonym.",
    )
    pseudonym = StringField("Pseudonym", [_SHORT], description="Needed for a protected source.")
    tlp = TermField("Marking", Tlp, blank="As the case")
    note = TextAreaField("Note", [_LONG], render_kw={"rows": 3})

    def to_command(self) -> SourceContent:
        assert self.kind.data is not None
        return SourceContent(
            name=self.name.data or "",
            kind=self.kind.data,
            descriptor=self.descriptor.data,
            is_protected=bool(self.is_protected.data),
            pseudonym=self.pseudonym.data,
            tlp=self.tlp.data,
            note=self.note.data,
        )


class CorrectSourceForm(SourceForm):
    name = StringField(
        "Name, or how it is described",
        [_SHORT],
        description="A protected name is not shown here: leave it empty to keep it.",
    )
    reason = reason_field(
        "Why is it corrected?",
        hint="Kept with the old content, which stays readable in the history.",
        rows=2,
    )
    version = VersionField()


class AliasForm(BaseForm):
    name = StringField("Other name", [InputRequired("Enter the other name."), _SHORT])
    note = StringField("Note", [_SHORT], description="A handle, a spelling, a former name.")


class LinkForm(BaseForm):
    kind = TermField("This source…", SourceLinkKind, required="Choose how they stand to each other.")
    to = StringField(
        "The other source",
        [InputRequired("Choose the other source.")],
        description="Its label, like SRC4.",
        render_kw={"list": "sources-offered", "autocomplete": "off"},
    )
    certainty = TermField("How sure is that?", RelayCertainty, blank=None)
    held = EdtfField("When did this hold?")
    reason = reason_field("How is it known?", rows=2)

    def to_command(self) -> LinkSources:
        assert self.kind.data is not None
        return LinkSources(
            to=self.to.data or "",
            kind=self.kind.data,
            certainty=self.certainty.data or RelayCertainty.EXPLICIT,
            held=self.held.data,
            reason=self.reason.data,
        )


class MergeForm(BaseForm):
    into = StringField(
        "The source this is a duplicate of",
        [InputRequired("Choose the source this is a duplicate of.")],
        description="Its label, like SRC4. Nothing is lost: merging can be undone.",
        render_kw={"list": "sources-offered", "autocomplete": "off"},
    )
    reason = reason_field("How is it known that they are the same?", required="Say how it is known.")
