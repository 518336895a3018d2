"""The four lines of a recovery sheet, typed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pharmassist.domain.secrets import Secret
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.field import Field

LINES = "ABCD"


class KeyLines(QWidget):
    """Hands the key out once and forgets it; Enter in a line emits ``entered``."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.editors: list[QLineEdit] = []
        for letter in LINES:
            editor = QLineEdit()
            editor.setMaxLength(24)
            editor.returnPressed.connect(self.entered)
            self.editors.append(editor)
            column.addWidget(Field(_("Line {letter}").format(letter=letter), editor))

    def is_empty(self) -> bool:
        """Tell whether nothing at all was typed."""
        return not any(editor.text().strip() for editor in self.editors)

    def take(self) -> Secret | None:
        """Return the four lines and forget them; None, with the focus on the first that lacks, otherwise."""
        missing = next((editor for editor in self.editors if not editor.text().strip()), None)
        if missing is not None:
            missing.setFocus()
            return None
        key = Secret("\n".join(editor.text() for editor in self.editors))
        self.clear()
        return key

    def clear(self) -> None:
        """Forget what was typed."""
        for editor in self.editors:
            editor.clear()
