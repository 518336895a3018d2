"""When invoices of the compulsory scheme were paid."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Create the table."""
    op.create_table(
        "compulsory_delays",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invoice", sa.String(length=16), nullable=False),
        sa.Column("sent", sa.String(length=10), nullable=False),
        sa.Column("paid", sa.String(length=10), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_compulsory_delays"),
    )
    op.create_index("ix_compulsory_delays_paid", "compulsory_delays", ["paid"])
    op.create_index("uq_compulsory_delays_invoice", "compulsory_delays", ["invoice", "sent"], unique=True)
