from __future__ import annotations

import builtins
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Column, Connection, Engine, Integer, MetaData, Table, Text, insert, select, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from tracker.domain.errors import DomainError
from tracker.store.engine import escape_like, folded, holds_text, make_engine, read_sessions, write_sessions

NOTE = Table("sample_note", MetaData(), Column("pk", Integer, primary_key=True), Column("text", Text))


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/deep/down/tracker.db"


@pytest.fixture
def sqlite(sqlite_url: str):
    engine = make_engine(sqlite_url)
    NOTE.create(engine)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("url", ["nonsense", "mysql://root@localhost/tracker", "sqlite+nonsense:///x.db"])
def test_an_address_of_no_use_is_explained(url):
    with pytest.raises(DomainError, match="Write it like sqlite"):
        make_engine(url)


def test_an_unreadable_address_is_not_repeated_with_its_password():
    with pytest.raises(DomainError) as caught:
        make_engine("postgresql:/someone:secret@host")
    assert "secret" not in caught.value.message


def test_a_missing_driver_names_the_extra_to_install(monkeypatch):
    really_import = builtins.__import__

    def without_psycopg(name, *args, **kwargs):
        if name.startswith("psycopg"):
            raise ModuleNotFoundError(name)
        return really_import(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without_psycopg)
    with pytest.raises(DomainError, match=r"provenance-tracker\[postgres\]"):
        make_engine("postgresql://someone@host/name")


def test_the_directory_of_a_database_file_is_created(sqlite: Engine, tmp_path: Path):
    assert (tmp_path / "deep" / "down" / "tracker.db").is_file()


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 5000),
        ("mmap_size", 2147418112),
        ("cache_size", -65536),
        ("temp_store", 2),
    ],
)
def test_every_connection_has_the_settings(sqlite: Engine, pragma, value):
    with sqlite.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_statistics_are_refreshed_when_a_connection_closes(sqlite: Engine):
    said: list[str] = []
    with sqlite.connect() as connection:
        connection.connection.driver_connection.set_trace_callback(said.append)
    sqlite.dispose()
    assert "PRAGMA optimize" in said


def test_foreign_keys_are_enforced_unless_switched_off(sqlite_url: str):
    for enforce in (True, False):
        engine = make_engine(sqlite_url, enforce_fks=enforce)
        with engine.begin() as connection:
            connection.exec_driver_sql(
                "CREATE TABLE IF NOT EXISTS child (pk INTEGER PRIMARY KEY, of INTEGER REFERENCES child)"
            )
            if enforce:
                with pytest.raises(IntegrityError):
                    connection.exec_driver_sql("INSERT INTO child (of) VALUES (99)")
            else:
                connection.exec_driver_sql("INSERT INTO child (of) VALUES (99)")
        engine.dispose()


def test_all_sessions_on_a_database_in_memory_see_the_same_one():
    engine = make_engine("sqlite://")
    NOTE.create(engine)
    with write_sessions(engine).begin() as session:
        session.execute(insert(NOTE).values(text="kept"))
    found = []

    def look():
        with read_sessions(engine)() as session:
            found.extend(session.scalars(select(NOTE.c.text)))

    reader = threading.Thread(target=look)
    reader.start()
    reader.join()
    engine.dispose()
    assert found == ["kept"]


def _write_after_another_tried_to(session: Session, sqlite: Engine) -> None:
    session.execute(select(NOTE)).all()
    other = make_engine(sqlite.url)
    with suppress(OperationalError), write_sessions(other).begin() as rival:
        rival.execute(insert(NOTE).values(text="in between"))
    other.dispose()
    session.execute(insert(NOTE).values(text="mine"))


def test_a_write_session_reads_and_then_writes_whatever_others_do(sqlite: Engine, monkeypatch):
    monkeypatch.setattr("tracker.store.engine._PRAGMAS", ("busy_timeout = 0",))  # the rival gives up at once
    with write_sessions(sqlite).begin() as session:
        _write_after_another_tried_to(session, sqlite)
    with read_sessions(sqlite)() as session:
        assert list(session.scalars(select(NOTE.c.text))) == ["mine"]


def test_a_read_session_could_not(sqlite: Engine):
    """Why write sessions exist: should this fail one day, they can go."""
    with read_sessions(sqlite)() as session, pytest.raises(OperationalError, match="locked"):
        _write_after_another_tried_to(session, sqlite)


def test_readers_are_not_kept_waiting_by_a_writer(sqlite: Engine):
    with write_sessions(sqlite).begin() as writer:
        writer.execute(insert(NOTE).values(text="not yet"))
        with read_sessions(sqlite)() as reader:
            assert reader.scalars(select(NOTE.c.text)).all() == []


def test_a_record_can_be_shown_after_the_commit_without_reading_again(engine: Engine):
    assert read_sessions(engine).kw["expire_on_commit"] is False
    assert write_sessions(engine).kw["expire_on_commit"] is False


@pytest.fixture
def notes(connection: Connection) -> Connection:
    NOTE.create(connection)
    texts = ["Élysée Palace", "STRASSE", "Η ΟΔΟΣ", "бАГДАД", "100% sure", "snake_case", "back\\slash", None]
    connection.execute(insert(NOTE), [{"text": text} for text in texts])
    return connection


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ÉLYSÉE", ["Élysée Palace"]),
        ("strasse", ["STRASSE"]),
        ("Багдад", ["бАГДАД"]),
        ("η οδοσ", ["Η ΟΔΟΣ"]),
        ("100%", ["100% sure"]),
        ("0%s", []),
        ("e_c", ["snake_case"]),
        ("s_r", []),
        ("k\\s", ["back\\slash"]),
    ],
)
def test_search_ignores_case_in_any_script_and_takes_wildcards_literally(notes: Connection, typed, found):
    assert list(notes.scalars(select(NOTE.c.text).where(holds_text(NOTE.c.text, typed)))) == found


def test_two_spellings_are_equal_without_regard_to_case(notes: Connection):
    query = select(NOTE.c.text).where(folded(NOTE.c.text) == folded("ÉLYSÉE PALACE"))
    assert list(notes.scalars(query)) == ["Élysée Palace"]


def test_folding_nothing_gives_nothing(notes: Connection):
    assert notes.scalar(select(folded(NOTE.c.text)).where(NOTE.c.text.is_(None))) is None


def test_wildcards_are_escaped():
    assert escape_like("50%_\\") == "50\\%\\_\\\\"


@pytest.mark.parametrize("_time", [1, 2])
def test_what_a_test_commits_is_undone(session: Session, sessions: sessionmaker[Session], _time):
    """Run twice: without our own BEGIN on SQLite the second run finds the first one's table."""
    session.execute(text("CREATE TABLE left_behind (pk INTEGER)"))
    session.execute(text("INSERT INTO left_behind VALUES (1)"))
    session.commit()
    with sessions() as another:
        assert another.scalar(text("SELECT count(*) FROM left_behind")) == 1


def test_a_savepoint_loses_only_what_came_after_it(session: Session):
    NOTE.create(session.connection())
    session.execute(insert(NOTE).values(pk=1))
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(insert(NOTE).values(pk=1))
    assert session.scalars(select(NOTE.c.pk)).all() == [1]


def test_addresses_of_the_tests_are_of_their_own(empty_database: Callable[[], str]):
    assert empty_database() != empty_database()
