"""A row of a list made of widgets: chosen by click, Enter or Space; the next one is barred."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QWidget

from pharmassist.services.texts import translate as _
from pharmassist.ui.colours import palette_of
from pharmassist.ui.parts.at_once import AtOnce
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


class StillRow(QFrame):
    """A row that holds its own controls and is not chosen itself; the next one is tinted and barred."""

    def __init__(self, name: str, *, current: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _call(self, name)
        self._current = current
        _tint(self, current=current)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar at the left."""
        super().paintEvent(event)
        _draw(self, current=self._current)


class Row(QAbstractButton):
    """A row that is chosen by click, Enter, Space or an assistive tool; the next one is tinted and barred.

    A button to Qt: only so are assistive tools told that it can be pressed.
    """

    chosen = Signal()

    def __init__(self, name: str, *, current: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._at_once = AtOnce(self)
        _call(self, name)
        # A button would keep its height and its own colours; a row is as its layout and its card.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setForegroundRole(QPalette.ColorRole.WindowText)
        self.setBackgroundRole(QPalette.ColorRole.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(lambda _on=False: self.chosen.emit())
        self.set_current(current)

    def set_current(self, current: bool) -> None:
        """Tint and bar the row, and tell it to assistive tools: it is the next one, or the chosen one."""
        self._current = current
        self.setAccessibleDescription(_("Selected") if current else "")
        _tint(self, current=current)

    def event(self, event: QEvent) -> bool:
        """Act at once when an assistive tool presses it."""
        return self._at_once.event(event, super().event)

    def set_pressable(self) -> None:
        """Let the row take the focus."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Enter or Space; arrows are the list's, not those of buttons side by side."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.click()
            return
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar at the left and the line of the focus."""
        del event
        _draw(self, current=self._current)


def _call(row: QWidget, name: str) -> None:
    row.setProperty("part", "row")
    row.setAccessibleName(name)


def _tint(row: QWidget, *, current: bool) -> None:
    row.setProperty("state", "current" if current else "")
    repolish(row)


def _draw(row: QWidget, *, current: bool) -> None:
    painter = QPainter(row)
    primary = QColor(palette_of(row).primary)
    if current:
        painter.fillRect(0, 0, 3, row.height(), primary)
    if row.hasFocus() and row.focusPolicy() != Qt.FocusPolicy.NoFocus:
        draw_ring(painter, row.rect().adjusted(4, 2, -2, -2), primary, 5)
    painter.end()
