"""The cards of Aujourd'hui: the counter and the sums."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.claims import OperatorOutstanding
from pharmassist.domain.conduct import CLOSING
from pharmassist.domain.operators import DIRECT, WORST_FIRST, Light, LightState, OperatorStatus
from pharmassist.services.day import DayView
from pharmassist.services.directory import PAYS_DIRECTLY
from pharmassist.services.texts import money, number, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.exporting import list_signs
from pharmassist.ui.parts.bars import Bar, Bars, age_words
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card, empty_layout
from pharmassist.ui.parts.copying import Cell, Cents, Sheet
from pharmassist.ui.parts.empty import EmptyState
from pharmassist.ui.parts.light import Light as LightMark
from pharmassist.ui.parts.text import Text, line


def worst_first(statuses: Sequence[OperatorStatus]) -> list[OperatorStatus]:
    """Return the operators with the worst light first, then in the directory's order."""
    return sorted(statuses, key=lambda status: WORST_FIRST.index(status.worst))


class CounterCard(Card):
    """Au comptoir: each operator, worst first, with its one sentence."""

    def __init__(self, opened: Button) -> None:
        super().__init__(_("At the counter"), "store", padded=False)
        self.add_action(opened)

    def show_day(self, view: DayView) -> None:
        """Show the operators of this day."""
        empty_layout(self.body)
        statuses = worst_first(view.statuses)
        # On a day when all works, one sentence stands for all.
        calm = all(status.worst is LightState.WORKING for status in statuses)
        for position, status in enumerate(statuses):
            if position:
                self.body.addWidget(line())
            self.body.addWidget(self._row(status, "" if calm else view.conduct[status.operator.id]))
        if calm and statuses:
            self.body.addWidget(line())
            self.body.addWidget(_sentence(view.conduct[statuses[0].operator.id]))
        self.body.addStretch(1)

    def _row(self, status: OperatorStatus, sentence: str) -> QWidget:
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(16, 8, 12, 8)
        column.setSpacing(3)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Text(status.operator.name, "strong"))
        if not sentence:
            working = sum(status.state(light) is LightState.WORKING for light in Light)
            head.addWidget(Text(_("{count} lights out of 4").format(count=working), "table", "text2"))
        head.addStretch(1)
        pill = status.worst is not LightState.WORKING
        mark = LightMark(status.worst, pill=pill)
        mark.set_state(status.worst, f"{status.operator.name} : {mark.accessibleName()}")
        head.addWidget(mark)
        column.addLayout(head)
        if sentence:
            column.addWidget(_sentence(sentence, padded=False))
        return row


def _sentence(sentence: str, *, padded: bool = True) -> QWidget:
    """Return the conduct and, on its own line, the closing on mandatory third-party payment."""
    held = QWidget()
    column = QVBoxLayout(held)
    column.setContentsMargins(*((16, 10, 12, 12) if padded else (0, 0, 0, 0)))
    column.setSpacing(1)
    said = sentence.removesuffix(CLOSING).strip()
    if said:
        column.addWidget(Text(said, "strong" if padded else "table", "" if padded else "text2", wrap=True))
    if sentence.endswith(CLOSING):
        column.addWidget(Text(CLOSING, "table", "text2", wrap=True))
    return held


class OutstandingCard(Card):
    """Encours par opérateur: bars by age, with count and sum."""

    def __init__(self, desk: Desk, importing: Button) -> None:
        super().__init__(_("Outstanding by operator"), "files")
        self._sheet = Sheet((), ())
        self._count = Text("", "table", "text2")
        self._sum = Text("", "strong")
        self.add_action(self._count)
        self.add_action(self._sum)
        self._signs = list_signs(desk, self, "outstanding", lambda: self._sheet)
        self._bars = Bars(_("Outstanding by operator"))
        self._empty = EmptyState(
            "files",
            _("No invoice waits"),
            _("Import the list of unpaid invoices of your software: it shows who owes what."),
            importing,
        )
        self.body.addWidget(self._bars)
        # At the foot: the head is as wide as its sums.
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        for sign in self._signs:
            foot.addWidget(sign)
        self.body.addLayout(foot)
        self.body.addWidget(self._empty)
        self.body.addStretch(1)

    def show_day(self, view: DayView) -> None:
        """Show the sums of this day."""
        names = {status.operator.id: status.operator.name for status in view.statuses}
        names[DIRECT] = _(PAYS_DIRECTLY)
        some = bool(view.outstanding)
        self._bars.setVisible(some)
        self._empty.setVisible(not some)
        invoices = translate_plural("{count} invoice", "{count} invoices", view.total.count)
        self._count.setText(invoices.format(count=number(view.total.count)) if some else "")
        self._sum.setText(money(view.total.cents) if some else "")
        for sign in self._signs:
            sign.setVisible(some)
        bars = [_bar(line_, names) for line_ in view.outstanding]
        self._bars.show_bars(bars)
        titles = (_("Operator"), _("Invoices"), *age_words(), _("Amount"))
        self._sheet = Sheet(titles, [_cells(bar) for bar in bars])


def _cells(bar: Bar) -> tuple[Cell, ...]:
    return (bar.name, bar.count, *(Cents(cents) for cents in bar.ages), Cents(bar.total))


def _bar(outstanding: OperatorOutstanding, names: dict[str, str]) -> Bar:
    name = names.get(outstanding.operator, outstanding.operator) or _("Unknown")
    young, middle, old = (tally.cents for tally in outstanding.bands)
    return Bar(name, (young, middle, old), outstanding.total.count)
