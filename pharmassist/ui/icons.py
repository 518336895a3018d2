"""Lucide line icons, coloured in the ink of the word beside them."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from pharmassist.resources_location import resource_path

MARK_SIZES = (16, 24, 32, 48, 128)


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=1024)
def _drawn(name: str, ink: str, size: int, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", ink).encode()))
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def icon_pixmap(name: str, ink: QColor | str, size: int = 16, ratio: float = 1.0) -> QPixmap:
    """Return an icon of ``size`` logical pixels drawn in ``ink`` for a screen's ``ratio``.

    Raises ``FileNotFoundError`` when ``resources/icons`` lacks it: a bug of ours.
    """
    return _drawn(name, QColor(ink).name(), size, ratio)


def icon(name: str, ink: QColor | str, size: int = 16, ratio: float = 1.0) -> QIcon:
    """Return the same as a ``QIcon``, for native parts that ask for one."""
    return QIcon(icon_pixmap(name, ink, size, ratio))


def mark() -> QIcon:
    """Return the program's own sign, for its windows and the tray."""
    renderer = QSvgRenderer(str(resource_path("mark.svg")))
    drawn = QIcon()
    for size in MARK_SIZES:
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        drawn.addPixmap(pixmap)
    return drawn


def paint_icon(painter: QPainter, name: str, rect: QRect, ink: QColor | str) -> None:
    """Draw an icon in the middle of ``rect``, as large as its smaller side."""
    size = min(rect.width(), rect.height())
    ratio = painter.device().devicePixelRatioF()
    left = rect.x() + (rect.width() - size) // 2
    top = rect.y() + (rect.height() - size) // 2
    painter.drawPixmap(left, top, icon_pixmap(name, ink, size, ratio))
