"""What every answer carries and what every change must prove: headers, CSRF tokens, the origin.

Knows nothing of accounts and records.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, Response, abort, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from tracker.config import MEGABYTE, Settings

_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "media-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}
_HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in _POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_A_YEAR = int(timedelta(days=365).total_seconds())
_LONGEST_TEXT = 16 * MEGABYTE
STATIC_ENDPOINTS = frozenset({"static", "bootstrap.static"})

csrf = CSRFProtect()


class _PageSessions(SecureCookieSessionInterface):
    """Signed cookies, left alone by whatever is not a page.

    Browsers would else not keep style sheets; and an answer to a script that is overtaken by a page would
    bring back the session of before, without the message the page has just left in it.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        is_aside = request.endpoint in STATIC_ENDPOINTS or response.mimetype != "text/html"
        if session.modified or not is_aside:
            super().save_session(app, session, response)


def init_app(app: Flask, settings: Settings) -> None:
    """Cookies, limits, headers and the check of the origin; the CSRF check is wired after the log-in's."""
    app.config.update(
        SECRET_KEY=settings.secret_key(),
        SESSION_COOKIE_NAME="__Host-tracker" if settings.https else "tracker",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=settings.session_lifetime,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=30),  # their addresses carry a version
        MAX_CONTENT_LENGTH=settings.max_upload_bytes,
        MAX_FORM_MEMORY_SIZE=min(settings.max_upload_bytes, _LONGEST_TEXT),
        # A form may lie open all day; the token is as old as the session, never older.
        WTF_CSRF_TIME_LIMIT=None,
        # Would insist on the referrer which our own policy keeps browsers from sending.
        WTF_CSRF_SSL_STRICT=False,
    )
    app.session_interface = _PageSessions()
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.before_request(_refuse_foreign_origin)
    # Flask runs these last-registered first: headers go on after everybody else had their say.
    app.after_request(_caching)
    app.after_request(_protective_headers(https=settings.https))


def _refuse_foreign_origin() -> None:
    if request.method in _SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin", "null")
    # Under no-referrer browsers send “null” for our own forms too; there the token decides.
    elsewhere = origin != "null" and urlsplit(origin).netloc != request.host
    if elsewhere or site not in ("same-origin", "none"):
        abort(403, "This request was sent by another site. Open the tracker and do it there.")


def refuse_nameless_fields() -> None:
    """No form of ours has a part without a name, and the check of the token falls over one."""
    if request.method not in _SAFE and (None in request.form or None in request.files):
        abort(400)


def _protective_headers(*, https: bool) -> Callable[[Response], Response]:
    headers = _HEADERS | ({"Strict-Transport-Security": f"max-age={_A_YEAR}"} if https else {})

    def add(response: Response) -> Response:
        for name, value in headers.items():
            # A view may tighten the policy for what it serves (a captured file in a sandbox).
            response.headers.setdefault(name, value)
        return response

    return add


def _caching(response: Response) -> Response:
    if request.endpoint in STATIC_ENDPOINTS and response.status_code < HTTPStatus.BAD_REQUEST:
        return response
    response.headers["Cache-Control"] = "no-store"
    response.vary.add("Cookie")
    return response
