"""The ledger of one acompte: requested, answered, received, withheld, down to 0,00 €."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from pharmassist.domain.advances import WAITS, AdvanceStatus
from pharmassist.domain.money import Money
from pharmassist.services.advance_rows import LedgerRow, RowKind, ledger_rows, ledger_totals
from pharmassist.services.advance_words import ROW_WORDS, STATUS_WORDS
from pharmassist.services.advancing import Ledger
from pharmassist.services.texts import PARIS, money, short_day, translate_plural
from pharmassist.services.texts import translate as _
from pharmassist.ui.desk import Desk
from pharmassist.ui.exporting import list_signs
from pharmassist.ui.pages.advances.moving import MovementForm, Offers
from pharmassist.ui.parts.button import Button
from pharmassist.ui.parts.card import Card
from pharmassist.ui.parts.copying import Cell, Cents, Sheet, shown
from pharmassist.ui.parts.field import AmountField
from pharmassist.ui.parts.flow import Flow
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
_AMOUNTS = 2
"""First of the columns that hold amounts."""


class LedgerCard(Card):
    """One acompte; every signal names it first, ``undone`` the movement."""

    answered = Signal(int, object, int)
    reminded = Signal(int)
    withdrawn = Signal(int)
    undone = Signal(int)
    letter = Signal(int)
    statement = Signal(int)

    def __init__(self, desk: Desk, ledger: Ledger, operator: str, today: date, offers: Offers) -> None:
        super().__init__(operator, "book-open")
        advance = self._advance = ledger.advance
        asked = advance.requested_at
        when = short_day(asked.astimezone(PARIS).date() if asked else None)
        self.set_caption(
            _("asked on {day} by {who}, invoices of {first} to {last}").format(
                day=when,
                who=advance.requested_by,
                first=short_day(advance.period_from),
                last=short_day(advance.period_to),
            )
        )
        icon, tone = STATUSES[advance.status]
        self.add_action(Mark(icon, _(STATUS_WORDS[advance.status]), tone, pill=False))
        for sign in list_signs(desk, self, "ledger", partial(self._sheet, ledger)):
            self.add_action(sign)
        self.movement: MovementForm | None = None
        self.body.addWidget(self._table(ledger))
        if advance.status in WAITS:
            self._ask_answer(ledger)
        if advance.status in WAITS or (advance.granted and advance.stands):
            self.movement = MovementForm(ledger, offers, today)
            self.body.addWidget(self.movement)
        self.body.addLayout(self._papers(ledger))

    def take_focus(self) -> None:
        """Put the focus on what comes next: the answer, the next movement, else the statement."""
        if self._advance.status in WAITS:
            self.granted.line.setFocus()
        elif self.movement is not None:
            self.movement.sum.line.setFocus()
        else:
            self._last.setFocus()

    # What is told

    def _table(self, ledger: Ledger) -> QWidget:
        held = QWidget()
        grid = QGridLayout(held)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        sheet = self._sheet(ledger)
        self._put(grid, 0, sheet.titles, "label")
        for place, (row, cells) in enumerate(zip(ledger_rows(ledger), sheet.rows, strict=True), 1):
            self._put(grid, place, cells, "table")
            if row.movements:
                undo = Button("", "quiet", "undo-2", size="small")
                undo.setAccessibleName(_("Undo: {entry}").format(entry=cells[1]))
                undo.setMinimumHeight(20)
                undo.setToolTip(undo.accessibleName())
                undo.clicked.connect(partial(self._undo, row.movements[-1]))
                grid.addWidget(undo, 2 * place, len(cells))
        if sheet.total:
            self._put(grid, len(sheet.rows) + 1, sheet.total, "strong")
        return held

    def _sheet(self, ledger: Ledger) -> Sheet:
        """Return the ledger as cells: what is shown, copied and exported."""
        titles = (
            _("Date"),
            _("Entry"),
            _("Amount"),
            _("Withheld"),
            _("Credit"),
            _("Left to give back"),
        )
        rows = [self._cells(ledger, row) for row in ledger_rows(ledger)]
        totals = ledger_totals(ledger)
        if not totals.notices:
            return Sheet(titles, rows)
        words = translate_plural("Total of {count} notice", "Total of {count} notices", totals.notices)
        total = (
            "",
            words.format(count=totals.notices),
            Cents(totals.announced),
            Cents(-totals.withheld),
            Cents(totals.credits),
            Cents(totals.balance),
        )
        return Sheet(titles, rows, total)

    def _put(self, grid: QGridLayout, place: int, cells: tuple[Cell, ...], use: str) -> None:
        for column, words in enumerate(map(shown, cells)):
            strong = use == "strong" or (use == "table" and column == len(cells) - 1)
            label = Text(
                words, "label" if use == "label" else "strong" if strong else "table", wrap=column == 1
            )
            side = Qt.AlignmentFlag.AlignRight if column >= _AMOUNTS else Qt.AlignmentFlag.AlignLeft
            if column == 1:
                grid.addWidget(label, 2 * place, column)
            else:
                grid.addWidget(label, 2 * place, column, side | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(line(), 2 * place + 1, 0, 1, len(cells) + 1)

    def _cells(self, ledger: Ledger, row: LedgerRow) -> tuple[Cell, ...]:
        words = _(ROW_WORDS[row.kind])
        advance = ledger.advance
        if row.kind is RowKind.REQUESTED and advance.claims:
            claims = translate_plural(", {count} invoice", ", {count} invoices", advance.claims)
            words += claims.format(count=advance.claims)
        if row.kind is RowKind.REMINDED:
            words = words.format(level=row.level)
        if row.kind is RowKind.GRANTED and advance.requested and row.amount is not None:
            share = round(row.amount * 100 / advance.requested)
            words = _("Granted, {percent} %").format(percent=share)
        if row.reference:
            words += f" · {row.reference}"
        if row.missing > 0:
            words += " · " + _("missing {sum}").format(sum=money(row.missing))
        if row.missing < 0:
            words += " · " + _("{sum} too much").format(sum=money(-row.missing))
        if row.elsewhere:
            words += " · " + _("other withholding {sum}").format(sum=money(row.elsewhere))
        return (
            row.day or "",
            words,
            _cents(row.amount),
            _cents(-row.withheld if row.withheld else None),
            _("none (credit)") if row.kind is RowKind.SWALLOWED else _cents(row.credit),
            _cents(row.balance),
        )

    def _papers(self, ledger: Ledger) -> Flow:
        row = Flow()
        number = self._advance.id
        words = _("An acompte pays no invoice: each one stays due until its own payment.")
        if ledger.balance < 0:
            words = _("The operator withheld {sum} too much: ask for it back.").format(
                sum=money(-ledger.balance)
            )
        row.add(Text(words, "caption", wrap=True), stretch=1)
        self._last = Button(_("Letter sent"), icon="file-text", pressed=partial(self.letter.emit, number))
        row.add(self._last)
        if ledger.lines:
            closed = self._advance.status is AdvanceStatus.CLOSED
            title = _("Closing statement") if closed else _("Statement")
            shown = partial(self.statement.emit, number)
            self._last = Button(title, icon="scroll-text", pressed=shown)
            row.add(self._last)
        return row

    # What may come next

    def _undo(self, movement_id: int, _on: bool = False) -> None:
        self.undone.emit(movement_id)

    def _ask_answer(self, ledger: Ledger) -> None:
        advance = self._advance
        self.granted = AmountField(_("Sum granted"))
        self.granted.setMaximumWidth(160)
        self.granted.entered.connect(self._grant)
        row = Flow(side=Qt.AlignmentFlag.AlignBottom)
        row.add(self.granted)
        buttons: list[Button] = [Button(_("Granted"), icon="check", pressed=self._grant)]
        for status, words in (
            (AdvanceStatus.REFUSED, _("Refused (acompte)")),
            (AdvanceStatus.NO_ANSWER, _("No answer")),
        ):
            if status is not advance.status:
                buttons.append(Button(words, pressed=partial(self.answered.emit, advance.id, status, 0)))
        level = len(ledger.reminders) + 1
        remind = _("Note reminder {level}").format(level=level)
        buttons.append(Button(remind, icon="bell", pressed=partial(self.reminded.emit, advance.id)))
        withdraw = Button(_("Withdraw"), "quiet", pressed=partial(self.withdrawn.emit, advance.id))
        withdraw.setToolTip(_("Take this request back: its invoices may be asked for again"))
        buttons.append(withdraw)
        row.add(*buttons)
        self.body.addLayout(row)

    def _grant(self) -> None:
        cents = self.granted.cents()
        if not cents or cents <= 0:
            self.granted.error(_("Type the sum granted."))
            self.granted.line.setFocus()
            return
        self.answered.emit(self._advance.id, AdvanceStatus.GRANTED, cents)


def _cents(cents: Money | None) -> Cell:
    return "" if cents is None else Cents(cents)
