"""A password spelled sign by sign, painted in columns: assistive tools get "masqué", never the words."""

from __future__ import annotations

import math

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from pharmassist.domain.secrets import Secret
from pharmassist.domain.spelling import spelled
from pharmassist.services.texts import translate as _
from pharmassist.ui.colours import palette_of
from pharmassist.ui.theme import font

_COLUMN = 158
"""Width of a column, in logical pixels: "W majuscule, William" and its number."""


class SpelledView(QLabel):
    """Numbered lines, down then across; emptied as soon as it is hidden."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._secret: Secret | None = None
        self.setAccessibleName(_("Spelling: masked"))
        self.hide()

    def show_secret(self, secret: Secret) -> None:
        """Spell a secret."""
        self._secret = secret
        self.updateGeometry()
        self.show()
        self.update()

    def clear(self) -> None:
        """Forget the secret."""
        self._secret = None
        self.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget the secret when the page is left, covered by the lock or closed."""
        self._secret = None
        super().hideEvent(event)

    def hasHeightForWidth(self) -> bool:
        """Tell Qt that fewer columns take more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines needed."""
        return self._rows(width) * self._line() + 8

    def sizeHint(self) -> QSize:
        """Return room for two columns."""
        return QSize(2 * _COLUMN, self.heightForWidth(2 * _COLUMN))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw each sign's words with its number."""
        del event
        if self._secret is None:
            return
        palette = palette_of(self)
        painter = QPainter(self)
        painter.setFont(font("table"))
        rows = self._rows(self.width())
        for number, words in enumerate(spelled(self._secret.reveal())):
            left = 11 + (number // rows) * _COLUMN
            box = QRect(left, 4 + (number % rows) * self._line(), _COLUMN - 8, self._line())
            painter.setPen(QColor(palette.text3))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, str(number + 1))
            painter.setPen(QColor(palette.text1))
            painter.drawText(box.adjusted(24, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()

    def _line(self) -> int:
        return QFontMetrics(font("table")).height() + 4

    def _rows(self, width: int) -> int:
        signs = len(self._secret) if self._secret is not None else 0
        return max(1, math.ceil(signs / max(1, (width - 11) // _COLUMN)))
