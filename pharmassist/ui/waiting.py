"""Before an office is open: the page that waits."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.text import Text


class WaitingPage(QWidget):
    """A word and a bar, shown only when the opening lasts."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words = Text("", "text", "text2")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(240)
        self._held = QWidget()
        inner = QVBoxLayout(self._held)
        inner.setSpacing(12)
        for part in (Icon("store", "primary", 32), self._words, self._bar):
            inner.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addWidget(self._held)
        column.addStretch(3)
        self._held.hide()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(300)
        self._soon.timeout.connect(self._held.show)

    def say(self, words: str) -> None:
        """Say what is being done, when it lasts."""
        self._words.setText(words)
        self._bar.setAccessibleName(words)
        self._held.hide()
        self._soon.start()
