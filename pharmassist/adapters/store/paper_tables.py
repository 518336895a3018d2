"""The tables of paper: pictures of the pharmacy, and the last print of each kind of document."""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary, String, Table

from pharmassist.adapters.store.columns import metadata, number, text, when

pictures = Table(
    "pictures",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

printed = Table(
    "printed",
    metadata,
    Column("kind", String(64), primary_key=True),
    text("title"),
    text("media"),
    text("number"),
    when("at", nullable=False),
    text("who"),
    text("printer"),
    number("copies"),
    Column("pdf", LargeBinary, nullable=False),
)
