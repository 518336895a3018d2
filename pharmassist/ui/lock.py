"""The idle lock: pages are emptied, not covered, and a plain screen stands in their place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.text import Text

IDLE_MINUTES = 5
_ACTIVITY = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class IdleWatch(QObject):
    """Emits ``idle`` when nobody touched keyboard or mouse for some minutes."""

    idle = Signal()

    def __init__(self, app: QApplication, minutes: int = IDLE_MINUTES, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.idle)
        self.set_minutes(minutes)
        app.installEventFilter(self)

    def set_minutes(self, minutes: int) -> None:
        """Wait this long from now on (a setting)."""
        self._timer.start(minutes * 60_000)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Start the wait again at each key or move."""
        del watched
        if event.type() in _ACTIVITY:
            self._timer.start()
        return False

    def stop(self) -> None:
        """Wait no more: the window is locked or closed."""
        self._timer.stop()

    @property
    def waiting(self) -> bool:
        """Tell whether the wait is on."""
        return self._timer.isActive()


class LockScreen(QWidget):
    """Shows nothing of the pharmacy; Enter or the button unlocks (no PIN in this version)."""

    def __init__(self, unlock: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.button = Button(_("Unlock"), "primary", "lock-open", _("Enter"), size="large", pressed=unlock)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addStretch(2)
        column.addWidget(Icon("lock", "text3", 40), 0, middle)
        column.addWidget(Text(_("PharmAssist is locked"), "question"), 0, middle)
        column.addWidget(
            Text(_("Nothing is lost: you come back to the same page."), "text", "text2"), 0, middle
        )
        column.addSpacing(8)
        column.addWidget(self.button, 0, middle)
        column.addStretch(3)
