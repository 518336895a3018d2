"""Views of one page side by side: one is shown, arrow keys go to the next."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pharmassist.ui.parts.button import Chip
from pharmassist.ui.parts.flow import Flow


class _Chip(Chip):
    """A chip that hands the arrow keys to its bar."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go to the view beside."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self.stepped.emit(step)


class Tabs(QWidget):
    """A row of chips above the view that is shown; ``shown(key)`` tells which."""

    shown = Signal(str)

    def __init__(self, views: Sequence[tuple[str, str, str, QWidget]], parent: QWidget | None = None) -> None:
        """Take (key, words, icon, view) of each."""
        super().__init__(parent)
        self._keys = [key for key, _words, _icon, _view in views]
        self._chips: dict[str, _Chip] = {}
        self._views = {key: view for key, _words, _icon, view in views}
        self._shown = views[0][0]
        row = Flow()
        for key, words, icon, _view in views:
            chip = self._chips[key] = _Chip(words, icon, cross=False)
            chip.clicked.connect(partial(self.show_view, key))
            chip.stepped.connect(partial(self._step, key))
            row.addWidget(chip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(row)
        for view in self._views.values():
            column.addWidget(view, 1)
        self.show_view(self._shown)

    @property
    def key(self) -> str:
        """The view that is shown."""
        return self._shown

    def show_view(self, key: str) -> None:
        """Show a view. The others take no room: a short one leaves no empty scroll."""
        self._shown = key
        for each, view in self._views.items():
            view.setVisible(each == key)
        for each, chip in self._chips.items():
            chip.setChecked(each == key)
        self.shown.emit(key)

    def _step(self, key: str, step: int) -> None:
        beside = self._keys[(self._keys.index(key) + step) % len(self._keys)]
        self.show_view(beside)
        self._chips[beside].setFocus()
