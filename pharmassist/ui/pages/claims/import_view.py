"""Importer la liste du LGO: nothing is stored before "Importer"; interrupted, it is found again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pharmassist.domain.imports import Field, ImportKind, ImportReport, Side
from pharmassist.domain.money import Money
from pharmassist.domain.problems import Problem
from pharmassist.services.jobs import LaneName, Progress, Stop
from pharmassist.services.list_comparing import Preview
from pharmassist.services.ports.files import Source
from pharmassist.services.texts import day, number, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.bridge import Handle
from pharmassist.ui.desk import Desk
from pharmassist.ui.pages.claims.asking import AskPath
from pharmassist.ui.pages.claims.draft import Draft, Look, Stored, look_at, preview_of, start_draft, store
from pharmassist.ui.pages.claims.file_row import folder_name
from pharmassist.ui.pages.claims.import_asides import ImportAsides
from pharmassist.ui.pages.claims.import_board import ImportBoard
from pharmassist.ui.pages.claims.sheets import SheetOverlay

Result = TypeVar("Result")


class ImportView(ImportBoard):
    """One import under way. ``titled`` tells question and caption, ``ready`` the words of the primary."""

    titled = Signal(str, str)
    ready = Signal(str, bool)
    failed = Signal(object)
    settled = Signal()
    stored = Signal(object)
    left = Signal()
    another = Signal()

    def __init__(self, desk: Desk, ask_path: AskPath, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.asides = ImportAsides(desk, self, ask_path)
        self.draft: Draft | None = None
        self._report: ImportReport | None = None
        self._path: Source = Path()
        self._sums: Handle | None = None
        self._job: Handle | None = None
        self._storing = self._seen = False
        self._bind()

    # What the page calls

    @property
    def is_storing(self) -> bool:
        """Tell whether the import is being written."""
        return self._storing

    def begin(self, path: Source, sheet: str = "") -> None:
        """Look at a file, then show its preview or ask its columns."""
        self._stop()
        self._clear()
        self._path = path
        self.ready.emit(_("Import"), False)
        self.draft = None
        office = self._desk.office
        self.titled.emit(_("LGO list: {file}").format(file=path.name), _("Reading the file…"))
        self._work(
            _("Reading the file…"),
            "read",
            lambda _stop, _progress: look_at(office, path, sheet),
            lambda look: self._looked(path, look),
        )

    def resume(self) -> None:
        """Show the draft again, as it was: after the lock, or when one comes back."""
        if self.draft is not None and self._job is None:
            self._show()
            if not self.draft.sums:
                self._add_up(self.draft)

    def forget(self) -> None:
        """Show nothing of the file; the draft stays."""
        if not self._storing:
            self._stop()
        self._clear()

    def abandon(self) -> None:
        """Give the import up: nothing was stored."""
        if self._storing:
            return
        self._stop()
        self.draft = None
        self._clear()
        self.left.emit()

    def store(self) -> None:
        """Import what the preview shows."""
        draft = self.draft
        if draft is None or self._report is None or self._job is not None or draft.doubtful:
            return
        if self.mapping.name_missing():
            return
        office, who = self._desk.office, self._desk.acting()
        self._storing = True
        self.ready.emit(self._primary_words(), False)
        self.set_enabled(False)
        self._work(
            _("Importing…"),
            "write",
            lambda stop, progress: store(office, who, draft, stop, progress),
            self._was_stored,
        )

    # What happens

    def _looked(self, path: Source, look: Look) -> None:
        self.draft, self._seen = start_draft(path, look), False
        self._show()
        self._add_up(self.draft)

    def _add_up(self, draft: Draft) -> None:
        """Sum the columns of amounts, behind the preview."""
        profiles, look = self._desk.office.profiles, draft.look

        def done(sums: dict[int, Money]) -> None:
            self._sums = None
            draft.sums = sums
            if self.draft is draft and not self._storing:
                self.mapping.show_sums(draft)

        self._sums = self._desk.bridge.ask(
            self,
            "read",
            lambda stop, progress: profiles.sums(draft.path, look.shape.sheet, look.guesses, stop, progress),
            done,
            self.failed.emit,
        )

    def _show(self) -> None:
        draft = self.draft
        if draft is None:
            return
        self.file.show_draft(draft)
        self.remove.setChecked(draft.remove_source)
        self.show_source(folder_name(draft.path), is_file=isinstance(draft.path, Path))
        self.mapping.show_draft(draft)
        self._title(draft)
        self._read_again()

    def _title(self, draft: Draft) -> None:
        question = _("Invoices added from a list")
        if draft.kind is ImportKind.SNAPSHOT:
            question = _("Encours on {day}").format(day=day(draft.day, long=True))
        self.titled.emit(question, _("Nothing is stored before “Import” · the whole import can be undone"))

    def _read_again(self) -> None:
        """Ask the preview again; what is shown stays until the next one has come."""
        draft = self.draft
        if draft is None:
            return
        self._stop()
        self._report = None
        self.ready.emit(_("Import"), False)
        if draft.missing:
            self.lines.forget()
            self.counts.forget()
            self.replaced.hide()
            self.decisions.forget()
            return
        office = self._desk.office
        self._work(
            _("Comparing with the register…"),
            "read",
            lambda stop, progress: preview_of(office, draft, stop, progress),
            self._previewed,
        )

    def _previewed(self, preview: Preview) -> None:
        draft = self.draft
        if draft is None:
            return
        first = not self._seen
        self._seen = True
        self._report = preview.report
        self.lines.show_preview(preview.lines, preview.report)
        self.counts.show_report(preview.report, draft)
        self.replaced.show_preview(preview, draft)
        self.decisions.show_report(preview.report, draft)
        self.show_dropped(preview.report.dropped_columns)
        self._tell_ready()
        if first:
            (self.mapping.question if draft.doubtful else self.counts.total).setFocus()

    def _tell_ready(self) -> None:
        """The primary wakes up once a preview is there and every doubt is answered."""
        report, draft = self._report, self.draft
        some = report is not None and report.lines > report.refused
        self.ready.emit(self._primary_words(), some and draft is not None and not draft.doubtful)

    def _primary_words(self) -> str:
        report = self._report
        if report is None:
            return _("Import")
        taken = report.lines - report.refused - report.negative
        return translate_plural("Import {count} invoice", "Import {count} invoices", taken).format(
            count=number(taken)
        )

    def _was_stored(self, stored: Stored) -> None:
        self._storing = False
        self.set_enabled(True)
        self.draft = None
        self._clear()
        self.stored.emit(stored)

    def _answered(self, invoice: str, yes: bool) -> None:
        draft = self.draft
        if draft is None:
            return
        again = yes == (invoice in draft.declined)
        draft.confirmed.discard(invoice)
        draft.declined.discard(invoice)
        (draft.confirmed if yes else draft.declined).add(invoice)
        if again or not yes:
            self._read_again()
        else:
            self.resume()

    def _kind_chosen(self, kind: ImportKind) -> None:
        if self.draft is not None:
            self.draft.kind = kind
            self._show()

    def _day_typed(self, typed: date) -> None:
        if self.draft is not None and typed != self.draft.day:
            self.draft.day = typed
            self._show()

    def _sheet_chosen(self, name: str) -> None:
        draft = self.draft
        if draft is not None and name != draft.look.shape.sheet:
            self.begin(draft.path, name)

    def _total_typed(self, text: str) -> None:
        if self.draft is not None:
            self.draft.lgo_total = text

    def _remove_changed(self, on: bool) -> None:
        if self.draft is not None:
            self.draft.remove_source = on

    def _save_rejects(self) -> None:
        if self._report is not None:
            self.asides.save_rejects(self._report)

    def _correct(self) -> None:
        if self._report is not None and self.draft is not None:
            self.asides.correct(self._report, self.draft)

    def _settled(self, invoice: str, about: Field, side: Side) -> None:
        if self.draft is not None:
            self.draft.settled[invoice, about] = side
            self._read_again()

    def _cancellation(self, invoice: str, yes: bool) -> None:
        if self.draft is not None:
            (self.draft.cancelled.add if yes else self.draft.cancelled.discard)(invoice)
            self._read_again()

    # Work in the lanes

    def _work(
        self,
        words: str,
        lane: LaneName,
        work: Callable[[Stop, Progress], Result],
        done: Callable[[Result], None],
    ) -> None:
        self.strip.start(words)

        def over(result: Result) -> None:
            self._job = None
            self.strip.finish()
            done(result)

        self._job = self._desk.bridge.ask(self, lane, work, over, self._problem, self.strip.advance)

    def _problem(self, problem: Problem) -> None:
        self._job = None
        self._storing = False
        self.strip.finish()
        self.set_enabled(True)
        if problem.code == "sheet_needed":
            sheets = SheetOverlay(self, str(problem.values["sheets"]).split(", "))
            sheets.chosen.connect(lambda name: self.begin(self._path, name))
            sheets.start()
            return
        self.failed.emit(problem)
        if self.draft is None:
            self.left.emit()
        else:
            self._tell_ready()

    def _cancelled(self) -> None:
        """Cancel: what runs is stopped, nothing is stored; the preview stays."""
        storing = self._storing
        self._storing = False
        self._stop()
        self.set_enabled(True)
        if storing:
            self.resume()
        else:
            self.abandon()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self.strip.finish()

    def _stop_sums(self) -> None:
        if self._sums is not None:
            self._sums.cancel()
            self._sums = None

    def _clear(self) -> None:
        self._report = None
        self._stop_sums()
        self.mapping.hide_sums()
        self.lines.forget()
        self.counts.forget()
        self.replaced.hide()
        self.decisions.forget()
        self.show_dropped(())
        self.file.forget()

    def _bind(self) -> None:
        self.file.kind_chosen.connect(self._kind_chosen)
        self.file.day_typed.connect(self._day_typed)
        self.file.sheet_chosen.connect(self._sheet_chosen)
        self.file.another.connect(self.another)
        self.mapping.changed.connect(self._read_again)
        self.replaced.answered.connect(self._answered)
        self.counts.total_typed.connect(self._total_typed)
        self.counts.rejects_asked.connect(self._save_rejects)
        self.counts.correcting_asked.connect(self._correct)
        self.decisions.settled.connect(self._settled)
        self.decisions.cancelled.connect(self._cancellation)
        self.asides.failed.connect(self.failed)
        self.strip.cancelled.connect(self._cancelled)
        self.remove.toggled.connect(self._remove_changed)
        self.counts.total.entered.connect(self.settled)
