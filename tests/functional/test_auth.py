"""Logging in and out, changing a password, and what ends a session."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask_security import hash_password, verify_password
from sqlalchemy import select

from tests.factories import PASSWORD
from tests.functional.strict_client import StrictClient, problems
from tracker.domain.access import Viewer
from tracker.services import users
from tracker.store.models import AuditEvent
from tracker.web.auth.forms import WRONG


@pytest.fixture(autouse=True)
def cheap_hashes() -> None:
    """Here they are: at their full cost."""


OTHER_PASSWORD = "a different sentence entirely"


def viewer(user) -> Viewer:
    return Viewer(user.pk, user.username, user.display_name, user.is_admin)


def attempt(client: StrictClient, username: str, password: str = "wrong", page: str = "/login"):
    return client.post_form(page, {"username": username, "password": password})


def change_password(
    client: StrictClient, current: str = PASSWORD, new: str = OTHER_PASSWORD, again: str | None = None
):
    data = {"current": current, "password": new, "again": again or new}
    return client.post_form("/account/password", data)


def test_a_right_password_lets_in(client, make_user):
    user = make_user(username="ana")
    client.login(user)
    assert "Ana" in client.get_ok("/cases/").text


def test_the_case_and_the_spaces_of_a_user_name_do_not_matter(client, make_user):
    make_user(username="ana")
    assert attempt(client, " ANA ", PASSWORD).status_code == 302


@pytest.mark.parametrize(("name", "password"), [("ana", "wrong"), ("nobody", PASSWORD), ("ana", "w" * 5000)])
def test_whatever_is_wrong_the_answer_is_the_same(client, make_user, name, password):
    make_user(username="ana")
    answer = attempt(client, name, password)
    assert answer.status_code == 422
    assert problems(answer.text) == [WRONG]
    assert 'class="error"' not in answer.text  # no field is blamed
    assert f'value="{name}"' in answer.text


def test_an_unknown_name_costs_as_much_work_as_a_wrong_password(app, make_user, monkeypatch):
    make_user(username="ana")
    work = []
    context = app.extensions["security"].pwd_context
    for name in ("hash", "verify"):
        original = getattr(context, name)
        monkeypatch.setattr(context, name, lambda *a, _do=original, **k: (work.append(1), _do(*a, **k))[1])
    costs = []
    for name in ("ana", "nobody"):
        work.clear()
        attempt(StrictClient(app), name)
        costs.append(len(work))
    assert costs == [1, 1]


def test_hashes_made_without_an_application_are_verified_and_of_equal_cost(app):
    stored = PasswordHasher().hash("pass phrase")
    with app.app_context():
        assert verify_password("pass phrase", stored)
        assert not verify_password("pass  phrase", stored)
        assert hash_password("x").rsplit("$", 2)[0] == stored.rsplit("$", 2)[0]


@pytest.mark.parametrize(
    "password",
    [
        "e\u0301 is not \u00e9 here",
        "  spaces at both ends  ",
        "ﬁne ligature ﬁne",
        "p" * 20 + "!?:;" + "q" * 104,
    ],
)
def test_a_password_is_taken_as_it_is_typed(app, make_user, sessions, password):
    user = make_user()
    with sessions() as session:
        users.change_password(session, password, by=viewer(user), now=datetime.now(UTC))
        session.commit()
    StrictClient(app).login(user, password)


def test_the_sixth_wrong_password_in_a_minute_is_not_even_looked_at(app, make_user):
    ana, ben = make_user(username="ana"), make_user(username="ben")
    client = StrictClient(app)
    assert [attempt(client, "ana").status_code for _ in range(6)] == [422] * 5 + [429]
    shut_out = attempt(StrictClient(app), "ANA", PASSWORD)
    assert shut_out.status_code == 429
    assert "Too many attempts" in shut_out.text
    assert int(shut_out.headers["Retry-After"]) > 60
    StrictClient(app).login(ben)
    elsewhere = StrictClient(app)
    elsewhere.http.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    elsewhere.login(ana)


def test_right_passwords_are_not_counted(app, make_user):
    ana = make_user(username="ana")
    for _ in range(7):
        StrictClient(app).login(ana)


def test_a_password_cannot_be_guessed_on_the_change_page_either(login):
    client = login()
    codes = [change_password(client, current=f"wrong {n}").status_code for n in range(6)]
    assert codes == [422] * 5 + [429]


def test_a_disabled_account_is_told_so_only_after_the_right_password(client, make_user, sessions):
    admin, ana = make_user(username="admin", is_admin=True), make_user(username="ana")
    with sessions() as session:
        users.set_active(session, ana.public_id, active=False, by=viewer(admin), now=datetime.now(UTC))
        session.commit()
    assert problems(attempt(client, "ana").text) == [WRONG]
    answer = attempt(client, "ana", PASSWORD)
    assert answer.status_code == 422
    assert "disabled" in problems(answer.text)[0]


def test_disabling_an_account_ends_its_sessions(login, make_user, sessions):
    admin, ana = make_user(username="admin", is_admin=True), make_user(username="ana")
    client = login(ana)
    with sessions() as session:
        users.set_active(session, ana.public_id, active=False, by=viewer(admin), now=datetime.now(UTC))
        session.commit()
    assert client.get("/cases/").status_code == 302


def test_changing_the_password_ends_the_other_sessions_and_keeps_this_one(login, make_user):
    ana = make_user()
    here, elsewhere = login(ana), login(ana)
    assert change_password(here).status_code == 303
    assert "Your password is changed" in here.get_ok("/cases/").text
    assert elsewhere.get("/cases/").status_code == 302
    login_again = elsewhere.login(ana, OTHER_PASSWORD)
    login_again.get_ok("/cases/")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"current": "not it"}, "This is not your current password"),
        ({"new": "short"}, "12 to 128 characters"),
        ({"again": "something else altogether"}, "The two new passwords differ"),
        ({"new": "a" * 15}, "more different characters"),
    ],
)
def test_a_password_that_cannot_be_changed_stays(login, make_user, change, sentence):
    ana = make_user()
    client = login(ana)
    answer = change_password(client, **change)
    assert answer.status_code == 422
    assert sentence in " ".join(problems(answer.text))
    login(ana)


def test_a_password_given_by_an_administrator_has_to_be_changed_first(client, make_user):
    ana = make_user(must_change_password=True)
    client.login(ana)
    assert client.get("/cases/").headers["Location"] == "/account/password"
    assert client.get("/dates/echo?text=2020").status_code == 303
    assert change_password(client).status_code == 303
    client.get_ok("/cases/")


def test_logging_out_needs_a_button_not_a_link(login):
    client = login()
    assert client.get("/logout").status_code == 405
    answer = client.logout()
    assert answer.status_code == 302
    assert "cache" in answer.headers["Clear-Site-Data"]
    assert client.get("/cases/").status_code == 302


def test_a_form_from_before_the_log_in_is_no_longer_valid_after_it(client, make_user):
    before = client.get("/login").text
    token = before.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    client.login(make_user())
    assert client.http.post("/logout", data={"csrf_token": token}).status_code == 400
    client.get_ok("/cases/")


def test_after_logging_in_one_is_where_one_wanted_to_be(client, make_user):
    make_user(username="ana")
    asked = client.get("/account/password?x=1")
    assert asked.headers["Location"] == "/login?next=/account/password?x%3D1"
    answer = attempt(client, "ana", PASSWORD, page=asked.headers["Location"])
    assert answer.headers["Location"] == "/account/password?x=1"


def test_who_is_logged_in_already_is_not_asked_again(login):
    assert login().get("/login").status_code == 302


@pytest.mark.parametrize("token", ["?auth_token=x", "?token=x"])
def test_nobody_comes_in_by_a_token_in_the_address(client, token):
    assert client.get(f"/{token}").status_code == 302


def test_a_session_survives_neither_its_lifetime_nor_a_changed_cookie(login, app: Flask):
    client = login()
    cookie = client.http.get_cookie("tracker")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    client.http.set_cookie("tracker", cookie.value[:-2] + "xx")
    assert client.get("/cases/").status_code == 302


def test_a_copied_cookie_is_worth_nothing_after_the_log_out(client, app, make_user):
    client.login(make_user())
    copied = next(iter(client.http._cookies.values()))
    thief = app.test_client()
    thief.set_cookie(copied.key, copied.value)
    assert thief.get("/cases/").status_code == 200
    client.logout()
    assert thief.get("/cases/").status_code == 302


def test_logging_in_and_out_is_noted(client, make_user, session):
    client.login(make_user())
    client.logout()
    assert {"logged in", "logged out"} <= set(session.scalars(select(AuditEvent.action)))
