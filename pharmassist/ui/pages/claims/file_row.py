"""The file, and what it is said to be: an addition, or the whole encours at a day."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QWidget

from pharmassist.domain.imports import ImportKind
from pharmassist.services.ports.files import Source
from pharmassist.services.texts import day, number
from pharmassist.services.texts import translate as _
from pharmassist.ui.pages.claims.draft import Draft
from pharmassist.ui.parts.button import Button, Chip
from pharmassist.ui.parts.field import DateField
from pharmassist.ui.parts.flow import Flow
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.text import Elided, Text


class FileRow(QWidget):
    """Shows a draft's file; ``kind_chosen(ImportKind)``, ``day_typed(date)``, ``sheet_chosen(str)``."""

    kind_chosen = Signal(object)
    day_typed = Signal(object)
    sheet_chosen = Signal(str)
    another = Signal()
    models_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._file = Text("", "strong")
        self._facts = Elided("", "text", "text2")
        self._sheets = QComboBox()
        self._sheets.setAccessibleName(_("Sheet of the workbook"))
        self._sheets.activated.connect(lambda _index: self.sheet_chosen.emit(self._sheets.currentText()))
        self.addition = Chip(_("An addition"), cross=False)
        self.whole = Chip("", cross=False)
        group = QButtonGroup(self)
        group.addButton(self.addition)
        group.addButton(self.whole)
        self.addition.clicked.connect(lambda: self.kind_chosen.emit(ImportKind.ADDITION))
        self.whole.clicked.connect(lambda: self.kind_chosen.emit(ImportKind.SNAPSHOT))
        # The chip beside it says what it is: only its line stands in the row.
        self.day = DateField(_("Encours on"), parent=self)
        self.day.hide()
        self.day.line.setFixedWidth(110)
        self.day.line.setToolTip(_("The day on which your software made this list"))
        self.day.line.editingFinished.connect(self._day_typed)
        row = Flow()
        self.setLayout(row)
        row.add(Icon("file-text"), self._file)
        row.add(self._facts, stretch=1)
        row.add(self._sheets, self.addition, self.whole, self.day.line)
        models = Button(_("Models"), "quiet", "columns-3", size="small", pressed=self.models_asked.emit)
        models.setToolTip(_("Models of lists: export, receive, forget"))
        row.add(models)
        row.add(Button(_("Another file"), icon="folder-open", size="small", pressed=self.another.emit))

    def show_draft(self, draft: Draft) -> None:
        """Show the file of a draft and what was chosen for it."""
        shape, whole = draft.look.shape, draft.kind is ImportKind.SNAPSHOT
        self._file.setText(draft.path.name)
        known = _("recognised: {name}").format(name=draft.look.profile.name) if draft.look.profile else ""
        size = _("{size} KB").format(size=number(max(1, shape.size // 1024)))
        read_as = shape.encoding.removesuffix("-sig") if shape.kind == "csv" else shape.kind
        # The end is what room lacks for first: that the list is recognised is never there.
        told = " · ".join(fact for fact in (known, folder_name(draft.path), size, read_as) if fact)
        self._facts.set_words(told)
        self._sheets.clear()
        self._sheets.addItems(shape.sheets)
        self._sheets.setCurrentText(shape.sheet)
        self._sheets.setVisible(len(shape.sheets) > 1)
        self.addition.setChecked(not whole)
        self.whole.setChecked(whole)
        self.whole.setText(_("The whole encours, on {day}").format(day=day(draft.day)))
        self.day.set_day(draft.day)
        self.day.line.setVisible(whole)

    def forget(self) -> None:
        """Show no file."""
        self._file.setText("")
        self._facts.set_words("")

    def _day_typed(self) -> None:
        typed = self.day.day()
        if typed is not None:
            self.day_typed.emit(typed)


def folder_name(path: Source) -> str:
    """Return the folder of a file, "" for what was pasted."""
    return path.parent.name if isinstance(path, Path) else ""
