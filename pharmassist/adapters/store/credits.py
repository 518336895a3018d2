"""The shelf of credits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import ColumnElement, Connection, Select, func, select, update

from pharmassist.adapters.store import bank_tables as tables
from pharmassist.adapters.store.bank_rows import credit_of, credit_values
from pharmassist.adapters.store.claim_rows import folded
from pharmassist.adapters.store.rows import update_seen
from pharmassist.domain.bank import Credit, CreditFilter
from pharmassist.domain.claims import Tally
from pharmassist.services.texts import translate as _

_table = tables.bank_credits
_CHUNK = 1_000


class Credits:
    """Implements ``CreditShelf``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, credit_id: int) -> Credit | None:
        """Return one credit."""
        row = self._connection.execute(select(_table).where(_table.c.id == credit_id)).one_or_none()
        return credit_of(row) if row else None

    def many(self, credit_ids: Iterable[int]) -> dict[int, Credit]:
        """Return the credits of these numbers."""
        numbers = sorted(set(credit_ids))
        found: dict[int, Credit] = {}
        for begin in range(0, len(numbers), _CHUNK):
            query = select(_table).where(_table.c.id.in_(numbers[begin : begin + _CHUNK]))
            found.update((row.id, credit_of(row)) for row in self._connection.execute(query))
        return found

    def find(self, wanted: CreditFilter, *, offset: int = 0, limit: int | None = None) -> tuple[Credit, ...]:
        """List one page, oldest first."""
        query = _chosen(wanted).offset(offset)
        return tuple(map(credit_of, self._connection.execute(query.limit(limit) if limit else query)))

    def stream(self, wanted: CreditFilter) -> Iterator[Credit]:
        """Yield credits, oldest first."""
        query = _chosen(wanted).execution_options(yield_per=_CHUNK)
        yield from map(credit_of, self._connection.execute(query))

    def tally(self, wanted: CreditFilter) -> Tally:
        """Count credits and sum what is not allocated of them."""
        query = select(func.count(), func.coalesce(func.sum(_table.c.cents - _table.c.allocated), 0))
        row = self._connection.execute(query.where(*_conditions(wanted))).one()
        return Tally(int(row[0]), int(row[1]))

    def update(self, credit: Credit) -> None:
        """Store a credit seen at its version; raises ``Problem("changed_meanwhile")``.

        The words of one marked "autre" are erased everywhere, in what an undo would put back too.
        """
        update_seen(
            self._connection, _table, credit.id, credit.version, credit_values(credit), _("This credit")
        )
        if credit.other:
            lines = select(tables.lines.c.id).where(tables.lines.c.credit_id == credit.id)
            self._connection.execute(
                update(tables.sightings).where(tables.sightings.c.line_id.in_(lines)).values(before="")
            )


def _chosen(wanted: CreditFilter) -> Select[tuple[object, ...]]:
    return select(*_table.columns).where(*_conditions(wanted)).order_by(_table.c.day, _table.c.id)


def _conditions(wanted: CreditFilter) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    if wanted.states:
        chosen.append(_table.c.state.in_(sorted(state.value for state in wanted.states)))
    if wanted.account_id:
        chosen.append(_table.c.account_id == wanted.account_id)
    if wanted.date_from:
        chosen.append(_table.c.day >= wanted.date_from.isoformat())
    if wanted.date_to:
        chosen.append(_table.c.day <= wanted.date_to.isoformat())
    if wanted.cents is not None:
        chosen.append(_table.c.cents == wanted.cents)
    if wanted.import_id:
        seen = select(tables.sightings.c.line_id).where(tables.sightings.c.import_id == wanted.import_id)
        lines = select(tables.lines.c.credit_id).where(tables.lines.c.id.in_(seen))
        chosen.append(_table.c.id.in_(lines))
    if wanted.text.strip():
        chosen.append(_table.c.searched.contains(folded(wanted.text.strip()), autoescape=True))
    return chosen
