"""Indexes for anchors and histories: where a statement stands, withdrawn places too, and what befell a record.

An id names one record whatever its kind, and the events of one record are of several kinds: a statement's
grades are events of the statement. Their index therefore needs the id alone.
"""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_index("ix_anchor_statement_pk", "anchor", ["statement_pk"])
    op.create_index("ix_audit_event_object_id", "audit_event", ["object_id"])
    op.drop_index("ix_audit_event_object_kind_object_id", "audit_event")


def downgrade() -> None:
    op.create_index("ix_audit_event_object_kind_object_id", "audit_event", ["object_kind", "object_id"])
    op.drop_index("ix_audit_event_object_id", "audit_event")
    op.drop_index("ix_anchor_statement_pk", "anchor")
