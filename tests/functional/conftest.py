"""The application on the test's own transaction, and browsers for its users."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, sessionmaker

from tests.factories import PASSWORD
from tests.functional.strict_client import StrictClient
from tracker.app import create_app
from tracker.config import Settings
from tracker.domain.access import Viewer
from tracker.services import users
from tracker.store.models import User
from tracker.web.db import Sessions


@pytest.fixture(scope="session")
def application(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application that tests share: making one costs more than most of them do with it."""
    instance = tmp_path_factory.mktemp("shared")
    return create_app(Settings(instance=instance, database_url=str(engine.url), testing=True), engine=engine)


@pytest.fixture
def app(application: Flask, sessions: sessionmaker[Session], instance_dir: Path) -> Iterator[Flask]:
    """The shared application on this test's transaction and files; what a test sets in it is undone."""
    config = dict(application.config)
    application.config["TRACKER"] = replace(config["TRACKER"], instance=instance_dir)
    application.extensions["tracker_sessions"] = Sessions(reading=sessions, writing=sessions)
    for limiter in application.extensions["limiter"]:
        limiter.reset()
    yield application
    application.config.clear()
    application.config.update(config)


@pytest.fixture
def own_app(engine: Engine, sessions: sessionmaker[Session], instance_dir: Path) -> Flask:
    """An application of the test's own, for those that add routes to it or change its parts."""
    settings = Settings(instance=instance_dir, database_url=str(engine.url), testing=True)
    app = create_app(settings, engine=engine)
    app.extensions["tracker_sessions"] = Sessions(reading=sessions, writing=sessions)
    return app


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are not what most of these tests are about."""
    monkeypatch.setattr(users, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def make_user(sessions: sessionmaker[Session]) -> Callable[..., User]:
    """Makes an account with `PASSWORD`, as the command line does."""

    def make(username: str = "ana", *, is_admin: bool = False, must_change_password: bool = False) -> User:
        command = users.AddUser(
            username, username.title(), PASSWORD, is_admin=is_admin, must_change_password=must_change_password
        )
        with sessions() as session:
            user = users.add(session, command, by=None, now=datetime.now(UTC))
            session.commit()
        return user

    return make


@pytest.fixture
def client(app: Flask) -> StrictClient:
    """A browser in which nobody is logged in."""
    return StrictClient(app)


@pytest.fixture
def login(
    app: Flask, sessions: sessionmaker[Session], make_user: Callable[..., User]
) -> Callable[..., StrictClient]:
    """`login(viewer)`: a browser of that person's own, logged in already; `login()` makes the person, too."""

    def log_in(person: User | Viewer | None = None, **options: Any) -> StrictClient:
        person = person or make_user(**options)
        with sessions() as session:
            key = session.scalars(select(User.fs_uniquifier).where(User.username == person.username)).one()
        client = StrictClient(app)
        with client.http.session_transaction() as cookie:
            cookie.permanent = True
            cookie.update(_user_id=key, _fresh=True)
        return client

    return log_in
