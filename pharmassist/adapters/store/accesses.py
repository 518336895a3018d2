"""The shelf of accesses, rotations and sweeps: never a secret, only numbers of vault entries."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select

from pharmassist.adapters.store import tables
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
    update_seen,
)
from pharmassist.domain.accesses import Access, AccessKind, Rotation, Stage, SweepItem, SweepState
from pharmassist.services.texts import translate as _

_table, _rotations, _sweep = tables.accesses, tables.rotations, tables.sweep_items
_marks = tables.password_marks


class Accesses:
    """Implements ``AccessShelf``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, access: Access) -> int:
        """Store an access and return its number."""
        return add_row(self._connection, _table, {**_values(access), "version": 1})

    def update(self, access: Access) -> None:
        """Store an access seen at its version; raises ``Problem("changed_meanwhile")``."""
        update_seen(self._connection, _table, access.id, access.version, _values(access), access.login)

    def get(self, access_id: int) -> Access | None:
        """Return one access."""
        row = self._connection.execute(select(_table).where(_table.c.id == access_id)).one_or_none()
        return _access(row) if row else None

    def all(self) -> tuple[Access, ...]:
        """Return every access, retired ones included, in the order they came."""
        return tuple(map(_access, self._connection.execute(select(_table).order_by(_table.c.id))))

    def start(self, rotation: Rotation) -> int:
        """Store a new rotation and return its number."""
        return add_row(self._connection, _rotations, {**_rotation_values(rotation), "version": 1})

    def update_rotation(self, rotation: Rotation) -> None:
        """Store a rotation seen at its version; raises ``Problem("changed_meanwhile")``."""
        update_seen(
            self._connection,
            _rotations,
            rotation.id,
            rotation.version,
            _rotation_values(rotation),
            _("This change of password"),
        )

    def rotation(self, access_id: int) -> Rotation | None:
        """Return the rotation under way of an access, if any."""
        row = self._connection.execute(
            select(_rotations)
            .where(
                _rotations.c.access_id == access_id,
                _rotations.c.stage != Stage.CLOSED.value,
                _rotations.c.ended_at.is_(None),
            )
            .order_by(_rotations.c.id.desc())
            .limit(1)
        ).one_or_none()
        return _rotation(row) if row else None

    def rotations(self, access_id: int) -> tuple[Rotation, ...]:
        """Return every rotation of an access, newest first."""
        rows = self._connection.execute(
            select(_rotations).where(_rotations.c.access_id == access_id).order_by(_rotations.c.id.desc())
        )
        return tuple(map(_rotation, rows))

    def sweep(self, access_id: int) -> tuple[SweepItem, ...]:
        """Return the lines of the sweep of which something was said."""
        query = select(_sweep).where(_sweep.c.access_id == access_id).order_by(_sweep.c.item)
        return tuple(map(_swept, self._connection.execute(query)))

    def put_off(self) -> tuple[SweepItem, ...]:
        """Return the lines of every sweep that come back on a day."""
        query = select(_sweep).where(_sweep.c.state == SweepState.LATER.value, _sweep.c.until > "")
        return tuple(
            map(_swept, self._connection.execute(query.order_by(_sweep.c.until, _sweep.c.access_id)))
        )

    def save_sweep(self, item: SweepItem) -> None:
        """Store one line of the sweep."""
        put_row(
            self._connection,
            _sweep,
            {"access_id": item.access_id, "item": item.item},
            {
                "done_at": iso_maybe(item.done_at),
                "done_by": item.done_by,
                "state": item.state.value,
                "reason": item.reason,
                "until": iso_day(item.until),
            },
        )

    def save_mark(self, access_id: int, number: int, mark: str) -> None:
        """Store the mark of a password."""
        put_row(self._connection, _marks, {"access_id": access_id, "number": number}, {"mark": mark})

    def marks(self) -> tuple[tuple[int, int, str], ...]:
        """Return (access, number, mark) of every password that has one."""
        rows = self._connection.execute(select(_marks).order_by(_marks.c.access_id, _marks.c.number))
        return tuple((row.access_id, row.number, row.mark) for row in rows)


def _values(access: Access) -> dict[str, Stored]:
    return {
        "kind": access.kind.value,
        "login": access.login,
        "provider": access.provider,
        "host": access.host,
        "port": access.port,
        "host_confirmed": access.host_confirmed,
        "operator": access.operator,
        "holder": access.holder,
        "code_phone_holder": access.code_phone_holder,
        "last_number": access.last_number,
        "current": access.current,
        "previous": access.previous,
        "previous_until": iso_day(access.previous_until),
        "changed_at": iso_maybe(access.changed_at),
        "resets_through": access.resets_through,
        "retired": access.retired,
        "place": access.place,
        "exposed_by": access.exposed_by,
    }


def _swept(row: Row[Any]) -> SweepItem:
    return SweepItem(
        row.access_id,
        row.item,
        read_maybe(row.done_at),
        row.done_by,
        SweepState(row.state),
        row.reason,
        read_day(row.until),
    )


def _access(row: Row[Any]) -> Access:
    return Access(
        AccessKind(row.kind),
        row.login,
        row.provider,
        row.host,
        row.port,
        row.host_confirmed,
        row.operator,
        row.holder,
        row.code_phone_holder,
        row.last_number,
        row.current,
        row.previous,
        read_day(row.previous_until),
        read_maybe(row.changed_at),
        row.resets_through,
        row.retired,
        row.id,
        row.version,
        row.place,
        row.exposed_by,
    )


def _rotation_values(rotation: Rotation) -> dict[str, Stored]:
    return {
        "access_id": rotation.access_id,
        "stage": rotation.stage.value,
        "candidate": rotation.candidate,
        "started_at": iso_instant(rotation.started_at),
        "started_by": rotation.started_by,
        "waiting_for": rotation.waiting_for,
        "refusals": rotation.refusals,
        "proof": rotation.proof,
        "ended_at": iso_maybe(rotation.ended_at),
    }


def _rotation(row: Row[Any]) -> Rotation:
    return Rotation(
        row.access_id,
        Stage(row.stage),
        row.candidate,
        read_instant(row.started_at),
        row.started_by,
        row.waiting_for,
        row.refusals,
        row.proof,
        read_maybe(row.ended_at),
        row.id,
        row.version,
    )
