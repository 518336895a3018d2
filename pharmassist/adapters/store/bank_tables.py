"""The tables of bank statements, notices and matches.

``match`` may extend ``matches``, ``match_allocations`` and ``payer_rules``; the others belong to
the imports of statements and notices.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table

from pharmassist.adapters.store.columns import cents, metadata, number, own_number, text, version, when

line_key = Table("bank_line_key", metadata, Column("id", String(8), primary_key=True), text("hex"))
"""One random key per register, drawn at the first import: what the hashes of lines are keyed with."""

statement_imports = Table(
    "statement_imports",
    metadata,
    own_number(),
    when("at", nullable=False),
    text("who"),
    text("kind"),
    text("file_name"),
    Column("sha256", String(64), nullable=False, index=True),
    text("report"),
    when("undone_at"),
)

accounts = Table(
    "bank_accounts",
    metadata,
    own_number(),
    version(),
    Column("iban", String(64), nullable=False, unique=True),
    text("label"),
)

statements = Table(
    "bank_statements",
    metadata,
    own_number(),
    Column("account_id", ForeignKey("bank_accounts.id"), nullable=False, index=True),
    Column("import_id", ForeignKey("statement_imports.id"), nullable=False, index=True),
    text("format"),
    when("first_day", nullable=False),
    when("last_day", nullable=False),
    cents("credits"),
    cents("debits"),
    number("lines"),
    cents("opening", nullable=True),
    cents("closing", nullable=True),
)

bank_credits = Table(
    "bank_credits",
    metadata,
    own_number(),
    version(),
    Column("account_id", ForeignKey("bank_accounts.id"), nullable=False),
    Column("day", String(10), nullable=False),
    cents("cents"),
    text("label"),
    text("remittance"),
    text("references"),
    text("payer_name"),
    text("payer_iban"),
    when("value_day"),
    text("bank_code"),
    cents("allocated"),
    Column("other", Boolean, nullable=False),
    number("returns"),
    number("returned_by"),
    number("import_id"),
    # Computed from the columns above, for queries that must not read the rows.
    Column("state", String(32), nullable=False),
    text("searched"),
    Index("ix_bank_credits_state", "state", "day"),
    Index("ix_bank_credits_day", "account_id", "day"),
    Index("ix_bank_credits_cents", "cents", "day"),
)

lines = Table(
    "bank_lines",
    metadata,
    own_number(),
    Column("account_id", ForeignKey("bank_accounts.id"), nullable=False),
    # Keyed hash of account, day and amount: what equal lines share.
    Column("group_hash", String(32), nullable=False),
    # 0 = a debit, of which nothing else is kept.
    number("credit_id"),
    Index("ix_bank_lines_group", "group_hash"),
    Index("ix_bank_lines_credit", "credit_id"),
)

sightings = Table(
    "bank_sightings",
    metadata,
    Column("import_id", ForeignKey("statement_imports.id"), primary_key=True),
    Column("line_id", ForeignKey("bank_lines.id"), primary_key=True, index=True),
    # Keyed hashes of what this import said of the line; "" where it said nothing.
    text("dialect"),
    text("number_hash"),
    text("reference_hash"),
    text("label_hash"),
    # The credit as it was, where this import told more of it.
    text("before"),
)

notices = Table(
    "notices",
    metadata,
    own_number(),
    version(),
    Column("operator", String(64), nullable=False),
    Column("day", String(10), nullable=False),
    cents("total"),
    text("reference"),
    text("source"),
    cents("received"),
    cents("withheld"),
    number("import_id"),
    number("reference_import_id"),
    # Computed: for queries that must not read the rows.
    Column("state", String(32), nullable=False),
    Column("folded_reference", String(140), nullable=False),
    Index("ix_notices_operator_day", "operator", "day"),
    Index("ix_notices_state", "state", "day"),
    Index("ix_notices_reference", "folded_reference"),
)

notice_lines = Table(
    "notice_lines",
    metadata,
    own_number(),
    Column("notice_id", ForeignKey("notices.id"), nullable=False, index=True),
    text("kind"),
    Column("invoice", String(16), nullable=False, index=True),
    cents("cents"),
    text("reject_code"),
    text("reject_label"),
    Column("claim_id", Integer, nullable=False, index=True),
    text("state_before"),
    cents("announced_before"),
    number("import_id"),
)

matches = Table(
    "matches",
    metadata,
    own_number(),
    version(),
    # 0 = a notice without credit, wholly withheld.
    Column("credit_id", Integer, nullable=False, index=True),
    text("rung"),
    Column("automatic", Boolean, nullable=False),
    when("at", nullable=False),
    text("who"),
    number("solutions"),
    when("undone_at"),
    text("undone_by"),
)

allocations = Table(
    "match_allocations",
    metadata,
    own_number(),
    Column("match_id", ForeignKey("matches.id"), nullable=False, index=True),
    Column("target", String(32), nullable=False),
    number("target_id"),
    cents("cents"),
    number("notice_id"),
    Index("ix_match_allocations_target", "target", "target_id"),
    Index("ix_match_allocations_notice_id", "notice_id"),
)

payer_rules = Table(
    "payer_rules",
    metadata,
    own_number(),
    version(),
    Column("operator", String(64), nullable=False),
    text("words"),
    text("iban"),
    number("learnt_from"),
)
