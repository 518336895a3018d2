"""What a window says, part by part, and what of it is cut off."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QTableView,
    QToolButton,
    QWidget,
)

from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.light import Mark
from pharmassist.ui.parts.text import Elided
from pharmassist.ui.parts.titles import SIDES, Titles
from pharmassist.ui.theme import font
from tools.painted import cut_paint, painted_parts

SLACK = 2
"""A font's last column may stand out by that many pixels."""


def said(top: QWidget) -> list[str]:
    """Return every text that a window shows or speaks, once each."""
    told: dict[str, None] = {}
    for part in (top, *top.findChildren(QWidget)):
        if not part.isVisible():
            continue
        if isinstance(part, QLabel | QAbstractButton):
            told[part.text()] = None
        elif isinstance(part, QComboBox):
            told.update((part.itemText(row), None) for row in range(part.count()))
        elif isinstance(part, QLineEdit):
            told[part.placeholderText()] = None
        elif isinstance(part, QTableView):
            told.update(dict.fromkeys(_titles(part)))
        for words in (part.accessibleName(), part.accessibleDescription(), part.toolTip()):
            told[words] = None
    return [words for words in told if words.strip()]


def cut_words(top: QWidget) -> list[str]:
    """Name each text of a window that has less room than it needs.

    A cell of a list may end with …, its whole text is in its tooltip; so may :class:`Elided`,
    and a list whose tooltip is its choice.
    """
    found: dict[str, None] = {}
    for part in top.findChildren(QWidget):
        if not part.isVisible() or part.visibleRegion().isEmpty():
            continue
        needs = _needs(part)
        if needs is not None and (
            needs.width() > part.width() + SLACK or needs.height() > part.height() + SLACK
        ):
            found[f"{_words(part)!r} needs {needs.width()}×{needs.height()}, has {_room(part)}"] = None
        elif needs is not None and (out := _outside(part)):
            found[f"{_words(part)!r} stands out of its frame by {out} px"] = None
        if isinstance(part, QHeaderView):
            found.update((words, None) for words in _cut_titles(part))
        if isinstance(part, QScrollArea) and part.horizontalScrollBar().maximum() > 0:
            found[f"{part.accessibleName() or 'a page'} scrolls sideways"] = None
    found.update((words, None) for part in painted_parts(top) for words in cut_paint(part))
    return list(found)


def _needs(part: QWidget) -> QSize | None:
    """Return the room that the words of a part need, None for a part without words."""
    if isinstance(part, Elided):
        return None
    if isinstance(part, QLabel) and part.text() and not isinstance(part, Mark):
        return _label(part)
    if isinstance(part, Mark):
        return part.sizeHint()
    if isinstance(part, Button) and part.width() + SLACK < part.sizeHint().width():
        # Its words are broken: none may be wider than the button, nor their lines higher.
        return QSize(part.least_width(), part.height_at(part.width()))
    if isinstance(part, QAbstractButton) and part.text() and not isinstance(part, QToolButton):
        return part.sizeHint()
    if isinstance(part, QComboBox) and part.toolTip() != part.currentText():
        words = part.fontMetrics().horizontalAdvance(part.currentText())
        return QSize(words + _around(part), part.fontMetrics().height())
    if isinstance(part, QLineEdit) and part.placeholderText() and not part.text():
        words = part.fontMetrics().horizontalAdvance(part.placeholderText())
        return QSize(words + 16, part.fontMetrics().height())
    return None


def _around(box: QComboBox) -> int:
    """Return the width of a list that is not for its words: frame, ends and arrow."""
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    control, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
    return box.width() - box.style().subControlRect(control, option, part, box).width()


def _label(label: QLabel) -> QSize:
    margins = label.contentsMargins()
    sides = margins.left() + margins.right() + 2 * label.margin()
    metrics = label.fontMetrics()
    if not label.wordWrap():
        return QSize(metrics.horizontalAdvance(label.text()) + sides, metrics.height() - 2)
    room = QRect(0, 0, max(1, label.contentsRect().width()), 100_000)
    words = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, label.text())
    ends = margins.top() + margins.bottom() + 2 * label.margin()
    return QSize(words.width() + sides, words.height() + ends - 2)


def _outside(part: QWidget) -> int:
    """Return by how many pixels a part stands out of what holds it, scrolled ways left alone."""
    parent = part.parentWidget()
    if parent is None or isinstance(parent.parentWidget(), QScrollArea):
        return 0
    right = part.geometry().right() - parent.rect().right()
    below = part.geometry().bottom() - parent.rect().bottom()
    out = max(right, below)
    return out if out > SLACK else 0


def _titles(table: QTableView) -> list[str]:
    model = table.model()
    return [
        str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for column in range(model.columnCount())
    ]


def _cut_titles(header: QHeaderView) -> list[str]:
    """Name the titles of columns that have no room: a cell may end with …, a title not."""
    if not isinstance(header, Titles):
        return []
    cut = []
    for column in range(header.count()):
        if header.isSectionHidden(column):
            continue
        lines, room = header.lines(column), header.sectionSize(column) - SIDES
        widest = max(QFontMetrics(font("caption", 600)).horizontalAdvance(words) for words in lines)
        high = len(lines) * QFontMetrics(font("caption", 600)).height()
        if widest > room + SLACK or high > header.height():
            cut.append(
                f"title of column {' '.join(lines)!r} needs {widest}×{high}, has {room}×{header.height()}"
            )
    return cut


def _words(part: QWidget) -> str:
    if isinstance(part, QComboBox):
        return part.currentText()
    if isinstance(part, QLineEdit):
        return part.placeholderText()
    if isinstance(part, Mark):
        return part.accessibleName()
    return part.text() if isinstance(part, QLabel | QAbstractButton) else ""


def _room(part: QWidget) -> str:
    return f"{part.width()}×{part.height()}"
