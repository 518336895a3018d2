"""How a table's row is painted: ground, late bar, box, words or mark, hairline."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from pharmassist.ui.colours import palette_of
from pharmassist.ui.parts.light import Tone, paint_mark
from pharmassist.ui.theme import draw_box, font


@dataclass(frozen=True, slots=True)
class CellMark:
    """A state in a cell: icon, word, tone; ``tinted`` gives the cell the tone's ground."""

    icon: str
    word: str
    tone: Tone
    tinted: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its key in the register, its cells, and whether it is late (7 working days)."""

    key: int
    cells: tuple[str | CellMark, ...]
    late: bool = False
    quiet: bool = False
    """Words in text 3: a line that asks nothing."""


class RowDelegate(QStyledItemDelegate):
    """Paints the cells of a :class:`~pharmassist.ui.parts.table.Table`."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one cell."""
        view = self.parent()
        if not isinstance(view, QTableView):
            return
        palette, rect = palette_of(view), option.rect
        state, flags = option.state, QStyle.StateFlag
        checked = index.data(Qt.ItemDataRole.CheckStateRole)
        ticked = index.sibling(index.row(), 0).data(Qt.ItemDataRole.CheckStateRole)
        chosen = bool(state & flags.State_Selected) or ticked == Qt.CheckState.Checked
        hovered = getattr(view, "hovered", -1) == index.row()
        ground = palette.selection if chosen else palette.hover if hovered else palette.surface
        painter.fillRect(rect, QColor(ground))
        row = index.data(Qt.ItemDataRole.UserRole)
        cell = None
        if isinstance(row, TableRow):
            offset = len(row.cells) - index.model().columnCount()
            if index.column() + offset >= 0:
                cell = row.cells[index.column() + offset]
        if isinstance(cell, CellMark) and cell.tinted and not chosen:
            painter.fillRect(rect, palette.tone(cell.tone)[1])
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, QColor(palette.line))
        if isinstance(row, TableRow) and row.late and index.column() == 0:
            painter.fillRect(rect.x(), rect.y(), 3, rect.height(), QColor(palette.red))
        if checked is not None:
            box = QRect(rect.x() + 12, rect.center().y() - 8, 17, 17)
            draw_box(painter, box, palette, checked=checked == Qt.CheckState.Checked)
        inside = rect.adjusted(8, 0, -8, -1)
        if isinstance(cell, CellMark):
            paint_mark(painter, inside, palette, cell.icon, cell.word, cell.tone, weight=400)
        elif cell:
            painter.save()
            painter.setFont(font("table"))
            quiet = isinstance(row, TableRow) and row.quiet
            painter.setPen(QColor(palette.text3 if quiet else palette.text1))
            side = index.model().headerData(
                index.column(), Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole
            )
            words = painter.fontMetrics().elidedText(cell, Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(inside, side, words)
            painter.restore()
        if view.hasFocus() and view.currentIndex().row() == index.row():
            for top in (rect.y(), rect.bottom() - 1):
                painter.fillRect(rect.x(), top, rect.width(), 2, QColor(palette.primary))
