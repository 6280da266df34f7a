"""Every answer, whatever it is, carries what keeps browsers out of trouble."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine

from tests.functional.strict_client import StrictClient
from tracker.app import create_app
from tracker.config import Settings

POLICY = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:",
    "font-src": "'self'", "connect-src": "'self'", "media-src": "'self'", "form-action": "'self'",
    "base-uri": "'none'", "frame-ancestors": "'none'", "object-src": "'none'",
}  # fmt: skip


@pytest.fixture
def app(own_app: Flask) -> Flask:
    own_app.config.update(PROPAGATE_EXCEPTIONS=False, MAX_CONTENT_LENGTH=100_000)
    own_app.add_url_rule("/bug", "bug", lambda: 1 / 0)
    return own_app


def answers(app: Flask, person: StrictClient):
    """An answer of every status the foundation gives, and of every kind of content."""
    stranger = StrictClient(app)
    http = person.http
    yield 200, person.get("/cases/")
    yield 200, stranger.get("/login")
    yield 200, stranger.get("/healthz")
    yield 200, person.get("/dates/echo?text=2020")
    yield 200, stranger.get("/static/app.css")
    yield 200, stranger.get("/bootstrap/static/css/bootstrap.min.css")
    yield (
        304,
        stranger.get(
            "/static/app.js", headers={"If-None-Match": stranger.get("/static/app.js").headers["ETag"]}
        ),
    )
    yield 302, stranger.get("/cases/")
    yield 303, stranger.get("/login?next=//evil.example")
    yield 400, http.post("/account/password")
    yield 401, stranger.http.post("/account/password")
    yield 403, http.post("/logout", headers={"Sec-Fetch-Site": "cross-site"})
    yield 404, stranger.get("/nothing")
    yield 404, stranger.get("/static/nothing.css")
    yield 405, http.put("/")
    yield 413, http.post("/account/password", data={"current": "x" * 200_000})
    for _ in range(5):
        yield 422, stranger.post_form("/login", {"username": "nobody", "password": "wrong"})
    yield 429, stranger.post_form("/login", {"username": "nobody", "password": "wrong"})
    yield 500, person.get("/bug")


def test_every_answer_is_protected(app, login):
    for status, answer in answers(app, login()):
        what = f"{answer.request.method} {answer.request.path}: {answer.status}"
        assert answer.status_code == status, what
        rules = dict(
            rule.strip().split(" ", 1) for rule in answer.headers["Content-Security-Policy"].split(";")
        )
        assert rules == POLICY, what
        assert answer.headers["X-Content-Type-Options"] == "nosniff", what
        assert answer.headers["Referrer-Policy"] == "no-referrer", what
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", what
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin", what
        assert "camera=()" in answer.headers["Permissions-Policy"], what
        assert "Strict-Transport-Security" not in answer.headers, what


def test_nothing_but_style_sheets_scripts_and_pictures_of_ours_is_kept(app, login):
    for status, answer in answers(app, login()):
        static = "static" in answer.request.path and status < 400
        assert ("no-store" in answer.headers.get("Cache-Control", "")) is not static, answer.request.path
        assert ("Cookie" in answer.headers.get("Vary", "")) is not static, answer.request.path


def test_behind_https_cookies_are_bound_to_the_host(engine: Engine, tmp_path: Path):
    app = create_app(
        Settings(instance=tmp_path, database_url=str(engine.url), https=True, testing=True), engine=engine
    )
    answer = app.test_client().get("/login", base_url="https://tracker.example")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-tracker=")
    for attribute in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
        assert attribute in cookie
    assert "Domain" not in cookie
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


def test_pages_hold_no_style_and_no_script_of_their_own(client, login):
    for answer in (client.get("/login"), login().get("/cases/"), client.get("/nothing")):
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)", answer.text)
        assert not re.search(r"""(src|href|action)=["'](https?:)?//""", answer.text)


def test_an_answer_to_a_script_leaves_the_session_as_it_is(login):
    client = login(username="ana")
    assert "Set-Cookie" in client.get_ok("/cases/").headers
    assert "Set-Cookie" not in client.get_ok("/dates/echo?text=2020-01-01").headers
