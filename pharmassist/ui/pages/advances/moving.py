"""The form of a movement of an acompte: a credit received, a notice withheld, money paid back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.advances import MovementKind
from pharmassist.domain.bank import Credit
from pharmassist.domain.money import Money
from pharmassist.domain.notices import Notice, NoticeState
from pharmassist.services.advance_words import MOVEMENT_WORDS
from pharmassist.services.advancing import Ledger
from pharmassist.services.texts import money, short_day
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.field import AmountField, ChoiceField, DateField, TextField
from pharmassist.ui.parts.flow import Flow
from pharmassist.ui.parts.text import Text

_WORDS_SHOWN = 28


@dataclass(frozen=True, slots=True)
class Offers:
    """What a movement may name: credits that are free, notices of which something is missing."""

    credits: Sequence[Credit] = ()
    notices: Sequence[Notice] = ()


class MovementForm(QWidget):
    """Asks kind, credit or notice, and sum; date and reference only where neither is named.

    ``received(id, credit, cents)``, ``withheld(id, notice, cents)``, ``moved(id, kind, cents, day, words)``.
    """

    received = Signal(int, int, int)
    withheld = Signal(int, int, int)
    moved = Signal(int, object, int, object, str)

    def __init__(self, ledger: Ledger, offers: Offers, today: date) -> None:
        super().__init__()
        self._ledger, self._offers = ledger, offers
        kinds = [(kind.value, _(words)) for kind, words in MOVEMENT_WORDS.items()]
        self.kind = ChoiceField(_("Entry"), kinds if ledger.lines else kinds[:1])
        self.source = ChoiceField(_("Which one"), [])
        self.sum = AmountField(_("Amount"))
        self.on = DateField(_("Date"), day=today)
        self.reference = TextField(_("Reference (optional)"))
        row = QHBoxLayout()
        row.setSpacing(8)
        for field, share in ((self.kind, 3), (self.source, 5), (self.sum, 2)):
            row.addWidget(field, share, Qt.AlignmentFlag.AlignTop)
        self.source.setMinimumWidth(1)
        more = QHBoxLayout()
        more.setSpacing(8)
        for typed, share in ((self.on, 2), (self.reference, 3)):
            more.addWidget(typed, share, Qt.AlignmentFlag.AlignTop)
        more.addStretch(3)
        for typed in (self.sum, self.on, self.reference):
            typed.entered.connect(self._move)
        self.kind.changed.connect(self._kind_chosen)
        self.source.changed.connect(self._source_chosen)
        under = Flow()
        words = _("A notice withheld whole brings no line at the bank: this is normal.")
        under.add(Text(words, "caption", wrap=True), stretch=1)
        under.add(Button(_("Add this entry"), icon="plus", pressed=self._move))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addLayout(more)
        column.addLayout(under)
        if ledger.balance > 0:
            self.kind.set_value(MovementKind.WITHHELD.value)
        self._kind_chosen()

    def _kind_chosen(self) -> None:
        """Offer the credits or notices that fit, the likeliest first."""
        kind = MovementKind(self.kind.value())
        choices: list[tuple[str, str]] = []
        if kind is MovementKind.RECEIVED:
            awaited = self._awaited()
            fitting = sorted(self._offers.credits, key=lambda one: one.rest != awaited)
            choices = [(str(one.id), self._credit_words(one)) for one in fitting]
            choices.append(("0", _("Not in the bank data")))
            likely = bool(fitting) and fitting[0].rest == awaited
        elif kind is MovementKind.WITHHELD:
            # Likeliest: a notice after the money came, of which nothing was paid yet.
            came = min((m.day for m in self._ledger.movements), default=date.max)
            fitting_notices = sorted(
                self._offers.notices,
                key=lambda one: (one.state is not NoticeState.ANNOUNCED, one.day < came),
            )
            choices = [(str(one.id), self._notice_words(one)) for one in fitting_notices]
            choices.append(("0", _("No notice entered")))
            likely = bool(fitting_notices) and fitting_notices[0].state is NoticeState.ANNOUNCED
        else:
            choices, likely = [("0", _("By transfer"))], False
        self.source.set_choices(choices)
        self.source.box.blockSignals(True)
        self.source.set_value(choices[0][0] if likely else "0")
        self.source.box.blockSignals(False)
        self.source.setVisible(kind is not MovementKind.REPAID)
        self._source_chosen()

    def _source_chosen(self) -> None:
        """Propose the sum of what was chosen; ask date and reference of what is not known."""
        number, kind = int(self.source.value() or 0), MovementKind(self.kind.value())
        for field in (self.on, self.reference):
            field.setVisible(not number)
        if not number:
            self.sum.set_cents(None)
            return
        if kind is MovementKind.RECEIVED:
            rest = next(one.rest for one in self._offers.credits if one.id == number)
            awaited = self._awaited()
            self.sum.set_cents(min(rest, awaited) if awaited > 0 else rest)
        else:
            missing = next(one.rest for one in self._offers.notices if one.id == number)
            self.sum.set_cents(max(0, min(missing, self._ledger.balance)))

    def _awaited(self) -> Money:
        return self._ledger.advance.granted - self._ledger.received

    def _credit_words(self, credit: Credit) -> str:
        words = credit.words[:_WORDS_SHOWN]
        return f"{short_day(credit.day)} · {money(credit.rest)} · {words}".rstrip(" ·")

    def _notice_words(self, notice: Notice) -> str:
        missing = _("missing {sum}").format(sum=money(notice.rest))
        return f"{short_day(notice.day)} · {money(notice.total)}, {missing}"

    def _move(self) -> None:
        cents, day = self.sum.cents(), self.on.day()
        number, kind = int(self.source.value() or 0), MovementKind(self.kind.value())
        if not cents or cents <= 0:
            self.sum.error(_("Type an amount."))
            self.sum.line.setFocus()
            return
        advance_id = self._ledger.advance.id
        if number and kind is MovementKind.RECEIVED:
            self.received.emit(advance_id, number, cents)
        elif number:
            self.withheld.emit(advance_id, number, cents)
        elif day is None:
            self.on.error(_("This is not a date. Example: 30/01/2024"))
            self.on.line.setFocus()
        else:
            self.moved.emit(advance_id, kind, cents, day, self.reference.value())
