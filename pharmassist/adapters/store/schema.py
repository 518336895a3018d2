"""The statements that make the tables of a new register."""

from __future__ import annotations

from functools import cache

from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from pharmassist.adapters.store.tables import metadata


@cache
def statements() -> tuple[str, ...]:
    """Return what makes each table, then its indexes, tables in the order of their references.

    Written once a run: writing them takes longer than the register takes to obey.
    """
    written: list[str] = []
    for table in metadata.sorted_tables:
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        written.append(str(CreateTable(table).compile(dialect=dialect())))
        written.extend(str(CreateIndex(index).compile(dialect=dialect())) for index in indexes)
    return tuple(written)
