"""Bringing an older register to this program's schema: one IMMEDIATE transaction, all or nothing.

Alembic costs start-up time and is imported here only, when a migration is due.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, select, text, update

from pharmassist.adapters.store import tables
from pharmassist.adapters.store.engine import migrating_engine
from pharmassist.adapters.store.journal import Journal

if TYPE_CHECKING:
    from alembic.operations import Operations

Revision = tuple[int, "Callable[[Operations], None]"]


def all_revisions() -> tuple[Revision, ...]:
    """Return every revision, oldest first."""
    from pharmassist.adapters.store.migrations import REVISIONS

    return REVISIONS


def migrate(path: Path, key: bytes, now: datetime, revisions: tuple[Revision, ...] | None = None) -> int:
    """Run the revisions that a register lacks and return its schema.

    The journal tells it in the same transaction. An error leaves the file as it was.
    """
    engine = migrating_engine(path, key)
    try:
        return _run(engine, now, all_revisions() if revisions is None else revisions)
    finally:
        engine.dispose()


def _run(engine: Engine, now: datetime, revisions: tuple[Revision, ...]) -> int:
    with engine.begin() as connection:
        # Read again under the lock: another process may have migrated it meanwhile.
        before = schema_of(connection)
        due = [revision for revision in revisions if revision[0] > before]
        if not due:
            return before
        run(connection, due)
        broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
        if broken:
            raise RuntimeError(f"the migration left {len(broken)} rows that point to nothing")
        after = due[-1][0]
        connection.execute(update(tables.schema_version).values(version_num=f"{after:04d}"))
        Journal(connection, "pharmassist", now).record(
            "register.migrated", facts={"from": before, "to": after}
        )
        return after


def run(connection: Connection, revisions: list[Revision]) -> None:
    """Apply revisions on a connection that is in a transaction."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    operations = Operations(MigrationContext.configure(connection))
    for _number, upgrade in revisions:
        upgrade(operations)


def schema_of(connection: Connection) -> int:
    """Return the schema number of a register."""
    return int(connection.execute(select(tables.schema_version.c.version_num)).scalar_one())
