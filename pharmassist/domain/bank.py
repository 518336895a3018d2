"""The pharmacy's bank account: statements, and the credits (virements) that they bring.

A credit is real money. What it pays is said by matches (``domain/matches.py``), never by the
credit. Debits are not kept: of each only a keyed hash that recognises it again, and their sum
per statement; the one debit kept is the return of a stored credit (security.md, "What must
not enter"). The sides: a bank statement writes ``Credit`` and ``BankStatement``; matching
changes ``allocated`` and ``other`` only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from pharmassist.domain.calendar import is_working_day, working_days_between
from pharmassist.domain.money import Money

FRESH_WORKING_DAYS = 1
"""Bank data older than this many working days are stale."""


class BankFormat(StrEnum):
    """How a statement was written."""

    OFX = "ofx"
    CFONB120 = "cfonb120"
    CAMT053 = "camt053"
    TABLE = "table"
    """Any bank's CSV or workbook, or a table pasted from its page."""


class CreditState(StrEnum):
    """Where a credit stands, computed from its fields."""

    OPEN = "open"
    """À pointer: nothing says yet what it pays."""
    PARTLY_MATCHED = "partly_matched"
    MATCHED = "matched"
    OTHER = "other"
    """Marked "autre": no business of tiers payant; its words are erased."""
    RETURNED = "returned"
    """The bank took it back."""
    RETURN = "return"
    """The debit that takes a stored credit back."""


@dataclass(frozen=True, slots=True)
class BankAccount:
    """An account of the pharmacy. ``iban`` "" is the account of tables that do not name it."""

    iban: str
    """The IBAN, or ``bank:branch:number`` as a file wrote it where no IBAN can be made of it."""
    label: str = ""
    id: int = 0
    version: int = 1

    @property
    def short(self) -> str:
        """The last four signs: what is shown on a screen that others see."""
        return f"…{self.iban[-4:]}" if self.iban else ""


@dataclass(frozen=True, slots=True)
class Credit:
    """Money that came in, or (``cents`` below zero) a debit that returns such money.

    Words come masked (no NIR); they are "" once the credit is marked ``other``.
    ``id`` 0 is not yet stored.
    """

    account_id: int
    day: date
    """Day of the operation, as the bank books it."""
    cents: Money
    label: str = ""
    """The bank's own words (libellé)."""
    remittance: str = ""
    """What the payer wrote (CFONB LCC and LC2 joined, camt Ustrd)."""
    references: tuple[str, ...] = ()
    """References of the transfer (EndToEndId, RCN, REF, structured reference), the surest first."""
    payer_name: str = ""
    payer_iban: str = ""
    value_day: date | None = None
    bank_code: str = ""
    """Kind of operation as the bank codes it: CFONB ``05``, camt ``PMNT/RCDT/ESCT``, OFX ``CREDIT``."""
    allocated: Money = 0
    """Σ of the standing allocations of this credit, in cents: matching keeps it."""
    other: bool = False
    """Marked "autre" by a person: see :func:`as_other`."""
    returns: int = 0
    """On a return: the credit it takes back."""
    returned_by: int = 0
    """On a credit: the return that took it back, which must then pay nothing any more."""
    import_id: int = 0
    """The first import that brought it."""
    id: int = 0
    version: int = 1

    @property
    def rest(self) -> Money:
        """What is not allocated yet; Σ allocations + rest = ``cents``, always."""
        return self.cents - self.allocated

    @property
    def state(self) -> CreditState:
        """Where it stands."""
        if self.returns:
            return CreditState.RETURN
        if self.returned_by:
            return CreditState.RETURNED
        if self.other:
            return CreditState.OTHER
        if self.allocated == 0:
            return CreditState.OPEN
        return CreditState.MATCHED if self.rest == 0 else CreditState.PARTLY_MATCHED

    @property
    def words(self) -> str:
        """Everything it says, in one line: where a reference or an invoice number is looked for."""
        return " ".join(filter(None, (self.label, self.remittance, *self.references, self.payer_name)))


def as_other(credit: Credit) -> Credit:
    """Return the credit marked "autre": its words are erased, its amount and day stay."""
    return replace(
        credit, other=True, label="", remittance="", references=(), payer_name="", payer_iban="", bank_code=""
    )


@dataclass(frozen=True, slots=True)
class CreditFilter:
    """Which credits to list; empty means no restriction. Oldest first."""

    states: frozenset[CreditState] = frozenset()
    account_id: int = 0
    date_from: date | None = None
    date_to: date | None = None
    cents: Money | None = None
    import_id: int = 0
    text: str = ""
    """Folded and looked for in label, remittance, references, payer."""


@dataclass(frozen=True, slots=True)
class BankStatement:
    """What one import says of one account over a period; balances None where the format tells none."""

    account_id: int
    import_id: int
    format: BankFormat
    first_day: date
    last_day: date
    """Days that the statement covers: as it says, else of its first and last line."""
    credits: Money
    debits: Money
    """Sums of its lines, known ones included; debits below zero."""
    lines: int
    opening: Money | None = None
    closing: Money | None = None
    id: int = 0

    @property
    def balance_ok(self) -> bool | None:
        """Old balance + movements = new balance; None where a balance is not told."""
        if self.opening is None or self.closing is None:
            return None
        return self.opening + self.credits + self.debits == self.closing

    @property
    def implied_opening(self) -> Money | None:
        """The balance before its first line: told, or computed from the one after its last."""
        if self.opening is not None or self.closing is None:
            return self.opening
        return self.closing - self.credits - self.debits


@dataclass(frozen=True, slots=True)
class Gap:
    """Days of an account that no statement covers, or whose balances do not join.

    ``cents`` is the sum of the lines that are missing; None where no balance tells it, and 0
    never stands (balances that join prove that no line is missing).
    """

    account_id: int
    after: date
    before: date
    cents: Money | None


def gaps(statements: Iterable[BankStatement], alsace_moselle: bool = False) -> tuple[Gap, ...]:
    """Return the gaps between the statements of one account, in any order.

    Statements that overlap leave none. Without balances, only an uncovered *working* day is a
    gap, and only between statements that are no bare tables (a table covers what it lists:
    nothing says that the days around were empty).
    """
    found: list[Gap] = []
    ordered = sorted(statements, key=lambda s: (s.first_day, s.last_day, s.id))
    latest: BankStatement | None = None
    for statement in ordered:
        if latest is not None and statement.first_day > latest.last_day:
            gap = _between(latest, statement, alsace_moselle)
            if gap is not None:
                found.append(gap)
        if latest is None or statement.last_day >= latest.last_day:
            latest = statement
    return tuple(found)


def _between(earlier: BankStatement, later: BankStatement, alsace_moselle: bool) -> Gap | None:
    opening, closing = later.implied_opening, earlier.closing
    if opening is not None and closing is not None:
        missing = opening - closing
        return Gap(later.account_id, earlier.last_day, later.first_day, missing) if missing else None
    if BankFormat.TABLE in (earlier.format, later.format):
        return None
    day = earlier.last_day + timedelta(days=1)
    while day < later.first_day:
        if is_working_day(day, alsace_moselle):
            return Gap(later.account_id, earlier.last_day, later.first_day, None)
        day += timedelta(days=1)
    return None


@dataclass(frozen=True, slots=True)
class Freshness:
    """How far the bank data reach: "données bancaires du …".

    ``day`` is the last day that a statement of any account covers, ``imported_at`` when the
    newest standing import came; both None before the first one.
    """

    day: date | None = None
    imported_at: datetime | None = None

    @property
    def known(self) -> bool:
        """True once any statement was imported."""
        return self.day is not None

    def fresh(self, today: date, alsace_moselle: bool = False) -> bool:
        """Tell whether the bank is known well enough to say that somebody did not pay."""
        if self.day is None:
            return False
        return working_days_between(self.day, today, alsace_moselle) <= FRESH_WORKING_DAYS
