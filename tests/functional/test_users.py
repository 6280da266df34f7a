"""Accounts through the pages, for administrators only."""

from __future__ import annotations

import re

import pytest

from tests.factories import make_user


@pytest.fixture
def admin(session, login):
    viewer = make_user(session, "boss", is_admin=True)
    session.commit()
    return login(viewer)


def test_a_new_account_logs_in_with_its_first_password_and_must_change_it(admin, client):
    answer = admin.post_form("/users/new", {"username": "Mara", "display_name": "Mara K."}, status=200)
    password = re.search(r"<code>([^<]+)</code>", answer.text)[1]
    client.post_form("/login", {"username": "mara", "password": password}, status=302)
    assert "/password" in client.get("/cases/").headers["Location"]


def test_a_name_is_given_once_and_must_be_usable(admin):
    admin.post_form("/users/new", {"username": "mara", "display_name": "Mara"}, status=200)
    again = admin.post_form("/users/new", {"username": "MARA", "display_name": "Mara"}, status=422)
    assert "There is an account “mara” already" in again.text
    wrong = admin.post_form("/users/new", {"username": "ma ra", "display_name": "Mara"}, status=422)
    assert "small letters, digits" in wrong.text


def test_a_disabled_account_is_out_at_once_and_back_when_enabled(admin, session, login):
    viewer = make_user(session, "mara")
    session.commit()
    page = login(viewer)
    assert page.get_ok("/cases/")
    shown = admin.get_ok("/users/").text
    target = re.search(r'action="(/users/[^"]+/active)"', shown)[1]
    admin.post_form(target, {}, page="/users/", status=303)
    assert page.get("/cases/").status_code == 302
    assert "disabled" in admin.get_ok("/users/").text
    admin.post_form(target, {}, page="/users/", status=303)
    assert login(viewer).get_ok("/cases/")


def test_a_new_password_ends_the_sessions_of_the_account(admin, session, login):
    viewer = make_user(session, "mara")
    session.commit()
    page = login(viewer)
    targets = re.findall(r'action="(/users/[^"]+/password)"', admin.get_ok("/users/").text)
    shown = [admin.post_form(target, {}, page="/users/", status=200).text for target in targets[1:]]
    assert "Every open session of the account has ended" in shown[0]
    assert page.get("/cases/").status_code == 302


def test_nobody_else_sees_or_changes_accounts(session, login):
    page = login(username="ana")
    for url in ("/users/", "/users/new"):
        assert page.get(url).status_code == 403


def test_an_unclear_wish_disables_nobody(admin, session, login):
    viewer = make_user(session, "mara")
    session.commit()
    shown = admin.get_ok("/users/").text
    target = re.search(r'action="(/users/[^"]+/active)"', shown)[1]
    answer = admin.post_form(target, {"active": "perhaps"}, page="/users/")
    assert answer.status_code in {400, 422}
    assert login(viewer).get_ok("/cases/")
