"""The forms of logging in and of changing one's own password."""

from __future__ import annotations

from typing import Any

from flask_security import LoginForm
from flask_security.proxies import _datastore
from wtforms import Field, PasswordField, StringField, SubmitField, ValidationError
from wtforms.validators import EqualTo, InputRequired, Length

from tracker.web.auth.identity import is_local_path
from tracker.web.forms import BaseForm

WRONG = "The user name or the password is not right. Check both and try again."
MESSAGES = {
    "USER_DOES_NOT_EXIST": WRONG,
    "INVALID_PASSWORD": WRONG,
    "DISABLED_ACCOUNT": "This account is disabled. Ask an administrator to enable it.",
}
_LONGEST = 1000  # nobody's password; keeps a megabyte from being hashed


class LogInForm(LoginForm, BaseForm):
    """One message whatever was wrong, so that nobody learns which names exist."""

    username = StringField(
        "User name",
        [InputRequired("Enter your user name.")],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        "Password",
        [InputRequired("Enter your password."), Length(max=_LONGEST, message=WRONG)],
        render_kw={"autocomplete": "current-password"},
    )
    email = None  # type: ignore[assignment]
    remember = None  # type: ignore[assignment]
    submit = SubmitField("Log in")

    def validate_next(self, field: Field) -> None:
        # Stricter than the library, which trips over some of what browsers make of an address.
        if field.data and not is_local_path(field.data):
            field.data = ""
            raise ValidationError("The address to go to afterwards is not one of ours. Log in once more.")

    def validate(self, **kwargs: Any) -> bool:
        if self.username.data:
            self.ifield = self.username
            self.user = _datastore.find_user(username=self.username.data.lower())
        valid: bool = super().validate(**kwargs)
        if WRONG in (*self.username.errors, *self.password.errors):
            self.username.errors, self.password.errors = [], []
            self.form_errors.append(WRONG)
        return valid


class ChangePasswordForm(BaseForm):
    current = PasswordField(
        "Current password",
        [InputRequired("Enter the password you have now."), Length(max=_LONGEST)],
        render_kw={"autocomplete": "current-password"},
    )
    password = PasswordField(
        "New password",
        [InputRequired("Enter a new password."), Length(max=_LONGEST)],
        description="At least 12 characters. Several words you can remember are better than one clever one.",
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        "New password, once more",
        [
            InputRequired("Type the new password once more."),
            EqualTo("password", "The two new passwords differ. Type both again."),
        ],
        render_kw={"autocomplete": "new-password"},
    )
    submit = SubmitField("Change password")
