"""What a part paints itself, and what of it is cut off: it is drawn, and its words are listened to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from unittest.mock import patch

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from pharmassist.ui.pages.claims.age_picture import AgePicture
from pharmassist.ui.pages.transfers.missing import FlowPicture, SilentPicture
from pharmassist.ui.parts.bars import Bars
from pharmassist.ui.parts.light import Mark
from pharmassist.ui.parts.timeline import Timeline
from pharmassist.ui.rail import Rail

PAINTED = (AgePicture, Bars, FlowPicture, Mark, Rail, SilentPicture, Timeline)
"""Buttons and titles measure their words themselves, a cell may end with …, a secret is left alone."""
SLACK = 2


def painted_parts(top: QWidget) -> Iterator[QWidget]:
    """Yield each part on screen whose words no label holds."""
    for part in top.findChildren(QWidget):
        if isinstance(part, PAINTED) and part.isVisible() and not part.visibleRegion().isEmpty():
            yield part


def cut_paint(part: QWidget) -> list[str]:
    """Name each word that a part paints out of its room, or shortened without its whole in the tooltip."""
    found: list[str] = []
    whole = (part.toolTip(), part.accessibleName())
    draw: Callable[..., object] = QPainter.drawText

    def listen(painter: QPainter, *told: object) -> object:
        place, words = told[0], str(told[-1])
        limits = [device.rect()] if isinstance(device := painter.device(), QWidget) else []
        taken = painter.fontMetrics().boundingRect(words)
        if isinstance(place, QPoint | QPointF):
            taken.translate(round(place.x()), round(place.y()))
        elif isinstance(place, QRect | QRectF):
            room = place.toAlignedRect() if isinstance(place, QRectF) else place
            way = told[1].value if isinstance(told[1], Enum) else told[1]
            taken = painter.fontMetrics().boundingRect(room, way if isinstance(way, int) else 0, words)
            limits.append(painter.transform().mapRect(room))
        taken = painter.transform().mapRect(taken)
        if words.endswith("…") and not any(words[:-1].rstrip() in each for each in whole):
            found.append(f"{words!r} is painted shortened")
        elif any(_out(taken, limit) for limit in limits):
            found.append(f"{words!r} is painted out of its room")
        return draw(painter, *told)

    with patch.object(QPainter, "drawText", listen):
        part.grab()
    return found


def _out(taken: QRect, room: QRect) -> bool:
    """Tell whether words stand out of a room at a side; above and below, letters have air of their own."""
    return taken.left() < room.left() - SLACK or taken.right() > room.right() + SLACK
