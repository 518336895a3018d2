"""Where a picture has something on it: a coarse grid of figures, the same on every computer's fonts.

A cell tells how far its lightest and darkest points are apart, from 0 (empty) to 9. A card that
is gone leaves cells empty; a font drawn otherwise does not.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap

COLUMNS, ROWS, POINTS = 16, 12, 8
STEP = 16
MARKED = 2
"""From that figure on a cell has words or a picture in it."""


def inks(picture: QPixmap) -> list[str]:
    """Return a line of figures for each row of the grid."""
    small = picture.toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    small = small.scaled(
        COLUMNS * POINTS,
        ROWS * POINTS,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    width = COLUMNS * POINTS
    points = bytes(small.constBits())
    lines = []
    for row in range(ROWS):
        figures = ""
        for column in range(COLUMNS):
            start = row * POINTS * width + column * POINTS
            cell = b"".join(points[start + y * width : start + y * width + POINTS] for y in range(POINTS))
            figures += str(min(9, (max(cell) - min(cell)) // STEP))
        lines.append(figures)
    return lines


def changed(known: list[str], now: list[str]) -> float:
    """Return the share of the cells with something on them that were or became empty."""
    pairs = zip("".join(known), "".join(now), strict=True)
    marked = [(int(old) >= MARKED, int(new) >= MARKED) for old, new in pairs]
    either = [pair for pair in marked if any(pair)]
    return sum(old != new for old, new in either) / max(1, len(either))
