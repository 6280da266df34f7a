"""Every address of the application: none is open by oversight, none answers the wrong method."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, Rule
from werkzeug.routing.converters import NumberConverter

OPEN = {"security.login", "home.health", "static", "bootstrap.static"}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def address(rule: Rule) -> str:
    """An address that fits the rule; whether there is such a record does not matter to a stranger."""
    parts = {name: _part(kind) for name, kind in rule._converters.items()}
    built = rule.build(parts)
    assert built is not None
    return built[1]


def _part(kind: BaseConverter) -> str | int:
    if isinstance(kind, AnyConverter):
        return min(kind.items)
    return 1 if isinstance(kind, NumberConverter) else "x"


def closed(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in OPEN]


def test_a_stranger_is_asked_to_log_in_everywhere(app, client):
    for rule in closed(app):
        for method in rule.methods - {"OPTIONS", "HEAD"}:
            answer = client.http.open(address(rule), method=method)
            if method == "GET":
                assert answer.status_code == 302, rule
                assert answer.headers["Location"].split("?")[0] == "/login", rule
            else:
                assert answer.status_code == 401, f"{method} {rule}: {answer.status}"


def test_what_is_open_is_a_short_list(app, client):
    found = {rule.endpoint for rule in app.url_map.iter_rules()} - {rule.endpoint for rule in closed(app)}
    assert found == OPEN
    assert client.get("/login").status_code == 200
    assert client.get("/healthz").status_code == 200


def test_the_wrong_method_is_refused(app, login):
    client = login()
    for rule in app.url_map.iter_rules():
        for method in set(METHODS) - rule.methods:
            others = {
                r.endpoint for r in app.url_map.iter_rules() if str(r) == str(rule) and method in r.methods
            }
            if not others:
                assert client.http.open(address(rule), method=method).status_code == 405, f"{method} {rule}"


def test_no_change_is_made_without_a_token(app, login):
    client = login()
    for rule in app.url_map.iter_rules():
        for method in rule.methods & {"POST", "PUT", "PATCH", "DELETE"}:
            answer = client.http.open(address(rule), method=method)
            # The log-in page sends away who is logged in already.
            assert answer.status_code == 400, f"{method} {rule}: {answer.status}"


@pytest.mark.parametrize("word", ["register", "reset", "confirm", "verify", "change", "recover", "us-signin"])
def test_what_is_not_offered_has_no_address(app, word):
    assert not [str(rule) for rule in app.url_map.iter_rules() if str(rule).startswith(f"/{word}")]
