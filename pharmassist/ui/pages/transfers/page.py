"""The page Virements: credits at the left, what the current one pays, what is missing at the right."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QWidget

from pharmassist.domain.matches import Allocation, Match
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Kind
from pharmassist.services.reconciling import Pointed
from pharmassist.services.texts import day, money, number, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.bridge import Handle
from pharmassist.ui.desk import Desk
from pharmassist.ui.note_notice import note_notice
from pharmassist.ui.page import Page
from pharmassist.ui.pages.transfers.by_hand import ByHandCard, read_candidates
from pharmassist.ui.pages.transfers.credits import CreditList
from pharmassist.ui.pages.transfers.explanation import ExplanationCard
from pharmassist.ui.pages.transfers.missing import MissingCard
from pharmassist.ui.pages.transfers.nothing import nothing_yet
from pharmassist.ui.pages.transfers.reading import CreditLine, Transfers, read_transfers
from pharmassist.ui.pages.transfers.rules import RulesOverlay
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.fitting import AtLeast
from pharmassist.ui.parts.header import Header
from pharmassist.ui.parts.progress import ProgressStrip
from pharmassist.ui.problems import show_problem
from pharmassist.ui.statement_import import import_notices, import_statement

_KINDS = frozenset({Kind.BANK, Kind.CLAIMS, Kind.ADVANCES})
_NARROW, _LIST, _MISSING, _LEAST, _TALL = 980, 276, 292, 600, 560
Result = TypeVar("Result")


class TransfersPage(Page):
    """Enter says yes, A other, N goes on, V notes a notice, R rules, Ctrl+Z undoes, F5 points."""

    def __init__(self, desk: Desk) -> None:
        header = Header(_("What came in, what does it pay, what is missing?"), _("Came in, pays, missing?"))
        header.add_action(Button(_("Import a statement"), icon="file-input", pressed=self._import))
        self._point = header.add_action(
            Button(_("Point the credits"), "primary", "scale", "F5", pressed=self.refresh)
        )
        super().__init__(header, scrolls=False)
        self._desk = desk
        self._shown: Transfers | None = None
        self._wanted, self._credits_soon = 0, False
        self._reading: Handle | None = None
        self._pointing: Handle | None = None
        self._strip = ProgressStrip()
        self._strip.cancelled.connect(self._stop)
        self.credits = CreditList(desk)
        self.explanation, self.by_hand = ExplanationCard(), ByHandCard()
        self.missing = MissingCard(desk)
        self._middle = QStackedWidget()
        self._middle.addWidget(self.explanation)
        self._middle.addWidget(self.by_hand)
        self._empty = nothing_yet(desk, self._import, self._problem, self._come_back)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(16)
        self._left = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._left.setContentsMargins(0, 0, 0, 0)
        self._left.addWidget(self.credits, 3)
        self._columns.addLayout(self._left)
        self._columns.addWidget(self._middle, 1)
        self._columns.addWidget(self.missing)
        held = QWidget()
        held.setLayout(self._columns)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        self._stack.addWidget(held)
        self._stack.addWidget(self._empty)
        self.body.addWidget(self._strip)
        self._room = AtLeast(self._stack)
        self.body.addWidget(self._room, 1)
        self._stack.setVisible(False)
        # Three columns need more than a small screen has: it is then laid out in two.
        self._room.need(_LEAST, 0)
        self._connect()
        desk.bridge.listen(self, self._changed)

    def entered(self) -> None:
        """Read credits, proposals and what is missing."""
        office = self._desk.office
        if self._reading is not None:
            self._reading.cancel()
        self._strip.start(_("Looking for what the credits pay…"))
        self._reading = self._desk.bridge.ask(
            self,
            "read",
            lambda stop, progress: read_transfers(office, stop, progress),
            self._show,
            self._not_read,
            self._strip.advance,
        )

    def refresh(self) -> None:
        """F5: write what references decide, and read again."""
        if self._shown is None or not self._shown.any_credit:
            self.entered()
            return
        office, who = self._desk.office, self._desk.acting()
        self._point.setEnabled(False)
        self._strip.start(_("Pointing…"))
        self._pointing = self._desk.bridge.ask(
            self,
            "write",
            lambda stop, _progress: office.reconciling.point(who, stop),
            self._pointed,
            self._not_read,
        )

    def show_target(self, target: str) -> None:
        """Show one credit, or the import (``import``)."""
        if target == "import":
            self._import()
        elif target.isdigit():
            self._wanted = int(target)
            if self._shown is not None:
                self._show(self._shown)

    def escape(self) -> bool:
        """Leave the form, back to the explanation."""
        if self._middle.currentWidget() is not self.by_hand:
            return False
        self._leave_form()
        return True

    def empty(self) -> None:
        """Forget what is shown: the lock comes."""
        super().empty()
        self._shown = None
        self.banner.hide()
        self.credits.show_lines((), 0)
        self.explanation.show_credit(None)
        self._middle.setCurrentWidget(self.explanation)
        self._stack.setVisible(False)
        self.header.set_caption("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Decide with one key."""
        if self._middle.currentWidget() is self.explanation:
            key = Qt.Key(event.key())
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.explanation.say_yes()
                return
            acts: dict[Qt.Key, Callable[[], object]] = {
                Qt.Key.Key_A: self.explanation.other.click,
                Qt.Key.Key_N: self.explanation.later.click,
                Qt.Key.Key_V: self._note,
                Qt.Key.Key_R: self._rules,
            }
            if key in acts:
                acts[key]()
                return
            if Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
                self.explanation.choose(key - Qt.Key.Key_0)
                return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put what is missing under the credits on a small screen."""
        super().resizeEvent(event)
        small = self.width() < _NARROW
        self.credits.setFixedWidth(_MISSING if small else _LIST)
        self.missing.setFixedWidth(_MISSING)
        # Two cards stand above each other there: rather scroll than squeeze them.
        self._room.need(_LEAST, _TALL if small else 0)
        if small != (self._left.count() > 1):
            if small:
                self._left.addWidget(self.missing, 2)
            else:
                self._columns.addWidget(self.missing)
        for columns in (self._columns, self._left):
            columns.setSpacing(self.body.spacing())

    # Reading

    def _show(self, shown: Transfers) -> None:
        self._strip.finish()
        self._shown = shown
        self._stack.setVisible(True)
        anything = shown.any_credit or bool(shown.missing.announced)
        self._stack.setCurrentIndex(0 if anything else 1)
        self._point.setEnabled(shown.any_credit)
        self._caption(shown)
        self.missing.show_transfers(shown)
        known = [line.credit.id for line in shown.lines]
        current = self._wanted if self._wanted in known else self.credits.current
        if current not in known:
            current = known[0] if known else 0
        self._wanted = 0
        self.credits.show_lines(shown.lines, current)
        if self._credits_soon and known:
            self._credits_soon = False
            self.credits.take_focus()
        if not known:
            self.explanation.show_credit(None)
        self.arrived.emit()

    def _caption(self, shown: Transfers) -> None:
        fresh = shown.end.freshness
        if fresh.day is None or fresh.imported_at is None:
            self.header.set_caption(_("No bank statement yet"))
            return
        told = _("Bank known until {day}").format(day=day(fresh.day))
        if shown.automatic:
            words = translate_plural(
                "{count} credit has its reference", "{count} credits have their reference", shown.automatic
            )
            told += " · " + words.format(count=number(shown.automatic))
        self.header.set_caption(told)

    def _current(self) -> CreditLine | None:
        shown = self._shown
        lines = shown.lines if shown is not None else ()
        return next((line for line in lines if line.credit.id == self.credits.current), None)

    def _choose(self, _credit: int) -> None:
        self._leave_form()
        self.explanation.show_credit(self._current())

    def _changed(self, kinds: frozenset[Kind]) -> None:
        if kinds & _KINDS and self.isVisible():
            self.entered()

    def _not_read(self, problem: Problem) -> None:
        self._strip.finish()
        self._point.setEnabled(True)
        show_problem(self.banner, problem)

    def _stop(self) -> None:
        for handle in (self._reading, self._pointing):
            if handle is not None:
                handle.cancel()
        self._strip.finish()
        self._point.setEnabled(True)

    # Deciding

    def _pointed(self, done: Pointed) -> None:
        self._strip.finish()
        self.banner.hide()
        matches = [match.id for match in done.written]
        decided = {match.credit_id for match in done.written}
        if self.credits.current in decided:
            self._go_on_after(self.credits.current, decided)
        words = translate_plural(
            "{count} credit pointed by its reference: {sum}.",
            "{count} credits pointed by their reference: {sum}.",
            len(matches),
        )
        told = words.format(count=number(len(matches)), sum=money(sum(m.taken for m in done.written)))
        if not matches:
            told = _("No reference decides anything more: the rest is for you.")
        if done.undone:
            more = translate_plural(
                "{count} pointing undone: the bank took the credit back.",
                "{count} pointings undone: the bank took the credits back.",
                len(done.undone),
            )
            told += " " + more.format(count=number(len(done.undone)))
        if matches:
            self.undo.offer(told, lambda: self._take_back(matches))
        else:
            self.undo.tell("grey", told)
        self.entered()

    def _accept(self, credit_id: int, solution: int) -> None:
        line = self._current()
        if line is None or line.credit.id != credit_id or line.finding is None:
            return
        finding, who, reconciling = line.finding, self._desk.acting(), self._desk.office.reconciling
        self._go_on_after(credit_id)
        self._write(lambda: reconciling.accept(who, finding, solution), self._written)

    def _allocate(self, credit_id: int, parts: list[Allocation]) -> None:
        who, reconciling = self._desk.acting(), self._desk.office.reconciling
        self._go_on_after(credit_id)
        self._write(lambda: reconciling.allocate(who, credit_id, parts), self._written)

    def _outside(self, credit_id: int, always: bool) -> None:
        who, reconciling = self._desk.acting(), self._desk.office.reconciling
        self._go_on_after(credit_id)
        self._write(lambda: reconciling.set_outside(who, credit_id, learn=always), self._written)

    def _written(self, match: Match) -> None:
        self._leave_form()
        told = _("Credit pointed: {sum}.").format(sum=money(match.taken))
        self.undo.offer(told, lambda: self._take_back([match.id]))
        self.entered()

    def _take_back(self, matches: list[int]) -> None:
        who, reconciling = self._desk.acting(), self._desk.office.reconciling

        def work() -> int:
            return sum(len(reconciling.undo(who, number_)) for number_ in reversed(matches))

        self._write(work, self._taken_back)

    def _taken_back(self, count: int) -> None:
        words = translate_plural("{count} pointing undone.", "{count} pointings undone.", count)
        self.undo.tell("grey", words.format(count=number(count)))
        self.entered()

    def _write(self, work: Callable[[], Result], done: Callable[[Result], None]) -> None:
        self.banner.hide()
        self._desk.bridge.ask(self, "write", lambda _stop, _progress: work(), done, self._problem)

    def _problem(self, problem: Problem) -> None:
        show_problem(self.banner, problem)
        self.entered()

    def _later(self, credit_id: int) -> None:
        """Leave it to point, and go to the next one that waits."""
        self._go_on_after(credit_id)
        if self._wanted:
            self.credits.choose(self._wanted)
            self._wanted = 0
        self.credits.take_focus()

    def _go_on_after(self, credit_id: int, decided: Collection[int] = ()) -> None:
        """Want the next credit that waits and was not ``decided``, once the page is read again."""
        waiting = [line.credit.id for line in self._shown.lines if line.to_point] if self._shown else []
        place = waiting.index(credit_id) if credit_id in waiting else -1
        others = [each for each in waiting[place + 1 :] + waiting[: max(place, 0)] if each not in decided]
        self._wanted = others[0] if others else 0

    def _other(self, credit_id: int) -> None:
        line, shown = self._current(), self._shown
        if line is None or shown is None or line.credit.id != credit_id:
            return
        payer = line.finding.payer.operator if line.finding and line.finding.payer else ""
        self._middle.setCurrentWidget(self.by_hand)
        self.by_hand.ask(line.credit, shown.names, payer)

    def _candidates(self, operator: str, text: str) -> None:
        line, office = self._current(), self._desk.office
        cents = line.credit.rest if line is not None else 0
        self._desk.bridge.ask(
            self,
            "read",
            lambda _stop, _progress: read_candidates(office, operator, text, cents),
            self.by_hand.show_candidates,
            self._problem,
        )

    def _leave_form(self) -> None:
        if self._middle.currentWidget() is self.by_hand:
            self._middle.setCurrentWidget(self.explanation)
            self.credits.take_focus()

    def _import(self) -> None:
        import_statement(self._desk, self).closed.connect(self._come_back)

    def _import_notices(self) -> None:
        import_notices(self._desk, self).closed.connect(self._come_back)

    def _note(self) -> None:
        note_notice(self._desk, self).closed.connect(self._come_back)

    def _rules(self) -> None:
        RulesOverlay(self._desk, self).start()

    def _come_back(self) -> None:
        """Put the focus on the credits: Enter points there, on the button it would import again."""
        self._credits_soon = not self.credits.current
        self.credits.take_focus()

    def _connect(self) -> None:
        self.credits.chosen.connect(self._choose)
        self.credits.rules_asked.connect(self._rules)
        self.explanation.said_yes.connect(self._accept)
        self.explanation.said_other.connect(self._other)
        self.explanation.said_later.connect(self._later)
        self.explanation.said_undo.connect(lambda match: self._take_back([match]))
        self.by_hand.asked.connect(self._candidates)
        self.by_hand.said.connect(self._allocate)
        self.by_hand.said_outside.connect(self._outside)
        self.by_hand.left.connect(self._leave_form)
        self.banner.acted.connect(self.entered)
        self.missing.note_asked.connect(self._note)
        self.missing.notices_asked.connect(self._import_notices)
