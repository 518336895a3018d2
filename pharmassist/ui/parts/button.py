"""Buttons by kind, with an icon and the key that does the same, and the chips of filters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QWidget

from pharmassist.ui.colours import Palette, palette_of
from pharmassist.ui.icons import paint_icon
from pharmassist.ui.parts.at_once import AtOnce
from pharmassist.ui.parts.text import repolish
from pharmassist.ui.theme import font

Kind = Literal["primary", "secondary", "quiet", "danger", "chip"]
Size = Literal["small", "medium", "large"]
_HEIGHTS = {"small": 28, "medium": 32, "large": 40}
_ICON, _GAP = 16, 8
_ENDS = 10
"""Above and under words that are broken."""


class Button(QPushButton):
    """A verb. One ``primary`` on a page; ``danger`` is outlined, never filled.

    ``key`` is shown in a box and in the tooltip; it binds nothing: the window does.
    Enter presses it when it has the focus, like Space.
    """

    def __init__(
        self,
        words: str,
        kind: Kind = "secondary",
        icon: str = "",
        key: str = "",
        *,
        size: Size = "medium",
        pressed: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self._icon, self._key, self._size = icon, key, size
        self._kind = kind
        self._pressed_here = False
        self._at_once = AtOnce(self)
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setMinimumHeight(_HEIGHTS[size])
        self.setAccessibleName(words)
        if key:
            self.setToolTip(f"{words} ({key})")
            self.setAccessibleDescription(key)
        if pressed is not None:
            self._act = pressed
            self.clicked.connect(self._press)

    def _press(self) -> None:
        """Call what it was given, without the "checked" that Qt adds."""
        self._act()

    def setText(self, text: str) -> None:
        """Change the words, on screen and for assistive tools."""
        super().setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def set_icon(self, name: str) -> None:
        """Change the icon."""
        self._icon = name
        self.updateGeometry()
        self.update()

    def set_kind(self, kind: Kind) -> None:
        """Change the kind."""
        self._kind = kind
        self.setProperty("kind", kind)
        repolish(self)

    def sizeHint(self) -> QSize:
        """Return room for icon, words and key."""
        words = QFontMetrics(self._font()).horizontalAdvance(self.text())
        return QSize(words + self._beside(), _HEIGHTS[self._size])

    def minimumSizeHint(self) -> QSize:
        """Return the same: words are never cut."""
        return self.sizeHint()

    def least_width(self) -> int:
        """Return the width under which a word of it would be cut, for a row that may break its words."""
        return self._beside() + self._broken(1).width()

    def height_at(self, width: int) -> int:
        """Return its height at a width, its words broken where they must be."""
        if width >= self.sizeHint().width():
            return _HEIGHTS[self._size]
        return max(_HEIGHTS[self._size], self._broken(width - self._beside()).height() + _ENDS)

    def set_busy(self, busy: bool) -> None:
        """Rest while what was asked for is done; the keyboard waits here, it goes to no neighbour.

        Qt gives it to the next part, where the same key would do something else.
        """
        if busy:
            self._pressed_here = self.window().focusWidget() is self
            self.setEnabled(False)
            return
        pressed_here, self._pressed_here = self._pressed_here, False
        self.setEnabled(True)
        if pressed_here and self.window().focusWidget() is None:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Lead to the next part, but not away from what only rests."""
        return not self._pressed_here and super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press it too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Draw again when the theme changes; act at once when an assistive tool presses."""
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        return self._at_once.event(event, super().event)

    def setChecked(self, checked: bool) -> None:
        """Check it by the program: no click is told."""
        with self._at_once.known():
            super().setChecked(checked)

    def nextCheckState(self) -> None:
        """Check it by a click, which Qt tells."""
        with self._at_once.known():
            super().nextCheckState()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and edge by the style sheet, then icon, words and key in one ink."""
        del event
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        self._paint_words(painter, palette_of(self))
        painter.end()

    def _font(self) -> QFont:
        strong = self._kind == "primary" or (self._kind == "chip" and self.isChecked())
        return font("table" if self._size == "small" else "text", 600 if strong else 500)

    def _ink(self, palette: Palette) -> QColor:
        if not self.isEnabled():
            return QColor(palette.text3)
        inks = {"primary": palette.on_primary, "quiet": palette.primary, "danger": palette.red}
        return QColor(inks.get(self._kind, palette.text1))

    def _beside(self) -> int:
        """Return the width of all but the words."""
        icon = _ICON + (_GAP if self.text() else 0) if self._icon else 0
        side = 8 if self._kind == "quiet" else 12
        return icon + 2 * side + self._key_width() + self._mark_width()

    def _broken(self, width: int) -> QSize:
        """Return the room of the words broken at a width."""
        room = QRect(0, 0, max(1, width), 10_000)
        return QFontMetrics(self._font()).boundingRect(room, Qt.TextFlag.TextWordWrap, self.text()).size()

    def _key_width(self) -> int:
        if not self._key:
            return 0
        return QFontMetrics(font("caption")).horizontalAdvance(self._key) + 12 + _GAP

    def _mark_width(self) -> int:
        return 0

    def _paint_words(self, painter: QPainter, palette: Palette) -> None:
        ink = self._ink(palette)
        words = QFontMetrics(self._font()).horizontalAdvance(self.text())
        broken = self.width() < words + self._beside()
        if broken:
            words = self._broken(self.width() - self._beside()).width()
        icon = _ICON + (_GAP if self.text() else 0) if self._icon else 0
        whole = words + icon + self._key_width() + self._mark_width()
        left, middle = (self.width() - whole) // 2, self.height() // 2
        if self._icon:
            paint_icon(painter, self._icon, QRect(left, middle - _ICON // 2, _ICON, _ICON), ink)
            left += icon
        painter.setPen(ink)
        painter.setFont(self._font())
        way = Qt.AlignmentFlag.AlignVCenter | (Qt.TextFlag.TextWordWrap if broken else Qt.TextFlag(0))
        painter.drawText(QRect(left, 0, words + 4, self.height()), way, self.text())
        left += words
        if self._key:
            edge = QColor(ink)
            edge.setAlpha(110)
            box = QRect(left + _GAP, middle - 9, self._key_width() - _GAP, 18)
            paint_key(painter, box, self._key, ink, edge)
            left += self._key_width()
        self._paint_mark(painter, QRect(left, 0, self._mark_width(), self.height()), ink)

    def _paint_mark(self, painter: QPainter, rect: QRect, ink: QColor) -> None:
        """Draw what follows the words; nothing for a plain button."""


class Chip(Button):
    """A filter: kept (checked, with ×) or not. ``toggled(bool)`` tells the page."""

    def __init__(
        self, words: str, icon: str = "", *, cross: bool = True, parent: QWidget | None = None
    ) -> None:
        self._cross = cross
        super().__init__(words, "chip", icon, size="small", parent=parent)
        self.setCheckable(True)
        self.toggled.connect(lambda _on: self.updateGeometry())

    def _ink(self, palette: Palette) -> QColor:
        if self.isChecked() and self.isEnabled():
            return QColor(palette.primary)
        return QColor(palette.text2 if self.isEnabled() else palette.text3)

    def _mark_width(self) -> int:
        return 20 if self._cross and self.isChecked() else 0

    def _paint_mark(self, painter: QPainter, rect: QRect, ink: QColor) -> None:
        if rect.width():
            paint_icon(painter, "x", QRect(rect.right() - 13, rect.center().y() - 6, 14, 14), ink)


def paint_key(painter: QPainter, box: QRect, key: str, ink: QColor, edge: QColor) -> None:
    """Draw the name of a key in its small box."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font("caption"))
    painter.setPen(QPen(edge, 1))
    painter.drawRoundedRect(box.adjusted(0, 0, -1, -1), 4, 4)
    painter.setPen(ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)
    painter.restore()
