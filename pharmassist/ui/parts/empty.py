"""Empty pages teach: what will be here, and how to start."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.text import Text

WIDEST = 580
"""A paragraph wider than this, in logical pixels, is hard to read and ends in a lone word."""


class EmptyState(QFrame):
    """An icon, what is missing, what will come, the first action, and perhaps another one under it."""

    def __init__(
        self,
        icon: str,
        title: str,
        sentence: str,
        action: Button | None = None,
        other: Button | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 32, 24, 32)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(Icon(icon, "text3", 32), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(4)
        column.addWidget(Text(title, "title"), 0, Qt.AlignmentFlag.AlignHCenter)
        words = Text(sentence, "text", "text3", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        words.setMaximumWidth(WIDEST)
        # Between stretches, not aligned: an aligned paragraph gets the height of lines never broken.
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(words, 100)
        row.addStretch(1)
        column.addLayout(row)
        for button in (action, other):
            if button is not None:
                column.addSpacing(4)
                column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
