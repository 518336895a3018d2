"""Indemnities of one operator: both readings side by side, accredited rejects, the rule behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from pharmassist.domain.indemnities import CompulsoryDelay, IndemnityRule, LateReading, RuleKind, Start
from pharmassist.domain.money import Money
from pharmassist.domain.problems import Problem
from pharmassist.services.compulsory_scheme import AddedDelays, CompulsoryAccount
from pharmassist.services.indemnifying import IndemnityAccount
from pharmassist.services.texts import money, number, short_day, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.exporting import list_signs
from pharmassist.ui.pages.advances.compulsory import CompulsoryCard
from pharmassist.ui.pages.advances.own_rules import OwnRulesCard, terms
from pharmassist.ui.pages.advances.view import Result, View, table
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card, empty_layout, tab_before
from pharmassist.ui.parts.copying import Cents, Sheet, shown
from pharmassist.ui.parts.field import ChoiceField, DateField
from pharmassist.ui.parts.light import Mark
from pharmassist.ui.parts.text import Text
from pharmassist.ui.parts.ticks import Tick, TickList
from pharmassist.ui.undoing import offer_undo

COMPULSORY = "compulsory"
"""Stands in the place of an operator for the compulsory scheme."""


class IndemnitiesView(View):
    """What lateness and wrong rejects are owed, "à confirmer" where no source says it."""

    def __init__(self, desk: Desk, failed: Callable[[Problem], None]) -> None:
        super().__init__(desk, failed)
        self.operator = ChoiceField(_("Operator"), ())
        self.first, self.last = DateField(_("Flows or payments from")), DateField(_("to (day)"))
        row = QHBoxLayout()
        row.setSpacing(12)
        for field, width in ((self.operator, 220), (self.first, 160), (self.last, 140)):
            field.setMaximumWidth(width)
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self.paper = Button(_("Letter and statement"), icon="file-text", key="F9", pressed=self.print_view)
        row.addWidget(self.paper, 0, Qt.AlignmentFlag.AlignBottom)
        self.column.addLayout(row)
        self.operator.changed.connect(self.read)
        for day in (self.first, self.last):
            day.entered.connect(self.read)
            day.line.editingFinished.connect(self.read)
        self._shown = QVBoxLayout()
        self._shown.setSpacing(12)
        self.column.addLayout(self._shown)
        self.compulsory, self.own = CompulsoryCard(), OwnRulesCard()
        self.compulsory.added.connect(self._add_compulsory)
        self.compulsory.removed.connect(self._remove_compulsory)
        self.own.written.connect(self._save_rule)
        self.own.removed.connect(self._remove_rule)
        for card in (self.compulsory, self.own):
            card.hide()
            self.column.addWidget(card)
        self.column.addStretch(1)

    def read(self) -> None:
        """Compute for the operator and the days typed."""
        indemnifying, operator = self.desk.office.indemnifying, self.operator.value()
        first, last = self.first.day(), self.last.day()
        if operator == COMPULSORY:
            self.ask(
                lambda: (indemnifying.compulsory.account(first, last), indemnifying.rules()),
                lambda read: self._show_compulsory(*read),
            )
        elif operator:
            self.ask(
                lambda: (indemnifying.account(operator, first, last), indemnifying.rules()),
                lambda read: self._show(*read),
            )
        else:
            catalogue = self.desk.office.catalogue
            self.ask(lambda: [(one.id, one.name) for one in catalogue.operators()], self._offer)

    def _offer(self, operators: list[tuple[str, str]]) -> None:
        self.operator.set_choices([*operators, (COMPULSORY, _("Compulsory scheme"))])
        self.read()

    def print_view(self) -> None:
        """Show letter and statement."""
        papers, who, operator = self.desk.office.owed_papers, self.desk.acting(), self.operator.value()
        first, last = self.first.day(), self.last.day()
        if operator == COMPULSORY:
            self.desk.preview(lambda: papers.compulsory_indemnities(who, first, last))
        else:
            self.desk.preview(lambda: papers.indemnities(who, operator, first, last))

    def empty(self) -> None:
        """Forget the sums."""
        empty_layout(self._shown)
        for card in (self.compulsory, self.own):
            card.hide()

    def _begin(self, account: IndemnityAccount | CompulsoryAccount, *, compulsory: bool) -> None:
        empty_layout(self._shown)
        for field, day in ((self.first, account.first), (self.last, account.last)):
            if field.day() is None and not field.line.hasFocus():
                field.set_day(day)
        self.compulsory.setVisible(compulsory)
        self.own.show()

    def _show_compulsory(self, account: CompulsoryAccount, rules: tuple[IndemnityRule, ...]) -> None:
        self._begin(account, compulsory=True)
        if account.rule is not None:
            self._shown.addWidget(self._source(account.rule))
        self.compulsory.show_account(account)
        tab_before(self.own.kind.box, self.compulsory.acts)
        self.own.show_rules(rules, COMPULSORY, (RuleKind.COMPULSORY_LATE,), account.last)

    def _show(self, account: IndemnityAccount, rules: tuple[IndemnityRule, ...]) -> None:
        self._begin(account, compulsory=False)
        kinds = (RuleKind.LATE_SHARE, RuleKind.WRONG_REJECT)
        self.own.show_rules(rules, account.operator, kinds, account.last)
        if account.rule is None:
            self._shown.addWidget(Text(_("No rule of lateness binds this operator."), "text"))
        else:
            cards = QHBoxLayout()
            cards.setSpacing(12)
            readings = [self._reading(reading) for reading in account.late]
            for card in readings:
                cards.addWidget(card, 1)
            self._shown.addLayout(cards)
            tab_before(self.own.kind.box, [one for card in readings for one in card.findChildren(Button)])
            self._shown.addWidget(self._source(account.rule))
        self._shown.addWidget(self._rejects(account))

    def _reading(self, reading: LateReading) -> Card:
        words = _("If lateness counts from the flow day")
        if reading.start is Start.DUE:
            words = _("If it counts from the day it was due")
        card = Card(words)
        card.add_action(Mark("circle-question-mark", _("to confirm"), "amber", pill=False))
        card.body.setSpacing(6)
        card.body.addWidget(Text(money(reading.indemnity), "figure"))
        flows = translate_plural("{count} late flow", "{count} late flows", reading.late_flows)
        beyond = _("more than {days} working days").format(days=number(reading.beyond))
        words = f"{flows.format(count=number(reading.late_flows))}, {money(reading.late_cents)} · {beyond}"
        card.body.addWidget(Text(words, "table", "text2", wrap=True))
        if reading.running:
            told = _("{sum} more so far for what did not come").format(sum=money(reading.running))
            card.body.addWidget(Text(told, "table", "amber", wrap=True))
        rows = [
            (
                one.flow.day,
                transfer.paid_on or _("not received"),
                Cents(one.flow.cents),
                one.days,
                _("late") if one.late else _("in time"),
            )
            for transfer in reading.transfers
            for one in transfer.flows
        ]
        if rows:
            titles = (_("Flow"), _("Credit"), _("Amount"), _("Days"), _("Lateness"))
            card.body.addWidget(table((*titles[:-1], ""), [tuple(map(shown, row)) for row in rows], words=2))
            for sign in list_signs(self.desk, card, "late", partial(Sheet, titles, rows)):
                card.add_action(sign)
        else:
            card.body.addWidget(Text(_("No notice of these days."), "caption"))
        card.body.addStretch(1)
        return card

    def _source(self, rule: IndemnityRule) -> Card:
        card = Card(_("The rule"), "scale", f"{rule.name} · {terms(rule)}")
        icon, word = ("circle-check", _("read in a source")) if rule.verified else ("", "")
        if rule.own:
            icon, word = "pen-line", _("written by the pharmacy")
        mark = Mark(icon, word, "green", pill=False)
        if not rule.verified:
            word = _("not seen for this operator: to confirm")
            if rule.own or rule.kind is RuleKind.COMPULSORY_LATE:
                word = _("to confirm")
            mark = Mark("circle-question-mark", word, "amber", pill=False)
        card.add_action(mark)
        since = _("In force since {day} · {source}").format(day=short_day(rule.since), source=rule.source)
        card.body.setSpacing(4)
        card.body.addWidget(Text(since, "table", wrap=True))
        if rule.note:
            card.body.addWidget(Text(rule.note, "caption", wrap=True))
        return card

    def _rejects(self, account: IndemnityAccount) -> Card:
        card = Card(_("Rejected invoices"), "ban", _("tick those whose rights were agreed"), padded=False)
        sums = _("{sum} without VAT · {whole} with VAT").format(
            sum=money(account.without_vat), whole=money(account.with_vat)
        )
        card.add_action(Text(sums, "strong"))
        ticks = TickList()
        ticks.show_ticks(
            [
                Tick(
                    one.invoice,
                    _("Invoice {number}, {sum}").format(number=one.invoice, sum=money(one.cents)),
                    f"{short_day(one.day)} · {one.code} {one.label}".strip(" ·"),
                    (one.invoice, one.day) in account.accredited,
                    _("accredited") if (one.invoice, one.day) in account.accredited else "",
                )
                for one in account.rejects
            ]
        )
        ticks.ticked.connect(self._ticked)
        if not account.rejects:
            empty = Text(_("No reject of these days."), "caption")
            empty.setContentsMargins(16, 8, 16, 8)
            card.body.addWidget(empty)
        card.body.addWidget(ticks)
        return card

    def _ticked(self, invoice: str, on: bool) -> None:
        indemnifying, who, operator = self.desk.office.indemnifying, self.desk.acting(), self.operator.value()
        self.write(lambda: indemnifying.set_accredited(who, operator, invoice, on))

    # Writing

    def _add_compulsory(self, numbers: list[str], paid: date, sent: date | None, cents: Money | None) -> None:
        scheme, who = self.desk.office.indemnifying.compulsory, self.desk.acting()

        def added(done: AddedDelays) -> None:
            self.compulsory.added_well()
            count = len(done.lines)
            told = translate_plural("{count} invoice added.", "{count} invoices added.", count)
            told = told.format(count=number(count))
            offer_undo(self, self.desk, told, lambda: scheme.take_back(who, done), self.failed)

        self._store(
            lambda: scheme.add(who, numbers, paid, sent, cents),
            added,
            self.compulsory.refused,
        )

    def _remove_compulsory(self, delay: CompulsoryDelay) -> None:
        scheme, who = self.desk.office.indemnifying.compulsory, self.desk.acting()
        told = _("Invoice {number} taken away.").format(number=delay.invoice)
        self.write(lambda: scheme.remove(who, delay.id), told, lambda _none: scheme.put_back(who, delay))

    def _save_rule(self, rule: IndemnityRule) -> None:
        indemnifying, who = self.desk.office.indemnifying, self.desk.acting()
        told = _("Rule written, in force since {day}.").format(day=short_day(rule.since))
        self._store(
            lambda: indemnifying.save_rule(who, rule),
            lambda _rule: self.own.offer_undo(told, rule, was_written=True),
            self.own.refused,
        )

    def _remove_rule(self, rule: IndemnityRule) -> None:
        indemnifying, who = self.desk.office.indemnifying, self.desk.acting()
        told = _("Rule removed: the one before binds again.")
        self._store(
            lambda: indemnifying.remove_rule(who, rule),
            lambda _none: self.own.offer_undo(told, rule, was_written=False),
            self.own.refused,
        )

    def _store(
        self,
        work: Callable[[], Result],
        done: Callable[[Result], None],
        refused: Callable[[Problem], bool],
    ) -> None:
        """Write in its lane, then read again; a refusal is told at its field where it has one."""

        def written(result: Result) -> None:
            done(result)
            self.read()

        def failed(problem: Problem) -> None:
            if not refused(problem):
                self.failed(problem)

        self.desk.bridge.ask(self, "write", lambda _stop, _progress: work(), written, failed)
