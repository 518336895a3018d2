"""The drawer: details beside a table, in the page, never over it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import empty_layout, scrolled
from pharmassist.ui.parts.text import Text, line

WIDTH = 316


class Drawer(QFrame):
    """A title, a body that the page fills, a foot of buttons; Esc and × close it."""

    closed = Signal()

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "drawer")
        self.setMinimumWidth(WIDTH - 40)
        self.setAccessibleName(kind)
        self._title = Text("", "title")
        close = Button("", "quiet", "x", size="small", pressed=self.close_drawer)
        close.setAccessibleName(_("Close"))
        close.setToolTip(_("Close (Esc)"))
        self.head = QHBoxLayout()
        self.head.setContentsMargins(16, 8, 8, 8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(kind, "caption"))
        words.addWidget(self._title)
        self.head.addLayout(words, 1)
        self.head.addWidget(close)
        inner = QWidget()
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(16, 12, 16, 12)
        self.body.setSpacing(8)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(16, 10, 16, 10)
        self.foot.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.head)
        column.addWidget(line())
        column.addWidget(scrolled(inner), 1)
        column.addWidget(line())
        column.addLayout(self.foot)
        self.hide()

    def open_with(self, title: str) -> QVBoxLayout:
        """Empty the body, show the title and the drawer; returns the body to fill."""
        self._title.setText(title)
        empty_layout(self.body)
        self.show()
        return self.body

    def close_drawer(self) -> None:
        """Hide it; the table takes the room back."""
        self.hide()
        empty_layout(self.body)
        self.closed.emit()

    def event(self, event: QEvent) -> bool:
        """Claim Esc before the window's own shortcut does."""
        claimed = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if claimed and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_drawer()
            return
        super().keyPressEvent(event)


def beside(table: QWidget, drawer: Drawer) -> QSplitter:
    """Return table and drawer side by side, the drawer at its own width."""
    splitter = QSplitter()
    splitter.addWidget(table)
    splitter.addWidget(drawer)
    splitter.setStretchFactor(0, 1)
    splitter.setStretchFactor(1, 0)
    splitter.setSizes([900, WIDTH])
    splitter.setChildrenCollapsible(False)
    return splitter
