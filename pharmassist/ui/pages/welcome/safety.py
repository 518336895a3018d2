"""The page that cannot be skipped: the keyring is tried, the recovery sheet printed and proved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.people import Person, Pharmacy
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import hour
from pharmassist.services.texts import translate as _
from pharmassist.ui.bridge import Bridge
from pharmassist.ui.page_view import ask_where
from pharmassist.ui.pages.welcome.founder import NO_VAULT, Birth, Founder
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card
from pharmassist.ui.parts.light import Icon, Mark
from pharmassist.ui.parts.secret import SecretView
from pharmassist.ui.parts.text import Text, line
from pharmassist.ui.preview import PreviewDialog
from pharmassist.ui.recovery_proof import LINE, PROVED, RecoveryProof, signs_of


class SafetyPage(QWidget):
    """``proved`` once two groups were typed back."""

    proved = Signal()

    def __init__(self, bridge: Bridge, founder: Founder) -> None:
        super().__init__()
        self._bridge, self._founder = bridge, founder
        self._asked: tuple[Pharmacy, tuple[Person, ...]] | None = None
        self.birth: Birth | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 28, 0, 16)
        column.setSpacing(4)
        column.addWidget(Text(_("Print the recovery key of the register"), "question"))
        sentence = _(
            "The register is encrypted. If this computer burns or is stolen, this sheet alone reopens it."
        )
        column.addWidget(Text(sentence, "text", "text2", wrap=True))
        column.addSpacing(12)
        side = QVBoxLayout()
        side.setSpacing(16)
        side.addWidget(self._vault_card())
        side.addWidget(self._keeping_card())
        side.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._key_card(), 66)
        row.addLayout(side, 34)
        column.addLayout(row)
        column.addSpacing(12)
        self.proof = RecoveryProof()
        self.proof.proved.connect(self._was_proved)
        card = Card("")
        card.setAccessibleName(_("Proof"))
        card.body.addWidget(self.proof)
        column.addWidget(card)
        column.addStretch(1)
        for field in (self.proof.first, self.proof.second):
            field.editor.installEventFilter(self)

    def begin(self, pharmacy: Pharmacy, people: tuple[Person, ...]) -> None:
        """Try the keyring and make the register, once."""
        if self.birth is None:
            self._asked = (pharmacy, people)
            self._found(None)

    def print_sheet(self) -> None:
        """Preview the recovery sheet, print it or save it."""
        birth = self.birth
        if birth is None:
            return
        office, who, key = birth.founded.office, birth.who, birth.founded.recovery_key
        dialog = PreviewDialog(
            office, self._bridge, lambda: who, lambda: office.papers.recovery_key(who, key), self
        )
        dialog.printed.connect(lambda _printer: self._printed(_("Printed at {hour}")))
        dialog.saved.connect(lambda _path: self._printed(_("Saved at {hour}")))
        dialog.begin()

    def _key_card(self) -> Card:
        card = Card(_("Recovery key"), "key-round", padded=True)
        self._shown = Button(_("Show"), "quiet", "eye", size="small", pressed=self._toggle)
        self._shown.setEnabled(False)
        card.add_action(self._shown)
        card.body.setSpacing(4)
        self._lines: list[SecretView] = []
        for position, letter in enumerate("ABCD"):
            if position:
                card.body.addWidget(line())
            view = SecretView(_("Line {letter}").format(letter=letter), group=5)
            row = QHBoxLayout()
            row.addWidget(Text(letter, "label"))
            row.addWidget(view, 1)
            card.body.addLayout(row)
            self._lines.append(view)
        card.body.addStretch(1)
        self._print = Button(_("Print the sheet"), icon="printer", key="F9", pressed=self.print_sheet)
        self._print.setEnabled(False)
        self._done = Mark("circle-dashed", _("Not printed yet"), "grey", pill=False)
        card.add_foot(self._print, self._done, None, Text(_("Rather paper than a file"), "caption"))
        return card

    def _vault_card(self) -> Card:
        card = Card(_("Keyring of this computer"), "lock")
        self._vault = Mark("circle-dashed", _("Being tried…"), "grey")
        self._vault_name = Text("", "strong", wrap=True)
        self._vault_name.hide()
        self._vault_words = Text("", "table", "text2", wrap=True)
        card.body.addWidget(self._vault)
        card.body.addWidget(self._vault_name)
        card.body.addWidget(self._vault_words)
        self._again = Button(_("Try again"), icon="refresh-cw", pressed=lambda: self._found(None))
        self._to_file = Button(_("Keep the key in a file…"), "quiet", pressed=self._choose_file)
        for button in (self._again, self._to_file):
            button.hide()
            card.body.addWidget(button)
        return card

    def _keeping_card(self) -> Card:
        card = Card(_("Where to keep it"), "archive")
        for icon, tone, words in (
            ("check", "green", _("In the safe, or at home, in a sealed envelope")),
            ("x", "red", _("Neither under the keyboard, nor as a photo, nor by mail")),
        ):
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Icon(icon, tone, 16), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Text(words, "table", "text2", wrap=True), 1)
            card.body.addLayout(row)
        return card

    def _found(self, key_file: Path | None) -> None:
        if self._asked is None:
            return
        self._again.hide()
        self._to_file.hide()
        self._vault.set_mark("circle-dashed", _("Being tried…"), "grey")
        self._founder.found(*self._asked, self._was_founded, self._not_founded, key_file)

    def _choose_file(self) -> None:
        chosen = ask_where(self, _("recovery-key") + ".txt")
        if chosen:
            self._found(Path(chosen))

    def _was_founded(self, birth: Birth) -> None:
        self.birth = birth
        kept = birth.founded.key_kept_in
        if kept:
            self._vault.set_mark("circle-check", _("Found and tried"), "green")
            self._vault_name.setText(kept)
            self._vault_name.show()
            self._vault_words.setText(_("The register’s key was written, read back and compared."))
        else:
            self._vault.set_mark("triangle-alert", _("In a file only"), "amber")
            self._vault_words.setText(_("Print this file, then take it away from this computer."))
        self._shown.setEnabled(True)
        self._print.setEnabled(True)
        self.proof.expect(birth.founded.recovery_key)
        self._print.setFocus()

    def _not_founded(self, problem: Problem) -> None:
        text = describe(problem)
        self._vault.set_mark("octagon-x", text.title, "red")
        self._vault_name.hide()
        self._vault_words.setText(f"{text.sentence} {text.remedy}")
        self._again.show()
        self._to_file.setVisible(problem.code in NO_VAULT)
        self._again.setFocus()

    def _toggle(self) -> None:
        if self._lines[0].shown:
            self._mask()
        elif self.birth is not None:
            signs = signs_of(self.birth.founded.recovery_key.reveal())
            for number, view in enumerate(self._lines):
                view.show_secret(Secret(signs[number * LINE : (number + 1) * LINE]))
            self._shown.setText(_("Mask"))
            self._shown.set_icon("eye-off")

    def _mask(self) -> None:
        for view in self._lines:
            view.clear()
        self._shown.setText(_("Show"))
        self._shown.set_icon("eye")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the key off the screen while it is typed: it is to be read from paper."""
        if event.type() == QEvent.Type.FocusIn and self._lines[0].shown:
            self._mask()
        return super().eventFilter(watched, event)

    def _printed(self, words: str) -> None:
        if self.birth is not None:
            now = self.birth.founded.office.clock.now()
            self._done.set_mark("circle-check", words.format(hour=hour(now)), "green")
        self.proof.first.setFocus()

    def _was_proved(self) -> None:
        birth = self.birth
        if birth is None:
            return
        office, who = birth.founded.office, birth.who
        self._bridge.ask(
            self,
            "write",
            lambda _stop, _progress: office.people.set_setting(who, PROVED, office.clock.now().isoformat()),
            lambda _none: self.proved.emit(),
            self._not_founded,
        )
