"""Tells when the session of this computer is locked or sleeps: the window locks with it."""

from __future__ import annotations

import sys
from typing import cast

from PySide6.QtCore import SLOT, QObject, QTimer, Signal, Slot
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QWidget

_DESKTOPS = ("gnome", "freedesktop", "mate", "cinnamon")
SCREEN_SAVERS = tuple(f"org.{desktop}.ScreenSaver" for desktop in _DESKTOPS)
LOGIN = "org.freedesktop.login1"
LOOKED_EVERY_MS = 2000

if sys.platform == "win32":
    import ctypes

    def session_is_shown() -> bool:
        """Tell whether the desktop that takes the keyboard is ours: not while the session is locked."""
        desktop = ctypes.windll.user32.OpenInputDesktop(0, False, 0x0100)
        if desktop:
            ctypes.windll.user32.CloseDesktop(desktop)
        return bool(desktop)

else:

    def session_is_shown() -> bool:
        """Elsewhere the desktop tells by itself."""
        return True


class SessionWatch(QObject):
    """Emits ``locked`` once the desktop says so; where nobody says it, the idle lock remains.

    Linux: the screen saver's and logind's signals. Windows: looked at every two seconds.
    """

    locked = Signal()

    def __init__(self, window: QWidget, bus: QDBusConnection | None = None) -> None:
        super().__init__(window)
        self._shown = True
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        if sys.platform == "linux":
            self._listen(bus or QDBusConnection.sessionBus(), QDBusConnection.systemBus())
        elif sys.platform == "win32":
            self._timer.start(LOOKED_EVERY_MS)

    def _listen(self, session: QDBusConnection, system: QDBusConnection) -> None:
        """Listen on both buses; a bus that is not there tells nothing."""
        for saver in SCREEN_SAVERS:
            session.connect("", "", saver, "ActiveChanged", self, _slot("screen_saver(bool)"))
        system.connect(LOGIN, "", f"{LOGIN}.Session", "Lock", self, _slot("session_locked()"))
        system.connect(LOGIN, "", f"{LOGIN}.Manager", "PrepareForSleep", self, _slot("sleeps(bool)"))

    def _look(self) -> None:
        shown = session_is_shown()
        if self._shown and not shown:
            self.locked.emit()
        self._shown = shown

    @Slot(bool)
    def screen_saver(self, active: bool) -> None:
        """The screen saver came (or went)."""
        if active:
            self.locked.emit()

    @Slot()
    def session_locked(self) -> None:
        """The session was locked."""
        self.locked.emit()

    @Slot(bool)
    def sleeps(self, begins: bool) -> None:
        """The computer goes to sleep (or wakes)."""
        if begins:
            self.locked.emit()


def _slot(name: str) -> bytes:
    """Return a slot's name as the library takes it: text, whatever its stub says."""
    return cast("bytes", SLOT(name))
