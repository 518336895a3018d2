"""Apprendre une mutuelle: its number and name, who stands behind it, what its card prints."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QWidget

from pharmassist.domain.operators import Insurer
from pharmassist.services.directory import Card
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.field import TextField
from pharmassist.ui.parts.overlay import Overlay
from pharmassist.ui.parts.text import Text


class TeachOverlay(Overlay):
    """``chosen(amc, operators, name, Card)`` tells what was taught, once."""

    chosen = Signal(str, object, str, object)

    def __init__(self, over: QWidget, entry: Insurer, operators: Mapping[str, str]) -> None:
        super().__init__(over, _("Teach a mutuelle"), 620)
        self._entry = entry
        self.panel.addWidget(Text(_("Who pays {name}?").format(name=entry.name), "title"))
        self.name = TextField(_("Mutuelle (AMC) name"), text=entry.name)
        self.number = TextField(_("AMC number"), text=entry.amc_number.lstrip("0"))
        self.code = TextField(_("Transmission code of the card"), text=entry.code.lstrip("0"))
        self.convention = TextField(_("Convention type"), text=entry.convention_type)
        self.csr = TextField(_("CSR"), text=entry.csr)
        self._fields = (self.name, self.number, self.code, self.convention, self.csr)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for place, field in enumerate(self._fields):
            field.entered.connect(self._choose)
            grid.addWidget(field, place // 2, place % 2)
        self.panel.addLayout(grid)
        self.panel.addWidget(Text(_("Who stands behind it? Tick several when the logo decides."), "label"))
        boxes = QGridLayout()
        boxes.setVerticalSpacing(4)
        self.operators: dict[str, QCheckBox] = {}
        for place, (key, name) in enumerate(operators.items()):
            box = QCheckBox(name)
            box.setChecked(key in entry.operators)
            self.operators[key] = box
            boxes.addWidget(box, place // 3, place % 3)
        self.panel.addLayout(boxes)
        row = QHBoxLayout()
        hint = _("Open invoices of this AMC get the operator when there is only one.")
        row.addWidget(Text(hint, "caption", wrap=True), 1)
        row.addWidget(Button(_("Cancel"), pressed=self.dismiss))
        row.addWidget(Button(_("Remember"), "primary", pressed=self._choose))
        self.panel.addLayout(row)

    def start(self) -> None:
        """Show it with the focus on the number."""
        self.open(self.number.line)

    def _choose(self) -> None:
        wrong = [field for field in self._fields if field.error_text]
        if not self.name.value() and not self.name.error_text:
            self.name.error(_("Give it a name."))
            wrong.append(self.name)
        for field in (self.number, self.code):
            if field.value() and not field.value().replace(" ", "").isdecimal():
                field.error(_("Digits only, as on the card."))
                wrong.append(field)
        if wrong:
            wrong[0].line.setFocus()
            return
        chosen = tuple(key for key, box in self.operators.items() if box.isChecked())
        card = Card(self.convention.value(), self.csr.value(), self.code.value())
        amc = self.number.value() or self.name.value()
        self.dismiss()
        self.chosen.emit(amc, chosen, self.name.value(), card)
