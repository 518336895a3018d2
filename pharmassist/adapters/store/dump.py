"""The canonical text of the tables: one JSON line per row, sorted, for comparing and for searching."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import Connection, Table, select

from pharmassist.adapters.store import tables
from pharmassist.domain.problems import Problem

_CHUNK = 2_000


def dump(connection: Connection, names: tuple[str, ...]) -> Iterator[str]:
    """Yield the lines of these tables (all when none is named); raises ``Problem("table_unknown")``.

    A proof is named by its hash, its content stays out.
    """
    known = {table.name: table for table in tables.metadata.tables.values()}
    for name in names:
        if name not in known:
            raise Problem("table_unknown", {"table": name, "tables": ", ".join(sorted(known))})
    for name in sorted(set(names) or known):
        yield from _lines(connection, known[name])


def _lines(connection: Connection, table: Table) -> Iterator[str]:
    columns = [c for c in table.columns if f"{table.name}.{c.name}" not in tables.NOT_DUMPED]
    query = select(*columns).order_by(*table.primary_key.columns)
    for row in connection.execute(query.execution_options(yield_per=_CHUNK)).mappings():
        line = {"table": table.name, **row}
        yield json.dumps(line, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
