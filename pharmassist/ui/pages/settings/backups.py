"""The card of copies: where they go, how old the last one is, one more now, all of them opened again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.problems import Problem
from pharmassist.services.backups import BackupState, CopyLine, Written
from pharmassist.services.jobs import Progress, Stop
from pharmassist.services.problem_texts import describe
from pharmassist.services.safekeeping import HEAD_SIGNS
from pharmassist.services.texts import moment
from pharmassist.services.texts import translate as _
from pharmassist.ui.bridge import Handle
from pharmassist.ui.desk import Desk
from pharmassist.ui.owner import as_owner
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card, empty_layout, facts_row
from pharmassist.ui.parts.light import Icon
from pharmassist.ui.parts.progress import ProgressStrip
from pharmassist.ui.parts.text import Text

Failed = Callable[[Problem], None]


class BackupCard(Card):
    """Copies are encrypted, opened again after writing, and rotate in the place that was chosen."""

    def __init__(self, desk: Desk, failed: Failed, ask_folder: Callable[[QWidget], str]) -> None:
        super().__init__(_("Backups"), "hard-drive", _("encrypted, read again after writing"))
        self._desk, self._failed, self._ask_folder = desk, failed, ask_folder
        self._automatic = True
        self._handle: Handle | None = None
        self._facts = QVBoxLayout()
        self._facts.setSpacing(4)
        self.body.addLayout(self._facts)
        self.words = Text("", "table", "text2", wrap=True)
        self.body.addWidget(self.words)
        self.told = Text("", "table", "green", wrap=True)
        self.told.hide()
        self.body.addWidget(self.told)
        self._strip = ProgressStrip()
        self._strip.cancelled.connect(self._cancel)
        self.body.addWidget(self._strip)
        self._copies = QVBoxLayout()
        self._copies.setSpacing(4)
        self.body.addLayout(self._copies)
        self.now = Button(_("Copy now"), icon="save", pressed=lambda: self._write(None))
        self.choose = Button(_("Folder or stick…"), icon="folder-open", pressed=self._choose)
        self.button = Button(_("A copy elsewhere…"), "quiet", pressed=self._elsewhere)
        self.look = Button(_("Open all copies again"), "quiet", "search", pressed=self._look)
        self.daily = Button("", "quiet", pressed=self._switch)
        self.restore = Button(_("Take a backup up again"), "quiet", "undo-2", pressed=self._restore)
        # The fictional pharmacy has nothing to be put back.
        if desk.office.demonstration:
            # Only hidden, never shown here: without a parent yet it would flash as a window of its own.
            self.restore.hide()
        for buttons in ((self.now, self.choose), (self.button, self.look), (self.restore,), (self.daily,)):
            row = QHBoxLayout()
            row.setSpacing(8)
            for button in buttons:
                row.addWidget(button)
            row.addStretch(1)
            self.body.addLayout(row)

    def show_state(self, state: BackupState) -> None:
        """Show where copies go and how the last one went."""
        empty_layout(self._facts)
        place = str(state.folder) if state.chosen else _("beside the register, on the same disk")
        last = moment(state.last) if state.last is not None else _("never")
        self._facts.addWidget(facts_row(_("Place"), place, strong=state.chosen))
        self._facts.addWidget(facts_row(_("Last copy"), last))
        self._automatic = state.automatic
        daily = _("each day, by itself; 7 days, 4 weeks, 12 months are kept")
        self._facts.addWidget(facts_row(_("When"), daily if state.automatic else _("only when you ask")))
        self.daily.setText(_("No longer copy by itself") if state.automatic else _("Copy each day by itself"))
        if state.trouble:
            told = describe(Problem(state.trouble, {"folder": str(state.folder)}))
            words = f"{told.sentence} {told.remedy}"
        elif not state.chosen:
            words = _("Choose a folder on another support, kept away from the pharmacy in turn.")
        else:
            words = _("A stick: unplug it once the copy is told as verified, and keep it elsewhere.")
        self.words.setText(words)
        self.words.set_ink("amber" if state.trouble else "text2")

    def forget(self) -> None:
        """Forget the list of copies and the words of the last one."""
        self.told.hide()
        empty_layout(self._copies)

    def _choose(self) -> None:
        chosen = self._ask_folder(self)
        if not chosen:
            return
        backups, who, folder = self._desk.office.backups, self._desk.acting(), Path(chosen)

        def work(stop: Stop, progress: Progress) -> Written:
            backups.choose(who, folder)
            return backups.write(who, None, stop, progress)

        self._start(work)

    def _elsewhere(self) -> None:
        chosen = self._ask_folder(self)
        if chosen:
            self._write(Path(chosen))

    def _write(self, folder: Path | None) -> None:
        backups, who = self._desk.office.backups, self._desk.acting()
        self._start(lambda stop, progress: backups.write(who, folder, stop, progress))

    def _start(self, work: Callable[[Stop, Progress], Written]) -> None:
        self._busy(_("Writing the copy"))
        self._handle = self._desk.bridge.ask(
            self, "outside", work, self._copied, self._not_done, self._strip.advance
        )

    def _copied(self, written: Written) -> None:
        self._end()
        words = _("Copy verified: {file}. Head of the journal: {head}.")
        head = written.report.head[:HEAD_SIGNS].upper()
        told = [words.format(file=written.report.path.name, head=head)]
        told += [_("This copy no longer opens: {name}").format(name=name) for name in written.damaged]
        self.told.setText(" ".join(told))
        self.told.set_ink("amber" if written.damaged else "green")
        self.told.show()

    def _look(self) -> None:
        backups = self._desk.office.backups
        self._busy(_("Opening the copies again"))
        self._handle = self._desk.bridge.ask(
            self,
            "outside",
            lambda stop, _progress: backups.list(look=True, stop=stop),
            self._show_copies,
            self._not_done,
        )

    def _show_copies(self, copies: tuple[CopyLine, ...]) -> None:
        self._end()
        empty_layout(self._copies)
        if not copies:
            self._copies.addWidget(Text(_("There is no copy there yet."), "table", "text2"))
        for copy in copies:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Icon("circle-check", "green", 16) if copy.sound else Icon("octagon-x", "red", 16))
            words = moment(copy.at) if copy.sound else f"{moment(copy.at)} · {_('no longer opens')}"
            row.addWidget(Text(words, "table"), 1)
            self._copies.addLayout(row)

    def _restore(self) -> None:
        as_owner(self._desk, self, lambda _pin: self._desk.restore(), self._failed)

    def _switch(self) -> None:
        backups, who, on = self._desk.office.backups, self._desk.acting(), not self._automatic
        self._desk.bridge.ask(
            self,
            "write",
            lambda _stop, _progress: backups.set_automatic(who, on=on),
            lambda _none: None,
            self._failed,
        )

    def _busy(self, words: str) -> None:
        for button in (self.now, self.choose, self.button, self.look):
            button.set_busy(True)
        self._strip.start(words)

    def _cancel(self) -> None:
        if self._handle is not None:
            self._handle.cancel()
        self._end()
        self.now.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_done(self, problem: Problem) -> None:
        self._end()
        self._failed(problem)

    def _end(self) -> None:
        self._strip.finish()
        for button in (self.now, self.choose, self.button, self.look):
            button.set_busy(False)


def ask_folder(parent: QWidget) -> str:
    """Ask where copies go; "" when the person gives up."""
    return QFileDialog.getExistingDirectory(parent, _("Folder of the copies"))
