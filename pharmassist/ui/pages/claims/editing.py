"""Corriger une facture: its amount, dates, AMC, operator; what was there stays in its history."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from pharmassist.domain.claims import Claim
from pharmassist.services.claim_changes import Edit
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.field import AmountField, ChoiceField, DateField, TextField
from pharmassist.ui.parts.overlay import Overlay
from pharmassist.ui.parts.text import Text


class EditOverlay(Overlay):
    """Asks what is corrected; ``chosen(Edit)`` tells it once, only what differs."""

    chosen = Signal(object)

    def __init__(self, over: QWidget, claim: Claim, operators: Mapping[str, str]) -> None:
        super().__init__(over, _("Correct the invoice"), 620)
        self._claim = claim
        self.panel.addWidget(Text(_("Correct invoice {invoice}").format(invoice=claim.invoice), "title"))
        self.amount = AmountField(_("AMC share"))
        self.amount.set_cents(claim.amc_amount)
        self.batch = TextField(_("Batch"), text=claim.batch)
        self.invoice_date = DateField(_("Invoice date"), day=claim.invoice_date)
        self.care_date = DateField(_("Care date"), day=claim.care_date)
        self.amc = TextField(_("AMC number"), text=claim.amc_raw or claim.amc_number)
        self.payer = TextField(_("Mutuelle (AMC) name"), text=claim.payer)
        choices = [("", _("Undetermined, or unknown")), *operators.items()]
        self.operator = ChoiceField(_("Operator"), choices)
        self.operator.set_value(claim.operator)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        fields = (self.amount, self.batch, self.invoice_date, self.care_date, self.amc, self.payer)
        for place, field in enumerate((*fields, self.operator)):
            grid.addWidget(field, place // 2, place % 2)
        for field in fields:
            field.entered.connect(self._choose)
        self.panel.addLayout(grid)
        row = QHBoxLayout()
        note = _("What was there stays in its history. Nothing is deleted: cancel it with a reason instead.")
        row.addWidget(Text(note, "caption", wrap=True), 1)
        row.addWidget(Button(_("Cancel"), pressed=self.dismiss))
        row.addWidget(Button(_("Correct"), "primary", pressed=self._choose))
        self.panel.addLayout(row)

    def start(self) -> None:
        """Show it with the focus on the amount."""
        self.open(self.amount.line)
        self.amount.line.selectAll()

    def _choose(self) -> None:
        claim = self._claim
        wrong: list[TextField] = []
        if self.amount.cents() is None:
            self.amount.error(_("Type the share of the mutuelle."))
            wrong.append(self.amount)
        for field in (self.invoice_date, self.care_date):
            if field.value() and field.day() is None:
                field.error(_("This is not a date. Example: 30/01/2024"))
                wrong.append(field)
        wrong += [field for field in (self.batch, self.amc, self.payer) if field.error_text]
        if wrong:
            wrong[0].line.setFocus()
            return
        amc = self.amc.value()
        edit = Edit(
            amount=self.amount.cents(),
            invoice_date=self.invoice_date.day(),
            care_date=self.care_date.day(),
            batch=self.batch.value(),
            amc=None if amc == (claim.amc_raw or claim.amc_number) else amc,
            payer=self.payer.value(),
            operator=self.operator.value(),
        )
        self.dismiss()
        self.chosen.emit(edit)
