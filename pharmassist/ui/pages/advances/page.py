"""The page Acomptes: figures for the union first, then the request with its working, then the ledgers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.advances import AdvanceStatus, MovementKind
from pharmassist.domain.operators import Light, LightState
from pharmassist.domain.problems import Problem
from pharmassist.services.advance_sums import Computation
from pharmassist.services.advancing import Ledger
from pharmassist.services.changes import Kind
from pharmassist.services.office import Office
from pharmassist.services.texts import money, number, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.bridge import Handle
from pharmassist.ui.desk import Desk
from pharmassist.ui.page import Page
from pharmassist.ui.pages.advances.ledger import LedgerCard
from pharmassist.ui.pages.advances.sums import EstimateCard, ExactCard
from pharmassist.ui.parts.banner import Banner
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card, empty_layout
from pharmassist.ui.parts.empty import EmptyState
from pharmassist.ui.parts.field import ChoiceField, DateField
from pharmassist.ui.parts.header import Header
from pharmassist.ui.parts.text import Text
from pharmassist.ui.problems import show_problem

Result = TypeVar("Result")
_AFTER_MS = 300
"""The sums are computed again this long after the last edit."""
_NARROW = 700


@dataclass(frozen=True, slots=True)
class Entrance:
    """What is read when the page comes on screen."""

    operators: Mapping[str, str]
    proposed: str
    ledgers: tuple[Ledger, ...]
    today: date


class AdvancesPage(Page):
    """What did I ask, get, give back?"""

    def __init__(self, desk: Desk) -> None:
        header = Header(_("What did I ask, get, give back?"), _("Asked, got, given back?"))
        super().__init__(header)
        self._desk = desk
        self._operators: Mapping[str, str] = {}
        self._found: Computation | None = None
        self._asked: Handle | None = None
        self._chosen = False
        self._open: frozenset[str] = frozenset()
        self._today: date | None = None
        self._ask = header.add_action(
            Button(_("Ask for an acompte"), "primary", "hand-coins", "F9", pressed=self._letter)
        )
        self.operator = ChoiceField(_("Operator"), [])
        self.first = DateField(_("Invoices from"))
        self.last = DateField(_("to (day)"))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_AFTER_MS)
        self._soon.timeout.connect(self._compute)
        self.operator.changed.connect(self._operator_chosen)
        for field in (self.first, self.last):
            field.changed.connect(self._soon.start)
        self.exact, self.estimate = ExactCard(), EstimateCard()
        self._going = Banner()
        self._build()
        self.banner.acted.connect(self._again)
        desk.bridge.listen(self, self._changed)

    def entered(self) -> None:
        """Read operators and ledgers, then compute."""
        office = self._desk.office
        self._desk.bridge.ask(
            self, "read", lambda _stop, _progress: read_entrance(office), self._entered, self._problem
        )

    def show_target(self, target: str) -> None:
        """Show one operator."""
        self._chosen = True
        if target in self._operators:
            self.operator.set_value(target)
        else:
            self.operator.set_choices([(target, target)])

    def print_page(self) -> None:
        """F9: the letter with its annex."""
        self._letter()

    def empty(self) -> None:
        """Forget the sums and the ledgers."""
        super().empty()
        self._forget_sums()
        empty_layout(self._ledgers)
        self.header.set_caption("")
        self.banner.hide()

    # Reading

    def _entered(self, entrance: Entrance) -> None:
        self._operators, self._today = entrance.operators, entrance.today
        self._open = frozenset(
            ledger.advance.operator for ledger in entrance.ledgers if ledger.advance.stands
        )
        wanted = self.operator.value() if self._chosen else entrance.proposed
        self.operator.set_choices(list(entrance.operators.items()))
        self.operator.box.blockSignals(True)
        self.operator.set_value(wanted)
        self.operator.box.blockSignals(False)
        self._show_ledgers(entrance)
        self._compute()

    def _operator_chosen(self) -> None:
        """Another operator: its own oldest invoice begins the period."""
        self._chosen = True
        for field in (self.first, self.last):
            field.line.blockSignals(True)
            field.clear()
            field.line.blockSignals(False)
        self._compute()

    def _compute(self) -> None:
        self._soon.stop()
        operator = self.operator.value()
        if not operator or any(field.error_text for field in (self.first, self.last)):
            return
        if self._asked is not None:
            self._asked.cancel()
        advancing, first, last = self._desk.office.advancing, self.first.day(), self.last.day()
        self._asked = self._desk.bridge.ask(
            self,
            "read",
            lambda _stop, _progress: advancing.compute(operator, first, last),
            self._computed,
            self._not_computed,
        )

    def _computed(self, found: Computation) -> None:
        self._found = found
        self.banner.hide()
        for field, day in ((self.first, found.period_from), (self.last, found.period_to)):
            if field.day() is None and not field.line.hasFocus():
                field.line.blockSignals(True)
                field.set_day(day)
                field.line.blockSignals(False)
        name = self._operators.get(found.operator, found.operator)
        self.exact.show_computation(found, name)
        self.estimate.show_computation(found)
        words = translate_plural("{count} invoice · {sum}", "{count} invoices · {sum}", found.claims)
        self._union_words.setText(
            f"{name} · " + words.format(count=number(found.claims), sum=money(found.exact))
        )
        asked = found.exact > 0
        for button in (self._ask, self._figures, self._look, self._note):
            button.setEnabled(asked)
        if found.operator in self._open:
            self._going.tell(
                "amber", _("An acompte of {operator} is under way already.").format(operator=name)
            )
        else:
            self._going.hide()

    def _not_computed(self, problem: Problem) -> None:
        self._forget_sums()
        self._problem(problem)

    def _forget_sums(self) -> None:
        self._found = None
        self.exact.show_sum("–", [], None, "")
        self.estimate.show_sum("–", [], None, "")
        self._union_words.setText("")
        for button in (self._ask, self._figures, self._look, self._note):
            button.setEnabled(False)

    def _show_ledgers(self, entrance: Entrance) -> None:
        empty_layout(self._ledgers)
        if not entrance.ledgers:
            self._ledgers.addWidget(
                EmptyState(
                    "book-open",
                    _("No acompte asked yet"),
                    _("Once the request is noted, its answer, the money and each withholding stand here."),
                )
            )
            self.header.set_caption(_("No acompte asked yet"))
            return
        left = sum(ledger.balance for ledger in entrance.ledgers)
        words = translate_plural("{count} acompte", "{count} acomptes", len(entrance.ledgers))
        rest = _("{sum} left to give back").format(sum=money(left))
        self.header.set_caption(words.format(count=number(len(entrance.ledgers))) + " · " + rest)
        for ledger in entrance.ledgers:
            name = entrance.operators.get(ledger.advance.operator, ledger.advance.operator)
            card = LedgerCard(ledger, name, entrance.today)
            card.answered.connect(self._answer)
            card.moved.connect(self._move)
            self._ledgers.addWidget(card)

    # Papers

    def _letter(self) -> None:
        found, office, who = self._found, self._desk.office, self._desk.acting()
        if found is not None and found.exact > 0:
            self._desk.preview(
                lambda: office.papers.advance(who, found.operator, found.period_from, found.period_to)
            )

    def _union(self) -> None:
        found, office = self._found, self._desk.office
        if found is not None:
            self._desk.preview(
                lambda: office.papers.union_figures(found.operator, found.period_from, found.period_to)
            )

    # Writing

    def _request(self) -> None:
        found, who, advancing = self._found, self._desk.acting(), self._desk.office.advancing
        if found is not None:
            self._note.setEnabled(False)
            self._write(lambda: advancing.request(who, found.operator, found.period_from, found.period_to))

    def _answer(self, advance_id: int, status: AdvanceStatus, cents: int) -> None:
        who, advancing = self._desk.acting(), self._desk.office.advancing
        self._write(lambda: advancing.answer(who, advance_id, status, cents))

    def _move(self, advance_id: int, kind: MovementKind, cents: int, day: date, reference: str) -> None:
        who, advancing = self._desk.acting(), self._desk.office.advancing
        self._write(lambda: advancing.add_movement(who, advance_id, kind, cents, day, reference))

    def _write(self, work: Callable[[], Result]) -> None:
        """Write in its lane; the change that is posted loads the page again."""
        self.banner.hide()
        self._desk.bridge.ask(
            self, "write", lambda _stop, _progress: work(), lambda _result: None, self._problem
        )

    def _changed(self, kinds: frozenset[Kind]) -> None:
        if kinds & {Kind.ADVANCES, Kind.CLAIMS} and self.isVisible():
            self.entered()

    def _problem(self, problem: Problem) -> None:
        show_problem(self.banner, problem)

    def _again(self) -> None:
        self.banner.hide()
        self.entered()

    # How it looks

    def _build(self) -> None:
        period = QHBoxLayout()
        period.setSpacing(12)
        for field, width in ((self.operator, 220), (self.first, 140), (self.last, 140)):
            field.setMaximumWidth(width)
            period.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        period.addStretch(1)
        self.body.addLayout(period)
        self._figures = Button(_("See the page"), icon="file-text", pressed=self._union)
        union = Card(_("1. Anonymous figures for the union"), "users")
        union.add_action(self._figures)
        self._union_words = Text("", "strong")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._union_words)
        row.addWidget(Text(_("neither pharmacy nor invoice is named"), "caption", wrap=True), 1)
        union.body.addLayout(row)
        self.body.addWidget(union)
        self._sums = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sums.setSpacing(12)
        self._sums.addWidget(self.exact, 1)
        self._sums.addWidget(self.estimate, 1)
        self.body.addLayout(self._sums)
        self._look = Button(_("See letter and annex"), icon="eye", pressed=self._letter)
        self._note = Button(_("Note the request"), icon="check", pressed=self._request)
        self._note.setToolTip(_("Keeps the exact sum of today; this cannot be undone"))
        request = Card(_("3. The request"), "send")
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(
            Text(
                _("Once sent, note it: the exact sum of today is kept; not undone."),
                "table",
                "text2",
                wrap=True,
            ),
            1,
        )
        foot.addWidget(self._look)
        foot.addWidget(self._note)
        request.body.addWidget(self._going)
        request.body.addLayout(foot)
        self.body.addWidget(request)
        title = Text(_("Requested, granted, given back"), "title")
        self.body.addWidget(title)
        held = QWidget()
        self._ledgers = QVBoxLayout(held)
        self._ledgers.setContentsMargins(0, 0, 0, 0)
        self._ledgers.setSpacing(12)
        self.body.addWidget(held)
        self.body.addStretch(1)
        self._forget_sums()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack the two sums where room lacks."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._sums.setDirection(way)


def read_entrance(office: Office) -> Entrance:
    """Read the operators, which is asked first, and every ledger (a lane's work)."""
    operators = {operator.id: operator.name for operator in office.catalogue.operators()}
    with office.register.read() as tx:
        stopped = {
            operator
            for operator in operators
            if (reading := tx.operators.latest(operator, Light.TRANSFERS))
            and reading.state is LightState.STOPPED
        }
    waiting = [each.operator for each in office.claims.by_operator() if each.operator in operators]
    # Money is asked of the one that no longer pays; else of the one that owes most.
    proposed = next((each for each in waiting if each in stopped), next(iter([*waiting, *operators]), ""))
    return Entrance(operators, proposed, office.advancing.ledgers(), office.clock.today())
