"""Who is asking: log-in by name and password, required everywhere but at a listed few addresses.

Flask-Security keeps the session and checks passwords; accounts are written by `services.users` alone. What
somebody may do to a record is `domain.access`'s business, not this package's.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, Response, g, request, session
from flask_login import user_logged_out
from flask_security import Security, user_authenticated

from tracker.domain.access import Viewer
from tracker.services import users
from tracker.web.auth import pages, throttle
from tracker.web.auth.accounts import Accounts
from tracker.web.auth.forms import MESSAGES, LogInForm
from tracker.web.auth.identity import current_viewer, identify
from tracker.web.auth.views import bp
from tracker.web.db import transaction

__all__ = ["bp", "current_viewer", "identify", "init_app"]

_SETTINGS = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
    # Services hash without an application, so what is stored is a plain argon2id hash of what was typed.
    "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
    "SECURITY_PASSWORD_NORMALIZE_FORM": None,
    "SECURITY_USER_IDENTITY_ATTRIBUTES": [{"username": {"mapper": str.lower}}],
    "SECURITY_LOGIN_USER_TEMPLATE": "auth/login.html",
    "SECURITY_POST_LOGIN_VIEW": "/",
    "SECURITY_POST_LOGOUT_VIEW": "/login",
    "SECURITY_STATIC_FOLDER": None,
    "SECURITY_CACHE_CONTROL": None,
    "SECURITY_CLI_USERS_NAME": None,
    "SECURITY_CLI_ROLES_NAME": None,
    "SECURITY_API_ENABLED_METHODS": ["session"],
    "SECURITY_FLASH_MESSAGES": False,
    "SECURITY_FRESHNESS": timedelta(-1),  # no page that asks for the password again
} | {f"SECURITY_MSG_{name}": (text, "error") for name, text in MESSAGES.items()}


def init_app(app: Flask, user_model: type[Any]) -> None:
    """Wire Flask-Security to that model of an account, without the parts the tracker does not offer."""
    app.config.update(_SETTINGS)
    security = Security(app, Accounts(user_model), login_form=LogInForm, render_template=pages.render)
    security.want_json(lambda _request: False)
    app.login_manager.request_loader(_no_tokens)  # type: ignore[attr-defined]
    # Roles are per case (domain.access): nothing here needs an account for every style sheet.
    security.principal.identity_loaders.clear()
    app.after_request(_forget_copies)
    user_authenticated.connect(_start_afresh, app)
    user_authenticated.connect(_note_log_in, app)
    user_logged_out.connect(_end_sessions, app)
    app.register_blueprint(bp)
    throttle.init_app(app)


def _forget_copies(response: Response) -> Response:
    """What the browser kept of the pages goes with the log-in."""
    if request.endpoint == "security.logout":
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _no_tokens(_request: object) -> None:
    """Nobody comes in by a token in the address or a header."""


def _start_afresh(_app: Flask, **_: Any) -> None:
    """Whoever knew the session before the log-in knows nothing of the one after it."""
    session.pop("csrf_token", None)
    g.pop("csrf_token", None)
    session.permanent = True


def _note_log_in(_app: Flask, user: Any, **_: Any) -> None:
    with transaction() as written:
        users.logged_in(written, by=_as_viewer(user), now=datetime.now(UTC))


def _end_sessions(_app: Flask, user: Any, **_: Any) -> None:
    with transaction() as written:
        users.logged_out(written, by=_as_viewer(user), now=datetime.now(UTC))


def _as_viewer(account: Any) -> Viewer:
    return Viewer(account.pk, account.username, account.display_name, account.is_admin)
