"""The shelf of readings of lights, portal readings and the directory of insurers."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select, update

from pharmassist.adapters.store import incident_tables, tables
from pharmassist.adapters.store.rows import (
    Stored,
    add_row,
    iso_day,
    iso_instant,
    iso_maybe,
    read_day,
    read_instant,
    read_maybe,
    read_names,
    update_seen,
    write_names,
)
from pharmassist.domain.operators import (
    Insurer,
    Light,
    LightState,
    PortalReading,
    Reading,
    SeenSign,
    Sign,
    Suspension,
)
from pharmassist.services.texts import translate as _

_readings, _portals, _insurers = tables.readings, tables.portal_readings, tables.insurers
_signs, _suspensions = incident_tables.restart_signs, incident_tables.suspensions


class Operators:
    """Implements ``OperatorShelf``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_reading(self, reading: Reading) -> int:
        """Store what was said of a light."""
        values: dict[str, Stored] = {
            "operator": reading.operator,
            "light": reading.light.value,
            "state": reading.state.value,
            "at": iso_instant(reading.at),
            "who": reading.who,
            "source": reading.source,
            "proof": reading.proof,
            "valid_until": iso_day(reading.valid_until),
        }
        return add_row(self._connection, _readings, values)

    def latest(self, operator: str, light: Light) -> Reading | None:
        """Return the last thing said of a light, whether it still holds or not."""
        row = self._connection.execute(
            select(_readings)
            .where(_readings.c.operator == operator, _readings.c.light == light.value)
            .order_by(_readings.c.id.desc())
            .limit(1)
        ).one_or_none()
        return _reading(row) if row else None

    def readings(self, operator: str = "", limit: int = 200) -> tuple[Reading, ...]:
        """Return what was said, newest first."""
        query = select(_readings).order_by(_readings.c.id.desc()).limit(limit)
        if operator:
            query = query.where(_readings.c.operator == operator)
        return tuple(map(_reading, self._connection.execute(query)))

    def add_portal(self, reading: PortalReading) -> None:
        """Store what a probe saw."""
        values: dict[str, Stored] = {
            "operator": reading.operator,
            "outcome": reading.outcome,
            "at": iso_instant(reading.at),
            "detail": reading.detail,
        }
        add_row(self._connection, _portals, values)

    def latest_portal(self, operator: str) -> PortalReading | None:
        """Return what a probe last saw."""
        row = self._connection.execute(
            select(_portals).where(_portals.c.operator == operator).order_by(_portals.c.id.desc()).limit(1)
        ).one_or_none()
        return PortalReading(row.operator, row.outcome, read_instant(row.at), row.detail) if row else None

    def portals(self, operator: str, limit: int) -> tuple[PortalReading, ...]:
        """Return the last looks at a portal, oldest first."""
        query = select(_portals).where(_portals.c.operator == operator)
        rows = self._connection.execute(query.order_by(_portals.c.id.desc()).limit(limit)).all()
        return tuple(
            PortalReading(r.operator, r.outcome, read_instant(r.at), r.detail) for r in reversed(rows)
        )

    def insurers(self) -> tuple[Insurer, ...]:
        """Return the pharmacy's own directory, in the order it was learnt."""
        rows = self._connection.execute(select(_insurers).order_by(_insurers.c.id))
        return tuple(
            Insurer(
                row.name,
                row.amc_number,
                read_names(row.operators),
                row.certainty,
                row.source,
                read_names(row.aliases),
                row.id,
                row.convention_type,
                row.csr,
                row.code,
            )
            for row in rows
        )

    def save_insurer(self, insurer: Insurer) -> int:
        """Store an insurer, a new one where its id is 0; returns its number."""
        values: dict[str, Stored] = {
            "name": insurer.name,
            "amc_number": insurer.amc_number,
            "operators": write_names(insurer.operators),
            "certainty": insurer.certainty,
            "source": insurer.source,
            "aliases": write_names(insurer.aliases),
            "convention_type": insurer.convention_type,
            "csr": insurer.csr,
            "code": insurer.code,
        }
        if insurer.id == 0:
            return add_row(self._connection, _insurers, values)
        self._connection.execute(update(_insurers).where(_insurers.c.id == insurer.id).values(values))
        return insurer.id

    def add_sign(self, seen: SeenSign) -> None:
        """Store a sign of a restart."""
        values: dict[str, Stored] = {
            "operator": seen.operator,
            "sign": seen.sign.value,
            "at": iso_instant(seen.at),
            "who": seen.who,
            "proof": seen.proof,
        }
        add_row(self._connection, _signs, values)

    def signs(self, operator: str) -> tuple[SeenSign, ...]:
        """Return the signs seen of an operator, oldest first."""
        rows = self._connection.execute(
            select(_signs).where(_signs.c.operator == operator).order_by(_signs.c.id)
        )
        return tuple(SeenSign(r.operator, Sign(r.sign), read_instant(r.at), r.who, r.proof) for r in rows)

    def suspend(self, suspension: Suspension) -> int:
        """Store a decision to suspend and return its number."""
        return add_row(self._connection, _suspensions, {**_suspension_values(suspension), "version": 1})

    def update_suspension(self, suspension: Suspension) -> None:
        """Store a decision seen at its version; raises ``Problem("changed_meanwhile")``."""
        update_seen(
            self._connection,
            _suspensions,
            suspension.id,
            suspension.version,
            _suspension_values(suspension),
            _("This decision"),
        )

    def suspensions(self, operator: str = "") -> tuple[Suspension, ...]:
        """Return the decisions to suspend, oldest first."""
        query = select(_suspensions).order_by(_suspensions.c.id)
        if operator:
            query = query.where(_suspensions.c.operator == operator)
        return tuple(map(_suspension, self._connection.execute(query)))


def _suspension_values(suspension: Suspension) -> dict[str, Stored]:
    return {
        "operator": suspension.operator,
        "from_day": iso_day(suspension.from_day),
        "reason": suspension.reason,
        "decided_at": iso_instant(suspension.decided_at),
        "decided_by": suspension.decided_by,
        "ended_at": iso_maybe(suspension.ended_at),
        "ended_by": suspension.ended_by,
        "until_day": iso_day(suspension.until),
    }


def _suspension(row: Row[Any]) -> Suspension:
    return Suspension(
        row.operator,
        date.fromisoformat(row.from_day),
        row.reason,
        read_instant(row.decided_at),
        row.decided_by,
        read_maybe(row.ended_at),
        row.ended_by,
        row.id,
        row.version,
        read_day(row.until_day),
    )


def _reading(row: Row[Any]) -> Reading:
    return Reading(
        row.operator,
        Light(row.light),
        LightState(row.state),
        read_instant(row.at),
        row.who,
        row.source,
        row.proof,
        read_day(row.valid_until),
        row.id,
    )
