"""The shelf of signed data."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from pharmassist.adapters.store.data_tables import signed_data
from pharmassist.adapters.store.rows import (
    Stored,
    add_row,
    iso_instant,
    iso_maybe,
    read_instant,
    read_maybe,
    update_seen,
)
from pharmassist.domain.signed_data import DataRecord


class Data:
    """Implements ``DataShelf``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, record: DataRecord, content: bytes) -> int:
        """Store an accepted file and return its number."""
        return add_row(self._connection, signed_data, {**_values(record), "version": 1, "content": content})

    def update(self, record: DataRecord) -> None:
        """Store a record seen at its version; raises ``Problem("changed_meanwhile")``."""
        what = str(record.number)
        update_seen(self._connection, signed_data, record.id, record.version, _values(record), what)

    def all(self) -> tuple[DataRecord, ...]:
        """Return every record, the one accepted last first."""
        columns = [column for column in signed_data.c if column.name != "content"]
        rows = self._connection.execute(select(*columns).order_by(signed_data.c.id.desc()))
        return tuple(map(_record, rows))

    def content(self, record_id: int) -> bytes:
        """Return the file as it was accepted."""
        query = select(signed_data.c.content).where(signed_data.c.id == record_id)
        return bytes(self._connection.execute(query).scalar_one())

    def forget(self, record_id: int) -> None:
        """Remove a record and its file."""
        self._connection.execute(delete(signed_data).where(signed_data.c.id == record_id))


def _values(record: DataRecord) -> dict[str, Stored]:
    return {
        "number": record.number,
        "issued_on": record.issued_on.isoformat(),
        "key_id": record.key_id,
        "sha256": record.sha256,
        "accepted_at": iso_instant(record.accepted_at),
        "accepted_by": record.accepted_by,
        "withdrawn_at": iso_maybe(record.withdrawn_at),
        "withdrawn_by": record.withdrawn_by,
    }


def _record(row: Row[Any]) -> DataRecord:
    return DataRecord(
        row.number,
        date.fromisoformat(row.issued_on),
        row.key_id,
        row.sha256,
        read_instant(row.accepted_at),
        row.accepted_by,
        read_maybe(row.withdrawn_at),
        row.withdrawn_by,
        row.id,
        row.version,
    )
