"""The shelf of invoices and their history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import islice

from sqlalchemy import Connection, bindparam, delete, false, func, insert, select, true, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError

from pharmassist.adapters.store import tables
from pharmassist.adapters.store.claim_ages import ageing, waiting_at
from pharmassist.adapters.store.claim_queries import (
    age_band,
    amount_counted,
    conditions,
    nearest,
    order,
    searched_by,
)
from pharmassist.adapters.store.claim_rows import (
    COLUMNS,
    IMPORT,
    VERSION,
    WRITTEN,
    claim_of,
    claim_of_text,
    row_of,
    text_of,
    values_of,
)
from pharmassist.adapters.store.rows import (
    Stored,
    add_row,
    is_duplicate,
    iso_instant,
    read_instant,
    update_seen,
    what_invoice,
)
from pharmassist.domain.claims import (
    AGE_BANDS,
    AgeingRow,
    Claim,
    ClaimChange,
    ClaimFilter,
    OperatorOutstanding,
    Picked,
    State,
    Tally,
)
from pharmassist.domain.problems import Problem

_CHUNK = 2_000
_NAMED = 500
_table, _history, _before = tables.claims, tables.claim_history, tables.claims_before
_INSERT = str(insert(_table).compile(dialect=sqlite.dialect(), column_keys=WRITTEN))
_CLOSED = _table.c.in_encours == false()
_ENCOURS = ClaimFilter()


class Claims:
    """Implements ``ClaimShelf``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, claim_id: int) -> Claim | None:
        """Return one invoice."""
        row = self._connection.execute(select(*COLUMNS).where(_table.c.id == claim_id)).one_or_none()
        return claim_of(row) if row else None

    def get_many(self, claim_ids: Iterable[int]) -> tuple[Claim, ...]:
        """Return the invoices of these numbers, in the order of their numbers."""
        found: list[Claim] = []
        numbers = iter(sorted(set(claim_ids)))
        while chunk := list(islice(numbers, _NAMED)):
            query = select(*COLUMNS).where(_table.c.id.in_(chunk)).order_by(_table.c.id)
            found += map(claim_of, self._connection.execute(query))
        return tuple(found)

    def by_identity(self, invoice: str, day: str) -> Claim | None:
        """Return the invoice of that number and day (ISO, "" when it has none)."""
        row = self._connection.execute(
            select(*COLUMNS).where(_table.c.invoice == invoice, _table.c.identity_day == day)
        ).one_or_none()
        return claim_of(row) if row else None

    def by_invoice(self, invoice: str) -> tuple[Claim, ...]:
        """Return the invoices of that number: numbers restart."""
        rows = self._connection.execute(
            select(*COLUMNS).where(_table.c.invoice == invoice).order_by(_table.c.identity_day)
        )
        return tuple(map(claim_of, rows))

    def all(self) -> Iterator[Claim]:
        """Yield every invoice in the order of their numbers, streaming."""
        query = select(*COLUMNS).order_by(_table.c.id).execution_options(yield_per=_CHUNK)
        yield from map(claim_of, self._connection.execute(query))

    def open_or_named(self, invoices: Iterable[str]) -> Iterator[Claim]:
        """Yield the encours, then the closed invoices of these numbers."""
        query = select(*COLUMNS).where(_table.c.in_encours == true()).execution_options(yield_per=_CHUNK)
        yield from map(claim_of, self._connection.execute(query))
        if self._connection.execute(select(_table.c.id).where(_CLOSED).limit(1)).first() is None:
            return
        numbers = iter(sorted(set(invoices)))
        while chunk := list(islice(numbers, _NAMED)):
            closed = select(*COLUMNS).where(_table.c.invoice.in_(chunk), _CLOSED)
            yield from map(claim_of, self._connection.execute(closed).all())

    def find(
        self,
        wanted: ClaimFilter,
        *,
        today: date,
        sort: str = "day",
        descending: bool = False,
        offset: int = 0,
        limit: int | None = None,
    ) -> tuple[Claim, ...]:
        """List one page; raises ValueError for an unknown sort."""
        query = (
            select(*COLUMNS)
            .where(*conditions(wanted, today, self._alsace_moselle()))
            .order_by(*order(sort, descending))
            .offset(offset)
            .limit(limit)
        )
        return tuple(map(claim_of, self._connection.execute(query)))

    def named_like(self, text: str, limit: int) -> tuple[tuple[Claim, ...], int]:
        """Return the invoices that a few signs may mean, and how many there are."""
        if not text.strip():
            return (), 0
        wanted = searched_by(text)
        # Numbers alone are sorted: whole rows of all that fits would be carried through the sort.
        ranked = select(_table.c.id).where(wanted).limit(limit)
        latest = (_table.c.in_encours.desc(), _table.c.identity_day.desc(), _table.c.id.desc())
        numbers = list(self._connection.execute(ranked.order_by(nearest(text), *latest)).scalars())
        found = tuple(sorted(self.get_many(numbers), key=lambda claim: numbers.index(claim.id)))
        if len(found) < limit:
            return found, len(found)
        count = self._connection.execute(select(func.count()).select_from(_table).where(wanted)).scalar_one()
        return found, int(count)

    def picked(self, wanted: ClaimFilter, *, today: date) -> tuple[Picked, ...]:
        """Return every invoice of a filter, oldest first, with only what choosing needs."""
        rows = self._connection.execute(
            select(_table.c.id, _table.c.invoice, amount_counted(wanted), _table.c.state, _table.c.version)
            .where(*conditions(wanted, today, self._alsace_moselle()))
            .order_by(*order("day", descending=False))
        )
        return tuple(
            Picked(number, invoice, cents, State(state), seen) for number, invoice, cents, state, seen in rows
        )

    def tally(self, wanted: ClaimFilter, *, today: date) -> Tally:
        """Count and sum in cents: the encours, or AMC shares where closed invoices are asked for."""
        count, cents = self._connection.execute(
            select(func.count(), func.coalesce(func.sum(amount_counted(wanted)), 0))
            .select_from(_table)
            .where(*conditions(wanted, today, self._alsace_moselle()))
        ).one()
        return Tally(count, int(cents))

    def outstanding_by_operator(self, *, today: date) -> tuple[OperatorOutstanding, ...]:
        """Encours per operator and age band, in cents, largest first."""
        band = age_band(today, self._alsace_moselle()).label("band")
        rows = self._connection.execute(
            select(_table.c.operator, band, func.count(), func.sum(_table.c.outstanding))
            .where(*conditions(ClaimFilter(), today, alsace_moselle=False))
            .group_by(_table.c.operator, band)
        )
        found: dict[str, list[Tally]] = {}
        for operator, number, count, cents in rows:
            bands = found.setdefault(operator, [Tally()] * len(AGE_BANDS))
            bands[number] = Tally(count, int(cents))
        totals = [
            OperatorOutstanding(
                operator, Tally(sum(b.count for b in bands), sum(b.cents for b in bands)), tuple(bands)
            )
            for operator, bands in found.items()
        ]
        return tuple(sorted(totals, key=lambda each: (-each.total.cents, each.operator)))

    def ageing(
        self, *, today: date, by_amc: bool, lasts: Sequence[int], wanted: ClaimFilter = _ENCOURS
    ) -> tuple[AgeingRow, ...]:
        """What is wanted per operator or AMC by age in working days, in cents, largest first."""
        return ageing(self._connection, today, self._alsace_moselle(), by_amc, lasts, wanted)

    def waiting_at(self, day: date, until: datetime) -> Iterator[Claim]:
        """Yield invoices that were in the encours at the end of a day, as they then were."""
        return waiting_at(self._connection, day, until)

    def add(self, claim: Claim) -> int:
        """Store one invoice; raises ``Problem("claim_known")`` when its number and date exist."""
        try:
            return add_row(self._connection, _table, {**values_of(claim), "version": 1})
        except IntegrityError as error:
            if not is_duplicate(error):
                raise
            raise Problem("claim_known", {"invoice": claim.invoice}) from None

    def add_many(self, claims: Iterable[Claim], import_id: int) -> int:
        """Store many invoices of an import at once; returns how many. Raises as ``add``."""
        count = 0
        incoming = iter(claims)
        while chunk := list(islice(incoming, _CHUNK)):
            rows = [_brought(claim, import_id) for claim in chunk]
            last = self._connection.execute(select(func.max(_table.c.id))).scalar() or 0
            try:
                # plain SQL: composing and typing each row costs more than storing it
                self._connection.exec_driver_sql(_INSERT, rows)
            except IntegrityError as error:
                if not is_duplicate(error):
                    raise
                raise Problem("claim_known", {"invoice": self._known(chunk, last)}) from None
            count += len(rows)
        return count

    def update(self, claim: Claim) -> None:
        """Store an invoice seen at its version; raises ``Problem("changed_meanwhile")``."""
        try:
            update_seen(
                self._connection,
                _table,
                claim.id,
                claim.version,
                values_of(claim),
                what_invoice(claim.invoice),
            )
        except IntegrityError as error:
            if not is_duplicate(error):
                raise
            raise Problem("claim_known", {"invoice": claim.invoice}) from None

    def update_many(self, claims: Iterable[Claim]) -> None:
        """Store many invoices at once; raises as ``update``, and then none is stored."""
        incoming = iter(claims)
        statement = update(_table).where(
            _table.c.id == bindparam("seen_id"), _table.c.version == bindparam("seen_version")
        )
        while chunk := list(islice(incoming, _CHUNK)):
            rows = [
                {
                    **values_of(claim),
                    "version": claim.version + 1,
                    "seen_id": claim.id,
                    "seen_version": claim.version,
                }
                for claim in chunk
            ]
            if self._connection.execute(statement, rows).rowcount != len(rows):
                raise Problem("changed_meanwhile", {"what": what_invoice(self._overtaken(chunk))})

    def remove(self, claim: Claim) -> None:
        """Remove an invoice as it was seen, with its history; raises ``Problem("changed_meanwhile")``."""
        for kept in (_history, _before):
            self._connection.execute(delete(kept).where(kept.c.claim_id == claim.id))
        seen = (_table.c.id == claim.id) & (_table.c.version == claim.version)
        if self._connection.execute(delete(_table).where(seen)).rowcount != 1:
            raise Problem("changed_meanwhile", {"what": what_invoice(claim.invoice)})

    def remove_added_by(self, import_id: int) -> int:
        """Remove the invoices an import brought, with their history; returns how many."""
        brought = select(_table.c.id).where(_table.c.import_id == import_id)
        self._connection.execute(delete(_history).where(_history.c.claim_id.in_(brought)))
        self._connection.execute(delete(_before).where(_before.c.claim_id.in_(brought)))
        return self._connection.execute(delete(_table).where(_table.c.import_id == import_id)).rowcount

    def note(self, changes: Iterable[ClaimChange]) -> None:
        """Write lines of history."""
        rows: list[dict[str, Stored]] = [
            {
                "claim_id": change.claim_id,
                "at": iso_instant(change.at),
                "who": change.who,
                "before": change.before,
                "after": change.after,
                "cause": change.cause,
                "reason": change.reason,
                "import_id": change.import_id,
            }
            for change in changes
        ]
        if rows:
            self._connection.execute(insert(_history), rows)

    def history(self, claim_id: int) -> tuple[ClaimChange, ...]:
        """Return the history of an invoice, oldest first."""
        rows = self._connection.execute(
            select(_history).where(_history.c.claim_id == claim_id).order_by(_history.c.id)
        )
        return tuple(
            ClaimChange(
                row.claim_id,
                read_instant(row.at),
                row.who,
                row.before,
                row.after,
                row.cause,
                row.reason,
                row.import_id,
            )
            for row in rows
        )

    def keep_before(self, import_id: int, claims: Iterable[Claim]) -> None:
        """Keep invoices as they were before an import, so that it can be undone."""
        rows: list[dict[str, Stored]] = [
            {"import_id": import_id, "claim_id": claim.id, "content": text_of(claim)} for claim in claims
        ]
        if rows:
            self._connection.execute(insert(_before), rows)

    def kept_before(self, import_id: int) -> tuple[Claim, ...]:
        """Return the invoices as they were before that import."""
        rows = self._connection.execute(
            select(_before.c.content).where(_before.c.import_id == import_id).order_by(_before.c.claim_id)
        )
        return tuple(claim_of_text(content) for (content,) in rows)

    def money_since(self, import_id: int) -> Tally:
        """Count the import's invoices whose money changed since, and the cents of difference."""
        brought = (_table.c.import_id == import_id) & ((_table.c.announced != 0) | (_table.c.received != 0))
        moved = [
            abs(announced) + abs(received)
            for announced, received in self._connection.execute(
                select(_table.c.announced, _table.c.received).where(brought)
            )
        ]
        rows = self._connection.execute(
            select(_before.c.content, _table.c.announced, _table.c.received)
            .join(_table, _table.c.id == _before.c.claim_id)
            .where(_before.c.import_id == import_id)
        )
        for content, announced, received in rows:
            was = claim_of_text(content)
            if (difference := abs(announced - was.announced) + abs(received - was.received)) > 0:
                moved.append(difference)
        return Tally(len(moved), sum(moved))

    def states_moved_since(self, import_id: int) -> Mapping[State, int]:
        """Count the import's invoices that something else touched after it, by their state now.

        A later import that was undone left no trace.
        """
        mark = select(tables.imports.c.history_mark).where(tables.imports.c.id == import_id)
        imports = tables.imports.c
        traceless = select(imports.id).where((imports.id == import_id) | imports.undone_at.is_not(None))
        touched = select(_history.c.claim_id).where(
            _history.c.id > mark.scalar_subquery(), _history.c.import_id.not_in(traceless)
        )
        changed = select(_before.c.claim_id).where(_before.c.import_id == import_id)
        rows = self._connection.execute(
            select(_table.c.state, func.count())
            .where(
                _table.c.id.in_(touched),
                (_table.c.import_id == import_id) | _table.c.id.in_(changed),
            )
            .group_by(_table.c.state)
        )
        return {State(state): count for state, count in rows}

    def _alsace_moselle(self) -> bool:
        """Public holidays of the pharmacy's own departement."""
        return bool(self._connection.execute(select(tables.pharmacy.c.alsace_moselle)).scalar())

    def _known(self, claims: Sequence[Claim], last: int) -> str:
        """Return the number of the invoice that stood among the first ``last``, or twice in the list."""
        seen: set[tuple[str, str]] = set()
        for claim in claims:
            there = self.by_identity(*claim.identity)
            if claim.identity in seen or (there is not None and there.id <= last):
                return claim.invoice
            seen.add(claim.identity)
        return ""

    def _overtaken(self, claims: Sequence[Claim]) -> str:
        """Return the number of the first invoice whose row no longer is what the caller saw."""
        for claim in claims:
            if self.get(claim.id) != replace(claim, version=claim.version + 1):
                return claim.invoice
        return ""


def _brought(claim: Claim, import_id: int) -> tuple[Stored, ...]:
    """Return the row of an invoice that an import brings."""
    row = row_of(claim)
    row[VERSION], row[IMPORT] = 1, import_id
    return tuple(row)
