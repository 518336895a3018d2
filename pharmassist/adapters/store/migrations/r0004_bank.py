"""Bank statements, payment notices and matches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Create the tables."""
    op.create_table(
        "bank_line_key",
        sa.Column("id", sa.String(length=8), nullable=False),
        sa.Column("hex", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bank_line_key"),
    )
    op.create_table(
        "statement_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_statement_imports"),
    )
    op.create_index("ix_statement_imports_sha256", "statement_imports", ["sha256"])
    op.create_table(
        "bank_accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("iban", sa.String(length=64), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bank_accounts"),
        sa.UniqueConstraint("iban", name="uq_bank_accounts_iban"),
    )
    op.create_table(
        "bank_statements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("first_day", sa.String(length=32), nullable=False),
        sa.Column("last_day", sa.String(length=32), nullable=False),
        sa.Column("credits", sa.BigInteger(), nullable=False),
        sa.Column("debits", sa.BigInteger(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("opening", sa.BigInteger(), nullable=True),
        sa.Column("closing", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["bank_accounts.id"], name="fk_bank_statements_account_id"),
        sa.ForeignKeyConstraint(["import_id"], ["statement_imports.id"], name="fk_bank_statements_import_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bank_statements"),
    )
    op.create_index("ix_bank_statements_account_id", "bank_statements", ["account_id"])
    op.create_index("ix_bank_statements_import_id", "bank_statements", ["import_id"])
    op.create_table(
        "bank_credits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("remittance", sa.Text(), nullable=False),
        sa.Column("references", sa.Text(), nullable=False),
        sa.Column("payer_name", sa.Text(), nullable=False),
        sa.Column("payer_iban", sa.Text(), nullable=False),
        sa.Column("value_day", sa.String(length=32), nullable=True),
        sa.Column("bank_code", sa.Text(), nullable=False),
        sa.Column("allocated", sa.BigInteger(), nullable=False),
        sa.Column("other", sa.Boolean(), nullable=False),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("returned_by", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("searched", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["bank_accounts.id"], name="fk_bank_credits_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bank_credits"),
    )
    op.create_index("ix_bank_credits_cents", "bank_credits", ["cents", "day"])
    op.create_index("ix_bank_credits_day", "bank_credits", ["account_id", "day"])
    op.create_index("ix_bank_credits_state", "bank_credits", ["state", "day"])
    op.create_table(
        "bank_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("group_hash", sa.String(length=32), nullable=False),
        sa.Column("credit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["bank_accounts.id"], name="fk_bank_lines_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_bank_lines"),
    )
    op.create_index("ix_bank_lines_credit", "bank_lines", ["credit_id"])
    op.create_index("ix_bank_lines_group", "bank_lines", ["group_hash"])
    op.create_table(
        "bank_sightings",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("dialect", sa.Text(), nullable=False),
        sa.Column("number_hash", sa.Text(), nullable=False),
        sa.Column("reference_hash", sa.Text(), nullable=False),
        sa.Column("label_hash", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["bank_lines.id"], name="fk_bank_sightings_line_id"),
        sa.ForeignKeyConstraint(["import_id"], ["statement_imports.id"], name="fk_bank_sightings_import_id"),
        sa.PrimaryKeyConstraint("import_id", "line_id", name="pk_bank_sightings"),
    )
    op.create_index("ix_bank_sightings_line_id", "bank_sightings", ["line_id"])
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("operator", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("withheld", sa.BigInteger(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("reference_import_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("folded_reference", sa.String(length=140), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
    )
    op.create_index("ix_notices_operator_day", "notices", ["operator", "day"])
    op.create_index("ix_notices_reference", "notices", ["folded_reference"])
    op.create_index("ix_notices_state", "notices", ["state", "day"])
    op.create_table(
        "notice_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("invoice", sa.String(length=16), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("reject_code", sa.Text(), nullable=False),
        sa.Column("reject_label", sa.Text(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("state_before", sa.Text(), nullable=False),
        sa.Column("announced_before", sa.BigInteger(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["notices.id"], name="fk_notice_lines_notice_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notice_lines"),
    )
    op.create_index("ix_notice_lines_claim_id", "notice_lines", ["claim_id"])
    op.create_index("ix_notice_lines_invoice", "notice_lines", ["invoice"])
    op.create_index("ix_notice_lines_notice_id", "notice_lines", ["notice_id"])
    op.create_table(
        "matches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("credit_id", sa.Integer(), nullable=False),
        sa.Column("rung", sa.Text(), nullable=False),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("solutions", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.String(length=32), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_matches"),
    )
    op.create_index("ix_matches_credit_id", "matches", ["credit_id"])
    op.create_table(
        "match_allocations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(length=32), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["match_id"], ["matches.id"], name="fk_match_allocations_match_id"),
        sa.PrimaryKeyConstraint("id", name="pk_match_allocations"),
    )
    op.create_index("ix_match_allocations_match_id", "match_allocations", ["match_id"])
    op.create_index("ix_match_allocations_notice_id", "match_allocations", ["notice_id"])
    op.create_index("ix_match_allocations_target", "match_allocations", ["target", "target_id"])
    op.create_table(
        "payer_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("operator", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("iban", sa.Text(), nullable=False),
        sa.Column("learnt_from", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_payer_rules"),
    )
