"""Late invoices of the compulsory scheme: several numbers typed at once, what is owed for each."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.problems import Problem
from pharmassist.services.compulsory_scheme import CompulsoryAccount
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import money, number, short_day, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card, empty_layout
from pharmassist.ui.parts.field import AmountField, DateField, Field, TextField
from pharmassist.ui.parts.text import Text, line


class CompulsoryCard(Card):
    """Enter adds; the two days stay for the next invoices. Emits what is to be stored."""

    added = Signal(list, object, object, object)
    """Numbers, day of payment, day of sending or None, share in cents or None."""
    removed = Signal(object)
    """The line taken away."""

    def __init__(self) -> None:
        super().__init__(_("Invoices paid late"), "landmark", _("the day of payment is on the bordereau"))
        self.acts: list[Button] = []
        """The buttons of the lines that are shown."""
        self._sum = Text("", "strong")
        self.add_action(self._sum)
        self.invoices = TextField(_("Invoices (one or several)"), example="101 102 103")
        self.paid = DateField(_("Paid on"))
        self.sent = DateField(_("Sent on (optional)"))
        self.share = AmountField(_("AMO share (optional)"))
        self.paid.setMinimumWidth(130)
        row = QHBoxLayout()
        row.setSpacing(8)
        for field, part in ((self.invoices, 4), (self.paid, 2), (self.sent, 2), (self.share, 2)):
            row.addWidget(field, part, Qt.AlignmentFlag.AlignTop)
            field.entered.connect(self._add)
        row.addWidget(Button(_("Add"), icon="plus", pressed=self._add), 0, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(row)
        words = _("Left empty, sending day and share are those that the register knows of each invoice.")
        self.body.addWidget(Text(words, "caption", wrap=True))
        self._lines = QVBoxLayout()
        self.body.addLayout(self._lines)

    def show_account(self, account: CompulsoryAccount) -> None:
        """Show the invoices with what is owed for each."""
        empty_layout(self._lines)
        self.acts = []
        count = translate_plural("{count} late invoice", "{count} late invoices", len(account.late))
        self._sum.setText(f"{count.format(count=number(len(account.late)))} · {money(account.owed)}")
        if not account.lines:
            self._lines.addWidget(Text(_("No invoice paid on these days was typed."), "caption"))
            return
        held = QWidget()
        grid = QGridLayout(held)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        right = Qt.AlignmentFlag.AlignRight
        titles = (_("Invoice"), _("Sent"), _("Paid"), _("Days"), _("AMO share"), _("Owed"))
        for column, title in enumerate(titles):
            side = right if column > 2 else Qt.AlignmentFlag.AlignLeft
            grid.addWidget(Text(title, "label"), 0, column, side)
        for place, one in enumerate(account.lines, start=1):
            delay = one.delay
            grid.addWidget(line(), 2 * place - 1, 0, 1, len(titles) + 1)
            cells = (
                delay.invoice,
                short_day(delay.sent),
                short_day(delay.paid),
                number(one.days),
                money(delay.cents),
                money(one.owed) if one.owed else _("in time") if one.rule else _("no rule"),
            )
            for column, text in enumerate(cells):
                side = right if column > 2 else Qt.AlignmentFlag.AlignLeft
                grid.addWidget(Text(text, "table"), 2 * place, column, side)
            remove = Button("", "quiet", "x", size="small", pressed=partial(self.removed.emit, delay))
            remove.setAccessibleName(_("Take away invoice {number}").format(number=delay.invoice))
            remove.setToolTip(remove.accessibleName())
            grid.addWidget(remove, 2 * place, len(titles))
            self.acts.append(remove)
        self._lines.addWidget(held)

    def added_well(self) -> None:
        """Empty the form for the next invoices; the days stay."""
        self.invoices.clear()
        self.share.clear()
        self.invoices.line.setFocus()

    def refused(self, problem: Problem) -> bool:
        """Show at its field why invoices are refused; False where it is of no field."""
        fields: dict[str, Field] = {
            "invoice_unreadable": self.invoices,
            "compulsory_unknown": self.invoices,
            "compulsory_share_of_many": self.share,
            "amount_not_positive": self.share,
            "compulsory_days": self.paid,
        }
        field = fields.get(problem.code)
        if field is None:
            return False
        field.error(describe(problem).sentence)
        field.editor.setFocus()
        return True

    def _add(self) -> None:
        numbers = self.invoices.value().replace(",", " ").replace(";", " ").split()
        if not numbers:
            self.invoices.error(_("Type the number of an invoice."))
            self.invoices.line.setFocus()
            return
        if self.paid.day() is None:
            self.paid.error(_("This is not a date. Example: 30/01/2024"))
            self.paid.line.setFocus()
            return
        if any(field.error_text for field in (self.sent, self.share)):
            return
        self.added.emit(numbers, self.paid.day(), self.sent.day(), self.share.cents())
