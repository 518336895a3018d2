"""The shelf of imports and of the pharmacy's own profiles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from pharmassist.adapters.store import tables
from pharmassist.adapters.store.import_reports import read_report, write_report
from pharmassist.adapters.store.rows import (
    Stored,
    add_row,
    iso_day,
    iso_instant,
    iso_maybe,
    put_row,
    read_day,
    read_instant,
    read_maybe,
)
from pharmassist.domain.imports import ImportKind, ImportRecord

_table = tables.imports


class Imports:
    """Implements ``ImportShelf``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, record: ImportRecord) -> int:
        """Store an import and return its number; its lines come after."""
        mark = self._connection.execute(select(func.max(tables.claim_history.c.id))).scalar()
        return add_row(self._connection, _table, {**_values(record), "history_mark": mark or 0})

    def save_report(self, record: ImportRecord) -> None:
        """Store the report of an import, and when it was undone."""
        values = {"report": write_report(record.report), "undone_at": iso_maybe(record.undone_at)}
        self._connection.execute(update(_table).where(_table.c.id == record.id).values(values))

    def get(self, import_id: int) -> ImportRecord | None:
        """Return one import."""
        row = self._connection.execute(select(_table).where(_table.c.id == import_id)).one_or_none()
        return _record(row) if row else None

    def by_hash(self, sha256: str) -> ImportRecord | None:
        """Return the newest import of that very file that was not undone."""
        row = self._connection.execute(
            select(_table)
            .where(_table.c.sha256 == sha256, _table.c.undone_at.is_(None))
            .order_by(_table.c.id.desc())
            .limit(1)
        ).one_or_none()
        return _record(row) if row else None

    def all(self) -> tuple[ImportRecord, ...]:
        """Return every import, newest first."""
        return tuple(map(_record, self._connection.execute(select(_table).order_by(_table.c.id.desc()))))

    def profiles(self) -> Mapping[str, str]:
        """Return the pharmacy's own profiles: id → TOML text."""
        rows = self._connection.execute(select(tables.profiles).order_by(tables.profiles.c.id))
        return {row.id: row.content for row in rows}

    def remove_profile(self, profile_id: str) -> None:
        """Forget a profile."""
        self._connection.execute(delete(tables.profiles).where(tables.profiles.c.id == profile_id))

    def save_profile(self, profile_id: str, text: str) -> None:
        """Store a profile."""
        put_row(self._connection, tables.profiles, {"id": profile_id}, {"content": text})


def _values(record: ImportRecord) -> dict[str, Stored]:
    return {
        "at": iso_instant(record.at),
        "who": record.who,
        "file_name": record.file_name,
        "sha256": record.sha256,
        "kind": record.kind.value,
        "snapshot_date": iso_day(record.snapshot_date),
        "report": write_report(record.report),
        "undone_at": iso_maybe(record.undone_at),
    }


def _record(row: Row[Any]) -> ImportRecord:
    return ImportRecord(
        row.id,
        read_instant(row.at),
        row.who,
        row.file_name,
        row.sha256,
        ImportKind(row.kind),
        read_day(row.snapshot_date),
        read_report(row.report),
        read_maybe(row.undone_at),
    )
