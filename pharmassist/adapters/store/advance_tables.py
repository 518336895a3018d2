"""The tables of acomptes, of reminders to debtors and of indemnities."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from pharmassist.adapters.store.columns import cents, metadata, number, own_number, text, version, when

advances = Table(
    "advances",
    metadata,
    own_number(),
    version(),
    Column("operator", String(64), nullable=False, index=True),
    when("period_from", nullable=False),
    when("period_to", nullable=False),
    number("claims"),
    cents("requested"),
    cents("granted"),
    text("status"),
    when("requested_at"),
    text("requested_by"),
    text("basis"),
    text("answered_by"),
    # The acompte under way when this one was asked, 0 for none.
    number("renews"),
    when("answered_on"),
)

movements = Table(
    "advance_movements",
    metadata,
    own_number(),
    Column("advance_id", ForeignKey("advances.id"), nullable=False, index=True),
    text("kind"),
    when("day", nullable=False),
    cents("cents"),
    text("reference"),
    # 0 where none was named: typed by a person.
    number("credit_id"),
    number("notice_id"),
    text("who"),
    Index("ix_advance_movements_credit_id", "credit_id"),
    Index("ix_advance_movements_notice_id", "notice_id"),
)

advance_basis = Table(
    "advance_basis",
    metadata,
    Column("advance_id", ForeignKey("advances.id"), primary_key=True),
    Column("claim_id", Integer, primary_key=True),
    cents("cents"),
    Index("ix_advance_basis_claim_id", "claim_id"),
)

reminders = Table(
    "reminders",
    metadata,
    own_number(),
    Column("operator", String(64), nullable=False, index=True),
    when("at", nullable=False),
    text("who"),
    number("level"),
    cents("cents"),
    number("claims"),
    # Of an acompte, 0 when of what is owed.
    number("advance_id"),
)

indemnity_rules = Table(
    "indemnity_rules",
    metadata,
    Column("rule", String(64), primary_key=True),
    Column("since", String(10), primary_key=True),
    text("content"),
    text("who"),
    when("at", nullable=False),
)

accredited_rejects = Table(
    "accredited_rejects",
    metadata,
    own_number(),
    Column("operator", String(64), nullable=False),
    Column("invoice", String(16), nullable=False),
    Column("day", String(10), nullable=False),
    cents("cents"),
    text("who"),
    when("at", nullable=False),
    Index("uq_accredited_rejects_reject", "operator", "invoice", "day", unique=True),
)

compulsory_delays = Table(
    "compulsory_delays",
    metadata,
    own_number(),
    Column("invoice", String(16), nullable=False),
    Column("sent", String(10), nullable=False),
    Column("paid", String(10), nullable=False, index=True),
    cents("cents"),
    text("who"),
    when("at", nullable=False),
    Index("uq_compulsory_delays_invoice", "invoice", "sent", unique=True),
)
