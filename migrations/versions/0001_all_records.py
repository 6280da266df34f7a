"""All records."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:  # noqa: PLR0915  one statement for each table and index
    op.create_table(
        "user_account",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_user_account")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_user_account_fs_uniquifier")),
        sa.UniqueConstraint("public_id", name=op.f("uq_user_account_public_id")),
        sa.UniqueConstraint("username", name=op.f("uq_user_account_username")),
    )
    op.create_table(
        "case_file",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("profile", sa.String(length=40), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("tlp", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"], ["user_account.pk"], name=op.f("fk_case_file_recorded_by_pk_user_account")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_case_file")),
        sa.UniqueConstraint("code", name=op.f("uq_case_file_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_case_file_public_id")),
    )
    op.create_table(
        "revision",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record_pk", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_by_pk", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["superseded_by_pk"], ["user_account.pk"], name=op.f("fk_revision_superseded_by_pk_user_account")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_revision")),
        sa.UniqueConstraint("kind", "record_pk", "version", name=op.f("uq_revision_kind_record_pk_version")),
    )
    op.create_table(
        "assertion",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("case_pk", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("tlp", sa.String(length=40), nullable=True),
        sa.Column("holds_edtf", sa.Text(), nullable=True),
        sa.Column("holds_zone", sa.Text(), nullable=True),
        sa.Column("holds_earliest", sa.DateTime(timezone=True), nullable=True),
        sa.Column("holds_latest", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_pk", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_pk"], ["case_file.pk"], name=op.f("fk_assertion_case_pk_case_file")),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"], ["user_account.pk"], name=op.f("fk_assertion_recorded_by_pk_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_pk"], ["user_account.pk"], name=op.f("fk_assertion_withdrawn_by_pk_user_account")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_assertion")),
        sa.UniqueConstraint("case_pk", "number", name=op.f("uq_assertion_case_pk_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_assertion_public_id")),
    )
    op.create_table(
        "audit_event",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_pk", sa.Integer(), nullable=True),
        sa.Column("case_pk", sa.Integer(), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("object_kind", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_pk"], ["user_account.pk"], name=op.f("fk_audit_event_actor_pk_user_account")
        ),
        sa.ForeignKeyConstraint(["case_pk"], ["case_file.pk"], name=op.f("fk_audit_event_case_pk_case_file")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_event")),
    )
    with op.batch_alter_table("audit_event") as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_event_case_pk"), ["case_pk"])
        batch_op.create_index("ix_audit_event_object_kind_object_id", ["object_kind", "object_id"])

    op.create_table(
        "case_member",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("case_pk", sa.Integer(), nullable=False),
        sa.Column("user_pk", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["case_pk"], ["case_file.pk"], name=op.f("fk_case_member_case_pk_case_file")),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"], ["user_account.pk"], name=op.f("fk_case_member_recorded_by_pk_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["user_pk"], ["user_account.pk"], name=op.f("fk_case_member_user_pk_user_account")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_case_member")),
        sa.UniqueConstraint("case_pk", "user_pk", name=op.f("uq_case_member_case_pk_user_pk")),
        sa.UniqueConstraint("public_id", name=op.f("uq_case_member_public_id")),
    )
    with op.batch_alter_table("case_member") as batch_op:
        batch_op.create_index(batch_op.f("ix_case_member_user_pk"), ["user_pk"])

    op.create_table(
        "report",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("case_pk", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("bottom_line", sa.Text(), nullable=True),
        sa.Column("what_would_change", sa.Text(), nullable=True),
        sa.Column("gaps", sa.Text(), nullable=True),
        sa.Column("method", sa.Text(), nullable=True),
        sa.Column("tlp", sa.String(length=40), nullable=False),
        sa.Column("cut_off_edtf", sa.Text(), nullable=True),
        sa.Column("cut_off_zone", sa.Text(), nullable=True),
        sa.Column("cut_off_earliest", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cut_off_latest", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_pk", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_pk"], ["case_file.pk"], name=op.f("fk_report_case_pk_case_file")),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"], ["user_account.pk"], name=op.f("fk_report_recorded_by_pk_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_pk"], ["user_account.pk"], name=op.f("fk_report_withdrawn_by_pk_user_account")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_report")),
        sa.UniqueConstraint("case_pk", "number", name=op.f("uq_report_case_pk_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_report_public_id")),
    )
    op.create_table(
        "source",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("case_pk", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("descriptor", sa.Text(), nullable=True),
        sa.Column("is_protected", sa.Boolean(), nullable=False),
        sa.Column("pseudonym", sa.Text(), nullable=True),
        sa.Column("tlp", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("merged_into_pk", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_pk", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "NOT is_protected OR pseudonym IS NOT NULL", name=op.f("ck_source_protected_has_pseudonym")
        ),
        sa.CheckConstraint("merged_into_pk <> pk", name=op.f("ck_source_not_merged_into_itself")),
        sa.ForeignKeyConstraint(["case_pk"], ["case_file.pk"], name=op.f("fk_source_case_pk_case_file")),
        sa.ForeignKeyConstraint(
            ["merged_into_pk"], ["source.pk"], name=op.f("fk_source_merged_into_pk_source")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"], ["user_account.pk"], name=op.f("fk_source_recorded_by_pk_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_pk"], ["user_account.pk"], name=op.f("fk_source_withdrawn_by_pk_user_account")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_source")),
        sa.UniqueConstraint("case_pk", "number", name=op.f("uq_source_case_pk_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_source_public_id")),
    )
    with op.batch_alter_table("source") as batch_op:
        batch_op.create_index(batch_op.f("ix_source_merged_into_pk"), ["merged_into_pk"])

    op.create_table(
        "assertion_link",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("case_pk", sa.Integer(), nullable=False),
        sa.Column("from_pk", sa.Integer(), nullable=False),
        sa.Column("to_pk", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_pk", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("from_pk <> to_pk", name=op.f("ck_assertion_link_two_assertions")),
        sa.ForeignKeyConstraint(
            ["case_pk"], ["case_file.pk"], name=op.f("fk_assertion_link_case_pk_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["from_pk"], ["assertion.pk"], name=op.f("fk_assertion_link_from_pk_assertion")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"],
            ["user_account.pk"],
            name=op.f("fk_assertion_link_recorded_by_pk_user_account"),
        ),
        sa.ForeignKeyConstraint(["to_pk"], ["assertion.pk"], name=op.f("fk_assertion_link_to_pk_assertion")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_pk"],
            ["user_account.pk"],
            name=op.f("fk_assertion_link_withdrawn_by_pk_user_account"),
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_assertion_link")),
        sa.UniqueConstraint("public_id", name=op.f("uq_assertion_link_public_id")),
    )
    with op.batch_alter_table("assertion_link") as batch_op:
        batch_op.create_index(batch_op.f("ix_assertion_link_case_pk"), ["case_pk"])
        batch_op.create_index(batch_op.f("ix_assertion_link_from_pk"), ["from_pk"])
        batch_op.create_index(batch_op.f("ix_assertion_link_to_pk"), ["to_pk"])

    op.create_table(
        "document",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("case_pk", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("author_pk", sa.Integer(), nullable=True),
        sa.Column("author_certainty", sa.String(length=40), nullable=False),
        sa.Column("publisher_pk", sa.Integer(), nullable=True),
        sa.Column("obtained_from_pk", sa.Integer(), nullable=True),
        sa.Column("collected_by_pk", sa.Integer(), nullable=True),
        sa.Column("interpreter", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("archive_address", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("tlp", sa.String(length=40), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("held_in_pk", sa.Integer(), nullable=True),
        sa.Column("published_edtf", sa.Text(), nullable=True),
        sa.Column("published_zone", sa.Text(), nullable=True),
        sa.Column("published_earliest", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_latest", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_pk", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["author_pk"], ["source.pk"], name=op.f("fk_document_author_pk_source")),
        sa.ForeignKeyConstraint(["case_pk"], ["case_file.pk"], name=op.f("fk_document_case_pk_case_file")),
        sa.ForeignKeyConstraint(
            ["collected_by_pk"], ["user_account.pk"], name=op.f("fk_document_collected_by_pk_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["held_in_pk"], ["capture.pk"], name="fk_document_held_in_pk_capture", use_alter=True
        ),
        sa.ForeignKeyConstraint(
            ["obtained_from_pk"], ["source.pk"], name=op.f("fk_document_obtained_from_pk_source")
        ),
        sa.ForeignKeyConstraint(
            ["publisher_pk"], ["source.pk"], name=op.f("fk_document_publisher_pk_source")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"], ["user_account.pk"], name=op.f("fk_document_recorded_by_pk_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_pk"], ["user_account.pk"], name=op.f("fk_document_withdrawn_by_pk_user_account")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_document")),
        sa.UniqueConstraint("case_pk", "number", name=op.f("uq_document_case_pk_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_document_public_id")),
    )
    with op.batch_alter_table("document") as batch_op:
        batch_op.create_index(batch_op.f("ix_document_author_pk"), ["author_pk"])
        batch_op.create_index(batch_op.f("ix_document_held_in_pk"), ["held_in_pk"])
        batch_op.create_index(batch_op.f("ix_document_obtained_from_pk"), ["obtained_from_pk"])
        batch_op.create_index(batch_op.f("ix_document_publisher_pk"), ["publisher_pk"])

    op.create_table(
        "finding",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("report_pk", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("assertion_pk", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_pk", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assertion_pk"], ["assertion.pk"], name=op.f("fk_finding_assertion_pk_assertion")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"], ["user_account.pk"], name=op.f("fk_finding_recorded_by_pk_user_account")
        ),
        sa.ForeignKeyConstraint(["report_pk"], ["report.pk"], name=op.f("fk_finding_report_pk_report")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_pk"], ["user_account.pk"], name=op.f("fk_finding_withdrawn_by_pk_user_account")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_finding")),
        sa.UniqueConstraint("public_id", name=op.f("uq_finding_public_id")),
        sa.UniqueConstraint("report_pk", "number", name=op.f("uq_finding_report_pk_number")),
    )
    with op.batch_alter_table("finding") as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_assertion_pk"), ["assertion_pk"])

    op.create_table(
        "report_version",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("report_pk", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"],
            ["user_account.pk"],
            name=op.f("fk_report_version_recorded_by_pk_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["report_pk"], ["report.pk"], name=op.f("fk_report_version_report_pk_report")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_report_version")),
        sa.UniqueConstraint("public_id", name=op.f("uq_report_version_public_id")),
        sa.UniqueConstraint("report_pk", "number", name=op.f("uq_report_version_report_pk_number")),
    )
    op.create_table(
        "source_alias",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("source_pk", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_pk", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"], ["user_account.pk"], name=op.f("fk_source_alias_recorded_by_pk_user_account")
        ),
        sa.ForeignKeyConstraint(["source_pk"], ["source.pk"], name=op.f("fk_source_alias_source_pk_source")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_pk"],
            ["user_account.pk"],
            name=op.f("fk_source_alias_withdrawn_by_pk_user_account"),
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_source_alias")),
        sa.UniqueConstraint("public_id", name=op.f("uq_source_alias_public_id")),
    )
    with op.batch_alter_table("source_alias") as batch_op:
        batch_op.create_index(batch_op.f("ix_source_alias_source_pk"), ["source_pk"])

    op.create_table(
        "source_link",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("case_pk", sa.Integer(), nullable=False),
        sa.Column("from_pk", sa.Integer(), nullable=False),
        sa.Column("to_pk", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("certainty", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("held_edtf", sa.Text(), nullable=True),
        sa.Column("held_zone", sa.Text(), nullable=True),
        sa.Column("held_earliest", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_latest", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_pk", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("from_pk <> to_pk", name=op.f("ck_source_link_two_sources")),
        sa.ForeignKeyConstraint(["case_pk"], ["case_file.pk"], name=op.f("fk_source_link_case_pk_case_file")),
        sa.ForeignKeyConstraint(["from_pk"], ["source.pk"], name=op.f("fk_source_link_from_pk_source")),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"], ["user_account.pk"], name=op.f("fk_source_link_recorded_by_pk_user_account")
        ),
        sa.ForeignKeyConstraint(["to_pk"], ["source.pk"], name=op.f("fk_source_link_to_pk_source")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_pk"], ["user_account.pk"], name=op.f("fk_source_link_withdrawn_by_pk_user_account")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_source_link")),
        sa.UniqueConstraint("public_id", name=op.f("uq_source_link_public_id")),
    )
    with op.batch_alter_table("source_link") as batch_op:
        batch_op.create_index(batch_op.f("ix_source_link_case_pk"), ["case_pk"])
        batch_op.create_index(batch_op.f("ix_source_link_from_pk"), ["from_pk"])
        batch_op.create_index(batch_op.f("ix_source_link_to_pk"), ["to_pk"])

    op.create_table(
        "statement",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("case_pk", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source_pk", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(length=40), nullable=False),
        sa.Column("verbatim", sa.Text(), nullable=True),
        sa.Column("gist", sa.Text(), nullable=False),
        sa.Column("hedge", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("translation", sa.Text(), nullable=True),
        sa.Column("translated_by", sa.Text(), nullable=True),
        sa.Column("tlp", sa.String(length=40), nullable=True),
        sa.Column("reporter_pk", sa.Integer(), nullable=True),
        sa.Column("said_at_edtf", sa.Text(), nullable=True),
        sa.Column("said_at_zone", sa.Text(), nullable=True),
        sa.Column("said_at_earliest", sa.DateTime(timezone=True), nullable=True),
        sa.Column("said_at_latest", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_edtf", sa.Text(), nullable=True),
        sa.Column("due_zone", sa.Text(), nullable=True),
        sa.Column("due_earliest", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_latest", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_at_edtf", sa.Text(), nullable=True),
        sa.Column("reported_at_zone", sa.Text(), nullable=True),
        sa.Column("reported_at_earliest", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported_at_latest", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_pk", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_pk"], ["case_file.pk"], name=op.f("fk_statement_case_pk_case_file")),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"], ["user_account.pk"], name=op.f("fk_statement_recorded_by_pk_user_account")
        ),
        sa.ForeignKeyConstraint(["reporter_pk"], ["source.pk"], name=op.f("fk_statement_reporter_pk_source")),
        sa.ForeignKeyConstraint(["source_pk"], ["source.pk"], name=op.f("fk_statement_source_pk_source")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_pk"], ["user_account.pk"], name=op.f("fk_statement_withdrawn_by_pk_user_account")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_statement")),
        sa.UniqueConstraint("case_pk", "number", name=op.f("uq_statement_case_pk_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_statement_public_id")),
    )
    with op.batch_alter_table("statement") as batch_op:
        batch_op.create_index("ix_statement_case_pk_recorded_at", ["case_pk", "recorded_at"])
        batch_op.create_index(batch_op.f("ix_statement_reporter_pk"), ["reporter_pk"])
        batch_op.create_index("ix_statement_source_pk_recorded_at", ["source_pk", "recorded_at"])

    op.create_table(
        "capture",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("case_pk", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document_pk", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("modality", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=True),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("archive_address", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("extractor", sa.Text(), nullable=False),
        sa.Column("reading_notes", sa.Text(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("duration_ms", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_pk", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_pk"], ["case_file.pk"], name=op.f("fk_capture_case_pk_case_file")),
        sa.ForeignKeyConstraint(
            ["document_pk"], ["document.pk"], name=op.f("fk_capture_document_pk_document")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"], ["user_account.pk"], name=op.f("fk_capture_recorded_by_pk_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_pk"], ["user_account.pk"], name=op.f("fk_capture_withdrawn_by_pk_user_account")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_capture")),
        sa.UniqueConstraint("case_pk", "number", name=op.f("uq_capture_case_pk_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_capture_public_id")),
    )
    with op.batch_alter_table("capture") as batch_op:
        batch_op.create_index(batch_op.f("ix_capture_document_pk"), ["document_pk"])
        batch_op.create_index(batch_op.f("ix_capture_sha256"), ["sha256"])

    op.create_table(
        "citation",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("finding_pk", sa.Integer(), nullable=False),
        sa.Column("statement_pk", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_pk", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["finding_pk"], ["finding.pk"], name=op.f("fk_citation_finding_pk_finding")),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"], ["user_account.pk"], name=op.f("fk_citation_recorded_by_pk_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["statement_pk"], ["statement.pk"], name=op.f("fk_citation_statement_pk_statement")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_pk"], ["user_account.pk"], name=op.f("fk_citation_withdrawn_by_pk_user_account")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_citation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_citation_public_id")),
    )
    with op.batch_alter_table("citation") as batch_op:
        batch_op.create_index(batch_op.f("ix_citation_finding_pk"), ["finding_pk"])
        batch_op.create_index(batch_op.f("ix_citation_statement_pk"), ["statement_pk"])
        batch_op.create_index(
            "uq_citation_standing",
            ["finding_pk", "statement_pk"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "conveys",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("statement_pk", sa.Integer(), nullable=False),
        sa.Column("assertion_pk", sa.Integer(), nullable=False),
        sa.Column("stance", sa.String(length=40), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_pk", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["assertion_pk"], ["assertion.pk"], name=op.f("fk_conveys_assertion_pk_assertion")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"], ["user_account.pk"], name=op.f("fk_conveys_recorded_by_pk_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["statement_pk"], ["statement.pk"], name=op.f("fk_conveys_statement_pk_statement")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_pk"], ["user_account.pk"], name=op.f("fk_conveys_withdrawn_by_pk_user_account")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_conveys")),
        sa.UniqueConstraint("public_id", name=op.f("uq_conveys_public_id")),
    )
    with op.batch_alter_table("conveys") as batch_op:
        batch_op.create_index(batch_op.f("ix_conveys_assertion_pk"), ["assertion_pk"])
        batch_op.create_index(batch_op.f("ix_conveys_statement_pk"), ["statement_pk"])
        batch_op.create_index(
            "uq_conveys_standing",
            ["statement_pk", "assertion_pk"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "grade",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("case_pk", sa.Integer(), nullable=False),
        sa.Column("scale", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("access", sa.Text(), nullable=True),
        sa.Column("source_pk", sa.Integer(), nullable=True),
        sa.Column("statement_pk", sa.Integer(), nullable=True),
        sa.Column("assertion_pk", sa.Integer(), nullable=True),
        sa.Column("finding_pk", sa.Integer(), nullable=True),
        sa.Column("others_hidden", sa.Boolean(), nullable=False),
        sa.Column("supersedes_pk", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(scale = 'reliability' AND source_pk IS NOT NULL AND statement_pk IS NULL AND finding_pk IS NULL) OR (scale = 'credibility' AND statement_pk IS NOT NULL AND source_pk IS NULL AND finding_pk IS NULL) OR (scale IN ('likelihood', 'confidence') AND finding_pk IS NOT NULL AND source_pk IS NULL AND statement_pk IS NULL)",
            name=op.f("ck_grade_one_target"),
        ),
        sa.ForeignKeyConstraint(
            ["assertion_pk"], ["assertion.pk"], name=op.f("fk_grade_assertion_pk_assertion")
        ),
        sa.ForeignKeyConstraint(["case_pk"], ["case_file.pk"], name=op.f("fk_grade_case_pk_case_file")),
        sa.ForeignKeyConstraint(["finding_pk"], ["finding.pk"], name=op.f("fk_grade_finding_pk_finding")),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"], ["user_account.pk"], name=op.f("fk_grade_recorded_by_pk_user_account")
        ),
        sa.ForeignKeyConstraint(["source_pk"], ["source.pk"], name=op.f("fk_grade_source_pk_source")),
        sa.ForeignKeyConstraint(
            ["statement_pk"], ["statement.pk"], name=op.f("fk_grade_statement_pk_statement")
        ),
        sa.ForeignKeyConstraint(["supersedes_pk"], ["grade.pk"], name=op.f("fk_grade_supersedes_pk_grade")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_grade")),
        sa.UniqueConstraint("public_id", name=op.f("uq_grade_public_id")),
        sa.UniqueConstraint("supersedes_pk", name=op.f("uq_grade_supersedes_pk")),
    )
    with op.batch_alter_table("grade") as batch_op:
        batch_op.create_index(batch_op.f("ix_grade_case_pk"), ["case_pk"])
        batch_op.create_index("ix_grade_finding_pk", ["finding_pk"])
        batch_op.create_index("ix_grade_source_pk", ["source_pk"])
        batch_op.create_index("ix_grade_statement_pk", ["statement_pk"])

    op.create_table(
        "relay",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("child_pk", sa.Integer(), nullable=False),
        sa.Column("parent_pk", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("certainty", sa.String(length=40), nullable=False),
        sa.Column("fidelity", sa.String(length=40), nullable=False),
        sa.Column("is_chosen", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_pk", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("child_pk <> parent_pk", name=op.f("ck_relay_two_statements")),
        sa.ForeignKeyConstraint(["child_pk"], ["statement.pk"], name=op.f("fk_relay_child_pk_statement")),
        sa.ForeignKeyConstraint(["parent_pk"], ["statement.pk"], name=op.f("fk_relay_parent_pk_statement")),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"], ["user_account.pk"], name=op.f("fk_relay_recorded_by_pk_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_pk"], ["user_account.pk"], name=op.f("fk_relay_withdrawn_by_pk_user_account")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_relay")),
        sa.UniqueConstraint("public_id", name=op.f("uq_relay_public_id")),
    )
    with op.batch_alter_table("relay") as batch_op:
        batch_op.create_index("ix_relay_child_pk_parent_pk", ["child_pk", "parent_pk"])
        batch_op.create_index("ix_relay_parent_pk_child_pk", ["parent_pk", "child_pk"])
        batch_op.create_index(
            "uq_relay_standing",
            ["child_pk", "parent_pk"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "rests_on",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("statement_pk", sa.Integer(), nullable=False),
        sa.Column("assertion_pk", sa.Integer(), nullable=True),
        sa.Column("on_statement_pk", sa.Integer(), nullable=True),
        sa.Column("warrant", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_pk", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(assertion_pk IS NULL) <> (on_statement_pk IS NULL)",
            name=op.f("ck_rests_on_assertion_or_statement"),
        ),
        sa.ForeignKeyConstraint(
            ["assertion_pk"], ["assertion.pk"], name=op.f("fk_rests_on_assertion_pk_assertion")
        ),
        sa.ForeignKeyConstraint(
            ["on_statement_pk"], ["statement.pk"], name=op.f("fk_rests_on_on_statement_pk_statement")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"], ["user_account.pk"], name=op.f("fk_rests_on_recorded_by_pk_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["statement_pk"], ["statement.pk"], name=op.f("fk_rests_on_statement_pk_statement")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_pk"], ["user_account.pk"], name=op.f("fk_rests_on_withdrawn_by_pk_user_account")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_rests_on")),
        sa.UniqueConstraint("public_id", name=op.f("uq_rests_on_public_id")),
    )
    with op.batch_alter_table("rests_on") as batch_op:
        batch_op.create_index(batch_op.f("ix_rests_on_assertion_pk"), ["assertion_pk"])
        batch_op.create_index(batch_op.f("ix_rests_on_on_statement_pk"), ["on_statement_pk"])
        batch_op.create_index(batch_op.f("ix_rests_on_statement_pk"), ["statement_pk"])

    op.create_table(
        "statement_link",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("case_pk", sa.Integer(), nullable=False),
        sa.Column("from_pk", sa.Integer(), nullable=False),
        sa.Column("to_pk", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_pk", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("from_pk <> to_pk", name=op.f("ck_statement_link_two_statements")),
        sa.ForeignKeyConstraint(
            ["case_pk"], ["case_file.pk"], name=op.f("fk_statement_link_case_pk_case_file")
        ),
        sa.ForeignKeyConstraint(
            ["from_pk"], ["statement.pk"], name=op.f("fk_statement_link_from_pk_statement")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"],
            ["user_account.pk"],
            name=op.f("fk_statement_link_recorded_by_pk_user_account"),
        ),
        sa.ForeignKeyConstraint(["to_pk"], ["statement.pk"], name=op.f("fk_statement_link_to_pk_statement")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_pk"],
            ["user_account.pk"],
            name=op.f("fk_statement_link_withdrawn_by_pk_user_account"),
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_statement_link")),
        sa.UniqueConstraint("public_id", name=op.f("uq_statement_link_public_id")),
    )
    with op.batch_alter_table("statement_link") as batch_op:
        batch_op.create_index(batch_op.f("ix_statement_link_case_pk"), ["case_pk"])
        batch_op.create_index(batch_op.f("ix_statement_link_from_pk"), ["from_pk"])
        batch_op.create_index(batch_op.f("ix_statement_link_to_pk"), ["to_pk"])

    op.create_table(
        "passage",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("capture_pk", sa.Integer(), nullable=False),
        sa.Column("document_pk", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("start_offset", sa.Integer(), nullable=True),
        sa.Column("end_offset", sa.Integer(), nullable=True),
        sa.Column("exact", sa.Text(), nullable=True),
        sa.Column("prefix", sa.Text(), nullable=True),
        sa.Column("suffix", sa.Text(), nullable=True),
        sa.Column("x", sa.Integer(), nullable=True),
        sa.Column("y", sa.Integer(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("begin_ms", sa.Integer(), nullable=True),
        sa.Column("end_ms", sa.Integer(), nullable=True),
        sa.CheckConstraint("end_ms > begin_ms", name=op.f("ck_passage_range_not_empty")),
        sa.CheckConstraint("end_offset > start_offset", name=op.f("ck_passage_span_not_empty")),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_passage_region_not_empty")),
        sa.ForeignKeyConstraint(["capture_pk"], ["capture.pk"], name=op.f("fk_passage_capture_pk_capture")),
        sa.ForeignKeyConstraint(
            ["document_pk"], ["document.pk"], name=op.f("fk_passage_document_pk_document")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"], ["user_account.pk"], name=op.f("fk_passage_recorded_by_pk_user_account")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_passage")),
        sa.UniqueConstraint("public_id", name=op.f("uq_passage_public_id")),
    )
    with op.batch_alter_table("passage") as batch_op:
        batch_op.create_index(batch_op.f("ix_passage_capture_pk"), ["capture_pk"])
        batch_op.create_index(batch_op.f("ix_passage_document_pk"), ["document_pk"])

    op.create_table(
        "anchor",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("statement_pk", sa.Integer(), nullable=False),
        sa.Column("passage_pk", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_pk", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["passage_pk"], ["passage.pk"], name=op.f("fk_anchor_passage_pk_passage")),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"], ["user_account.pk"], name=op.f("fk_anchor_recorded_by_pk_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["statement_pk"], ["statement.pk"], name=op.f("fk_anchor_statement_pk_statement")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_pk"], ["user_account.pk"], name=op.f("fk_anchor_withdrawn_by_pk_user_account")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_anchor")),
        sa.UniqueConstraint("public_id", name=op.f("uq_anchor_public_id")),
    )
    with op.batch_alter_table("anchor") as batch_op:
        batch_op.create_index(batch_op.f("ix_anchor_passage_pk"), ["passage_pk"])
        batch_op.create_index(
            "uq_anchor_standing",
            ["statement_pk", "passage_pk"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    if op.get_context().dialect.name == "postgresql":  # SQLite has it from the start, and could not add it
        op.create_foreign_key("fk_document_held_in_pk_capture", "document", "capture", ["held_in_pk"], ["pk"])


def downgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.drop_constraint("fk_document_held_in_pk_capture", "document", type_="foreignkey")
    for table in (
        "anchor",
        "passage",
        "statement_link",
        "rests_on",
        "relay",
        "grade",
        "conveys",
        "citation",
        "capture",
        "statement",
        "source_link",
        "source_alias",
        "report_version",
        "finding",
        "document",
        "assertion_link",
        "source",
        "report",
        "case_member",
        "audit_event",
        "assertion",
        "revision",
        "case_file",
        "user_account",
    ):
        op.drop_table(table)
