"""The tour of the demonstration: eight stops of the incident day, what to look at and one thing to do.

A strip above the pages, never a dialog: it takes no focus and blocks nothing. F7 goes on, Shift+F7
back, Ctrl+F7 leaves; F7 comes back where it was left. It is built for the demonstration alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.text import Text
from pharmassist.ui.window import Window


@dataclass(frozen=True, slots=True)
class Stop:
    """A page of the incident day, what to look at and what to do there."""

    page: str
    look: str
    do: str


def stops() -> tuple[Stop, ...]:
    """Return the eight stops, in the order of the day."""
    return (
        Stop(
            "today",
            _("the worst first; at the right, the conduct by operator. Viamedis has stopped."),
            _("“Something is happening”, then Viamedis, January 2024."),
        ),
        Stop(
            "incident",
            _("each step says why, and which proof. “I don’t know” is an answer."),
            _("“Done” at the first step, with the number called back as its proof."),
        ),
        Stop(
            "passwords",
            _("whoever reads the mailbox can ask for the other passwords: it comes first."),
            _("“Change the password”: the new one is kept before it is shown."),
        ),
        Stop(
            "operators",
            _("four lights for each operator, each with its proof and its day."),
            _("F4, then “malakof”: one sentence to follow. Esc gives the keyboard back."),
        ),
        Stop(
            "claims",
            _("yesterday’s encours. This morning’s list waits in the folder “exports”."),
            _("import 2024-01-30.tsv, compare the sum. Left the list is not received."),
        ),
        Stop(
            "advances",
            _("the exact sum beside the estimate, each with its working."),
            _("choose Viamedis, look at the letter and its annex, then note the request."),
        ),
        Stop(
            "transfers",
            _("each credit says what it pays and why. A notice is not money."),
            _("bring its statement and notices; each proposal says why: Enter says yes."),
        ),
        Stop(
            "journal",
            _("who did what, each line sealed: a cut would show."),
            _("verify the journal; on Today, F9 prints the instructions of the day."),
        ),
    )


class TourCard(QFrame):
    """One stop on two lines, and its three buttons."""

    def __init__(self, on: Callable[[], None], back: Callable[[], None], leave: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("part", "tour")
        self.title = Text("", "strong")
        self.look = Text("", "table", wrap=True)
        self.do = Text("", "table", wrap=True)
        self.do.setProperty("weight", "600")
        self.leave = _small("x", _("Leave the tour (Ctrl+F7); F7 comes back to this stop"), leave)
        self.back = _small("arrow-left", _("The stop before (Shift+F7)"), back)
        self.on = Button(_("Next"), "primary", key="F7", size="small", pressed=on)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.look)
        words.addWidget(self.do)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 6, 16, 6)
        row.setSpacing(12)
        row.addWidget(self.title)
        row.addLayout(words, 1)
        row.addWidget(self.leave)
        row.addWidget(self.back)
        row.addWidget(self.on)

    def show_stop(self, stop: Stop, number: int, count: int) -> None:
        """Show a stop; the last one has no next, the first none before."""
        self.title.setText(_("Tour {number}/{count}").format(number=number, count=count))
        self.look.setText(_("Look: {sentence}").format(sentence=stop.look))
        self.do.setText(_("Do: {sentence}").format(sentence=stop.do))
        self.setAccessibleName(f"{self.title.text()}. {self.look.text()} {self.do.text()}")
        self.back.setEnabled(number > 1)
        self.on.setText(_("Next") if number < count else _("End"))


def _small(icon: str, words: str, pressed: Callable[[], None]) -> Button:
    """Return a button that is its icon alone; its words are its tooltip and spoken."""
    button = Button("", "quiet", icon, size="small", pressed=pressed)
    button.setAccessibleName(words)
    button.setToolTip(words)
    return button


class Tour(QObject):
    """Keeps the stop for as long as the window lives; ``stopped`` tells that the strip went away."""

    stopped = Signal()

    def __init__(self, desk: Desk, window: Window) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self._stops = stops()
        self.place = 0
        self.card = TourCard(self.on, self.back, self.leave)
        self.card.hide()
        # Under the discreet lines, above the pages.
        window.column.insertWidget(window.column.count() - 1, self.card)
        for keys, call in (("F7", self.on), ("Shift+F7", self.back), ("Ctrl+F7", self.leave)):
            QShortcut(QKeySequence(keys), window).activated.connect(lambda call=call: self._unlocked(call))
        self.leave()

    @property
    def under_way(self) -> bool:
        """Tell whether the strip is shown."""
        return not self.card.isHidden()

    def begin(self) -> None:
        """Show the strip at the stop where it was left, and its page."""
        self.card.show()
        self._window.set_notice(_("Demonstration: nothing touches your own data."))
        self._show()

    def on(self) -> None:
        """F7: go to the next stop; come back when it was left; end after the last."""
        if not self.under_way:
            self.begin()
        elif self.place + 1 < len(self._stops):
            self.place += 1
            self._show()
        else:
            self.place = 0
            self.leave()

    def back(self) -> None:
        """Shift+F7: go to the stop before."""
        if self.under_way and self.place:
            self.place -= 1
            self._show()

    def leave(self) -> None:
        """Ctrl+F7: take the strip away; the line above the pages tells how to come back."""
        self.card.hide()
        self._window.set_notice(
            _("Demonstration: nothing touches your own data.") + "  " + _("F7: the tour in eight stops.")
        )
        self.stopped.emit()

    def _show(self) -> None:
        stop = self._stops[self.place]
        self.card.show_stop(stop, self.place + 1, len(self._stops))
        self._desk.go(stop.page, "")

    def _unlocked(self, call: Callable[[], None]) -> None:
        """Answer a key, but never behind the lock."""
        if not self._window.is_locked:
            call()
