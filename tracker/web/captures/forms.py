"""The statement form: who said it, through whom we have it, how they know, and what it conveys.

Its fields are named as the service names them, so that every error finds its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from wtforms import BooleanField, FieldList, FormField, StringField, TextAreaField
from wtforms.validators import InputRequired

from tracker.domain.scales import Basis, Fidelity, RelayCertainty, RelayForm, SourceKind, Stance, Tlp
from tracker.services.assertions import AssertionContent
from tracker.services.passages import Selection
from tracker.services.statements import Content, Conveyed, EmbeddedPost, Hop, RecordStatement, Rest
from tracker.web.captures.choices import label_or_text, source_choice
from tracker.web.forms import BaseForm, EdtfField, PartForm, TermField, VerbatimField, at_most

MOST_PARTS = 20
_SHORT = at_most(500)
_LONG = at_most(5000)
_DUE = "Only for a forecast. If the source gives none, choose one; it is then yours."
_LISTS = ("hops", "conveys", "rests_on")
_OPTIONAL_BLOCKS = {
    "more": ("hedge", "language", "translation", "translated_by", "tlp"),
    "embedding": ("embedded", "embedded_title", "published", "embedded_address"),
    "repeating": ("repeats",),
    "judging": ("due",),
}


class _Expected:
    """Marks a field that is not optional, where the service or the form as a whole says what is missing."""

    field_flags: ClassVar = {"required": True}

    def __call__(self, form: Any, field: Any) -> None:
        pass


def _offered(name: str) -> dict[str, str]:
    """A text field that offers what the case holds already, and asks for more while it is typed in."""
    return {"list": f"known-{name}s", "data-suggest": name, "autocomplete": "off", "spellcheck": "false"}


class HopForm(PartForm):
    """One hand on the way, and how it repeats the one before."""

    source = StringField("Who", [_Expected(), _SHORT], render_kw=_offered("source"))
    kind = TermField(
        "If new, it is", SourceKind, blank=None, default=SourceKind.PERSON, required="Say what kind it is."
    )
    said_at = EdtfField("When they said it")
    relay_form = TermField(
        "How they repeat it", RelayForm, blank=None, default=RelayForm.QUOTES, required="Say how."
    )
    certainty = TermField(
        "Does the text say whom they repeat?",
        RelayCertainty,
        blank=None,
        default=RelayCertainty.EXPLICIT,
        required="Say how certain it is.",
    )
    fidelity = TermField(
        "How faithfully?", Fidelity, blank=None, default=Fidelity.FAITHFUL, required="Say how faithful it is."
    )

    def to_hop(self) -> Hop:
        return Hop(
            source_choice(self.source.data, self.kind.data),
            said_at=self.said_at.data,
            form=self.relay_form.data,
            certainty=self.certainty.data,
            fidelity=self.fidelity.data,
        )

    @property
    def is_unusual(self) -> bool:
        """Whether it repeats the one before otherwise than most do, or wrongly: then it is shown unfolded."""
        usual = (RelayForm.QUOTES, RelayCertainty.EXPLICIT, Fidelity.FAITHFUL)
        fields = (self.relay_form, self.certainty, self.fidelity)
        return tuple(each.data for each in fields) != usual or any(each.errors for each in fields)


class ConveyForm(PartForm):
    """An assertion and where the statement stands towards it; time and place are of a new one."""

    stance = TermField(
        "Stance",
        Stance,
        blank=None,
        default=Stance.ASSERTS,
        required="Say whether it asserts, denies or doubts.",
    )
    assertion = StringField("Assertion (claim)", [_LONG], render_kw=_offered("assertion"))
    holds = EdtfField("When it would be true")
    place = StringField("Where", [_SHORT])

    @property
    def is_empty(self) -> bool:
        return not (self.assertion.data or self.holds.data or self.place.data)

    def to_conveyed(self) -> Conveyed:
        text = label_or_text(self.assertion.data) or ""
        return Conveyed(AssertionContent(text, self.holds.data, self.place.data), self.stance.data)


class RestForm(PartForm):
    """What an inference rests on, and why that carries it."""

    on = StringField("On", [_SHORT], render_kw=_offered("ground"))
    warrant = StringField("Because", [_LONG])

    @property
    def is_empty(self) -> bool:
        return not (self.on.data or self.warrant.data)

    def to_rest(self) -> Rest:
        return Rest(label_or_text(self.on.data) or "", self.warrant.data)


class StatementForm(BaseForm):
    """One chain: a statement for each voice, from whoever said it first to whoever we hold."""

    hops = FieldList(FormField(HopForm), min_entries=1, max_entries=MOST_PARTS)
    basis = TermField("How do they know?", Basis, blank="Choose…")
    due = EdtfField("When can the forecast be judged?", description=_DUE)
    gist = TextAreaField(
        "What is said, in one sentence",
        [InputRequired("Say in one sentence what is said."), _LONG],
        render_kw={"rows": 2},
    )
    verbatim = VerbatimField(
        "The very words", [_LONG], description="Shorten with […]; [sic] is understood.", render_kw={"rows": 3}
    )
    hedge = StringField("Hedge", [_SHORT], description="“reportedly”, “it seems”: as they put it.")
    language = StringField("Language of the words", [_SHORT], description="Like ar, en or fa.")
    translation = VerbatimField("Translation", [_LONG], render_kw={"rows": 3})
    translated_by = StringField("Translated by", [_SHORT], description="A person, or the name of a program.")
    tlp = TermField("Marking", Tlp, blank="As the case")
    conveys = FieldList(FormField(ConveyForm), min_entries=1, max_entries=MOST_PARTS)
    rests_on = FieldList(FormField(RestForm), min_entries=1, max_entries=MOST_PARTS)
    embedded = BooleanField("These words are a post that this page embeds")
    embedded_title = StringField("Title of the post, or how it begins", [_SHORT])
    published = EdtfField("Posted")
    embedded_address = StringField("Address of the post", [at_most(2000)])
    repeats = StringField(
        "The statement it repeats", [_SHORT], render_kw=_offered("statement") | {"list": "known-statements"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.basis.flags.required = True  # unless it repeats a statement recorded before

    def validate(self, extra_validators: Any = None) -> bool:
        sound: bool = super().validate(extra_validators)
        if self.basis.data is None and not self.basis.errors and not self.repeats.data:
            self.basis.errors = [*self.basis.errors, "Say how they know it, as far as the text shows."]
            sound = False
        return sound

    def change(self, wanted: str) -> None:
        """Add or remove a part, as a button asked: “hops add 1”, “conveys remove 0”."""
        name, _, rest = wanted.partition(" ")
        deed, _, place = rest.partition(" ")
        if name not in _LISTS or not place.isdecimal():
            return
        parts, index = self[name], int(place)
        if deed == "add" and len(parts) < MOST_PARTS:
            parts.insert_entry(index)
        elif deed == "remove" and index < len(parts) > 1:
            parts.pop_entry(index)

    def drop_empty_parts(self) -> None:
        """Rows nobody filled in are not meant; those left keep the numbers errors will name."""
        for parts in (self.conveys, self.rests_on):
            for index in reversed(range(len(parts))):
                if parts[index].form.is_empty and len(parts) > 1:
                    parts.pop_entry(index)  # type: ignore[call-arg]  # the stubs are a version behind

    def is_open(self, block: str) -> bool:
        """Whether a folded part of the form is wrong or holds what was typed, not merely proposed."""
        fields = [self[name] for name in _OPTIONAL_BLOCKS[block]]
        return any(each.errors or (each.data and each.data != each.object_data) for each in fields)

    @property
    def rests(self) -> bool:
        """Whether anything was said of what it rests on, or of when it can be judged."""
        return self.is_open("judging") or any(not part.form.is_empty or part.errors for part in self.rests_on)

    def to_command(
        self, capture: str, selection: Selection, *, further: tuple[Selection, ...] = ()
    ) -> RecordStatement:
        return RecordStatement(
            capture=capture,
            selection=selection,
            further=further,
            hops=tuple(hop.form.to_hop() for hop in self.hops),
            content=self._content(),
            conveys=tuple(part.form.to_conveyed() for part in _filled(self.conveys)),
            rests_on=tuple(part.form.to_rest() for part in _filled(self.rests_on)),
            embedded=self._embedded(),
            repeats=label_or_text(self.repeats.data),
        )

    def _content(self) -> Content:
        return Content(
            gist=self.gist.data or "",
            basis=self.basis.data or Basis.TOLD,
            verbatim=(self.verbatim.data or "").strip() or None,
            hedge=self.hedge.data,
            language=self.language.data,
            translation=self.translation.data or None,
            translated_by=self.translated_by.data,
            due=self.due.data,
            tlp=self.tlp.data,
        )

    def _embedded(self) -> EmbeddedPost | None:
        if not self.embedded.data:
            return None
        return EmbeddedPost(self.embedded_title.data or "", self.published.data, self.embedded_address.data)


def _filled(parts: Any) -> Iterator[Any]:
    return (part for part in parts if not part.form.is_empty)
