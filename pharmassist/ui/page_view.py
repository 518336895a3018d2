"""One page of a document on screen, where files are asked for, and how large a preview opens."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, QStandardPaths
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QWidget

from pharmassist.services.texts import translate as _
from pharmassist.ui.colours import palette_of

MARGIN = 24


class PageView(QWidget):
    """One page on its sheet, as an image."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._shown = QSize(0, 0)

    def show_page(self, image: QImage, shown: QSize, name: str) -> None:
        """Show a page at this size, in logical pixels."""
        self._image, self._shown = image, shown
        self.setAccessibleName(name)
        self.setMinimumSize(shown.width() + 2 * MARGIN, shown.height() + 2 * MARGIN)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sheet in the middle, with its edge."""
        del event
        if self._image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        left = max(MARGIN, (self.width() - self._shown.width()) // 2)
        place = self.rect().adjusted(left, MARGIN, 0, 0)
        place.setSize(self._shown)
        painter.drawImage(place, self._image)
        painter.setPen(QPen(QColor(palette_of(self).border), 1))
        painter.drawRect(place.adjusted(-1, -1, 0, 0))
        painter.end()


def ask_where(parent: QWidget, name: str) -> str:
    """Ask for the place of a new file, from the documents folder; "" when the person gives up."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    kind = f"{Path(name).suffix.removeprefix('.').upper()} (*{Path(name).suffix})"
    chosen, _kind = QFileDialog.getSaveFileName(parent, _("Save"), str(Path(folder) / name), kind)
    return chosen


def fitting(parent: QWidget | None) -> QSize:
    """Return a size that stays inside the window it belongs to."""
    if parent is None:
        return QSize(960, 760)
    window = parent.window().size()
    return QSize(min(960, window.width() - 48), min(900, window.height() - 48))
