"""Where an access is, what exposed it, three answers per line of the sweep, marks of passwords."""

from __future__ import annotations

import sqlalchemy as sa
from alembic.operations import Operations


def upgrade(op: Operations) -> None:
    """Add the columns and the table; what was ticked stays done."""
    with op.batch_alter_table("accesses", recreate="always") as batch:
        batch.add_column(sa.Column("place", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("exposed_by", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("accesses", recreate="always") as batch:
        batch.alter_column("place", server_default=None)
        batch.alter_column("exposed_by", server_default=None)
    with op.batch_alter_table("sweep_items", recreate="always") as batch:
        for name in ("state", "reason"):
            batch.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("until", sa.String(length=32), nullable=True))
    op.execute("UPDATE sweep_items SET state = 'done' WHERE done_at IS NOT NULL")
    with op.batch_alter_table("sweep_items", recreate="always") as batch:
        for name in ("state", "reason"):
            batch.alter_column(name, server_default=None)
    op.create_table(
        "password_marks",
        sa.Column("access_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["access_id"], ["accesses.id"], name="fk_password_marks_access_id"),
        sa.PrimaryKeyConstraint("access_id", "number", name="pk_password_marks"),
    )
