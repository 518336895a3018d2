"""The card of decisions: who decides, for how long, and each one's own PIN."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.people import Role
from pharmassist.domain.problems import Problem
from pharmassist.services.pins import Power
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import short_day
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.owner import as_owner
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card, empty_layout, tab_before, tab_stops
from pharmassist.ui.parts.field import ChoiceField, DateField
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.secret import SecretField
from pharmassist.ui.parts.text import Text, line


class PowersCard(Card):
    """One row a person; under them one's own PIN, and the owner's delegation for a time."""

    def __init__(self, desk: Desk, failed: Callable[[Problem], None]) -> None:
        super().__init__(_("Decisions and PINs"), "shield-check", _("acompte, people, restore, RIB"))
        self._desk, self._failed = desk, failed
        self._powers: tuple[Power, ...] = ()
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        words = _(
            "A PIN guards against slips and a borrowed chair, not against another program of this session."
        )
        self.body.addWidget(Text(words, "caption", "text3", wrap=True))
        self.old = SecretField(_("PIN in force"))
        self.new = SecretField(_("New PIN (4 to 12 digits)"))
        self.set_pin = Button(_("Set my PIN"), icon="key-round", pressed=self._set)
        self.body.addLayout(_row((self.old, self.new), self.set_pin))
        self.person = ChoiceField(_("Lend decisions to"), [])
        self.until = DateField(_("Until (included)"))
        self.lend = Button(_("Lend"), icon="handshake", pressed=self._lend)
        self._lending = QWidget()
        self._lending.setLayout(_row((self.person, self.until), self.lend))
        self.body.addWidget(self._lending)
        self.until.entered.connect(self._lend)
        for secret in (self.old, self.new):
            secret.line.returnPressed.connect(self._set)

    def show_powers(self, powers: Sequence[Power]) -> None:
        """Show who decides, and the PIN of whoever acts."""
        self._powers = tuple(powers)
        empty_layout(self._list)
        rows = [self._line(power) for power in powers]
        for row in rows:
            self._list.addWidget(row)
            self._list.addWidget(line())
        tab_before(self.old.line, tab_stops(*rows))
        acting = next((p for p in powers if p.person.initials == self._desk.acting()), None)
        self.old.setVisible(acting is not None and acting.has_pin)
        others = [p.person for p in powers if p.person.role is not Role.OWNER]
        chosen = self.person.value()
        self.person.set_choices([(p.initials, f"{p.initials}, {p.name}") for p in others])
        if chosen in [p.initials for p in others]:
            self.person.set_value(chosen)
        # Nobody to lend to: a pharmacy of one decides alone, and no field asks about it.
        self._lending.setVisible(bool(others))

    def _line(self, power: Power) -> QWidget:
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 5, 0, 5)
        row.setSpacing(12)
        initials = Text(power.person.initials, "strong")
        initials.setFixedWidth(36)
        row.addWidget(initials)
        words = _("decides") if power.person.role is Role.OWNER else _("does not decide")
        if power.until is not None:
            words = _("decides until {day}").format(day=short_day(power.until))
        row.addWidget(Icon("check" if power.decides else "minus", "green" if power.decides else "text3", 16))
        row.addWidget(Text(words), 1)
        row.addWidget(Text(_("PIN set") if power.has_pin else _("no PIN"), "table", "text2"))
        if power.until is not None:
            end = Button(_("Take back"), "quiet", "undo-2", size="small")
            end.setAccessibleName(_("Take back from {initials}").format(initials=power.person.initials))
            end.clicked.connect(lambda _on=False, gone=power.person.initials: self._take_back(gone))
            row.addWidget(end)
        return held

    def _set(self) -> None:
        if self.new.is_empty():
            self.new.error(_("Type the digits of your new PIN."))
            self.new.setFocus()
            return
        pins, who = self._desk.office.pins, self._desk.acting()
        old = None if self.old.is_empty() else self.old.take()
        new = self.new.take()
        self._desk.bridge.ask(
            self,
            "write",
            lambda _stop, _progress: pins.set(who, new, old),
            lambda _none: None,
            self._refused,
        )

    def _refused(self, problem: Problem) -> None:
        fields = {"pin_needed": self.old, "pin_wrong": self.old, "pin_wait": self.old}
        field = fields.get(problem.code, self.new)
        if problem.code.startswith("pin_"):
            field.error(describe(problem).sentence)
            field.setFocus()
        else:
            self._failed(problem)

    def _lend(self) -> None:
        until, initials = self.until.day(), self.person.value()
        if until is None:
            self.until.error(_("Type the last day, such as 03/02/2024."))
            self.until.setFocus()
            return
        pins, who = self._desk.office.pins, self._desk.acting()
        as_owner(
            self._desk,
            self,
            lambda pin: self._do(lambda: pins.delegate(who, initials, until, pin=pin)),
            self._failed,
        )

    def _take_back(self, initials: str) -> None:
        pins, who = self._desk.office.pins, self._desk.acting()
        as_owner(
            self._desk, self, lambda pin: self._do(lambda: pins.take_back(who, initials, pin)), self._failed
        )

    def _do(self, work: Callable[[], object]) -> None:
        self._desk.bridge.ask(
            self, "write", lambda _stop, _progress: work(), lambda _done: self.until.clear(), self._failed
        )


def _row(fields: tuple[QWidget, ...], button: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    for field in fields:
        row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
    row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
    return row
