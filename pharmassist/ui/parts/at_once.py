"""What an assistive tool presses acts at once, and what it toggles acts as a click does.

Qt shows a press asked by such a tool for a tenth of a second before it clicks: the press is lost where the
list of the button is read again meanwhile. A toggle asked by it changes the state and tells no click at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from weakref import ref

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QInputEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup


class AtOnce:
    """Belongs to one button, whose events pass through :meth:`event`; mouse and keys are left to Qt."""

    def __init__(self, button: QAbstractButton) -> None:
        # Held weakly: a ring of references would leave the button to the collector, on any thread.
        self._of = ref(button)
        self._known = self._held = self._acted = False
        button.pressed.connect(self._pressed)
        button.released.connect(self._released)
        button.toggled.connect(self._toggled)

    def event(self, event: QEvent, handle: Callable[[QEvent], bool]) -> bool:
        """Let the button handle an event, without a second click after one that was told at once."""
        if self._acted and event.type() == QEvent.Type.Timer:
            self._acted = False
            return self._silently(event, handle)
        if isinstance(event, QInputEvent):
            with self.known():
                return handle(event)
        return handle(event)

    @contextmanager
    def known(self) -> Iterator[None]:
        """Say that what happens now comes from mouse, keys or the program: Qt tells all of it."""
        before, self._known = self._known, True
        try:
            yield
        finally:
            self._known = before

    def _silently(self, event: QEvent, handle: Callable[[QEvent], bool]) -> bool:
        button = self._of()
        if button is None:
            return False
        told = button.blockSignals(True)
        handled = handle(event)
        button.blockSignals(told)
        return handled

    def _pressed(self) -> None:
        button = self._of()
        self._held = button is not None and not self._known and not button.isCheckable()
        if button is not None and self._held:
            # A click by the program is over by then; what is still held down was pressed by a tool.
            QTimer.singleShot(0, button, self._act)

    def _released(self) -> None:
        self._held = False

    def _act(self) -> None:
        button = self._of()
        if button is not None and self._held and button.isEnabled():
            self._acted = True
            with self.known():
                button.click()

    def _toggled(self, on: bool) -> None:
        button = self._of()
        if button is None or self._known:
            return
        group = _group_of(button)
        # One of a group goes off because another went on: that one tells it.
        if on or group is None or not group.exclusive():
            with self.known():
                told = button.blockSignals(True)
                button.setChecked(not on)
                button.blockSignals(told)
                button.click()


def _group_of(button: QAbstractButton) -> QButtonGroup | None:
    return button.group()
