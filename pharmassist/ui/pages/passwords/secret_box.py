"""A password on request: large for twenty seconds, or on the clipboard for thirty."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.rotating import Which
from pharmassist.services.texts import translate as _
from pharmassist.ui.bridge import Handle
from pharmassist.ui.clipboard import SECONDS
from pharmassist.ui.desk import Desk
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.flow import Flow
from pharmassist.ui.parts.secret import SecretView
from pharmassist.ui.parts.spelled import SpelledView
from pharmassist.ui.parts.text import Text, line

SHOWN_SECONDS = 20


class SecretBox(QFrame):
    """One access's password, masked until asked; ``other`` is the second one it may show.

    ``shown`` tells when it appears on screen and when it goes. What was asked and comes after
    the box was hidden (another page, the lock) is thrown away.
    """

    shown = Signal(bool)
    failed = Signal(Problem)

    def __init__(
        self,
        desk: Desk,
        access_id: int,
        which: Which,
        other: Which | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("part", "secret")
        self._desk, self._access_id, self._main, self._which = desk, access_id, which, which
        self._other = other
        self._handle: Handle | None = None
        self._left, self._showing, self._copied = 0, False, False
        self._title = Text("", "label")
        self._look = Button(_("Show"), "quiet", "eye", size="small", pressed=self._toggle)
        self._view = SecretView(_("Password"))
        self._spelled = SpelledView()
        self._spell = Button(_("Spell"), "quiet", "megaphone", size="small", pressed=self._ask_spelling)
        self._legend = Text(_("Underlined: capital · Blue: digit"), "caption", wrap=True)
        self.copy = Button(_("Copy"), icon="copy", size="small", pressed=self._ask_copy)
        self._clock = Text("", "caption", "text2")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, SECONDS)
        self._erase = Button(_("Erase"), "quiet", size="small", pressed=desk.clipboard.clear)
        self._old = Button("", "quiet", size="small", pressed=self._switch)
        self._build()
        # Only once it has a parent: a part shown alone would be a window for a moment.
        self._old.setVisible(other is not None)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)
        desk.clipboard.ticked.connect(self._copied_for)
        self._name_it()
        self._copied_for(0)

    @property
    def showing(self) -> bool:
        """Tell whether a password is on screen."""
        return self._showing

    def hide_secret(self) -> None:
        """Take the password off the screen; an answer on its way is dropped."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        was, self._showing = self._showing, False
        self._timer.stop()
        self._view.clear()
        self._spelled.clear()
        self._say_left(0)
        if was:
            self.shown.emit(False)

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget when the page is left, covered by the lock or rebuilt."""
        self.hide_secret()
        super().hideEvent(event)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 8, 1, 8)
        column.setSpacing(6)
        head = Flow(below=2)
        head.setContentsMargins(11, 0, 11, 0)
        head.add(self._title, None, self._spell, self._look)
        column.addLayout(head)
        column.addWidget(self._view)
        column.addWidget(self._spelled)
        self._legend.setContentsMargins(11, 0, 11, 0)
        column.addWidget(self._legend)
        column.addWidget(line())
        foot = QHBoxLayout()
        foot.setContentsMargins(11, 0, 11, 0)
        foot.setSpacing(10)
        foot.addWidget(self.copy)
        told = QVBoxLayout()
        told.setSpacing(3)
        told.addWidget(self._clock)
        told.addWidget(self._bar)
        foot.addLayout(told, 1)
        foot.addWidget(self._erase)
        column.addLayout(foot)
        column.addWidget(self._old, 0, Qt.AlignmentFlag.AlignLeft)
        policy = self._bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._bar.setSizePolicy(policy)

    def _toggle(self) -> None:
        if self._view.shown:
            self.hide_secret()
        else:
            self._fetch(self._appear)

    def _ask_spelling(self) -> None:
        """Spell what is shown, sign by sign, as long as it is shown; or show and spell."""
        self._fetch(self._appear_spelled)

    def _appear_spelled(self, secret: Secret) -> None:
        if self.isVisible():
            self._spelled.show_secret(secret)
        self._appear(secret)

    def _switch(self) -> None:
        """Show the old one instead of the new one, or back."""
        self.hide_secret()
        self._which = self._other if self._other and self._which == self._main else self._main
        self._name_it()
        self._fetch(self._appear)

    def _ask_copy(self) -> None:
        self._fetch(self._to_clipboard)

    def _to_clipboard(self, secret: Secret) -> None:
        self._copied = True
        self._desk.clipboard.copy(secret)

    def _fetch(self, use: Callable[[Secret], None]) -> None:
        if self._handle is not None and not self._handle.over:
            return
        rotating, who, which = self._desk.office.rotating, self._desk.acting(), self._which
        number = self._access_id
        self._handle = self._desk.bridge.ask(
            self, "outside", lambda _stop, _progress: rotating.reveal(who, number, which), use, self._fail
        )

    def _appear(self, secret: Secret) -> None:
        if not self.isVisible():
            return
        self._view.show_secret(secret)
        self._showing = True
        self._say_left(SHOWN_SECONDS)
        self._timer.start()
        self.shown.emit(True)

    def _fail(self, problem: Problem) -> None:
        self.failed.emit(problem)

    def _tick(self) -> None:
        if self._left <= 1:
            self.hide_secret()
        else:
            self._say_left(self._left - 1)

    def _say_left(self, seconds: int) -> None:
        self._left = seconds
        hide = _("Mask ({seconds} s)").format(seconds=seconds)
        self._look.setText(
            hide if self._view.shown else _("Show for {seconds} s").format(seconds=SHOWN_SECONDS)
        )
        self._look.set_icon("eye-off" if self._view.shown else "eye")

    def _copied_for(self, seconds: int) -> None:
        """Follow the copy that was made here: a bar and a figure."""
        seconds = seconds if self._copied else 0
        if seconds:
            self._clock.setText(_("Erased from the clipboard in {seconds} s").format(seconds=seconds))
        else:
            self._copied = False
            self._clock.setText(_("The copy leaves after {seconds} s.").format(seconds=SECONDS))
        self._bar.setVisible(bool(seconds))
        self._erase.setVisible(bool(seconds))
        self._bar.setValue(seconds)
        self._bar.setAccessibleName(self._clock.text())

    def _name_it(self) -> None:
        words = {
            "candidate": _("New password"),
            "current": _("Password in force") if self._main == "current" else _("Old password"),
            "previous": _("Old password"),
        }
        self._title.setText(words[self._which])
        self._old.setText(_("Show the new one") if self._which != self._main else _("Show the old one"))
        self._say_left(0)
