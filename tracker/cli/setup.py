"""Setting up an installation: its folder, its database and the first administrator."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from tracker.cli.accounts import announce, chosen_password, password_option
from tracker.cli.db import reading, writing
from tracker.config import load_settings
from tracker.domain.errors import DomainError
from tracker.services import users
from tracker.services.users import AddUser
from tracker.store import schema
from tracker.store.queries.users import any_user


@click.command(short_help="Make the instance, the database and the first account.")
@click.option("--username", default="admin", show_default=True, help="Name of the first administrator.")
@password_option
def init(username: str, from_stdin: bool) -> None:
    """Make the instance folder, the database and the first administrator."""
    settings = load_settings()
    if schema.current(settings.database_url) is not None:
        with reading(settings) as session:
            if any_user(session):
                raise DomainError(
                    "This installation is set up already. Add people with: tracker user add NAME"
                )
    password = chosen_password(from_stdin=from_stdin)
    users.hash_password(password.text)  # refused before anything is made
    schema.upgrade(settings.database_url)
    settings.secret_key()
    command = AddUser(username, username, password.text, is_admin=True, must_change_password=password.made)
    with writing(settings) as session:
        user = users.add(session, command, by=None, now=datetime.now(UTC))
    click.echo(f"Set up in {settings.instance}.")
    announce(user.username, password)
    click.echo("Now run: tracker serve")
