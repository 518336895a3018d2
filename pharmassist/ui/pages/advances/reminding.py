"""Reminders: one debtor per screen, refused while the bank is not up to date."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout

from pharmassist.domain.bank import Freshness
from pharmassist.domain.problems import Problem
from pharmassist.services.reminding import Debtor
from pharmassist.services.texts import PARIS, mark, money, number, short_day, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.pages.advances.view import View, table
from pharmassist.ui.parts.banner import Banner
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card, empty_layout
from pharmassist.ui.parts.empty import EmptyState
from pharmassist.ui.parts.flow import Flow
from pharmassist.ui.parts.text import Text

LEVEL_WORDS = (mark("Reminder"), mark("Second reminder"), mark("Formal notice"))


class RemindingView(View):
    """Who owes something beyond its delay; the letter, then its record."""

    def __init__(self, desk: Desk, failed: Callable[[Problem], None]) -> None:
        super().__init__(desk, failed)
        self._debtors: tuple[Debtor, ...] = ()
        self._place = 0
        self.stale = Banner()
        self.column.addWidget(self.stale)
        self._shown = QVBoxLayout()
        self._shown.setSpacing(12)
        self.column.addLayout(self._shown)
        self.before = Button(_("Previous debtor"), icon="chevron-left", pressed=lambda: self._step(-1))
        self.after = Button(_("Next debtor"), icon="chevron-right", pressed=lambda: self._step(1))
        self.look = Button(_("See the letter"), icon="eye", key="F9", pressed=self.print_view)
        self.record = Button(_("Note as sent"), icon="check", pressed=self._record)
        self._which = Text("", "caption")
        foot = Flow()
        foot.add(self.before, self._which, self.after, None, self.look, self.record)
        self.column.addLayout(foot)
        self.column.addStretch(1)

    def read(self) -> None:
        """Read who owes what, and how far the bank is known."""
        reminding = self.desk.office.reminding
        self.ask(lambda: (reminding.debtors(), *reminding.freshness()), self._show)

    def print_view(self) -> None:
        """Show the letter of the debtor on screen."""
        if self._debtors:
            papers, who = self.desk.office.owed_papers, self.desk.acting()
            operator = self._debtors[self._place].operator.id
            self.desk.preview(lambda: papers.reminder(who, operator))

    def empty(self) -> None:
        """Forget who owes what."""
        self._debtors = ()
        empty_layout(self._shown)

    def _show(self, read: tuple[tuple[Debtor, ...], Freshness, bool]) -> None:
        self._debtors, bank, fresh = read
        self._place = min(self._place, max(0, len(self._debtors) - 1))
        self.stale.setVisible(not fresh)
        if not fresh:
            known = short_day(bank.day) if bank.day else _("no statement yet")
            self.stale.tell(
                "amber",
                _(
                    "The bank is known up to: {day}. Import the last statement before reminding anybody."
                ).format(day=known),
            )
        self._allowed = fresh
        self._one()

    def _one(self) -> None:
        empty_layout(self._shown)
        several = len(self._debtors) > 1
        for part in (self.before, self.after, self._which):
            part.setVisible(several)
        for button in (self.look, self.record):
            button.setVisible(bool(self._debtors))
            button.setEnabled(self._allowed)
        if not self._debtors:
            self._shown.addWidget(
                EmptyState(
                    "bell",
                    _("Nobody is late"),
                    _("Operators that owe something beyond their delay stand here, one at a time."),
                )
            )
            return
        self._which.setText(_("{place} of {count}").format(place=self._place + 1, count=len(self._debtors)))
        self._shown.addWidget(self._card(self._debtors[self._place]))

    def _card(self, debtor: Debtor) -> Card:
        level = LEVEL_WORDS[debtor.next_level - 1]
        card = Card(debtor.operator.name, "bell", _("next: {level}").format(level=_(level)))
        card.body.addWidget(Text(money(debtor.overdue.cents), "figure"))
        words = translate_plural(
            "{count} invoice sent more than {days} working days ago",
            "{count} invoices sent more than {days} working days ago",
            debtor.overdue.count,
        ).format(count=number(debtor.overdue.count), days=number(debtor.delay))
        card.body.addWidget(Text(words, "text", wrap=True))
        source = debtor.operator.delay_source or _("inter-AMC contract; its own delay is not known")
        card.body.addWidget(Text(_("Delay: {source}").format(source=source), "caption", wrap=True))
        if debtor.announced:
            told = _("Announced by its notices and not received: {sum}").format(sum=money(debtor.announced))
            card.body.addWidget(Text(told, "strong", wrap=True))
        if debtor.reminders:
            rows = [
                (
                    short_day(one.at.astimezone(PARIS).date()),
                    _(LEVEL_WORDS[one.level - 1]),
                    one.who,
                    money(one.cents),
                )
                for one in debtor.reminders
            ]
            card.body.addWidget(table((_("Sent"), _("Level"), _("By"), _("Amount")), rows, words=3))
        else:
            card.body.addWidget(Text(_("Never reminded"), "caption"))
        return card

    def _step(self, step: int) -> None:
        if self._debtors:
            self._place = (self._place + step) % len(self._debtors)
            self._one()

    def _record(self) -> None:
        reminding, who = self.desk.office.reminding, self.desk.acting()
        operator = self._debtors[self._place].operator.id
        self.write(
            lambda: reminding.record(who, operator),
            _("Reminder noted."),
            lambda reminder: reminding.take_back(who, reminder),
        )
