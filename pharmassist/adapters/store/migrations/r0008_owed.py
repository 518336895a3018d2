"""Acomptes with basis, answer, credits and notices; reminders; rules of indemnities."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations

_ADVANCES: tuple[tuple[str, sa.types.TypeEngine[str] | sa.types.TypeEngine[int], str], ...] = (
    ("basis", sa.Text(), "exact"),
    ("answered_by", sa.Text(), ""),
    ("renews", sa.Integer(), "0"),
)
_MOVEMENTS: tuple[tuple[str, sa.types.TypeEngine[str] | sa.types.TypeEngine[int], str], ...] = (
    ("credit_id", sa.Integer(), "0"),
    ("notice_id", sa.Integer(), "0"),
    ("who", sa.Text(), ""),
)


def upgrade(op: Operations) -> None:
    """Add what is missing; what was there has no basis, credit nor notice."""
    with op.batch_alter_table("advances", recreate="always") as batch:
        for name, kind, value in _ADVANCES:
            batch.add_column(sa.Column(name, kind, nullable=False, server_default=value))
        batch.add_column(sa.Column("answered_on", sa.String(length=32), nullable=True))
    with op.batch_alter_table("advance_movements", recreate="always") as batch:
        for name, kind, value in _MOVEMENTS:
            batch.add_column(sa.Column(name, kind, nullable=False, server_default=value))
    # The defaults were for the rows that were there.
    with op.batch_alter_table("advances", recreate="always") as batch:
        for name, _kind, _value in _ADVANCES:
            batch.alter_column(name, server_default=None)
    with op.batch_alter_table("advance_movements", recreate="always") as batch:
        for name, _kind, _value in _MOVEMENTS:
            batch.alter_column(name, server_default=None)
    op.create_index("ix_advance_movements_credit_id", "advance_movements", ["credit_id"])
    op.create_index("ix_advance_movements_notice_id", "advance_movements", ["notice_id"])
    op.create_table(
        "advance_basis",
        sa.Column("advance_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["advance_id"], ["advances.id"], name="fk_advance_basis_advance_id"),
        sa.PrimaryKeyConstraint("advance_id", "claim_id", name="pk_advance_basis"),
    )
    op.create_index("ix_advance_basis_claim_id", "advance_basis", ["claim_id"])
    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("operator", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("advance_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reminders"),
    )
    op.create_index("ix_reminders_operator", "reminders", ["operator"])
    op.create_table(
        "indemnity_rules",
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("since", sa.String(length=10), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("rule", "since", name="pk_indemnity_rules"),
    )
    op.create_table(
        "accredited_rejects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("operator", sa.String(length=64), nullable=False),
        sa.Column("invoice", sa.String(length=16), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accredited_rejects"),
    )
    op.create_index(
        "uq_accredited_rejects_reject", "accredited_rejects", ["operator", "invoice", "day"], unique=True
    )
