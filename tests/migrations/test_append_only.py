"""Grades and audit events cannot be changed or removed, not even past the services."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import IntegrityError

TABLES = ("grade", "audit_event")


@pytest.fixture
def rows(connection: Connection, fill) -> Connection:
    fill(connection)
    return connection


def content(connection: Connection, table: str) -> list:
    return connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY 1").all()


def refused(connection: Connection, statement: str) -> bool:
    """Whether the database refuses that, and has its rows as before."""
    before = [content(connection, table) for table in TABLES]
    with pytest.raises(IntegrityError), connection.begin_nested():
        connection.exec_driver_sql(statement)
    return before == [content(connection, table) for table in TABLES]


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_changed(rows: Connection, table):
    assert refused(rows, f"UPDATE {table} SET reason = 'another'")


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_removed(rows: Connection, table):
    assert refused(rows, f"DELETE FROM {table}")


@pytest.mark.parametrize("table", TABLES)
def test_no_table_is_emptied(rows: Connection, table):
    if rows.dialect.name == "postgresql":
        assert refused(rows, f"TRUNCATE {table} CASCADE")
    else:
        assert refused(rows, f"UPDATE OR REPLACE {table} SET reason = 'another'")


def keys_of(connection: Connection, table: str) -> list[str]:
    """Every column by which an insert could meet a kept row."""
    found = inspect(connection)
    unique = [index["column_names"] for index in found.get_indexes(table) if index["unique"]]
    unique += [constraint["column_names"] for constraint in found.get_unique_constraints(table)]
    assert all(len(columns) == 1 for columns in unique), "teach this test about keys of several columns"
    return [*found.get_pk_constraint(table)["constrained_columns"], *{columns[0] for columns in unique}]


@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_replaced_by_any_of_its_keys(rows: Connection, table):
    if rows.dialect.name != "sqlite":
        pytest.skip("Only SQLite knows INSERT OR REPLACE.")
    columns = [column["name"] for column in inspect(rows).get_columns(table)]
    fresh = {
        "pk": "99",
        "seq": "99",
        "public_id": f"'{'0' * 32}'",
        "supersedes_pk": "NULL",
        "reason": "'another'",
    }
    for key in keys_of(rows, table):
        values = ", ".join(name if name == key else fresh.get(name, name) for name in columns)
        row = f"SELECT {values} FROM {table} WHERE {key} IS NOT NULL ORDER BY {columns[0]} DESC LIMIT 1"
        assert refused(rows, f"INSERT OR REPLACE INTO {table} {row}"), key


def test_the_number_of_an_audit_event_grows(rows: Connection):
    columns = [column["name"] for column in inspect(rows).get_columns("audit_event")][1:]
    copy = f"INSERT INTO audit_event SELECT {{}}, {', '.join(columns)} FROM audit_event WHERE seq = 2"
    assert refused(rows, copy.format(2))
    assert refused(rows, copy.format(-1))
    rows.exec_driver_sql(copy.format(5))
    assert refused(rows, copy.format(4))
    assert [row[0] for row in content(rows, "audit_event")] == [1, 2, 5]


def test_a_grade_can_be_added_without_a_number(rows: Connection):
    columns = "public_id, recorded_at, case_pk, scale, value, reason, source_pk, others_hidden"
    copy = columns.replace(
        "public_id", f"'{'0' * 32}'" if rows.dialect.name == "sqlite" else "gen_random_uuid()"
    )
    if rows.dialect.name == "postgresql":
        rows.exec_driver_sql("SELECT setval('grade_pk_seq', 2)")
    rows.exec_driver_sql(f"INSERT INTO grade ({columns}) SELECT {copy} FROM grade WHERE pk = 1")
    assert len(content(rows, "grade")) == 3
