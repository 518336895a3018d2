"""Lines of statements: recognised by keyed hashes, so that none is counted twice and none is lost.

A line is seen by one or several imports; it lives as long as one of them stands.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from pharmassist.adapters.store import bank_tables as tables
from pharmassist.adapters.store.bank_rows import (
    credit_of,
    credit_values,
    searched,
    with_words,
    word_values,
    write_words,
)
from pharmassist.domain.bank import Credit
from pharmassist.domain.bank_lines import KnownLine, Marks
from pharmassist.services.ports.bank import Sighting

_lines, _sightings, _credits = tables.lines, tables.sightings, tables.bank_credits
_CHUNK = 500
_EACH = 5_000


class BankLines:
    """The lines of every account."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def known(self, groups: Iterable[str]) -> dict[str, list[KnownLine]]:
        """Return the lines of these groups with all that was seen of them."""
        found: dict[str, dict[int, tuple[int, list[Marks]]]] = {}
        for chunk in _chunks(sorted(set(groups)), _CHUNK):
            query = (
                select(_lines.c.group_hash, _lines.c.id, _lines.c.credit_id, *_sightings.c)
                .select_from(_lines.join(_sightings))
                .where(_lines.c.group_hash.in_(chunk))
                .order_by(_lines.c.id, _sightings.c.import_id)
            )
            for row in self._connection.execute(query):
                of_group = found.setdefault(row.group_hash, {})
                _credit, seen = of_group.setdefault(row.id, (row.credit_id, []))
                seen.append(
                    Marks(row.group_hash, row.dialect, row.number_hash, row.reference_hash, row.label_hash)
                )
        return {
            group: [KnownLine(line, credit, tuple(seen)) for line, (credit, seen) in lines.items()]
            for group, lines in found.items()
        }

    def see(self, import_id: int, sightings: Iterable[Sighting]) -> list[int]:
        """Store what an import saw; returns the numbers of the new credits."""
        line, credit = self._next(_lines), self._next(_credits)
        first_credit = credit
        for chunk in _chunks(sightings, _EACH):
            new_lines, new_credits, seen = list[Any](), list[Any](), list[Any]()
            for each in chunk:
                number, before = each.line_id, ""
                if not number:
                    number, mine = line, 0
                    line += 1
                    if each.credit is not None:
                        mine = credit
                        credit += 1
                        fresh = replace(each.credit, import_id=import_id, id=mine)
                        new_credits.append({**credit_values(fresh), "id": mine, "version": 1})
                    new_lines.append(_line_row(number, each, mine))
                elif each.credit is not None:
                    before = self._complete(each.credit)
                seen.append(_sighting_row(import_id, number, each.marks, before))
            for table, rows in ((_credits, new_credits), (_lines, new_lines), (_sightings, seen)):
                if rows:
                    self._connection.execute(insert(table), rows)
        return list(range(first_credit, credit))

    def matched_of(self, import_id: int) -> int:
        """Count the standing matches of credits that only this import saw."""
        matches = tables.matches
        alone = self._only_seen_by(import_id).subquery()
        going = select(_lines.c.credit_id).where(_lines.c.id.in_(select(alone.c[0])), _lines.c.credit_id > 0)
        query = select(func.count()).where(matches.c.undone_at.is_(None), matches.c.credit_id.in_(going))
        return int(self._connection.execute(query).scalar_one())

    def forget(self, import_id: int) -> int:
        """Take back what an import saw; a line that another one saw stays, as it was before."""
        self._put_back(import_id)
        alone = [row[0] for row in self._connection.execute(self._only_seen_by(import_id))]
        self._connection.execute(delete(_sightings).where(_sightings.c.import_id == import_id))
        gone = 0
        for chunk in _chunks(alone, _CHUNK):
            query = select(_lines.c.credit_id).where(_lines.c.id.in_(chunk), _lines.c.credit_id > 0)
            numbers = [row[0] for row in self._connection.execute(query)]
            self._connection.execute(delete(_lines).where(_lines.c.id.in_(chunk)))
            gone += self._remove_credits(numbers)
        self._give_over(import_id)
        return gone

    def _next(self, table: Table) -> int:
        return int(self._connection.execute(select(func.max(table.c.id))).scalar() or 0) + 1

    def _credit(self, number: int) -> Credit | None:
        row = self._connection.execute(select(_credits).where(_credits.c.id == number)).one_or_none()
        return credit_of(row) if row else None

    def _complete(self, told: Credit) -> str:
        """Store the words that are told of a known credit; returns what stood there."""
        known = self._credit(told.id)
        assert known is not None
        self._write_words(told, known.version)
        return write_words(known)

    def _write_words(self, credit: Credit, version: int) -> None:
        values = {**word_values(credit), "searched": searched(credit), "version": version + 1}
        self._connection.execute(update(_credits).where(_credits.c.id == credit.id).values(values))

    def _put_back(self, import_id: int) -> None:
        """Give each credit that this import completed its words of before."""
        query = (
            select(_sightings.c.line_id, _sightings.c.before, _lines.c.credit_id)
            .select_from(_sightings.join(_lines))
            .where(_sightings.c.import_id == import_id, _sightings.c.before != "")
        )
        for row in self._connection.execute(query).all():
            later = self._connection.execute(
                select(_sightings.c.import_id)
                .where(
                    _sightings.c.line_id == row.line_id,
                    _sightings.c.import_id > import_id,
                    _sightings.c.before != "",
                )
                .order_by(_sightings.c.import_id)
                .limit(1)
            ).scalar()
            known = self._credit(row.credit_id)
            if later is not None:
                # A later import completed it on top: its own undoing goes back this far then.
                mine = (_sightings.c.line_id == row.line_id, _sightings.c.import_id == later)
                self._connection.execute(update(_sightings).where(*mine).values(before=row.before))
            elif known is not None and not known.other:
                self._write_words(with_words(known, row.before), known.version)

    def _only_seen_by(self, import_id: int) -> Any:
        others = select(_sightings.c.line_id).where(_sightings.c.import_id != import_id)
        return select(_sightings.c.line_id).where(
            _sightings.c.import_id == import_id, _sightings.c.line_id.not_in(others)
        )

    def _remove_credits(self, numbers: list[int]) -> int:
        if not numbers:
            return 0
        self._connection.execute(
            update(_credits).where(_credits.c.returned_by.in_(numbers)).values(returned_by=0, state="open")
        )
        # The return of a credit that goes is a debit like any other: nothing of it is kept.
        returns = [
            row[0]
            for row in self._connection.execute(select(_credits.c.id).where(_credits.c.returns.in_(numbers)))
        ]
        self._connection.execute(
            update(_lines).where(_lines.c.credit_id.in_(returns or [-1])).values(credit_id=0)
        )
        going = sorted({*numbers, *returns})
        self._connection.execute(delete(_credits).where(_credits.c.id.in_(going)))
        return len(going)

    def _give_over(self, import_id: int) -> None:
        """Name another import on the credits that stay."""
        others = (
            select(func.min(_sightings.c.import_id))
            .select_from(_sightings.join(_lines))
            .where(_lines.c.credit_id == _credits.c.id)
            .scalar_subquery()
        )
        self._connection.execute(
            update(_credits).where(_credits.c.import_id == import_id).values(import_id=others)
        )


def _line_row(number: int, sighting: Sighting, credit: int) -> dict[str, Any]:
    return {
        "id": number,
        "account_id": sighting.account_id,
        "group_hash": sighting.marks.group,
        "credit_id": credit,
    }


def _sighting_row(import_id: int, line: int, marks: Marks, before: str) -> dict[str, Any]:
    return {
        "import_id": import_id,
        "line_id": line,
        "dialect": marks.dialect,
        "number_hash": marks.number,
        "reference_hash": marks.reference,
        "label_hash": marks.label,
        "before": before,
    }


T = TypeVar("T")


def _chunks(things: Iterable[T], size: int) -> Iterator[list[T]]:
    wanted = iter(things)
    while chunk := list(itertools.islice(wanted, size)):
        yield chunk
