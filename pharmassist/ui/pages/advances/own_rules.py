"""The pharmacy's own rules of indemnities: one form for every kind, dated, sourced, perhaps to confirm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.indemnities import IndemnityRule, RuleKind, in_force
from pharmassist.domain.money import Money, parse_money, plain_money
from pharmassist.domain.problems import Problem
from pharmassist.services.problem_texts import describe
from pharmassist.services.texts import mark, money, number, short_day
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card, empty_layout
from pharmassist.ui.parts.field import AmountField, ChoiceField, DateField, TextField
from pharmassist.ui.parts.text import Text
from pharmassist.ui.undoing import page_of

KIND_WORDS = {
    RuleKind.LATE_SHARE: mark("Payment too late"),
    RuleKind.WRONG_REJECT: mark("Accredited invoice rejected"),
    RuleKind.COMPULSORY_LATE: mark("Compulsory scheme too late"),
}
_DATE = 130
"""Least width of a date, in logical pixels."""
_SEEN, _UNSEEN = "seen", "unseen"


class OwnRulesCard(Card):
    """Emits ``written`` and ``removed`` with a rule; the view stores it and shows the rules again."""

    written = Signal(object)
    removed = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Write your own rule"), "pen-line", _("from a convention you have read"))
        self._rules: tuple[IndemnityRule, ...] = ()
        self._operator, self._today = "", date.min
        self._filled = ("", "")
        self.kind = ChoiceField(_("Rule (kind)"), [])
        self.since = DateField(_("In force since"))
        self.certainty = ChoiceField(
            _("Certainty"), [(_SEEN, _("read in a text")), (_UNSEEN, _("to confirm"))]
        )
        self.source = TextField(_("Source"))
        self.rate = TextField(_("Percent"), example="1")
        self.days = TextField(_("Beyond (working days)"))
        self.due_days = TextField(_("Usual delay (working days)"))
        self.share_from_day = TextField(_("Percent from day"))
        self.unit = AmountField(_("Sum without VAT"))
        self.sum = AmountField(_("Sum per invoice"))
        self.unit_with_vat = AmountField(_("Sum with VAT"))
        self._of: dict[RuleKind, tuple[TextField, ...]] = {
            RuleKind.LATE_SHARE: (self.rate, self.days, self.due_days),
            RuleKind.WRONG_REJECT: (self.unit, self.unit_with_vat),
            RuleKind.COMPULSORY_LATE: (self.days, self.sum, self.share_from_day, self.rate),
        }
        self._build()

    def show_rules(
        self, rules: Sequence[IndemnityRule], operator: str, kinds: Sequence[RuleKind], today: date
    ) -> None:
        """Show the rules that may be written for an operator, the one in force in the fields."""
        self._rules, self._operator, self._today = tuple(rules), operator, today
        self.kind.set_choices([(kind.value, _(KIND_WORDS[kind])) for kind in kinds])
        self._fill()
        empty_layout(self._own)
        for rule in rules:
            if rule.own and rule.kind in kinds and (not rule.operators or operator in rule.operators):
                self._own.addWidget(self._row(rule))

    def offer_undo(self, told: str, rule: IndemnityRule, *, was_written: bool) -> None:
        """Let what was just stored be taken back."""
        signal = self.removed if was_written else self.written
        page = page_of(self)
        if page is not None:
            page.undo.offer(told, lambda: signal.emit(rule))

    # How it looks

    def _build(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(8)
            self.body.addLayout(row)
        for field, part in ((self.kind, 3), (self.since, 2), (self.certainty, 2), (self.source, 5)):
            first.addWidget(field, part, Qt.AlignmentFlag.AlignTop)
        numbers = (self.days, self.due_days, self.unit, self.unit_with_vat, self.sum, self.share_from_day)
        for field in (*numbers, self.rate):
            field.setMaximumWidth(190)
            second.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        second.addStretch(1)
        self.since.setMinimumWidth(_DATE)
        write = Button(_("Write"), icon="check", pressed=self._write)
        second.addWidget(write, 0, Qt.AlignmentFlag.AlignBottom)
        for field in (self.since, self.source, *numbers, self.rate):
            field.entered.connect(self._write)
        self._own = QVBoxLayout()
        self._own.setSpacing(2)
        self.body.addLayout(self._own)
        self.kind.changed.connect(self._fill)

    def _row(self, rule: IndemnityRule) -> QWidget:
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(8)
        words = f"{_(KIND_WORDS[rule.kind])}, {short_day(rule.since)}"
        row.addWidget(Text(words, "strong"))
        certainty = _("read in a text") if rule.verified else _("to confirm")
        row.addWidget(Text(f"{terms(rule)} · {certainty} · {rule.source}", "caption", wrap=True), 1)
        remove = Button(_("Remove"), "quiet", "x", size="small", pressed=lambda: self.removed.emit(rule))
        remove.setAccessibleName(_("Remove the rule: {words}").format(words=words))
        row.addWidget(remove)
        return held

    # Filling and writing

    @property
    def _model(self) -> IndemnityRule | None:
        """The rule in force, that the own one is made after."""
        if not self.kind.value():
            return None
        return in_force(self._rules, RuleKind(self.kind.value()), self._operator, self._today)

    def _fill(self) -> None:
        model = self._model
        if model is None:
            return
        for field in {field for fields in self._of.values() for field in fields}:
            field.setVisible(field in self._of[model.kind])
        if self._filled == (self._operator, model.kind.value):
            return  # What somebody is typing is never overwritten.
        self._filled = (self._operator, model.kind.value)
        self.rate.set_value(plain_money(model.rate).removesuffix(",00"))
        for field, whole in (
            (self.days, model.days),
            (self.due_days, model.due_days),
            (self.share_from_day, model.share_from_day),
        ):
            field.set_value(str(whole))
        for amount, cents in (
            (self.unit, model.unit),
            (self.sum, model.unit),
            (self.unit_with_vat, model.unit_with_vat),
        ):
            amount.set_cents(cents)
        for text in (self.since, self.source):
            text.clear()

    def _write(self) -> None:
        model, since = self._model, self.since.day()
        if model is None:
            return
        if since is None:
            self.since.error(_("This is not a date. Example: 30/01/2024"))
            self.since.line.setFocus()
            return
        wrong = next((field for field in self._of[model.kind] if self._number(field) is None), None)
        if wrong is not None:
            wrong.error(_("Type a number."))
            wrong.line.setFocus()
            return
        used = {field: self._number(field) or 0 for field in self._of[model.kind]}
        unit = self.sum if model.kind is RuleKind.COMPULSORY_LATE else self.unit
        self.written.emit(
            replace(
                model,
                since=since,
                operators=(self._operator,) if model.kind is not RuleKind.COMPULSORY_LATE else (),
                # A percent has two decimals, like an amount: 1,5 is 150 hundredths.
                rate=used.get(self.rate, model.rate),
                days=used.get(self.days, model.days),
                due_days=used.get(self.due_days, model.due_days),
                share_from_day=used.get(self.share_from_day, model.share_from_day),
                unit=used.get(unit, model.unit),
                unit_with_vat=used.get(self.unit_with_vat, model.unit_with_vat),
                source=self.source.value(),
                verified=self.certainty.value() == _SEEN,
                verified_on="",
                note="",
                own=True,
            )
        )

    def _number(self, field: TextField) -> Money | None:
        """Return cents, hundredths or a whole number; None for anything else."""
        if isinstance(field, AmountField):
            return field.cents()
        text = field.value()
        if field is not self.rate:
            return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else None
        try:
            return parse_money(text.removesuffix("%").strip())
        except Problem:
            return None

    def refused(self, problem: Problem) -> bool:
        """Show at its field why a rule is refused; False where it is of no field."""
        if problem.code != "rule_without_source":
            return False
        self.source.error(describe(problem).sentence)
        self.source.line.setFocus()
        return True


def terms(rule: IndemnityRule) -> str:
    """Say what a rule gives, in one short line."""
    percent = plain_money(rule.rate).removesuffix(",00")
    if rule.kind is RuleKind.WRONG_REJECT:
        return _("{sum} without VAT · {whole} with VAT").format(
            sum=money(rule.unit), whole=money(rule.unit_with_vat)
        )
    if rule.kind is RuleKind.LATE_SHARE:
        return _("{percent} % beyond {days} working days").format(percent=percent, days=number(rule.days))
    return _("{sum} beyond {days} working days, {percent} % from day {day}").format(
        sum=money(rule.unit), days=number(rule.days), percent=percent, day=number(rule.share_from_day)
    )
