"""Days and instants as the ISO text that is stored, and updates that name the version they saw."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

from sqlalchemy import Connection, Table, insert, update
from sqlalchemy.exc import IntegrityError

from pharmassist.domain.problems import Problem
from pharmassist.services.texts import translate as _

Stored = str | int | bool | bytes | None
"""What a column may hold."""


def iso_day(value: date | None) -> str | None:
    """Write a day."""
    return value.isoformat() if value else None


def read_day(text: str | None) -> date | None:
    """Read a day."""
    return date.fromisoformat(text) if text else None


def iso_instant(value: datetime) -> str:
    """Write an instant in UTC; always microseconds, so that text order is time order."""
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def read_instant(text: str) -> datetime:
    """Read an instant."""
    return datetime.fromisoformat(text)


def iso_maybe(value: datetime | None) -> str | None:
    """Write an instant, if any."""
    return iso_instant(value) if value else None


def read_maybe(text: str | None) -> datetime | None:
    """Read an instant, if any."""
    return datetime.fromisoformat(text) if text else None


def write_names(names: tuple[str, ...]) -> str:
    """Write a short list of words in one column."""
    return json.dumps(names, ensure_ascii=False)


def read_names(text: str) -> tuple[str, ...]:
    """Read a short list of words."""
    return tuple(str(name) for name in json.loads(text))


def add_row(connection: Connection, table: Table, values: dict[str, Stored]) -> int:
    """Insert one row and return its number."""
    key = connection.execute(insert(table).values(values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def update_seen(
    connection: Connection, table: Table, record: int, version: int, values: dict[str, Stored], what: str
) -> None:
    """Update the row a caller saw at ``version``; raises ``Problem("changed_meanwhile")``."""
    done = connection.execute(
        update(table)
        .where(table.c.id == record, table.c.version == version)
        .values({**values, "version": version + 1})
    )
    if done.rowcount != 1:
        raise Problem("changed_meanwhile", {"what": what})


def put_row(connection: Connection, table: Table, key: dict[str, Stored], values: dict[str, Stored]) -> None:
    """Insert or replace the row of that key."""
    chosen = [table.c[name] == value for name, value in key.items()]
    if connection.execute(update(table).where(*chosen).values(values)).rowcount == 0:
        connection.execute(insert(table).values({**key, **values}))


def is_duplicate(error: IntegrityError) -> bool:
    """Tell whether a unique column refused a second row."""
    # The driver gives the primary code only, the same for every constraint.
    return str(error.orig).startswith("UNIQUE ")


def what_invoice(number: str) -> str:
    """Name an invoice in the sentence of a problem."""
    return _("Invoice {number}").format(number=number)
