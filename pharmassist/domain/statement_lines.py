"""What a bank file says, piece by piece, before anything of it is compared or stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pharmassist.domain.bank import BankFormat
from pharmassist.domain.money import Money


@dataclass(frozen=True, slots=True)
class StatementHead:
    """The beginning of one account's statement; days and balance None where it tells none."""

    account: str
    """IBAN, or ``bank:branch:number``."""
    format: BankFormat
    opening: Money | None = None
    opening_day: date | None = None
    """The balance is that of the end of this day."""
    first_day: date | None = None
    last_day: date | None = None
    currency: str = "EUR"


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One movement, in cents; below zero for a debit. Words as the file has them, not masked yet."""

    day: date
    cents: Money
    label: str = ""
    remittance: str = ""
    references: tuple[str, ...] = ()
    payer_name: str = ""
    payer_iban: str = ""
    value_day: date | None = None
    bank_code: str = ""
    number: str = ""
    """The bank's own number of the line."""
    end_to_end: str = ""
    """The payer's own reference of the transfer (EndToEndId), where the format carries it."""
    is_return: bool = False
    """The file says that it takes an earlier transfer back."""
    line: int = 0
    """Where it stands in the file."""


@dataclass(frozen=True, slots=True)
class StatementFoot:
    """The end of one account's statement."""

    closing: Money | None = None
    closing_day: date | None = None
    details_differ: int = 0
    """Entries whose details did not add up, and that were read as a whole."""


@dataclass(frozen=True, slots=True)
class StatementRefusal:
    """A line of the file that cannot be taken; ``reason`` is a code."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class StatementNote:
    """A thing to say of the file; a code: ``pending`` (no money yet), ``card_account``…"""

    code: str


Piece = StatementHead | StatementLine | StatementFoot | StatementRefusal | StatementNote
