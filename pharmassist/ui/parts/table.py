"""Tables on a paged model: rows are asked 200 at a time, wherever the person scrolls.

The page answers each request with :meth:`PagedModel.deliver`; until then the rows are blank.
Nothing here knows where rows come from.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.cells import CellMark, RowDelegate, TableRow
from pharmassist.ui.parts.table_keys import arrange, copy_rows
from pharmassist.ui.parts.titles import Titles

PAGE, KEPT_PAGES, ROW_HEIGHT = 200, 50, 32
Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``key`` names it in a :class:`PageRequest`; ``width`` 0 takes what is left."""

    key: str
    title: str
    width: int = 0
    right: bool = False
    sortable: bool = True


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Rows wanted: ``limit`` from ``offset``, in the order of column ``sort``."""

    generation: int
    offset: int
    limit: int
    sort: str
    descending: bool


class PagedModel(QAbstractTableModel):
    """Holds at most fifty pages of rows; ``ask`` is called once for each page wanted."""

    chosen_changed = Signal()

    def __init__(
        self,
        columns: Sequence[Column],
        ask: Callable[[PageRequest], None],
        *,
        boxes: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._own = tuple(columns)
        self.columns = (Column("", "", 44, sortable=False), *columns) if boxes else self._own
        self.boxes = boxes
        self._ask = ask
        self._total = 0
        self._generation = 0
        self._sort, self._descending = "", False
        self._pages: OrderedDict[int, tuple[TableRow, ...]] = OrderedDict()
        self._asked: set[int] = set()
        self._queue: list[int] = []
        self._chosen: set[int] = set()

    def reload(self, total: int) -> None:
        """Forget the rows: there are now ``total``; those in view are asked again."""
        self.beginResetModel()
        self._generation += 1
        self._total = total
        self._pages.clear()
        self._asked.clear()
        self._queue.clear()
        self.endResetModel()

    def deliver(self, request: PageRequest, rows: Sequence[TableRow]) -> None:
        """Take the rows of a request; those of an older generation are dropped."""
        if request.generation != self._generation:
            return
        number = request.offset // PAGE
        self._pages[number] = tuple(rows)
        self._asked.discard(number)
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        last = min(self._total, request.offset + len(rows)) - 1
        if last >= request.offset:
            ends = self.index(request.offset, 0), self.index(last, len(self.columns) - 1)
            self.dataChanged.emit(*ends)

    def missed(self, request: PageRequest) -> None:
        """A request failed: its rows are asked again the next time they are looked at."""
        if request.generation == self._generation:
            self._asked.discard(request.offset // PAGE)

    def row(self, position: int) -> TableRow | None:
        """Return a row when it is here; otherwise ask its page and return None."""
        number = position // PAGE
        page = self._pages.get(number)
        if page is None:
            self._want(number)
            return None
        self._pages.move_to_end(number)
        inside = position % PAGE
        return page[inside] if inside < len(page) else None

    def chosen(self) -> frozenset[int]:
        """Return the keys of the rows whose box is ticked."""
        return frozenset(self._chosen)

    def set_chosen(self, keys: Iterable[int]) -> None:
        """Tick these rows and no other."""
        self._chosen = set(keys)
        self._tell_boxes()

    def toggle(self, position: int) -> None:
        """Tick or untick the box of a row."""
        row = self.row(position)
        if row is not None and self.boxes:
            self._chosen ^= {row.key}
            self._tell_boxes()

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the number of rows, here or not."""
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        """Return the number of columns, the boxes included."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return a column's title and its side."""
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.columns[section].title or _("Choose")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's words; the whole row under ``UserRole`` for the delegate."""
        if not index.isValid():
            return None
        row = self.row(index.row())
        if row is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return row
        ticked = row.key in self._chosen
        if role == Qt.ItemDataRole.CheckStateRole and self.boxes and index.column() == 0:
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if self.boxes and index.column() == 0:
                spoken = role == Qt.ItemDataRole.AccessibleTextRole
                return (_("chosen") if ticked else _("not chosen")) if spoken else ""
            cell = row.cells[index.column() - (1 if self.boxes else 0)]
            return cell.word if isinstance(cell, CellMark) else cell
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask the rows again in another order."""
        if 0 <= column < len(self.columns) and self.columns[column].sortable:
            self._sort = self.columns[column].key
            self._descending = order == Qt.SortOrder.DescendingOrder
            self.reload(self._total)

    def _want(self, number: int) -> None:
        if number in self._asked:
            return
        self._asked.add(number)
        self._queue.append(number)
        if len(self._queue) == 1:
            QTimer.singleShot(0, self, self._ask_all)

    def _ask_all(self) -> None:
        """Ask outside of painting: an answer may come at once."""
        wanted, self._queue = self._queue, []
        for number in wanted:
            self._ask(PageRequest(self._generation, number * PAGE, PAGE, self._sort, self._descending))

    def _tell_boxes(self) -> None:
        if self._total:
            self.dataChanged.emit(self.index(0, 0), self.index(self._total - 1, len(self.columns) - 1))
        self.chosen_changed.emit()


class Table(QTableView):
    """Rows of 32 px without grid; Space ticks, Enter or a click opens, Ctrl+C copies with the titles.

    Shift and the arrows choose several rows; Alt and the arrows sort, with Shift they widen the column.
    """

    opened = Signal(int)

    def __init__(self, name: str, model: PagedModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paged = model
        self.hovered = -1
        self.setModel(model)
        self.setAccessibleName(name)
        self.setItemDelegate(RowDelegate(self))
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.titles = Titles(self)
        self.setHorizontalHeader(header)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        for number, column in enumerate(model.columns):
            if column.width:
                self.setColumnWidth(number, max(column.width, header.least_width(column.title)))
            else:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        self.setSortingEnabled(True)

    def open_current(self) -> None:
        """Emit ``opened`` with the key of the current row."""
        row = self.paged.row(self.currentIndex().row()) if self.currentIndex().isValid() else None
        if row is not None:
            self.opened.emit(row.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick with Space, open with Enter, copy with Ctrl+C, sort with Alt and the arrows."""
        current, key = self.currentIndex(), Qt.Key(event.key())
        if key == Qt.Key.Key_Space and current.isValid():
            for position in self.selected_rows() or [current.row()]:
                self.paged.toggle(position)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
        elif event.matches(QKeySequence.StandardKey.Copy):
            copy_rows(self)
        elif not arrange(self, event):
            super().keyPressEvent(event)

    def selected_rows(self) -> list[int]:
        """Return the places of the rows selected, from the top."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick when the box is clicked, otherwise open the row."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        if event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier):
            # Several rows are being selected: none of them is meant to open.
            return
        if self.paged.boxes and index.column() == 0:
            self.paged.toggle(index.row())
        else:
            self.open_current()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the row under the mouse."""
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the row under the mouse."""
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, position: int) -> None:
        if position != self.hovered:
            self.hovered = position
            self.viewport().update()
