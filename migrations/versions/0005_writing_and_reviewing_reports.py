"""Writing and reviewing reports: sections, comments, review, the files and notices of published versions.

Columns are added, never by rebuilding a table: the triggers that keep grades append-only stay in place.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_STANDS = sa.text("withdrawn_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "case_asset",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("case_pk", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_pk", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_pk"], ["case_file.pk"], name=op.f("fk_case_asset_case_pk_case_file")),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"], ["user_account.pk"], name=op.f("fk_case_asset_recorded_by_pk_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_pk"], ["user_account.pk"], name=op.f("fk_case_asset_withdrawn_by_pk_user_account")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_case_asset")),
        sa.UniqueConstraint("public_id", name=op.f("uq_case_asset_public_id")),
    )
    op.create_index(op.f("ix_case_asset_case_pk"), "case_asset", ["case_pk"], unique=False)
    op.create_index(
        "uq_case_asset_standing",
        "case_asset",
        ["case_pk", "kind"],
        unique=True,
        sqlite_where=_STANDS,
        postgresql_where=_STANDS,
    )
    op.create_table(
        "report_section",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("report_pk", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_pk", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"],
            ["user_account.pk"],
            name=op.f("fk_report_section_recorded_by_pk_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["report_pk"], ["report.pk"], name=op.f("fk_report_section_report_pk_report")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_pk"],
            ["user_account.pk"],
            name=op.f("fk_report_section_withdrawn_by_pk_user_account"),
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_report_section")),
        sa.UniqueConstraint("public_id", name=op.f("uq_report_section_public_id")),
        sa.UniqueConstraint("report_pk", "number", name=op.f("uq_report_section_report_pk_number")),
    )
    op.create_table(
        "review_step",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("report_pk", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"], ["user_account.pk"], name=op.f("fk_review_step_recorded_by_pk_user_account")
        ),
        sa.ForeignKeyConstraint(["report_pk"], ["report.pk"], name=op.f("fk_review_step_report_pk_report")),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_review_step")),
        sa.UniqueConstraint("public_id", name=op.f("uq_review_step_public_id")),
    )
    op.create_index(op.f("ix_review_step_report_pk"), "review_step", ["report_pk"], unique=False)
    op.create_table(
        "unsaved_text",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("report_pk", sa.Integer(), nullable=False),
        sa.Column("user_pk", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["report_pk"], ["report.pk"], name=op.f("fk_unsaved_text_report_pk_report")),
        sa.ForeignKeyConstraint(
            ["user_pk"], ["user_account.pk"], name=op.f("fk_unsaved_text_user_pk_user_account")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_unsaved_text")),
        sa.UniqueConstraint(
            "report_pk", "user_pk", "place", name=op.f("uq_unsaved_text_report_pk_user_pk_place")
        ),
    )
    op.create_table(
        "finding_check",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("finding_pk", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("is_met", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_pk"], ["finding.pk"], name=op.f("fk_finding_check_finding_pk_finding")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"], ["user_account.pk"], name=op.f("fk_finding_check_recorded_by_pk_user_account")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_finding_check")),
        sa.UniqueConstraint("public_id", name=op.f("uq_finding_check_public_id")),
    )
    op.create_index(op.f("ix_finding_check_finding_pk"), "finding_check", ["finding_pk"], unique=False)
    op.create_table(
        "report_comment",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("report_pk", sa.Integer(), nullable=False),
        sa.Column("finding_pk", sa.Integer(), nullable=True),
        sa.Column("section_pk", sa.Integer(), nullable=True),
        sa.Column("quoted", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_pk", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_pk", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["finding_pk"], ["finding.pk"], name=op.f("fk_report_comment_finding_pk_finding")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"],
            ["user_account.pk"],
            name=op.f("fk_report_comment_recorded_by_pk_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["report_pk"], ["report.pk"], name=op.f("fk_report_comment_report_pk_report")
        ),
        sa.ForeignKeyConstraint(
            ["section_pk"], ["report_section.pk"], name=op.f("fk_report_comment_section_pk_report_section")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_pk"], ["user_account.pk"], name=op.f("fk_report_comment_settled_by_pk_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_pk"],
            ["user_account.pk"],
            name=op.f("fk_report_comment_withdrawn_by_pk_user_account"),
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_report_comment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_report_comment_public_id")),
    )
    for column in ("report_pk", "finding_pk", "section_pk"):
        op.create_index(op.f(f"ix_report_comment_{column}"), "report_comment", [column], unique=False)
    op.create_table(
        "version_basis",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("version_pk", sa.Integer(), nullable=False),
        sa.Column("statement_pk", sa.Integer(), nullable=True),
        sa.Column("capture_pk", sa.Integer(), nullable=True),
        sa.Column("is_cited", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(statement_pk IS NULL) <> (capture_pk IS NULL)", name=op.f("ck_version_basis_one_thing")
        ),
        sa.ForeignKeyConstraint(
            ["capture_pk"], ["capture.pk"], name=op.f("fk_version_basis_capture_pk_capture")
        ),
        sa.ForeignKeyConstraint(
            ["statement_pk"], ["statement.pk"], name=op.f("fk_version_basis_statement_pk_statement")
        ),
        sa.ForeignKeyConstraint(
            ["version_pk"], ["report_version.pk"], name=op.f("fk_version_basis_version_pk_report_version")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_version_basis")),
        sa.UniqueConstraint("version_pk", "capture_pk", name=op.f("uq_version_basis_version_pk_capture_pk")),
        sa.UniqueConstraint(
            "version_pk", "statement_pk", name=op.f("uq_version_basis_version_pk_statement_pk")
        ),
    )
    op.create_index(op.f("ix_version_basis_capture_pk"), "version_basis", ["capture_pk"], unique=False)
    op.create_index(op.f("ix_version_basis_statement_pk"), "version_basis", ["statement_pk"], unique=False)
    op.create_table(
        "version_file",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("version_pk", sa.Integer(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_pk"], ["report_version.pk"], name=op.f("fk_version_file_version_pk_report_version")
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_version_file")),
        sa.UniqueConstraint("version_pk", "format", name=op.f("uq_version_file_version_pk_format")),
    )
    op.create_table(
        "version_notice",
        sa.Column("pk", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_pk", sa.Integer(), nullable=True),
        sa.Column("version_pk", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_pk", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recorded_by_pk"],
            ["user_account.pk"],
            name=op.f("fk_version_notice_recorded_by_pk_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["version_pk"], ["report_version.pk"], name=op.f("fk_version_notice_version_pk_report_version")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_pk"],
            ["user_account.pk"],
            name=op.f("fk_version_notice_withdrawn_by_pk_user_account"),
        ),
        sa.PrimaryKeyConstraint("pk", name=op.f("pk_version_notice")),
        sa.UniqueConstraint("public_id", name=op.f("uq_version_notice_public_id")),
    )
    op.create_index(op.f("ix_version_notice_version_pk"), "version_notice", ["version_pk"], unique=False)
    op.add_column(
        "case_file", sa.Column("likelihood_row", sa.String(length=40), server_default="term", nullable=False)
    )
    op.add_column("case_file", sa.Column("paper", sa.String(length=40), server_default="a4", nullable=False))
    op.add_column("report", sa.Column("standard_of_proof", sa.Text(), nullable=True))
    _note_what_versions_rest_on()


def _note_what_versions_rest_on() -> None:
    """Of what was published before: what its findings cited then, and the captures that stood in."""
    stood = "({0}.recorded_at <= v.recorded_at AND ({0}.withdrawn_at IS NULL OR {0}.withdrawn_at > v.recorded_at))"
    op.execute(
        "INSERT INTO version_basis (version_pk, statement_pk, is_cited)"
        " SELECT DISTINCT v.pk, c.statement_pk, TRUE FROM report_version v"
        " JOIN finding f ON f.report_pk = v.report_pk JOIN citation c ON c.finding_pk = f.pk"
        f" WHERE {stood.format('f')} AND {stood.format('c')}"
    )
    op.execute(
        "INSERT INTO version_basis (version_pk, capture_pk, is_cited)"
        " SELECT DISTINCT v.pk, p.capture_pk, b.is_cited FROM version_basis b"
        " JOIN report_version v ON v.pk = b.version_pk JOIN anchor a ON a.statement_pk = b.statement_pk"
        f" JOIN passage p ON p.pk = a.passage_pk WHERE {stood.format('a')}"
    )


def downgrade() -> None:
    for table, column in (
        ("report", "standard_of_proof"),
        ("case_file", "paper"),
        ("case_file", "likelihood_row"),
    ):
        op.drop_column(table, column)
    for table in (
        "version_notice",
        "version_file",
        "version_basis",
        "report_comment",
        "finding_check",
        "unsaved_text",
        "review_step",
        "report_section",
        "case_asset",
    ):
        op.drop_table(table)
