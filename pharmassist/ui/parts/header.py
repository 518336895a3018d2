"""The header: the page's question, what answers it first, and its actions at the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.text import Text, line


class Header(QFrame):
    """A question of one line (a short form when narrow), a caption, action slots; words break, never cut.

    ``add_action`` from left to right; the primary comes last, at the top right.
    """

    def __init__(
        self, question: str, short: str = "", caption: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("part", "header")
        self.setMinimumHeight(72)
        self._question, self._short = question, short or question
        self._title = Text(question, "question", wrap=True)
        self._title.setMinimumWidth(1)
        self._caption = Text(caption, "text", "text2", wrap=True)
        self._caption.setMinimumWidth(1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._caption)
        words.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(24, 6, 24, 6)
        row.setSpacing(12)
        row.addLayout(words, 1)
        self._actions = QHBoxLayout()
        self._actions.setSpacing(12)
        row.addLayout(self._actions)
        self._row = row
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(line("edge"))
        self.setAccessibleName(question)

    def add_action(self, button: Button) -> Button:
        """Put an action at the right and return it."""
        self._actions.addWidget(button)
        return button

    def set_question(self, question: str, short: str = "") -> None:
        """Ask another question."""
        self._question, self._short = question, short or question
        self.setAccessibleName(question)
        self._fit()

    def set_caption(self, caption: str) -> None:
        """Show the date or the counts that answer first."""
        self._caption.setText(caption)
        self._caption.setToolTip(caption)

    def event(self, event: QEvent) -> bool:
        """Look again whether the question fits when an action came, went or changed its words."""
        known = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return known

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the short form when the question does not fit."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        side = 16 if self.width() < 1000 else 24
        self._row.setContentsMargins(side, 6, side, 6)
        actions = self._actions.sizeHint().width()
        room = self.width() - 2 * side - actions - 12
        long = self._title.fontMetrics().horizontalAdvance(self._question) <= room
        self._title.setText(self._question if long else self._short)
