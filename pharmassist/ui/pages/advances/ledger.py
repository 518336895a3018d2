"""The ledger of one acompte: requested, answered, received, withheld, down to 0,00 €."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.advances import Advance, AdvanceStatus, MovementKind
from pharmassist.services.advance_words import MOVEMENT_WORDS, STATUS_WORDS
from pharmassist.services.advancing import Ledger
from pharmassist.services.texts import PARIS, money, short_day, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card
from pharmassist.ui.parts.field import AmountField, ChoiceField, DateField, TextField
from pharmassist.ui.parts.light import Mark, Tone
from pharmassist.ui.parts.text import Text, line

STATUSES: dict[AdvanceStatus, tuple[str, Tone]] = {
    AdvanceStatus.REQUESTED: ("send", "grey"),
    AdvanceStatus.GRANTED: ("handshake", "amber"),
    AdvanceStatus.PARTLY_GRANTED: ("handshake", "amber"),
    AdvanceStatus.REFUSED: ("ban", "red"),
    AdvanceStatus.NO_ANSWER: ("hourglass", "amber"),
    AdvanceStatus.WITHDRAWN: ("ban", "grey"),
    AdvanceStatus.CLOSED: ("circle-check", "green"),
}
_WAITS = frozenset({AdvanceStatus.REQUESTED, AdvanceStatus.NO_ANSWER})
Cells = tuple[str, str, str, str]


def ledger_lines(ledger: Ledger) -> list[Cells]:
    """Return date, entry, amount and what is still to give back."""
    advance = ledger.advance
    asked = advance.requested_at.astimezone(PARIS).date() if advance.requested_at else None
    claims = translate_plural("Requested, {count} invoice", "Requested, {count} invoices", advance.claims)
    lines: list[Cells] = [
        (short_day(asked), claims.format(count=advance.claims), money(advance.requested), "")
    ]
    if advance.granted:
        share = _("Granted, {percent} %").format(
            percent=round(advance.granted * 100 / advance.requested) if advance.requested else 0
        )
        lines.append(("", share, money(advance.granted), ""))
    elif advance.status in {AdvanceStatus.REFUSED, AdvanceStatus.NO_ANSWER}:
        lines.append(("", _(STATUS_WORDS[advance.status]), "", ""))
    for each in ledger.lines:
        movement = each.movement
        cents = movement.cents if movement.kind is MovementKind.RECEIVED else -movement.cents
        words = _(MOVEMENT_WORDS[movement.kind])
        if movement.reference:
            words += f" · {movement.reference}"
        lines.append((short_day(movement.day), words, money(cents), money(each.balance)))
    return lines


class LedgerCard(Card):
    """One acompte; ``answered(id, status, cents)`` and ``moved(id, kind, cents, day, reference)``."""

    answered = Signal(int, object, int)
    moved = Signal(int, object, int, object, str)

    def __init__(self, ledger: Ledger, operator: str, today: date) -> None:
        super().__init__(operator, "book-open")
        self._advance = ledger.advance
        asked = ledger.advance.requested_at
        when = short_day(asked.astimezone(PARIS).date() if asked else None)
        self.set_caption(
            _("asked on {day} by {who}, invoices of {first} to {last}").format(
                day=when,
                who=ledger.advance.requested_by,
                first=short_day(ledger.advance.period_from),
                last=short_day(ledger.advance.period_to),
            )
        )
        (icon, tone), word = STATUSES[ledger.advance.status], STATUS_WORDS[ledger.advance.status]
        self.add_action(Mark(icon, _(word), tone, pill=False))
        self.body.addWidget(self._table(ledger))
        self._more(ledger.advance, today)

    def _table(self, ledger: Ledger) -> QWidget:
        held = QWidget()
        grid = QGridLayout(held)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        titles = (_("Date"), _("Entry"), _("Amount"), _("Left to give back"))
        rows = [titles, *ledger_lines(ledger)]
        for row, cells in enumerate(rows):
            for place, words in enumerate(cells):
                use = Text(words, "label" if not row else "strong" if place == 3 else "table")
                side = Qt.AlignmentFlag.AlignRight if place > 1 else Qt.AlignmentFlag.AlignLeft
                grid.addWidget(use, 2 * row, place, side)
            grid.addWidget(line(), 2 * row + 1, 0, 1, 4)
        return held

    def _more(self, advance: Advance, today: date) -> None:
        """Offer what may come next: the answer, then the movements."""
        if advance.status in _WAITS:
            self._ask_answer(advance)
        elif advance.granted and advance.stands:
            self._ask_movement(today)

    def _ask_answer(self, advance: Advance) -> None:
        self.granted = AmountField(_("Sum granted"))
        self.granted.setMaximumWidth(180)
        self.granted.entered.connect(self._grant)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.granted)
        buttons: list[Button] = [Button(_("Granted"), icon="check", pressed=self._grant)]
        for status, words in (
            (AdvanceStatus.REFUSED, _("Refused (acompte)")),
            (AdvanceStatus.NO_ANSWER, _("No answer")),
        ):
            if status is not advance.status:
                buttons.append(Button(words, pressed=partial(self.answered.emit, advance.id, status, 0)))
        for button in buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        self.body.addLayout(row)

    def _grant(self) -> None:
        cents = self.granted.cents()
        if not cents or cents <= 0:
            self.granted.error(_("Type the sum granted."))
            self.granted.line.setFocus()
            return
        self.answered.emit(self._advance.id, AdvanceStatus.GRANTED, cents)

    def _ask_movement(self, today: date) -> None:
        self.kind = ChoiceField(
            _("Entry"), [(kind.value, _(words)) for kind, words in MOVEMENT_WORDS.items()]
        )
        self.sum = AmountField(_("Amount"))
        self.on = DateField(_("Date"), day=today)
        self.reference = TextField(_("Notice or line of the bank (optional)"))
        row = QHBoxLayout()
        row.setSpacing(8)
        for field, share in ((self.kind, 3), (self.sum, 2), (self.on, 2), (self.reference, 4)):
            row.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
        for typed in (self.sum, self.on, self.reference):
            typed.entered.connect(self._move)
        under = QHBoxLayout()
        words = _("A notice withheld whole brings no line at the bank: this is normal.")
        under.addWidget(Text(words, "caption", wrap=True), 1)
        under.addWidget(Button(_("Add this entry"), icon="plus", pressed=self._move))
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addLayout(row)
        column.addLayout(under)
        self.body.addLayout(column)

    def _move(self) -> None:
        cents, day = self.sum.cents(), self.on.day()
        if not cents or cents <= 0:
            self.sum.error(_("Type an amount."))
            self.sum.line.setFocus()
            return
        if day is None:
            self.on.error(_("This is not a date. Example: 30/01/2024"))
            self.on.line.setFocus()
            return
        kind = MovementKind(self.kind.value())
        self.moved.emit(self._advance.id, kind, cents, day, self.reference.value())
