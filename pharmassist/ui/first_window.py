"""One window for each register: a second start shows the first window."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Qt, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QWidget

WAIT_MS = 1000

_log = logging.getLogger(__name__)


class FirstWindow(QObject):
    """Holds a lock for a folder; ``called`` is emitted when another start asked for the window."""

    called = Signal()

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = "pharmassist-" + hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:24]
        self._home = home
        self._lock = QLockFile(str(home / "window.lock"))
        # A lock whose process is gone is taken over; age alone says nothing of a window left open.
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Become the first window; False when there is one, which is then asked to show itself.

        A folder that cannot be written is no reason to stay away: opening says what is wrong.
        """
        try:
            self._home.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            _log.warning("no lock for the window: %s", type(error).__name__)
            return True
        if not self._lock.tryLock(0):
            return not self._call()
        QLocalServer.removeServer(self._name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        self._server.listen(self._name)
        return True

    def release(self) -> None:
        """Let another start become the first."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    def _call(self) -> bool:
        """Ask the first window to show itself; False when nobody answers (another session)."""
        socket = QLocalSocket(self)
        socket.connectToServer(self._name)
        answered = socket.waitForConnected(WAIT_MS)
        socket.disconnectFromServer()
        return answered

    def _answer(self) -> None:
        if self._server is None:
            return
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.disconnectFromServer()
            self.called.emit()


def come_forward(window: QWidget) -> None:
    """Bring a window before the others, back from the bar if it was put away; its size stays."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
