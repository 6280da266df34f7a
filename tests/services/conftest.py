"""The demonstration case, filled once for all tests that only read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy.orm import Session

from tests import factories
from tracker.domain.access import Viewer
from tracker.services import demo
from tracker.store import schema
from tracker.store.blobs import BlobStore
from tracker.store.engine import make_engine, read_sessions, write_sessions
from tracker.store.models import Case


@dataclass(frozen=True)
class Demo:
    session: Session
    blobs: BlobStore
    case: Case
    lead: Viewer
    second: Viewer
    logins: tuple[demo.Login, ...]


@pytest.fixture(scope="session")
def demo_case(empty_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """In a database of its own: what it holds must not block those that write."""
    blobs = BlobStore(tmp_path_factory.mktemp("demo"))
    url = empty_database()
    schema.upgrade(url)
    engine = make_engine(url)
    with write_sessions(engine).begin() as session:
        logins = demo.fill(session, blobs, now=factories.NOW)
    with read_sessions(engine)() as session:
        yield Demo(
            session,
            blobs,
            factories.find_case(session, demo.CODE),
            factories.viewer_again(session, "analyst"),
            factories.viewer_again(session, "second"),
            logins,
        )
    engine.dispose()
