"""The page Factures en attente: the list, and in its place the import of the LGO's list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QWidget

from pharmassist.domain.claims import Claim, State
from pharmassist.domain.imports import ImportRecord
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Kind
from pharmassist.services.texts import money, number, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.page import Page
from pharmassist.ui.pages.claims.asking import AskPath, ask_list, ask_table
from pharmassist.ui.pages.claims.draft import Stored, stored_words
from pharmassist.ui.pages.claims.import_view import ImportView
from pharmassist.ui.pages.claims.list_view import ListView
from pharmassist.ui.pages.claims.lists import ListsOverlay
from pharmassist.ui.pages.claims.reading import Counts, read_claim, read_counts, read_lines
from pharmassist.ui.pages.claims.situation import SituationOverlay
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.empty import EmptyState
from pharmassist.ui.parts.header import Header
from pharmassist.ui.parts.table import PageRequest
from pharmassist.ui.problems import show_problem

_LIST, _EMPTY, _IMPORT = 0, 1, 2


Result = TypeVar("Result")


class ClaimsPage(Page):
    """Which invoices wait, for how much, how old?"""

    def __init__(self, desk: Desk, ask_file: AskPath = ask_list, ask_path: AskPath = ask_table) -> None:
        header = Header(_("Which invoices wait, for how much, how old?"), _("Which invoices wait?"))
        super().__init__(header, padded=False, scrolls=False)
        self._desk, self._ask_file, self._ask_path = desk, ask_file, ask_path
        self._question = _("Which invoices wait, for how much, how old?")
        self._operators: Mapping[str, str] = {}
        self._folder = ""
        self._target = ""
        self._loaded = self._aside = False
        self._note = header.add_action(
            Button(_("Note an invoice"), icon="plus", key="F2", pressed=desk.note_claim)
        )
        self._start = header.add_action(
            Button(_("Import the LGO list"), "primary", "file-input", pressed=self.choose_file)
        )
        self._give_up = header.add_action(Button(_("Cancel")))
        self._store = header.add_action(Button(_("Import"), "primary", "file-input"))
        self.list = ListView(self._ask)
        self.importing = ImportView(desk, ask_path)
        self._give_up.clicked.connect(self.importing.abandon)
        self._store.clicked.connect(self.importing.store)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._teaching())
        self._stack.addWidget(self.importing)
        self.body.addWidget(self._stack, 1)
        self.setAcceptDrops(True)
        self._bind()
        self._show_view(_LIST)

    def _teaching(self) -> QWidget:
        return EmptyState(
            "files",
            _("No invoice yet"),
            _(
                "Export the list of unpaid invoices from your software, then drop the file here. "
                "No name, no social security number and no product is kept."
            ),
            Button(_("Choose the file"), icon="file-input", pressed=self.choose_file),
        )

    def _bind(self) -> None:
        view, flow, bridge = self.list, self.importing, self._desk.bridge
        view.filters.changed.connect(lambda: self._read(keep_place=False))
        view.table.opened.connect(self._open)
        view.drawer.linked.connect(self._open)
        view.drawer.situation_asked.connect(self._ask_drawer_situation)
        view.drawer.renumbered.connect(self._renumber)
        view.drawer.taught.connect(self._teach)
        view.answered.connect(self._answer_replacement)
        view.copied.connect(self._copy)
        view.situation_asked.connect(self._ask_situation)
        view.export_asked.connect(self._export)
        view.lists_asked.connect(self._ask_lists)
        flow.titled.connect(self._set_title)
        flow.ready.connect(self._set_ready)
        flow.failed.connect(self._problem)
        flow.stored.connect(self._stored)
        flow.left.connect(self._left)
        flow.another.connect(self.choose_file)
        flow.settled.connect(self._store.setFocus)
        self.banner.acted.connect(self._again)
        bridge.listen(self, self._changed)

    # What the window calls

    def entered(self) -> None:
        """Read the counts and the lines in view; show an import under way as it was."""
        if self.importing.draft is not None and not self._aside:
            self._show_view(_IMPORT)
            self.importing.resume()
        self._read()

    def show_target(self, target: str) -> None:
        """Show "import", one invoice by its id, a group of states ("rejected"), or an operator."""
        if target == "import":
            # The chooser waits for the person: the page is shown first.
            QTimer.singleShot(0, self, self.choose_file)
            return
        if self.importing.draft is not None and not self.importing.is_storing:
            self._aside = True
            self._show_view(_LIST)
        if target.isdecimal():
            self._open(int(target))
        elif target in self.list.filters.groups:
            self.list.filters.keep_group(target)
        elif target in self._operators:
            self.list.filters.set_operator(target)
        else:
            self._target = target

    def print_page(self) -> None:
        """Print the summary of what the filters keep."""
        office, who = self._desk.office, self._desk.acting()
        wanted, words = self.list.filters.wanted(), self.list.filters.words()
        self._desk.preview(lambda: office.papers.claims(who, wanted, words))

    def escape(self) -> bool:
        """Put the import aside, close the drawer, then remove the filters."""
        if self._stack.currentIndex() == _IMPORT:
            if self.importing.draft is None:
                self.importing.abandon()
            elif not self.importing.is_storing:
                self._aside = True
                self._left()
            return True
        if self.list.drawer.isVisible():
            self.list.drawer.close_drawer()
            return True
        if self.list.filters.words():
            self.list.filters.clear()
            return True
        return False

    def empty(self) -> None:
        """Forget what is shown; the choices of an import stay."""
        super().empty()
        self.list.forget()
        self.importing.forget()
        self.header.set_caption("")
        self.banner.hide()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Welcome one file."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import the file dropped."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.begin_import(Path(event.mimeData().urls()[0].toLocalFile()))

    # The import

    def choose_file(self) -> None:
        """Ask for the LGO's file and begin; an import under way is shown instead."""
        if self.importing.draft is not None and self._stack.currentIndex() != _IMPORT:
            self._aside = False
            self.entered()
            return
        chosen = self._ask_file(self, self._folder)
        if chosen:
            self.begin_import(Path(chosen))

    def begin_import(self, path: Path) -> None:
        """Show what a file would bring; not while another one is being written."""
        if self.importing.is_storing:
            return
        self._folder, self._aside = str(path.parent), False
        self.banner.hide()
        self._show_view(_IMPORT)
        self.importing.begin(path)

    def _stored(self, stored: Stored) -> None:
        report = stored.report
        self._left()
        sentence = stored_words(report)
        if stored.removed:
            sentence += " " + _("The file is deleted.")
        if report.import_id:
            self.list.offer_undo(sentence, lambda: self._undo(report.import_id))
        else:
            self.banner.tell("grey", sentence)
        if stored.problem is not None:
            show_problem(self.banner, stored.problem)

    def _left(self) -> None:
        self._show_view(_LIST)
        self._read(keep_place=False)

    def _undo(self, import_id: int) -> None:
        office, who = self._desk.office, self._desk.acting()
        self._write(
            lambda: office.importing.undo(who, import_id),
            lambda record: self.banner.tell(
                "green", _("{file} is undone: the register is as before.").format(file=record.file_name)
            ),
        )

    def _ask_lists(self) -> None:
        office = self._desk.office
        self._desk.bridge.ask(
            self,
            "read",
            lambda _stop, _progress: office.importing.records(),
            self._show_lists,
            self._problem,
        )

    def _show_lists(self, records: tuple[ImportRecord, ...]) -> None:
        overlay = ListsOverlay(self, records)
        overlay.undone.connect(self._undo)
        overlay.open(overlay.close_button)

    # The list

    def _read(self, *, keep_place: bool = True) -> None:
        office, wanted = self._desk.office, self.list.filters.wanted()
        self._desk.bridge.ask(
            self,
            "read",
            lambda _stop, _progress: read_counts(office, wanted),
            lambda counts: self._counted(counts, keep_place=keep_place),
            self._problem,
        )

    def _counted(self, counts: Counts, *, keep_place: bool) -> None:
        self._operators = counts.operators
        self.list.filters.set_operators(counts.operators)
        keep = keep_place and self._loaded
        self._loaded = True
        self.list.show_counts(counts.kept, counts.whole, counts.pending, keep_place=keep)
        if self.list.shows_pending:
            if counts.pending:
                self.list.show_pending()
            else:
                self.list.drawer.close_drawer()
        elif self.list.drawer.claim is not None:
            self._open(self.list.drawer.claim.id)
        if self._stack.currentIndex() != _IMPORT:
            self._show_view(_LIST if counts.any else _EMPTY)
            words = translate_plural(
                "{count} invoice · {sum}", "{count} invoices · {sum}", counts.whole.count
            )
            told = words.format(count=number(counts.whole.count), sum=money(counts.whole.cents))
            self.header.set_caption(told + " · " + _("no name, no social security number"))
        if self._target:
            target, self._target = self._target, ""
            if target in self._operators:
                self.list.filters.set_operator(target)

    def _ask(self, request: PageRequest) -> None:
        office, wanted = self._desk.office, self.list.filters.wanted()

        def failed(problem: Problem) -> None:
            self.list.model.missed(request)
            self._problem(problem)

        self._desk.bridge.ask(
            self,
            "read",
            lambda _stop, _progress: read_lines(office, wanted, request),
            lambda found: self.list.deliver(request, *found),
            failed,
        )

    def _open(self, claim_id: int) -> None:
        office = self._desk.office
        self._desk.bridge.ask(
            self,
            "read",
            lambda _stop, _progress: read_claim(office, claim_id),
            self.list.drawer.show_claim,
            self._problem,
        )

    def _copy(self) -> None:
        claims = self.list.chosen_claims()
        if claims:
            QGuiApplication.clipboard().setText("\n".join(claim.invoice for claim in claims))

    def _ask_situation(self) -> None:
        self._ask_state(self.list.chosen_claims())

    def _ask_drawer_situation(self) -> None:
        if self.list.drawer.claim is not None:
            self._ask_state((self.list.drawer.claim,))

    def _ask_state(self, claims: tuple[Claim, ...]) -> None:
        if not claims:
            return
        overlay = SituationOverlay(self, claims)
        overlay.chosen.connect(lambda state, reason: self._move(claims, state, reason))
        overlay.start()

    def _move(self, claims: tuple[Claim, ...], state: State, reason: str) -> None:
        office, who = self._desk.office, self._desk.acting()

        def work() -> None:
            for claim in claims:
                office.claims.move(who, claim.id, state, reason, claim.version)

        self._write(work, lambda _none: self.list.model.set_chosen(()))

    def _renumber(self, claim_id: int, invoice: str) -> None:
        office, who = self._desk.office, self._desk.acting()
        self._write(lambda: office.claims.renumber(who, claim_id, invoice), lambda _claim: None)

    def _teach(self, amc: str, operator: str) -> None:
        office, who = self._desk.office, self._desk.acting()
        self._write(lambda: office.directory.assign(who, amc, (operator,)), lambda _done: None)

    def _answer_replacement(self, claim_id: int, yes: bool) -> None:
        claims, who = self._desk.office.claims, self._desk.acting()
        answer = claims.confirm_replacement if yes else claims.decline_replacement
        self._write(lambda: answer(who, claim_id), lambda _claim: None)

    def _export(self) -> None:
        chosen = self._ask_path(self, _("invoices"))
        if not chosen:
            return
        office, who, path = self._desk.office, self._desk.acting(), Path(chosen)
        wanted = self.list.filters.wanted()
        self._write(
            lambda: office.claims.export(who, path, wanted),
            lambda _count: self.banner.tell("green", _("Saved: {file}").format(file=path.name)),
        )

    def _write(self, work: Callable[[], Result], done: Callable[[Result], None]) -> None:
        """Write in its lane; the change that is posted loads the page again."""
        self.banner.hide()
        self._desk.bridge.ask(self, "write", lambda _stop, _progress: work(), done, self._problem)

    def _changed(self, kinds: frozenset[Kind]) -> None:
        if kinds & {Kind.CLAIMS, Kind.IMPORTS} and self.isVisible():
            self._read()

    def _problem(self, problem: Problem) -> None:
        show_problem(self.banner, problem)
        if problem.code == "changed_meanwhile":
            # Somebody else changed the invoice: show it as it is now.
            self._read()

    def _again(self) -> None:
        self.banner.hide()
        self.entered()

    def _show_view(self, view: int) -> None:
        self._stack.setCurrentIndex(view)
        importing = view == _IMPORT
        for button in (self._note, self._start):
            button.setVisible(not importing)
        for button in (self._give_up, self._store):
            button.setVisible(importing)
        if not importing:
            resumes = self.importing.draft is not None
            self._start.setText(_("Resume the import") if resumes else _("Import the LGO list"))
            self.header.set_question(self._question, _("Which invoices wait?"))

    def _set_title(self, question: str, caption: str) -> None:
        self.header.set_question(question)
        self.header.set_caption(caption)

    def _set_ready(self, words: str, ready: bool) -> None:
        self._store.setText(words)
        self._store.setEnabled(ready)
