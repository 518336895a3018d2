"""Setting a light by hand: its state, what shows it, until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from pharmassist.domain.operators import Light, LightState, OperatorStatus
from pharmassist.services.texts import translate as _
from pharmassist.services.watching import light_word
from pharmassist.ui.parts.button import Button, Chip
from pharmassist.ui.parts.card import Card
from pharmassist.ui.parts.field import DateField, TextField
from pharmassist.ui.parts.light import SHAPES
from pharmassist.ui.parts.light import light_word as state_word
from pharmassist.ui.parts.text import Text


@dataclass(frozen=True, slots=True)
class Setting:
    """What the person says of one light, or of several with the same proof."""

    operator: str
    lights: tuple[tuple[Light, LightState], ...]
    proof: str
    until: date | None


class SettingCard(Card):
    """``said`` gives a :class:`Setting`; ``left`` when it is closed without one."""

    said = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Set a light"), "hand", parent=parent)
        self._operator = ""
        self._light: Light | None = None
        self._several: tuple[tuple[Light, LightState], ...] = ()
        self._proof = TextField(
            _("What shows it"), example=_("Screen of the LGO, notice of the union, call to …")
        )
        self._proof.line.setMaxLength(300)
        self._states = QWidget()
        row = QHBoxLayout(self._states)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._group = QButtonGroup(self)
        self._chips: dict[LightState, Chip] = {}
        for state in LightState:
            chip = self._chips[state] = Chip(state_word(state), SHAPES[state][0], cross=False)
            chip.toggled.connect(lambda _on: self._proof.error(""))
            self._group.addButton(chip)
            row.addWidget(chip)
        row.addStretch(1)
        self._proposed = Text("", "table", wrap=True)
        self._until = DateField(_("Valid until"))
        self._until.setFixedWidth(140)
        fields = QHBoxLayout()
        fields.setSpacing(12)
        fields.addWidget(self._proof, 1)
        fields.addWidget(self._until)
        verbs = QHBoxLayout()
        verbs.setSpacing(8)
        self._set = Button(_("Set the light"), "secondary", "check", _("Enter"), pressed=self._say)
        verbs.addWidget(self._set)
        verbs.addWidget(Button(_("Cancel"), "quiet", key=_("Esc"), pressed=self.close_card))
        verbs.addStretch(1)
        verbs.addWidget(Text(_("Without a date: until the end of the next working day."), "caption"))
        self.body.addWidget(self._states)
        self.body.addWidget(self._proposed)
        self.body.addLayout(fields)
        self.body.addLayout(verbs)
        for field in (self._proof, self._until):
            field.entered.connect(self._say)
        self.hide()

    @property
    def place(self) -> tuple[str, Light | None]:
        """The operator and light that are being set."""
        return self._operator, self._light

    def ask(self, status: OperatorStatus, light: Light) -> None:
        """Ask about one light, from the state it has."""
        self._begin(status.operator.id, light, ())
        self.set_title(f"{status.operator.name}, {light_word(light)}")
        self._chips[status.state(light)].setChecked(True)
        self._chips[status.state(light)].setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_several(
        self, status: OperatorStatus, title: str, lights: Sequence[tuple[Light, LightState]]
    ) -> None:
        """Ask for the one proof of the lights that an incident proposes."""
        self._begin(status.operator.id, None, tuple(lights))
        self.set_title(_("{operator}, lights of the incident").format(operator=status.operator.name), title)
        named = _("{name}: {value}")
        told = [
            named.format(name=light_word(light), value=state_word(state).lower()) for light, state in lights
        ]
        self._proposed.setText(" · ".join(told))
        self._proof.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_card(self) -> None:
        """Hide it without setting anything."""
        self.hide()
        self.left.emit()

    def _begin(
        self, operator: str, light: Light | None, several: tuple[tuple[Light, LightState], ...]
    ) -> None:
        self._operator, self._light, self._several = operator, light, several
        self._states.setVisible(not several)
        self._proposed.setVisible(bool(several))
        self._set.setText(_("Set the lights") if several else _("Set the light"))
        self._proof.clear()
        self._until.clear()
        self.show()

    def _say(self) -> None:
        """Tell, unless something is missing, which is said under its field."""
        state = next((state for state, chip in self._chips.items() if chip.isChecked()), None)
        lights = self._several
        if not lights and self._light is not None and state is not None:
            lights = ((self._light, state),)
        if not lights or self._proof.error_text:
            return
        if not self._proof.value() and any(state is not LightState.UNVERIFIED for _light, state in lights):
            self._proof.error(_("A light is set with a proof: a screen, a notice, a call."))
        elif self._until.value() and self._until.day() is None:
            self._until.error(_("This is not a date. Example: 30/01/2024"))
        else:
            self.said.emit(Setting(self._operator, lights, self._proof.value(), self._until.day()))
