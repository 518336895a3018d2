"""The four lights: four shapes and four words, drawn alike in lists and alone."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from pharmassist.domain.operators import LightState
from pharmassist.services.texts import translate as _
from pharmassist.ui.colours import Palette, palette_of
from pharmassist.ui.icons import paint_icon
from pharmassist.ui.theme import font

Tone = Literal["green", "amber", "red", "grey", "blue"]

SHAPES: dict[LightState, tuple[str, Tone]] = {
    LightState.WORKING: ("circle-check", "green"),
    LightState.DISRUPTED: ("triangle-alert", "amber"),
    LightState.STOPPED: ("octagon-x", "red"),
    LightState.UNVERIFIED: ("circle-question-mark", "grey"),
}
"""Shape and tone of each state."""


def light_word(state: LightState) -> str:
    """Return the word of a state: fonctionne, perturbé, arrêté, non vérifié."""
    words = {
        LightState.WORKING: _("Working"),
        LightState.DISRUPTED: _("Disrupted"),
        LightState.STOPPED: _("Stopped"),
        LightState.UNVERIFIED: _("Not verified"),
    }
    return words[state]


def paint_mark(
    painter: QPainter,
    rect: QRect,
    palette: Palette,
    icon: str,
    word: str,
    tone: Tone,
    *,
    pill: bool = False,
    weight: int = 600,
) -> None:
    """Draw an icon and its word in one ink, from the left of ``rect``; a pill has a ground."""
    ink, tint, edge = palette.tone(tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = 16 if pill else 14
    left = rect.x()
    painter.setFont(font("table", weight))
    if pill:
        width = mark_width(word, pill=True, weight=weight)
        box = QRectF(left + 0.5, rect.y() + (rect.height() - 24) // 2 + 0.5, min(width, rect.width()) - 1, 23)
        painter.setBrush(tint)
        painter.setPen(QPen(edge, 1))
        painter.drawRoundedRect(box, 4, 4)
        left += 7
    paint_icon(painter, icon, QRect(left, rect.center().y() - side // 2 + 1, side, side), ink)
    left += side + (6 if pill else 4)
    painter.setPen(ink)
    room = QRect(left, rect.y(), rect.right() - left + 1, rect.height())
    shown = painter.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
    painter.restore()


def mark_width(word: str, *, pill: bool = False, weight: int = 600) -> int:
    """Return the room that :func:`paint_mark` needs, in logical pixels."""
    words = QFontMetrics(font("table", weight)).horizontalAdvance(word)
    return words + (16 + 6 + 16 if pill else 14 + 4 + 2)


def paint_light(
    painter: QPainter, rect: QRect, palette: Palette, state: LightState, *, pill: bool = False
) -> None:
    """Draw a light in a list's cell or on its own."""
    icon, tone = SHAPES[state]
    paint_mark(painter, rect, palette, icon, light_word(state), tone, pill=pill)


class Mark(QLabel):
    """An icon and a word in one ink; a pill where it is a verdict, bare where one of many.

    Painted, yet a label: assistive tools pass over what has no role.
    """

    def __init__(
        self,
        icon: str,
        word: str,
        tone: Tone,
        *,
        pill: bool = True,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._pill = pill
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_mark(icon, word, tone, name)

    def set_mark(self, icon: str, word: str, tone: Tone, name: str = "") -> None:
        """Show another icon, word and tone; ``name`` is told to assistive tools."""
        self._icon, self._word, self._tone = icon, word, tone
        self.setAccessibleName(name or word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the whole word."""
        return QSize(mark_width(self._word, pill=self._pill), 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        del event
        painter = QPainter(self)
        paint_mark(
            painter,
            self.rect(),
            palette_of(self),
            self._icon,
            self._word,
            self._tone,
            pill=self._pill,
        )
        painter.end()


class Light(Mark):
    """A light. ``name`` says of what, by whom, when: "Viamedis, virements : arrêté, lu le…"."""

    def __init__(
        self,
        state: LightState,
        *,
        pill: bool = True,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        self.state = state
        icon, tone = SHAPES[state]
        super().__init__(icon, light_word(state), tone, pill=pill, name=name, parent=parent)

    def set_state(self, state: LightState, name: str = "") -> None:
        """Show another state."""
        self.state = state
        icon, tone = SHAPES[state]
        self.set_mark(icon, light_word(state), tone, name)


class Icon(QWidget):
    """An icon alone, beside words that say the same; assistive tools skip it."""

    def __init__(self, name: str, ink: str = "text2", size: int = 18, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._ink = name, ink
        self.setFixedSize(size, size)

    def set_icon(self, name: str, ink: str = "text2") -> None:
        """Show another icon in the ink of a role."""
        self._name, self._ink = name, ink
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        del event
        painter = QPainter(self)
        ink = QColor(getattr(palette_of(self), self._ink))
        paint_icon(painter, self._name, self.rect(), ink)
        painter.end()
