"""Language of reports: which English the reports of a case are in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column(
        "case_file", sa.Column("language", sa.String(length=40), server_default="en", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("case_file", "language")
