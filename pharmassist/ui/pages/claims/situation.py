"""Changer la situation: only the moves a person may make, with a reason where one is needed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pharmassist.domain.claims import MOVES, NEEDS_REASON, Claim, State
from pharmassist.services.claim_words import state_text
from pharmassist.services.texts import money, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.field import ChoiceField, TextField
from pharmassist.ui.parts.overlay import Overlay
from pharmassist.ui.parts.text import Text


def allowed_moves(claims: Sequence[Claim]) -> tuple[State, ...]:
    """Return the states that all these invoices may be given by hand."""
    if not claims:
        return ()
    shared = frozenset.intersection(*(MOVES[claim.state] for claim in claims))
    return tuple(state for state in State if state in shared)


class SituationOverlay(Overlay):
    """Asks for the new state; ``chosen(State, reason)`` tells it once."""

    chosen = Signal(object, str)

    def __init__(self, over: QWidget, claims: Sequence[Claim]) -> None:
        super().__init__(over, _("Change the situation"), 520)
        count = len(claims)
        title = translate_plural("{count} invoice", "{count} invoices", count).format(count=count)
        if count == 1:
            title = _("Invoice {invoice}").format(invoice=claims[0].invoice)
        title += f" · {money(sum(claim.amc_amount for claim in claims))}"
        self._moves = allowed_moves(claims)
        self.panel.addWidget(Text(_("Change the situation"), "title"))
        self.panel.addWidget(Text(title, "text", "text2"))
        self.state = ChoiceField(
            _("New situation"), [(state.value, state_text(state)) for state in self._moves]
        )
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
            self._note.setText(_("Nothing can be changed by hand here, or not for all of these together."))
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
