"""How times are shown, and that a misspelt name is found out."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from flask import Flask, g, render_template_string
from jinja2 import UndefinedError

from tracker.web import jinja

NOON = datetime(2020, 1, 1, 12, 5, 6, tzinfo=UTC)


@pytest.fixture
def app() -> Flask:
    app = Flask("tracker.web")
    jinja.init_app(app)
    return app


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("UTC", "1 January 2020, 12:05 UTC"),
        ("Asia/Baghdad", "1 January 2020, 15:05 UTC+3"),
        ("Asia/Kolkata", "1 January 2020, 17:35 UTC+5:30"),
        ("America/St_Johns", "1 January 2020, 08:35 UTC−3:30"),
        ("Pacific/Auckland", "2 January 2020, 01:05 UTC+13"),
    ],
)
def test_a_time_is_shown_in_the_case_s_zone(app, zone, shown):
    with app.test_request_context():
        g.case = SimpleNamespace(zone=zone)
        assert jinja.when(NOON) == f'<time datetime="2020-01-01T12:05:06+00:00">{shown}</time>'


def test_a_time_nobody_knows_is_said_so(app):
    with app.test_request_context():
        assert "not known" in jinja.when(None)


def test_a_misspelt_name_is_an_error(app):
    with app.test_request_context(), pytest.raises(UndefinedError):
        render_template_string("{{ titel }}")


def test_what_users_typed_is_shown_as_text(app):
    with app.test_request_context():
        assert "&lt;script&gt;" in render_template_string("{{ text }}", text="<script>")


def test_an_asset_s_address_changes_with_the_file(app):
    with app.test_request_context():
        assert jinja.asset("app.css").startswith("/static/app.css?v=")
