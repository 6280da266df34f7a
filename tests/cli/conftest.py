"""Commands run on an installation of their own, as somebody types them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from tests import factories
from tracker.app import create_app
from tracker.cli import commands
from tracker.config import load_settings
from tracker.store.blobs import BlobStore
from tracker.store.engine import make_engine, read_sessions, write_sessions

PASSWORD = factories.PASSWORD
Run = Callable[..., Result]


@pytest.fixture(scope="session")
def made_installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with an administrator, an empty case CASE1 and its lead; copied, never used."""
    instance = tmp_path_factory.mktemp("made") / "instance"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRACKER_INSTANCE", str(instance))
        patch.delenv("TRACKER_DATABASE_URL", raising=False)
        result = CliRunner().invoke(commands, ["init", "--password-stdin"], input=PASSWORD, obj=create_app)
        assert result.exit_code == 0, result.output
        with session_on_disk() as session:
            lead = factories.make_user(session, "lead")
            factories.make_case(session, lead, code="CASE1", zone="Asia/Baghdad")
    return instance


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where an installation may be made; commands find it."""
    folder = tmp_path / "instance"
    monkeypatch.setenv("TRACKER_INSTANCE", str(folder))
    for name in ("TRACKER_DATABASE_URL", "TRACKER_USER"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def installation(instance: Path, made_installation: Path) -> Path:
    """An installation with an administrator, an empty case CASE1 and its lead."""
    shutil.copytree(made_installation, instance)
    return instance


@pytest.fixture
def run() -> Run:
    """Run a command as if typed, with what it reads from standard input."""

    def typed(*arguments: str, stdin: str = "") -> Result:
        return CliRunner().invoke(commands, arguments, input=stdin, obj=create_app)

    return typed


@contextmanager
def session_on_disk() -> Iterator[Session]:
    """A session on the installation's database; what it wrote is committed."""
    engine = make_engine(load_settings().database_url)
    with write_sessions(engine).begin() as session:
        yield session
    engine.dispose()


@pytest.fixture
def stored(installation: Path) -> Iterator[Session]:
    """A session that reads what commands have written."""
    engine = make_engine(load_settings().database_url)
    with read_sessions(engine)() as session:
        yield session
    engine.dispose()


@pytest.fixture
def recorded(installation: Path) -> dict[str, str]:
    """A chain of two in CASE1 with a report on it: the public ids of its records."""
    with session_on_disk() as session:
        lead = factories.viewer_again(session, "lead")
        case = factories.find_case(session, "CASE1")
        blobs = BlobStore(installation / "blobs")
        capture = factories.make_capture(
            session, blobs, case, lead, "Salim writes: they left.", author="Salim"
        )
        first, held = factories.record_chain(
            session, capture, "they left", "The guard", by=lead, asserts=("They left at noon",)
        )
        report = factories.make_report(session, case, lead, "Did they leave?")
        finding = factories.make_finding(session, report, lead, "They left.", assertion="AS1", cites=(held,))
        return {
            "first": first.public_id,
            "held": held.public_id,
            "report": report.public_id,
            "finding": finding.public_id,
        }
