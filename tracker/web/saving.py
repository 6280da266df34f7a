"""Sending a form to a service, once, and what the answer's status is then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from tracker.domain.access import Right, require
from tracker.domain.errors import Conflict, DomainError, Forbidden
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import current_case
from tracker.web.db import transaction
from tracker.web.forms import BaseForm, reason_field


class ReasonForm(BaseForm):
    """A withdrawal or its undoing: never without a typed reason."""

    reason = reason_field("Reason", required="Say why.")


CORRECTED = "is corrected; what it said before is kept in its history."
UNCHANGED = "says this already: nothing was changed."
SHOWN = 200
SAVED = 303
CONFLICT = 409
REFUSED = 422


def save(form: BaseForm, deed: Callable[[Any], object]) -> int:
    """Do the deed if the form was sent and is sound; SAVED, or the status with which to show it again."""
    if not form.validate_on_submit():
        return REFUSED if form.errors else SHOWN
    try:
        with transaction() as session:
            deed(session)
    except DomainError as error:
        if isinstance(error, Forbidden) and error.field is None:
            raise
        form.add_error(error)
        return CONFLICT if isinstance(error, Conflict) else REFUSED
    return SAVED


def may_record() -> None:
    """Refuse whoever may only read, before a form is shown that they could not send."""
    require(current_viewer(), Right.RECORD, current_case().pk)


def ask(
    form: BaseForm,
    deed: Callable[[Any], object],
    *,
    done: Callable[[], str],
    back: str,
    page: Callable[[], str],
) -> ResponseReturnValue:
    """Ask with a form, on `page`, and do the deed once it is answered: say what is done, and go `back`."""
    status = save(form, deed)
    if status == SAVED:
        flash(done(), "success")
        return redirect(back, code=SAVED)
    return page(), status


def save_correction(
    form: BaseForm, deed: Callable[[Any], object], stored: Callable[[], Mapping[str, Any]]
) -> tuple[int, list[tuple[str, str]]]:
    """Save a corrected record: the status, and what a colleague has stored meanwhile, as label and words.

    `stored` reads the fields of the record as they are now, its version among them; having been shown those,
    whoever saves again means it.
    """
    status = save(form, deed)
    if status != CONFLICT:
        return status, []
    current = stored()
    form["version"].raw_data = [str(current["version"])]
    return status, differing(form, current)


def differing(form: BaseForm, current: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a colleague has stored meanwhile, where it is not what was typed here: label, value in words."""
    fields = [(form[name], value) for name, value in current.items() if name != "version"]
    return [
        (field.label.text, _in_words(value))
        for field, value in fields
        if _comparable(field.data) != _comparable(value)
    ]


def _comparable(value: Any) -> Any:
    """What counts as the same: nothing typed and nothing stored, a list and a tuple."""
    return tuple(value) if isinstance(value, list) else value or None


def _in_words(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return ", ".join(map(_in_words, value))
        case _:
            return str(getattr(value, "label", value) or "nothing")
