"""What every form does with what is typed, and where its errors go."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from flask import Flask, g
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, FormField, HiddenField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from tracker.domain.errors import DomainError
from tracker.domain.scales import Basis, Reliability
from tracker.web.forms import (
    NOT_OFFERED,
    NUL_REFUSED,
    BaseForm,
    EdtfField,
    PartForm,
    TermField,
    TermRadioField,
    VerbatimField,
    choices_of,
)


class HopForm(PartForm):
    source = StringField("Source", [InputRequired("Say who.")])


class EverythingForm(BaseForm):
    title = StringField("Title", [InputRequired("Enter a title.")])
    note = TextAreaField("Note")
    pasted = VerbatimField("Text")
    password = PasswordField("Password")
    version = HiddenField()
    said = EdtfField("Said")
    basis = TermField("How do they know?", Basis, required="Say how they know.")
    marking = TermField("Reliability", Reliability)
    letter = TermRadioField("Reliability", Reliability)
    case = SelectField("Case")
    hops = FieldList(FormField(HopForm), min_entries=0)
    aliases = FieldList(StringField("Alias"), min_entries=0)


@pytest.fixture(autouse=True)
def request_context() -> Iterator[None]:
    app = Flask("forms")
    app.config.update(SECRET_KEY="x" * 32, WTF_CSRF_ENABLED=False)
    with app.test_request_context("/", method="POST"):
        yield


def filled(**typed: str | list[str]) -> EverythingForm:
    complete = {"title": "A title", "basis": "told", "case": "one"} | typed
    form = EverythingForm(formdata=MultiDict({name: v for name, v in complete.items() if v is not None}))
    form.case.choices = choices_of([("one", "The first")])
    return form


def errors_of(form: EverythingForm) -> dict[str, list[str]]:
    form.validate()
    return form.errors


def test_text_is_stripped_and_nothing_is_none():
    form = filled(title="  A title \n", note=" \r\n ", said="")
    assert form.validate(), form.errors
    assert (form.title.data, form.note.data, form.said.data, form.said.value) == ("A title", None, None, None)


def test_line_ends_are_ours_but_pasted_text_keeps_its_spaces():
    form = filled(note="one\r\ntwo", pasted="  one\r\n\ttwo  ")
    assert (form.note.data, form.pasted.data) == ("one\ntwo", "  one\n\ttwo  ")


def test_a_password_is_left_alone():
    assert filled(password="  two words ").password.data == "  two words "


def test_the_same_form_twice_is_the_same_form():
    for _ in range(3):
        form = filled(title=" x ")
        assert form.title.data == "x"
        assert len(form.title.filters) == 3


@pytest.mark.parametrize("field", ["title", "note", "pasted", "password", "version"])
def test_nul_is_refused_in_every_text(field):
    assert errors_of(filled(**{field: "a\x00b"}))[field] == [NUL_REFUSED]


def test_text_in_lists_is_tidied_too():
    form = filled(**{"aliases-0": " Abu Ali ", "aliases-1": " ", "hops-0-source": " Salim "})
    assert form.validate(), form.errors
    assert form.aliases.data == ["Abu Ali", None]
    assert form.hops.entries[0].form.source.data == "Salim"


def test_a_date_is_read_in_the_case_s_zone_and_said_back():
    g.case = SimpleNamespace(zone="Asia/Baghdad")
    form = filled(said="2020-01-01~")
    assert form.validate(), form.errors
    assert form.said.value is not None
    assert form.said.value.zone == "Asia/Baghdad"
    assert form.said.echo == "about 1 January 2020"


def test_an_impossible_date_says_how_to_write_one_and_keeps_what_was_typed():
    form = filled(said="2020-13-45")
    assert "2020-13-45" in errors_of(form)["said"][0]
    assert form.said.echo == ""
    assert 'value="2020-13-45"' in form.said()


def test_a_word_of_a_scale_comes_out_as_the_word():
    form = filled(marking="B", letter="C")
    assert form.validate(), form.errors
    assert form.basis.data is Basis.TOLD
    assert form.marking.data is Reliability.B
    assert form.letter.data is Reliability.C
    assert form.letter.definition("C") == Reliability.C.definition


def test_a_word_that_may_be_left_out_is_none():
    form = filled(marking="")
    assert form.validate(), form.errors
    assert (form.marking.data, form.letter.data) == (None, None)


def test_a_missing_word_and_a_made_up_one_are_different_errors():
    assert errors_of(filled(basis=""))["basis"] == ["Say how they know."]
    assert errors_of(filled(basis="dreamt"))["basis"] == [NOT_OFFERED]
    assert errors_of(filled(marking="Z", letter="Z")) == {"marking": [NOT_OFFERED], "letter": [NOT_OFFERED]}


@pytest.mark.parametrize(
    ("field", "where"),
    [("title", "title"), ("letter", "letter-0"), ("hops-0-source", "hops-0-source"), ("aliases", "aliases")],
)
def test_an_error_goes_to_the_field_it_names(field, where):
    form = filled(**{"hops-0-source": "Salim"})
    form.validate()
    form.add_error(DomainError("Not like this.", field=field))
    assert form.problems() == [(where, "Not like this.")]
    assert form.errors


@pytest.mark.parametrize("field", [None, "nothing of ours", "version"])
def test_an_error_nobody_can_see_at_a_field_goes_to_the_form(field):
    form = filled()
    form.validate()
    form.add_error(DomainError("Not like this.", field=field))
    assert form.problems() == [("", "Not like this.")]


def test_problems_come_in_the_order_of_the_page():
    form = filled(title="", **{"hops-0-source": ""}, said="soon")
    form.validate()
    assert [where for where, _ in form.problems()] == ["title", "said", "hops-0-source"]
