"""Until which day tiers payant stays suspended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add the column: decisions that were there have no last day."""
    with op.batch_alter_table("suspensions", recreate="always") as batch:
        batch.add_column(sa.Column("until_day", sa.String(length=32), nullable=True))
