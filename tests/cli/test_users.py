"""`tracker user …`: accounts made and given new passwords by whoever owns the machine."""

from __future__ import annotations

from argon2 import PasswordHasher
from sqlalchemy import select

from tests.cli.conftest import PASSWORD, session_on_disk
from tracker.domain.scales import CaseRole
from tracker.store.models import AuditEvent, CaseMember, User


def test_an_account_is_made_with_a_role_in_a_case(installation, run, stored):
    result = run(
        "user", "add", "nadia", "--display-name", "Nadia N.", "--case", "case1", "--role", "reader",
        "--password-stdin", stdin=PASSWORD,
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    account, role = stored.execute(
        select(User, CaseMember.role).join(CaseMember, CaseMember.user_pk == User.pk)
        .where(User.username == "nadia")
    ).one()  # fmt: skip
    assert (account.display_name, account.is_admin, role) == ("Nadia N.", False, CaseRole.READER)
    deeds = stored.scalars(select(AuditEvent.action).order_by(AuditEvent.seq.desc()).limit(2)).all()
    assert deeds == ["member set", "user added"]


def test_an_administrator_is_made(installation, run, stored):
    assert run("user", "add", "boss", "--admin").exit_code == 0
    assert stored.scalars(select(User.is_admin).where(User.username == "boss")).one()


def test_a_refused_membership_makes_no_account(installation, run, stored):
    result = run("user", "add", "nadia", "--case", "NONE")
    assert result.exit_code == 1
    assert "There is no case “NONE”" in result.stderr
    assert stored.scalar(select(User).where(User.username == "nadia")) is None


def test_only_a_lead_admits_members(installation, run):
    result = run("user", "add", "nadia", "--case", "CASE1", "--as", "admin")
    assert result.exit_code == 1
    assert "no case “CASE1”" in result.stderr


def test_a_name_that_is_taken_is_refused(installation, run):
    result = run("user", "add", "LEAD")
    assert result.exit_code == 1
    assert "There is an account “lead” already." in result.stderr


def test_an_unknown_role_is_a_usage_error(installation, run):
    assert run("user", "add", "nadia", "--case", "CASE1", "--role", "king").exit_code == 2


def test_a_new_password_replaces_the_old_one_and_ends_sessions(installation, run):
    with session_on_disk() as session:
        before = session.scalars(select(User).where(User.username == "lead")).one().fs_uniquifier
    result = run("user", "reset-password", "Lead")
    assert result.exit_code == 0, result.output
    password = result.output.split("with the password ")[1].split()[0]
    with session_on_disk() as session:
        account = session.scalars(select(User).where(User.username == "lead")).one()
    assert PasswordHasher().verify(account.password, password)
    assert account.must_change_password
    assert account.fs_uniquifier != before


def test_resetting_the_password_of_nobody_is_refused(installation, run):
    result = run("user", "reset-password", "nobody")
    assert result.exit_code == 1
    assert "There is no account “nobody”." in result.stderr
