"""Conduite au comptoir (F4): one field, the first answer already opened, one sentence. No mouse needed.

The directory is read once in the lane ``read`` and kept in memory: each key typed is
answered at once. It is read again when operators or invoices change.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout

from pharmassist.domain.operators import CounterAnswer
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Kind
from pharmassist.services.counter import Known
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import translate as _
from pharmassist.ui.counter_parts import AnswerRow, AnswerView, Teaching, Unknown
from pharmassist.ui.desk import Desk
from pharmassist.ui.parts.announce import announce
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import empty_layout
from pharmassist.ui.parts.text import Text, line
from pharmassist.ui.search_overlay import SearchOverlay, open_search, told_whole
from pharmassist.ui.window import Window

NEEDED = frozenset({Kind.OPERATORS, Kind.CLAIMS, Kind.IMPORTS})
_CLAIMED = (Qt.Key.Key_F2, Qt.Key.Key_F5, Qt.Key.Key_F9)
SHOWN = 5
"""Lines of answers shown at once: more would push the sentence out of sight."""


@dataclass(frozen=True, slots=True)
class Directory:
    """What every key typed is answered from."""

    known: Known
    names: dict[str, str]
    unknown: str
    today: date


class CounterMemory(QObject):
    """Keeps the directory of one window; ``ready`` when it was read, ``failed`` with a Problem."""

    ready = Signal()
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.directory: Directory | None = None
        desk.bridge.listen(self, self._changed)
        self.read()

    def read(self) -> None:
        """Read the directory again; the one in memory answers until then."""
        office = self._desk.office

        def work() -> Directory:
            names = {operator.id: operator.name for operator in office.catalogue.operators()}
            return Directory(office.counter.known(), names, office.counter.unknown(), office.clock.today())

        self._desk.bridge.ask(self, "read", lambda _stop, _progress: work(), self._keep, self.failed.emit)

    def _keep(self, directory: Directory) -> None:
        self.directory = directory
        self.ready.emit()

    def _changed(self, kinds: frozenset[Kind]) -> None:
        if kinds & NEEDED:
            self.read()


def memory_of(desk: Desk, window: Window) -> CounterMemory:
    """Return the memory of a window, made at its first use; call it early to answer at once."""
    return window.findChild(CounterMemory) or CounterMemory(desk, window)


def open_counter(desk: Desk, window: Window) -> CounterOverlay:
    """F4: open the overlay, or give the focus back to the one that is open."""
    make = partial(CounterOverlay, desk, memory_of(desk, window), window)
    return open_search(window, CounterOverlay, make)


class CounterOverlay(SearchOverlay):
    """The field, the answers, the sentence, what can be done from here."""

    def __init__(self, desk: Desk, memory: CounterMemory, window: Window) -> None:
        super().__init__(window, _("What to do at the counter"), "store")
        self._desk, self._memory = desk, memory
        self._answers: tuple[CounterAnswer, ...] = ()
        self._rows: list[AnswerRow] = []
        self._place = 0
        words = _("Mutuelle, AMC number or operator")
        self.line.call(words, _("Mutuelle, typing errors allowed, or AMC number"))
        self.line.textChanged.connect(self._typed)
        self._answer = AnswerView()
        self._unknown = Unknown(self._teach)
        self._teaching = Teaching()
        self._teaching.said.connect(self._assign)
        self._teaching.left.connect(self._leave_teaching)
        for place, part in enumerate((self._answer, self._unknown, self._teaching), 1):
            self._inner.insertWidget(place, part)
        self._fill_foot()
        memory.ready.connect(self._search)
        memory.failed.connect(self._problem)
        self._search()

    def showEvent(self, event: QShowEvent) -> None:
        """Read again when another day came since."""
        super().showEvent(event)
        directory = self._memory.directory
        if directory is not None and directory.today != self._desk.office.clock.today():
            self._memory.read()

    def event(self, event: QEvent) -> bool:
        """Claim F2, F5 and F9 before the window's own shortcuts do."""
        claimed = isinstance(event, QKeyEvent) and event.key() in _CLAIMED
        if claimed and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F9 prints and F2 notes from anywhere inside; Esc first leaves the teaching."""
        if event.key() == Qt.Key.Key_Escape and not self._teaching.isHidden():
            self._leave_teaching()
        elif event.key() == Qt.Key.Key_F9:
            self._print()
        elif event.key() == Qt.Key.Key_F2:
            self._note()
        elif event.key() == Qt.Key.Key_F5:
            self._memory.read()
        else:
            super().keyPressEvent(event)

    @property
    def answers(self) -> tuple[CounterAnswer, ...]:
        """The answers shown, best first."""
        return self._answers

    @property
    def answer(self) -> CounterAnswer | None:
        """The answer that is open."""
        return self._answers[self._place] if self._answers else None

    def _fill_foot(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 12)
        foot.setSpacing(8)
        self._source = Text("", "caption", wrap=True)
        foot.addWidget(self._source, 1)
        self._note_button = Button(_("Note an invoice"), icon="plus", key="F2", pressed=self._note)
        self._print_button = Button(_("Print"), "primary", "printer", "F9", pressed=self._print)
        foot.addWidget(self._note_button)
        foot.addWidget(self._print_button)
        self.panel.addWidget(line())
        self.panel.addLayout(foot)

    def _typed(self, _text: str) -> None:
        self._place = 0
        self._teaching.hide()
        self._search()

    def _search(self) -> None:
        """Answer what is typed, from memory."""
        directory, text = self._memory.directory, self.line.text()
        self._answers = ()
        told = ""
        if directory is None:
            told = _("Reading the directory…")
        elif not text.strip():
            told = _("Type the name of a mutuelle, its AMC number or an operator.")
        else:
            try:
                self._answers = directory.known.search(text)
            except Problem as problem:
                # A NIR typed by reflex: refused with a sentence, kept nowhere.
                told = told_whole(problem)
        self._place = min(self._place, max(0, len(self._answers) - 1))
        self._hint.setText(told)
        self._hint.set_ink("red" if told and text.strip() and directory is not None else "text2")
        self._show_answers(directory, text.strip() if not told else "")

    def _show_answers(self, directory: Directory | None, text: str) -> None:
        empty_layout(self._list)
        self._rows = []
        answer = self.answer
        teaching = not self._teaching.isHidden()
        if directory is not None and len(self._answers) > 1:
            first = max(0, min(self._place - SHOWN + 1, len(self._answers) - SHOWN))
            for number, found in enumerate(self._answers[first : first + SHOWN], first):
                row = AnswerRow(found, directory.names, current=number == self._place)
                row.chosen.connect(lambda place=number: self._go(place))
                self._rows.append(row)
                self._list.addWidget(row)
            self._list.addWidget(line())
        unknown = bool(text) and answer is None and directory is not None
        self._answer.setVisible(answer is not None and not teaching)
        self._unknown.setVisible(unknown and not teaching)
        self._hint.setVisible(bool(self._hint.text()) and not teaching)
        self._print_button.setEnabled(answer is not None)
        source = answer.source if answer is not None else ""
        self._source.setText(_("Source: {source}").format(source=source) if source else "")
        if answer is not None and directory is not None:
            statuses = [directory.known.statuses[o] for o in answer.operators]
            self._answer.show_answer(answer, statuses, directory.names, directory.today)
        if unknown and directory is not None:
            self._unknown.show_words(text, directory.unknown)
        spoken = answer.conduct if answer is not None else self._hint.text()
        if text and spoken != self.line.accessibleDescription():
            announce(self.line, spoken)
        self.line.setAccessibleDescription(spoken)
        self._area.fit()

    def _go(self, place: int) -> None:
        self._place = place
        self._search()
        self.line.setFocus()

    def move_by(self, step: int) -> None:
        """Go to the answer above or below."""
        if self._answers:
            self._place = min(max(self._place + step, 0), len(self._answers) - 1)
            self._search()

    def enter(self) -> None:
        """Begin again."""
        self.line.selectAll()

    def _print(self) -> None:
        """F9: the answer as a ticket."""
        answer = self.answer
        if answer is None:
            return
        office, who = self._desk.office, self._desk.acting()
        words = answer.amc_number or answer.payer
        self.dismiss()
        self._desk.preview(lambda: office.papers.counter_sheet(who, words))

    def _note(self) -> None:
        """F2: this overlay makes room for the invoice to note."""
        self.dismiss()
        self._desk.note_claim()

    def _teach(self) -> None:
        """Ask which operators stand behind what nobody knows."""
        directory = self._memory.directory
        if directory is not None:
            self._unknown.hide()
            self._teaching.ask(self.line.text().strip(), directory.names)
            self._area.fit()

    def _leave_teaching(self) -> None:
        self._teaching.hide()
        self._search()
        self.line.setFocus()

    def _assign(self, amc: str, name: str, operators: tuple[str, ...]) -> None:
        """Teach the directory, in the write lane; then the answer is there."""
        office, who = self._desk.office, self._desk.acting()

        def done(_assigned: object) -> None:
            self._teaching.hide()
            self._memory.read()
            self.line.setFocus()

        self._desk.bridge.ask(
            self,
            "write",
            lambda _stop, _progress: office.directory.assign(who, amc or name, operators, name),
            done,
            lambda problem: self._teaching.refuse(describe(problem)),
        )

    def _problem(self, problem: Problem) -> None:
        self._say(told_whole(problem), refused=True)
        self._area.fit()
