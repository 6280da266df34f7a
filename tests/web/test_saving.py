"""What somebody who saves over a colleague is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FieldList, FloatField, IntegerField, StringField

from tracker.domain.errors import Conflict, DomainError
from tracker.domain.scales import Tlp
from tracker.web import saving
from tracker.web.forms import BaseForm, TermField
from tracker.web.saving import CONFLICT, REFUSED, SAVED, differing, save_correction


class ThingForm(BaseForm):
    title = StringField("Title")
    note = StringField("Note")
    tlp = TermField("Marking", Tlp, blank="As the case")
    is_ours = BooleanField("Ours")
    bounds = FieldList(FloatField(), "Bounds")
    version = IntegerField("Version")


STORED = {"title": "Old", "note": None, "tlp": None, "is_ours": False, "bounds": (0.9, 0.5), "version": 3}
TYPED = {"title": "Old", "bounds-0": "0.9", "bounds-1": "0.5", "version": "2"}


@pytest.fixture(autouse=True)
def request_context(monkeypatch) -> Iterator[None]:
    app = Flask("saving")
    app.config.update(SECRET_KEY="x" * 32, WTF_CSRF_ENABLED=False)
    monkeypatch.setattr(saving, "transaction", app.app_context)
    with app.test_request_context("/", method="POST"):
        yield


def form(**typed: str) -> ThingForm:
    return ThingForm(formdata=MultiDict({**TYPED, **typed}))


@pytest.mark.parametrize(
    ("stored", "told"),
    [
        ({}, []),
        ({"title": "New"}, [("Title", "New")]),
        ({"title": None}, [("Title", "nothing")]),
        ({"tlp": Tlp.RED}, [("Marking", Tlp.RED.label)]),
        ({"is_ours": True}, [("Ours", "yes")]),
        ({"bounds": (0.9, 0.4)}, [("Bounds", "0.9, 0.4")]),
        ({"bounds": [0.9, 0.5]}, []),
        ({"version": 9}, []),
    ],
)
def test_only_what_differs_from_what_was_typed_is_told(stored, told):
    assert differing(form(), {**STORED, **stored}) == told


def test_a_box_that_a_colleague_left_unticked_is_told_as_no():
    assert differing(form(is_ours="y"), STORED) == [("Ours", "no")]


def refuse(error: DomainError):
    def deed(_session: object) -> None:
        raise error

    return deed


def test_who_was_told_of_a_colleagues_correction_may_save_again():
    sent = form(title="Mine")
    status, told = save_correction(sent, refuse(Conflict("Somebody was faster.")), lambda: STORED)
    assert (status, told) == (CONFLICT, [("Title", "Old")])
    assert sent["version"]._value() == "3"


@pytest.mark.parametrize(("deed", "status"), [(refuse(DomainError("No.")), REFUSED), (id, SAVED)])
def test_without_a_conflict_nobody_reads_what_is_stored(deed, status):
    assert save_correction(form(), deed, lambda: pytest.fail("read")) == (status, [])
