"""The delays of operators, and the encours at the end of a month for the accountant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.services.claim_lists import Delay, MonthEnd
from pharmassist.services.texts import day as day_words
from pharmassist.services.texts import money, number, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import empty_layout, scrolled
from pharmassist.ui.parts.field import DateField, TextField
from pharmassist.ui.parts.overlay import Overlay
from pharmassist.ui.parts.text import Text


class DelaysOverlay(Overlay):
    """One number for each operator; ``chosen(operator → days or None)`` tells what differs, once."""

    chosen = Signal(object)

    def __init__(self, over: QWidget, delays: Sequence[Delay], names: Mapping[str, str]) -> None:
        super().__init__(over, _("Delays of the operators"), 600)
        self._delays = tuple(delays)
        self.panel.addWidget(Text(_("Delays of the operators"), "title"))
        self.panel.addWidget(
            Text(
                _("In how many working days do they pay you? Left empty, the delay that is known counts."),
                "text",
                "text2",
                wrap=True,
            )
        )
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        self.fields: dict[str, TextField] = {}
        for place, delay in enumerate(self._delays):
            name = names.get(delay.operator, delay.operator)
            known = _("none known") if delay.shipped is None else delay.source
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(Text(name, "strong"))
            words.addWidget(Text(known, "caption", wrap=True))
            grid.addLayout(words, place, 0)
            shipped = "" if delay.shipped is None else str(delay.shipped)
            field = TextField(_("Days"), example=shipped, text="" if delay.own is None else str(delay.own))
            field.line.setAccessibleName(_("Delay of {name}, working days").format(name=name))
            field.line.setFixedWidth(80)
            field.entered.connect(self._choose)
            self.fields[delay.operator] = field
            grid.addWidget(field, place, 1)
        area = scrolled(inner)
        area.setMinimumHeight(320)
        self.panel.addWidget(area)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(Button(_("Cancel"), pressed=self.dismiss))
        row.addWidget(Button(_("Keep"), "primary", pressed=self._choose))
        self.panel.addLayout(row)

    def start(self) -> None:
        """Show it with the focus on the first."""
        self.open(next(iter(self.fields.values())).line)

    def _choose(self) -> None:
        changed: dict[str, int | None] = {}
        for delay in self._delays:
            field = self.fields[delay.operator]
            text = field.value()
            if text and not (text.isdecimal() and int(text) <= 365):
                field.error(_("0 to 365"))
                field.line.setFocus()
                return
            days = int(text) if text else None
            if days != delay.own:
                changed[delay.operator] = days
        self.dismiss()
        if changed:
            self.chosen.emit(changed)


class MonthEndOverlay(Overlay):
    """Asks for a day, shows the encours it ended with, and offers to export it."""

    asked = Signal(object)
    export_asked = Signal(object)

    def __init__(self, over: QWidget, today: date, names: Mapping[str, str]) -> None:
        super().__init__(over, _("Encours at a date"), 560)
        self._names, self._today = names, today
        self.panel.addWidget(Text(_("Encours at a date"), "title"))
        told = _("For your accountant: what was still due at the end of that day.")
        self.panel.addWidget(Text(told, "text", "text2", wrap=True))
        self.day = DateField(_("End of the day"), day=today.replace(day=1) - timedelta(days=1))
        self.day.entered.connect(self._ask)
        row = QHBoxLayout()
        row.addWidget(self.day, 1)
        show = Button(_("Show"), pressed=self._ask)
        column = QVBoxLayout()
        column.addStretch(1)
        column.addWidget(show)
        row.addLayout(column)
        self.panel.addLayout(row)
        self._lines = QVBoxLayout()
        self.panel.addLayout(self._lines)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(Button(_("Close"), pressed=self.dismiss))
        self.export = Button(_("Export this encours…"), "primary", "download", pressed=self._export)
        foot.addWidget(self.export)
        self.panel.addLayout(foot)
        self.export.setEnabled(False)

    def start(self) -> None:
        """Show it and ask for the end of last month."""
        self.open(self.day.line)
        self._ask()

    def show_encours(self, found: MonthEnd) -> None:
        """Show a day's encours by operator."""
        empty_layout(self._lines)
        words = translate_plural("{count} invoice", "{count} invoices", found.total.count)
        told = f"{day_words(found.day, long=True)} · {words.format(count=number(found.total.count))}"
        self._add(told, money(found.total.cents), "strong")
        for operator, tally in found.by_operator:
            name = self._names.get(operator, operator) or _("Operator unknown or undetermined")
            self._add(f"{name} · {number(tally.count)}", money(tally.cents), "table")
        self.export.setEnabled(True)

    def _add(self, words: str, cents: str, look: str) -> None:
        row = QHBoxLayout()
        row.addWidget(Text(words, "strong" if look == "strong" else "table"), 1)
        row.addWidget(Text(cents, "strong"))
        self._lines.addLayout(row)

    def _ask(self) -> None:
        day = self.day.day()
        self.export.setEnabled(False)
        if day is None:
            self.day.error(_("This is not a date. Example: 30/01/2024"))
        elif day > self._today:
            self.day.error(_("This day is still to come."))
        else:
            self.asked.emit(day)

    def _export(self) -> None:
        if self.day.day() is not None:
            self.export_asked.emit(self.day.day())
