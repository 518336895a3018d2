"""A secret on the clipboard: flagged for managers and histories, taken back after 30 s."""

from __future__ import annotations

from hashlib import sha256

from PySide6.QtCore import QByteArray, QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QClipboard

from pharmassist.domain.secrets import Secret

SECONDS = 30
_WINDOWS = 'application/x-qt-windows-mime;value="{name}"'


class SecretClipboard(QObject):
    """Copies secrets. ``ticked`` gives the seconds left, 0 when the clipboard was emptied."""

    ticked = Signal(int)

    def __init__(self, clipboard: QClipboard, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clipboard = clipboard
        self._digest = b""
        self._left = 0
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)

    def copy(self, secret: Secret) -> None:
        """Put a secret on the clipboard for thirty seconds."""
        text = secret.reveal()
        self._digest = _digest(text)
        self._clipboard.setMimeData(_flagged(text))
        self._left = SECONDS
        self._timer.start()
        self.ticked.emit(self._left)

    def clear(self) -> None:
        """Empty the clipboard if what it holds is still ours (also called at exit)."""
        self._timer.stop()
        if self._digest and _digest(self._clipboard.text()) == self._digest:
            self._clipboard.clear()
        self._digest = b""
        self._left = 0
        self.ticked.emit(0)

    @property
    def holding(self) -> bool:
        """Tell whether a secret of ours waits to be taken back."""
        return bool(self._digest)

    def _tick(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self.clear()
        else:
            self.ticked.emit(self._left)


def _flagged(text: str) -> QMimeData:
    """Return the text with the marks that clipboard managers of KDE and Windows obey."""
    data = QMimeData()
    data.setText(text)
    data.setData("x-kde-passwordManagerHint", QByteArray(b"secret"))
    mark = QByteArray(b"\0\0\0\0")
    for name in (
        "ExcludeClipboardContentFromMonitorProcessing",
        "CanIncludeInClipboardHistory",
        "CanUploadToCloudClipboard",
    ):
        data.setData(_WINDOWS.format(name=name), mark)
    return data


def _digest(text: str) -> bytes:
    """Return what recognises our text without keeping it."""
    return sha256(text.encode()).digest() if text else b""
