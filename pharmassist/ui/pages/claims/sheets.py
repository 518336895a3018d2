"""Which sheet of a workbook holds the list: asked only where several could."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.field import ChoiceField
from pharmassist.ui.parts.overlay import Overlay
from pharmassist.ui.parts.text import Text


class SheetOverlay(Overlay):
    """Asks for the sheet; ``chosen(name)`` tells it once."""

    chosen = Signal(str)

    def __init__(self, over: QWidget, names: Sequence[str]) -> None:
        super().__init__(over, _("Which sheet holds the list?"), 460)
        self.panel.addWidget(Text(_("Which sheet holds the list?"), "title"))
        self.sheet = ChoiceField(_("Sheet of the workbook"), [(name, name) for name in names])
        self.panel.addWidget(self.sheet)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(Button(_("Cancel"), pressed=self.dismiss))
        row.addWidget(Button(_("Open this sheet"), "primary", pressed=self._choose))
        self.panel.addLayout(row)

    def start(self) -> None:
        """Show it with the focus on the list."""
        self.open(self.sheet.box)

    def _choose(self) -> None:
        name = self.sheet.value()
        self.dismiss()
        self.chosen.emit(name)
