"""What people see when something goes wrong: a page that says what to do, and never how we are built."""

from __future__ import annotations

import logging

import pytest
from flask import Flask

from tests.functional.strict_client import check_page
from tracker.domain.errors import Conflict, DomainError, Duplicate, Forbidden, NotFound
from tracker.store.models import User
from tracker.web.db import ForgottenCommitError, get_session, transaction


@pytest.fixture
def app(own_app: Flask) -> Flask:
    """The application with a few addresses at which things go wrong."""

    def broken(kind: str):
        raise {
            "not-found": NotFound("There is no such source."),
            "forbidden": Forbidden("Ask a lead of the case."),
            "conflict": Conflict("Ben saved this page while you had it open."),
            "duplicate": Duplicate("There is one already."),
            "domain": DomainError("A relay cannot close a loop."),
            "bug": ZeroDivisionError("postgresql://user:hunter2@host"),
        }[kind]

    own_app.add_url_rule("/broken/<kind>", "broken", broken, methods=["GET", "POST"])
    return own_app


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("not-found", 404, "There is no such source."),
        ("forbidden", 403, "Ask a lead of the case."),
        ("conflict", 409, "Ben saved this page while you had it open."),
        ("duplicate", 400, "There is one already."),
        ("domain", 400, "A relay cannot close a loop."),
    ],
)
def test_what_a_service_refuses_is_said_in_its_own_words(login, kind, status, words):
    answer = login().get(f"/broken/{kind}")
    assert answer.status_code == status
    assert words in answer.text
    check_page(answer.text, kind)


def test_a_bug_is_a_reference_number_on_the_page_and_everything_in_the_log(login, app, caplog):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with caplog.at_level(logging.ERROR):
        answer = login().get("/broken/bug")
    assert answer.status_code == 500
    reference = answer.text.split('class="reference">')[1].split("<")[0]
    assert len(reference) == 8
    assert reference in caplog.text
    assert "hunter2" in caplog.text
    for secret in ("hunter2", "ZeroDivision", "Traceback", "tracker/"):
        assert secret not in answer.text
    check_page(answer.text, "500")


def test_an_address_nobody_has_is_the_same_for_everybody(login, client):
    for browser in (client, login()):
        answer = browser.get("/.git/config")
        assert answer.status_code == 404
        assert "There is nothing here" in answer.text
        assert ".git" not in answer.text
        check_page(answer.text, "404")


def test_the_wrong_method_is_said_with_the_right_ones(client):
    answer = client.http.delete("/healthz")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_a_form_without_its_token_changes_nothing_and_says_what_to_do(login):
    client = login()
    answer = client.http.post("/account/password", data={"current": "x"})
    assert answer.status_code == 400
    assert "This form is no longer valid" in answer.text
    assert "Go back, copy anything you typed" in answer.text


def test_somebody_elses_token_is_no_token(login):
    ana, ben = login(username="ana"), login(username="ben")
    page = ben.get("/account/password").text
    token = page.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    assert ana.http.post("/logout", data={"csrf_token": token}).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "null"},
    ],
)
def test_another_site_cannot_send_our_forms(login, headers):
    client = login()
    token = client.get("/cases/").text.split('name="csrf_token" value="')[1].split('"')[0]
    answer = client.http.post("/logout", data={"csrf_token": token}, headers=headers)
    assert answer.status_code == 403
    assert "another site" in answer.text
    client.get_ok("/cases/")


def test_our_own_forms_come_without_an_origin(login):
    client = login()
    token = client.get("/cases/").text.split('name="csrf_token" value="')[1].split('"')[0]
    ours = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    assert client.http.post("/logout", data={"csrf_token": token}, headers=ours).status_code == 302


def test_too_much_is_refused_with_the_limit_in_words(login, app):
    app.config["MAX_CONTENT_LENGTH"] = 2 * 1024 * 1024
    answer = login().http.post("/account/password", data={"current": "x" * 3_000_000})
    assert answer.status_code == 413
    assert "At most 2 MB" in answer.text


def test_an_ended_log_in_is_told_apart_from_a_wrong_form(client):
    answer = client.http.post("/account/password", data={"current": "x"})
    assert answer.status_code == 401
    assert "Your log-in has ended" in answer.text


def test_whoever_asks_for_a_host_of_their_own_does_not_get_it_back(client):
    answer = client.get("/", headers={"Host": "evil.example"})
    assert "evil.example" not in answer.text + str(answer.headers)


def test_a_view_that_forgets_to_commit_is_found_out(app: Flask, login, make_user):
    ana = make_user()

    def forgetful() -> str:
        get_session().get_one(User, ana.pk).display_name = "Somebody else"
        return "done"

    app.add_url_rule("/forgetful", "forgetful", forgetful)
    with pytest.raises(ForgottenCommitError, match="GET /forgetful"):
        login(ana).get("/forgetful")


def test_a_request_that_reads_may_not_write(app: Flask, login):
    def writing() -> str:
        with transaction():
            return "done"

    app.add_url_rule("/writing", "writing", writing)
    with pytest.raises(RuntimeError, match="use POST"):
        login().get("/writing")
