"""Guessing passwords is slowed down: per account and address, so that nobody else is shut out.

Counted in memory: right for one process, which is how the tracker is served.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_security import current_user

# Two minutes, so that the sixth wrong password within one minute shuts the door for at least another.
_GUESSES = "5 per 2 minutes"


def init_app(app: Flask) -> None:
    limiter = Limiter(
        _account_and_address,
        app=app,
        storage_uri="memory://",
        strategy="moving-window",
        headers_enabled=True,
    )
    for endpoint in ("security.login", "auth.change_password"):
        limited: Any = limiter.limit(_GUESSES, methods=["POST"], deduct_when=_was_refused)
        app.view_functions[endpoint] = limited(app.view_functions[endpoint])


def _was_refused(response: Response) -> bool:
    return response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def _account_and_address() -> str:
    name = current_user.username if current_user.is_authenticated else request.form.get("username", "")
    return f"{name.strip().lower()[:80]} {request.remote_addr}"
