"""Under the grid: what was said of one operator's lights, and how to reach it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.operators import OperatorStatus, Reading
from pharmassist.services.texts import moment
from pharmassist.services.texts import translate as _
from pharmassist.services.watching import PROOF_LIMIT, light_word, sign_word, still_amber
from pharmassist.ui.pages.operators.watch import Watch, marks, since_first, source_word, spans, validity
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card, empty_layout
from pharmassist.ui.parts.field import TextField
from pharmassist.ui.parts.light import Light as LightMark
from pharmassist.ui.parts.sources import contact_row
from pharmassist.ui.parts.text import Text, line
from pharmassist.ui.parts.timeline import Timeline

SHOWN = 12


class HistoryCard(Card):
    """The readings of one operator, newest first."""

    def __init__(self) -> None:
        super().__init__(_("Readings"), "history", padded=False)

    def show_operator(self, status: OperatorStatus, readings: Sequence[Reading], today: date) -> None:
        """Show them; what must still be seen after a stop is said at the top."""
        self.set_title(_("{operator}, what was said").format(operator=status.operator.name))
        empty_layout(self.body)
        own = [reading for reading in readings if reading.operator == status.operator.id]
        for position, reading in enumerate(own[:SHOWN]):
            if position:
                self.body.addWidget(line())
            self.body.addWidget(_reading(reading, today))
        if not own:
            note = Text(
                _("Nobody has set a light yet. Choose one in the grid: a state and what shows it."),
                "table",
                "text3",
                wrap=True,
            )
            note.setContentsMargins(16, 12, 16, 12)
            self.body.addWidget(note)
        self.body.addStretch(1)


class PictureCard(Card):
    """The last days of one operator as a picture, and what the restart gate still waits for."""

    seen = Signal(str, str, str)
    """Operator, sign, proof."""

    def __init__(self) -> None:
        super().__init__(_("The last days"), "history")
        self._operator = ""
        self.tells = False
        """Whether there is something to draw: an axis alone teaches nothing, the readings say what to do."""
        self._time = Timeline(_("The last days"))
        self.body.addWidget(self._time)
        self._gate = QWidget()
        column = QVBoxLayout(self._gate)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._words = Text("", "table", "amber", wrap=True)
        self.proof = TextField(_("What shows it (LGO screen, notice, statement)"))
        self.proof.line.setMaxLength(PROOF_LIMIT)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        column.addWidget(self._words)
        column.addWidget(self.proof)
        column.addLayout(self._buttons)
        self.body.addWidget(self._gate)

    def show_operator(self, status: OperatorStatus, watch: Watch) -> None:
        """Draw the days; ask for the signs that are missing."""
        self._operator = status.operator.id
        first, readings = since_first(watch.history, status.operator.id, watch.now)
        portals = [p for p in watch.portals.get(status.operator.id, ()) if p.at.date() >= first]
        title = _("{operator}, the last days").format(operator=status.operator.name)
        self.set_title(title)
        self._time.show_time(first, watch.now, marks(readings, portals), spans(readings, watch.now))
        self._time.setAccessibleName(title)
        self._gate.setVisible(bool(status.missing))
        self.tells = bool(readings or portals or status.missing)
        self.setVisible(self.tells)
        empty_layout(self._buttons)
        if not status.missing:
            return
        self._words.setText(still_amber(status))
        for sign in status.missing:
            words = _("Seen: {sign}").format(sign=sign_word(sign))
            self._buttons.addWidget(
                Button(words, icon="eye", size="small", pressed=partial(self._say, sign.value))
            )
        self._buttons.addStretch(1)

    def _say(self, sign: str) -> None:
        if not self.proof.value():
            self.proof.error(_("A few words are enough."))
            self.proof.setFocus()
            return
        self.seen.emit(self._operator, sign, self.proof.value())
        self.proof.clear()


class ReachCard(Card):
    """How to reach one operator: numbers with source and date, and what it never asks."""

    def __init__(self) -> None:
        super().__init__(_("Reach it"), "phone")

    def show_operator(self, status: OperatorStatus) -> None:
        """Show its contacts and what is known of its delays."""
        operator = status.operator
        self.set_title(_("Reach {operator}").format(operator=operator.name))
        empty_layout(self.body)
        for contact in operator.contacts:
            self.body.addWidget(contact_row(contact))
        if not operator.contacts:
            self.body.addWidget(Text(_("No contact is known."), "table", "text3", wrap=True))
        notes = [operator.never_asks, *operator.notes]
        if operator.delay_days is not None:
            delay = _("Usual delay: {days} working days ({source})")
            notes.append(delay.format(days=operator.delay_days, source=operator.delay_source))
        for note in filter(None, notes):
            self.body.addWidget(Text(note, "caption", "text2", wrap=True))
        self.body.addStretch(1)


def _reading(reading: Reading, today: date) -> QWidget:
    held = QWidget()
    row = QHBoxLayout(held)
    row.setContentsMargins(16, 6, 16, 6)
    row.setSpacing(12)
    when = Text(moment(reading.at), "caption")
    when.setMinimumWidth(84)
    row.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
    light = QVBoxLayout()
    light.setSpacing(0)
    name = Text(light_word(reading.light), "table")
    name.setMinimumWidth(max(120, name.sizeHint().width()))
    light.addWidget(name)
    light.addWidget(LightMark(reading.state, pill=False))
    row.addLayout(light)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(Text(reading.proof or _("without a proof"), "table", wrap=True))
    words.addWidget(Text(f"{source_word(reading)} · {validity(reading, today)}", "caption", wrap=True))
    row.addLayout(words, 1)
    return held
