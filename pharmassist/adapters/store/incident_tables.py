"""The tables of what happens around an incident: blocks put in, hand-overs, breach, restart, suspension."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, String, Table

from pharmassist.adapters.store.columns import metadata, own_number, text, version, when

inserted_blocks = Table(
    "inserted_blocks",
    metadata,
    own_number(),
    Column("case_id", ForeignKey("incidents.id"), nullable=False, index=True),
    text("playbook"),
    text("block"),
    text("before"),
    when("at", nullable=False),
    text("who"),
    text("playbook_text"),
)

handovers = Table(
    "handovers",
    metadata,
    own_number(),
    Column("case_id", ForeignKey("incidents.id"), nullable=False, index=True),
    when("at", nullable=False),
    text("who"),
    text("taken_by"),
)

breach_facts = Table(
    "breach_facts",
    metadata,
    own_number(),
    Column("case_id", ForeignKey("incidents.id"), nullable=False, index=True),
    text("name"),
    text("value"),
    when("at", nullable=False),
    text("who"),
)

restart_signs = Table(
    "restart_signs",
    metadata,
    own_number(),
    Column("operator", String(64), nullable=False, index=True),
    text("sign"),
    when("at", nullable=False),
    text("who"),
    text("proof"),
)

suspensions = Table(
    "suspensions",
    metadata,
    own_number(),
    version(),
    Column("operator", String(64), nullable=False, index=True),
    when("from_day", nullable=False),
    text("reason"),
    when("decided_at", nullable=False),
    text("decided_by"),
    when("ended_at"),
    text("ended_by"),
    when("until_day"),
)
