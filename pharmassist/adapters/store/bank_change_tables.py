"""The table of changes of bank details."""

from __future__ import annotations

from sqlalchemy import Table

from pharmassist.adapters.store.columns import metadata, own_number, text, version, when

bank_changes = Table(
    "bank_changes",
    metadata,
    own_number(),
    version(),
    text("side"),
    text("party"),
    text("last4"),
    text("way"),
    when("asked_at", nullable=False),
    text("asked_by"),
    text("number"),
    text("number_source"),
    when("called_at"),
    text("called_by"),
    text("second_by"),
    when("ended_at"),
    text("ended_by"),
    text("outcome"),
    text("reason"),
)
