"""Importer un relevé, ou des avis: chosen or pasted, previewed, stored, undone; over any page.

Nothing is stored before "Importer"; a table nobody knows is asked about once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.problems import Problem
from pharmassist.domain.statement_imports import StatementReport
from pharmassist.services.bank_words import format_text, note_text, reason_text
from pharmassist.services.importing import pasted
from pharmassist.services.jobs import LaneName, Progress, Stop
from pharmassist.services.ports.files import Source
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import money, number, short_day, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.services.waiting_files import FOLDER
from pharmassist.ui.bridge import Handle
from pharmassist.ui.demonstration_files import demonstration_files
from pharmassist.ui.desk import Desk
from pharmassist.ui.parts.banner import Banner
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import empty_layout
from pharmassist.ui.parts.columns_form import ColumnsForm
from pharmassist.ui.parts.field import ChoiceField
from pharmassist.ui.parts.overlay import Overlay
from pharmassist.ui.parts.progress import ProgressStrip
from pharmassist.ui.parts.text import Text, line
from pharmassist.ui.problems import show_problem
from pharmassist.ui.statement_kinds import Asked, FileKind, Said, Seen, bank_kind, notices_kind

AskFile = Callable[[QWidget, str], str]
"""Returns a path, "" when the person gives up."""
Result = TypeVar("Result")
_REFUSED_SHOWN = 4


def ask_file(parent: QWidget, title: str, folder: str = "") -> str:
    """Ask for a file, from a folder, else the downloads."""
    downloads = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
    chosen, _kind = QFileDialog.getOpenFileName(parent, title, folder or downloads)
    return chosen


def import_statement(desk: Desk, over: QWidget, ask: AskFile | None = None) -> StatementImport:
    """Open the import of a bank statement over a page."""
    return StatementImport(desk, over, bank_kind(), ask or _asker(desk)).start()


def import_notices(desk: Desk, over: QWidget, ask: AskFile | None = None) -> StatementImport:
    """Open the import of payment notices over a page."""
    return StatementImport(desk, over, notices_kind(), ask or _asker(desk)).start()


def _asker(desk: Desk) -> AskFile:
    return partial(ask_file, folder=demonstration_files(desk.office, FOLDER))


class StatementImport(Overlay):
    """One import; ``stored(StatementReport)`` once it is done (pages reload by what changed)."""

    stored = Signal(object)

    def __init__(self, desk: Desk, over: QWidget, kind: FileKind, ask: AskFile) -> None:
        super().__init__(over, kind.title, 720)
        self._desk, self._kind, self._ask = desk, kind, ask
        self._source: Source | None = None
        self._seen: Seen | None = None
        self._report: StatementReport | None = None
        self._mapped = self._storing = False
        self._job: Handle | None = None
        self.told = Banner()
        self.told.acted.connect(self._undo)
        self.choose = Button(_("Choose a file…"), "primary", "file-input", pressed=self.choose_file)
        self.paste = Button(_("Paste"), "secondary", "clipboard", "Ctrl+V", pressed=self.paste_table)
        self._file = Text("", "strong")
        self.columns = ColumnsForm()
        self.columns.changed.connect(self.read)
        self.whose = ChoiceField(kind.whose, [("", _("Choose…"))])
        self.whose.changed.connect(self.read)
        self.strip = ProgressStrip()
        self.strip.cancelled.connect(self._stop)
        self.facts = Text("", "text", wrap=True)
        self.notes = Text("", "text", "amber", wrap=True)
        self.refused = Text("", "text", "text2", wrap=True)
        self._rows = QVBoxLayout()
        self.remove = QCheckBox(_("Delete the file from this computer once imported"))
        self.go = Button(_("Import"), "primary", "check", pressed=self.store)
        self._build()
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self).activated.connect(self.paste_table)

    def start(self) -> StatementImport:
        """Show it with the focus on the choice of a file."""
        office = self._desk.office
        self.open(self.choose)

        def known(pairs: list[tuple[str, str]]) -> None:
            self.whose.set_choices([("", _("Choose…")), *pairs])

        self._desk.bridge.ask(
            self, "read", lambda _stop, _progress: self._kind.choices(office), known, self._problem
        )
        return self

    def choose_file(self) -> None:
        """Ask for a file and look at it."""
        path = self._ask(self, self._kind.title)
        if path:
            self.begin(Path(path))

    def paste_table(self) -> None:
        """Look at the table of the clipboard."""
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self.told.tell("grey", _("Copy the lines first, with their titles, then paste."))
            return
        self.begin(pasted(text, _("clipboard")))

    def begin(self, source: Source) -> None:
        """Look at a file or at what was pasted."""
        if self._storing:
            return
        self._source, self._report, self._mapped = source, None, False
        self.columns.hide()
        self.whose.hide()
        self.whose.set_value("")
        self.told.hide()
        self._file.setText(source.name)
        self.choose.set_kind("secondary")
        self.remove.setVisible(isinstance(source, Path))
        self.read()

    def read(self) -> None:
        """Ask the preview again with what was said."""
        source, office, said = self._source, self._desk.office, self._said()
        if source is None or self._storing:
            return
        self._forget()
        look = self._kind.look
        self._work(
            _("Comparing with the register…"),
            "read",
            lambda stop, progress: look(office, source, said, stop, progress),
            self._looked,
        )

    def store(self) -> None:
        """Import what the preview shows."""
        source, seen = self._source, self._seen
        if source is None or seen is None or self._storing:
            return
        office, who, kind = self._desk.office, self._desk.acting(), self._kind
        said = Said(self._said().columns, self._said().whose, seen.sha256)
        remove = self.remove.isChecked() and isinstance(source, Path)
        self._storing = True
        self.go.setEnabled(False)

        def work(stop: Stop, progress: Progress) -> tuple[StatementReport, Problem | None]:
            report = kind.store(office, who, source, said, stop, progress)
            try:
                if remove and isinstance(source, Path):
                    office.banking.remove_source(who, source)
            except Problem as problem:
                # It is stored: what failed after it is told beside, never as a failed import.
                return report, problem
            return report, None

        self._work(_("Importing…"), "write", work, self._was_stored)

    # What comes back

    def _looked(self, found: Seen | Asked) -> None:
        if isinstance(found, Asked):
            self._mapped = True
            self.columns.show_columns(
                found.titles, found.examples, self._kind.fields, found.chosen, found.hidden
            )
            self.columns.show()
            self.told.tell("amber", _("Say once what these columns are: they will be remembered."))
            next(iter(self.columns.boxes.values()), self.choose).setFocus()
            if self.columns.columns():
                self.read()
            return
        self._seen = found
        self.told.hide()
        self._show(found)
        self.go.setEnabled(bool(found.report.kept or found.report.completed or found.report.known))
        if not self._mapped:
            self.go.setFocus()

    def _said(self) -> Said:
        return Said(self.columns.columns() if self._mapped else {}, self.whose.value())

    def _was_stored(self, done: tuple[StatementReport, Problem | None]) -> None:
        report, problem = done
        self._storing = False
        self._report = report
        self._forget()
        self._source = None
        self.columns.hide()
        self.whose.hide()
        self.remove.hide()
        self._file.setText("")
        self.choose.set_kind("primary")
        action = _("Undo this import") if report.import_id else ""
        words = self._stored_words(report)
        if problem is not None:
            words = f"{words}. {describe(problem).sentence}"
        self.told.tell("green" if problem is None else "amber", words, action=action)
        self.choose.setFocus()
        self.stored.emit(report)

    def _stored_words(self, report: StatementReport) -> str:
        if report.same_as:
            return _("This very file was imported before: nothing was added.")
        return _("Imported: {facts}").format(facts=self._counts(report))

    def _undo(self) -> None:
        report, office, who = self._report, self._desk.office, self._desk.acting()
        if report is None or not report.import_id:
            return
        undo, import_id = self._kind.undo, report.import_id
        self._work(
            _("Undoing…"),
            "write",
            lambda _stop, _progress: undo(office, who, import_id),
            lambda _record: self._undone(import_id),
        )

    def _undone(self, import_id: int) -> None:
        self._report = None
        self.told.tell("grey", _("Import {id} undone.").format(id=import_id))

    def _problem(self, problem: Problem) -> None:
        self._job, self._storing = None, False
        self.strip.finish()
        if problem.code == self._kind.needs_whose:
            self.whose.show()
            self.whose.box.setFocus()
        if problem.code == "mapping_incomplete" and self._mapped:
            names = (self._kind.fields[each] for each in str(problem.values["fields"]).split(", "))
            self.told.tell("amber", _("Say which column holds: {fields}.").format(fields=", ".join(names)))
            return
        show_problem(self.told, problem)

    # What is shown

    def _show(self, seen: Seen) -> None:
        report = seen.report
        self.facts.setText(f"{format_text(report.format)} · {self._counts(report)}{self._balance(report)}")
        self.notes.setText("\n".join(note_text(code) for code in report.notes))
        self.notes.setVisible(bool(report.notes))
        told = [
            _("line {line}: {reason}").format(line=each.line, reason=reason_text(each.reason))
            for each in report.refusals[:_REFUSED_SHOWN]
        ]
        if report.refused > _REFUSED_SHOWN:
            told.append("…")
        self.refused.setText(_("Refused: {lines}").format(lines=" · ".join(told)))
        self.refused.setVisible(bool(told))
        empty_layout(self._rows)
        self._rows.addWidget(_grid(seen.rows))
        if report.credits > len(seen.rows):
            more = _("and {count} more").format(count=number(report.credits - len(seen.rows)))
            self._rows.addWidget(Text(more, "caption"))

    def _counts(self, report: StatementReport) -> str:
        if self._kind.is_bank:
            new = translate_plural(
                "{count} new credit ({sum})", "{count} new credits ({sum})", report.credits
            )
            parts = [new.format(count=number(report.credits), sum=money(report.credit_cents))]
        else:
            new = translate_plural("{count} new notice", "{count} new notices", report.kept)
            parts = [new.format(count=number(report.kept))]
        for words, count in (
            (translate_plural("{count} line known", "{count} lines known", report.known), report.known),
            (
                translate_plural("{count} line completed", "{count} lines completed", report.completed),
                report.completed,
            ),
        ):
            if count:
                parts.append(words.format(count=number(count)))
        if report.first_day and report.last_day:
            parts.append(
                _("{begin} – {end}").format(begin=short_day(report.first_day), end=short_day(report.last_day))
            )
        return " · ".join(parts)

    def _balance(self, report: StatementReport) -> str:
        if not self._kind.is_bank:
            return ""
        words = {
            True: _("balances checked to the cent"),
            False: _("balances do not agree"),
            None: _("no opening balance to check in this format"),
        }
        return f" · {words[report.balance_ok]}"

    # Work in the lanes

    def _work(
        self,
        words: str,
        lane: LaneName,
        work: Callable[[Stop, Progress], Result],
        done: Callable[[Result], None],
    ) -> None:
        if self._job is not None:
            self._job.cancel()
        self.strip.start(words)

        def over(result: Result) -> None:
            self._job = None
            self.strip.finish()
            done(result)

        self._job = self._desk.bridge.ask(self, lane, work, over, self._problem, self.strip.advance)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self._job, self._storing = None, False
        self.strip.finish()
        self.go.setEnabled(self._seen is not None)

    def _forget(self) -> None:
        self._seen = None
        self.go.setEnabled(False)
        self.facts.setText("")
        for words in (self.notes, self.refused):
            words.hide()
        empty_layout(self._rows)

    def _build(self) -> None:
        self.panel.addWidget(Text(self._kind.title, "title"))
        self.panel.addWidget(Text(self._kind.hint, "text", "text2", wrap=True))
        self.panel.addWidget(self.told)
        source = QHBoxLayout()
        source.setSpacing(8)
        source.addWidget(self.choose)
        source.addWidget(self.paste)
        source.addWidget(self._file, 1)
        self.panel.addLayout(source)
        self.panel.addWidget(self.strip)
        shown: tuple[QWidget, ...] = (self.columns, self.whose, self.facts, self.notes, self.refused)
        for part in shown:
            self.panel.addWidget(part)
        self.panel.addLayout(self._rows)
        self.panel.addWidget(line())
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.remove, 1)
        foot.addStretch(1)
        foot.addWidget(Button(_("Close"), key=_("Esc"), pressed=self.dismiss))
        foot.addWidget(self.go)
        self.panel.addLayout(foot)
        self.columns.hide()
        self.whose.hide()
        self.remove.hide()
        self._forget()


def _grid(rows: tuple[tuple[str, str, str], ...]) -> QWidget:
    """Return the first new lines: day, sum, words."""
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(2, 1)
    for place, (day, amount, words) in enumerate(rows):
        grid.addWidget(Text(day, "table", "text2"), place, 0)
        grid.addWidget(Text(amount, "table"), place, 1, Qt.AlignmentFlag.AlignRight)
        said = Text(words, "table")
        said.setMinimumWidth(1)
        said.setToolTip(words)
        grid.addWidget(said, place, 2)
    return holder
