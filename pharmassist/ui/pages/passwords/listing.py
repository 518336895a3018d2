"""The list of accesses: what it is, where it stands, one row chosen."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.accesses import AccessKind
from pharmassist.services.texts import PARIS
from pharmassist.services.texts import translate as _
from pharmassist.ui.pages.passwords.board import Board
from pharmassist.ui.pages.passwords.words import Standing, question_of, standing_of, title_of
from pharmassist.ui.parts.card import empty_layout
from pharmassist.ui.parts.copying import Cell, Sheet
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.row import Row
from pharmassist.ui.parts.text import Ink, Text, Use, line

_ROW = 47
"""Height of a row of two lines, in logical pixels."""


class Shortened(Text):
    """One line that ends with an ellipsis when room lacks; the whole is told in the tooltip."""

    def __init__(self, words: str, use: Use = "text", ink: Ink = "") -> None:
        super().__init__(words, use, ink)
        self._whole = words
        self.setMinimumWidth(1)
        self.setToolTip(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten to the room there is."""
        super().resizeEvent(event)
        room = self.contentsRect().width()
        self.setText(self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room))


class AccessList(QWidget):
    """Rows under each other; arrows move, Enter or a click chooses.

    ``chosen`` gives the access; ``asked`` the operator or the kind of an open question.
    """

    chosen = Signal(int)
    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._rows: list[_AccessRow] = []
        self._changed: dict[str, datetime | None] = {}
        self.setAccessibleName(_("Accesses"))

    @property
    def whole(self) -> int:
        """The height of all rows, in logical pixels, before Qt has laid them out."""
        return len(self._rows) * (_ROW + 1)

    def show_board(self, board: Board, chosen: int) -> None:
        """Show every access and, under them, the questions left open."""
        focused = next((row.key for row in self._rows if row.hasFocus()), "")
        empty_layout(self._column)
        self._rows = []
        self._changed = {str(each.access.id): each.access.changed_at for each in board.lines}
        for each in board.lines:
            row = _AccessRow(
                str(each.access.id),
                title_of(each.access, board),
                standing_of(each),
                current=each.access.id == chosen,
            )
            row.chosen.connect(lambda number=each.access.id: self.chosen.emit(number))
            self._add(row)
        for told in board.proposals:
            if told.sure:
                mailbox = told.asked == AccessKind.MAILBOX.value
                title = told.login if mailbox else question_of(told.asked, board)
                words = _("To be added: told in the incident")
                row = _AccessRow(f"new {told.asked}", title, Standing(words, "text2", "plus", "primary"))
                row.chosen.connect(lambda which=told.asked: self.asked.emit(which))
                self._add(row)
        for operator in board.open_questions:
            title = question_of(operator, board)
            words = _("An account? To be asked")
            row = _AccessRow(operator, title, Standing(words, "amber", "circle-question-mark", "amber"))
            row.chosen.connect(lambda which=operator: self.asked.emit(which))
            self._add(row)
        for row in self._rows:
            if focused and row.key == focused:
                row.setFocus()

    def sheet(self) -> Sheet:
        """Return the rows as they stand, to copy or export: no password is among them, nor near."""

        def since(row: _AccessRow) -> Cell:
            changed = self._changed.get(row.key)
            return changed.astimezone(PARIS).date() if changed is not None else ""

        titles = (_("Access"), _("State"), _("Changed on"))
        return Sheet(titles, [(row.title, row.standing, since(row)) for row in self._rows])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go up and down among the rows."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        place = next((n for n, row in enumerate(self._rows) if row.hasFocus()), -1)
        if step and 0 <= place + step < len(self._rows) and place >= 0:
            self._rows[place + step].setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)

    def _add(self, row: _AccessRow) -> None:
        if self._rows:
            self._column.addWidget(line())
        self._rows.append(row)
        self._column.addWidget(row)


class _AccessRow(Row):
    """Sign, name over state."""

    def __init__(self, key: str, title: str, standing: Standing, *, current: bool = False) -> None:
        super().__init__(f"{title}. {standing.words}", current=current)
        self.key, self.title, self.standing = key, title, standing.words
        self.set_pressable()
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(Shortened(title, "strong" if current else "text"))
        words.addWidget(Shortened(standing.words, "caption", standing.ink))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 12, 6)
        layout.setSpacing(12)
        layout.addWidget(Icon(standing.icon, standing.sign, 18))
        layout.addLayout(words, 1)
        self.setMinimumHeight(_ROW)
