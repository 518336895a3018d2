"""What the counter (F4) and find anything (F3) share: a head, one field, answers that grow under it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pharmassist.domain.problems import Problem
from pharmassist.services.problem_texts import describe
from pharmassist.ui.counter_parts import keys_row
from pharmassist.ui.parts.fitting import Fitting
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.overlay import Overlay
from pharmassist.ui.parts.text import Text, line
from pharmassist.ui.window import Window

WIDTH = 700
_INSIDE = WIDTH - 4
"""Room inside the panel's border and margin, in logical pixels."""
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class SearchOverlay(Overlay):
    """The head, the field, the list of answers, a sentence in its stead; arrows and Enter from the field.

    ``back`` is what Esc does, where it is not to give the keyboard back to the LGO.
    """

    def __init__(self, window: Window, title: str, icon: str, back: str = "") -> None:
        super().__init__(window.over(), title, WIDTH)
        self.panel.setContentsMargins(1, 1, 1, 1)
        self.panel.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 16, 10)
        head.setSpacing(12)
        head.addWidget(Icon(icon, "primary", 20))
        head.addWidget(Text(title, "title"))
        head.addStretch(1)
        head.addWidget(keys_row(back))
        self.line = SearchLine(self.move_by, self.enter)
        field = QHBoxLayout()
        field.setContentsMargins(16, 14, 16, 14)
        field.addWidget(self.line)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._hint = Text("", "text", "text2", wrap=True)
        self._hint.setContentsMargins(16, 4, 16, 14)
        content = QWidget()
        self._inner = QVBoxLayout(content)
        self._inner.setContentsMargins(0, 0, 0, 0)
        self._inner.setSpacing(0)
        self._inner.addLayout(self._list)
        self._inner.addWidget(self._hint)
        self._inner.addStretch(1)
        self._area = Fitting(content, _INSIDE)
        self.panel.addLayout(head)
        self.panel.addWidget(line())
        self.panel.addLayout(field)
        self.panel.addWidget(self._area)

    @property
    def hint(self) -> str:
        """The sentence under the field when there is no answer, "" otherwise."""
        return "" if self._hint.isHidden() else self._hint.text()

    def move_by(self, step: int) -> None:
        """Go to the answer below or above."""

    def enter(self) -> None:
        """Enter was pressed in the field."""

    def _say(self, words: str, *, refused: bool = False) -> None:
        """Put a sentence under the field."""
        self._hint.setText(words)
        self._hint.set_ink("red" if refused else "text2")
        self._hint.show()


class SearchLine(QLineEdit):
    """The one field."""

    def __init__(self, move: Callable[[int], None], enter: Callable[[], None]) -> None:
        super().__init__()
        self._move, self._enter = move, enter
        self.setProperty("use", "large")
        self.setMaxLength(60)

    def call(self, name: str, example: str) -> None:
        """Say what is typed here."""
        self.setAccessibleName(name)
        self.setPlaceholderText(example)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move among the answers, go there, or type."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._move(_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        else:
            super().keyPressEvent(event)


Search = TypeVar("Search", bound=SearchOverlay)


def open_search(window: Window, kind: type[Search], make: Callable[[], Search]) -> Search:
    """Open an overlay, or give the focus back to the one of its kind that is open."""
    shown = next((one for one in window.findChildren(kind) if one.isVisible()), None)
    if shown is not None:
        shown.line.setFocus()
        shown.line.selectAll()
        return shown
    for other in window.findChildren(Overlay):
        # Nothing stands over an overlay: what was typed there is its own affair.
        if other.isVisible():
            other.dismiss()
    overlay = make()
    overlay.open(overlay.line)
    return overlay


def told_whole(problem: Problem) -> str:
    """Return a problem in one line of sentences."""
    words = describe(problem)
    return f"{words.title}. {words.sentence} {words.remedy}"
