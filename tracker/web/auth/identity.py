"""Before every view: is this a person with a working account, and who is it?"""

from __future__ import annotations

import re

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import current_user

from tracker.domain.access import Viewer
from tracker.store.queries.users import viewer_of
from tracker.web.db import brief_read
from tracker.web.security import STATIC_ENDPOINTS

OPEN_ENDPOINTS = STATIC_ENDPOINTS | {"security.login", "home.health"}
_PLAIN = re.compile(r"[^\s\x00-\x1f\x7f]{1,2000}")
_ALLOWED_WITH_AN_OLD_PASSWORD = frozenset({"auth.change_password", "security.logout"})


def identify() -> ResponseReturnValue | None:
    """Runs before every request; answers in the view's place where somebody must log in first."""
    if request.endpoint in STATIC_ENDPOINTS:
        return None
    if request.endpoint == "security.login" and not all(map(is_local_path, request.args.getlist("next"))):
        return redirect(url_for("security.login"), code=303)
    g.viewer = _viewer()
    if g.viewer is None:
        known = request.endpoint is not None and request.endpoint not in OPEN_ENDPOINTS
        return _log_in_first() if known else None
    if current_user.must_change_password and request.endpoint not in _ALLOWED_WITH_AN_OLD_PASSWORD:
        return redirect(url_for("auth.change_password"), code=303)
    return None


def _viewer() -> Viewer | None:
    if not current_user.is_authenticated:
        return None
    with brief_read() as session:
        return viewer_of(session, current_user.pk)


def is_local_path(address: str) -> bool:
    """Whether every browser takes this address for a path on this site and nothing else."""
    return (
        address[:1] == "/"
        and address[1:2] != "/"
        and "\\" not in address
        and _PLAIN.fullmatch(address) is not None
    )


def current_viewer() -> Viewer:
    """The person this request is for; every view but the few open ones has one."""
    viewer: Viewer = g.viewer
    return viewer


def _log_in_first() -> ResponseReturnValue:
    if request.method in ("GET", "HEAD"):
        here = request.full_path.removesuffix("?")
        return redirect(url_for("security.login", next=here if here != "/" else None), code=302)
    page = render_template(
        "errors/error.html",
        heading="Your log-in has ended",
        sentence="Nothing was changed. Go back and copy what you typed, log in, and send it again.",
        reference="",
    )
    return page, 401
