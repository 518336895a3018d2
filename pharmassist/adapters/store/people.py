"""The shelf of the pharmacy, its people and its settings."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, select, update
from sqlalchemy.exc import IntegrityError

from pharmassist.adapters.store import tables
from pharmassist.adapters.store.rows import Stored, add_row, is_duplicate, put_row
from pharmassist.domain.people import Person, Pharmacy, Role
from pharmassist.domain.problems import Problem


class People:
    """Implements ``PeopleShelf``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def pharmacy(self) -> Pharmacy:
        """Return the pharmacy this register belongs to."""
        return Pharmacy(**self._connection.execute(select(tables.pharmacy)).mappings().one())

    def save_pharmacy(self, pharmacy: Pharmacy) -> None:
        """Store the pharmacy; there is one per register."""
        put_row(
            self._connection,
            tables.pharmacy,
            {"register_id": pharmacy.register_id},
            {
                "name": pharmacy.name,
                "finess": pharmacy.finess,
                "siret": pharmacy.siret,
                "address": pharmacy.address,
                "town": pharmacy.town,
                "phone": pharmacy.phone,
                "alsace_moselle": pharmacy.alsace_moselle,
                "rehearsal_start": pharmacy.rehearsal_start,
            },
        )

    def people(self) -> tuple[Person, ...]:
        """Return everybody, those who left included, in the order they came."""
        rows = self._connection.execute(select(tables.people).order_by(tables.people.c.id))
        return tuple(
            Person(row.id, row.initials, row.name, Role(row.role), row.title, row.active) for row in rows
        )

    def add_person(self, person: Person) -> int:
        """Add someone; raises ``Problem("initials_taken")``."""
        try:
            return add_row(self._connection, tables.people, _values(person))
        except IntegrityError as error:
            if not is_duplicate(error):
                raise
            raise Problem("initials_taken", {"initials": person.initials}) from None

    def update_person(self, person: Person) -> None:
        """Store what changed of someone; raises ``Problem("initials_taken")``."""
        statement = update(tables.people).where(tables.people.c.id == person.id)
        try:
            done = self._connection.execute(statement.values(_values(person)))
        except IntegrityError as error:
            if not is_duplicate(error):
                raise
            raise Problem("initials_taken", {"initials": person.initials}) from None
        if done.rowcount != 1:
            raise Problem("person_unknown", {"initials": person.initials})

    def settings(self) -> Mapping[str, str]:
        """Return every setting that was set."""
        rows = self._connection.execute(select(tables.settings))
        return {row.name: row.value for row in rows}

    def set_setting(self, key: str, value: str) -> None:
        """Set one setting."""
        put_row(self._connection, tables.settings, {"name": key}, {"value": value})


def _values(person: Person) -> dict[str, Stored]:
    return {
        "initials": person.initials,
        "name": person.name,
        "role": person.role.value,
        "title": person.title,
        "active": person.active,
    }
