"""Suspending tiers payant for one operator: the titulaire's decision, with its reason and its last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.operators import OperatorStatus, Suspension
from pharmassist.services.counter import suspension_words
from pharmassist.services.suspending import REASON_LIMIT
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card
from pharmassist.ui.parts.field import DateField, TextField
from pharmassist.ui.parts.text import Text
from pharmassist.ui.theme import reveal


@dataclass(frozen=True, slots=True)
class Decision:
    """What the titulaire says: for which operator, why, until when."""

    operator: str
    reason: str
    until: date | None


class SuspensionCard(Card):
    """``decided`` gives a :class:`Decision`, ``ended`` an operator; the page asks whether it is an owner."""

    decided = Signal(object)
    ended = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("Tiers payant, AMC share"), "scale", _("the titulaire decides"))
        self._operator = ""
        self._state = Text("", "table", wrap=True)
        self._why = Text("", "table", "text2", wrap=True)
        note = Text(_("C2S, AME, work accidents, maternity, ALD: nothing changes."), "caption", wrap=True)
        self._suspend = Button(_("Suspend tiers payant…"), icon="circle-pause", pressed=self._ask)
        self._resume = Button(_("Take tiers payant up again"), icon="circle-check", pressed=self._end)
        for widget in (self._state, self._why, note):
            self.body.addWidget(widget)
        for button in (self._suspend, self._resume):
            self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._form = QWidget()
        column = QVBoxLayout(self._form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.reason = TextField(_("Reason"), example=_("Written threshold crossed, 2 July"))
        self.reason.line.setMaxLength(REASON_LIMIT)
        self.until = DateField(_("Last day (optional)"))
        self.until.setFixedWidth(160)
        fields = QHBoxLayout()
        fields.setSpacing(12)
        fields.addWidget(self.reason, 1, Qt.AlignmentFlag.AlignTop)
        fields.addWidget(self.until, 0, Qt.AlignmentFlag.AlignTop)
        verbs = QHBoxLayout()
        verbs.setSpacing(8)
        verbs.addWidget(Button(_("Record the decision"), icon="check", key=_("Enter"), pressed=self._say))
        verbs.addWidget(Button(_("Cancel"), "quiet", key=_("Esc"), pressed=self.close_form))
        verbs.addStretch(1)
        column.addLayout(fields)
        column.addLayout(verbs)
        self.body.addWidget(self._form)
        for field in (self.reason, self.until):
            field.entered.connect(self._say)
        self._form.hide()

    @property
    def asking(self) -> bool:
        """Tell whether the reason is being asked."""
        return not self._form.isHidden()

    def show_operator(self, status: OperatorStatus, decision: Suspension | None) -> None:
        """Show the decision that stands; what is being typed for the same operator stays."""
        if self._operator != status.operator.id or decision is not None:
            self._form.hide()
        self._operator = status.operator.id
        self.set_title(_("{operator}: tiers payant, AMC share").format(operator=status.operator.name))
        nothing = _("Not suspended: the AMC share is billed as usual.")
        self._state.setText(suspension_words(decision) if decision else nothing)
        self._why.setText(_("Reason: {reason}").format(reason=decision.reason) if decision else "")
        self._why.setVisible(decision is not None)
        self._resume.setVisible(decision is not None)
        self._suspend.setVisible(decision is None and not self.asking)

    def close_form(self) -> None:
        """Give up without a decision."""
        self._form.hide()
        self._suspend.show()
        self._suspend.setFocus(Qt.FocusReason.OtherFocusReason)

    def done(self) -> None:
        """Clear the form: the decision is recorded."""
        self._form.hide()
        self.reason.clear()
        self.until.clear()

    def _ask(self) -> None:
        self.reason.clear()
        self.until.clear()
        self._suspend.hide()
        self._form.show()
        self.reason.line.setFocus(Qt.FocusReason.OtherFocusReason)
        reveal(self, 16)

    def _say(self) -> None:
        """Tell, unless something is missing, which is said under its field."""
        if self.reason.error_text:
            self.reason.setFocus()
        elif not self.reason.value():
            self.reason.error(_("A decision is recorded with its reason."))
            self.reason.setFocus()
        elif self.until.value() and self.until.day() is None:
            self.until.error(_("This is not a date. Example: 30/01/2024"))
        else:
            self.decided.emit(Decision(self._operator, self.reason.value(), self.until.day()))

    def _end(self) -> None:
        self.ended.emit(self._operator)
