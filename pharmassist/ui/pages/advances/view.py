"""What the views of the page share: they read in a lane, write in a lane, and tell problems."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from pharmassist.domain.problems import Problem
from pharmassist.ui.desk import Desk
from pharmassist.ui.parts.text import Text, line
from pharmassist.ui.undoing import offer_undo

Result = TypeVar("Result")


class View(QWidget):
    """A view of the page Acomptes beside the acomptes themselves."""

    def __init__(self, desk: Desk, failed: Callable[[Problem], None]) -> None:
        super().__init__()
        self.desk, self.failed = desk, failed
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)

    def read(self) -> None:
        """Read what is shown."""

    def print_view(self) -> None:
        """Show the paper of this view."""

    def empty(self) -> None:
        """Forget what is shown: the lock comes."""

    def ask(self, work: Callable[[], Result], done: Callable[[Result], None]) -> None:
        """Read in its lane."""
        self.desk.bridge.ask(self, "read", lambda _stop, _progress: work(), done, self.failed)

    def write(
        self, work: Callable[[], Result], told: str = "", take_back: Callable[[Result], object] | None = None
    ) -> None:
        """Write in its lane, then read again what is shown; what can be taken back is offered so."""

        def written(result: Result) -> None:
            if take_back is not None:
                offer_undo(self, self.desk, told, lambda: take_back(result), self.failed)
            self.read()

        self.desk.bridge.ask(self, "write", lambda _stop, _progress: work(), written, self.failed)


def table(
    titles: tuple[str, ...], rows: Sequence[tuple[str, ...]], words: int = 1, total: bool = False
) -> QWidget:
    """Return a small table: the first ``words`` columns at the left, amounts at the right."""
    held = QWidget()
    grid = QGridLayout(held)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(words - 1, 1)
    for place, cells in enumerate([titles, *rows]):
        last = total and place == len(rows)
        for column, text in enumerate(cells):
            label = Text(
                text, "label" if not place else "strong" if last else "table", wrap=column == words - 1
            )
            side = Qt.AlignmentFlag.AlignRight if column >= words else Qt.AlignmentFlag.AlignLeft
            if column == words - 1:
                grid.addWidget(label, 2 * place, column)
            else:
                grid.addWidget(label, 2 * place, column, side)
        grid.addWidget(line(), 2 * place + 1, 0, 1, len(titles))
    return held
