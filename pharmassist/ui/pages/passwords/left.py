"""The left of the page: which accesses there are, and the five lines of the chosen one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.exporting import list_signs
from pharmassist.ui.pages.passwords.board import Board
from pharmassist.ui.pages.passwords.listing import AccessList
from pharmassist.ui.pages.passwords.words import LINE_OF, five_lines
from pharmassist.ui.parts.card import Card, scrolled
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.steps import StepList
from pharmassist.ui.parts.text import Text

LIST_HEIGHT = 144
"""Three accesses are in view at least."""


class LeftColumn(QWidget):
    """``lines_chosen`` tells that the person wants to work at the lines."""

    lines_chosen = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.list = AccessList()
        self._cards = Card(_("Passwords"), "key-round", padded=False)
        self._area = scrolled(self.list)
        self._cards.body.addWidget(self._area)
        signs = QHBoxLayout()
        signs.setContentsMargins(8, 0, 8, 2)
        signs.setSpacing(0)
        signs.addStretch(1)
        for sign in list_signs(desk, self._cards, "accesses", self.list.sheet):
            signs.addWidget(sign)
        self._cards.body.addLayout(signs)
        self._stacked, self._short = False, False
        self._lines = StepList()
        self._lines.chosen.connect(lambda _key: self.lines_chosen.emit())
        self._five = Card(_("The five lines"), "list-checks", padded=False)
        self._five.body.addWidget(self._lines)
        kept = Text(_("The old one and the new one stay available until the proof."), "caption", wrap=True)
        foot = self._five.add_foot(Icon("shield-check", "green", 16))
        foot.add(kept, stretch=1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._cards)
        column.addWidget(self._five)
        column.addStretch(1)

    def set_room(self, *, stacked: bool, short: bool) -> None:
        """Show the list whole when columns stack; leave out what is still to come when room lacks."""
        self._stacked, self._short = stacked, short
        self._fit_list()

    def _fit_list(self) -> None:
        whole = self.list.whole
        self._area.setMinimumHeight(whole if self._stacked else min(whole, LIST_HEIGHT))
        self._area.setMaximumHeight(whole)

    def show_board(self, board: Board, chosen: int, vault: str) -> None:
        """Show the list, and the five lines of what is open."""
        self.list.show_board(board, chosen)
        self._fit_list()
        detail = board.detail
        self._five.setVisible(detail is not None)
        if detail is not None:
            rotation = detail.rotation
            at = LINE_OF[rotation.stage] - 1 if rotation else 5 if detail.access.changed_at else 0
            self._five.set_caption(_("{done} of 5").format(done=at))
            self._lines.show_steps(five_lines(detail, vault, short=self._short))
