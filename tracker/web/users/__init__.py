"""Accounts, for administrators: adding, disabling, and giving a new password."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired

from tracker.domain.access import require_admin
from tracker.domain.errors import DomainError
from tracker.services import users
from tracker.store.queries import users as queries
from tracker.web.auth.identity import current_viewer
from tracker.web.case_pages import now
from tracker.web.db import get_session, transaction
from tracker.web.forms import BaseForm, at_most
from tracker.web.saving import SAVED, save

bp = Blueprint("users", __name__, url_prefix="/users")
_SHORT = at_most(100)


class UserForm(BaseForm):
    username = StringField(
        "User name",
        [InputRequired("Enter a user name."), _SHORT],
        description="Small letters, digits, dots, dashes or underscores. It stands in the history.",
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    display_name = StringField("Name as others see it", [InputRequired("Enter the name."), _SHORT])
    is_admin = BooleanField("Administrator", description="May manage accounts; sees no case by that alone.")


@bp.get("/")
def index() -> ResponseReturnValue:
    return render_template("users/index.html", users=queries.list_users(get_session(), current_viewer()))


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    require_admin(current_viewer())
    form = UserForm()
    password = users.new_password()

    def add(session: Any) -> None:
        command = users.AddUser(
            form.username.data or "", form.display_name.data or "", password, bool(form.is_admin.data)
        )
        users.add(session, command, by=current_viewer(), now=now())

    status = save(form, add)
    if status == SAVED:
        username = (form.username.data or "").lower()
        return render_template("users/password.html", username=username, password=password, is_new=True)
    return render_template("users/new.html", form=form), status


@bp.post("/<public_id>/password")
def reset_password(public_id: str) -> ResponseReturnValue:
    with transaction() as session:
        password = users.reset_password(session, public_id, by=current_viewer(), now=now())
    return render_template(
        "users/password.html", username=request.form.get("username", ""), password=password, is_new=False
    )


@bp.post("/<public_id>/active")
def set_active(public_id: str) -> ResponseReturnValue:
    require_admin(current_viewer())
    wanted = request.form.get("active")
    if wanted not in {"yes", "no"}:
        raise DomainError("Say whether the account shall be enabled or disabled.")
    active = wanted == "yes"
    with transaction() as session:
        user = users.set_active(session, public_id, active=active, by=current_viewer(), now=now())
    flash(f"{user.username} is {'enabled' if active else 'disabled'}.", "success")
    return redirect(url_for(".index"), code=SAVED)
