"""The database's version: upgrading it, and for developers comparing it with the models."""

from __future__ import annotations

import click

from tracker.config import load_settings
from tracker.domain.errors import DomainError
from tracker.store import schema


@click.group("db")
def database() -> None:
    """Look after the database."""


@database.command()
@click.option("--to", "revision", default="head", show_default=True, help="The version to go to.")
def upgrade(revision: str) -> None:
    """Bring the database to the newest version; every row is kept. Make a backup first."""
    url = load_settings().database_url
    before = schema.current(url)
    schema.upgrade(url, revision)
    after = schema.current(url)
    if before == after:
        click.echo(f"The database is at version {after} already.")
    else:
        click.echo(f"The database went from version {before or 'none'} to {after}.")


@database.command()
def current() -> None:
    """Say which version the database has, and which one this tracker needs."""
    held, needed = schema.current(load_settings().database_url), schema.head()
    click.echo(f"database {held or 'none'}, tracker {needed}")


@database.command()
def check() -> None:
    """Compare the database with the models; exit code 1 when they differ."""
    differences = schema.check(load_settings().database_url)
    if differences:
        raise DomainError("The database differs from the models:\n" + "\n".join(differences))
    click.echo("The database is what the models say.")


@database.command()
@click.argument("message")
def revision(message: str) -> None:
    """Write the migration from the database to the models, called MESSAGE, for a developer to mend."""
    written = schema.revision(message, load_settings().database_url)
    click.echo(f"Written: {written}" if written else "Nothing to write: database and models agree.")
