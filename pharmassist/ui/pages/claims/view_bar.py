"""The sides of the page: the list, its ages, who pays; and what belongs to the list."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QWidget

from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button, Chip
from pharmassist.ui.parts.flow import Flow

LIST, AGES, DIRECTORY = "list", "ages", "directory"


class ViewBar(QFrame):
    """``chosen(key)`` tells the side that a person asked; the rest serves the list only."""

    chosen = Signal(str)
    keep_asked = Signal()
    lists_asked = Signal()
    export_asked = Signal()
    paste_asked = Signal()

    def __init__(self, views: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = self._line = Flow()
        self.setLayout(row)
        group = QButtonGroup(self)
        self.sides: dict[str, Chip] = {}
        for key, words, icon in (
            (LIST, _("List (side)"), "list"),
            (AGES, _("Ages"), "chart-column"),
            (DIRECTORY, _("Who pays?"), "building-2"),
        ):
            chip = Chip(words, icon, cross=False)
            chip.clicked.connect(lambda _on=False, key=key: self.chosen.emit(key))
            group.addButton(chip)
            self.sides[key] = chip
            row.add(chip)
        row.add(None)
        keep = Button(_("Keep…"), "quiet", "save", size="small", pressed=self.keep_asked.emit)
        keep.setAccessibleName(_("Keep this view"))
        keep.setToolTip(_("Keep filters, sort and columns under a name"))
        lists = Button(_("Lists"), "quiet", "history", size="small", pressed=self.lists_asked.emit)
        lists.setToolTip(_("Lists imported so far; the last one can be undone"))
        export = Button(_("Export"), "quiet", "download", size="small", pressed=self.export_asked.emit)
        export.setToolTip(_("Export these invoices as CSV or XLSX (Ctrl+E)"))
        paste = Button(_("Paste"), "quiet", "clipboard", size="small", pressed=self.paste_asked.emit)
        paste.setAccessibleName(_("Paste a list"))
        paste.setToolTip(_("Import a table copied from your software or a spreadsheet (Ctrl+V)"))
        self._own = (views, keep, export)
        row.add(views, keep, export, paste, lists)
        self.show_side(LIST)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand under the question: the same margins as the header."""
        super().resizeEvent(event)
        side = 16 if self.width() < 1000 else 24
        self._line.setContentsMargins(side, 8, side, 0)

    def show_side(self, key: str) -> None:
        """Show which side is on screen."""
        self.sides[key].setChecked(True)
        for part in self._own:
            part.setVisible(key == LIST)
