"""The window of a bug: a local report, redacted, that the person may copy. Nothing is sent.

The report holds types, files and lines, never messages, values or locals: an exception's
words may carry a password or a patient's number.
"""

from __future__ import annotations

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from pharmassist.services.fault_report import fault_report
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.text import Text


def report(error: BaseException) -> str:
    """Return what a developer needs of an error, and the version of Qt."""
    return f"{fault_report(error)}\n\nQt {qVersion()}"


class CrashWindow(QDialog):
    """Says that the fault is ours, that the register is safe, and shows the report."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.report = report(error)
        self.setWindowTitle(_("The program made a mistake"))
        self.setMinimumSize(560, 380)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Icon("bug", "red", 20))
        head.addWidget(Text(_("The program made a mistake"), "title"), 1)
        shown = QPlainTextEdit(self.report)
        shown.setReadOnly(True)
        shown.setAccessibleName(_("Report"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(
            Text(
                _("What was already saved is safe. What you were doing was not saved."),
                "text",
                wrap=True,
            )
        )
        column.addWidget(
            Text(
                _("This report stays on this computer. It holds no name, amount or password."),
                "caption",
                wrap=True,
            )
        )
        column.addWidget(shown, 1)
        foot = QHBoxLayout()
        foot.addWidget(Button(_("Copy the report"), icon="copy", pressed=self._copy))
        foot.addStretch(1)
        foot.addWidget(Button(_("Close"), "primary", pressed=self.accept))
        column.addLayout(foot)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)
