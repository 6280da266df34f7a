"""Accounts: whoever can run commands here owns the machine, and so may manage them."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from tracker.cli.accounts import Password, announce, chosen_password, password_option
from tracker.cli.acting import acting_viewer, as_option
from tracker.cli.db import writing
from tracker.config import load_settings
from tracker.domain.scales import CaseRole
from tracker.services import cases, users
from tracker.services.users import AddUser


@click.group()
def user() -> None:
    """Manage accounts."""


@user.command()
@click.argument("name")
@click.option("--display-name", default="", help="How pages name the person; by default NAME.")
@click.option("--admin", "is_admin", is_flag=True, help="Let the account manage accounts.")
@click.option("--case", "code", metavar="CODE", help="Also make the account a member of this case.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in CaseRole]),
    default=CaseRole.ANALYST.value,
    show_default=True,
    help="Its role in that case.",
)
@as_option
@password_option
def add(
    *,
    name: str,
    display_name: str,
    is_admin: bool,
    code: str | None,
    role: str,
    username: str | None,
    from_stdin: bool,
) -> None:
    """Make the account NAME, and with --case a member of a case.

    A lead of the case admits members: --as says which one acts.
    """
    settings, now = load_settings(), datetime.now(UTC)
    password = chosen_password(from_stdin=from_stdin)
    command = AddUser(
        name, display_name, password.text, is_admin=is_admin, must_change_password=password.made
    )
    with writing(settings) as session:
        made = users.add(session, command, by=None, now=now)
        if code:
            lead = acting_viewer(session, username)
            cases.set_member(session, code, made.username, CaseRole(role), by=lead, now=now)
    announce(made.username, password)


@user.command("reset-password")
@click.argument("name")
def reset_password(name: str) -> None:
    """Give the account NAME a new password and end its sessions."""
    with writing(load_settings()) as session:
        account = users.by_name(session, name)
        text = users.reset_password(session, account.public_id, by=None, now=datetime.now(UTC))
    announce(account.username, Password(text, made=True))
