"""A table of payment notices becomes notices with their lines; nothing touches the register."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from pharmassist.domain.headers import fold, is_totals_row
from pharmassist.domain.identifiers import clean_invoice, looks_like_nir
from pharmassist.domain.lines import parse_day
from pharmassist.domain.money import Money, parse_money
from pharmassist.domain.money_tables import NoticeField
from pharmassist.domain.notices import LineKind, Notice, NoticeLine, NoticeSource, folded_reference
from pharmassist.domain.problems import Problem
from pharmassist.domain.statement_imports import RefusedLine
from pharmassist.services.jobs import Stop
from pharmassist.services.ports.files import Table

_EACH = 2_000
_LONGEST = 120
_KINDS = {
    **dict.fromkeys(
        ("paye", "payee", "regle", "reglee", "accepte", "acceptee", "vire", "vir effectue", "p", "paid", ""),
        LineKind.PAID,
    ),
    **dict.fromkeys(("rejete", "rejetee", "rejet", "refuse", "refusee", "r", "rejected"), LineKind.REJECTED),
    **dict.fromkeys(
        ("retenue", "retenu", "indu", "reprise", "recuperation", "withheld", "acompte"), LineKind.WITHHELD
    ),
}


class _RefusedRow(Exception):
    """A row that cannot be taken; ``reason`` is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class NoticeRead:
    """A notice of a file; ``total`` is said by the file, else the sum of its paid lines."""

    notice: Notice
    lines: list[NoticeLine] = field(default_factory=list)
    row: int = 0
    said_total: Money | None = None
    repeated: bool = False
    """True where the file gives the same invoice twice: the notice stands there twice."""
    _seen: set[NoticeLine] = field(default_factory=set, repr=False)

    def gather(self, line: NoticeLine) -> None:
        """Add a line; the same invoice said twice alike is one."""
        if line.invoice and line in self._seen:
            self.repeated = True
            return
        self._seen.add(line)
        self.lines.append(line)

    def finished(self) -> NoticeRead:
        """Return it with its total; what is withheld counts once in a notice that stands there twice."""
        lines = list(dict.fromkeys(self.lines)) if self.repeated else self.lines
        paid = sum(line.cents for line in lines if line.kind is LineKind.PAID)
        total = paid if self.said_total is None else self.said_total
        notice = Notice(
            self.notice.operator, self.notice.day, total, self.notice.reference, NoticeSource.FILE
        )
        return NoticeRead(notice, lines, self.row, self.said_total, self.repeated)

    @property
    def differs(self) -> bool:
        """True where its invoices do not add up to the total that the file says."""
        paid = sum(line.cents for line in self.lines if line.kind is LineKind.PAID)
        return self.said_total is not None and bool(self.lines) and paid != self.said_total


@dataclass(slots=True)
class NoticesRead:
    """A whole table of notices; ``rows`` are its data lines that were taken."""

    notices: list[NoticeRead] = field(default_factory=list)
    refusals: list[RefusedLine] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    operator: str
    day: date
    reference: str
    total: Money | None
    line: NoticeLine | None


class NoticeReader:
    """Reads the rows of one table by its columns; ``operator`` is the one said for the whole table."""

    def __init__(
        self, places: Mapping[NoticeField, int], operators: Mapping[str, str], operator: str = ""
    ) -> None:
        self._places, self._operators, self._operator = places, operators, operator

    def read(self, table: Table, stop: Stop) -> NoticesRead:
        """Read a table: rows with invoices are gathered by transfer, others are a notice each."""
        done = NoticesRead()
        gathered: dict[tuple[str, date, str], NoticeRead] = {}
        for count, (number, cells) in enumerate(table.rows()):
            if count % _EACH == 0:
                stop.check()
            if is_totals_row(cells):
                continue
            try:
                row = self._row(number, cells)
            except _RefusedRow as refused:
                done.refusals.append(RefusedLine(number, refused.reason))
                continue
            except Problem as problem:
                done.refusals.append(RefusedLine(number, problem.code))
                continue
            notice = Notice(row.operator, row.day, 0, row.reference, NoticeSource.FILE)
            if row.line is None:
                done.notices.append(NoticeRead(notice, row=number, said_total=row.total))
                continue
            key = (row.operator, row.day, folded_reference(row.reference))
            if key not in gathered:
                gathered[key] = NoticeRead(notice, row=number, said_total=row.total)
                done.notices.append(gathered[key])
            gathered[key].gather(row.line)
        done.notices = [each.finished() for each in done.notices]
        return done

    def _row(self, number: int, cells: Sequence[str]) -> _Row:
        def cell(name: NoticeField) -> str:
            place = self._places.get(name, -1)
            return cells[place].strip() if 0 <= place < len(cells) else ""

        if any(looks_like_nir(cell(name)) for name in self._places):
            raise _RefusedRow("nir")
        if any(len(cell(name)) > _LONGEST for name in self._places):
            raise _RefusedRow("too_long")
        said = cell(NoticeField.OPERATOR)
        operator = self._operators.get(fold(said), "") if said else self._operator
        if not operator:
            raise _RefusedRow("operator_unknown" if said else "operator_missing")
        if not cell(NoticeField.FLOW_DATE):
            raise _RefusedRow("date_missing")
        day = parse_day(cell(NoticeField.FLOW_DATE))
        total = parse_money(cell(NoticeField.TOTAL)) if cell(NoticeField.TOTAL) else None
        amount = parse_money(cell(NoticeField.AMC_AMOUNT)) if cell(NoticeField.AMC_AMOUNT) else None
        line = self._line(cell, amount)
        if line is None and total is None:
            total = amount
        if line is None and (total is None or total < 0):
            raise _RefusedRow("amount_missing")
        return _Row(number, operator, day, " ".join(cell(NoticeField.REFERENCE).split()), total, line)

    def _line(self, cell: Callable[[NoticeField], str], amount: Money | None) -> NoticeLine | None:
        invoice, word = cell(NoticeField.INVOICE), fold(cell(NoticeField.STATE))
        kind = _KINDS.get(word)
        if kind is None:
            raise _RefusedRow("state_unknown")
        if not word and (cell(NoticeField.REJECT_CODE) or cell(NoticeField.REJECT_LABEL)):
            kind = LineKind.REJECTED
        if amount is not None and amount < 0:
            kind, amount = LineKind.WITHHELD, -amount
        if not invoice and kind is not LineKind.WITHHELD:
            return None
        if amount is None:
            if kind is not LineKind.REJECTED:
                raise _RefusedRow("amount_missing")
            amount = 0
        number = clean_invoice(invoice) if invoice else ""
        code, label = cell(NoticeField.REJECT_CODE), cell(NoticeField.REJECT_LABEL)
        return NoticeLine(0, kind, number, amount, code, label)
