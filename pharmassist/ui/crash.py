"""The window of a bug: a local report, redacted, that the person may copy. Nothing is sent.

The report holds types, files and lines, never messages, values or locals: an exception's
words may carry a password or a patient's number.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from pharmassist.services.fault_report import fault_report
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.flow import Flow
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.text import Text
from pharmassist.ui.theme import font


def report(error: BaseException) -> str:
    """Return what a developer needs of an error, and the version of Qt."""
    return f"{fault_report(error)}\n\nQt {qVersion()}"


class CrashWindow(QDialog):
    """Says that the fault is ours, what is safe, how to go on, and shows the report and where it lies."""

    def __init__(self, text: str, file: Path | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.report = text
        self.setWindowTitle(_("The program made a mistake"))
        self.setMinimumSize(600, 440)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Icon("bug", "red", 20))
        head.addWidget(Text(_("The program made a mistake"), "title"), 1)
        shown = QPlainTextEdit(self.report)
        shown.setReadOnly(True)
        shown.setTabChangesFocus(True)
        shown.setFont(font("key"))
        shown.setStyleSheet("font-size: 12px")
        shown.setAccessibleName(_("Report"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addLayout(head)
        for words in (
            _("What was already saved is safe. What you were doing was not saved."),
            _("Close this and try again. If it comes back, quit and open PharmAssist again: it resumes."),
        ):
            column.addWidget(Text(words, "text", wrap=True))
        column.addWidget(shown, 1)
        told = _("Nothing was sent. This report holds no name, amount or password.")
        if file is not None:
            told += " " + _("It lies here: {file}").format(file=file)
        self.where = Text(told, "caption", wrap=True)
        self.where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.where)
        foot = Flow()
        close = Button(_("Close and go on"), "primary", pressed=self.accept)
        foot.add(Button(_("Copy the report"), icon="copy", pressed=self._copy), None)
        foot.add(Button(_("Quit PharmAssist"), icon="power", pressed=self._quit), close)
        column.addLayout(foot)
        close.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)

    def _quit(self) -> None:
        self.accept()
        QApplication.closeAllWindows()
