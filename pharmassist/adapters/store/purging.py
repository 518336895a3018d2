"""The shelf of retention: what is old and closed is counted, then taken, in one transaction.

The journal is never touched: it holds hashes, numbers and codes, and stays verifiable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, Table, delete, func, select, text, update

from pharmassist.adapters.store import bank_tables, incident_tables, paper_tables, tables
from pharmassist.adapters.store.advance_tables import (
    accredited_rejects,
    advance_basis,
    advances,
    compulsory_delays,
    movements,
    reminders,
)
from pharmassist.adapters.store.bank_change_tables import bank_changes
from pharmassist.domain.advances import ENDED
from pharmassist.domain.matches import Target
from pharmassist.domain.retention import Limits, Purge, Purged, PurgeLine
from pharmassist.domain.ties import old_as_a_whole

_CHUNK = 500
_claims, _history, _before = tables.claims, tables.claim_history, tables.claims_before
_credits, _lines, _sightings = bank_tables.bank_credits, bank_tables.lines, bank_tables.sightings
_notices, _notice_lines = bank_tables.notices, bank_tables.notice_lines
_matches, _allocations = bank_tables.matches, bank_tables.allocations
_statements, _statement_imports = bank_tables.statements, bank_tables.statement_imports
_readings, _portals = tables.readings, tables.portal_readings

Node = tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Found:
    """The numbers of what is old as a whole."""

    claims: frozenset[int]
    credits: frozenset[int]
    notices: frozenset[int]
    matches: frozenset[int]
    advances: frozenset[int]
    cases: frozenset[int]


class Retention:
    """Implements ``RetentionShelf``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def plan(self, limits: Limits) -> Purge:
        """Count what would go; nothing is changed."""
        return self._counted(limits, self._found(limits))

    def purge(self, limits: Limits) -> Purge:
        """Take it, and overwrite its place in the file; returns what went."""
        found = self._found(limits)
        counted = self._counted(limits, found)
        if counted.is_empty:
            return counted
        # Pages that get free are filled with zeros: the key alone must not bring them back.
        self._connection.execute(text("PRAGMA secure_delete = ON"))
        first = limits.claims.isoformat()
        lists, statements = self._old_lists(first, found), self._old_statements(first, found)
        self._take_money(first, found)
        self._take_claims(found)
        self._take_imports(lists, statements)
        self._take_operators(first)
        self._take_cases(found)
        self._connection.execute(delete(paper_tables.printed))
        return counted

    # What is old as a whole

    def _found(self, limits: Limits) -> _Found:
        first, case_first = limits.claims.isoformat(), limits.incidents.isoformat()
        things: list[Node] = []
        old: set[Node] = set()
        touched = dict(
            self._rows(select(_history.c.claim_id, func.max(_history.c.at)).group_by(_history.c.claim_id))
        )
        for number, in_encours, day in self._rows(
            select(_claims.c.id, _claims.c.in_encours, _claims.c.identity_day)
        ):
            things.append(("claim", number))
            if not in_encours and max(day, touched.get(number, "")) < first:
                old.add(("claim", number))
        for name, table, day in (
            ("credit", _credits, _credits.c.day),
            ("notice", _notices, _notices.c.day),
            ("match", _matches, func.coalesce(_matches.c.undone_at, _matches.c.at)),
        ):
            for number, when in self._rows(select(table.c.id, day)):
                things.append((name, number))
                if when < first:
                    old.add((name, number))
        for number, status, last in self._rows(
            select(advances.c.id, advances.c.status, func.max(advances.c.period_to, advances.c.requested_at))
        ):
            things.append(("advance", number))
            if status in {each.value for each in ENDED} and (last or "") < first:
                old.add(("advance", number))
        owner = dict(self._rows(select(movements.c.id, movements.c.advance_id)))
        for number, day in self._rows(select(movements.c.advance_id, movements.c.day)):
            if day >= first:
                old.discard(("advance", number))
        whole = old_as_a_whole(things, old, self._ties(owner))
        cases = self._rows(select(tables.cases.c.id).where(tables.cases.c.closed_at < case_first))

        def of(name: str) -> frozenset[int]:
            return frozenset(number for kind, number in whole if kind == name)

        return _Found(
            of("claim"),
            of("credit"),
            of("notice"),
            of("match"),
            of("advance"),
            frozenset(number for (number,) in cases),
        )

    def _ties(self, owner: dict[int, int]) -> Iterator[tuple[Node, Node]]:
        """Give what joins two things; 0 joins nothing."""
        for match, credit in self._rows(select(_matches.c.id, _matches.c.credit_id)):
            yield ("match", match), ("credit", credit)
        parts = select(
            _allocations.c.match_id, _allocations.c.target, _allocations.c.target_id, _allocations.c.notice_id
        )
        for match, target, number, notice in self._rows(parts):
            yield ("match", match), ("notice", notice)
            if target in (Target.ADVANCE, Target.WITHHOLDING):
                yield ("match", match), ("advance", owner.get(number, 0))
            elif target == Target.RETURN:
                yield ("match", match), ("credit", number)
            else:
                yield ("match", match), (target, number)
        for notice, claim in self._rows(select(_notice_lines.c.notice_id, _notice_lines.c.claim_id)):
            yield ("notice", notice), ("claim", claim)
        for advance, claim in self._rows(select(advance_basis.c.advance_id, advance_basis.c.claim_id)):
            yield ("advance", advance), ("claim", claim)
        moved = select(movements.c.advance_id, movements.c.credit_id, movements.c.notice_id)
        for advance, credit, notice in self._rows(moved):
            yield ("advance", advance), ("credit", credit)
            yield ("advance", advance), ("notice", notice)
        for advance, earlier in self._rows(select(advances.c.id, advances.c.renews)):
            yield ("advance", advance), ("advance", earlier)
        for credit, returned in self._rows(select(_credits.c.id, _credits.c.returns)):
            yield ("credit", credit), ("credit", returned)

    # Counting

    def _counted(self, limits: Limits, found: _Found) -> Purge:
        first = limits.claims.isoformat()
        money = (
            (Purged.CLAIMS, _claims, _claims.c.amc_amount, found.claims),
            (Purged.CREDITS, _credits, _credits.c.cents, found.credits),
            (Purged.NOTICES, _notices, _notices.c.total, found.notices),
            (Purged.ADVANCES, advances, advances.c.requested, found.advances),
        )
        lines = [
            PurgeLine(kind, len(ids), self._sum(table, column, ids)) for kind, table, column, ids in money
        ]
        proofs = self._count(tables.attachments, tables.attachments.c.case_id.in_(found.cases))
        lines += [
            PurgeLine(Purged.MATCHES, len(found.matches)),
            PurgeLine(
                Purged.IMPORTS, len(self._old_lists(first, found)) + len(self._old_statements(first, found))
            ),
            PurgeLine(Purged.REMINDERS, self._count(reminders, reminders.c.at < first)),
            PurgeLine(
                Purged.READINGS,
                self._count(_readings, self._old_readings(first))
                + self._count(_portals, _portals.c.at < first),
            ),
            PurgeLine(Purged.INCIDENTS, len(found.cases)),
            PurgeLine(Purged.PROOFS, proofs),
        ]
        lines = [line for line in lines if line.count]
        prints = self._count(paper_tables.printed)
        if lines and prints:
            lines.append(PurgeLine(Purged.PRINTS, prints))
        old = (_claims.c.in_encours, _claims.c.identity_day < first)
        waiting = self._connection.execute(
            select(func.count(), func.coalesce(func.sum(_claims.c.outstanding), 0)).where(*old)
        ).one()
        return Purge(limits, tuple(lines), int(waiting[0]), int(waiting[1]))

    def _old_lists(self, first: str, found: _Found) -> frozenset[int]:
        """Return the old lists of the LGO that no invoice that stays came from, or was changed by."""
        kept = {
            number
            for claim, number in self._rows(select(_claims.c.id, _claims.c.import_id))
            if claim not in found.claims
        }
        for table in (_history, _before):
            rows = self._rows(select(table.c.claim_id, table.c.import_id))
            kept |= {number for claim, number in rows if claim not in found.claims}
        old = self._rows(select(tables.imports.c.id).where(tables.imports.c.at < first))
        return frozenset(number for (number,) in old) - kept

    def _old_statements(self, first: str, found: _Found) -> frozenset[int]:
        """Return the old imports of statements and notices of which nothing stays."""
        kept = {
            number
            for (number,) in self._rows(
                select(_statements.c.import_id).where(_statements.c.last_day >= first)
            )
        }
        kept |= {
            number
            for credit, number in self._rows(select(_credits.c.id, _credits.c.import_id))
            if credit not in found.credits
        }
        notices = select(_notices.c.id, _notices.c.import_id, _notices.c.reference_import_id)
        for notice, number, reference in self._rows(notices):
            kept |= {number, reference} if notice not in found.notices else set()
        for notice, number in self._rows(select(_notice_lines.c.notice_id, _notice_lines.c.import_id)):
            kept |= {number} if notice not in found.notices else set()
        seen = select(_sightings.c.import_id, _lines.c.credit_id).join(
            _lines, _lines.c.id == _sightings.c.line_id
        )
        kept |= {number for number, credit in self._rows(seen) if credit and credit not in found.credits}
        old = self._rows(select(_statement_imports.c.id).where(_statement_imports.c.at < first))
        return frozenset(number for (number,) in old) - kept

    def _old_readings(self, first: str) -> ColumnElement[bool]:
        """Return which readings are old and not the last of their light."""
        last = select(func.max(_readings.c.id)).group_by(_readings.c.operator, _readings.c.light)
        return (_readings.c.at < first) & _readings.c.id.not_in(last)

    # Taking

    def _take_money(self, first: str, found: _Found) -> None:
        self._delete(_allocations.c.match_id, found.matches)
        self._delete(_matches.c.id, found.matches)
        self._delete(_notice_lines.c.notice_id, found.notices)
        self._delete(_notices.c.id, found.notices)
        for chunk in _chunks(found.credits):
            lines = select(_lines.c.id).where(_lines.c.credit_id.in_(chunk))
            self._connection.execute(delete(_sightings).where(_sightings.c.line_id.in_(lines)))
        self._delete(_lines.c.credit_id, found.credits)
        self._delete(_credits.c.id, found.credits)
        for table in (movements, advance_basis):
            self._delete(table.c.advance_id, found.advances)
        self._delete(advances.c.id, found.advances)
        self._where(reminders, reminders.c.at < first)
        self._where(accredited_rejects, accredited_rejects.c.day < first)
        self._where(compulsory_delays, compulsory_delays.c.paid < first)

    def _take_claims(self, found: _Found) -> None:
        for table in (_history, _before):
            self._delete(table.c.claim_id, found.claims)
        self._delete(_claims.c.id, found.claims)

    def _take_imports(self, lists: frozenset[int], statements: frozenset[int]) -> None:
        """Take records of imports; a debit of which no import is left goes with the last of them."""
        self._delete(tables.imports.c.id, lists)
        self._delete(_sightings.c.import_id, statements)
        self._delete(_statements.c.import_id, statements)
        self._delete(_statement_imports.c.id, statements)
        unseen = _lines.c.id.not_in(select(_sightings.c.line_id))
        self._where(_lines, (_lines.c.credit_id == 0) & unseen)

    def _take_operators(self, first: str) -> None:
        self._where(_readings, self._old_readings(first))
        self._where(_portals, _portals.c.at < first)
        signs, suspensions = incident_tables.restart_signs, incident_tables.suspensions
        self._where(signs, signs.c.at < first)
        self._where(suspensions, suspensions.c.ended_at < first)
        self._where(bank_changes, bank_changes.c.ended_at < first)

    def _take_cases(self, found: _Found) -> None:
        for table in (
            tables.step_records,
            tables.attachments,
            incident_tables.inserted_blocks,
            incident_tables.handovers,
            incident_tables.breach_facts,
        ):
            self._delete(table.c.case_id, found.cases)
        self._delete(tables.cases.c.id, found.cases)
        for chunk in _chunks(found.cases):
            exposed = tables.accesses.c.exposed_by.in_(chunk)
            self._connection.execute(update(tables.accesses).where(exposed).values(exposed_by=0))

    # Small things

    def _rows(self, query: Select[Any]) -> list[Any]:
        return list(self._connection.execute(query))

    def _delete(self, column: Column[int], numbers: Iterable[int]) -> None:
        for chunk in _chunks(numbers):
            self._connection.execute(delete(column.table).where(column.in_(chunk)))

    def _where(self, table: Table, old: ColumnElement[bool]) -> None:
        self._connection.execute(delete(table).where(old))

    def _count(self, table: Table, wanted: ColumnElement[bool] | None = None) -> int:
        query = select(func.count()).select_from(table)
        return int(self._connection.execute(query if wanted is None else query.where(wanted)).scalar_one())

    def _sum(self, table: Table, column: Column[int], numbers: Iterable[int]) -> int:
        total = 0
        for chunk in _chunks(numbers):
            query = select(func.coalesce(func.sum(column), 0)).where(table.c.id.in_(chunk))
            total += int(self._connection.execute(query).scalar_one())
        return total


def _chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    whole = sorted(numbers)
    for start in range(0, len(whole), _CHUNK):
        yield whole[start : start + _CHUNK]
