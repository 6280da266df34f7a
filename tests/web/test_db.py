"""The session of a request: what is committed, what is forgotten, and what stays readable."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session, sessionmaker

from tests.factories import make_user
from tracker.domain.errors import DomainError
from tracker.store.models import User
from tracker.web import db
from tracker.web.db import ForgottenCommitError, Sessions, get_session, transaction

COLUMNS = {"username": "x", "display_name": "X", "password": "x", "fs_uniquifier": "x"}


@pytest.fixture
def app(sessions: sessionmaker[Session]) -> Flask:
    app = Flask("db")
    app.testing = True
    db.init_app(app, Sessions(sessions, sessions))
    return app


@pytest.fixture
def count(sessions: sessionmaker[Session]) -> Callable[[], int]:
    def count() -> int:
        with sessions() as session:
            return session.scalar(select(func.count()).select_from(User)) or 0

    return count


@pytest.fixture
def ask(app: Flask) -> Callable[..., Any]:
    """Run a piece of a view in a request of its own."""

    def ask(view: Callable[[], Any], method: str = "POST") -> Any:
        with app.test_request_context("/somewhere", method=method):
            return view()

    return ask


def test_what_a_transaction_wrote_is_there_afterwards(ask, count):
    def view() -> None:
        with transaction() as session:
            make_user(session)

    before = count()
    ask(view)
    assert count() == before + 1


def test_an_error_undoes_the_deed_and_what_was_read_before_it_stays_readable(ask, count):
    def view() -> str:
        session = get_session()
        make_user(session, "ana")
        session.commit()
        session.info.clear()
        ana = session.scalars(select(User).where(User.username == "ana")).one()
        with suppress(DomainError), transaction():
            make_user(session, "ben")
            raise DomainError("No.")
        assert "display_name" in ana.__dict__  # not expired: nothing is read again
        return ana.display_name

    before = count()
    assert ask(view) == "Ana"
    assert count() == before + 1


@pytest.mark.parametrize(
    "write",
    [
        make_user,
        lambda session: session.execute(
            insert(User).values(COLUMNS | {"recorded_at": func.current_timestamp()})
        ),
        lambda session: session.add(User(username="pending")),
    ],
    ids=["flushed", "in bulk", "pending"],
)
def test_a_forgotten_commit_is_an_error_in_tests(ask, write):
    with pytest.raises(ForgottenCommitError, match="POST /somewhere"):
        ask(lambda: write(get_session()))


def test_a_forgotten_commit_is_logged_in_production(app, ask, count, caplog):
    app.testing = False
    before = count()
    with caplog.at_level(logging.ERROR):
        ask(lambda: make_user(get_session()))
    assert "POST /somewhere wrote outside transaction()" in caplog.text
    assert count() == before


def test_an_error_of_the_view_is_not_mistaken_for_a_forgotten_commit(ask):
    def view() -> None:
        make_user(get_session())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask(view)


def test_reading_writes_nothing(ask):
    assert ask(lambda: len(get_session().scalars(select(User)).all()) >= 0, method="GET")


def test_a_reading_request_may_not_open_a_transaction(ask):
    def view() -> None:
        with transaction():
            pass

    with pytest.raises(RuntimeError, match="use POST"):
        ask(view, method="GET")


def test_a_request_has_one_session(ask):
    assert ask(lambda: get_session() is get_session())
