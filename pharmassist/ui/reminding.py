"""Telling what is new while somebody works, and once what Esc does: a line above the pages, the tray.

Nothing takes the focus, nothing covers a field. What stands at the first reading is no news; a line
goes away by itself, or with the next page.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QSystemTrayIcon

from pharmassist.services.reminders import Reminder
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.first_window import come_forward
from pharmassist.ui.icons import mark
from pharmassist.ui.parts.announce import announce
from pharmassist.ui.window import Window

EVERY_MS = 60_000
SHOWN_MS = 600_000
ESC = "esc"
"""The key under which it is kept that this was said."""

Tell = Callable[[str, str], None]


class Reminding(QObject):
    """Reads once a minute in the lane ``read``; ``tray`` is what shows a message outside the window."""

    def __init__(self, desk: Desk, window: Window, tray: Tell | None = None) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self._tray = tray if tray is not None else self._own_tray()
        self._known: frozenset[str] | None = None
        self._every, self._over = QTimer(self), QTimer(self)
        self._every.setInterval(EVERY_MS)
        self._every.timeout.connect(self.read)
        self._every.start()
        self._over.setSingleShot(True)
        self._over.setInterval(SHOWN_MS)
        self._over.timeout.connect(lambda: window.set_reminder(""))
        window.rail.chosen.connect(lambda _page: window.set_reminder(""))
        window.may_leave = self._may_leave

    def read(self) -> None:
        """Read what stands; a problem is told by the page that meets it."""
        reminders = self._desk.office.reminders
        self._desk.bridge.ask(
            self, "read", lambda _stop, _progress: reminders.now(), self._show, lambda _problem: None
        )

    def _show(self, standing: tuple[Reminder, ...]) -> None:
        known, self._known = self._known, frozenset(each.key for each in standing)
        new = [each for each in standing if known is not None and each.key not in known]
        if not new or self._window.is_locked:
            return
        words = new[0].words
        if len(new) > 1:
            words += " · " + _("and {count} more").format(count=len(new) - 1)
        self._window.set_reminder(words)
        announce(self._window, words)
        self._over.start()
        if self._tray is not None:
            self._tray("PharmAssist", words)

    def _may_leave(self) -> bool:
        """Say the first time on this PC what Esc is about to do; the next one does it, without a word."""
        if not self._desk.keeping.first_time(ESC):
            self._window.set_reminder("")
            return True
        words = _("Esc puts this window away, for the LGO. Nothing closes: press it again.")
        self._window.set_reminder(words)
        announce(self._window, words)
        return False

    def _own_tray(self) -> Tell | None:
        """Return the desktop's tray, None without one; a click on it or its words brings the window."""
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return None
        icon = QSystemTrayIcon(mark(), self)
        icon.setToolTip("PharmAssist")
        icon.activated.connect(lambda _reason: self._come())
        icon.messageClicked.connect(self._come)
        icon.show()

        def tell(title: str, words: str) -> None:
            icon.showMessage(title, words, icon.icon())

        return tell

    def _come(self) -> None:
        """Bring the window, which may stand within another one."""
        come_forward(self._window.window())
