"""`tracker db …`, and what other commands say of a database they cannot use."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from tests.cli.conftest import session_on_disk
from tracker.store import schema

SERVE = ("serve", "--port", "0")


def test_upgrade_makes_the_newest_version_and_says_so(instance, run):
    first = run("db", "upgrade")
    assert first.exit_code == 0, first.output
    assert f"from version none to {schema.head()}" in first.output
    assert "already" in run("db", "upgrade").output


def test_upgrade_to_a_version_nobody_knows_is_refused(instance, run):
    result = run("db", "upgrade", "--to", "9999")
    assert result.exit_code == 1
    assert "9999" in result.stderr
    assert "Traceback" not in result.output


def test_current_names_both_versions(instance, run):
    assert run("db", "current").output == f"database none, tracker {schema.head()}\n"
    run("db", "upgrade", "--to", "0001")
    assert run("db", "current").output == f"database 0001, tracker {schema.head()}\n"


def test_check_finds_a_database_that_was_changed_by_hand(installation, run):
    assert run("db", "check").exit_code == 0
    with session_on_disk() as session:
        session.execute(text("ALTER TABLE case_file ADD COLUMN stray INTEGER"))
    result = run("db", "check")
    assert result.exit_code == 1
    assert "stray" in result.stderr


def test_no_revision_is_written_where_nothing_differs(installation, run):
    assert "Nothing to write" in run("db", "revision", "nothing").output


@pytest.fixture(autouse=True)
def serving(monkeypatch):
    """Should a server start all the same, it ends at once."""
    monkeypatch.setattr("tracker.cli.serving.run", lambda *_: None)


@pytest.mark.parametrize("command", [SERVE, ("trace", "CASE1/ST1"), ("user", "add", "nadia")])
def test_an_old_database_is_refused_with_the_command_that_helps(instance, run, command):
    run("db", "upgrade", "--to", "0001")
    result = run(*command)
    assert result.exit_code == 1
    assert "tracker db upgrade" in result.stderr


@pytest.mark.parametrize("command", [SERVE, ("trace", "CASE1/ST1")])
def test_a_missing_database_is_refused_with_the_command_that_helps(instance, run, command):
    result = run(*command)
    assert result.exit_code == 1
    assert "tracker init" in result.stderr


def test_a_database_of_a_newer_tracker_is_refused(installation, run):
    with session_on_disk() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9000'"))
    result = run(*SERVE)
    assert result.exit_code == 1
    assert "newer tracker" in result.stderr


def test_a_bad_address_of_a_database_is_explained(instance, run, monkeypatch):
    monkeypatch.setenv("TRACKER_DATABASE_URL", "nonsense")
    result = run("db", "current")
    assert result.exit_code == 1
    assert "not the address of a database" in result.stderr


def test_a_bad_setting_is_explained(instance, run, monkeypatch):
    monkeypatch.setenv("TRACKER_UPLOAD_MB", "many")
    result = run("db", "current")
    assert result.exit_code == 1
    assert "TRACKER_UPLOAD_MB" in result.stderr
