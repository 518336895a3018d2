"""Breach of data: the two clocks with their working, what is said, what is decided, who was warned."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from pharmassist.domain.breaches import CHOICES, CONTENTS, INSTANTS, WARNED, BreachField, ClockState
from pharmassist.services.breach_words import (
    choice_word,
    clock_state,
    clock_word,
    clock_working,
    field_word,
)
from pharmassist.services.breaches import TEXT_LIMIT, BreachView
from pharmassist.services.texts import translate as _
from pharmassist.ui.pages.incident.dialogs import Over
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.field import ChoiceField, Field, TextField
from pharmassist.ui.parts.text import Ink, Text, line

WIDTH = 760
_INKS: dict[ClockState, Ink] = {
    ClockState.LATE: "red",
    ClockState.RUNNING: "amber",
    ClockState.STOPPED: "green",
}
_INSTANT = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\D+(\d{1,2})\s*[h:]\s*(\d{2})")


class BreachDialog(Over):
    """``noted`` gives what changed, by field; ``wanted`` the document to show: notification, complement…"""

    noted = Signal(object)
    wanted = Signal(str)

    def __init__(self, view: BreachView, parent: QWidget) -> None:
        sentence = _("Orientation, to be confirmed with your insurer, your union or your counsel.")
        super().__init__(_("Breach of data: where do the delays stand?"), sentence, parent, WIDTH)
        self._view = view
        self.fields: dict[BreachField, Field] = {}
        for clock in view.clocks:
            self.body.addWidget(Text(clock_word(clock.kind), "strong"))
            self.body.addWidget(
                Text(clock_state(view, clock), "text", _INKS.get(clock.state, "text2"), wrap=True)
            )
            if working := clock_working(view, clock):
                self.body.addWidget(Text(working, "caption", wrap=True))
        dates = (BreachField.DISCOVERED, BreachField.QUALIFIED, BreachField.COMPLAINED)
        sent = (BreachField.NOTIFIED, BreachField.COMPLETED, BreachField.INSURANCE)
        self._section(_("When ({zone})").format(zone=view.zone.words), (*dates, *sent), 3)
        decisions = (BreachField.CNIL, BreachField.CNIL_REASON, BreachField.PEOPLE, BreachField.PEOPLE_REASON)
        self._section(_("What is decided"), decisions, 2)
        self._section(
            _("Contents of a notification (RGPD, art. 33.3)"), (*CONTENTS, BreachField.LATE_REASON), 2
        )
        unseen = _("The screens of the CNIL’s form were not seen: these are its contents, not its questions.")
        self.body.addWidget(Text(unseen, "caption", "amber", wrap=True))
        self._section(_("Who was warned: name or initials, hour"), WARNED, 3)
        self.body.addStretch(1)
        self.foot.addWidget(Button(_("Note it"), "primary", "check", pressed=self._note))
        for words, paper in (
            (_("First notification"), "notification"),
            (_("Complement"), "complement"),
            (_("Register"), "violations"),
        ):
            self.foot.addWidget(self._paper_button(words, paper))
        self.foot.addStretch(1)
        self.foot.addWidget(Button(_("Close"), key=_("Esc"), pressed=self.reject))
        self.fields[BreachField.DISCOVERED].setFocus()

    def _paper_button(self, words: str, paper: str) -> Button:
        return Button(words, "quiet", "file-text", size="small", pressed=lambda: self._want(paper))

    def _section(self, title: str, fields: Sequence[BreachField], columns: int) -> None:
        self.body.addSpacing(6)
        self.body.addWidget(Text(title, "title", wrap=True))
        self.body.addWidget(line())
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for number, field in enumerate(fields):
            made = self.fields[field] = self._field(field)
            grid.addWidget(made, number // columns, number % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)

    def _field(self, field: BreachField) -> Field:
        value = self._view.breach.value(field)
        if field in CHOICES:
            made = ChoiceField(
                field_word(field), [("", "–"), *((choice, choice_word(choice)) for choice in CHOICES[field])]
            )
            made.set_value(value)
            return made
        if field in INSTANTS:
            instant = self._view.breach.instant(field)
            text = f"{self._view.local(instant):%d/%m/%Y %H:%M}" if instant is not None else ""
            return TextField(field_word(field), text=text, example=_("30/01/2024 15:00"))
        typed = TextField(field_word(field), text=value)
        typed.line.setMaxLength(TEXT_LIMIT)
        return typed

    def _note(self) -> None:
        """Hand out what changed; an instant that cannot be read is said under its field."""
        said: dict[BreachField, str | datetime] = {}
        for field, part in self.fields.items():
            value = part.value() if isinstance(part, TextField | ChoiceField) else ""
            if field in INSTANTS and value:
                instant = read_instant(value, ZoneInfo(self._view.zone.name))
                if instant is None:
                    part.error(_("A day and an hour are expected. Example: 30/01/2024 15:00"))
                    part.setFocus()
                    return
                if instant != self._view.breach.instant(field):
                    said[field] = instant
            elif value != self._view.breach.value(field):
                said[field] = value
        self.noted.emit(said)
        self.accept()

    def _want(self, paper: str) -> None:
        self.wanted.emit(paper)
        self.accept()


def read_instant(text: str, zone: ZoneInfo) -> datetime | None:
    """Read ``30/01/2024 15:00`` or ``30/01/2024 15 h 00`` at the pharmacy's wall, None for anything else."""
    found = _INSTANT.fullmatch(text.strip())
    if found is None:
        return None
    day, month, year, hour, minute = map(int, found.groups())
    try:
        return datetime(year, month, day, hour, minute, tzinfo=zone)
    except ValueError:
        return None
