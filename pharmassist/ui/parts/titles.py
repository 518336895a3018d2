"""The titles of a table's columns: on one line each, or on as many as keep every word whole."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHeaderView, QStyleOptionHeader, QWidget

from pharmassist.ui.theme import font

HEIGHT, SIDES, ENDS = 33, 16, 16
"""In logical pixels: the height of one line, the room beside words, and above and under more lines."""
_ARROW = 16


class Titles(QHeaderView):
    """A title goes on in a second line where its column is narrower than it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        # Words are broken here; Qt would end them with … instead.
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setMinimumHeight(HEIGHT)
        self._high = HEIGHT
        self.sectionResized.connect(self._fit)
        self.sortIndicatorChanged.connect(self._fit)

    def least_width(self, title: str) -> int:
        """Return the width of a column under which a word of its title would be cut."""
        return max((_metrics().horizontalAdvance(word) for word in title.split()), default=0) + SIDES

    def lines(self, column: int) -> list[str]:
        """Return the title of a column as it is broken at its width."""
        title = str(self.model().headerData(column, Qt.Orientation.Horizontal) or "")
        room = self.sectionSize(column) - SIDES
        if column == self.sortIndicatorSection():
            room -= _ARROW
        lines: list[str] = []
        for word in title.split(" "):
            told = f"{lines[-1]} {word}" if lines else word
            if lines and _metrics().horizontalAdvance(told) <= room:
                lines[-1] = told
            else:
                lines.append(word)
        return lines

    def initStyleOptionForIndex(self, option: QStyleOptionHeader, column: int) -> None:
        """Break the words of a title."""
        super().initStyleOptionForIndex(option, column)
        option.text = "\n".join(self.lines(column))

    def sizeHint(self) -> QSize:
        """Return the height of the title with most lines."""
        return QSize(super().sizeHint().width(), self._high)

    def _fit(self) -> None:
        most = max(
            (len(self.lines(column)) for column in range(self.count()) if not self.isSectionHidden(column)),
            default=1,
        )
        high = HEIGHT if most <= 1 else most * _metrics().height() + ENDS
        if high != self._high:
            self._high = high
            self.updateGeometry()
            self.geometriesChanged.emit()


def _metrics() -> QFontMetrics:
    return QFontMetrics(font("caption", 600))
