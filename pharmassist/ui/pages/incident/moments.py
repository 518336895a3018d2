"""The moments of an incident across the top: which one, how many steps are told."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.incidents import PARKED, Block, CaseView, StepStatus, StepView
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.card import empty_layout
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.row import Row
from pharmassist.ui.parts.text import Text, line

TOLD = (StepStatus.DONE, StepStatus.SKIPPED)


class Moments(QFrame):
    """One cell a moment; ``chosen`` gives the id of the moment to look at."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "card")
        self.setAccessibleName(_("Moments of the incident"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(1, 1, 1, 1)
        self._row.setSpacing(0)
        self._cells: dict[str, Row] = {}

    def show_case(self, case: CaseView, current: str) -> None:
        """Show the moments of a case, ``current`` tinted; the focus stays on its cell."""
        focused = next((key for key, cell in self._cells.items() if cell.hasFocus()), "")
        empty_layout(self._row)
        self._cells = {}
        for number, block in enumerate(case.playbook.blocks, 1):
            if number > 1:
                self._row.addWidget(line("upright"))
            cell = self._cell(number, block, case, current == block.id)
            self._cells[block.id] = cell
            self._row.addWidget(cell, 1)
        if focused in self._cells:
            self._cells[focused].setFocus(Qt.FocusReason.OtherFocusReason)

    def _cell(self, number: int, block: Block, case: CaseView, current: bool) -> Row:
        steps = [view for view in case.steps if view.block == block.id]
        concerned = [view for view in steps if view.status is not StepStatus.NOT_APPLICABLE]
        told = sum(view.status in TOLD for view in concerned)
        title = f"{number}. {block.title}"
        count = _("{done} of {count}").format(done=told, count=len(concerned))
        cell = Row(f"{title}, {count}", current=current)
        cell.set_pressable()
        cell.chosen.connect(lambda key=block.id: self.chosen.emit(key))
        sign, ink = _sign(concerned, case.next)
        layout = QHBoxLayout(cell)
        layout.setContentsMargins(14, 8, 8, 8)
        layout.setSpacing(10)
        layout.addWidget(Icon(sign, ink, 18), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        name = Text(title, "table", wrap=True)
        name.setProperty("weight", "600")
        words.addWidget(name)
        words.addWidget(Text(count, "caption"))
        words.addStretch(1)
        layout.addLayout(words, 1)
        return cell


def _sign(steps: list[StepView], current: StepView | None) -> tuple[str, str]:
    """Return the sign of a moment: all told, the next step is here, waits, or to come."""
    if current is not None and any(view.step.id == current.step.id for view in steps):
        return "circle-dot", "primary"
    left = [view for view in steps if view.status not in TOLD]
    if not left:
        return "circle-check", "green"
    if all(view.status in PARKED for view in left):
        return "hourglass", "amber"
    return "circle-dashed", "grey"
