"""The shelf of changes of bank details."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select

from pharmassist.adapters.store.bank_change_tables import bank_changes
from pharmassist.adapters.store.rows import (
    Stored,
    add_row,
    iso_instant,
    iso_maybe,
    read_instant,
    read_maybe,
    update_seen,
)
from pharmassist.domain.bank_details import BankChange, Outcome, Side, Way


class BankChanges:
    """Implements ``BankChangeShelf``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, change: BankChange) -> int:
        """Store a change and return its number."""
        return add_row(self._connection, bank_changes, {**_values(change), "version": 1})

    def update(self, change: BankChange) -> None:
        """Store a change seen at its version; raises ``Problem("changed_meanwhile")``."""
        update_seen(self._connection, bank_changes, change.id, change.version, _values(change), change.party)

    def get(self, change_id: int) -> BankChange | None:
        """Return one change."""
        query = select(bank_changes).where(bank_changes.c.id == change_id)
        row = self._connection.execute(query).one_or_none()
        return _change(row) if row else None

    def all(self) -> tuple[BankChange, ...]:
        """Return every change, the latest first."""
        rows = self._connection.execute(select(bank_changes).order_by(bank_changes.c.id.desc()))
        return tuple(map(_change, rows))


def _values(change: BankChange) -> dict[str, Stored]:
    return {
        "side": change.side.value,
        "party": change.party,
        "last4": change.last4,
        "way": change.way.value,
        "asked_at": iso_instant(change.asked_at),
        "asked_by": change.asked_by,
        "number": change.number,
        "number_source": change.number_source,
        "called_at": iso_maybe(change.called_at),
        "called_by": change.called_by,
        "second_by": change.second_by,
        "ended_at": iso_maybe(change.ended_at),
        "ended_by": change.ended_by,
        "outcome": change.outcome.value,
        "reason": change.reason,
    }


def _change(row: Row[Any]) -> BankChange:
    return BankChange(
        Side(row.side),
        row.party,
        row.last4,
        Way(row.way),
        read_instant(row.asked_at),
        row.asked_by,
        row.number,
        row.number_source,
        read_maybe(row.called_at),
        row.called_by,
        row.second_by,
        read_maybe(row.ended_at),
        row.ended_by,
        Outcome(row.outcome),
        row.reason,
        row.id,
        row.version,
    )
