"""Changed passages looked at: what an analyst says of a passage that a newer capture no longer holds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_STANDS = sa.text("withdrawn_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "looked_at_change",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("passage_pk", sa.Integer(), nullable=False),
        sa.Column("capture_pk", sa.Integer(), nullable=False),
        sa.Column("meaning", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_pk", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["capture_pk"], ["capture.pk"], name=op.f("fk_looked_at_change_capture_pk_capture")
        ),
        sa.ForeignKeyConstraint(
            ["passage_pk"], ["passage.pk"], name=op.f("fk_looked_at_change_passage_pk_passage")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"],
            ["user_account.pk"],
            name=op.f("fk_looked_at_change_recorded_by_pk_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_pk"],
            ["user_account.pk"],
            name=op.f("fk_looked_at_change_withdrawn_by_pk_user_account"),
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_looked_at_change")),
        sa.UniqueConstraint("public_id", name=op.f("uq_looked_at_change_public_id")),
    )
    for column in ("capture_pk", "passage_pk"):
        op.create_index(op.f(f"ix_looked_at_change_{column}"), "looked_at_change", [column], unique=False)
    op.create_index(
        "uq_looked_at_change_standing",
        "looked_at_change",
        ["passage_pk", "capture_pk"],
        unique=True,
        sqlite_where=_STANDS,
        postgresql_where=_STANDS,
    )


def downgrade() -> None:
    op.drop_table("looked_at_change")
