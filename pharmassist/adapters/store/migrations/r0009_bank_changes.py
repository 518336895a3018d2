"""Changes of bank details under guard."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Create the table."""
    texts = ("asked_by", "number", "number_source", "called_by", "second_by", "ended_by", "outcome", "reason")

    def text(name: str) -> sa.Column[str]:
        return sa.Column(name, sa.Text(), nullable=False)

    def when(name: str, *, nullable: bool = True) -> sa.Column[str]:
        return sa.Column(name, sa.String(length=32), nullable=nullable)

    op.create_table(
        "bank_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(text(name) for name in ("side", "party", "last4", "way")),
        when("asked_at", nullable=False),
        *(text(name) for name in texts[:3]),
        when("called_at"),
        *(text(name) for name in texts[3:5]),
        when("ended_at"),
        *(text(name) for name in texts[5:]),
        sa.PrimaryKeyConstraint("id", name="pk_bank_changes"),
    )
