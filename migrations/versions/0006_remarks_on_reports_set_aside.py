"""Remarks on reports set aside: which, by whom, when and why, and how that was taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_STANDS = sa.text("withdrawn_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "set_aside_remark",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("report_pk", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_pk", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"],
            ["user_account.pk"],
            name=op.f("fk_set_aside_remark_recorded_by_pk_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["report_pk"], ["report.pk"], name=op.f("fk_set_aside_remark_report_pk_report")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_pk"],
            ["user_account.pk"],
            name=op.f("fk_set_aside_remark_withdrawn_by_pk_user_account"),
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_set_aside_remark")),
        sa.UniqueConstraint("public_id", name=op.f("uq_set_aside_remark_public_id")),
    )
    op.create_index(op.f("ix_set_aside_remark_report_pk"), "set_aside_remark", ["report_pk"], unique=False)
    op.create_index(
        "uq_set_aside_remark_standing",
        "set_aside_remark",
        ["report_pk", "digest"],
        unique=True,
        sqlite_where=_STANDS,
        postgresql_where=_STANDS,
    )


def downgrade() -> None:
    op.drop_table("set_aside_remark")
