"""Cash: four dated lines against what is missing, the titulaire's threshold, letters to the bank."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.cash import CashKind, CashLine, Creditor, Threshold
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret
from pharmassist.services.cash import CashView as CashFacts
from pharmassist.services.cash_words import CASH_WORDS, threshold_words
from pharmassist.services.texts import money, number, short_day, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.exporting import list_signs
from pharmassist.ui.owner import as_owner
from pharmassist.ui.pages.advances.view import View, table
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card, empty_layout
from pharmassist.ui.parts.copying import Cell, Cents, Sheet, shown
from pharmassist.ui.parts.field import AmountField, DateField, TextField
from pharmassist.ui.parts.flow import Flow
from pharmassist.ui.parts.light import Mark
from pharmassist.ui.parts.text import Text, line
from pharmassist.ui.undoing import page_of


class CashView(View):
    """What must go out, what is missing, from when the titulaire decides, what the bank is told."""

    def __init__(self, desk: Desk, failed: Callable[[Problem], None]) -> None:
        super().__init__(desk, failed)
        self._known: dict[CashKind, CashLine] = {}
        self._facts: CashFacts | None = None
        self.days: dict[CashKind, DateField] = {}
        self.sums: dict[CashKind, AmountField] = {}
        self._by_operator = Sheet((), ())
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._lines(), 1)
        top.addWidget(self._missing_card(), 1)
        self.column.addLayout(top)
        self.column.addWidget(self._threshold_card())
        self.column.addWidget(self._bank_card())
        self.column.addStretch(1)

    def read(self) -> None:
        """Read the facts."""
        self.ask(self.desk.office.cash.view, self._show)

    def print_view(self) -> None:
        """Show the letter to the bank."""
        papers, who = self.desk.office.owed_papers, self.desk.acting()
        self.desk.preview(lambda: papers.force_majeure(who))

    def empty(self) -> None:
        """Forget the sums."""
        for kind in CashKind:
            self.days[kind].clear()
            self.sums[kind].clear()
        for field in self.bank:
            field.clear()
        self._known, self._facts = {}, None
        for layout in (self._missing, self._creditors):
            empty_layout(layout)
        self._by_operator = Sheet((), ())
        self._written.setText("")

    # The four lines

    def _lines(self) -> Card:
        card = Card(_("What must be paid"), "calendar-clock")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        for place, kind in enumerate(CashKind):
            words = _(CASH_WORDS[kind])
            day, cents = DateField(_("Date, {what}").format(what=words)), AmountField(words)
            self.days[kind], self.sums[kind] = day, cents
            grid.addWidget(day, place, 0)
            grid.addWidget(cents, place, 1, 1, 2)
            for field in (day, cents):
                field.entered.connect(partial(self._save_line, kind))
        card.body.addLayout(grid)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(Button(_("Write these lines"), icon="check", pressed=self._save_lines))
        card.body.addLayout(foot)
        return card

    def _typed(self, kind: CashKind) -> CashLine | None:
        """Return what is typed of a line; None where it cannot be read, which is said at its field."""
        day, cents = self.days[kind], self.sums[kind]
        on, amount = day.day(), cents.cents()
        if on is None:
            day.error(_("This is not a date. Example: 30/01/2024"))
            day.line.setFocus()
        elif not amount or amount <= 0:
            cents.error(_("Type an amount."))
            cents.line.setFocus()
        else:
            return CashLine(kind, on, amount)
        return None

    def _is_empty(self, kind: CashKind) -> bool:
        return not self.days[kind].value() and not self.sums[kind].value()

    def _save_line(self, kind: CashKind) -> None:
        if self._is_empty(kind):
            self._write_lines({kind: None})
        elif (line := self._typed(kind)) is not None:
            self._write_lines({kind: line})

    def _save_lines(self) -> None:
        typed: dict[CashKind, CashLine | None] = {}
        for kind in CashKind:
            if not self._is_empty(kind):
                typed[kind] = line = self._typed(kind)
                if line is None:
                    return
        if typed:
            self._write_lines(typed)

    def _write_lines(self, lines: Mapping[CashKind, CashLine | None]) -> None:
        cash, who = self.desk.office.cash, self.desk.acting()
        before = {kind: self._known.get(kind) for kind in lines}
        told = translate_plural("{count} line written.", "{count} lines written.", len(lines))
        told = told.format(count=number(len(lines)))
        self.write(lambda: cash.set_lines(who, lines), told, lambda _none: cash.set_lines(who, before))

    def _show(self, facts: CashFacts) -> None:
        gone = self._known.keys() - {one.kind for one in facts.lines}
        self._facts = facts
        self._known = known = {one.kind: one for one in facts.lines}
        for kind in CashKind:
            line = known.get(kind)
            if (
                line is not None
                and not self.days[kind].line.hasFocus()
                and not self.sums[kind].line.hasFocus()
            ):
                self.days[kind].set_day(line.day)
                self.sums[kind].set_cents(line.cents)
            elif kind in gone:
                self.days[kind].clear()
                self.sums[kind].clear()
        self._show_missing(facts)
        self._show_threshold(facts)
        self._show_bank(facts)

    # What is missing

    def _missing_card(self) -> Card:
        card = Card(_("What is missing"), "trending-down")
        for sign in list_signs(self.desk, card, "missing", lambda: self._by_operator):
            card.add_action(sign)
        self._missing = QVBoxLayout()
        self._missing.setSpacing(8)
        card.body.addLayout(self._missing)
        card.body.addStretch(1)
        return card

    def _show_missing(self, facts: CashFacts) -> None:
        empty_layout(self._missing)
        self._missing.addWidget(Text(money(facts.missing_cents), "figure"))
        names = {one.id: one.name for one in self.desk.office.catalogue.operators()}
        rows: list[tuple[Cell, ...]] = [
            (
                names.get(one.operator, one.operator),
                one.tally.count,
                Cents(one.tally.cents),
                one.oldest_days,
            )
            for one in facts.missing
        ]
        titles = (_("Operator"), _("Invoices"), _("AMC share"), _("Oldest (days)"))
        self._by_operator = Sheet(titles, rows)
        if rows:
            self._missing.addWidget(table(titles, [tuple(map(shown, row)) for row in rows]))
        if facts.advanced:
            words = _("Acomptes received, to give back: {sum}").format(sum=money(facts.advanced))
            self._missing.addWidget(Text(words, "table", wrap=True))
        due = [
            (short_day(one.day), _(CASH_WORDS[one.kind]), money(one.cents), money(facts.due_until(one)))
            for one in facts.lines
        ]
        if due:
            titles = (_("Date"), _("What"), _("Amount"), _("To pay by then"))
            self._missing.addWidget(table(titles, due, words=2))

    # The threshold

    def _threshold_card(self) -> Card:
        card = Card(_("From when the owner decides"), "scale", _("suspending tiers payant, AMC share only"))
        self._crossed = Mark("triangle-alert", "", "amber", pill=False)
        card.add_action(self._crossed)
        self._written = Text("", "strong", wrap=True)
        self.beyond, self.days_beyond = (
            AmountField(_("Beyond (sum)")),
            TextField(_("or beyond (working days)")),
        )
        row = Flow(side=Qt.AlignmentFlag.AlignBottom)
        row.add(self._written, stretch=1)
        for field in (self.beyond, self.days_beyond):
            field.setMaximumWidth(200)
            field.entered.connect(self._save_threshold)
            row.add(field)
        row.add(Button(_("Write the threshold"), icon="check", pressed=self._save_threshold))
        card.body.addLayout(row)
        words = _("C2S, AME, work accidents, maternity, ALD: nothing changes.")
        card.body.addWidget(Text(words, "caption", wrap=True))
        return card

    def _show_threshold(self, facts: CashFacts) -> None:
        written = facts.threshold
        self._written.setText(threshold_words(written) if written else _("No threshold is written."))
        names = {one.id: one.name for one in self.desk.office.catalogue.operators()}
        crossed = ", ".join(names.get(one.operator, one.operator) for one in facts.missing if one.crossed)
        self._crossed.setVisible(bool(crossed))
        self._crossed.set_mark("triangle-alert", _("crossed: {names}").format(names=crossed), "amber")

    def _save_threshold(self) -> None:
        cents, typed = self.beyond.cents() or 0, self.days_beyond.value()
        if typed and not typed.isdecimal():
            self.days_beyond.error(_("Type a number."))
            self.days_beyond.line.setFocus()
            return
        days, cash, who = int(typed or 0), self.desk.office.cash, self.desk.acting()
        before = self._facts.threshold if self._facts is not None else None

        def put_back(written: Threshold, pin: Secret | None) -> None:
            acting = self.desk.acting()
            self.write(lambda: cash.put_back_threshold(acting, written, before, pin))

        def done(written: Threshold) -> None:
            page = page_of(self)
            if page is not None:
                # Taking back is an owner's decision too.
                page.undo.offer(
                    _("The threshold is written."),
                    lambda: as_owner(self.desk, self, lambda pin: put_back(written, pin), self.failed),
                )
            self.read()

        def write(pin: Secret | None) -> None:
            self.desk.bridge.ask(
                self,
                "write",
                lambda _stop, _progress: cash.write_threshold(who, cents, days, pin),
                done,
                self.failed,
            )

        as_owner(self.desk, self, write, self.failed)

    # The bank

    def _bank_card(self) -> Card:
        card = Card(_("Creditors authorised to debit"), "landmark", _("names only: no account number"))
        self.bank_told = Text("", "caption", wrap=True)
        self._creditors = QVBoxLayout()
        self._creditors.setSpacing(2)
        card.body.addLayout(self._creditors)
        self.creditor, self.ics = TextField(_("Creditor")), TextField(_("SEPA identifier (ICS, optional)"))
        row = QHBoxLayout()
        row.setSpacing(8)
        for field, part in ((self.creditor, 3), (self.ics, 2)):
            field.entered.connect(self._add_creditor)
            row.addWidget(field, part)
        add = Button(_("Authorise"), icon="plus", pressed=self._add_creditor)
        row.addWidget(add, 0, Qt.AlignmentFlag.AlignBottom)
        card.body.addLayout(row)
        labels = (_("Bank and branch"), _("Address"), _("Postcode and town"))
        self.bank = tuple(TextField(label) for label in labels)
        address = QHBoxLayout()
        address.setSpacing(8)
        for field, part in zip(self.bank, (3, 3, 2), strict=True):
            field.entered.connect(self._save_bank)
            address.addWidget(field, part)
        write = Button(_("Write"), icon="check", pressed=self._save_bank)
        write.setAccessibleName(_("Write the bank’s address"))
        address.addWidget(write, 0, Qt.AlignmentFlag.AlignBottom)
        card.body.addWidget(line())
        card.body.addLayout(address)
        foot = Flow()
        foot.add(self.bank_told, stretch=1)
        letters = (
            (_("List for the bank"), "file-text", self._direct_debits),
            (_("Letter to the bank: force majeure"), "file-text", self.print_view),
        )
        for words, icon, act in letters:
            foot.add(Button(words, icon=icon, pressed=act))
        card.body.addLayout(foot)
        return card

    def _show_bank(self, facts: CashFacts) -> None:
        told = _("Both letters go to this address.")
        self.bank_told.setText(told if facts.bank else _("Without an address, letters say “À notre banque”."))
        if not any(field.line.hasFocus() for field in self.bank):
            for field, text in zip(self.bank, _three(facts.bank), strict=True):
                field.set_value(text)
        empty_layout(self._creditors)
        for one in facts.creditors:
            held = QWidget()
            row = QHBoxLayout(held)
            row.setContentsMargins(0, 2, 0, 2)
            row.addWidget(Text(one.name, "strong"))
            row.addWidget(Text(one.ics or _("identifier not given"), "caption"))
            row.addStretch(1)
            remove = Button("", "quiet", "x", size="small")
            remove.setAccessibleName(_("No longer authorise {name}").format(name=one.name))
            remove.setToolTip(remove.accessibleName())
            remove.clicked.connect(partial(self._remove_creditor, one.name))
            row.addWidget(remove)
            self._creditors.addWidget(held)

    def _add_creditor(self) -> None:
        name, ics = self.creditor.value(), self.ics.value()
        if not name:
            self.creditor.error(_("Type the creditor's name."))
            self.creditor.line.setFocus()
            return
        cash, who = self.desk.office.cash, self.desk.acting()
        before = self._creditor(name)

        def back(_creditors: object) -> None:
            if before is None:
                cash.remove_creditor(who, name)
            else:
                cash.add_creditor(who, before.name, before.ics)

        told = _("{name} may debit the account.").format(name=name)
        self.write(lambda: cash.add_creditor(who, name, ics), told, back)
        self.creditor.clear()
        self.ics.clear()
        self.creditor.line.setFocus()

    def _remove_creditor(self, name: str, _on: bool = False) -> None:
        cash, who = self.desk.office.cash, self.desk.acting()
        told, before = _("{name} is no longer authorised.").format(name=name), self._creditor(name)

        def back(_creditors: object) -> None:
            if before is not None:
                cash.add_creditor(who, before.name, before.ics)

        self.write(lambda: cash.remove_creditor(who, name), told, back)

    def _creditor(self, name: str) -> Creditor | None:
        """Return the creditor of that name as it is shown."""
        known = self._facts.creditors if self._facts is not None else ()
        same = " ".join(name.split()).casefold()
        return next((one for one in known if one.name.casefold() == same), None)

    def _save_bank(self) -> None:
        wrong = next((field for field in self.bank if field.error_text), None)
        if wrong is not None:
            wrong.line.setFocus()
            return
        address = "\n".join(field.value() for field in self.bank if field.value())
        cash, who = self.desk.office.cash, self.desk.acting()
        before = self._facts.bank if self._facts is not None else ""
        told = _("The bank’s address is written.")
        self.write(lambda: cash.set_bank(who, address), told, lambda _none: cash.set_bank(who, before))

    def _direct_debits(self) -> None:
        papers, who = self.desk.office.owed_papers, self.desk.acting()
        self.desk.preview(lambda: papers.direct_debits(who))


def _three(address: str) -> tuple[str, str, str]:
    """Share out the lines of an address: the first, those between, the last."""
    lines = address.splitlines()
    return (
        lines[0] if lines else "",
        ", ".join(lines[1:-1]) if len(lines) > 2 else "",
        lines[-1] if len(lines) > 1 else "",
    )
