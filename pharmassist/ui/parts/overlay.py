"""What stands over the page: a dim child of the window, and one panel below the title (F4, F2)."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QSizePolicy,
    QSpacerItem,
    QVBoxLayout,
    QWidget,
)

from pharmassist.ui.colours import DIM

TOP = 88
"""Room above the panel, in logical pixels; a small screen gives less."""


_OTHER_PAGE = (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


def _whole_of(over: QWidget) -> QWidget:
    """Return the whole of the window around a page, so that every overlay dims the same."""
    holder: QWidget | None = over
    while holder is not None and not isinstance(holder, QMainWindow):
        holder = holder.parentWidget()
    return (holder.centralWidget() if holder is not None else None) or over


class Overlay(QWidget):
    """Covers the window that ``over`` belongs to with flat slate; Esc closes it and gives the focus back.

    While it is open the keyboard stays in it: a page that reads again behind cannot take it, and
    no other page comes behind. What stands in no window of ours is covered itself.
    It is no dialog: nothing is modal over it, and it never opens another. ``closed`` is
    emitted once it is gone. Fill ``panel`` (a ``QVBoxLayout``), then call :meth:`open`.
    """

    closed = Signal()

    def __init__(self, over: QWidget, name: str, width: int = 700) -> None:
        self._over = _whole_of(over)
        super().__init__(self._over)
        self._back: QWidget | None = over.window().focusWidget()
        if self._back is not None:
            # A page that reads again under the panel may take away what had the focus.
            self._back.destroyed.connect(self._lose_back)
        self.setAccessibleName(name)
        frame = QFrame()
        frame.setProperty("part", "card")
        frame.setFixedWidth(width)
        self.panel = QVBoxLayout(frame)
        self.panel.setContentsMargins(16, 12, 16, 12)
        self.panel.setSpacing(12)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        # The top stays where it is while the panel grows: what is typed in does not move.
        column.addSpacerItem(QSpacerItem(0, TOP, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Maximum))
        # Between stretches, not aligned: an aligned panel gets the height of lines never broken.
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(frame)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.hide()

    def open(self, first: QWidget) -> None:
        """Show it, once the panel is filled, with the focus on ``first``."""
        self._over.installEventFilter(self)
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()
        first.setFocus()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._hold)

    def dismiss(self) -> None:
        """Take it away and give the focus back to the page."""
        self._over.removeEventFilter(self)
        self.hide()
        if self._back is not None:
            self._back.setFocus()
        self.closed.emit()
        self.deleteLater()

    def _hold(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Take the keyboard back from what lies behind; lists of proposals and dialogs are other windows."""
        if now is None or not self.isVisible() or now.window() is not self.window():
            return
        inside: QWidget | None = now
        while inside is not None and not isinstance(inside, Overlay):
            inside = inside.parentWidget()
        if inside is not None:
            return
        held = self.focusWidget()
        if held in self._stops():
            held.setFocus()
        else:
            self.focusNextPrevChild(True)

    def _lose_back(self) -> None:
        self._back = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the whole when the window changes its size."""
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
        return False

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep Tab inside the panel."""
        inside = self._stops()
        if not inside:
            return False
        current = self.window().focusWidget()
        place = inside.index(current) if current in inside else -1 if forward else 0
        inside[(place + (1 if forward else -1)) % len(inside)].setFocus(
            Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        )
        return True

    def _stops(self) -> list[QWidget]:
        """Return what Tab goes through, in order."""
        stops = [w for w in self.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
        return [w for w in stops if w.isVisible() and w.isEnabled() and w.focusProxy() is None]

    def event(self, event: QEvent) -> bool:
        """Claim Esc, and the keys of the next page, before the window's own shortcuts do."""
        claimed = isinstance(event, QKeyEvent) and (
            event.key() == Qt.Key.Key_Escape
            or (event.key() in _OTHER_PAGE and event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        )
        if claimed and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc, once Qt has left this event: a completer of the panel may still be in it."""
        if event.key() == Qt.Key.Key_Escape:
            QTimer.singleShot(0, self, self.dismiss)
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the slate."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), DIM)
        painter.end()
