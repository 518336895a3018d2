"""What a purge would take, shown first; then taken, by an owner."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pharmassist.domain.problems import Problem
from pharmassist.domain.retention import Purge
from pharmassist.services.problem_texts import describe
from pharmassist.services.retaining import PurgeDone
from pharmassist.services.retention_words import purge_lines, purge_sentence, waiting_sentence
from pharmassist.services.texts import translate as _
from pharmassist.ui.bridge import Handle
from pharmassist.ui.desk import Desk
from pharmassist.ui.owner import as_owner
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.overlay import Overlay
from pharmassist.ui.parts.progress import ProgressStrip
from pharmassist.ui.parts.text import Text, line


class PurgeOverlay(Overlay):
    """``purged`` tells in one sentence what went."""

    purged = Signal(str)

    def __init__(self, desk: Desk, over: QWidget, purge: Purge) -> None:
        super().__init__(over, _("What would go"), 620)
        self._desk, self._purge = desk, purge
        self._handle: Handle | None = None
        self.panel.addWidget(Text(_("What would go"), "title"))
        self.panel.addWidget(Text(purge_sentence(purge), "table", "text2", wrap=True))
        lines = purge_lines(purge) or (_("Nothing: no closed invoice nor incident is that old."),)
        for words in lines:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Icon("minus", "text3", 16), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Text(words, wrap=True), 1)
            self.panel.addLayout(row)
        waiting = waiting_sentence(purge)
        if waiting:
            self.panel.addWidget(Text(waiting, "table", "amber", wrap=True))
        if not purge.is_empty:
            self.panel.addWidget(line())
            told = _(
                "A copy is written before. The journal stays whole. This cannot be undone; former copies"
                " still hold what goes, for twelve months at most where they rotate."
            )
            self.panel.addWidget(Text(told, "table", "text2", wrap=True))
        self.problem = Text("", "table", "red", wrap=True)
        self.problem.hide()
        self.panel.addWidget(self.problem)
        self._strip = ProgressStrip()
        self._strip.cancelled.connect(self._cancel)
        self.panel.addWidget(self._strip)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addStretch(1)
        self.leave = Button(_("Close"), key=_("Esc"), pressed=self.dismiss)
        self.go = Button(_("Purge"), "danger", "trash-2", pressed=self._decide)
        self.go.setVisible(not purge.is_empty)
        foot.addWidget(self.leave)
        foot.addWidget(self.go)
        self.panel.addLayout(foot)

    def begin(self) -> None:
        """Show it, the focus on what changes nothing."""
        self.open(self.leave)

    def _decide(self) -> None:
        as_owner(self._desk, self, lambda _pin: self._take(), self._refused)

    def _take(self) -> None:
        retaining, who, shown = self._desk.office.retaining, self._desk.acting(), self._purge
        self.go.set_busy(True)
        self.problem.hide()
        self._strip.start(_("A copy is written, then what is old goes"))
        self._handle = self._desk.bridge.ask(
            self,
            "write",
            lambda stop, progress: retaining.purge(who, shown, stop, progress),
            self._taken,
            self._refused,
            self._strip.advance,
        )

    def _taken(self, done: PurgeDone) -> None:
        self._strip.finish()
        words = _("Gone: {lines}. Copy written before: {file}.")
        self.purged.emit(words.format(lines=" · ".join(purge_lines(done.purge)), file=done.copy.name))
        self.dismiss()

    def _refused(self, problem: Problem) -> None:
        self._strip.finish()
        self.go.set_busy(False)
        told = describe(problem)
        self.problem.setText(f"{told.sentence} {told.remedy}")
        self.problem.show()

    def _cancel(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
        self._strip.finish()
        self.go.set_busy(False)
