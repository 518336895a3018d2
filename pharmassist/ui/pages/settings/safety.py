"""The cards of safety: where secrets live, the recovery sheet, the copies, the state of health."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.ports.register import BackupReport
from pharmassist.services.safekeeping import HEAD_SIGNS, Check
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card, empty_layout, facts_row
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.progress import ProgressStrip
from pharmassist.ui.parts.text import Text
from pharmassist.ui.recovery_proof import PROVED, RecoveryProof

Failed = Callable[[Problem], None]


class SheetCard(Card):
    """The recovery sheet: printed from here, proved by two of its groups."""

    def __init__(self, desk: Desk, failed: Failed) -> None:
        super().__init__(_("Recovery sheet"), "key-round")
        self._desk, self._failed = desk, failed
        self._where = QVBoxLayout()
        self.body.addLayout(self._where)
        self.print_button = Button(_("Print the sheet"), icon="printer", pressed=self.print_sheet)
        self._prove = Button(_("I have the sheet: prove it"), "quiet", pressed=self._begin_proof)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.print_button)
        row.addWidget(self._prove)
        row.addStretch(1)
        self.body.addLayout(row)
        self.proof = RecoveryProof(stacked=True)
        self.proof.hide()
        self.proof.proved.connect(self._was_proved)
        self.body.addWidget(self.proof)

    def show_state(self, *, proved: bool) -> None:
        """Show where secrets live, and whether the sheet was proved."""
        office = self._desk.office
        empty_layout(self._where)
        self._where.addWidget(facts_row(_("Secrets in"), office.vault.name, strong=True))
        state = _("proved: two groups were typed back") if proved else _("not proved yet")
        self._where.addWidget(facts_row(_("Sheet"), state))

    def print_sheet(self) -> None:
        """Preview the sheet, then print it."""
        office, who = self._desk.office, self._desk.acting()
        self._desk.preview(lambda: office.papers.recovery_key(who, office.keys.sheet()))

    def print_new_sheet(self) -> None:
        """Print the sheet of a key that is new: the one before proves nothing any more."""
        self.proof.forget()
        self.proof.hide()
        self.print_sheet()

    def _begin_proof(self) -> None:
        office = self._desk.office
        self._desk.bridge.ask(
            self, "outside", lambda _stop, _progress: office.keys.sheet(), self._expect, self._failed
        )

    def _expect(self, key: Secret) -> None:
        self.proof.expect(key)
        self.proof.show()
        self.proof.first.setFocus()

    def _was_proved(self) -> None:
        office, who = self._desk.office, self._desk.acting()
        self._desk.bridge.ask(
            self,
            "write",
            lambda _stop, _progress: office.people.set_setting(who, PROVED, office.clock.now().isoformat()),
            lambda _none: None,
            self._failed,
        )


class CopyCard(Card):
    """A verified encrypted copy, written in a folder the person chooses."""

    def __init__(self, desk: Desk, failed: Failed, ask_folder: Callable[[QWidget], str]) -> None:
        super().__init__(_("Backups"), "hard-drive", _("encrypted, read again after writing"))
        self._desk, self._failed, self._ask_folder = desk, failed, ask_folder
        self.button = Button(_("Write a copy now…"), icon="save", pressed=self._copy)
        self._strip = ProgressStrip()
        self.words = Text(_("Two supports, one of them away from the pharmacy."), "table", "text2", wrap=True)
        self.body.addWidget(self.words)
        self.body.addWidget(self._strip)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def _copy(self) -> None:
        chosen = self._ask_folder(self)
        if not chosen:
            return
        office, who, folder = self._desk.office, self._desk.acting(), Path(chosen)
        self.button.setEnabled(False)
        self._strip.start(_("Writing the copy"))
        self._desk.bridge.ask(
            self,
            "write",
            lambda _stop, _progress: office.safekeeping.backup(who, folder),
            self._copied,
            self._not_copied,
        )

    def _copied(self, report: BackupReport) -> None:
        self._end()
        words = _("Copy verified: {file}. Head of the journal: {head}.")
        self.words.setText(words.format(file=report.path.name, head=report.head[:HEAD_SIGNS].upper()))
        self.words.set_ink("green")

    def _not_copied(self, problem: Problem) -> None:
        self._end()
        self._failed(problem)

    def _end(self) -> None:
        self._strip.finish()
        self.button.setEnabled(True)


class HealthCard(Card):
    """What ``doctor`` says: each line good, or what to mend."""

    def __init__(self, desk: Desk, failed: Failed) -> None:
        super().__init__(_("Check of the register"), "life-buoy")
        self._desk, self._failed = desk, failed
        self.button = Button(_("Look at everything"), icon="search", pressed=self._look)
        self._strip = ProgressStrip()
        self.lines = QVBoxLayout()
        self.lines.setSpacing(8)
        self.body.addLayout(self.lines)
        self.body.addWidget(self._strip)
        self.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.forget()

    def forget(self) -> None:
        """Say what the button does, as long as it was not pressed."""
        empty_layout(self.lines)
        words = _("Reads every page of the register, the journal, the keyring, the clock.")
        self.lines.addWidget(Text(words, "table", "text2", wrap=True))

    def _look(self) -> None:
        self.button.setEnabled(False)
        self._strip.start(_("Looking at everything"))
        doctor = self._desk.office.safekeeping.doctor
        self._desk.bridge.ask(
            self, "outside", lambda _stop, _progress: doctor(), self._show, self._not_looked
        )

    def _not_looked(self, problem: Problem) -> None:
        self._end()
        self._failed(problem)

    def _show(self, checks: tuple[Check, ...]) -> None:
        self._end()
        empty_layout(self.lines)
        for check in checks:
            held = QWidget()
            held.setAccessibleName(check.message)
            row = QHBoxLayout(held)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(10)
            sign = Icon("circle-check", "green", 16) if check.ok else Icon("triangle-alert", "amber", 16)
            row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
            words = QVBoxLayout()
            words.setSpacing(1)
            words.addWidget(Text(check.message, "table", wrap=True))
            if not check.ok:
                words.addWidget(Text(check.remedy, "table", "amber", wrap=True))
            row.addLayout(words, 1)
            self.lines.addWidget(held)

    def _end(self) -> None:
        self._strip.finish()
        self.button.setEnabled(True)


def ask_folder(parent: QWidget) -> str:
    """Ask where a copy goes; "" when the person gives up."""
    return QFileDialog.getExistingDirectory(parent, _("Folder of the copy"))
