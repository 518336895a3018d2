"""The shelf of PINs and delegations."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, delete, select, update

from pharmassist.adapters.store.pin_tables import delegations, pins
from pharmassist.adapters.store.rows import Stored, add_row, iso_day, iso_maybe, put_row, read_maybe
from pharmassist.domain.pins import Delegation, Pin


class Pins:
    """Implements ``PinShelf``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def pin(self, person_id: int) -> Pin | None:
        """Return what is kept of a person's PIN, None where there is none."""
        return next((pin for pin in self.pins() if pin.person_id == person_id), None)

    def pins(self) -> tuple[Pin, ...]:
        """Return what is kept of every PIN."""
        rows = self._connection.execute(select(pins).order_by(pins.c.person_id))
        return tuple(Pin(row.person_id, row.digest, row.failures, read_maybe(row.wait_until)) for row in rows)

    def save(self, pin: Pin) -> None:
        """Store what is kept of a PIN."""
        put_row(
            self._connection,
            pins,
            {"person_id": pin.person_id},
            {"digest": pin.digest, "failures": pin.failures, "wait_until": iso_maybe(pin.wait_until)},
        )

    def remove(self, person_id: int) -> None:
        """Forget a PIN."""
        self._connection.execute(delete(pins).where(pins.c.person_id == person_id))

    def delegations(self) -> tuple[Delegation, ...]:
        """Return every delegation, ended ones included, oldest first."""
        rows = self._connection.execute(select(delegations).order_by(delegations.c.id))
        return tuple(
            Delegation(
                row.person_id,
                date.fromisoformat(row.since),
                date.fromisoformat(row.until),
                row.given_by,
                read_maybe(row.ended_at),
                row.id,
            )
            for row in rows
        )

    def delegate(self, delegation: Delegation) -> int:
        """Store a delegation and return its number."""
        return add_row(self._connection, delegations, _values(delegation))

    def update_delegation(self, delegation: Delegation) -> None:
        """Store what changed of a delegation."""
        statement = update(delegations).where(delegations.c.id == delegation.id)
        self._connection.execute(statement.values(_values(delegation)))


def _values(delegation: Delegation) -> dict[str, Stored]:
    return {
        "person_id": delegation.person_id,
        "since": iso_day(delegation.since),
        "until": iso_day(delegation.until),
        "given_by": delegation.given_by,
        "ended_at": iso_maybe(delegation.ended_at),
    }
