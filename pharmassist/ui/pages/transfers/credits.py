"""The list of credits: those to point first, two lines each, by keyboard with the arrows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from pharmassist.services.texts import day, money, number
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.exporting import list_signs
from pharmassist.ui.pages.transfers.reading import CreditLine
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card, empty_layout, scrolled
from pharmassist.ui.parts.copying import Cents, Sheet
from pharmassist.ui.parts.flow import Flow
from pharmassist.ui.parts.light import Mark
from pharmassist.ui.parts.row import Row
from pharmassist.ui.parts.text import Elided, Folding, Text, line

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
_SHOWN = 120
"""Rows shown at once; those that wait come first, so that pointing brings the others."""


class CreditList(Card):
    """Emits ``chosen`` with the number of a credit when the current row changes."""

    chosen = Signal(int)
    rules_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Came in"), "landmark", padded=False)
        self._mark = Mark("triangle-alert", "", "amber")
        self.add_action(self._mark)
        self._lines: tuple[CreditLine, ...] = ()
        held = QWidget()
        self._rows = QVBoxLayout(held)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._area: QScrollArea = scrolled(held)
        self.body.addWidget(self._area)
        rules = Button(
            _("Rules…"), "quiet", "sliders-horizontal", "R", size="small", pressed=self.rules_asked.emit
        )
        foot = Flow(below=2)
        foot.setContentsMargins(8, 2, 8, 6)
        foot.add(rules, None, *list_signs(desk, self, "credits", self._sheet))
        self.body.addLayout(foot)
        self._of: dict[int, CreditRow] = {}
        self._current = 0

    @property
    def current(self) -> int:
        """The credit that is shown, 0 for none."""
        return self._current

    def show_lines(self, lines: Sequence[CreditLine], current: int) -> None:
        """Show these credits, one of them current."""
        had_focus = self.window().focusWidget() in self._of.values()
        empty_layout(self._rows)
        self._lines = tuple(lines)
        self._of = {}
        for place, each in enumerate(lines[:_SHOWN]):
            if place:
                self._rows.addWidget(line())
            row = CreditRow(each)
            row.chosen.connect(lambda number=each.credit.id: self.choose(number))
            row.stepped.connect(self._step)
            self._of[each.credit.id] = row
            self._rows.addWidget(row)
        if len(lines) > _SHOWN:
            more = _("and {count} more").format(count=number(len(lines) - _SHOWN))
            self._rows.addWidget(Text(f"  {more}", "caption"))
        self._rows.addStretch(1)
        waiting = sum(each.to_point for each in lines)
        word = _("To point · {count}").format(count=number(waiting)) if waiting else _("All pointed")
        self._mark.set_mark(
            *(("triangle-alert", word, "amber") if waiting else ("circle-check", word, "green"))
        )
        self._current = 0
        if current in self._of:
            self.choose(current)
            if had_focus:
                self._of[current].setFocus()

    def choose(self, credit_id: int) -> None:
        """Make a row the current one."""
        if self._current in self._of:
            self._of[self._current].set_current(False)
        self._current = credit_id
        row = self._of[credit_id]
        row.set_current(True)
        self._area.ensureWidgetVisible(row, 0, 8)
        self.chosen.emit(credit_id)

    def take_focus(self) -> None:
        """Put the focus on the current row."""
        if self._current in self._of:
            self._of[self._current].setFocus()

    def _sheet(self) -> Sheet:
        """Return every credit to copy or export, also those that are not shown for want of room.

        The bank's own words stay on the screen: a transfer that nobody recognised may name a person.
        """
        titles = (_("Date"), _("Payer"), _("Found by"), _("State"), _("Amount"))
        rows = [
            (
                each.credit.day,
                each.payer if each.known else _("Unknown payer"),
                each.how,
                each.mark[1],
                Cents(each.credit.cents),
            )
            for each in self._lines
        ]
        return Sheet(titles, rows)

    def _step(self, step: int) -> None:
        """Move by so many rows."""
        order = list(self._of)
        place = order.index(self._current) if self._current in self._of else 0
        wanted = order[max(0, min(len(order) - 1, place + step))]
        self.choose(wanted)
        self._of[wanted].setFocus()


class CreditRow(Row):
    """Day, payer, sum; how it was found, where it stands. Arrows ask for another row."""

    stepped = Signal(int)

    def __init__(self, shown: CreditLine) -> None:
        credit = shown.credit
        icon, word, tone = shown.mark
        told = f"{day(credit.day)}, {shown.payer}, {money(credit.cents)}, {shown.how}, {word}"
        super().__init__(told)
        self.set_pressable()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 14, 8)
        row.setSpacing(10)
        row.addWidget(Text(f"{credit.day:%d/%m}", "table", "text2"), 0, Qt.AlignmentFlag.AlignTop)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Elided(shown.payer, "strong"), 1)
        head.addWidget(Text(money(credit.cents), "strong"))
        foot = Flow(spacing=6, below=0)
        foot.add(Folding(shown.how, "caption"), None, Mark(icon, word, tone, pill=False))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(head)
        words.addLayout(foot)
        row.addLayout(words, 1)
        self.setMinimumHeight(56)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for another row, and leave Enter to the page: it says yes to what is shown."""
        if (step := _STEPS.get(Qt.Key(event.key()))) is not None:
            self.stepped.emit(step)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
            return
        super().keyPressEvent(event)
