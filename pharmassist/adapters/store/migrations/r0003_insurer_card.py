"""What the card of a mutuelle prints beside its number: convention, CSR, transmission code."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add the columns, empty."""
    names = ("convention_type", "csr", "code")
    with op.batch_alter_table("insurers", recreate="always") as batch:
        for name in names:
            batch.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
    # the default was for the rows that were there
    with op.batch_alter_table("insurers", recreate="always") as batch:
        for name in names:
            batch.alter_column(name, server_default=None)
