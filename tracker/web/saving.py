"""Sending a form to a service, once, and what the answer's status is then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from tracker.domain.access import Right, require
from tracker.domain.errors import Conflict, DomainError, Forbidden
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import current_case
from tracker.web.db import transaction
from tracker.web.forms import BaseForm


class ReasonForm(BaseForm):
    """A withdrawal or its undoing: never without a typed reason."""

    reason = TextAreaField(
        "Reason",
        [InputRequired("Say why."), Length(max=5000, message="Keep it under 5,000 characters.")],
        render_kw={"rows": 3},
    )


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


def differing(form: BaseForm, current: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """What a colleague has stored meanwhile, where it is not what was typed here: label, value."""
    fields = [(form[name], value) for name, value in current.items() if name != "version"]
    return [
        (field.label.text, getattr(value, "label", value) or "nothing")
        for field, value in fields
        if (field.data or None) != (value or None)
    ]
