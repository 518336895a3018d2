"""The table of signed data that were accepted."""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary, Table

from pharmassist.adapters.store.columns import metadata, number, own_number, text, version, when

signed_data = Table(
    "signed_data",
    metadata,
    own_number(),
    version(),
    number("number"),
    when("issued_on", nullable=False),
    text("key_id"),
    text("sha256"),
    when("accepted_at", nullable=False),
    text("accepted_by"),
    when("withdrawn_at"),
    text("withdrawn_by"),
    Column("content", LargeBinary, nullable=False),
)
