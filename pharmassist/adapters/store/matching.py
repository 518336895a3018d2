"""What matching asks over many rows at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice

from sqlalchemy import Connection, func, select

from pharmassist.adapters.store import bank_tables, tables
from pharmassist.adapters.store.bank_rows import credit_of
from pharmassist.adapters.store.claim_rows import COLUMNS, claim_of
from pharmassist.adapters.store.notices import line_of
from pharmassist.domain.bank import Credit, CreditState
from pharmassist.domain.claims import MONEY, Claim, State, Tally
from pharmassist.domain.notices import NoticeLine
from pharmassist.services.ports.matching import DaySent

_CHUNK = 500
_credits = bank_tables.bank_credits
_claims, _history, _lines = tables.claims, tables.claim_history, bank_tables.notice_lines


class Matching:
    """Implements ``MatchingShelf``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def claims(self, ids: Iterable[int]) -> Mapping[int, Claim]:
        """Return invoices by their number in the register."""
        found: dict[int, Claim] = {}
        for chunk in _chunks(ids):
            query = select(*COLUMNS).where(_claims.c.id.in_(chunk))
            found |= {claim.id: claim for claim in map(claim_of, self._connection.execute(query))}
        return found

    def lines(self, notice_ids: Iterable[int]) -> Mapping[int, Sequence[NoticeLine]]:
        """Return the lines of these notices, by notice."""
        found: dict[int, list[NoticeLine]] = defaultdict(list)
        for chunk in _chunks(notice_ids):
            query = select(_lines).where(_lines.c.notice_id.in_(chunk)).order_by(_lines.c.id)
            for row in self._connection.execute(query):
                found[row.notice_id].append(line_of(row))
        return found

    def states_before_money(self, claim_ids: Iterable[int]) -> Mapping[int, State]:
        """Return the states that invoices had before the first money they hold."""
        found: dict[int, State] = {}
        money = sorted(state.value for state in MONEY)
        for chunk in _chunks(claim_ids):
            query = (
                select(_history.c.claim_id, _history.c.before)
                .where(
                    _history.c.claim_id.in_(chunk),
                    _history.c.cause == "received",
                    _history.c.before.not_in(money),
                )
                .order_by(_history.c.id)
            )
            # The last one that came from no money is where the money that stands began.
            found |= {claim_id: State(before) for claim_id, before in self._connection.execute(query)}
        return found

    def sent_by_day(self, states: frozenset[State], limit: int) -> tuple[DaySent, ...]:
        """Return the last days of sending with invoices in these states, oldest first."""
        query = (
            select(_claims.c.age_day, func.count(), func.sum(_claims.c.outstanding))
            .where(_claims.c.state.in_(sorted(state.value for state in states)), _claims.c.age_day != "")
            .group_by(_claims.c.age_day)
            .order_by(_claims.c.age_day.desc())
            .limit(limit)
        )
        rows = self._connection.execute(query).all()
        return tuple(
            DaySent(date.fromisoformat(day), Tally(int(count), int(cents)))
            for day, count, cents in reversed(rows)
        )

    def newest(self, states: frozenset[CreditState], limit: int) -> tuple[Credit, ...]:
        """Return the last credits in these states, newest first."""
        query = (
            select(_credits)
            .where(_credits.c.state.in_(sorted(state.value for state in states)))
            .order_by(_credits.c.day.desc(), _credits.c.id.desc())
            .limit(limit)
        )
        return tuple(map(credit_of, self._connection.execute(query)))

    def has_credits(self) -> bool:
        """Tell whether any credit was ever read."""
        return self._connection.execute(select(_credits.c.id).limit(1)).first() is not None


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    wanted = iter(sorted(set(ids)))
    while chunk := list(islice(wanted, _CHUNK)):
        yield chunk
