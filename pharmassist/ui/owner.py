"""An owner's decision on screen: who may take it, and the PIN before it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.pins import Power
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.secret import SecretField
from pharmassist.ui.parts.text import Text


class PinDialog(QDialog):
    """Asks one PIN; ``typed`` gives it, and the asker closes the dialog or says why not."""

    typed = Signal(Secret)

    def __init__(self, who: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("An owner's decision"))
        self.setModal(True)
        self.setMinimumWidth(380)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(Text(_("An owner's decision"), "title"))
        self.pin = SecretField(_("PIN of {who}").format(who=who))
        self.pin.line.returnPressed.connect(self._submit)
        column.addWidget(self.pin)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(Button(_("Cancel"), key=_("Esc"), pressed=self.reject))
        foot.addWidget(Button(_("Decide"), "primary", key=_("Enter"), pressed=self._submit))
        column.addLayout(foot)
        self.pin.line.setFocus()

    def refuse(self, problem: Problem) -> None:
        """Say why under the field."""
        self.pin.error(describe(problem).sentence)
        self.pin.line.setFocus()

    def _submit(self) -> None:
        if not self.pin.is_empty():
            self.typed.emit(self.pin.take())


def as_owner(
    desk: Desk, page: QWidget, then: Callable[[Secret | None], None], failed: Callable[[Problem], None]
) -> None:
    """Call ``then`` once whoever acts may decide and gave their PIN; ``owner_needed`` goes to ``failed``.

    Every button of an owner's verb goes through here; nothing happens when the person gives up.
    """
    pins, who, bridge = desk.office.pins, desk.acting(), desk.bridge

    def known(power: Power) -> None:
        if not power.decides:
            failed(Problem("owner_needed", {"who": who}))
        elif not power.has_pin:
            then(None)
        else:
            ask()

    def ask() -> None:
        dialog = PinDialog(who, page.window())
        dialog.typed.connect(lambda pin: check(dialog, pin))
        dialog.open()

    def check(dialog: PinDialog, pin: Secret) -> None:
        def right(_person: object) -> None:
            dialog.accept()
            then(pin)

        asker: QObject = dialog
        bridge.ask(asker, "write", lambda _stop, _progress: pins.owner_only(who, pin), right, dialog.refuse)

    bridge.ask(page, "read", lambda _stop, _progress: pins.power(who), known, failed)
