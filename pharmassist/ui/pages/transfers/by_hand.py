"""Saying by hand what a credit pays: a payer, then its notices and invoices, ticked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from pharmassist.domain.bank import Credit
from pharmassist.domain.claims import Claim, ClaimFilter
from pharmassist.domain.matches import Allocation, Target
from pharmassist.domain.money import Money
from pharmassist.domain.notices import Notice, NoticeFilter
from pharmassist.services.claim_words import state_text
from pharmassist.services.match_book import OPEN_NOTICES
from pharmassist.services.office import Office
from pharmassist.services.texts import day, money, number
from pharmassist.services.texts import translate as _
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card, empty_layout, scrolled
from pharmassist.ui.parts.field import ChoiceField, TextField
from pharmassist.ui.parts.flow import Flow
from pharmassist.ui.parts.text import Text, line

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Candidates:
    """What a payer still has to pay."""

    notices: tuple[Notice, ...]
    claims: tuple[Claim, ...]
    found: int


def read_candidates(office: Office, operator: str, text: str, cents: Money) -> Candidates:
    """Read the open notices and invoices of a payer, those nearest to the sum first."""
    wanted = ClaimFilter(operator or None, text=text)
    with office.register.read() as tx:
        notices = tx.notices.find(NoticeFilter(operator, OPEN_NOTICES)) if operator else ()
        claims = tx.claims.find(wanted, today=office.clock.today()) if operator or text else ()
    near = sorted(claims, key=lambda claim: (claim.rest > cents, -claim.rest, claim.id))
    return Candidates(notices, tuple(near[:_SHOWN]), len(claims))


class ByHandCard(Card):
    """Asks what one credit pays; emits the allocations, or that it is no tiers payant."""

    asked = Signal(str, str)
    """Operator and text to look for."""
    said = Signal(int, list)
    said_outside = Signal(int, bool)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(_("What does it pay?"), "search", padded=False)
        self._credit: Credit | None = None
        self._boxes: list[tuple[QCheckBox, Allocation]] = []
        top = QHBoxLayout()
        top.setContentsMargins(16, 10, 16, 6)
        top.setSpacing(12)
        self.operator = ChoiceField(_("Who pays?"), [])
        self.text = TextField(_("Invoice, last digits"))
        self.operator.changed.connect(self._ask)
        self.text.changed.connect(self._ask)
        top.addWidget(self.operator, 1)
        top.addWidget(self.text, 1)
        self.body.addLayout(top)
        self.body.addWidget(line())
        held = QWidget()
        self._rows = QVBoxLayout(held)
        self._rows.setContentsMargins(16, 8, 16, 8)
        self._rows.setSpacing(6)
        self.body.addWidget(scrolled(held), 1)
        self.body.addWidget(line())
        self._sum = Text("", "strong", wrap=True)
        self.over = QCheckBox(_("What is left is overpaid"))
        self.over.toggled.connect(self._count)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 10)
        foot.setSpacing(8)
        foot.addWidget(self._sum)
        foot.addWidget(self.over)
        self.outside = Button(_("Not tiers payant"), icon="circle-minus", pressed=self._outside)
        self.outside.setToolTip(_("Its words are erased for good; the sum stays"))
        self.always = QCheckBox(_("always"))
        self.always.setToolTip(_("Leave such credits aside from now on"))
        aside = QHBoxLayout()
        aside.addWidget(self.outside)
        aside.addWidget(self.always)
        aside.addStretch(1)
        foot.addLayout(aside)
        self.body.addLayout(foot)
        self.point = Button(_("Point"), "primary", "check", pressed=self._point)
        self.back = Button(_("Back"), "quiet", key=_("Esc"), pressed=self.left.emit)
        self.add_foot(self.point, None, self.back)

    def ask(self, credit: Credit, operators: Mapping[str, str], payer: str) -> None:
        """Begin with a credit."""
        self._credit = credit
        for field in (self.operator, self.text):
            field.blockSignals(True)
        self.operator.set_choices([("", "–"), *operators.items()])
        self.operator.set_value(payer if payer in operators else "")
        self.text.clear()
        for field in (self.operator, self.text):
            field.blockSignals(False)
        self.over.setChecked(False)
        self.always.setChecked(False)
        self._ask()
        self.operator.box.setFocus()

    def show_candidates(self, found: Candidates) -> None:
        """Show what may be ticked; what was ticked is forgotten."""
        empty_layout(self._rows)
        self._boxes = []
        for notice in found.notices:
            told = _("Flow of {day}, notice {reference}").format(
                day=day(notice.day), reference=notice.reference or "–"
            )
            allocation = Allocation(Target.NOTICE, notice.id, notice.rest, notice.id)
            self._add(told, notice.rest, allocation)
        for claim in found.claims:
            told = f"{claim.invoice} · {day(claim.day)} · {state_text(claim.state)}"
            self._add(told, claim.rest, Allocation(Target.CLAIM, claim.id, claim.rest))
        if not self._boxes:
            words = _("Choose who pays, or type the digits of an invoice.")
            self._rows.addWidget(Text(words, "text", "text3", wrap=True))
        elif found.found > len(found.claims):
            more = _("and {count} more: type the digits of the invoice")
            self._rows.addWidget(Text(more.format(count=number(found.found - len(found.claims))), "caption"))
        self._rows.addStretch(1)
        self._count()

    def chosen(self) -> list[Allocation]:
        """Return what is ticked; a last part is cut to what the credit still has."""
        credit = self._credit
        left = credit.rest if credit is not None else 0
        parts: list[Allocation] = []
        for box, allocation in self._boxes:
            if box.isChecked() and left > 0:
                cents = min(left, allocation.cents)
                parts.append(Allocation(allocation.target, allocation.target_id, cents, allocation.notice_id))
                left -= cents
        if self.over.isChecked() and left > 0:
            parts.append(Allocation(Target.OVERPAID, 0, left))
        return parts

    def _add(self, words: str, cents: Money, allocation: Allocation) -> None:
        row = Flow(below=0)
        box = QCheckBox(words)
        box.setAccessibleDescription(money(cents))
        box.toggled.connect(self._count)
        row.add(box, None, Text(money(cents), "table"))
        self._boxes.append((box, allocation))
        self._rows.addLayout(row)

    def _ask(self) -> None:
        if self._credit is not None:
            self.asked.emit(self.operator.value(), self.text.value())

    def _count(self) -> None:
        credit = self._credit
        parts = self.chosen()
        taken = sum(part.cents for part in parts)
        rest = credit.rest if credit is not None else 0
        words = _("{taken} of {rest} · {left} left")
        self._sum.setText(words.format(taken=money(taken), rest=money(rest), left=money(rest - taken)))
        self.point.setEnabled(taken > 0)

    def _point(self) -> None:
        parts: Sequence[Allocation] = self.chosen()
        if self._credit is not None and parts:
            self.said.emit(self._credit.id, list(parts))

    def _outside(self) -> None:
        if self._credit is not None:
            self.said_outside.emit(self._credit.id, self.always.isChecked())
