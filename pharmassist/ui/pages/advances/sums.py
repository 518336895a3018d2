"""Both sums, at the same size, each with its working."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from pharmassist.services.advance_sums import Computation
from pharmassist.services.advance_words import elsewhere_words
from pharmassist.services.claim_words import state_text
from pharmassist.services.texts import money, number, short_day
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.card import Card, empty_layout
from pharmassist.ui.parts.light import Mark
from pharmassist.ui.parts.text import Folding, Ink, Text, Use, line

Line = tuple[str, str, str]
"""What, how many, how much."""


class SumCard(Card):
    """A figure, the lines that make it, and a line of conclusion."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent=parent)
        self.body.setSpacing(8)
        self.figure = Text("", "figure")
        self.body.addWidget(self.figure)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)
        self.body.addStretch(1)
        self.note = Text("", "caption", wrap=True)
        self.body.addWidget(self.note)

    def show_sum(self, figure: str, lines: list[Line], total: Line | None, note: str) -> None:
        """Show a sum and its working."""
        self.figure.setText(figure)
        empty_layout(self._lines)
        held = QWidget()
        grid = QGridLayout(held)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        for row, words in enumerate(lines):
            _put(grid, row, words, strong=False)
        if total is not None:
            grid.addWidget(line(), len(lines), 0, 1, 3)
            _put(grid, len(lines) + 1, total, strong=True)
        self._lines.addWidget(held)
        self.note.setText(note)


def _put(grid: QGridLayout, row: int, words: Line, *, strong: bool) -> None:
    for place, text in enumerate(words):
        use: Use = "strong" if strong or place == 2 else "table"
        ink: Ink = "" if strong or place == 2 else "text2"
        if place:
            grid.addWidget(Text(text, use, ink), row, place, Qt.AlignmentFlag.AlignRight)
        else:
            grid.addWidget(Folding(text, use, ink), row, place)


class ExactCard(SumCard):
    """The exact sum: the operator's encours less what cannot be asked."""

    def __init__(self) -> None:
        super().__init__(_("2. Exact sum"))
        self.set_chosen(True)
        self._advised = Mark("circle-check", _("Advised"), "green", pill=False)
        self.add_action(self._advised)

    def show_computation(self, found: Computation, operator: str) -> None:
        """Show encours, what is taken out, and what may be asked."""
        self._advised.setVisible(found.exact > 0)
        waiting = _("{operator}, waiting").format(operator=operator)
        lines: list[Line] = [(waiting, number(found.waiting.count), money(found.waiting.cents))]
        lines += [
            (state_text(state), number(tally.count), money(-tally.cents)) for state, tally in found.left_out
        ]
        lines += [
            (elsewhere_words(one), number(one.tally.count), money(-one.tally.cents))
            for one in found.elsewhere
        ]
        # Less what other requests hold, it is no more all that was transmitted.
        told = _("May be asked") if found.elsewhere else _("Transmitted, not received")
        total = (told, number(found.claims), money(found.exact))
        note = _("Invoices of {first} to {last}").format(
            first=short_day(found.period_from), last=short_day(found.period_to)
        )
        self.show_sum(money(found.exact), lines, total, note)


class EstimateCard(SumCard):
    """The estimate by average: for when the software cannot export its list."""

    def __init__(self) -> None:
        super().__init__(_("Estimate"))
        self.set_caption(_("if your software exports nothing"))

    def show_computation(self, found: Computation) -> None:
        """Show average per working day times the suspended days."""
        reference = found.reference
        if reference is None or found.estimate is None:
            note = _("No payment of the three months before is known here: no average can be made.")
            self.show_sum("–", [], None, note)
            return
        source = _("Credits, {first} to {last}") if reference.by_bank else _("Received, {first} to {last}")
        period = source.format(first=short_day(reference.first), last=short_day(reference.last))
        lines: list[Line] = [
            (period, "", money(reference.received)),
            (_("÷ working days of that period"), "", number(reference.working_days)),
            (_("× working days suspended"), "", number(found.working_days)),
        ]
        lines.append((_("Estimate by average"), "", money(found.estimate)))
        lines.append((_("− received meanwhile"), "", money(-found.actual)))
        gap = found.estimate - found.exact
        note = _("{sum} less than the exact sum").format(sum=money(-gap))
        if gap >= 0:
            note = _("{sum} more than the exact sum").format(sum=money(gap))
        self.show_sum(
            money(found.estimate), lines, (_("Usual less received"), "", money(found.shortfall or 0)), note
        )
