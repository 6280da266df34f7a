"""`tracker init`: from nothing to an installation somebody can log in to."""

from __future__ import annotations

import stat

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from tests.cli.conftest import PASSWORD, session_on_disk
from tracker.store import schema
from tracker.store.models import User


def only_account() -> User:
    with session_on_disk() as session:
        return session.scalars(select(User)).one()


def test_init_makes_database_key_and_administrator(instance, run):
    result = run("init", "--username", "chief", "--password-stdin", stdin=f"{PASSWORD}\n")
    assert result.exit_code == 0, result.output
    assert "chief" in result.output
    assert PASSWORD not in result.output
    assert (instance / "tracker.db").exists()
    assert stat.S_IMODE((instance / "secret_key").stat().st_mode) == 0o600
    account = only_account()
    assert (account.username, account.is_admin, account.must_change_password) == ("chief", True, False)
    assert PasswordHasher().verify(account.password, PASSWORD)


def test_init_makes_a_password_to_be_changed_when_none_is_given(instance, run):
    result = run("init")
    assert result.exit_code == 0, result.output
    account = only_account()
    assert account.must_change_password
    password = result.output.split("with the password ")[1].split()[0]
    assert PasswordHasher().verify(account.password, password)


def test_init_on_the_chosen_database(instance, run, empty_database, monkeypatch):
    url = empty_database()
    monkeypatch.setenv("TRACKER_DATABASE_URL", url)
    result = run("init", "--password-stdin", stdin=PASSWORD)
    assert result.exit_code == 0, result.output
    assert schema.current(url) == schema.head()
    assert only_account().username == "admin"


def test_init_leaves_an_installation_as_it_is(installation, run):
    result = run("init", "--username", "other", "--password-stdin", stdin=PASSWORD)
    assert result.exit_code == 1
    assert "set up already" in result.stderr
    with session_on_disk() as session:
        assert set(session.scalars(select(User.username))) == {"admin", "lead"}


@pytest.mark.parametrize(
    ("password", "sentence"), [("short", "12 to 128"), ("", "no password"), ("a" * 20, "more different")]
)
def test_init_refuses_a_bad_password_before_making_anything(instance, run, password, sentence):
    result = run("init", "--password-stdin", stdin=password)
    assert result.exit_code == 1
    assert sentence in result.stderr
    assert "Traceback" not in result.output
    assert schema.current(f"sqlite:///{instance / 'tracker.db'}") is None


def test_init_refuses_a_bad_name_and_can_be_run_again(instance, run):
    assert run("init", "--username", "No Spaces", "--password-stdin", stdin=PASSWORD).exit_code == 1
    assert run("init", "--username", "good", "--password-stdin", stdin=PASSWORD).exit_code == 0
