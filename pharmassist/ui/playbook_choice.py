"""The choice behind "Il se passe quelque chose": which incident it is, in one list and one key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from pharmassist.domain.incidents import Playbook
from pharmassist.services.texts import short_day
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import scrolled
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.row import Row, step_among
from pharmassist.ui.parts.text import Text

WIDTH, SIDES, EDGE = 740, 48, 24
"""Of the dialog, of what stands beside its list, and of the window that is left around it; logical pixels."""


class PlaybookDialog(QDialog):
    """Lists the playbooks in the order given; ``chosen`` gives the id of the one to open."""

    chosen = Signal(str)

    def __init__(self, playbooks: Sequence[Playbook], today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Something is happening"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(4)
        column.addWidget(Text(_("What is happening?"), "question"))
        column.addWidget(
            Text(_("Choose the nearest: the first step opens, nothing is sent."), "text", "text2", wrap=True)
        )
        inner = QWidget()
        listed = QVBoxLayout(inner)
        listed.setContentsMargins(0, 0, 8, 0)
        listed.setSpacing(4)
        self.rows: list[Row] = []
        for playbook in playbooks:
            row = Row(playbook.title)
            row.set_pressable()
            row.chosen.connect(lambda chosen=playbook.id: self._choose(chosen))
            words = QVBoxLayout()
            words.setSpacing(2)
            words.addWidget(Text(playbook.title, "strong", wrap=True))
            words.addWidget(Text(playbook.summary, "table", "text2", wrap=True))
            if playbook.is_past(today):
                began = short_day(date.fromisoformat(playbook.started_on))
                told = _("Incident of {day}: it serves as a model.").format(day=began)
                words.addWidget(Text(told, "caption", "amber", wrap=True))
            layout = QHBoxLayout(row)
            layout.setContentsMargins(12, 10, 12, 10)
            layout.setSpacing(12)
            layout.addWidget(Icon("shield-alert", "primary", 20))
            layout.addLayout(words, 1)
            layout.addWidget(Icon("chevron-right", "text3"))
            listed.addWidget(row)
            self.rows.append(row)
        # The area that scrolls would take the arrows for itself.
        inner.installEventFilter(self)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(Button(_("Close"), key=_("Esc"), pressed=self.reject))
        listed.addStretch(1)
        column.addSpacing(4)
        self._area = scrolled(inner)
        column.addWidget(self._area, 1)
        column.addSpacing(4)
        column.addLayout(foot)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        around = column.totalSizeHint().height() - self._area.sizeHint().height()
        wanted = around + listed.totalHeightForWidth(WIDTH - SIDES)
        room = parent.window().height() - EDGE if parent is not None else wanted
        self.resize(WIDTH, min(wanted, room))
        if self.rows:
            self.rows[0].setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go up and down among the rows."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if not step_among(self.rows, event):
            return False
        if (row := self.focusWidget()) is not None:
            self._area.ensureWidgetVisible(row, 0, 12)
        return True

    def _choose(self, playbook: str) -> None:
        self.chosen.emit(playbook)
        self.accept()
