"""The grid operator × four lights: reading, time, source, validity, so that none is taken on faith."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pharmassist.domain.operators import Light, LightState, OperatorStatus, Reading
from pharmassist.services.texts import PARIS
from pharmassist.services.texts import translate as _
from pharmassist.services.watching import light_word, state_word
from pharmassist.ui.colours import palette_of
from pharmassist.ui.desk import Desk
from pharmassist.ui.exporting import list_signs
from pharmassist.ui.pages.operators.watch import (
    Watch,
    counts,
    portal_words,
    source_word,
    spoken,
    validity,
    when,
)
from pharmassist.ui.parts.copying import Cell, Sheet
from pharmassist.ui.parts.flow import Flow
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.light import Light as LightMark
from pharmassist.ui.parts.row import Row
from pharmassist.ui.parts.text import Text, line

_ICONS = {
    Light.RIGHTS: "badge-check",
    Light.TRANSMISSION: "send",
    Light.NOTICES: "inbox",
    Light.TRANSFERS: "banknote",
}
_TINTS = {LightState.STOPPED: "red", LightState.DISRUPTED: "amber"}
_NAME_WIDTH = 146
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class LightsGrid(QFrame):
    """``operator_chosen`` gives an id; ``light_chosen`` an id and a :class:`Light`; arrows move."""

    operator_chosen = Signal(str)
    light_chosen = Signal(str, object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._watch: Watch | None = None
        self.setProperty("part", "card")
        self.setAccessibleName(_("Lights of the operators"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._held: QWidget | None = None
        self._cells: list[list[Row]] = []
        self._keys: list[str] = []

    def show_watch(self, watch: Watch, chosen: str) -> None:
        """Show the operators, the worst first; the focus stays on its cell."""
        place = self._place()
        operator = self._keys[place[0]] if place else ""
        self._watch = watch
        if self._held is not None:
            self._held.hide()
            self._held.deleteLater()
        self._held = QWidget()
        grid = QGridLayout(self._held)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        self._head(grid, self._held)
        self._cells, self._keys = [], []
        for number, status in enumerate(watch.statuses):
            row = 2 * number + 2
            grid.addWidget(line(), row - 1, 0, 1, 9)
            cells: list[Row] = [self._operator(status, watch, status.operator.id == chosen)]
            cells += [self._light(status, light, watch) for light in Light]
            for column, cell in enumerate(cells):
                grid.addWidget(cell, row, 2 * column)
                if column:
                    grid.addWidget(line("upright"), row, 2 * column - 1)
            self._cells.append(cells)
            self._keys.append(status.operator.id)
        for column in range(1, 5):
            grid.setColumnStretch(2 * column, 1)
        self._column.addWidget(self._held)
        if place and operator in self._keys:
            self._cells[self._keys.index(operator)][place[1]].setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_on(self, operator: str, light: Light | None = None) -> None:
        """Bring the focus to an operator, or to one of its lights."""
        if operator in self._keys:
            column = 0 if light is None else 1 + list(Light).index(light)
            self._cells[self._keys.index(operator)][column].setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between cells with the arrows."""
        place, step = self._place(), _STEPS.get(Qt.Key(event.key()))
        if place is None or step is None:
            super().keyPressEvent(event)
            return
        row = min(max(place[0] + step[0], 0), len(self._cells) - 1)
        column = min(max(place[1] + step[1], 0), 4)
        self._cells[row][column].setFocus(Qt.FocusReason.OtherFocusReason)

    def _sheet(self) -> Sheet:
        """Return every light with its reading, to copy or export."""
        watch = self._watch
        if watch is None:
            return Sheet((), ())
        titles = (_("Operator"), _("Light"), _("State"), _("Read on"), _("By"), _("Valid until"), _("Proof"))
        rows = [
            (status.operator.name, light_word(light), state_word(status.state(light)), *_read(reading))
            for status in watch.statuses
            for light, reading in status.readings
        ]
        return Sheet(titles, rows)

    def _place(self) -> tuple[int, int] | None:
        for row, cells in enumerate(self._cells):
            for column, cell in enumerate(cells):
                if cell.hasFocus():
                    return row, column
        return None

    def _head(self, grid: QGridLayout, held: QWidget) -> None:
        for column in range(5):
            head = QFrame()
            head.setProperty("part", "raised")
            row = QHBoxLayout(head)
            row.setContentsMargins(12, 8, 12, 8)
            row.setSpacing(8)
            if column:
                light = list(Light)[column - 1]
                row.addWidget(Icon(_ICONS[light], "text2", 16))
                name = Text(light_word(light), "table", "text2")
                name.setProperty("weight", "600")
                row.addWidget(name)
                row.addStretch(1)
                grid.addWidget(line("upright"), 0, 2 * column - 1)
            else:
                row.addStretch(1)
                for sign in list_signs(self._desk, held, "lights", self._sheet):
                    row.addWidget(sign)
            grid.addWidget(head, 0, 2 * column)

    def _operator(self, status: OperatorStatus, watch: Watch, chosen: bool) -> Row:
        payers, invoices = counts(status, watch)
        portal = portal_words(status.portal, watch.today)
        cell = Row(f"{status.operator.name}, {payers}, {invoices}. {portal}", current=chosen)
        cell.set_pressable()
        cell.setFixedWidth(_NAME_WIDTH)
        cell.chosen.connect(lambda: self.operator_chosen.emit(status.operator.id))
        column = _column(cell)
        column.addWidget(Text(status.operator.name, "title", wrap=True))
        column.addWidget(Text(payers, "caption"))
        column.addWidget(Text(invoices, "caption"))
        foot = QHBoxLayout()
        foot.setSpacing(5)
        foot.addWidget(Icon("globe", "text3", 14), 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(Text(portal, "caption", wrap=True), 1)
        column.addLayout(foot)
        column.addStretch(1)
        return cell

    def _light(self, status: OperatorStatus, light: Light, watch: Watch) -> Row:
        state = status.state(light)
        reading = dict(status.readings)[light]
        expired = next((old for old in status.expired if old.light is light), None)
        cell = LightCell(spoken(status, light, watch.today), state)
        cell.setToolTip(_("Set this light (Enter)"))
        cell.chosen.connect(lambda: self.light_chosen.emit(status.operator.id, light))
        column = _column(cell)
        head = Flow(spacing=2, below=0)
        head.add(LightMark(state, pill=False), None)
        if reading is not None:
            head.add(Text(when(reading.at, watch.today), "caption"))
        column.addLayout(head)
        for words, ink in _lines(reading, expired, watch):
            text = Text(words, "table" if not ink else "caption", wrap=True)
            column.addWidget(text)
        column.addStretch(1)
        return cell


class LightCell(Row):
    """A cell of the grid; only red and amber have a ground."""

    def __init__(self, name: str, state: LightState) -> None:
        self._tint = _TINTS.get(state, "")
        super().__init__(name)
        self.set_pressable()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground of a light that does not work."""
        if self._tint:
            painter = QPainter(self)
            painter.fillRect(self.rect(), palette_of(self).tone(self._tint)[1])
            painter.end()
        super().paintEvent(event)


def _read(reading: Reading | None) -> tuple[Cell, ...]:
    if reading is None:
        return ("", "", "", "")
    day = reading.at.astimezone(PARIS).date()
    return (day, source_word(reading), reading.valid_until or "", reading.proof)


def _lines(reading: Reading | None, expired: Reading | None, watch: Watch) -> list[tuple[str, str]]:
    """Return what a cell says under its state: the reading, who said it, until when."""
    if reading is not None:
        return [
            (reading.proof or _("without a proof"), ""),
            (source_word(reading), "text3"),
            (validity(reading, watch.today), "text3"),
        ]
    if expired is not None:
        return [
            (_("Reading too old"), ""),
            (source_word(expired), "text3"),
            (validity(expired, watch.today), "text3"),
        ]
    return [(_("No reading yet"), "text3")]


def _column(cell: Row) -> QVBoxLayout:
    column = QVBoxLayout(cell)
    column.setContentsMargins(8, 8, 6, 8)
    column.setSpacing(1)
    return column
