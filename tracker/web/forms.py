"""What every form has in common: tidy text, errors that find their field, dates and words with a meaning.

Forms check shape (present, length, date, choice); services check truth. Knows no record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    Field,
    FieldList,
    FormField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.fields.core import UnboundField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from tracker.domain import dates
from tracker.domain.errors import DomainError
from tracker.domain.scales import Term
from tracker.web.dates import current_zone
from tracker.web.jinja import graded, meaning

NOT_OFFERED = "Choose one of the words offered."
NUL_REFUSED = "Remove the invisible NUL character from this text."


class VerbatimField(TextAreaField):
    """Text kept as it was pasted, white space included; only the browser's line ends are undone."""


class EdtfField(StringField):
    """A date as the analyst knows it, read in the case's zone."""

    @property
    def zone(self) -> str:
        return current_zone()

    @property
    def value(self) -> dates.FuzzyDate | None:
        """The date that was understood; None where the field is empty."""
        return dates.parse(self.data, self.zone) if self.data else None

    @property
    def echo(self) -> str:
        """How the date was understood, in words; empty while it cannot be read."""
        try:
            return str(self.value or "")
        except DomainError:
            return ""

    def pre_validate(self, _form: Any) -> None:
        try:
            _ = self.value
        except DomainError as error:
            raise ValidationError(error.message) from None


class VersionField(IntegerField):
    """The version of a record that a page showed, hidden in its form.

    What is missing or no number is version 0, which no record has: whoever sends it is shown what is stored.
    """

    widget = HiddenInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        given = valuelist[0] if valuelist else ""
        self.data = int(given) if re.fullmatch(r"[1-9][0-9]{0,6}", given) else 0


class _Words:
    """What the fields for a scale's words share: the stored value becomes the word."""

    words: tuple[Term, ...]

    def definition(self, value: Any) -> str:
        """The sentence that says what a choice means."""
        word = self.word(value)
        return meaning(word) if word else ""

    def word(self, value: Any) -> Term | None:
        for word in self.words:
            if word.value == value:
                return word
        if value:
            raise ValueError(NOT_OFFERED)
        return None

    def _options(self, required: str | None) -> dict[str, Any]:
        return {
            "validators": [InputRequired(required)] if required else [Optional()],
            "coerce": self.word,
            "invalid_value_message": NOT_OFFERED,
            "invalid_choice_message": NOT_OFFERED,
        }


class TermField(_Words, SelectField):
    """A drop-down of a scale's words; `data` is the word itself, or None for the blank choice."""

    def __init__(
        self,
        label: str,
        words: Iterable[Term],
        *,
        blank: str | None = "Choose…",
        required: str | None = None,
        **options: Any,
    ) -> None:
        self.words = tuple(words)
        choices = choices_of(map(_shown, self.words), blank=blank)
        super().__init__(label, choices=choices, **self._options(required), **options)


class TermRadioField(_Words, RadioField):
    """The same as radio buttons, where each word's definition should be in view."""

    def __init__(
        self, label: str, words: Iterable[Term], *, required: str | None = None, **options: Any
    ) -> None:
        self.words = tuple(words)
        choices = choices_of(map(_shown, self.words))
        super().__init__(label, choices=choices, **self._options(required), **options)


def choices_of(rows: Iterable[tuple[str, str]], *, blank: str | None = None) -> list[SelectChoice]:
    """Choices for a drop-down the view fills: (value, label) pairs, with a blank one first if wanted."""
    first = [] if blank is None else [SelectChoice("", blank)]
    return [*first, *(SelectChoice(value, label) for value, label in rows)]


def at_most(characters: int) -> Length:
    """Refuses a text that is longer."""
    return Length(max=characters, message=f"Keep it under {characters:,} characters.")


def reason_field(label: str, *, required: str = "", hint: str = "", rows: int = 3) -> TextAreaField:
    """The field for a reason that is kept with a deed; `required` is what to do where it must be given."""
    needed = [InputRequired(required)] if required else []
    return TextAreaField(label, [*needed, at_most(5000)], description=hint, render_kw={"rows": rows})


class BaseForm(FlaskForm):  # type: ignore[misc]
    """The form all others extend."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Every field is bound with the filters of its kind."""

        def bind_field(self, form: Any, unbound_field: UnboundField[Any], options: dict[str, Any]) -> Any:
            return _tidied(unbound_field).bind(form=form, **options)

    def add_error(self, error: DomainError) -> None:
        """Put an error onto the field it names, or onto the form."""
        field = next(
            (field for field in _leaves(self) if error.field in (field.name, field.short_name)), None
        )
        if field is None or isinstance(field.widget, HiddenInput):
            self.form_errors.append(error.message)
        else:
            field.errors = [*field.errors, error.message]

    @property
    def errors(self) -> dict[str | None, Any]:
        """What is wrong, by field; the library forgets what was added within lists after validation."""
        return super().errors or {where: [message] for where, message in self.problems()}

    def problems(self) -> list[tuple[str, str]]:
        """Every error with the id of the input to go to, in the order of the page; "" for the form."""
        found = [("", message) for message in self.form_errors]
        for field in _leaves(self):
            where = "" if isinstance(field.widget, HiddenInput) else _input_id(field)
            found += [(where, str(message)) for message in field.errors if isinstance(message, str)]
        return found


class PartForm(BaseForm):
    """A form within a form, for `FormField` and `FieldList`; the outer one carries the token."""

    class Meta(BaseForm.Meta):
        """No token of its own."""

        csrf = False


def _shown(word: Term) -> tuple[str, str]:
    """A word as a choice; the letter or digit of a grade stands before it where the case shows them."""
    return word.value, graded(word)


def _leaves(fields: Iterable[Field]) -> Iterator[Field]:
    """The fields of a form, those within lists and sub-forms included."""
    for field in fields:
        if isinstance(field, FieldList):
            yield field
            yield from _leaves(field.entries)
        elif isinstance(field, FormField):
            yield from _leaves(field.form)
        else:
            yield field


def _input_id(field: Field) -> str:
    return f"{field.id}-0" if isinstance(field, RadioField) else str(field.id)


def _tidied(field: UnboundField[Any]) -> UnboundField[Any]:
    """The same field with the filters that every field of its kind gets."""
    filters = next((filters for kind, filters in _FILTERS if issubclass(field.field_class, kind)), ())
    own = field.kwargs.get("filters", ())
    return (
        UnboundField(
            field.field_class, *field.args, name=field.name, **field.kwargs | {"filters": [*filters, *own]}
        )
        if filters
        else field
    )


def _refuse_nul(value: Any) -> Any:
    if isinstance(value, str) and "\x00" in value:
        raise ValueError(NUL_REFUSED)
    return value


def _unix_lines(value: Any) -> Any:
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


def _strip_or_none(value: Any) -> Any:
    return (value.strip() or None) if isinstance(value, str) else value


_FILTERS: tuple[tuple[type[Field], tuple[Callable[[Any], Any], ...]], ...] = (
    (VerbatimField, (_refuse_nul, _unix_lines)),
    (PasswordField, (_refuse_nul,)),
    (StringField, (_refuse_nul, _unix_lines, _strip_or_none)),
)
