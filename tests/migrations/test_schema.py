"""The migrations as they are: on the database the whole suite runs on."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Table, UniqueConstraint, inspect

from tracker.domain.errors import DomainError
from tracker.store import models, schema

VERSIONS = Path(__file__).parents[2] / "migrations" / "versions"
REVISIONS = sorted(path.name[:4] for path in VERSIONS.glob("*.py"))
NEVER_SEARCHED_BY = {
    "confirmed_verdict.link_pk": "only the standing one is, by the index that keeps it single",
    "grade.assertion_pk": "a grade is found by its statement",
    "repeat_decision.relay_pk": "the relay is found from the answer, never the other way",
}


def test_there_is_a_single_head_and_the_numbers_have_no_gap():
    script = ScriptDirectory(str(VERSIONS.parent))
    assert script.get_heads() == [REVISIONS[-1]]
    assert [int(revision) for revision in REVISIONS] == list(range(1, len(REVISIONS) + 1))


@pytest.mark.parametrize("path", sorted(VERSIONS.glob("*.py")), ids=lambda path: path.stem)
def test_a_migration_imports_nothing_of_the_tracker_and_says_what_its_name_says(path: Path):
    tree = ast.parse(path.read_text())
    imported = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    imported += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert not [name for name in imported if name.startswith("tracker")]
    first_line = (ast.get_docstring(tree) or "").splitlines()[0]
    assert path.stem[5:].replace("_", " ") in first_line.lower().replace("-", " ")


def test_upgrading_an_empty_database_gives_what_the_models_say(empty_database):
    url = empty_database()
    assert schema.current(url) is None
    schema.upgrade(url)
    assert schema.current(url) == schema.head()
    assert schema.check(url) == []


@pytest.mark.parametrize("table", models.Statement.metadata.sorted_tables, ids=lambda table: table.name)
def test_what_refers_to_a_record_is_found_by_an_index_whether_withdrawn_or_not(table: Table):
    whole = [each for each in table.indexes if each.dialect_options["sqlite"]["where"] is None]
    whole += [each for each in table.constraints if isinstance(each, UniqueConstraint)]
    indexed = {next(iter(each.columns)).name for each in whole}
    referring = {key.parent.name for key in table.foreign_keys if key.column.table.name != "user_account"}
    assert {name for name in referring - indexed if f"{table.name}.{name}" not in NEVER_SEARCHED_BY} == set()


def test_upgrading_twice_changes_nothing(empty_database):
    url = empty_database()
    schema.upgrade(url)
    schema.upgrade(url)
    assert schema.current(url) == schema.head()


def test_what_differs_from_the_models_is_told(empty_database, engine_of):
    url = empty_database()
    schema.upgrade(url)
    with engine_of(url).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE stray (pk INTEGER PRIMARY KEY)")
    assert "stray" in "".join(schema.check(url))


def test_a_database_of_an_older_version_is_not_compared_but_explained(empty_database):
    url = empty_database()
    schema.upgrade(url, REVISIONS[0])
    with pytest.raises(DomainError, match="tracker db upgrade"):
        schema.check(url)


def test_a_database_of_a_newer_version_is_left_alone_and_explained(empty_database, engine_of):
    url = empty_database()
    schema.upgrade(url)
    with engine_of(url).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DomainError, match="install the tracker that made it"):
        schema.upgrade(url)


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_version_goes_up_down_and_up_again(empty_database, engine_of, revision):
    url = empty_database()
    schema.upgrade(url, revision)
    up = sorted(inspect(engine_of(url)).get_table_names())
    command.downgrade(schema.configuration(url), "-1")
    schema.upgrade(url, revision)
    assert sorted(inspect(engine_of(url)).get_table_names()) == up


@pytest.mark.parametrize("revision", REVISIONS)
def test_upgrading_with_rows_present_keeps_every_row(empty_database, engine_of, fill, count_rows, revision):
    url = empty_database()
    schema.upgrade(url, revision)
    with engine_of(url).begin() as connection:
        fill(connection)
        before = count_rows(connection)
    schema.upgrade(url)
    with engine_of(url).connect() as connection:
        after = count_rows(connection)
    assert set(before.values()) == {2}
    assert {table: after[table] for table in before} == before


def test_a_revision_with_nothing_to_change_writes_no_file(empty_database, trial, monkeypatch):
    shutil.copytree(VERSIONS, trial / "versions", dirs_exist_ok=True)
    monkeypatch.setattr(schema, "_migrations", lambda: trial)
    url = empty_database()
    schema.upgrade(url)
    before = sorted(path.name for path in (trial / "versions").glob("*.py"))
    assert schema.revision("Nothing", url) is None
    assert sorted(path.name for path in (trial / "versions").glob("*.py")) == before


def test_a_written_revision_is_numbered_and_does_not_need_the_tracker(empty_database, trial, monkeypatch):
    monkeypatch.setattr(schema, "_migrations", lambda: trial)
    path = schema.revision("All at once", empty_database())
    assert path is not None
    assert path.name == "0001_all_at_once.py"
    written = path.read_text()
    assert "tracker" not in written
    assert "sa.String(length=40)" in written
    assert "sa.DateTime(timezone=True)" in written
    assert "sa.Uuid()" in written
