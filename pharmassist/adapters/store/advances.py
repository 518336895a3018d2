"""The shelf of acomptes and their ledger."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select

from pharmassist.adapters.store import advance_tables as tables
from pharmassist.adapters.store import bank_tables
from pharmassist.adapters.store import tables as all_tables
from pharmassist.adapters.store.rows import (
    Stored,
    add_row,
    iso_day,
    iso_maybe,
    read_day,
    read_maybe,
    update_seen,
)
from pharmassist.domain.advances import (
    Advance,
    AdvanceStatus,
    Basis,
    BasisLine,
    Movement,
    MovementKind,
)
from pharmassist.domain.matches import Target
from pharmassist.domain.money import Money
from pharmassist.services.texts import translate as _

_table, _movements, _basis = tables.advances, tables.movements, tables.advance_basis


class Advances:
    """Implements ``AdvanceShelf``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, advance: Advance, basis: Iterable[BasisLine] = ()) -> int:
        """Store an acompte with the invoices it rests on, and return its number."""
        number = add_row(self._connection, _table, {**_values(advance), "version": 1})
        rows = [{"advance_id": number, "claim_id": one.claim_id, "cents": one.cents} for one in basis]
        if rows:
            self._connection.execute(insert(_basis), rows)
        return number

    def update(self, advance: Advance) -> None:
        """Store an acompte seen at its version; raises ``Problem("changed_meanwhile")``."""
        update_seen(
            self._connection, _table, advance.id, advance.version, _values(advance), _("This advance")
        )

    def get(self, advance_id: int) -> Advance | None:
        """Return one acompte."""
        row = self._connection.execute(select(_table).where(_table.c.id == advance_id)).first()
        return _advance(row) if row else None

    def all(self, operator: str = "") -> tuple[Advance, ...]:
        """Return the acomptes, of one operator where it is named, oldest first."""
        query = select(_table).order_by(_table.c.id)
        if operator:
            query = query.where(_table.c.operator == operator)
        return tuple(_advance(row) for row in self._connection.execute(query))

    def basis(self, advance_id: int) -> tuple[BasisLine, ...]:
        """Return the invoices that a request rested on."""
        query = select(_basis).where(_basis.c.advance_id == advance_id).order_by(_basis.c.claim_id)
        return tuple(BasisLine(row.claim_id, row.cents) for row in self._connection.execute(query))

    def add_movement(self, movement: Movement) -> int:
        """Store a movement and return its number."""
        values: dict[str, Stored] = {
            "advance_id": movement.advance_id,
            "kind": movement.kind.value,
            "day": movement.day.isoformat(),
            "cents": movement.cents,
            "reference": movement.reference,
            "credit_id": movement.credit_id,
            "notice_id": movement.notice_id,
            "who": movement.who,
        }
        return add_row(self._connection, _movements, values)

    def movement(self, movement_id: int) -> Movement | None:
        """Return one movement."""
        row = self._connection.execute(select(_movements).where(_movements.c.id == movement_id)).first()
        return _movement(row) if row else None

    def remove_movement(self, movement_id: int) -> None:
        """Forget a movement (only to undo it; the journal tells both)."""
        self._connection.execute(delete(_movements).where(_movements.c.id == movement_id))

    def movements(self, advance_id: int) -> tuple[Movement, ...]:
        """Return the movements of an acompte by day."""
        rows = self._connection.execute(
            select(_movements)
            .where(_movements.c.advance_id == advance_id)
            .order_by(_movements.c.day, _movements.c.id)
        )
        return tuple(_movement(row) for row in rows)

    def received_of(self, operator: str, first: date, last: date) -> Money:
        """Sum what standing matches say that this operator's credits of these days paid of invoices
        and notices, net of what was withheld; money of an acompte is not among it.
        """
        matches, parts, came = bank_tables.matches, bank_tables.allocations, bank_tables.bank_credits
        notices, claims = bank_tables.notices, all_tables.claims
        query = (
            select(func.coalesce(func.sum(parts.c.cents), 0))
            .select_from(parts)
            .join(matches, matches.c.id == parts.c.match_id)
            .join(came, came.c.id == matches.c.credit_id)
            .outerjoin(
                notices,
                or_(
                    notices.c.id == parts.c.notice_id,
                    (parts.c.target == Target.NOTICE.value) & (notices.c.id == parts.c.target_id),
                ),
            )
            .outerjoin(claims, (parts.c.target == Target.CLAIM.value) & (claims.c.id == parts.c.target_id))
            .where(
                matches.c.undone_at.is_(None),
                came.c.day >= first.isoformat(),
                came.c.day <= last.isoformat(),
                parts.c.target.in_([Target.CLAIM.value, Target.NOTICE.value, Target.WITHHOLDING.value]),
                or_(notices.c.operator == operator, claims.c.operator == operator),
            )
        )
        return int(self._connection.execute(query).scalar_one())


def _advance(row: Row[Any]) -> Advance:
    return Advance(
        operator=row.operator,
        period_from=date.fromisoformat(row.period_from),
        period_to=date.fromisoformat(row.period_to),
        claims=row.claims,
        requested=row.requested,
        granted=row.granted,
        status=AdvanceStatus(row.status),
        requested_at=read_maybe(row.requested_at),
        requested_by=row.requested_by,
        id=row.id,
        version=row.version,
        basis=Basis(row.basis),
        answered_on=read_day(row.answered_on),
        answered_by=row.answered_by,
        renews=row.renews,
    )


def _movement(row: Row[Any]) -> Movement:
    return Movement(
        row.advance_id,
        MovementKind(row.kind),
        date.fromisoformat(row.day),
        row.cents,
        row.reference,
        row.id,
        row.credit_id,
        row.notice_id,
        row.who,
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
        "basis": advance.basis.value,
        "answered_on": iso_day(advance.answered_on),
        "answered_by": advance.answered_by,
        "renews": advance.renews,
    }
