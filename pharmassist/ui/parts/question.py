"""A question answered by chips of equal weight: Oui, Non, Je ne sais pas, or the step's own answers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.incidents import NO, UNKNOWN, YES
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Chip
from pharmassist.ui.parts.text import Text


class QuestionChips(QWidget):
    """One question, its answers; emits ``answered`` with ``yes``, ``no``, ``unknown``, or a choice's value.

    Choices that are longer than a word stand one under the other.
    """

    answered = Signal(str)

    def __init__(
        self,
        question: str,
        answer: str = "",
        choices: Sequence[tuple[str, str]] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._chips: dict[str, Chip] = {}
        row = QVBoxLayout(self) if choices else QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        if question:
            row.addWidget(Text(question, "strong", wrap=False))
            row.addSpacing(4)
        usual = ((YES, _("Yes")), (NO, _("No")), (UNKNOWN, _("I don’t know")))
        for value, words in choices or usual:
            chip = Chip(words, cross=False)
            chip.setAccessibleDescription(question)
            chip.setChecked(value == answer)
            chip.clicked.connect(lambda _on, v=value: self.answered.emit(v))
            self._group.addButton(chip)
            self._chips[value] = chip
            row.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeft)
        row.addStretch(1)
        self.setAccessibleName(question)

    def answer(self) -> str:
        """Return the answer, "" for none yet."""
        return next((value for value, chip in self._chips.items() if chip.isChecked()), "")
