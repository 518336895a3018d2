"""A row of a list made of widgets: chosen by click, Enter or Space; the next one is barred."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from pharmassist.ui.colours import palette_of
from pharmassist.ui.parts.text import repolish
from pharmassist.ui.theme import draw_ring

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


def step_among(rows: Sequence[QWidget], event: QKeyEvent) -> bool:
    """Move the focus up or down a list of rows; False when the key is another one."""
    step = _STEPS.get(Qt.Key(event.key()), 0)
    place = next((n for n, row in enumerate(rows) if row.hasFocus()), -1)
    if not step or place < 0:
        return False
    rows[max(0, min(len(rows) - 1, place + step))].setFocus(Qt.FocusReason.TabFocusReason)
    return True


class Row(QFrame):
    """A row that is chosen by click, Enter or Space; the next one is tinted and barred."""

    pressed = Signal()

    def __init__(self, name: str, *, current: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "row")
        self.setAccessibleName(name)
        self.set_current(current)

    def set_current(self, current: bool) -> None:
        """Tint and bar the row: it is the next one, or the chosen one."""
        self._current = current
        self.setProperty("state", "current" if current else "")
        repolish(self)

    def set_pressable(self) -> None:
        """Let the row take the focus and be chosen."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Enter or Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed.emit()
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose with the mouse."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()
        super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar at the left and the line of the focus."""
        super().paintEvent(event)
        painter = QPainter(self)
        primary = QColor(palette_of(self).primary)
        if self._current:
            painter.fillRect(0, 0, 3, self.height(), primary)
        if self.hasFocus() and self.focusPolicy() != Qt.FocusPolicy.NoFocus:
            draw_ring(painter, self.rect().adjusted(4, 2, -2, -2), primary, 5)
        painter.end()
