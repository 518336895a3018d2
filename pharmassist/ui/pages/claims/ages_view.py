"""Ancienneté: the encours by operator or AMC and age, as a table and a picture; what is overdue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.claims import AgeingRow, ClaimFilter, Tally
from pharmassist.services.claim_lists import OWN, Ageing, Delay, OverdueList
from pharmassist.services.directory import operator_names
from pharmassist.services.office import Office
from pharmassist.services.texts import money, number, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.exporting import list_signs
from pharmassist.ui.pages.claims.age_picture import AgePicture, age_titles
from pharmassist.ui.parts.button import Button, Chip
from pharmassist.ui.parts.card import Card, empty_layout, scrolled
from pharmassist.ui.parts.copying import Cell, Cents, Sheet
from pharmassist.ui.parts.field import TextField
from pharmassist.ui.parts.flow import Flow, flowing
from pharmassist.ui.parts.text import Folding, Text, line

_ROWS, _BARS = 40, 10
"""Lines of the table and bars of the picture; the smallest are summed in one more."""


@dataclass(frozen=True, slots=True)
class Ages:
    """What the side shows, read in one go."""

    table: Ageing
    overdue: OverdueList
    overdue_filter: ClaimFilter | None
    delays: tuple[Delay, ...]
    operators: Mapping[str, str]
    by_amc: bool


def read_ages(office: Office, *, by_amc: bool) -> Ages:
    """Read the encours by age (a lane's work)."""
    lists = office.claims.lists
    return Ages(
        lists.ageing(by_amc=by_amc),
        lists.overdue(),
        lists.overdue_filter(),
        lists.delays(),
        operator_names(office.catalogue),
        by_amc,
    )


class AgesView(QWidget):
    """Shows :class:`Ages`; the page reads and writes."""

    asked = Signal(bool)
    filtered = Signal(object)
    columns_typed = Signal(object)
    delays_asked = Signal()
    month_end_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ages: Ages | None = None
        self.by_operator = Chip(_("By operator"), cross=False)
        self.by_amc = Chip(_("By mutuelle (AMC)"), cross=False)
        group = QButtonGroup(self)
        for chip, amc in ((self.by_operator, False), (self.by_amc, True)):
            group.addButton(chip)
            chip.clicked.connect(lambda _on=False, amc=amc: self.asked.emit(amc))
        self.by_operator.setChecked(True)
        self.columns = TextField(_("Columns end at (working days)"), example="5, 10, 20, 40")
        self.columns.line.setFixedWidth(200)
        self.columns.line.setToolTip(_("Last working days of each column; Enter keeps them"))
        self.columns.entered.connect(self._columns_typed)
        head = Flow(side=Qt.AlignmentFlag.AlignBottom)
        head.add(self.by_operator, self.by_amc, None, self.columns)
        head.add(Button(_("Encours at a date…"), icon="calendar-days", pressed=self.month_end_asked.emit))
        self._card = Card(_("Encours by age"), "chart-column")
        for sign in list_signs(desk, self, "ages", self._sheet):
            self._card.add_action(sign)
        self.picture = AgePicture()
        self._card.body.addWidget(self.picture)
        self._grid_holder = QVBoxLayout()
        self._card.body.addLayout(self._grid_holder)
        self._late = Card(_("Overdue"), "alarm-clock", padded=True)
        self._late.add_action(
            Button(_("Delays…"), "quiet", "pen-line", size="small", pressed=self.delays_asked.emit)
        )
        held = QWidget()
        column = self._column = QVBoxLayout(held)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self._card)
        column.addWidget(self._late)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(held))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand under the question: the same margins as the header."""
        super().resizeEvent(event)
        side = 16 if self.width() < 1000 else 24
        self._column.setContentsMargins(side, 12, side, 16)

    @property
    def shows_amc(self) -> bool:
        """Tell whether the lines are AMC."""
        return self.by_amc.isChecked()

    def show_ages(self, ages: Ages) -> None:
        """Show the encours by age and what is overdue."""
        self._ages = ages
        table = ages.table
        if not self.columns.line.hasFocus():
            self.columns.set_value(", ".join(map(str, table.lasts)))
        titles = age_titles(table.lasts)
        words = translate_plural("{count} invoice · {sum}", "{count} invoices · {sum}", table.total.count)
        self._card.set_caption(
            words.format(count=number(table.total.count), sum=money(table.total.cents))
            + " · "
            + _("working days")
        )
        bars = [(self._name(row), row.bands) for row in _joined(table.rows, _BARS)]
        self.picture.show_bars(titles, bars)
        empty_layout(self._grid_holder)
        self._grid_holder.addWidget(self._table(ages, titles))
        self._show_late(ages)

    def forget(self) -> None:
        """Show nothing: the lock comes."""
        self._ages = None
        self.picture.show_bars((), ())
        empty_layout(self._grid_holder)
        empty_layout(self._late.body)
        self._card.set_caption("")

    def _table(self, ages: Ages, titles: tuple[str, ...]) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for place, title in enumerate((*titles, _("Total"), _("Invoices (count)")), start=1):
            label = Folding(title, "label")
            label.setAlignment(right)
            grid.addWidget(label, 0, place)
        rows = _joined(ages.table.rows, _ROWS)
        for number_, row in enumerate(rows, start=1):
            wanted = self._filter(row)
            grid.setRowMinimumHeight(number_, 28)
            if wanted is None:
                name = Folding(self._name(row), "table")
                name.setContentsMargins(8, 0, 0, 0)
                grid.addWidget(name, number_, 0)
            else:
                button = Button(self._name(row), "quiet", size="small")
                button.setToolTip(_("Show these invoices"))
                button.clicked.connect(lambda _on=False, wanted=wanted: self.filtered.emit(wanted))
                grid.addWidget(flowing(button), number_, 0)
            for place, tally in enumerate(row.bands, start=1):
                told = money(tally.cents) if tally.count else "–"
                grid.addWidget(Text(told, "table", "" if tally.count else "text3"), number_, place, right)
            grid.addWidget(Text(money(row.total.cents), "strong"), number_, len(titles) + 1, right)
            grid.addWidget(Text(number(row.total.count), "table"), number_, len(titles) + 2, right)
        last = len(rows) + 2
        grid.addWidget(line(), last - 1, 0, 1, len(titles) + 3)
        grid.addWidget(Text(_("Total"), "strong"), last, 0)
        for place in range(len(titles)):
            cents = sum(row.bands[place].cents for row in ages.table.rows)
            grid.addWidget(Text(money(cents), "strong"), last, place + 1, right)
        grid.addWidget(Text(money(ages.table.total.cents), "strong"), last, len(titles) + 1, right)
        grid.addWidget(Text(number(ages.table.total.count), "strong"), last, len(titles) + 2, right)
        return holder

    def _sheet(self) -> Sheet:
        """Return the encours by age to copy or export, every line of it: none is joined."""
        if self._ages is None:
            return Sheet((), ())
        table, by_amc = self._ages.table, self._ages.by_amc
        first = _("Mutuelle (AMC)") if by_amc else _("Operator")
        titles = (first, *age_titles(table.lasts), _("Total"), _("Invoices (count)"))
        rows = [self._line(self._name(row), row.bands, row.total) for row in table.rows]
        return Sheet(titles, rows, self._line(_("Total"), _sums(table.rows), table.total))

    def _line(self, name: str, bands: tuple[Tally, ...], total: Tally) -> tuple[Cell, ...]:
        return (name, *(Cents(band.cents) for band in bands), Cents(total.cents), total.count)

    def _show_late(self, ages: Ages) -> None:
        empty_layout(self._late.body)
        for late in ages.overdue.known:
            row = QHBoxLayout()
            name = ages.operators.get(late.operator, late.operator)
            wanted = ages.overdue_filter
            button = Button(name, "quiet", size="small")
            if wanted is not None:
                only = ClaimFilter(late.operator, states=wanted.states, delays=wanted.delays)
                button.clicked.connect(lambda _on=False, only=only: self.filtered.emit(only))
            row.addWidget(button)
            words = translate_plural(
                "{count} invoice over {days} working days",
                "{count} invoices over {days} working days",
                late.late.count,
            )
            row.addWidget(
                Text(words.format(count=number(late.late.count), days=late.delay), "table", wrap=True), 1
            )
            row.addWidget(Text(money(late.late.cents), "strong", "red"))
            self._late.body.addLayout(row)
            source = _("delay set by the pharmacy") if late.source == OWN else late.source
            self._late.body.addWidget(Text(source, "caption", wrap=True))
        if not ages.overdue.known:
            self._late.body.addWidget(
                Text(_("Nothing waits longer than the delays that are known."), "text", "text3", wrap=True)
            )
        names = [
            ages.operators.get(each.operator, "") or _("operator unknown") for each in ages.overdue.unknown
        ]
        if names:
            told = _("No delay is known for: {names}. Nothing of theirs is called overdue until you set one.")
            self._late.body.addWidget(Text(told.format(names=", ".join(names)), "caption", wrap=True))

    def _name(self, row: AgeingRow) -> str:
        if row.key == _REST:
            return row.name
        if self._ages is not None and self._ages.by_amc:
            return (row.name or row.key.lstrip("0")) if row.key else _("Without AMC number")
        operators = self._ages.operators if self._ages is not None else {}
        return operators.get(row.key, row.key) or _("Operator unknown or undetermined")

    def _filter(self, row: AgeingRow) -> ClaimFilter | None:
        if row.key == _REST or self._ages is None:
            return None
        if not self._ages.by_amc:
            return ClaimFilter(operator=row.key)
        return ClaimFilter(amc_number=row.key) if row.key else None

    def _columns_typed(self) -> None:
        parts = self.columns.value().replace(";", ",").replace(" ", ",").split(",")
        days = [part for part in parts if part]
        if not all(part.isdecimal() and len(part) < 5 for part in days):
            self.columns.error(_("Numbers of working days: 5, 10, 20, 40"))
            return
        self.columns_typed.emit(tuple(map(int, days)))


_REST = "*"


def _joined(rows: tuple[AgeingRow, ...], most: int) -> list[AgeingRow]:
    """Return the largest lines, and the others as one."""
    if len(rows) <= most:
        return list(rows)
    rest = rows[most - 1 :]
    total = Tally(sum(row.total.count for row in rest), sum(row.total.cents for row in rest))
    name = _("{count} others").format(count=number(len(rest)))
    return [*rows[: most - 1], AgeingRow(_REST, name, total, _sums(rest))]


def _sums(rows: tuple[AgeingRow, ...]) -> tuple[Tally, ...]:
    """Return what lines sum to, age by age."""
    return tuple(
        Tally(sum(band.count for band in place), sum(band.cents for band in place))
        for place in zip(*(row.bands for row in rows), strict=True)
    )
