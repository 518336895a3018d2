"""New numbers for the same care: each is answered by a person, one by one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.services.claims import PendingReplacement
from pharmassist.services.texts import money, short_day
from pharmassist.services.texts import translate as _
from pharmassist.ui.pages.claims.rows import payer_words
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.text import Text, line


def twice_words(cents: int) -> str:
    """Return what an unanswered replacement costs: the encours is too high by it."""
    return _("Same AMC, care date and amount: without an answer {sum} counts twice.").format(sum=money(cents))


class ReplacementList(QWidget):
    """Each pair with Yes and No; ``answered(claim id, yes)``."""

    answered = Signal(int, bool)

    def __init__(self, pending: Sequence[PendingReplacement], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for pair in pending:
            self._add(column, pair)

    def _add(self, column: QVBoxLayout, pair: PendingReplacement) -> None:
        question = _("Does {new} replace {old}?").format(new=pair.new.invoice, old=pair.old.invoice)
        column.addWidget(Text(question, "strong", wrap=True))
        facts = f"{money(pair.new.amc_amount)} · {payer_words(pair.new)}"
        cared = _("care of {day}").format(day=short_day(pair.new.care_date))
        column.addWidget(Text(f"{facts} · {cared}", "caption", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        for words, icon, yes in ((_("Yes, replaced"), "check", True), (_("No"), "", False)):
            button = Button(words, icon=icon, size="small")
            button.setAccessibleName(f"{words} : {question}")
            button.clicked.connect(
                lambda _checked=False, key=pair.new.id, yes=yes: self.answered.emit(key, yes)
            )
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(line())
