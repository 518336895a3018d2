"""Step lists: done, current (open), to do, waiting, not applicable, locked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.incidents import StepStatus
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import empty_layout
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.row import Row
from pharmassist.ui.parts.text import Ink, Text, line

_SIGNS: dict[StepStatus, tuple[str, Ink]] = {
    StepStatus.OPEN: ("circle-dot", "primary"),
    StepStatus.TO_DO: ("circle", "grey"),
    StepStatus.LOCKED: ("lock", "grey"),
    StepStatus.WAITING: ("hourglass", "amber"),
    StepStatus.DEFERRED: ("calendar-clock", "amber"),
    StepStatus.DONE: ("circle-check", "green"),
    StepStatus.SKIPPED: ("skip-forward", "grey"),
    StepStatus.NOT_APPLICABLE: ("circle-minus", "grey"),
}


def status_word(status: StepStatus) -> str:
    """Return the word of a step's status."""
    words = {
        StepStatus.OPEN: _("in progress"),
        StepStatus.TO_DO: _("to do"),
        StepStatus.LOCKED: _("locked"),
        StepStatus.WAITING: _("waiting"),
        StepStatus.DEFERRED: _("deferred"),
        StepStatus.DONE: _("done"),
        StepStatus.SKIPPED: _("skipped"),
        StepStatus.NOT_APPLICABLE: _("not applicable"),
    }
    return words[status]


@dataclass(frozen=True, slots=True)
class StepLine:
    """One line of a step list; ``caption`` says who and when, or what unlocks it."""

    key: str
    title: str
    caption: str
    status: StepStatus
    number: str = ""
    caption_ink: Ink = "text3"


class StepList(QWidget):
    """Steps one under the other; the current one may hold an open body under its title."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._rows: dict[str, _StepRow] = {}

    def show_steps(
        self,
        steps: Sequence[StepLine],
        body: QWidget | None = None,
        actions: dict[str, Button] | None = None,
        *,
        words: bool = False,
        opened: str = "",
    ) -> None:
        """Show these steps; ``body`` opens under ``opened``, else under the one whose status is ``OPEN``.

        ``actions`` puts a button at the right of a step; ``words`` says the status there.
        """
        held = self._let_go()
        empty_layout(self._column)
        self._rows = {}
        for position, step in enumerate(steps):
            if position:
                self._column.addWidget(line())
            current = step.key == opened if opened else step.status is StepStatus.OPEN
            row = self._row(step, (actions or {}).get(step.key), words, current)
            if current and body is not None:
                row.layout_body.addWidget(body)
            self._rows[step.key] = row
            self._column.addWidget(row)
        self._column.addStretch(1)
        if held:
            # Once the new rows are laid out: the page scrolls to what gets the focus.
            QTimer.singleShot(0, self, lambda: self._give_back(held))

    def _give_back(self, key: str) -> None:
        if self.window().focusWidget() is None:
            self.focus_step(key)

    def _let_go(self) -> str:
        """Take the focus from what goes and tell whose row had it, "" for none or a part of the open body.

        Qt would hand it on from row to row as each one goes, and the page would scroll after it.
        """
        focused = self.window().focusWidget()
        if not self.isAncestorOf(focused):
            return ""
        focused.clearFocus()
        return next((key for key, row in self._rows.items() if row is focused), "")

    def focus_step(self, key: str) -> None:
        """Bring the focus to a step."""
        if key in self._rows:
            self._rows[key].setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, step: StepLine, action: Button | None, words: bool, current: bool) -> _StepRow:
        row = _StepRow(step, action, words, current)
        row.chosen.connect(lambda key=step.key: self.chosen.emit(key))
        return row


class _StepRow(Row):
    """Sign, number, title over caption, and the room of an open body."""

    def __init__(self, step: StepLine, action: Button | None, words: bool, current: bool) -> None:
        name = f"{step.title}, {status_word(step.status)}. {step.caption}".strip()
        super().__init__(name, current=current)
        self.set_pressable()
        sign, ink = _SIGNS[step.status]
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(Icon(sign, ink or "grey", 18))
        if step.number:
            number = Text(step.number, "text", "text3")
            number.setMinimumWidth(20)
            top.addWidget(number)
        title = QVBoxLayout()
        title.setSpacing(1)
        quiet = step.status in (StepStatus.DONE, StepStatus.NOT_APPLICABLE, StepStatus.SKIPPED)
        title.addWidget(
            Text(step.title, "strong" if current else "text", "text2" if quiet else "", wrap=True)
        )
        if step.caption:
            title.addWidget(Text(step.caption, "caption", step.caption_ink, wrap=True))
        top.addLayout(title, 1)
        if words:
            top.addWidget(Text(status_word(step.status), "caption"))
        if action is not None:
            top.addWidget(action)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 6, 16, 6)
        column.setSpacing(8)
        column.addLayout(top)
        self.layout_body = QVBoxLayout()
        self.layout_body.setContentsMargins(30, 0, 0, 4)
        column.addLayout(self.layout_body)
        self.setMinimumHeight(40)
