"""The tables of PINs and delegations."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Table

from pharmassist.adapters.store.columns import metadata, number, own_number, text, when

pins = Table(
    "pins",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    text("digest"),
    number("failures"),
    when("wait_until"),
)

delegations = Table(
    "delegations",
    metadata,
    own_number(),
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True),
    when("since", nullable=False),
    when("until", nullable=False),
    text("given_by"),
    when("ended_at"),
)
