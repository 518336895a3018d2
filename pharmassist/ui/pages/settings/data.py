"""The card of signed data: which are in force, a file looked at, its differences accepted, the way back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.domain.signed_data import DataRecord
from pharmassist.services.data_words import (
    call_back_line,
    change_lines,
    change_title,
    counted,
    grouped,
    ignored_words,
    in_force_words,
    kept_line,
    keys_words,
)
from pharmassist.services.texts import translate as _
from pharmassist.services.updating import DataState, Proposal
from pharmassist.ui.desk import Desk
from pharmassist.ui.owner import as_owner
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card, scrolled
from pharmassist.ui.parts.overlay import Overlay
from pharmassist.ui.parts.text import Text, line

AskFile = Callable[[QWidget], str]
TALLEST = 420


class DataCard(Card):
    """Acts at once; nothing is put in force before an owner saw what it changes."""

    def __init__(self, desk: Desk, failed: Callable[[Problem], None], ask: AskFile) -> None:
        super().__init__(_("Signed data"), "badge-check", _("incidents, operators, mutuelles, rates"))
        self._desk, self._failed, self._ask = desk, failed, ask
        self.words = Text("", "table", wrap=True)
        self.keys = Text("", "table", "text2", wrap=True)
        self.take = Button(_("Take a file of data…"), icon="file-input", pressed=self._take)
        self.back = Button(_("Go back"), "quiet", pressed=self._back)
        self.back.setAccessibleName(_("Go back to the data before"))
        for text in (self.words, self.keys):
            self.body.addWidget(text)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.take)
        row.addWidget(self.back)
        row.addStretch(1)
        self.body.addLayout(row)
        self.take.hide()
        self.back.hide()

    def show_state(self, state: DataState) -> None:
        """Say which data are in force; without a published key no file can be taken."""
        words = [in_force_words(state)]
        if state.ignored is not None:
            words.append(ignored_words(state, state.ignored))
        self.words.setText(" ".join(words))
        self.keys.setText(keys_words(state))
        self.take.setVisible(bool(state.keys))
        self.back.setVisible(state.in_force is not None)

    def _take(self) -> None:
        chosen = self._ask(self)
        if not chosen:
            return
        look = self._desk.office.updating.look
        self._desk.bridge.ask(
            self, "write", lambda _stop, _progress: look(Path(chosen)), self._propose, self._failed
        )

    def _propose(self, proposal: Proposal) -> None:
        overlay = DataOverlay(self, proposal)
        overlay.accepted.connect(lambda: self._accept(proposal))
        overlay.start()

    def _accept(self, proposal: Proposal) -> None:
        office, who = self._desk.office, self._desk.acting()

        def accept(pin: Secret | None) -> None:
            self._desk.bridge.ask(
                self,
                "write",
                lambda _stop, _progress: office.updating.accept(who, proposal, pin),
                self._accepted,
                self._failed,
            )

        as_owner(self._desk, self, accept, self._failed)

    def _accepted(self, _record: DataRecord) -> None:
        self._read()

    def _back(self) -> None:
        office, who = self._desk.office, self._desk.acting()

        def back(pin: Secret | None) -> None:
            self._desk.bridge.ask(
                self,
                "write",
                lambda _stop, _progress: office.updating.go_back(who, pin),
                self.show_state,
                self._failed,
            )

        as_owner(self._desk, self, back, self._failed)

    def _read(self) -> None:
        state = self._desk.office.updating.state
        self._desk.bridge.ask(self, "read", lambda _stop, _progress: state(), self.show_state, self._failed)


class DataOverlay(Overlay):
    """Every difference of a file, before anybody accepts it; ``accepted`` says that an owner may be asked."""

    accepted = Signal()

    def __init__(self, over: QWidget, proposal: Proposal) -> None:
        super().__init__(over, _("What these data change"), 720)
        self.panel.addWidget(Text(_("What these data change"), "title"))
        words = _("Data number {number} of {day}, signed by the key {key}: {count}.")
        told = words.format(
            number=proposal.number,
            day=f"{proposal.issued_on:%d/%m/%Y}",
            key=grouped(proposal.key_id),
            count=counted(proposal.changes),
        )
        self.panel.addWidget(Text(told, "text", "text2", wrap=True))
        if proposal.note:
            note = _("Word of the signer: {note}").format(note=proposal.note)
            self.panel.addWidget(Text(note, "text", "text2", wrap=True))
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(6)
        names = dict(proposal.names)
        for one in proposal.to_call_back:
            column.addWidget(Text(call_back_line(*one), "table", "amber", wrap=True))
        for kept in proposal.kept:
            column.addWidget(Text(kept_line(kept, names), "table", "blue", wrap=True))
        for change in proposal.changes:
            column.addWidget(Text(change_title(change), "strong", wrap=True))
            for words in change_lines(change, names):
                column.addWidget(Text(words, "table", "text2", wrap=True))
            column.addWidget(line())
        column.addStretch(1)
        self.area = scrolled(inner)
        # Read by keyboard too: the arrows scroll it.
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.area.setAccessibleName(_("The differences"))
        lines = sum(1 + len(change.fields) for change in proposal.changes)
        self.area.setMinimumHeight(min(TALLEST, 60 + 26 * lines))
        self.panel.addWidget(self.area, 1)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(Text(_("What you taught the program stays."), "caption"))
        foot.addStretch(1)
        foot.addWidget(Button(_("Change nothing"), key=_("Esc"), pressed=self.dismiss))
        self.accept = Button(_("Accept these data"), "primary", pressed=self._accept)
        foot.addWidget(self.accept)
        self.panel.addLayout(foot)

    def start(self) -> None:
        """Show it with the focus on what is to be read."""
        self.open(self.area)

    def _accept(self) -> None:
        self.dismiss()
        self.accepted.emit()


def ask_data(parent: QWidget) -> str:
    """Ask which file; "" when the person gives up."""
    return QFileDialog.getOpenFileName(parent, _("File of signed data"))[0]
