"""Judgements: resolutions, confirmed verdicts, answers to repeat hints, adjudication, what a case shows.

Columns are added, never by rebuilding a table: the triggers that keep grades append-only stay in place.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_STANDS = sa.text("withdrawn_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "resolution",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("case_pk", sa.Integer(), nullable=False),
        sa.Column("assertion_pk", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_pk", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assertion_pk"], ["assertion.pk"], name=op.f("fk_resolution_assertion_pk_assertion")
        ),
        sa.ForeignKeyConstraint(["case_pk"], ["case_file.pk"], name=op.f("fk_resolution_case_pk_case_file")),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"], ["user_account.pk"], name=op.f("fk_resolution_recorded_by_pk_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_pk"], ["user_account.pk"], name=op.f("fk_resolution_withdrawn_by_pk_user_account")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_resolution")),
        sa.UniqueConstraint("public_id", name=op.f("uq_resolution_public_id")),
    )
    op.create_index(op.f("ix_resolution_assertion_pk"), "resolution", ["assertion_pk"], unique=False)
    op.create_index(op.f("ix_resolution_case_pk"), "resolution", ["case_pk"], unique=False)
    op.create_index(
        "uq_resolution_standing",
        "resolution",
        ["assertion_pk"],
        unique=True,
        sqlite_where=_STANDS,
        postgresql_where=_STANDS,
    )
    op.create_table(
        "confirmed_verdict",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("link_pk", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_pk", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["link_pk"], ["assertion_link.pk"], name=op.f("fk_confirmed_verdict_link_pk_assertion_link")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"],
            ["user_account.pk"],
            name=op.f("fk_confirmed_verdict_recorded_by_pk_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_pk"],
            ["user_account.pk"],
            name=op.f("fk_confirmed_verdict_withdrawn_by_pk_user_account"),
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_confirmed_verdict")),
        sa.UniqueConstraint("public_id", name=op.f("uq_confirmed_verdict_public_id")),
    )
    op.create_index(
        "uq_confirmed_verdict_standing",
        "confirmed_verdict",
        ["link_pk"],
        unique=True,
        sqlite_where=_STANDS,
        postgresql_where=_STANDS,
    )
    op.create_table(
        "resolution_basis",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("resolution_pk", sa.Integer(), nullable=False),
        sa.Column("statement_pk", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"],
            ["user_account.pk"],
            name=op.f("fk_resolution_basis_recorded_by_pk_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["resolution_pk"], ["resolution.pk"], name=op.f("fk_resolution_basis_resolution_pk_resolution")
        ),
        sa.ForeignKeyConstraint(
            ["statement_pk"], ["statement.pk"], name=op.f("fk_resolution_basis_statement_pk_statement")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_resolution_basis")),
        sa.UniqueConstraint("public_id", name=op.f("uq_resolution_basis_public_id")),
        sa.UniqueConstraint(
            "resolution_pk", "statement_pk", name=op.f("uq_resolution_basis_resolution_pk_statement_pk")
        ),
    )
    op.create_index(
        op.f("ix_resolution_basis_statement_pk"), "resolution_basis", ["statement_pk"], unique=False
    )
    op.create_table(
        "repeat_decision",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("case_pk", sa.Integer(), nullable=False),
        sa.Column("later_pk", sa.Integer(), nullable=False),
        sa.Column("earlier_pk", sa.Integer(), nullable=False),
        sa.Column("sign", sa.String(length=40), nullable=False),
        sa.Column("is_accepted", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("relay_pk", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_pk", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("later_pk <> earlier_pk", name=op.f("ck_repeat_decision_two_statements")),
        sa.ForeignKeyConstraint(
            ["case_pk"], ["case_file.pk"], name=op.f("fk_repeat_decision_case_pk_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["earlier_pk"], ["statement.pk"], name=op.f("fk_repeat_decision_earlier_pk_statement")
        ),
        sa.ForeignKeyConstraint(
            ["later_pk"], ["statement.pk"], name=op.f("fk_repeat_decision_later_pk_statement")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"],
            ["user_account.pk"],
            name=op.f("fk_repeat_decision_recorded_by_pk_user_account"),
        ),
        sa.ForeignKeyConstraint(["relay_pk"], ["relay.pk"], name=op.f("fk_repeat_decision_relay_pk_relay")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_pk"],
            ["user_account.pk"],
            name=op.f("fk_repeat_decision_withdrawn_by_pk_user_account"),
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_repeat_decision")),
        sa.UniqueConstraint("public_id", name=op.f("uq_repeat_decision_public_id")),
    )
    op.create_index(op.f("ix_repeat_decision_case_pk"), "repeat_decision", ["case_pk"], unique=False)
    op.create_index(op.f("ix_repeat_decision_earlier_pk"), "repeat_decision", ["earlier_pk"], unique=False)
    op.create_index(op.f("ix_repeat_decision_later_pk"), "repeat_decision", ["later_pk"], unique=False)
    op.create_index(
        "uq_repeat_decision_standing",
        "repeat_decision",
        ["later_pk", "earlier_pk"],
        unique=True,
        sqlite_where=_STANDS,
        postgresql_where=_STANDS,
    )
    op.add_column("assertion", sa.Column("topic", sa.Text(), nullable=True))
    op.add_column(
        "case_file", sa.Column("grades_are_blind", sa.Boolean(), server_default=sa.true(), nullable=False)
    )
    op.add_column(
        "case_file", sa.Column("shows_codes", sa.Boolean(), server_default=sa.true(), nullable=False)
    )
    op.add_column("case_file", sa.Column("letter_bounds", sa.JSON(), nullable=True))
    op.add_column(
        "grade", sa.Column("is_adjudication", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("grade", sa.Column("override_reason", sa.Text(), nullable=True))


def downgrade() -> None:
    for table, column in (
        ("grade", "override_reason"),
        ("grade", "is_adjudication"),
        ("case_file", "letter_bounds"),
        ("case_file", "shows_codes"),
        ("case_file", "grades_are_blind"),
        ("assertion", "topic"),
    ):
        op.drop_column(table, column)
    for table in ("repeat_decision", "resolution_basis", "confirmed_verdict", "resolution"):
        op.drop_table(table)
