"""Columns of a table: what stands in each, and what it becomes; for any kind of table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.card import empty_layout, scrolled
from pharmassist.ui.parts.field import ChoiceBox
from pharmassist.ui.parts.text import Text

_HEIGHT = 216
"""Most room for columns; more of them scroll."""


class ColumnsForm(QWidget):
    """A line for each column; ``changed`` when one becomes something else. A field has one column."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inner = QWidget()
        self._lines = QVBoxLayout(inner)
        self._lines.setContentsMargins(0, 0, 8, 0)
        self._area = scrolled(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area)
        self.boxes: dict[int, QComboBox] = {}

    def show_columns(
        self,
        titles: Sequence[str],
        examples: Sequence[str],
        fields: Mapping[str, str],
        chosen: Mapping[int, str],
        hidden: frozenset[int],
    ) -> None:
        """Show columns; ``fields`` are value → words, ``chosen`` place → value, ``hidden`` are never read."""
        empty_layout(self._lines)
        self.boxes = {}
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for place, words in enumerate((_("File"), _("First line"), _("Becomes"))):
            grid.addWidget(Text(words, "label"), 0, place)
        for index, title in enumerate(titles):
            name = title or _("Column {number}").format(number=index + 1)
            grid.addWidget(Text(name, "table"), index + 1, 0)
            example = Text(examples[index][:60] if index < len(examples) else "", "table", "text2")
            example.setMinimumWidth(1)
            grid.addWidget(example, index + 1, 1)
            box = ChoiceBox()
            box.setAccessibleName(_("{column} becomes").format(column=name))
            if index in hidden:
                box.addItem(_("Never read"))
                box.setEnabled(False)
            else:
                box.addItem(_("Not taken"), "")
                for value, words in fields.items():
                    box.addItem(words, value)
                box.setCurrentIndex(max(0, box.findData(chosen.get(index, ""))))
                box.currentIndexChanged.connect(lambda _i, at=index: self._chosen(at))
                self.boxes[index] = box
            grid.addWidget(box, index + 1, 2)
        self._lines.addWidget(holder)
        self._lines.addStretch(1)
        self._area.setFixedHeight(min(_HEIGHT, holder.sizeHint().height() + 8))

    def columns(self) -> dict[str, str]:
        """Return the mapping: value of the field → place of its column (``#3``)."""
        return {
            str(box.currentData()): f"#{index + 1}" for index, box in self.boxes.items() if box.currentData()
        }

    def _chosen(self, index: int) -> None:
        value = self.boxes[index].currentData()
        for other, box in self.boxes.items():
            if value and other != index and box.currentData() == value:
                box.blockSignals(True)
                box.setCurrentIndex(0)
                box.blockSignals(False)
        self.changed.emit()
