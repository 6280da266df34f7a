"""Grades and audit events are append-only.

The database itself refuses to change or remove them, whoever asks. On SQLite, INSERT OR REPLACE removes the
row in its way without firing the trigger that refuses removals, so an insert that meets a kept row on any
of its unique keys is refused as well. Whoever rebuilds one of these tables must create its triggers again.
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = ("grade", "audit_event")
SQLITE_INSERTS = {
    "grade": (
        """EXISTS (SELECT 1 FROM grade WHERE pk = NEW.pk OR public_id = NEW.public_id
            OR supersedes_pk = NEW.supersedes_pk)""",
        "a grade is never replaced",
    ),
    "audit_event": (
        "EXISTS (SELECT 1 FROM audit_event WHERE seq = NEW.seq)",
        "an audit event is never replaced",
    ),
}


def upgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        _upgrade_sqlite()
    else:
        _upgrade_postgresql()


def _upgrade_sqlite() -> None:
    for table in TABLES:
        for deed in ("UPDATE", "DELETE"):
            op.execute(f"""
                CREATE TRIGGER {table}_refuses_{deed.lower()} BEFORE {deed} ON {table}
                BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed or removed'); END
            """)
        condition, sentence = SQLITE_INSERTS[table]
        op.execute(f"""
            CREATE TRIGGER {table}_refuses_replace BEFORE INSERT ON {table} WHEN {condition}
            BEGIN SELECT RAISE(ABORT, '{sentence}'); END
        """)
    # After the insert: before it SQLite does not know the number it is about to give.
    op.execute("""
        CREATE TRIGGER audit_event_grows AFTER INSERT ON audit_event
        WHEN NEW.seq < (SELECT max(seq) FROM audit_event)
        BEGIN SELECT RAISE(ABORT, 'the number of an audit event must grow'); END
    """)


def _upgrade_postgresql() -> None:
    op.execute("""
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'rows of % are never changed or removed', TG_TABLE_NAME
                USING ERRCODE = 'integrity_constraint_violation';
        END $$
    """)
    for table in TABLES:
        op.execute(f"""
            CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
        """)
    op.execute("""
        CREATE FUNCTION audit_event_grows() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.seq <= (SELECT max(seq) FROM audit_event) THEN
                RAISE EXCEPTION 'the number of an audit event must grow'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END $$
    """)
    op.execute("""
        CREATE TRIGGER audit_event_grows BEFORE INSERT ON audit_event
        FOR EACH ROW EXECUTE FUNCTION audit_event_grows()
    """)


def downgrade() -> None:
    if op.get_context().dialect.name == "sqlite":
        op.execute("DROP TRIGGER audit_event_grows")
        for table in TABLES:
            for deed in ("update", "delete", "replace"):
                op.execute(f"DROP TRIGGER {table}_refuses_{deed}")
    else:
        op.execute("DROP TRIGGER audit_event_grows ON audit_event")
        op.execute("DROP FUNCTION audit_event_grows")
        for table in TABLES:
            op.execute(f"DROP TRIGGER {table}_refuses_change ON {table}")
        op.execute("DROP FUNCTION refuse_change")
