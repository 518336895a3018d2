"""The page Journal et preuves: entries in words, the head of the chain, its verification."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pharmassist.domain.journal import JournalEntry, JournalState
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Kind
from pharmassist.services.jobs import LaneName, Progress, Stop
from pharmassist.services.journal_words import say
from pharmassist.services.safekeeping import HEAD_SIGNS
from pharmassist.services.texts import moment, number, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.bridge import Handle
from pharmassist.ui.desk import Desk
from pharmassist.ui.page import Page
from pharmassist.ui.page_view import ask_where
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card
from pharmassist.ui.parts.cells import TableRow
from pharmassist.ui.parts.field import TextField
from pharmassist.ui.parts.header import Header
from pharmassist.ui.parts.progress import ProgressStrip
from pharmassist.ui.parts.table import Column, PagedModel, PageRequest, Table
from pharmassist.ui.parts.text import Text
from pharmassist.ui.problems import show_problem

Written = TypeVar("Written")


class JournalPage(Page):
    """Newest first; the list is read page by page."""

    def __init__(self, desk: Desk, ask_path: Callable[[QWidget, str], str] = ask_where) -> None:
        header = Header(_("Who did what, and is the proof intact?"), _("Who did what?"))
        header.add_action(Button(_("Export the journal"), icon="download", pressed=self._export))
        header.add_action(
            Button(_("Export the pack of proofs"), "primary", "archive", "Ctrl+E", pressed=self._export_pack)
        )
        super().__init__(header, scrolls=False)
        self._desk, self._ask_path = desk, ask_path
        self.banner.acted.connect(self._again)
        self._strip = ProgressStrip()
        self._strip.cancelled.connect(self._cancel)
        self._working: Handle | None = None
        self.body.addWidget(self._strip)
        self._head = Text("", "strong")
        self._typed = TextField(_("Signs read on a printed page (may stay empty)"), example="3F9A01C2")
        self._typed.entered.connect(self._verify)
        self._typed.setMaximumWidth(320)
        self._proof = Card(_("Proof"), "shield-check", _("each entry is sealed to the one before"))
        self._proof.add_action(Text(_("Head of the journal"), "table", "text2"))
        self._proof.add_action(self._head)
        self._verdict = Text("", "text", "text2", wrap=True)
        self._verdict.setMinimumHeight(32)
        self._check = Button(_("Verify the journal"), icon="shield-check", pressed=self._verify)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._typed)
        row.addWidget(self._check, 0)
        row.addWidget(self._verdict, 1)
        row.setAlignment(self._check, Qt.AlignmentFlag.AlignBottom)
        row.setAlignment(self._verdict, Qt.AlignmentFlag.AlignBottom)
        self._proof.body.addLayout(row)
        self.body.addWidget(self._proof)
        columns = (
            Column("number", _("No."), 64, right=True, sortable=False),
            Column("at", _("When"), 128, sortable=False),
            Column("who", _("Who"), 64, sortable=False),
            Column("what", _("What"), sortable=False),
            Column("hash", _("Seal"), 96, sortable=False),
        )
        self._model = PagedModel(columns, self._ask)
        self._table = Table(_("Journal"), self._model)
        self._model.setParent(self._table)
        desk.keeping.table("journal", self._table)
        entries = Card(_("Entries"), "scroll-text", _("newest first"), padded=False)
        entries.body.addWidget(self._table)
        self.body.addWidget(entries, 1)
        QShortcut(QKeySequence("Ctrl+E"), self).activated.connect(self._export_pack)
        desk.bridge.listen(self, self._changed)

    def entered(self) -> None:
        """Read the head; its number says how many entries there are."""
        office = self._desk.office
        self._desk.bridge.ask(
            self,
            "read",
            lambda _stop, _progress: office.journal.last(1),
            self._counted,
            self._problem,
        )

    def empty(self) -> None:
        """Forget the entries and what was verified."""
        super().empty()
        self._head.setText("")
        self._verdict.setText("")
        self.header.set_caption("")

    def _counted(self, newest: tuple[JournalEntry, ...]) -> None:
        total = newest[0].number if newest else 0
        self._head.setText(newest[0].hash[:HEAD_SIGNS] if newest else "–")
        entries = translate_plural("{count} entry", "{count} entries", total)
        self.header.set_caption(entries.format(count=number(total)))
        self._model.reload(total)

    def _ask(self, request: PageRequest) -> None:
        office = self._desk.office
        self._desk.bridge.ask(
            self,
            "read",
            lambda _stop, _progress: office.journal.last(request.limit, request.offset),
            lambda entries: self._model.deliver(request, [_row(entry) for entry in entries]),
            self._problem,
        )

    def _changed(self, kinds: frozenset[Kind]) -> None:
        if Kind.JOURNAL in kinds and self.isVisible():
            self.entered()

    def _verify(self) -> None:
        office, head = self._desk.office, self._typed.value()
        self._cancel()
        self._check.set_busy(True)
        self._verdict.setText("")
        self._strip.start(_("Reading the whole journal…"))

        def work(stop: Stop, progress: Progress) -> JournalState:
            return office.safekeeping.verify_journal(head, stop, progress)

        self._working = self._desk.bridge.ask(
            self, "read", work, self._verified, self._problem, self._strip.advance
        )

    def _verified(self, state: JournalState) -> None:
        self._strip.finish()
        self._check.set_busy(False)
        words, good = verdict(state)
        self._verdict.setText(words)
        self._verdict.set_ink("green" if good else "red")

    def _export(self) -> None:
        chosen = self._ask_path(self, _("journal") + ".csv")
        if not chosen:
            return
        office, path, who = self._desk.office, Path(chosen), self._desk.acting()
        self._write(
            "write",
            _("Writing the journal…"),
            lambda stop: office.journal.export(who, path, stop),
            lambda _count: self.banner.tell("green", _("Saved: {file}").format(file=path.name)),
        )

    def _export_pack(self) -> None:
        """Write the pack of the incident under way, or of the last one; composing is slow: lane outside."""
        chosen = self._ask_path(self, _("pack-of-proofs") + ".zip")
        if not chosen:
            return
        office, path, who = self._desk.office, Path(chosen), self._desk.acting()
        words = _("Pack of proofs saved: {file}. Inside, LISEZ-MOI.txt says how it is verified.")
        self._write(
            "outside",
            _("Making the pack of proofs…"),
            lambda stop: office.evidence.export(who, path, stop=stop),
            lambda pack: self.banner.tell("green", words.format(file=pack.path.name)),
        )

    def _write(
        self, lane: LaneName, words: str, work: Callable[[Stop], Written], told: Callable[[Written], object]
    ) -> None:
        """Write a file with a bar and a Cancel, one at a time."""
        self._cancel()

        def over(written: Written) -> None:
            self._strip.finish()
            told(written)

        self._strip.start(words)
        self._working = self._desk.bridge.ask(
            self, lane, lambda stop, _progress: work(stop), over, self._problem
        )

    def _cancel(self) -> None:
        if self._working is not None:
            self._working.cancel()
        self._strip.finish()
        self._check.set_busy(False)

    def _problem(self, problem: Problem) -> None:
        self._strip.finish()
        self._check.set_busy(False)
        self._verdict.setText("")
        show_problem(self.banner, problem)

    def _again(self) -> None:
        self.banner.hide()
        self.entered()


def verdict(state: JournalState) -> tuple[str, bool]:
    """Return the words of a verification, and whether they are good news."""
    if state.broken_at:
        words = _("The journal was altered at entry {number}. Keep this register and compare it with a copy.")
        return words.format(number=state.broken_at), False
    if state.head_found is False:
        return _("The signs you read are not in this journal: its end was cut, or it is another one."), False
    words = translate_plural(
        "Intact: {count} entry read again.", "Intact: {count} entries read again.", state.entries
    )
    return words.format(count=number(state.entries)), True


def _row(entry: JournalEntry) -> TableRow:
    cells = (
        number(entry.number),
        moment(entry.at),
        entry.who,
        say(entry),
        entry.hash[:HEAD_SIGNS],
    )
    return TableRow(entry.number, cells)
