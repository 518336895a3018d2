"""The page Acomptes: figures for the union first, then the request with its working, then the ledgers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent

from pharmassist.domain.advances import Basis
from pharmassist.domain.problems import Problem
from pharmassist.services.advance_sums import Computation
from pharmassist.services.advance_words import BASIS_WORDS
from pharmassist.services.changes import Kind
from pharmassist.services.texts import money, number, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.bridge import Handle
from pharmassist.ui.desk import Desk
from pharmassist.ui.owner import as_owner
from pharmassist.ui.page import Page
from pharmassist.ui.pages.advances.asking import Asking
from pharmassist.ui.pages.advances.cash import CashView
from pharmassist.ui.pages.advances.entrance import Entrance, read_entrance
from pharmassist.ui.pages.advances.indemnities import IndemnitiesView
from pharmassist.ui.pages.advances.ledger import LedgerCard
from pharmassist.ui.pages.advances.ledger_acts import listen
from pharmassist.ui.pages.advances.moving import Offers
from pharmassist.ui.pages.advances.reminding import RemindingView
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import empty_layout
from pharmassist.ui.parts.empty import EmptyState
from pharmassist.ui.parts.header import Header
from pharmassist.ui.parts.tabs import Tabs
from pharmassist.ui.problems import show_problem
from pharmassist.ui.undoing import offer_undo

Result = TypeVar("Result")
_AFTER_MS = 300
"""The sums are computed again this long after the last edit."""
_NARROW = 700
_VIEWS = ("indemnities", "reminders", "cash")


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
        self._lead = False
        self._open: frozenset[str] = frozenset()
        self._today: date | None = None
        self._ask = header.add_action(
            Button(_("Ask for an acompte"), "primary", "hand-coins", "F9", pressed=self._letter)
        )
        self.asking = Asking()
        self.operator, self.first, self.last = self.asking.operator, self.asking.first, self.asking.last
        self.exact, self.estimate = self.asking.exact, self.asking.estimate
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_AFTER_MS)
        self._soon.timeout.connect(self._compute)
        self.operator.changed.connect(self._operator_chosen)
        for field in (self.first, self.last):
            field.changed.connect(self._soon.start)
        self.indemnities = IndemnitiesView(desk, self._problem)
        self.reminding = RemindingView(desk, self._problem)
        self.cash = CashView(desk, self._problem)
        self._build()
        self.banner.acted.connect(self._again)
        desk.bridge.listen(self, self._changed)

    def entered(self) -> None:
        """Read operators and ledgers, then compute; another view reads its own."""
        office = self._desk.office
        self._read_view(self.tabs.key)
        self._desk.bridge.ask(
            self, "read", lambda _stop, _progress: read_entrance(office), self._entered, self._problem
        )

    def show_target(self, target: str) -> None:
        """Show one operator, or one of the views beside ("indemnities", "reminders", "cash")."""
        if target in _VIEWS:
            self.tabs.show_view(target)
            return
        self._chosen = True
        if target in self._operators:
            self.operator.set_value(target)
        else:
            self.operator.set_choices([(target, target)])

    def print_page(self) -> None:
        """F9: the letter with its annex, or the paper of the view that is shown."""
        views = {"indemnities": self.indemnities, "reminders": self.reminding, "cash": self.cash}
        view = views.get(self.tabs.key)
        if view is None:
            self._letter()
        else:
            view.print_view()

    def empty(self) -> None:
        """Forget the sums and the ledgers."""
        super().empty()
        self._forget_sums()
        for view in (self.indemnities, self.reminding, self.cash):
            view.empty()
        empty_layout(self.asking.ledgers)
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
        self.asking.show_form(entrance.any_to_ask or bool(entrance.ledgers))
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
        told = found.transmitted
        words = translate_plural("{count} invoice · {sum}", "{count} invoices · {sum}", told.count)
        self.asking.union_words.setText(
            f"{name} · " + words.format(count=number(told.count), sum=money(told.cents))
        )
        asked = found.exact > 0
        self._ask.setEnabled(asked)
        self.asking.look.setEnabled(asked)
        self.asking.figures.setEnabled(found.transmitted.count > 0)
        sums = [(basis, found.sum_of(basis)) for basis in Basis]
        self.asking.offer(
            [(basis.value, f"{_(BASIS_WORDS[basis])} : {money(cents)}") for basis, cents in sums if cents]
        )
        if found.operator in self._open:
            self.asking.going.tell(
                "amber", _("An acompte of {operator} is under way already.").format(operator=name)
            )
        elif not found.transmitted.count:
            words = _(
                "No invoice of {operator} waits for these days: import the LGO list first, or change them."
            )
            self.asking.going.tell("grey", words.format(operator=name))
        else:
            self.asking.going.hide()

    def _not_computed(self, problem: Problem) -> None:
        self._forget_sums()
        self._problem(problem)

    def _forget_sums(self) -> None:
        self._found = None
        self.asking.forget()
        self._ask.setEnabled(False)

    def _show_ledgers(self, entrance: Entrance) -> None:
        empty_layout(self.asking.ledgers)
        if not entrance.ledgers:
            self.asking.ledgers.addWidget(
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
            offers = entrance.offers.get(ledger.advance.operator, Offers())
            card = LedgerCard(self._desk, ledger, name, entrance.today, offers)
            listen(card, ledger, self._desk, self._write)
            if self._lead and (ledger.advance.stands or len(entrance.ledgers) == 1):
                self._lead = False
                card.show()
                card.take_focus()
            self.asking.ledgers.addWidget(card)

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
        if found is None or not self.asking.basis.value():
            return
        basis, period = Basis(self.asking.basis.value()), (found.period_from, found.period_to)
        as_owner(
            self._desk,
            self,
            lambda pin: self._write(
                lambda: advancing.request(who, found.operator, *period, basis, pin),
                _("Request noted."),
                lambda noted: advancing.withdraw(who, noted.id),
            ),
            self._problem,
        )

    def _write(
        self, work: Callable[[], Result], told: str = "", take_back: Callable[[Result], object] | None = None
    ) -> None:
        """Write in its lane; the change that is posted loads the page again, the focus on what comes next."""
        self._lead = True
        self.banner.hide()

        def written(result: Result) -> None:
            if take_back is not None:
                offer_undo(self, self._desk, told, lambda: take_back(result), self._problem)

        self._desk.bridge.ask(self, "write", lambda _stop, _progress: work(), written, self._problem)

    def _changed(self, kinds: frozenset[Kind]) -> None:
        if kinds & {Kind.ADVANCES, Kind.CLAIMS, Kind.BANK} and self.isVisible():
            self.entered()

    def _problem(self, problem: Problem) -> None:
        self._lead = False
        show_problem(self.banner, problem)

    def _again(self) -> None:
        self.banner.hide()
        self.entered()

    # How it looks

    def _read_view(self, key: str) -> None:
        """Read what a view shows when it comes up."""
        self.banner.hide()
        views = {"indemnities": self.indemnities, "reminders": self.reminding, "cash": self.cash}
        view = views.get(key)
        if view is not None:
            view.read()

    def _build(self) -> None:
        self.tabs = Tabs(
            (
                ("advances", _("Acomptes"), "hand-coins", self.asking),
                ("indemnities", _("Indemnities"), "percent", self.indemnities),
                ("reminders", _("Reminders"), "bell", self.reminding),
                ("cash", _("Cash and bank"), "wallet", self.cash),
            )
        )
        self.tabs.shown.connect(self._read_view)
        self.body.addWidget(self.tabs, 1)
        self.asking.figures_asked.connect(self._union)
        self.asking.letter_asked.connect(self._letter)
        self.asking.noted.connect(self._request)
        self.asking.import_asked.connect(lambda: self._desk.go("claims", "import"))
        self._forget_sums()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stack the two sums where room lacks."""
        super().resizeEvent(event)
        self.asking.set_narrow(self.width() < _NARROW)
