"""Proposals: which statements the rules read in a capture's text, and what analysts decided about them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_STANDS = sa.text("withdrawn_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "text_reading",
        *_recorded("text_reading"),
        sa.Column("case_pk", sa.Integer(), nullable=False),
        sa.Column("capture_pk", sa.Integer(), nullable=False),
        sa.Column("program", sa.Text(), nullable=False),
        sa.Column("dct", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        _key("text_reading", "case_pk", "case_file"),
        _key("text_reading", "capture_pk", "capture"),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_text_reading")),
        sa.UniqueConstraint("public_id", name=op.f("uq_text_reading_public_id")),
        sa.UniqueConstraint("capture_pk", name=op.f("uq_text_reading_capture_pk")),
    )
    op.create_index(op.f("ix_text_reading_case_pk"), "text_reading", ["case_pk"])
    op.create_table(
        "proposal",
        *_recorded("proposal"),
        sa.Column("reading_pk", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("parent_number", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=False),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.Column("cue", sa.JSON(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("reporter", sa.Text(), nullable=True),
        sa.Column("handle", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("is_further", sa.Boolean(), nullable=False),
        sa.Column("step", sa.Uuid(), nullable=True),
        *_withdrawable("proposal"),
        _key("proposal", "reading_pk", "text_reading"),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_proposal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_proposal_public_id")),
        sa.UniqueConstraint("reading_pk", "number", name=op.f("uq_proposal_reading_pk_number")),
    )
    op.create_index(op.f("ix_proposal_reading_pk"), "proposal", ["reading_pk"])
    op.create_table(
        "proposal_decision",
        *_recorded("proposal_decision"),
        sa.Column("proposal_pk", sa.Integer(), nullable=False),
        sa.Column("step", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        *_withdrawable("proposal_decision"),
        _key("proposal_decision", "proposal_pk", "proposal"),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_proposal_decision")),
        sa.UniqueConstraint("public_id", name=op.f("uq_proposal_decision_public_id")),
    )
    op.create_index(op.f("ix_proposal_decision_proposal_pk"), "proposal_decision", ["proposal_pk"])
    op.create_index(op.f("ix_proposal_decision_step"), "proposal_decision", ["step"])
    op.create_index(
        "uq_proposal_decision_standing",
        "proposal_decision",
        ["proposal_pk"],
        unique=True,
        sqlite_where=_STANDS,
        postgresql_where=_STANDS,
    )
    op.create_table(
        "decided_statement",
        sa.Column("decision_pk", sa.Integer(), nullable=False),
        sa.Column("statement_pk", sa.Integer(), nullable=False),
        _key("decided_statement", "decision_pk", "proposal_decision"),
        _key("decided_statement", "statement_pk", "statement"),
        sa.PrimaryKeyConstraint("decision_pk", "statement_pk", name=op.f("pk_decided_statement")),
    )
    op.create_index(op.f("ix_decided_statement_decision_pk"), "decided_statement", ["decision_pk"])
    op.create_index(op.f("ix_decided_statement_statement_pk"), "decided_statement", ["statement_pk"])


def downgrade() -> None:
    for table in ("decided_statement", "proposal_decision", "proposal", "text_reading"):
        op.drop_table(table)


def _recorded(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        _key(table, "recorded_by_pk", "user_account"),
    )


def _withdrawable(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_pk", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        _key(table, "withdrawn_by_pk", "user_account"),
    )


def _key(table: str, column: str, of: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{of}.pk"], name=op.f(f"fk_{table}_{column}_{of}"))
