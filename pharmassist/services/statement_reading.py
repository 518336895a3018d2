"""A bank file becomes accounts with their lines, whatever its format; nothing touches the register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from pharmassist.domain.bank import BankFormat, BankStatement
from pharmassist.domain.bank_amounts import decimal_cents
from pharmassist.domain.headers import fold, is_totals_row
from pharmassist.domain.lines import parse_day
from pharmassist.domain.money import parse_money
from pharmassist.domain.money_tables import BankField
from pharmassist.domain.problems import Problem
from pharmassist.domain.statement_imports import RefusedLine
from pharmassist.domain.statement_lines import (
    Piece,
    StatementFoot,
    StatementHead,
    StatementLine,
    StatementNote,
    StatementRefusal,
)
from pharmassist.services.jobs import Stop
from pharmassist.services.ports.files import Table

_EURO = "EUR"
MOST_LINES = 250_000
"""Lines of one file: fifty years of a pharmacy's account, and what memory holds."""
_EACH = 2_000


@dataclass(slots=True)
class AccountRead:
    """What a file says of one account over one period."""

    head: StatementHead
    lines: list[StatementLine] = field(default_factory=list)
    foot: StatementFoot = field(default_factory=StatementFoot)

    def statement(self, account_id: int, import_id: int, today: date) -> BankStatement | None:
        """Return its facts; None where it tells no day at all."""
        days = [line.day for line in self.lines]
        begin, end = self.head.first_day, self.foot.closing_day or self.head.last_day
        if begin is None and self.head.opening_day is not None:
            begin = self.head.opening_day + timedelta(days=1)
        first = min([*days, *([begin] if begin else [])], default=end)
        last = max([*days, *([min(end, today)] if end else [])], default=begin)
        if first is None or last is None:
            return None
        return BankStatement(
            account_id,
            import_id,
            self.head.format,
            first,
            max(first, last),
            sum(line.cents for line in self.lines if line.cents > 0),
            sum(line.cents for line in self.lines if line.cents < 0),
            len(self.lines),
            self.head.opening,
            self.foot.closing,
        )


@dataclass(slots=True)
class FileRead:
    """A whole bank file."""

    accounts: list[AccountRead] = field(default_factory=list)
    refusals: list[RefusedLine] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def note(self, code: str) -> None:
        """Add a thing to say, once."""
        if code not in self.notes:
            self.notes.append(code)


def read_file(pieces: Iterable[Piece], name: str = "") -> FileRead:
    """Gather the pieces of a file; accounts in another currency are left out and said.

    Raises ``Problem("file_too_big")`` for a file of more than ``MOST_LINES``.
    """
    read, lines = FileRead(), 0
    current: AccountRead | None = None
    for piece in pieces:
        if isinstance(piece, StatementHead):
            current = AccountRead(piece)
            if piece.currency in ("", _EURO):
                read.accounts.append(current)
            else:
                read.note("currency")
        elif isinstance(piece, StatementLine):
            if current is None:
                raise AssertionError("a line before its account")
            lines += 1
            if lines > MOST_LINES:
                raise Problem("file_too_big", {"file": name, "limit": MOST_LINES})
            if current.head.currency in ("", _EURO):
                current.lines.append(piece)
            else:
                read.refusals.append(RefusedLine(piece.line, "currency"))
        elif isinstance(piece, StatementFoot):
            if current is not None:
                current.foot = piece
            if piece.details_differ:
                read.note("details_differ")
        elif isinstance(piece, StatementRefusal):
            read.refusals.append(RefusedLine(piece.line, piece.reason))
        elif isinstance(piece, StatementNote):
            read.note(piece.code)
    return read


def table_pieces(table: Table, places: Mapping[BankField, int], account: str, stop: Stop) -> Iterator[Piece]:
    """Yield the pieces of a table: one account, no balance."""
    yield StatementHead(account, BankFormat.TABLE)
    for count, (number, cells) in enumerate(table.rows()):
        if count % _EACH == 0:
            stop.check()
        place = places[BankField.DATE]
        undated = place >= len(cells) or not parse_maybe(cells[place])
        if undated and (is_totals_row(cells) or _is_balance(cells)):
            continue
        yield _table_line(number, cells, places)
    yield StatementFoot()


def parse_maybe(text: str) -> date | None:
    """Read a day, None where there is none."""
    try:
        return parse_day(text) if text.strip() else None
    except Problem:
        return None


def _is_balance(cells: Iterable[str]) -> bool:
    """Tell a line that gives the balance of the account and is no movement."""
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and any(
        fold(cell).startswith(("solde", "ancien solde", "nouveau solde")) for cell in filled
    )


def _table_line(number: int, cells: Iterable[str], places: Mapping[BankField, int]) -> Piece:
    row = list(cells)

    def cell(name: BankField) -> str:
        place = places.get(name, -1)
        return row[place].strip() if 0 <= place < len(row) else ""

    try:
        if not cell(BankField.DATE):
            return StatementRefusal(number, "date_missing")
        day = parse_day(cell(BankField.DATE))
        value = cell(BankField.VALUE_DATE)
        cents = _table_cents(cell(BankField.AMOUNT), cell(BankField.DEBIT), cell(BankField.CREDIT))
        if cents is None:
            return StatementRefusal(number, "amount_missing")
        return StatementLine(
            day,
            cents,
            " ".join(cell(BankField.LABEL).split()),
            references=tuple(filter(None, (" ".join(cell(BankField.REFERENCE).split()),))),
            payer_name=" ".join(cell(BankField.PAYER_NAME).split()) if cents > 0 else "",
            payer_iban=cell(BankField.PAYER_IBAN).replace(" ", "")[:34] if cents > 0 else "",
            value_day=parse_day(value) if value else None,
            line=number,
        )
    except Problem as problem:
        return StatementRefusal(number, problem.code)


def _table_cents(amount: str, debit: str, credit: str) -> int | None:
    """Return the cents of a line: one amount with its sign, else what stands in either column."""
    out = abs(_cents(debit)) if debit else 0
    into = _cents(credit) if credit else 0
    if out and into:
        raise Problem("amount_ambiguous", {"text": f"{debit} {credit}"[:40]})
    if out or into:
        return into - out
    if amount:
        return _cents(amount)
    return 0 if debit or credit else None


def _cents(text: str) -> int:
    try:
        return parse_money(text)
    except Problem as problem:
        if problem.code != "amount_ambiguous":
            raise
        # a spreadsheet's 1234.5 and 1234.567 come with a dot: the second is no amount
        return decimal_cents(text)
