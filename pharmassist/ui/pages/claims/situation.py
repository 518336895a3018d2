"""Changer la situation: only the moves a person may make, with a reason where one is needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pharmassist.domain.claims import MOVES, NEEDS_REASON, Picked, State
from pharmassist.services.claim_words import state_text
from pharmassist.services.texts import money, number, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.field import ChoiceField, TextField
from pharmassist.ui.parts.overlay import Overlay
from pharmassist.ui.parts.text import Text


def allowed_moves(claims: Sequence[Picked]) -> dict[State, int]:
    """Return the states that some of these invoices may be given by hand, and how many may."""
    found: Counter[State] = Counter()
    for state, count in Counter(claim.state for claim in claims).items():
        found.update(dict.fromkeys(MOVES[state], count))
    return {state: found[state] for state in State if found[state]}


class SituationOverlay(Overlay):
    """Asks for the new state; ``chosen(State, reason)`` tells it once."""

    chosen = Signal(object, str)

    def __init__(self, over: QWidget, claims: Sequence[Picked]) -> None:
        super().__init__(over, _("Change the situation"), 520)
        count = len(claims)
        title = translate_plural("{count} invoice", "{count} invoices", count).format(count=number(count))
        if count == 1:
            title = _("Invoice {invoice}").format(invoice=claims[0].invoice)
        title += f" · {money(sum(claim.cents for claim in claims))}"
        self._moves = allowed_moves(claims)
        self.panel.addWidget(Text(_("Change the situation"), "title"))
        self.panel.addWidget(Text(title, "text", "text2"))
        choices = []
        # What all of them may become comes first; a move open to some only says to how many.
        for state, able in sorted(self._moves.items(), key=lambda move: -move[1]):
            words = state_text(state)
            if able < count:
                words += " · " + _("{some} of {all}").format(some=number(able), all=number(count))
            choices.append((state.value, words))
        self.state = ChoiceField(_("New situation"), choices)
        self.reason = TextField(_("Reason"), example=_("as the journal will keep it, without any name"))
        self.reason.entered.connect(self._choose)
        self.state.changed.connect(self._fit)
        self.panel.addWidget(self.state)
        self.panel.addWidget(self.reason)
        self._note = Text(
            _("The journal keeps it. “Received” comes from the bank only."), "caption", wrap=True
        )
        self.panel.addWidget(self._note)
        row = QHBoxLayout()
        row.addStretch(1)
        self._close = Button(_("Cancel"), pressed=self.dismiss)
        row.addWidget(self._close)
        self._go = Button(_("Change"), "primary", pressed=self._choose)
        row.addWidget(self._go)
        self.panel.addLayout(row)
        if not self._moves:
            self.state.hide()
            self.reason.hide()
            self._go.hide()
            self._note.setText(_("Nothing can be changed by hand here."))
        self._fit()

    def start(self) -> None:
        """Show it with the focus on the list."""
        self.open(self.state.box if self._moves else self._close)

    def _fit(self) -> None:
        needed = self.state.value() in {state.value for state in NEEDS_REASON}
        self.reason.setVisible(needed and bool(self._moves))
        if not needed:
            self.reason.clear()

    def _choose(self) -> None:
        state = State(self.state.value())
        if state in NEEDS_REASON and not self.reason.value():
            if not self.reason.error_text:
                self.reason.error(_("Say why in a few words."))
            self.reason.setFocus()
            return
        reason = self.reason.value()
        self.dismiss()
        self.chosen.emit(state, reason)
