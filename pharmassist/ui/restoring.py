"""The page "Reprendre une sauvegarde": a file, the recovery sheet, what comes back and what does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.moving import Restored
from pharmassist.services.moving_words import restored_words
from pharmassist.services.opening import Opening, Restoring
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import translate as _
from pharmassist.ui.key_lines import KeyLines
from pharmassist.ui.opening_pages import ask_key_file
from pharmassist.ui.parts.banner import Banner
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card, centred
from pharmassist.ui.parts.field import TextField
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.progress import ProgressStrip
from pharmassist.ui.parts.text import Text
from pharmassist.ui.problems import show_problem

_AT_FILE = ("backup_absent", "backup_unreadable")


class RestorePage(QWidget):
    """``asked(Restoring)`` when the person is ready, ``left`` to go back, ``opened(Opening)`` at the end."""

    asked = Signal(object)
    left = Signal()
    opened = Signal(object)

    def __init__(
        self,
        home: Path,
        who: str,
        *,
        there: bool,
        ask_backup: Callable[[QWidget], str] | None = None,
        ask_key: Callable[[QWidget], str] | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._home, self._who = home, who
        self._ask_backup, self._ask_key = ask_backup or ask_backup_file, ask_key or ask_key_file
        self._key_file: Path | None = None
        self._opening: Opening | None = None
        self.banner = Banner()
        self.file = TextField(_("Backup (.backup)"))
        self.file.entered.connect(self._go)
        self.key = KeyLines()
        self.key.entered.connect(self._go)
        # A register half changed would be worse than waiting.
        self._strip = ProgressStrip(stops=False)
        self.go = Button(_("Take up this backup"), "primary", "undo-2", pressed=self._go)
        self.back = Button(_("Back"), icon="arrow-left", key=_("Esc"), pressed=self.left.emit)
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 32, 0, 24)
        column.setSpacing(16)
        column.addWidget(Text(_("Which backup do you take up?"), "question"))
        words = _("It takes the place of the register of this PC, which is kept aside in a dated folder.")
        if not there:
            words = _("The register comes back on this PC as it was at the hour of the backup.")
        column.addWidget(Text(words, "text", "text2", wrap=True))
        column.addWidget(self.banner)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._form(), 73)
        side = QVBoxLayout()
        side.setSpacing(16)
        side.addWidget(_told())
        side.addStretch(1)
        row.addLayout(side, 27)
        column.addLayout(row)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(centred(held, 912))

    def begin(self) -> None:
        """Put the focus on the file."""
        self.file.setFocus()

    def done(self, restored: Restored) -> None:
        """Tell what is here again and what must be typed again; then the register opens."""
        self._strip.finish()
        tone: bool = not restored.missing and restored.vault_problem is None
        self.banner.tell(
            "green" if tone else "amber",
            " ".join(restored_words(restored)),
            strong=_("The backup is in place."),
        )
        self.go.setText(_("Open the register"))
        self.go.setEnabled(True)
        self.back.hide()
        self.go.setFocus()

    def refuse(self, problem: Problem) -> None:
        """Say why not; nothing was changed."""
        self._strip.finish()
        self._opening = None
        self.go.setEnabled(True)
        self.back.setEnabled(True)
        if problem.code in _AT_FILE:
            told = describe(problem)
            self.file.error(f"{told.sentence} {told.remedy}")
            self.file.setFocus()
        else:
            show_problem(self.banner, problem)

    def _form(self) -> QWidget:
        card = Card(_("The backup and its key"), "hard-drive")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.file, 1)
        chosen = Button(_("Choose…"), icon="folder-open", pressed=self._choose)
        row.addWidget(chosen, 0, Qt.AlignmentFlag.AlignBottom)
        card.body.addLayout(row)
        hint = _("The recovery sheet, four lines. Leave them empty where the keyring of this PC has the key.")
        card.body.addWidget(Text(hint, "table", "text2", wrap=True))
        card.body.addWidget(self.key)
        self._key_words = Text("", "table", "text2", wrap=True)
        self._key_words.hide()
        card.body.addWidget(self._key_words)
        card.body.addWidget(self._strip)
        by_file = Button(_("Choose the key’s file"), "quiet", pressed=self._choose_key)
        card.add_foot(self.back, by_file, None, self.go)
        return card

    def _choose(self) -> None:
        chosen = self._ask_backup(self)
        if chosen:
            self.file.set_value(chosen)

    def _choose_key(self) -> None:
        chosen = self._ask_key(self)
        if chosen:
            self._key_file = Path(chosen)
            self._key_words.setText(_("Key read from: {file}").format(file=self._key_file.name))
            self._key_words.show()

    def _go(self) -> None:
        if self._opening is not None:
            self.opened.emit(self._opening)
            return
        if not self.file.value():
            self.file.error(_("Choose a file whose name ends in .backup."))
            self.file.setFocus()
            return
        typed: Secret | None = None
        if not self.key.is_empty():
            typed = self.key.take()
            if typed is None:
                return
        self.banner.hide()
        self.go.setEnabled(False)
        self.back.setEnabled(False)
        self._strip.start(_("The backup is checked and put in place"))
        key_file = None if typed is not None else self._key_file
        self._opening = Opening(self._home, key_file, recovery_key=typed)
        self.asked.emit(
            Restoring(self._home, Path(self.file.value()), key_file, typed, self._who, keep_key=True)
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back on Esc, as long as nothing is under way."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.back.isVisible() and self.back.isEnabled():
            self.left.emit()


def _told() -> Card:
    """Return what comes back and what does not, told before."""
    card = Card(_("What comes back"), "archive")
    for icon, tone, words in (
        ("check", "green", _("Invoices, transfers, acomptes, incidents and their proofs")),
        ("check", "green", _("The journal, the team and its PINs, the settings")),
        ("x", "red", _("No password: they never leave the keyring of a PC. Type them again or renew them.")),
        ("x", "red", _("The folder of the copies and the printer: choose them again on a new PC.")),
        ("key-round", "primary", _("The key is kept in the keyring of this PC, so that the sheet can rest.")),
    ):
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Icon(icon, tone, 16), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Text(words, "table", "text2", wrap=True), 1)
        card.body.addLayout(row)
    return card


def ask_backup_file(parent: QWidget) -> str:
    """Ask for a backup; "" when the person gives up."""
    kinds = _("Backups") + " (*.backup)"
    chosen, _kind = QFileDialog.getOpenFileName(parent, _("Which backup do you take up?"), "", kinds)
    return chosen
