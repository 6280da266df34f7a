"""The demonstration: a fresh installation of its own with a fictional case in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import click

from tracker.cli.db import writing
from tracker.cli.serving import MakeApp, address_of, listening_socket, port_option, run
from tracker.config import Settings, load_settings
from tracker.services import demo as demonstration
from tracker.services.demo import Login
from tracker.store import schema
from tracker.store.blobs import BlobStore


@click.command(short_help="Look around in a fictional case.")
@port_option
@click.option("--keep", is_flag=True, help="Go on with the earlier demonstration instead of a fresh one.")
@click.pass_obj
def demo(create_app: MakeApp, port: int, keep: bool) -> None:
    """Fill a database of its own with a fictional case and serve it on this machine.

    It lives in the folder “demo” of the instance and touches nothing else there. Without --keep the earlier
    demonstration, and whatever was recorded in it, is removed first.
    """
    settings = _settings(load_settings().instance / "demo")
    # The port comes first: an earlier demonstration that still runs on it keeps its files.
    with listening_socket("127.0.0.1", port) as listening:
        logins = _again(settings) if keep and _exists(settings) else _fresh(settings)
        app = create_app(settings)
        for line in _welcome(address_of(listening), logins):
            click.echo(line)
        run(app, listening, settings)


def _settings(folder: Path) -> Settings:
    return Settings(instance=folder, database_url=f"sqlite:///{folder / 'tracker.db'}")


def _exists(settings: Settings) -> bool:
    return (settings.instance / "tracker.db").exists()


def _fresh(settings: Settings) -> tuple[Login, ...]:
    if settings.instance.exists():
        shutil.rmtree(settings.instance)
    settings.instance.mkdir(mode=0o700)
    schema.upgrade(settings.database_url)
    with writing(settings) as session:
        blobs = BlobStore(settings.instance / "blobs")
        return demonstration.fill(session, blobs, now=datetime.now(UTC))


def _again(settings: Settings) -> tuple[Login, ...]:
    schema.upgrade(settings.database_url)
    with writing(settings) as session:
        return demonstration.new_passwords(session, now=datetime.now(UTC))


def _welcome(address: str, logins: Iterable[Login]) -> Iterable[str]:
    yield f"The demonstration is ready: {address}cases/{demonstration.CODE}/"
    yield ""
    yield "Log in as"
    for login in logins:
        yield f"  {login.username:8}  {login.password}"
    yield ""
    yield "Everything in it is fictional. Stop it with Ctrl-C."
