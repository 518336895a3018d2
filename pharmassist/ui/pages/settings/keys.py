"""The card of the register's key: in the keyring of this PC or not, and another one in its stead."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from pharmassist.domain.problems import Problem
from pharmassist.services.keys import Renewed
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.owner import as_owner
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card, empty_layout, facts_row
from pharmassist.ui.parts.progress import ProgressStrip
from pharmassist.ui.parts.text import Text


class KeyCard(Card):
    """Looks into the keyring when the page is entered; ``renewed`` lets the new sheet be printed at once."""

    def __init__(
        self, desk: Desk, failed: Callable[[Problem], None], print_sheet: Callable[[], None]
    ) -> None:
        super().__init__(_("Key of the register"), "key", _("a lost or stolen sheet: change it"))
        self._desk, self._failed, self._print_sheet = desk, failed, print_sheet
        self._changed_words = ""
        self._facts = QVBoxLayout()
        self.body.addLayout(self._facts)
        self.words = Text("", "table", "text2", wrap=True)
        self.body.addWidget(self.words)
        # A register half changed would be worse than waiting.
        self._strip = ProgressStrip(stops=False)
        self.body.addWidget(self._strip)
        self.keep = Button(_("Keep the key in this keyring"), icon="lock", pressed=self._keep)
        self.renew = Button(_("Change the key…"), icon="refresh-cw", pressed=self._renew)
        for button in (self.keep, self.renew):
            self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            button.hide()

    def look(self) -> None:
        """Ask the keyring whether it opens the register; a demonstration has no key of its own."""
        office = self._desk.office
        if office.demonstration:
            self.hide()
            return
        self._desk.bridge.ask(
            self, "outside", lambda _stop, _progress: office.keys.here(), self._show, self._no_keyring
        )

    def _show(self, here: bool) -> None:
        office = self._desk.office
        empty_layout(self._facts)
        self._facts.addWidget(facts_row(_("Key"), office.register.key_id, strong=True))
        state = office.vault.name if here else _("absent from this PC: only the sheet opens the register")
        self._facts.addWidget(facts_row(_("Kept in"), state))
        self.keep.setVisible(not here)
        self.renew.setVisible(here)
        old = _("Old backups are still opened by the key they were written with, and by its sheet.")
        self.words.setText(f"{self._changed_words} {old}" if self._changed_words else old)

    def _no_keyring(self, problem: Problem) -> None:
        """Say it in the card: the rest of the page needs no keyring."""
        told = describe(problem)
        empty_layout(self._facts)
        self._facts.addWidget(facts_row(_("Key"), self._desk.office.register.key_id, strong=True))
        self.keep.hide()
        self.renew.hide()
        self.words.setText(f"{told.sentence} {told.remedy}")

    def _keep(self) -> None:
        office, who = self._desk.office, self._desk.acting()
        self._desk.bridge.ask(
            self,
            "outside",
            lambda _stop, _progress: office.keys.keep_here(who),
            lambda _none: self.look(),
            self._failed,
        )

    def _renew(self) -> None:
        as_owner(self._desk, self, lambda _pin: self._change(), self._failed)

    def _change(self) -> None:
        office, who = self._desk.office, self._desk.acting()
        self.renew.set_busy(True)
        self._strip.start(_("A copy under the new key is made and checked"))
        self._desk.bridge.ask(
            self,
            "outside",
            lambda _stop, _progress: office.keys.renew(who),
            self._changed,
            self._not_changed,
        )

    def _changed(self, renewed: Renewed) -> None:
        self._strip.finish()
        self.renew.set_busy(False)
        words = _("The key {after} opens the register; {before} opens it no more. Print the new sheet now.")
        self._changed_words = words.format(after=renewed.after, before=renewed.before)
        self.look()
        self._print_sheet()

    def _not_changed(self, problem: Problem) -> None:
        self._strip.finish()
        self.renew.set_busy(False)
        self._failed(problem)
