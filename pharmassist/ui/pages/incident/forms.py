"""The small forms of a step: let it wait, put it off, not for us, note it all the same."""

from __future__ import annotations

from datetime import date
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.incidents import PORTAL_OPEN
from pharmassist.services.texts import translate as _
from pharmassist.ui.pages.incident.draft import Typed
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.field import DateField, TextField
from pharmassist.ui.parts.text import Text

FormKind = Literal["wait", "defer", "skip", "anyway"]


class SmallForm(QFrame):
    """Asks what one of the verbs needs, under the step; ``said`` when it may be noted.

    ``returns_on`` is the event that brings the step back by itself, "" where none can be sensed.
    """

    said = Signal()
    edited = Signal()
    cancelled = Signal()

    def __init__(
        self, kind: FormKind, returns_on: str, typed: Typed, sentence: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.kind: FormKind = kind
        self.setProperty("part", "advice")
        label, verb, hint = _words(kind, returns_on)
        self.setAccessibleName(verb)
        self._reason = TextField(label, text=typed.reason)
        self._reason.line.setMaxLength(200)
        self._date: DateField | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(8)
        if sentence or hint:
            column.addWidget(Text(sentence or hint, "table", "text2", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._reason, 1)
        self.first: QWidget = self._reason
        if kind in ("wait", "defer"):
            day = self._date = DateField(_("Back on") if kind == "wait" else _("Until"))
            day.set_value(typed.until)
            day.setFixedWidth(132)
            row.insertWidget(0 if kind == "defer" else 1, day)
            self.first = day if kind == "defer" else self._reason
        column.addLayout(row)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        note = Button(verb, "secondary", "check", _("Enter"), pressed=self._say)
        buttons.addWidget(note)
        buttons.addWidget(Button(_("Cancel"), "quiet", key=_("Esc"), pressed=self.cancelled.emit))
        buttons.addStretch(1)
        column.addLayout(buttons)
        for field in (self._reason, self._date):
            if field is not None:
                field.changed.connect(self.edited)
                field.entered.connect(self._say)

    def reason(self) -> str:
        """Return the words typed."""
        return self._reason.value()

    def until(self) -> date | None:
        """Return the day typed, None for none."""
        return self._date.day() if self._date is not None else None

    def until_text(self) -> str:
        """Return the day as it is being typed, for the draft."""
        return self._date.value() if self._date is not None else ""

    def _say(self) -> None:
        """Tell, unless something is missing, which is said under its field."""
        if self._reason.error_text:
            return
        if self._date is not None and self._date.value() and self._date.day() is None:
            self._date.error(_("This is not a date. Example: 30/01/2024"))
        elif self.kind != "defer" and not self._reason.value():
            self._reason.error(_("A few words are enough."))
        else:
            self.said.emit()


def _words(kind: FormKind, returns_on: str) -> tuple[str, str, str]:
    """Return the label of the words, the verb, and what happens."""
    if kind == "wait":
        return (
            _("Whom or what does it wait for?"),
            _("Let it wait"),
            _("The next step opens. Without a date, this one comes back on the next working day."),
        )
    if kind == "defer":
        hint = _("The next step opens. Without a date, this one comes back on the next working day.")
        if returns_on == PORTAL_OPEN:
            hint = _("The next step opens. Without a date, this one comes back when the portal reopens.")
        return _("Why (optional)"), _("Put off"), hint
    if kind == "skip":
        return (
            _("Why does it not concern you?"),
            _("Not for us"),
            _("The reason is kept; the step can be reopened."),
        )
    return (
        _("Why now?"),
        _("Note as done all the same"),
        _("The order is advised: doing otherwise asks the reason."),
    )
