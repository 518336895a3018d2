"""The cards of safety: where secrets live, the recovery sheet, the state of health."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.doctor import Check
from pharmassist.services.texts import translate as _
from pharmassist.ui.bridge import Handle
from pharmassist.ui.desk import Desk
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card, empty_layout, facts_row
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.progress import ProgressStrip
from pharmassist.ui.parts.text import Text
from pharmassist.ui.recovery_proof import PROVED, RecoveryProof
from pharmassist.ui.theme import bring_into_view

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


class HealthCard(Card):
    """What ``doctor`` says: each line good, good with an advice, or what to mend."""

    def __init__(self, desk: Desk, failed: Failed) -> None:
        super().__init__(_("State of health"), "life-buoy")
        self._desk, self._failed = desk, failed
        self._handle: Handle | None = None
        self.button = Button(_("Look at everything"), icon="search", pressed=lambda: self._look(tried=False))
        self.network = Button(_("Try the connection too"), "quiet", pressed=lambda: self._look(tried=True))
        self._strip = ProgressStrip()
        self._strip.cancelled.connect(self._cancel)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(8)
        self.body.addLayout(self.lines)
        self.body.addWidget(self._strip)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.button)
        row.addWidget(self.network)
        row.addStretch(1)
        self.body.addLayout(row)
        self.forget()

    def forget(self) -> None:
        """Say what the button does, as long as it was not pressed."""
        empty_layout(self.lines)
        words = _(
            "Looks at the register, the journal, the copies, the keyring, the clock, the disk, the printer."
            " Nothing goes out, unless you have the connection tried."
        )
        self.lines.addWidget(Text(words, "table", "text2", wrap=True))

    def _look(self, *, tried: bool) -> None:
        self._busy(busy=True)
        self._strip.start(_("Looking at everything"))
        doctor = self._desk.office.doctor
        self._handle = self._desk.bridge.ask(
            self,
            "outside",
            lambda stop, progress: doctor.look(try_network=tried, stop=stop, progress=progress),
            self._show,
            self._not_looked,
            self._strip.advance,
        )

    def _cancel(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
        self._busy(busy=False)

    def _not_looked(self, problem: Problem) -> None:
        self._busy(busy=False)
        self._failed(problem)

    def _show(self, checks: tuple[Check, ...]) -> None:
        self._busy(busy=False)
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
            if check.remedy:
                words.addWidget(Text(check.remedy, "table", "text2" if check.ok else "amber", wrap=True))
            row.addLayout(words, 1)
            self.lines.addWidget(held)
        # What was pressed is lower now: Qt lays the lines out in its next turn.
        QTimer.singleShot(0, self, self._keep_in_view)

    def _keep_in_view(self) -> None:
        focused = self.window().focusWidget()
        if focused in (self.button, self.network):
            bring_into_view(focused)

    def _busy(self, *, busy: bool) -> None:
        if not busy:
            self._strip.finish()
        self.button.set_busy(busy)
        self.network.set_busy(busy)
