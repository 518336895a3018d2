"""The page Factures en attente: the list, and in its place the import of the LGO's list."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from pharmassist.domain.claims import ClaimFilter
from pharmassist.domain.imports import ImportRecord
from pharmassist.services.changes import Kind
from pharmassist.services.finding import FOUND
from pharmassist.services.importing import pasted
from pharmassist.services.ports.files import Source
from pharmassist.services.texts import number, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.services.views import bare_view, kept_filter
from pharmassist.ui.desk import Desk
from pharmassist.ui.exporting import ask_table
from pharmassist.ui.page import Page
from pharmassist.ui.pages.claims.asking import AskPath, ask_list
from pharmassist.ui.pages.claims.draft import Stored, stored_words
from pharmassist.ui.pages.claims.import_view import ImportView
from pharmassist.ui.pages.claims.list_acts import ListActs, caption_of, left_explained
from pharmassist.ui.pages.claims.lists import ListsOverlay
from pharmassist.ui.pages.claims.reading import Counts
from pharmassist.ui.pages.claims.side_acts import SideActs
from pharmassist.ui.pages.claims.view_bar import AGES, DIRECTORY, LIST, ViewBar
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.empty import EmptyState
from pharmassist.ui.parts.header import Header
from pharmassist.ui.problems import show_problem

_LIST, _EMPTY, _IMPORT, _AGES, _DIRECTORY = range(5)
_SIDES = {LIST: _LIST, AGES: _AGES, DIRECTORY: _DIRECTORY}


class ClaimsPage(Page):
    """Which invoices wait, for how much, how old?"""

    def __init__(self, desk: Desk, ask_file: AskPath = ask_list, ask_path: AskPath = ask_table) -> None:
        header = Header(_("Which invoices wait, for how much, how old?"), _("Which invoices wait?"))
        super().__init__(header, padded=False, scrolls=False)
        self._desk, self._ask_file, self._ask_path = desk, ask_file, ask_path
        self._question = _("Which invoices wait, for how much, how old?")
        self._operators: Mapping[str, str] = {}
        self._folder = ""
        self._any = True
        self._target = ""
        self._aside = False
        self._note = header.add_action(
            Button(_("Note an invoice"), icon="plus", key="F2", pressed=desk.note_claim)
        )
        self._start = header.add_action(
            Button(_("Import the LGO list"), "primary", "file-input", pressed=self.choose_file)
        )
        self._give_up = header.add_action(Button(_("Cancel")))
        self._store = header.add_action(Button(_("Import"), "primary", "file-input"))
        self.acts = ListActs(desk, self, ask_path)
        self.list = self.acts.view
        self.sides = SideActs(desk, self, self.acts, ask_path)
        self._side = LIST
        self.importing = ImportView(desk, ask_path)
        self._give_up.clicked.connect(self.importing.abandon)
        self._store.clicked.connect(self.importing.store)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._teaching())
        self._stack.addWidget(self.importing)
        self._stack.addWidget(self.sides.ages)
        self._stack.addWidget(self.sides.directory)
        self.bar = ViewBar(self.list.view)
        self.body.addWidget(self.bar)
        self.body.addWidget(self._stack, 1)
        self.setAcceptDrops(True)
        self._bind()
        kept = kept_filter(desk.keeping.kept.filters.get("claims", ""))
        if kept is not None:
            self.list.filters.begin_with(kept)
        desk.keeping.table("claims", self.list.table)
        desk.keeping.table("worklist", self.sides.directory.worklist.table)
        self.list.filters.changed.connect(
            lambda: desk.keeping.filters("claims", bare_view(self.list.filters.wanted()))
        )
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
        flow, bridge = self.importing, self._desk.bridge
        self.acts.counted.connect(self._counted)
        self.bar.chosen.connect(self.show_side)
        self.bar.lists_asked.connect(self._ask_lists)
        self.bar.keep_asked.connect(self.acts.kept.ask_views)
        self.bar.export_asked.connect(self.list.export_asked)
        self.sides.filtered.connect(self._show_filtered)
        flow.titled.connect(self._set_title)
        flow.ready.connect(self._set_ready)
        flow.failed.connect(self.acts.problem)
        flow.stored.connect(self._stored)
        flow.left.connect(self._left)
        flow.another.connect(self.choose_file)
        flow.asides.told.connect(lambda sentence: self.banner.tell("green", sentence))
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self).activated.connect(self.paste_list)
        self.bar.paste_asked.connect(self.paste_list)
        flow.settled.connect(self._store.setFocus)
        self.banner.acted.connect(self._again)
        bridge.listen(self, self._changed)

    # What the window calls

    def entered(self) -> None:
        """Read the counts and the lines in view; show an import under way as it was."""
        if self.importing.draft is not None and not self._aside:
            self._show_view(_IMPORT)
            self.importing.resume()
        self.acts.read()
        self.sides.read(self._side)

    def show_target(self, target: str) -> None:
        """Show "import", an invoice by its id, those found, a group of states
        ("rejected", of some ages "rejected:6-20"), an operator.
        """
        if target == "import":
            # The chooser waits for the person: the page is shown first.
            QTimer.singleShot(0, self, self.choose_file)
            return
        if self.importing.draft is not None and not self.importing.is_storing:
            self._aside = True
            self._show_view(_LIST)
        if target in _SIDES:
            self.show_side(target)
            return
        self.show_side(LIST)
        if target.startswith(FOUND):
            self.list.filters.keep_found(target.removeprefix(FOUND))
        elif target.isdecimal():
            self.acts.open(int(target))
        elif (group := target.partition(":"))[0] in self.list.filters.groups:
            self.list.filters.keep_group(group[0], group[2])
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
        if self._side != LIST:
            self.show_side(LIST)
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
        self.sides.forget()
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

    def paste_list(self) -> None:
        """Import the table of the clipboard, as copied from the software's screen or a spreadsheet."""
        text = QGuiApplication.clipboard().text()
        if "\n" not in text.strip():
            self.banner.tell("grey", _("Copy the lines of the list first, with their titles, then paste."))
            return
        self.begin_import(pasted(text, _("clipboard")))

    def begin_import(self, path: Source) -> None:
        """Show what a list would bring; not while another one is being written."""
        if self.importing.is_storing:
            return
        self._aside = False
        if isinstance(path, Path):
            self._folder = str(path.parent)
        self.banner.hide()
        self._show_view(_IMPORT)
        self.importing.begin(path)

    def _stored(self, stored: Stored) -> None:
        report = stored.report
        self._left()
        sentence = stored_words(report)
        ids = [report.import_id] if report.import_id else []
        if stored.corrected is not None:
            words = translate_plural(
                "{count} corrected line imported.", "{count} corrected lines imported.", stored.corrected.kept
            )
            sentence += " " + words.format(count=number(stored.corrected.kept))
            ids += [stored.corrected.import_id] if stored.corrected.import_id else []
        if stored.removed:
            sentence += " " + _("The file is deleted.")
        if ids:
            self.undo.offer(sentence, lambda: self._undo(*reversed(ids)))
        else:
            self.banner.tell("grey", sentence)
        if stored.problem is not None:
            show_problem(self.banner, stored.problem)

    def _left(self) -> None:
        self._show_view(_LIST)
        # The button that was pressed is gone: the keyboard goes on in the list.
        self.list.table.setFocus()
        self.acts.read(keep_place=False)

    def _undo(self, *import_ids: int) -> None:
        """Undo lists whole, the newest first."""
        office, who = self._desk.office, self._desk.acting()
        self.acts.write(
            lambda: [office.importing.undo(who, import_id) for import_id in import_ids][-1],
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
            self.acts.problem,
        )

    def _show_lists(self, records: tuple[ImportRecord, ...]) -> None:
        overlay = ListsOverlay(self, records)
        overlay.undone.connect(self._undo)
        overlay.open(overlay.close_button)

    # The list

    def _counted(self, counts: Counts) -> None:
        self._operators = counts.operators
        self._any = counts.any > 0
        if self._stack.currentIndex() != _IMPORT:
            self._show_view(_LIST)
            self.header.set_caption(caption_of(counts))
            self.header.setToolTip(left_explained(counts))
        if self._target:
            target, self._target = self._target, ""
            if target in self._operators:
                self.list.filters.set_operator(target)

    def show_side(self, side: str) -> None:
        """Show the list, its ages, or who pays."""
        self._side = side
        if self._stack.currentIndex() != _IMPORT:
            self._show_view(_LIST)
        self.sides.read(side)

    def _show_filtered(self, wanted: ClaimFilter) -> None:
        self.show_side(LIST)
        self.list.filters.show_filter(wanted)

    def _changed(self, kinds: frozenset[Kind]) -> None:
        if kinds & {Kind.CLAIMS, Kind.IMPORTS, Kind.OPERATORS} and self.isVisible():
            self.acts.read()
            self.sides.read(self._side)

    def _again(self) -> None:
        self.banner.hide()
        self.entered()

    def _show_view(self, view: int) -> None:
        if view == _LIST:
            view = _SIDES[self._side]
            view = view if self._any or view == _DIRECTORY else _EMPTY
        self._stack.setCurrentIndex(view)
        self.bar.setVisible(view != _IMPORT)
        self.bar.show_side(self._side)
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
