"""The idle lock: pages are emptied, not covered, and a plain screen stands in their place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.field import ChoiceField
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.secret import SecretField
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
    """Shows nothing of the pharmacy. Where PINs are set one of them unlocks, else Enter or the button.

    ``tried`` gives initials and the PIN that was typed; ``reset`` initials, a new PIN and the words of
    the recovery sheet. Whoever listens answers by :meth:`refuse`, or unlocks.
    """

    tried = Signal(str, Secret)
    reset = Signal(str, Secret, Secret)

    def __init__(self, unlock: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._unlock = unlock
        self._pins: tuple[str, ...] = ()
        self._left = 0
        self.button = Button(
            _("Unlock"), "primary", "lock-open", _("Enter"), size="large", pressed=self._press
        )
        self.person = ChoiceField(_("Who unlocks"), [])
        self.pin = SecretField(_("PIN"))
        self.new_pin = SecretField(_("New PIN (4 to 12 digits)"))
        self.sheet = SecretField(_("Recovery sheet: its four lines, typed or scanned"))
        self.forgotten = Button(_("PIN forgotten"), "quiet", "key-round", pressed=self._forgot)
        self._fields = QWidget()
        self._fields.setFixedWidth(360)
        fields = QVBoxLayout(self._fields)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(12)
        for field in (self.person, self.pin, self.sheet, self.new_pin):
            fields.addWidget(field)
        for secret in (self.pin, self.sheet, self.new_pin):
            secret.line.returnPressed.connect(self._press)
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)
        self._resetting = False
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
        column.addWidget(self._fields, 0, middle)
        column.addWidget(self.button, 0, middle)
        column.addWidget(self.forgotten, 0, middle)
        column.addStretch(3)
        self.set_pins((), "")

    def set_pins(self, pins: Sequence[str], acting: str) -> None:
        """Say who has a PIN, and who acts; without any PIN the button alone unlocks."""
        self._pins = tuple(pins)
        self.person.set_choices([(initials, initials) for initials in self._pins])
        if acting in self._pins:
            self.person.set_value(acting)
        self._show_fields(resetting=False)

    def ready(self) -> None:
        """Take the focus where typing goes on."""
        self._show_fields(resetting=False)
        (self.pin.line if self._pins else self.button).setFocus()

    def refuse(self, problem: Problem) -> None:
        """Say why it stays locked; a wait is counted down."""
        field = {"pin_form": self.new_pin, "pin_simple": self.new_pin}.get(problem.code)
        if field is None:
            field = self.sheet if self._resetting else self.pin
        field.error(describe(problem).sentence)
        seconds = problem.values.get("seconds")
        self._left = seconds if isinstance(seconds, int) else 0
        if self._left:
            self._timer.start()
        self._free()
        if not self._left:
            field.line.setFocus()

    def _press(self) -> None:
        if not self._pins:
            self._unlock()
        elif self._left:
            return
        elif self._resetting:
            self._hold()
            self.reset.emit(self.person.value(), self.new_pin.take(), self.sheet.take())
        elif not self.pin.is_empty():
            self._hold()
            self.tried.emit(self.person.value(), self.pin.take())

    def _hold(self) -> None:
        """Wait for the answer: a second Enter tries nothing."""
        self.button.setEnabled(False)

    def _free(self) -> None:
        for part in (self.button, self.pin, self.new_pin, self.sheet):
            part.setEnabled(not self._left)

    def _tick(self) -> None:
        self._left = max(0, self._left - 1)
        if not self._left:
            self._timer.stop()
            self.pin.error("")
            self._free()
            self.pin.line.setFocus()
            return
        self.pin.error(_("Next try in {seconds} s.").format(seconds=self._left))

    def _forgot(self) -> None:
        self._show_fields(resetting=not self._resetting)
        (self.sheet if self._resetting else self.pin).line.setFocus()

    def _show_fields(self, *, resetting: bool) -> None:
        self._resetting, some = resetting and bool(self._pins), bool(self._pins)
        self._fields.setVisible(some)
        self.person.setVisible(len(self._pins) > 1)
        self.pin.setVisible(some and not self._resetting)
        self.sheet.setVisible(self._resetting)
        self.new_pin.setVisible(self._resetting)
        self.forgotten.setVisible(some)
        self.forgotten.setText(_("Type the PIN instead") if self._resetting else _("PIN forgotten"))
        self.button.setText(_("Set this PIN and unlock") if self._resetting else _("Unlock"))
        for field in (self.pin, self.sheet, self.new_pin):
            field.clear()
            field.error("")
        self._left = 0
        self._timer.stop()
        self._free()
