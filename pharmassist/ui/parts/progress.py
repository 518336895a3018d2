"""Long work in its page: a bar, a word, and a Cancel that works."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.announce import announce
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.text import Text


class ProgressStrip(QWidget):
    """Shown when work lasts more than 0.3 s; Cancel appears after 2 s.

    ``stops=False`` is for the rare work that must not be left half done: no Cancel is offered.
    """

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None, *, stops: bool = True) -> None:
        super().__init__(parent)
        self._stops = stops
        self._words = Text("", "table", "text2")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Progress"))
        self._cancel = Button(_("Cancel"), "quiet", size="small", pressed=self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._words)
        row.addWidget(self._bar, 1)
        row.addWidget(self._cancel)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._appear)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._cancel.show)
        self.hide()

    def start(self, words: str) -> None:
        """Say what is being done; total unknown until :meth:`advance`."""
        self._words.setText(words)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(words)
        self._cancel.setEnabled(True)
        self._cancel.hide()
        self._soon.start(300)
        if self._stops:
            self._later.start(2000)

    def advance(self, done: int, total: int) -> None:
        """Show how far it is, in any unit."""
        self._bar.setRange(0, max(1, total))
        self._bar.setValue(done)

    def finish(self) -> None:
        """Take the strip away."""
        self._soon.stop()
        self._later.stop()
        self._let_go()
        self.hide()

    def _let_go(self) -> None:
        """Give the keyboard to nobody: what began the work takes it back, no neighbour does."""
        if self.window().focusWidget() is self._cancel:
            self._cancel.clearFocus()

    def _appear(self) -> None:
        self.show()
        announce(self, self._words.text())

    def _stop(self) -> None:
        self._let_go()
        self._cancel.setEnabled(False)
        self._words.setText(_("Stopping…"))
        self.cancelled.emit()
