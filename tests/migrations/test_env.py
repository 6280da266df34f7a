"""What env.py promises to every future migration, shown with two tables of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import inspect

from tracker.store import schema
from tracker.store.engine import make_engine

HEADER = """
from alembic import op
import sqlalchemy as sa
revision = {number!r}
down_revision = {before!r}
"""
TWO_TABLES = """
def upgrade():
    op.create_table("parent", sa.Column("pk", sa.Integer, primary_key=True), sa.Column("name", sa.Text))
    op.create_table(
        "child",
        sa.Column("pk", sa.Integer, primary_key=True),
        sa.Column("parent_pk", sa.Integer, sa.ForeignKey("parent.pk", ondelete="CASCADE", name="child_of")),
    )
    op.execute("INSERT INTO parent VALUES (1, 'one')")
    op.execute("INSERT INTO child VALUES (1, 1), (2, 1)")
"""
ALTERS_THE_PARENT = """
def upgrade():
    with op.batch_alter_table("parent") as parent:
        parent.alter_column("name", existing_type=sa.Text, nullable=False)
"""
LOSES_THE_PARENT = """
def upgrade():
    op.add_column("parent", sa.Column("note", sa.Text))
    op.execute("DELETE FROM parent")
"""
BREAKS_OFF = """
def upgrade():
    op.add_column("parent", sa.Column("note", sa.Text))
    op.execute("DELETE FROM child")
    raise ZeroDivisionError
"""


def write_versions(trial: Path, *bodies: str) -> None:
    for index, body in enumerate(bodies):
        header = HEADER.format(number=f"{index + 1:04d}", before=f"{index:04d}" if index else None)
        (trial / "versions" / f"{index + 1:04d}.py").write_text(header + body)


def upgrade(url: str, trial: Path) -> None:
    command.upgrade(schema.configuration(url, trial), "head")


def children(engine) -> int:
    with engine.connect() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM child").scalar()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/trial.db"


def test_rebuilding_a_table_keeps_the_rows_that_refer_to_it(empty_database, engine_of, trial):
    write_versions(trial, TWO_TABLES, ALTERS_THE_PARENT)
    url = empty_database()
    upgrade(url, trial)
    assert not inspect(engine_of(url)).get_columns("parent")[1]["nullable"]
    assert children(engine_of(url)) == 2


def upgrade_with_foreign_keys_enforced(url: str, trial: Path) -> None:
    engine = make_engine(url, enforce_fks=True)
    config = schema.configuration(url, trial)
    try:
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def test_with_foreign_keys_enforced_those_rows_would_be_gone(sqlite_url, engine_of, trial):
    """Why env.py asks for an engine of its own: without its refusal the children are lost in silence."""
    env = trial / "env.py"
    env.write_text(env.read_text().replace("    _refuse_enforced_foreign_keys(connection)\n", ""))
    write_versions(trial, TWO_TABLES, ALTERS_THE_PARENT)
    upgrade_with_foreign_keys_enforced(sqlite_url, trial)
    assert children(engine_of(sqlite_url)) == 0


def test_a_connection_that_enforces_foreign_keys_is_refused(sqlite_url, engine_of, trial):
    write_versions(trial, TWO_TABLES)
    upgrade(sqlite_url, trial)
    write_versions(trial, TWO_TABLES, ALTERS_THE_PARENT)
    with pytest.raises(RuntimeError, match="enforce_fks=False"):
        upgrade_with_foreign_keys_enforced(sqlite_url, trial)
    assert children(engine_of(sqlite_url)) == 2


def test_an_open_connection_can_be_handed_over(trial, sqlite_url):
    write_versions(trial, TWO_TABLES)
    engine = make_engine("sqlite://", enforce_fks=False)
    config = schema.configuration(sqlite_url, trial)
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    assert children(engine) == 2
    engine.dispose()


def test_a_migration_that_leaves_references_dangling_is_undone(sqlite_url, engine_of, trial):
    write_versions(trial, TWO_TABLES, LOSES_THE_PARENT)
    with pytest.raises(RuntimeError, match="rows that do not exist, in: child"):
        upgrade(sqlite_url, trial)
    assert schema.current(sqlite_url) == "0001"
    with engine_of(sqlite_url).connect() as connection:
        assert connection.exec_driver_sql("SELECT * FROM parent").all() == [(1, "one")]


def test_a_migration_that_breaks_off_leaves_the_version_before_it(empty_database, engine_of, trial):
    write_versions(trial, TWO_TABLES, BREAKS_OFF)
    url = empty_database()
    with pytest.raises(ZeroDivisionError):
        upgrade(url, trial)
    assert schema.current(url) == "0001"
    assert [column["name"] for column in inspect(engine_of(url)).get_columns("parent")] == ["pk", "name"]
    assert children(engine_of(url)) == 2


@pytest.mark.postgres
def test_two_upgrades_at_once_wait_for_one_another(empty_postgres):
    url = empty_postgres()
    code = f"from tracker.store import schema; schema.upgrade({url!r})"
    running = [
        subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    errors = [process.communicate(timeout=60)[1] for process in running]
    assert [process.returncode for process in running] == [0, 0], errors
    assert schema.current(url) == schema.head()
