"""The shelf of acomptes and their ledger."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select

from pharmassist.adapters.store import tables
from pharmassist.adapters.store.rows import (
    Stored,
    add_row,
    iso_day,
    iso_maybe,
    read_maybe,
    update_seen,
)
from pharmassist.domain.advances import Advance, AdvanceStatus, Movement, MovementKind
from pharmassist.services.texts import translate as _

_table, _movements = tables.advances, tables.movements


class Advances:
    """Implements ``AdvanceShelf``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, advance: Advance) -> int:
        """Store an acompte and return its number."""
        return add_row(self._connection, _table, {**_values(advance), "version": 1})

    def update(self, advance: Advance) -> None:
        """Store an acompte seen at its version; raises ``Problem("changed_meanwhile")``."""
        update_seen(
            self._connection, _table, advance.id, advance.version, _values(advance), _("This advance")
        )

    def all(self, operator: str = "") -> tuple[Advance, ...]:
        """Return the acomptes, of one operator where it is named, oldest first."""
        query = select(_table).order_by(_table.c.id)
        if operator:
            query = query.where(_table.c.operator == operator)
        return tuple(
            Advance(
                row.operator,
                date.fromisoformat(row.period_from),
                date.fromisoformat(row.period_to),
                row.claims,
                row.requested,
                row.granted,
                AdvanceStatus(row.status),
                read_maybe(row.requested_at),
                row.requested_by,
                row.id,
                row.version,
            )
            for row in self._connection.execute(query)
        )

    def add_movement(self, movement: Movement) -> int:
        """Store a movement and return its number."""
        values: dict[str, Stored] = {
            "advance_id": movement.advance_id,
            "kind": movement.kind.value,
            "day": movement.day.isoformat(),
            "cents": movement.cents,
            "reference": movement.reference,
        }
        return add_row(self._connection, _movements, values)

    def movements(self, advance_id: int) -> tuple[Movement, ...]:
        """Return the movements of an acompte by day."""
        rows = self._connection.execute(
            select(_movements)
            .where(_movements.c.advance_id == advance_id)
            .order_by(_movements.c.day, _movements.c.id)
        )
        return tuple(
            Movement(
                row.advance_id,
                MovementKind(row.kind),
                date.fromisoformat(row.day),
                row.cents,
                row.reference,
                row.id,
            )
            for row in rows
        )


def _values(advance: Advance) -> dict[str, Stored]:
    return {
        "operator": advance.operator,
        "period_from": iso_day(advance.period_from),
        "period_to": iso_day(advance.period_to),
        "claims": advance.claims,
        "requested": advance.requested,
        "granted": advance.granted,
        "status": advance.status.value,
        "requested_at": iso_maybe(advance.requested_at),
        "requested_by": advance.requested_by,
    }
