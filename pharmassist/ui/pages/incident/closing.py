"""Closing an incident: what is left is said once, a reason is asked where something is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pharmassist.domain.incidents import CaseView
from pharmassist.services.texts import translate as _
from pharmassist.services.texts import translate_plural
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card
from pharmassist.ui.parts.field import TextField
from pharmassist.ui.parts.text import Text

NAMED = 5
"""Steps that are left and named; the others are counted."""


class ClosingCard(Card):
    """``said`` gives the reason ("" when nothing is left)."""

    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Close the incident"), "archive", parent=parent)
        self._left = 0
        self._words = Text("", "text", wrap=True)
        self._names = Text("", "table", "text2", wrap=True)
        self._reason = TextField(_("Why close now?"))
        self._reason.line.setMaxLength(200)
        self._reason.entered.connect(self._say)
        self._close = Button(_("Close the incident"), "danger", "archive", pressed=self._say)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._close)
        row.addWidget(Button(_("Cancel"), "quiet", key=_("Esc"), pressed=self.hide))
        row.addStretch(1)
        for widget in (self._words, self._names, self._reason):
            self.body.addWidget(widget)
        self.body.addLayout(row)
        self.hide()

    def ask(self, case: CaseView) -> None:
        """Say what is left and wait for the confirmation."""
        left = case.left
        self._left = len(left)
        if left:
            told = translate_plural("{count} step is left.", "{count} steps are left.", self._left)
            self._words.setText(told.format(count=self._left) + " " + _("They stay readable, as they are."))
        else:
            self._words.setText(_("Every step is told. The incident stays readable."))
        names = [f"{view.number}. {view.step.title}" for view in left[:NAMED]]
        if self._left > NAMED:
            names.append(_("and {count} more").format(count=self._left - NAMED))
        self._names.setText("\n".join(names))
        self._names.setVisible(bool(left))
        self._reason.setVisible(bool(left))
        self._reason.clear()
        self.show()
        (self._reason.line if left else self._close).setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self) -> None:
        if self._left and not self._reason.value():
            self._reason.error(_("A few words are enough."))
        else:
            self.said.emit(self._reason.value())
