"""Secrets on screen: a password large enough to be typed from across the desk.

Spaces between the groups of four are drawn, they are no part of the secret. The view is
emptied, not covered, when it is hidden; assistive tools get "masqué".
"""

from __future__ import annotations

import math

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHideEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QLineEdit, QSizePolicy, QWidget

from pharmassist.domain.secrets import Secret
from pharmassist.services.texts import translate as _
from pharmassist.ui.colours import palette_of
from pharmassist.ui.parts.field import Field
from pharmassist.ui.theme import font

_GROUP, _USUAL = 4, 16
_MASK = "•"


class SecretView(QLabel):
    """A painted, unselectable password: digits blue, capitals underlined, groups of four."""

    def __init__(self, name: str, *, group: int = _GROUP, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._group = name, group
        self._secret: Secret | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.clear()

    @property
    def shown(self) -> bool:
        """Tell whether a secret is on screen."""
        return self._secret is not None

    def show_secret(self, secret: Secret) -> None:
        """Put a secret on screen; a screen reader is told that it is there, never what it is."""
        self._secret = secret
        self.setAccessibleName(_("{name}: on screen, for the eyes only").format(name=self._name))
        self.updateGeometry()
        self.update()

    def clear(self) -> None:
        """Forget the secret: nothing of it stays in the part."""
        self._secret = None
        self.setAccessibleName(_("{name}: masked").format(name=self._name))
        self.updateGeometry()
        self.update()

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget the secret when the page is left, covered by the lock or closed."""
        self.clear()
        super().hideEvent(event)

    def hasHeightForWidth(self) -> bool:
        """Tell Qt that a narrow view takes more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines needed."""
        return self._lines(width) * self._line_height() + 8

    def sizeHint(self) -> QSize:
        """Return room for the usual signs on a line."""
        groups = math.ceil(self._length() / self._group)
        width = self._length() * self._cell() + max(0, groups - 1) * self._gap()
        return QSize(width + 16, self._line_height() + 8)

    def minimumSizeHint(self) -> QSize:
        """Return room for two groups."""
        width = 2 * self._group * self._cell() + self._gap() + 16
        return QSize(width, self._line_height() + 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw each sign in its cell, or a mask that tells nothing of the secret's length."""
        del event
        palette = palette_of(self)
        painter = QPainter(self)
        painter.setFont(font("key"))
        signs = self._secret.reveal() if self._secret is not None else _MASK * self._length()
        cell, per_line = self._cell(), self._per_line(self.width())
        lines = [signs[i : i + per_line] for i in range(0, len(signs), per_line)] or [""]
        groups = math.ceil(min(per_line, len(signs)) / self._group)
        wide = min(per_line, len(signs)) * cell + max(0, groups - 1) * self._gap()
        left = max(8, (self.width() - wide) // 2)
        for row, text in enumerate(lines):
            top = 4 + row * self._line_height()
            for column, sign in enumerate(text):
                x = left + column * cell + (column // self._group) * self._gap()
                ink = palette.blue if sign.isdigit() else palette.text1
                painter.setPen(QColor(palette.text3 if self._secret is None else ink))
                box = QRect(x, top, cell, self._line_height() - 8)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, sign)
                if sign.isupper():
                    painter.setPen(QPen(QColor(palette.text2), 2))
                    painter.drawLine(x + 1, box.bottom() + 2, x + cell - 2, box.bottom() + 2)
        painter.end()

    def _length(self) -> int:
        """Return how many signs are drawn: a mask has whole groups, whatever the secret's length."""
        if self._secret is None:
            return _USUAL // self._group * self._group
        return max(1, len(self._secret))

    def _cell(self) -> int:
        return QFontMetrics(font("key")).horizontalAdvance("M") + 4

    def _gap(self) -> int:
        return 14

    def _line_height(self) -> int:
        return QFontMetrics(font("key")).height() + 10

    def _per_line(self, width: int) -> int:
        group = self._group * self._cell() + self._gap()
        return max(1, (width - 16 + self._gap()) // group) * self._group

    def _lines(self, width: int) -> int:
        return max(1, math.ceil(self._length() / self._per_line(width)))


class SecretField(Field):
    """A password typed by the person: dots only, handed out once as a ``Secret``."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        super().__init__(label, self.line, parent)
        self.line.textChanged.connect(lambda _text: self.error(""))

    def take(self) -> Secret:
        """Hand the secret out and empty the field."""
        secret = Secret(self.line.text())
        self.clear()
        return secret

    def is_empty(self) -> bool:
        """Tell whether nothing is typed."""
        return not self.line.text()

    def clear(self) -> None:
        """Empty the field, its undo history included."""
        self.line.clear()
        self.line.setModified(False)

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget what was typed when the page is left or locked."""
        self.clear()
        super().hideEvent(event)
