"""What the keyboard does with a table: copy its rows, sort it, widen its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView

from pharmassist.ui.parts.cells import CellMark, TableRow
from pharmassist.ui.parts.copying import Sheet, copy_sheet

# Only the name of a type: the table calls what is here.
if TYPE_CHECKING:
    from pharmassist.ui.parts.table import Table

STEP = 16
"""By how many logical pixels a column is widened at a time."""


def copy_rows(table: Table) -> None:
    """Copy the ticked rows, else those selected, as lines of tabs under their titles.

    Rows that are not here yet are asked, page after page; the clipboard changes once all came.
    """
    for old in table.findChildren(_Copying):
        old.deleteLater()
    chosen = table.paged.chosen()
    rows = list(range(table.paged.rowCount())) if chosen else table.selected_rows()
    if rows:
        _Copying(table, rows, chosen).go_on()


def arrange(table: Table, event: QKeyEvent) -> bool:
    """Sort or widen with Alt and the arrows; False for any other key."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    alt, shift = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
    sideways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
    orders = {Qt.Key.Key_Up: Qt.SortOrder.AscendingOrder, Qt.Key.Key_Down: Qt.SortOrder.DescendingOrder}
    key = Qt.Key(event.key())
    header = table.horizontalHeader()
    place, order = header.sortIndicatorSection(), header.sortIndicatorOrder()
    if modifiers == alt and key in sideways:
        _sort_next(table, place, sideways[key], order)
    elif modifiers == alt and key in orders:
        if place >= 0:
            table.sortByColumn(place, orders[key])
    elif modifiers == (alt | shift) and key in sideways:
        _widen(table, place, sideways[key] * STEP)
    else:
        return False
    return True


def _sort_next(table: Table, place: int, step: int, order: Qt.SortOrder) -> None:
    columns = table.paged.columns
    there = [n for n, one in enumerate(columns) if one.sortable and not table.isColumnHidden(n)]
    if there:
        at = there.index(place) + step if place in there else 0 if step > 0 else -1
        table.sortByColumn(there[at % len(there)], order)


def _widen(table: Table, place: int, by: int) -> None:
    """Widen the sorted column, the first one that has a width where none is sorted."""
    header = table.horizontalHeader()
    own = [n for n, one in enumerate(table.paged.columns) if one.key and not table.isColumnHidden(n)]
    own = [n for n in own if header.sectionResizeMode(n) == QHeaderView.ResizeMode.Interactive]
    if own:
        chosen = place if place in own else own[0]
        table.setColumnWidth(chosen, max(table.columnWidth(chosen) + by, 2 * STEP))


class _Copying(QObject):
    """Gathers the words of rows, waiting for those that are asked; gone when the list changes."""

    def __init__(self, table: Table, rows: list[int], keys: frozenset[int]) -> None:
        super().__init__(table)
        self._table, self._rows, self._keys = table, rows, keys
        self._columns = [
            n for n, column in enumerate(table.paged.columns) if column.key and not table.isColumnHidden(n)
        ]
        self._lines: list[tuple[str, ...]] = []
        self._next = 0
        self._over = False
        table.paged.dataChanged.connect(self.go_on)
        table.paged.modelReset.connect(self._end)

    def go_on(self) -> None:
        """Take the rows that are here; the first one that is not will call again."""
        while not self._over and self._next < len(self._rows):
            row = self._table.paged.row(self._rows[self._next])
            if row is None:
                return
            self._next += 1
            if not self._keys or row.key in self._keys:
                self._lines.append(self._words(row))
            if self._keys and len(self._lines) == len(self._keys):
                break
        if not self._over:
            self._put()

    def _words(self, row: TableRow) -> tuple[str, ...]:
        offset = len(row.cells) - self._table.paged.columnCount()
        cells = (row.cells[place + offset] for place in self._columns)
        return tuple(cell.word if isinstance(cell, CellMark) else cell for cell in cells)

    def _put(self) -> None:
        titles = tuple(self._table.paged.columns[place].title for place in self._columns)
        copy_sheet(self._table, Sheet(titles, self._lines))
        self._end()

    def _end(self) -> None:
        if not self._over:
            self._over = True
            self.deleteLater()
