"""Changing one's own password."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user, login_user, verify_password

from tracker.domain.errors import DomainError
from tracker.services import users
from tracker.web.auth.forms import ChangePasswordForm
from tracker.web.auth.identity import current_viewer
from tracker.web.db import transaction

bp = Blueprint("auth", __name__)


@bp.route("/account/password", methods=["GET", "POST"])
def change_password() -> ResponseReturnValue:
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            _require_current(form.current.data or "")
            with transaction() as session:
                account = users.change_password(
                    session, form.password.data or "", by=current_viewer(), now=datetime.now(UTC)
                )
        except DomainError as error:
            form.add_error(error)
        else:
            login_user(account, authn_via=["password"])  # the other sessions have ended; this one goes on
            flash("Your password is changed. Everywhere else you have to log in again.", "success")
            return redirect(url_for("home.index"), code=303)
    return render_template("auth/password.html", form=form), 422 if form.errors else 200


def _require_current(password: str) -> None:
    if not verify_password(password, current_user.password):
        raise DomainError("This is not your current password. Type it again.", field="current")
