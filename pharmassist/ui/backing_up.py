"""The copy of the day, written while the window is open, in a lane, without a word when all is well.

What stands in its way is kept in the register: Aujourd'hui and Réglages tell it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from pharmassist.ui.bridge import Handle
from pharmassist.ui.desk import Desk
from pharmassist.ui.window import Window

# Only the name of a type: what writes copies is read when the first one is due.
if TYPE_CHECKING:
    from pharmassist.services.backups import Written

FIRST_AFTER_MS = 45_000
"""The first page, the keyring and a first gesture come before."""
EVERY_MS = 600_000
"""A window that stays open over night writes the copy of the next day."""


class BackingUp(QObject):
    """Looks now and then whether the copy of the day is due; ends with the window."""

    def __init__(self, desk: Desk, window: Window) -> None:
        super().__init__(window)
        self._desk = desk
        self._handle: Handle | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(FIRST_AFTER_MS)
        self._timer.timeout.connect(self.look)
        window.closing.connect(self._end)
        # The fictional pharmacy lies in a temporary folder.
        if not desk.office.demonstration:
            self._timer.start()

    def look(self) -> None:
        """Write the copy of the day where it is due and none is under way."""
        self._timer.setInterval(EVERY_MS)
        if self._handle is not None and not self._handle.over:
            return
        backups = self._desk.office.backups
        self._handle = self._desk.bridge.ask(
            self, "outside", backups.automatic, self._written, lambda _problem: None
        )

    def _written(self, _copy: Written | None) -> None:
        """Aujourd'hui reads again by what changed; nothing is said here."""

    def _end(self) -> None:
        self._timer.stop()
        if self._handle is not None:
            self._handle.cancel()
