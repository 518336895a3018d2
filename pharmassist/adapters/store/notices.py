"""The shelf of payment notices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, update

from pharmassist.adapters.store import bank_tables as tables
from pharmassist.adapters.store.rows import Stored, add_row, update_seen
from pharmassist.domain.notices import (
    LineKind,
    Notice,
    NoticeFilter,
    NoticeLine,
    NoticeSource,
    folded_reference,
)
from pharmassist.services.texts import translate as _

_table, _lines = tables.notices, tables.notice_lines


class Notices:
    """Implements ``NoticeShelf``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, notice: Notice, lines: Iterable[NoticeLine] = ()) -> int:
        """Store a notice with its lines and return its number."""
        number = add_row(self._connection, _table, {**_values(notice), "version": 1})
        self.add_lines(number, lines)
        return number

    def update(self, notice: Notice) -> None:
        """Store a notice seen at its version; raises ``Problem("changed_meanwhile")``."""
        update_seen(self._connection, _table, notice.id, notice.version, _values(notice), _("This notice"))

    def get(self, notice_id: int) -> Notice | None:
        """Return one notice."""
        row = self._connection.execute(select(_table).where(_table.c.id == notice_id)).one_or_none()
        return _notice(row) if row else None

    def find(self, wanted: NoticeFilter, *, offset: int = 0, limit: int | None = None) -> tuple[Notice, ...]:
        """List one page by flow day, oldest first."""
        query = select(_table).where(*_conditions(wanted)).order_by(_table.c.day, _table.c.id).offset(offset)
        return tuple(map(_notice, self._connection.execute(query.limit(limit) if limit else query)))

    def add_lines(self, notice_id: int, lines: Iterable[NoticeLine]) -> None:
        """Add lines to a notice."""
        rows = [{**_line_values(line), "notice_id": notice_id} for line in lines]
        if rows:
            self._connection.execute(insert(_lines), rows)

    def update_line(self, line: NoticeLine) -> None:
        """Store a line of a notice."""
        self._connection.execute(update(_lines).where(_lines.c.id == line.id).values(_line_values(line)))

    def lines(self, notice_id: int) -> tuple[NoticeLine, ...]:
        """Return the lines of a notice."""
        return self._found_lines(_lines.c.notice_id == notice_id)

    def lines_of_import(self, import_id: int) -> tuple[NoticeLine, ...]:
        """Return the lines that an import brought."""
        return self._found_lines(_lines.c.import_id == import_id)

    def lines_of_claim(self, claim_id: int) -> tuple[NoticeLine, ...]:
        """Return what notices say of an invoice."""
        return self._found_lines(_lines.c.claim_id == claim_id)

    def matched_of(self, import_id: int) -> int:
        """Count the standing matches of notices that this import brought or completed."""
        allocations, matches = tables.allocations, tables.matches
        own = select(_table.c.id).where(_table.c.import_id == import_id)
        completed = select(_lines.c.notice_id).where(_lines.c.import_id == import_id)
        touched = own.union(completed).subquery()
        mine = allocations.c.notice_id.in_(select(touched.c[0])) | (
            (allocations.c.target == "notice") & allocations.c.target_id.in_(select(touched.c[0]))
        )
        query = (
            select(func.count(func.distinct(matches.c.id)))
            .select_from(matches.join(allocations))
            .where(matches.c.undone_at.is_(None), mine)
        )
        return int(self._connection.execute(query).scalar_one())

    def remove(self, notice_id: int) -> None:
        """Remove a notice and its lines (only to undo what brought it)."""
        self._connection.execute(delete(_lines).where(_lines.c.notice_id == notice_id))
        self._connection.execute(delete(_table).where(_table.c.id == notice_id))

    def remove_lines(self, import_id: int) -> None:
        """Remove the lines that an import brought (only to undo it)."""
        self._connection.execute(delete(_lines).where(_lines.c.import_id == import_id))

    def _found_lines(self, chosen: ColumnElement[bool]) -> tuple[NoticeLine, ...]:
        rows = self._connection.execute(select(_lines).where(chosen).order_by(_lines.c.id))
        return tuple(map(line_of, rows))


def _conditions(wanted: NoticeFilter) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    if wanted.operator:
        chosen.append(_table.c.operator == wanted.operator)
    if wanted.states:
        chosen.append(_table.c.state.in_(sorted(state.value for state in wanted.states)))
    if wanted.date_from:
        chosen.append(_table.c.day >= wanted.date_from.isoformat())
    if wanted.date_to:
        chosen.append(_table.c.day <= wanted.date_to.isoformat())
    if wanted.reference:
        chosen.append(_table.c.folded_reference == folded_reference(wanted.reference))
    if wanted.import_id:
        chosen.append(_table.c.import_id == wanted.import_id)
    if wanted.reference_import_id:
        chosen.append(_table.c.reference_import_id == wanted.reference_import_id)
    return chosen


def _values(notice: Notice) -> dict[str, Stored]:
    return {
        "operator": notice.operator,
        "day": notice.day.isoformat(),
        "total": notice.total,
        "reference": notice.reference,
        "source": notice.source.value,
        "received": notice.received,
        "withheld": notice.withheld,
        "import_id": notice.import_id,
        "reference_import_id": notice.reference_import_id,
        "state": notice.state.value,
        "folded_reference": notice.folded_reference,
    }


def _notice(row: Row[Any]) -> Notice:
    return Notice(
        row.operator,
        date.fromisoformat(row.day),
        row.total,
        row.reference,
        NoticeSource(row.source),
        row.received,
        row.withheld,
        row.import_id,
        row.reference_import_id,
        row.id,
        row.version,
    )


def _line_values(line: NoticeLine) -> dict[str, Stored]:
    return {
        "notice_id": line.notice_id,
        "kind": line.kind.value,
        "invoice": line.invoice,
        "cents": line.cents,
        "reject_code": line.reject_code,
        "reject_label": line.reject_label,
        "claim_id": line.claim_id,
        "state_before": line.state_before,
        "announced_before": line.announced_before,
        "import_id": line.import_id,
    }


def line_of(row: Row[Any]) -> NoticeLine:
    """Return the line of a notice that a row is."""
    return NoticeLine(
        row.notice_id,
        LineKind(row.kind),
        row.invoice,
        row.cents,
        row.reject_code,
        row.reject_label,
        row.claim_id,
        row.state_before,
        row.announced_before,
        row.import_id,
        row.id,
    )
