"""Tick lists: a box, a title over its caption, who did it and when, a button to start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import empty_layout
from pharmassist.ui.parts.row import StillRow
from pharmassist.ui.parts.text import Text, line


@dataclass(frozen=True, slots=True)
class Tick:
    """One line to tick; ``done_by`` is "fait par C. R., 08 h 21" once it is done."""

    key: str
    title: str
    caption: str = ""
    done: bool = False
    done_by: str = ""
    action: str = ""
    """Words of the button that starts it, "" for none."""


class TickList(QWidget):
    """Lines with a box; Space ticks. A done line keeps its place and says who and when."""

    ticked = Signal(str, bool)
    started = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, under: bool = False) -> None:
        """Put the button at the end of its line, or ``under`` the words where room lacks."""
        super().__init__(parent)
        self._under = under
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_ticks(self, ticks: Sequence[Tick], *, next_first: bool = False) -> None:
        """Show these lines; ``next_first`` tints and bars the first that is not done."""
        empty_layout(self._column)
        buttons: list[QPushButton] = []
        waiting = True
        for position, tick in enumerate(ticks):
            if position:
                self._column.addWidget(line())
            current = next_first and waiting and not tick.done
            waiting = waiting and not current
            self._column.addWidget(self._row(tick, current, buttons))
        self._column.addStretch(1)
        width = max((button.sizeHint().width() for button in buttons), default=0)
        for button in buttons:
            button.setFixedWidth(max(width, 92))

    def _row(self, tick: Tick, current: bool, buttons: list[QPushButton]) -> StillRow:
        row = StillRow(tick.title, current=current)
        box = QCheckBox()
        box.setChecked(tick.done)
        box.setAccessibleName(tick.title)
        box.setAccessibleDescription(tick.done_by or tick.caption)
        box.toggled.connect(lambda on, key=tick.key: self.ticked.emit(key, on))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Text(tick.title, "text", "text2" if tick.done else "", wrap=True))
        if tick.caption:
            words.addWidget(Text(tick.caption, "caption", wrap=True))
        layout = QHBoxLayout(row)
        layout.setContentsMargins(16, 5, 12, 5)
        layout.setSpacing(12)
        layout.addWidget(box)
        layout.addLayout(words, 1)
        if tick.done and tick.done_by:
            layout.addWidget(Text(tick.done_by, "caption"))
        elif tick.action:
            button = Button(tick.action, "quiet", size="small") if self._under else Button(tick.action)
            button.setAccessibleName(f"{tick.action} : {tick.title}")
            button.clicked.connect(lambda _on=False, key=tick.key: self.started.emit(key))
            if self._under:
                words.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            else:
                buttons.append(button)
                layout.addWidget(button)
        row.setMinimumHeight(48)
        return row
