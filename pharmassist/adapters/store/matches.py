"""The shelf of matches, their allocations and the rules of payers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, or_, select

from pharmassist.adapters.store import bank_tables as tables
from pharmassist.adapters.store.rows import (
    Stored,
    add_row,
    iso_instant,
    iso_maybe,
    read_instant,
    read_maybe,
    update_seen,
)
from pharmassist.domain.matches import Allocation, Match, PayerRule, Rung, Target
from pharmassist.services.texts import translate as _

_table, _allocations, _rules = tables.matches, tables.allocations, tables.payer_rules
_CHUNK = 500


class Matches:
    """Implements ``MatchShelf``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, match: Match) -> int:
        """Store a match with its allocations and return its number."""
        number = add_row(
            self._connection,
            _table,
            {
                "version": 1,
                "credit_id": match.credit_id,
                "rung": match.rung.value,
                "automatic": match.automatic,
                "at": iso_instant(match.at),
                "who": match.who,
                "solutions": match.solutions,
                "undone_at": iso_maybe(match.undone_at),
                "undone_by": match.undone_by,
            },
        )
        rows = [
            {
                "match_id": number,
                "target": each.target.value,
                "target_id": each.target_id,
                "cents": each.cents,
                "notice_id": each.notice_id,
            }
            for each in match.allocations
        ]
        if rows:
            self._connection.execute(insert(_allocations), rows)
        return number

    def undo(self, match: Match) -> None:
        """Store when and by whom a match was undone; raises ``Problem("changed_meanwhile")``."""
        values: dict[str, Stored] = {
            "undone_at": iso_maybe(match.undone_at),
            "undone_by": match.undone_by,
        }
        update_seen(self._connection, _table, match.id, match.version, values, _("This match"))

    def get(self, match_id: int) -> Match | None:
        """Return one match, undone or not."""
        found = self._found(_table.c.id == match_id)
        return found[0] if found else None

    def of_credit(self, credit_id: int, *, undone: bool = False) -> tuple[Match, ...]:
        """Return the standing matches of a credit, all of them with ``undone``."""
        chosen = _table.c.credit_id == credit_id
        return self._found(chosen if undone else chosen & _table.c.undone_at.is_(None))

    def of_target(self, target: Target, target_id: int) -> tuple[Match, ...]:
        """Return the standing matches that pay this."""
        own = select(_allocations.c.match_id).where(
            _allocations.c.target == target.value, _allocations.c.target_id == target_id
        )
        return self._found(_table.c.id.in_(own) & _table.c.undone_at.is_(None))

    def of_notice(self, notice_id: int) -> tuple[Match, ...]:
        """Return the standing matches under a notice, by itself or by its invoices."""
        whole = (_allocations.c.target == Target.NOTICE.value) & (_allocations.c.target_id == notice_id)
        own = select(_allocations.c.match_id).where(or_(_allocations.c.notice_id == notice_id, whole))
        return self._found(_table.c.id.in_(own) & _table.c.undone_at.is_(None))

    def standing(self) -> Iterator[Match]:
        """Yield every standing match, oldest first."""
        after = 0
        while True:
            query = (
                select(_table)
                .where(_table.c.undone_at.is_(None), _table.c.id > after)
                .order_by(_table.c.id)
                .limit(_CHUNK)
            )
            rows = self._connection.execute(query).all()
            if not rows:
                return
            yield from self._with_allocations(rows)
            after = rows[-1].id

    def add_rule(self, rule: PayerRule) -> int:
        """Store a rule and return its number."""
        return add_row(self._connection, _rules, {**_rule_values(rule), "version": 1})

    def update_rule(self, rule: PayerRule) -> None:
        """Store a rule seen at its version; raises ``Problem("changed_meanwhile")``."""
        update_seen(self._connection, _rules, rule.id, rule.version, _rule_values(rule), _("This rule"))

    def remove_rule(self, rule_id: int) -> None:
        """Forget a rule."""
        self._connection.execute(delete(_rules).where(_rules.c.id == rule_id))

    def rules(self) -> tuple[PayerRule, ...]:
        """Return the rules, oldest first."""
        rows = self._connection.execute(select(_rules).order_by(_rules.c.id))
        return tuple(
            PayerRule(row.operator, row.words, row.iban, row.learnt_from, row.id, row.version) for row in rows
        )

    def _found(self, chosen: ColumnElement[bool]) -> tuple[Match, ...]:
        rows = self._connection.execute(select(_table).where(chosen).order_by(_table.c.id)).all()
        return tuple(self._with_allocations(rows))

    def _with_allocations(self, rows: Sequence[Row[Any]]) -> Iterator[Match]:
        parts: dict[int, list[Allocation]] = {row.id: [] for row in rows}
        numbers = list(parts)
        for begin in range(0, len(numbers), _CHUNK):
            query = select(_allocations).where(_allocations.c.match_id.in_(numbers[begin : begin + _CHUNK]))
            for row in self._connection.execute(query.order_by(_allocations.c.id)):
                parts[row.match_id].append(
                    Allocation(
                        Target(row.target), row.target_id, row.cents, row.notice_id, row.match_id, row.id
                    )
                )
        for row in rows:
            yield Match(
                row.credit_id,
                Rung(row.rung),
                row.automatic,
                tuple(parts[row.id]),
                read_instant(row.at),
                row.who,
                row.solutions,
                read_maybe(row.undone_at),
                row.undone_by,
                row.id,
                row.version,
            )


def _rule_values(rule: PayerRule) -> dict[str, Stored]:
    return {
        "operator": rule.operator,
        "words": rule.words,
        "iban": rule.iban,
        "learnt_from": rule.learnt_from,
    }
