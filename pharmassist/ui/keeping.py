"""Keeps how the window was left, a moment after it changed; how it comes back is asked here too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHeaderView, QWidget

from pharmassist.services.kept_window import Frame, KeptWindow, NoFile, TableLook, WindowFile
from pharmassist.ui.bridge import Bridge

# Only the name of a type: the shell keeps the window's place before it needs any table.
if TYPE_CHECKING:
    from pharmassist.ui.parts.table import Table

SOON_MS = 400


class Keeping(QObject):
    """What is kept of one window; without a file everything is as usual, and nothing is written."""

    def __init__(
        self, bridge: Bridge | None = None, file: WindowFile | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge, self._file = bridge, file or WindowFile(NoFile())
        self.kept = self._written = self._file.read()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.write)

    def restore(self, window: QWidget) -> None:
        """Give a window the place it had, where a screen still shows it."""
        frame = self.kept.frame
        if frame is None:
            return
        wanted = QRect(frame.x, frame.y, frame.width, frame.height)
        room = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        # Its title must be within reach: a screen may be gone since.
        seen = next(
            (r for r in room if r.intersects(QRect(wanted.x(), wanted.y(), wanted.width(), 40))), None
        )
        if seen is None:
            return
        window.setGeometry(wanted.intersected(seen) if not seen.contains(wanted) else wanted)
        if frame.maximised:
            window.setWindowState(Qt.WindowState.WindowMaximized)

    def place(self, window: QWidget) -> None:
        """Keep where a window stands."""
        usual = window.normalGeometry() if window.isMaximized() else window.geometry()
        if window.isMinimized() or usual.isEmpty():
            return
        frame = Frame(usual.x(), usual.y(), usual.width(), usual.height(), window.isMaximized())
        self._keep(replace(self.kept, frame=frame))

    def page(self, key: str, today: date) -> None:
        """Keep the page shown."""
        self._keep(replace(self.kept, page=key, day=today.isoformat()))

    def begin_anew(self) -> None:
        """Forget the page: what was left belongs to another register."""
        self._keep(replace(self.kept, page=""))

    def filters(self, key: str, text: str) -> None:
        """Keep the filters of a list, as its page writes them: never the words searched."""
        self._keep(replace(self.kept, filters={**self.kept.filters, key: text}))

    def first_time(self, key: str) -> bool:
        """Tell whether something is to be said that is said once on this PC; from now on it was."""
        if key in self.kept.told:
            return False
        self._keep(replace(self.kept, told=(*self.kept.told, key)))
        return True

    def table(self, key: str, table: Table) -> None:
        """Give a table its widths and its sort back, then keep them."""
        look = self.kept.tables.get(key, TableLook())
        header = table.horizontalHeader()
        for place, column in enumerate(table.paged.columns):
            if column.width and column.key in look.widths:
                table.setColumnWidth(place, look.widths[column.key])
            if look.sort and column.key == look.sort and column.sortable:
                order = Qt.SortOrder.DescendingOrder if look.descending else Qt.SortOrder.AscendingOrder
                table.sortByColumn(place, order)
        header.sectionResized.connect(lambda place, _old, new: self._resized(key, table, place, new))
        header.sortIndicatorChanged.connect(lambda place, order: self._sorted(key, table, place, order))

    def write(self) -> None:
        """Write what changed, in a lane; a folder that takes nothing is no reason to disturb anybody."""
        self._soon.stop()
        if self._bridge is None or self.kept == self._written:
            return
        file, kept = self._file, self.kept
        self._written = kept
        self._bridge.ask(
            self,
            "outside",
            lambda _stop, _progress: file.write(kept),
            lambda _none: None,
            lambda _problem: None,
        )

    def _resized(self, key: str, table: Table, place: int, width: int) -> None:
        column = table.paged.columns[place]
        mode = table.horizontalHeader().sectionResizeMode(place)
        # A hidden column has no width, one that takes what is left none of its own.
        if not width or not column.width or mode != QHeaderView.ResizeMode.Interactive:
            return
        look = self.kept.tables.get(key, TableLook())
        self._look(key, replace(look, widths={**look.widths, column.key: width}))

    def _sorted(self, key: str, table: Table, place: int, order: Qt.SortOrder) -> None:
        columns = table.paged.columns
        if 0 <= place < len(columns) and columns[place].sortable:
            look = self.kept.tables.get(key, TableLook())
            descending = order == Qt.SortOrder.DescendingOrder
            self._look(key, replace(look, sort=columns[place].key, descending=descending))

    def _look(self, key: str, look: TableLook) -> None:
        self._keep(replace(self.kept, tables={**self.kept.tables, key: look}))

    def _keep(self, kept: KeptWindow) -> None:
        if kept != self.kept:
            self.kept = kept
            if self._bridge is not None:
                self._soon.start()
