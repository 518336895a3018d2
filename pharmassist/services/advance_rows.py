"""The ledger of an acompte as rows, the same on screen and on paper."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from pharmassist.domain.advances import AdvanceStatus, MovementKind
from pharmassist.domain.money import Money
from pharmassist.services.advancing import Ledger
from pharmassist.services.texts import PARIS


class RowKind(StrEnum):
    """What a row tells."""

    REQUESTED = "requested"
    REMINDED = "reminded"
    GRANTED = "granted"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    WITHDRAWN = "withdrawn"
    RECEIVED = "received"
    NOTICE = "notice"
    SWALLOWED = "swallowed"
    """A notice wholly withheld: no bank line, and that is no alarm."""
    WITHHELD = "withheld"
    REPAID = "repaid"


_ANSWERS = {
    AdvanceStatus.REFUSED: RowKind.REFUSED,
    AdvanceStatus.NO_ANSWER: RowKind.NO_ANSWER,
    AdvanceStatus.WITHDRAWN: RowKind.WITHDRAWN,
}
_MOVED = {
    MovementKind.RECEIVED: RowKind.RECEIVED,
    MovementKind.WITHHELD: RowKind.WITHHELD,
    MovementKind.REPAID: RowKind.REPAID,
}


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row; cents, None where a column says nothing. ``movements`` can be undone."""

    kind: RowKind
    day: date | None
    amount: Money | None = None
    withheld: Money | None = None
    credit: Money | None = None
    balance: Money | None = None
    missing: Money = 0
    """Of a notice: what neither bank nor withholding explains."""
    elsewhere: Money = 0
    """Of a notice: what was withheld for something else."""
    reference: str = ""
    who: str = ""
    movements: tuple[int, ...] = ()
    level: int = 0


@dataclass(frozen=True, slots=True)
class LedgerTotals:
    """The last row: the notices add up, or what is missing is said."""

    notices: int
    announced: Money
    withheld: Money
    """Withheld from these notices for this acompte."""
    elsewhere: Money
    credits: Money
    missing: Money
    balance: Money


def ledger_rows(ledger: Ledger) -> tuple[LedgerRow, ...]:
    """Return the rows by day, each with what is still to give back after it."""
    told = _asked(ledger)
    in_notice = {line.notice.id for line in ledger.notices}
    money: list[tuple[date, int, int, LedgerRow]] = []
    for line in ledger.notices:
        own = [m for m in ledger.movements if m.notice_id == line.notice.id]
        day = max((m.day for m in own), default=line.notice.day)
        notice = line.notice
        swallowed = not notice.received and not notice.rest and bool(notice.withheld)
        row = LedgerRow(
            RowKind.SWALLOWED if swallowed else RowKind.NOTICE,
            day,
            amount=notice.total,
            withheld=line.withheld or None,
            credit=notice.received or None,
            missing=line.missing,
            elsewhere=line.elsewhere,
            reference=notice.reference,
            who=own[0].who if own else "",
            movements=tuple(m.id for m in own),
        )
        money.append((day, 1, notice.id, row))
    for movement in ledger.movements:
        if movement.notice_id in in_notice and movement.kind is MovementKind.WITHHELD:
            continue
        received = movement.kind is MovementKind.RECEIVED
        row = LedgerRow(
            _MOVED[movement.kind],
            movement.day,
            withheld=None if received else movement.cents,
            credit=movement.cents if received else None,
            reference=movement.reference,
            who=movement.who,
            movements=(movement.id,),
        )
        money.append((movement.day, 0 if received else 2, movement.id, row))
    left = 0
    for *_order, row in sorted(money, key=lambda each: each[:3]):
        left += (row.credit or 0) if row.kind is RowKind.RECEIVED else -(row.withheld or 0)
        told.append(replace(row, balance=left))
    return tuple(told)


def _asked(ledger: Ledger) -> list[LedgerRow]:
    """Return request, reminders and answer."""
    advance = ledger.advance
    asked = advance.requested_at.astimezone(PARIS).date() if advance.requested_at else None
    rows = [LedgerRow(RowKind.REQUESTED, asked, amount=advance.requested, who=advance.requested_by)]
    rows += [
        LedgerRow(RowKind.REMINDED, one.at.astimezone(PARIS).date(), who=one.who, level=one.level)
        for one in ledger.reminders
    ]
    if advance.granted:
        rows.append(
            LedgerRow(RowKind.GRANTED, advance.answered_on, amount=advance.granted, who=advance.answered_by)
        )
    elif advance.status in _ANSWERS:
        rows.append(LedgerRow(_ANSWERS[advance.status], advance.answered_on, who=advance.answered_by))
    return rows


def ledger_totals(ledger: Ledger) -> LedgerTotals:
    """Return the sums of the notices: announced = came in + withheld + missing."""
    lines = ledger.notices
    return LedgerTotals(
        notices=len(lines),
        announced=sum(line.notice.total for line in lines),
        withheld=sum(line.withheld for line in lines),
        elsewhere=sum(line.elsewhere for line in lines),
        credits=sum(line.notice.received for line in lines),
        missing=sum(line.missing for line in lines),
        balance=ledger.balance,
    )
