"""The shelf of the journal: append-only, chained."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, LargeBinary, Row, cast, insert, select

from pharmassist.adapters.store import tables
from pharmassist.adapters.store.rows import iso_instant, read_instant
from pharmassist.domain.journal import (
    GENESIS,
    Fact,
    JournalEntry,
    JournalState,
    canonical_facts,
    entry_hash,
    verify_chain,
)
from pharmassist.services.jobs import Progress, Stop

_table = tables.journal
_CHUNK = 2_000
_Raw = tuple[int, str, str, str, str, str, str, str]


class Journal:
    """Implements ``JournalShelf``; ``who`` is "" in a reading transaction."""

    def __init__(self, connection: Connection, who: str, clock_says: datetime) -> None:
        self._connection = connection
        self._who = who
        row = connection.execute(
            select(_table.c.number, _table.c.at, _table.c.hash).order_by(_table.c.number.desc()).limit(1)
        ).one_or_none()
        self._number: int = row.number if row else 0
        self._head: str = row.hash if row else GENESIS
        self.now = max(clock_says.astimezone(UTC), read_instant(row.at)) if row else clock_says
        """The clock, never before the last entry: a clock set back does not turn time back."""
        self.appended = 0

    def record(self, what: str, subject: str = "", facts: Mapping[str, Fact] | None = None) -> JournalEntry:
        """Append an entry signed by the transaction's person; never a secret, never a name."""
        if not self._who:
            raise RuntimeError("a reading transaction wrote to the journal")
        number, at, previous = self._number + 1, iso_instant(self.now), self._head
        told = dict(facts or {})
        text = canonical_facts(told)
        sealed = entry_hash(number, at, self._who, what, subject, text, previous)
        self._connection.execute(
            insert(_table).values(
                number=number,
                at=at,
                who=self._who,
                what=what,
                subject=subject,
                facts=text,
                previous=previous,
                hash=sealed,
            )
        )
        self._number, self._head, self.appended = number, sealed, self.appended + 1
        return JournalEntry(number, self.now, self._who, what, subject, told, previous, sealed)

    def head(self) -> str:
        """Return the hash of the last entry."""
        return self._head

    def last(self, limit: int = 100, offset: int = 0, subject: str = "") -> tuple[JournalEntry, ...]:
        """Return entries, newest first, of one subject where it is named."""
        query = select(_table).order_by(_table.c.number.desc()).limit(limit).offset(offset)
        if subject:
            query = query.where(_table.c.subject == subject)
        return tuple(map(_entry, self._connection.execute(query)))

    def verify(
        self, head: str = "", stop: Stop | None = None, progress: Progress = lambda _done, _total: None
    ) -> JournalState:
        """Recompute the whole chain, streaming; ``head`` must be the beginning of some hash.

        Raises ``Cancelled`` when stopping was asked.
        """
        entries = raw_entries(self._connection)
        return verify_chain(_told(entries, self._number, stop or Stop(), progress), head)


def raw_entries(connection: Connection) -> Iterator[_Raw]:
    """Yield rows as bytes made text: a byte that is no text is a broken entry, not an error."""
    columns = ("at", "who", "what", "subject", "facts", "previous", "hash")
    query = select(_table.c.number, *(cast(_table.c[name], LargeBinary) for name in columns))
    rows = connection.execute(query.order_by(_table.c.number).execution_options(yield_per=_CHUNK))
    for number, *texts in rows:
        at, who, what, subject, facts, previous, sealed = (
            bytes(text).decode("utf-8", errors="replace") for text in texts
        )
        yield number, at, who, what, subject, facts, previous, sealed


def _told(entries: Iterable[_Raw], total: int, stop: Stop, progress: Progress) -> Iterator[_Raw]:
    """Yield entries, telling how far they are and looking whether to stop."""
    for count, entry in enumerate(entries):
        if count % _CHUNK == 0:
            stop.check()
            progress(count, total)
        yield entry


def _entry(row: Row[Any]) -> JournalEntry:
    return JournalEntry(
        row.number,
        read_instant(row.at),
        row.who,
        row.what,
        row.subject,
        json.loads(row.facts),
        row.previous,
        row.hash,
    )
