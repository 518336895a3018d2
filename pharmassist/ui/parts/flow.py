"""A row that goes on in the next line where room lacks: on one line it looks like any row."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget, QWidgetItem

from pharmassist.ui.parts.button import Button

_LEAST = 160
"""A paragraph takes a line of its own rather than a column narrower than this, in logical pixels."""

_SHORTENED = 60
"""The same for what ends with …."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """An item, its share of what is left of its line, and whether it stands at the right of it."""

    item: QLayoutItem
    stretch: int = 0
    pushed: bool = False

    def need(self) -> int:
        """Return the width that it wants on a line, in logical pixels."""
        hint, least = self.item.sizeHint().width(), self.item.minimumSize().width()
        if self.stretch:
            hint = min(hint, max(_LEAST if self.item.hasHeightForWidth() else _SHORTENED, least))
        return min(max(hint, least), self.item.maximumSize().width())

    def least(self) -> int:
        """Return the width that it can do with on a line of its own."""
        widget = self.item.widget()
        return widget.least_width() if isinstance(widget, Button) else self.item.minimumSize().width()

    def height(self, width: int) -> int:
        """Return its height at a width."""
        widget = self.item.widget()
        if isinstance(widget, Button):
            return widget.height_at(width)
        if self.item.hasHeightForWidth():
            return self.item.heightForWidth(width)
        return self.item.sizeHint().height()


class Flow(QLayout):
    """Lays its parts out from the left; what comes after None stands at the right of its line.

    A part that was given a stretch takes what is left of its line. A button wider than the whole
    row breaks its words.
    """

    def __init__(
        self, *, spacing: int = 8, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter, below: int = 8
    ) -> None:
        super().__init__()
        self._entries: list[_Entry] = []
        self._next = (0, False)
        self._side, self._below = side, below
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def add(self, *parts: QWidget | None, stretch: int = 0) -> None:
        """Put parts at the end; None sends what follows to the right."""
        for part in parts:
            if part is None:
                self._next = (0, True)
            else:
                self._next = (stretch, self._next[1])
                self.addWidget(part)

    def lead(self, part: QWidget) -> None:
        """Put a part before all others."""
        self.addWidget(part)
        self._entries.insert(0, self._entries.pop())

    def addWidget(self, part: QWidget, /) -> None:
        """Put a part at the end, in an item of our own.

        Qt's would be one whose deletion Python is not told: the next item at the same address was taken for
        the old one, died with the old row, and the window asked for its height without end.
        """
        self.addChildWidget(part)
        self.addItem(QWidgetItem(part))

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item from Qt."""
        self._entries.append(_Entry(item, *self._next))
        self._next = (0, False)
        self.invalidate()

    def count(self) -> int:
        """Return the number of items."""
        return len(self._entries)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item; Qt asks until there is none."""
        return self._entries[index].item if 0 <= index < len(self._entries) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give an item up; Qt asks until there is none."""
        if not 0 <= index < len(self._entries):
            return None
        self.invalidate()
        return self._entries.pop(index).item

    def expandingDirections(self) -> Qt.Orientation:
        """Take no more room than the parts ask."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Tell Qt that less width takes more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines at a width."""
        return self._lay(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        """Return room for all on one line."""
        shown = self._shown()
        margins = self.contentsMargins()
        width = sum(entry.item.sizeHint().width() for entry in shown) + self.spacing() * (len(shown) - 1)
        width = max(0, width) + margins.left() + margins.right()
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        """Return room for the widest part, its words broken, and for one line."""
        shown = self._shown()
        margins = self.contentsMargins()
        width = max((entry.least() for entry in shown), default=0)
        height = max((entry.item.minimumSize().height() for entry in shown), default=0)
        return QSize(width + margins.left() + margins.right(), height + margins.top() + margins.bottom())

    def setGeometry(self, rect: QRect) -> None:
        """Lay the parts out."""
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def _shown(self) -> list[_Entry]:
        """Return what is not hidden; the first one after a hidden one still stands at the right."""
        shown: list[_Entry] = []
        pushed = False
        for entry in self._entries:
            pushed = pushed or entry.pushed
            if not entry.item.isEmpty():
                shown.append(replace(entry, pushed=pushed))
                pushed = False
        return shown

    def _lines(self, width: int) -> list[list[_Entry]]:
        """Share the parts out among lines, as many on each as it holds."""
        lines: list[list[_Entry]] = []
        taken = 0
        for entry in self._shown():
            need = entry.need()
            if lines and taken + self.spacing() + need <= width:
                lines[-1].append(entry)
                taken += self.spacing() + need
            else:
                lines.append([entry])
                taken = need
        return lines

    def _lay(self, rect: QRect, *, move: bool) -> int:
        """Lay out in a rectangle, or only measure; returns the height."""
        margins = self.contentsMargins()
        room = rect.adjusted(margins.left(), margins.top(), -margins.right(), -margins.bottom())
        lines = self._lines(room.width())
        top = room.y()
        for number, entries in enumerate(lines):
            top += self._below if number else 0
            widths = self._widths(entries, room.width())
            heights = [entry.height(width) for entry, width in zip(entries, widths, strict=True)]
            high = max(heights)
            if len(lines) == 1 and move:
                # A single line that was given more height uses it, as any row does.
                high = max(high, room.height())
            if move:
                self._place(entries, widths, heights, QRect(room.x(), top, room.width(), high))
            top += high
        return top - room.y() + margins.top() + margins.bottom()

    def _widths(self, entries: list[_Entry], width: int) -> list[int]:
        """Return the width of each part of a line; those with a stretch share what is left."""
        widths = [min(entry.need(), width) for entry in entries]
        left = width - sum(widths) - self.spacing() * (len(entries) - 1)
        shares = sum(entry.stretch for entry in entries)
        if not shares:
            return widths
        return [
            min(taken + left * entry.stretch // shares, max(taken, entry.item.maximumSize().width()))
            for taken, entry in zip(widths, entries, strict=True)
        ]

    def _place(self, entries: list[_Entry], widths: list[int], heights: list[int], line: QRect) -> None:
        free = line.width() - sum(widths) - self.spacing() * (len(entries) - 1)
        left = line.x()
        for entry, width, height in zip(entries, widths, heights, strict=True):
            if entry.pushed:
                left += max(0, free)
                free = 0
            below = line.height() - height
            if self._side & Qt.AlignmentFlag.AlignTop:
                below = 0
            elif not self._side & Qt.AlignmentFlag.AlignBottom:
                below //= 2
            place = QRect(left, line.y() + below, width, height)
            widget = entry.item.widget()
            if isinstance(widget, Button):
                # Its item would hold it to one line.
                widget.setGeometry(place)
            else:
                entry.item.setGeometry(place)
            left += width + self.spacing()


def flowing(*parts: QWidget | None, spacing: int = 8) -> QWidget:
    """Return parts in a row of their own, to be put where a layout takes a widget."""
    held = QWidget()
    row = Flow(spacing=spacing)
    row.add(*parts)
    held.setLayout(row)
    return held
