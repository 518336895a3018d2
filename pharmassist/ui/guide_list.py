"""What stands beside the guide's text: its pages and their sections, or what was found."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from pharmassist.services.guide import Guide, Hit, Section
from pharmassist.services.texts import translate as _
from pharmassist.ui.colours import palette_of
from pharmassist.ui.theme import draw_ring, font

KEY, UNDER, LEVEL = (Qt.ItemDataRole.UserRole + number for number in range(3))
_SIDE, _INDENT = 12, 16
Index = QModelIndex | QPersistentModelIndex


class _Lines(QStyledItemDelegate):
    """Draws a title and, under it, where it stands."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return room for one line or two."""
        del option
        return QSize(0, 46 if index.data(UNDER) else 30)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, title, what is under it and the focus."""
        widget = option.widget
        palette = palette_of(widget)
        rect: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, QColor(palette.selection))
        level = int(index.data(LEVEL))
        box = rect.adjusted(_SIDE + (_INDENT if level > 1 else 0), 0, -_SIDE, 0)
        under = str(index.data(UNDER) or "")
        letters = font("table", 600 if level == 1 else 400)
        painter.setFont(letters)
        painter.setPen(QColor(palette.text1 if level == 1 or chosen else palette.text2))
        title = QFontMetrics(letters).elidedText(str(index.data()), Qt.TextElideMode.ElideRight, box.width())
        line = box.adjusted(0, 6, 0, -20) if under else box
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, title)
        if under:
            small = font("caption")
            painter.setFont(small)
            painter.setPen(QColor(palette.text3))
            words = QFontMetrics(small).elidedText(under, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box.adjusted(0, 24, 0, -4), Qt.AlignmentFlag.AlignVCenter, words)
        if widget.hasFocus() and chosen:
            draw_ring(painter, rect.adjusted(2, 1, -2, -1), QColor(palette.primary), 5)


class GuideList(QListWidget):
    """``chosen`` tells the key of the section to read, as the selection moves."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Contents"))
        self.setItemDelegate(_Lines(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(False)
        self.currentItemChanged.connect(self._moved)

    def show_contents(self, guide: Guide, read: Section) -> None:
        """Show every page and its sections, the one that is read chosen."""
        self._fill([(section, section.title, "") for section in guide.sections if section.level <= 2], read)

    def show_found(self, hits: tuple[Hit, ...]) -> None:
        """Show what was found, the best first and chosen."""
        self._fill(
            [(hit.section, hit.section.title, hit.excerpt) for hit in hits],
            hits[0].section if hits else None,
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Enter to the dialog, move as any list."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)

    def _fill(self, lines: list[tuple[Section, str, str]], current: Section | None) -> None:
        self.blockSignals(True)
        self.clear()
        for section, title, under in lines:
            item = QListWidgetItem(title)
            item.setData(KEY, section.key)
            item.setData(UNDER, under)
            item.setData(LEVEL, 1 if under else section.level)
            item.setToolTip(under)
            self.addItem(item)
            if section is current:
                self.setCurrentItem(item)
        self.blockSignals(False)

    def _moved(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(str(item.data(KEY)))
