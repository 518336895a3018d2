"""Matches (pointages): what a credit pays, to the cent, by whom decided, undone or not.

A match joins one credit, or none, to what it pays. Many credits for one notice are several
matches; one credit for several flow days is one match with several allocations. A notice
wholly swallowed by a withholding is a match without credit whose allocations sum to 0.

Σ allocations of a match = what it takes of its credit. A withholding is an allocation below
zero: credit 198,54 = notice 702,55 − 504,01 withheld.
Matching may add targets, rungs and fields here (with a migration).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pharmassist.domain.money import Money


class Rung(StrEnum):
    """The rung of the ladder that found a match (formats.md §5.6)."""

    REFERENCE = "reference"
    INVOICE = "invoice"
    TOTAL = "total"
    SUM = "sum"
    MINUS = "minus"
    WITHHELD = "withheld"
    """A notice less what an acompte takes back."""
    ADVANCE = "advance"
    """The very sum of an acompte that was granted."""
    MANUAL = "manual"


class Target(StrEnum):
    """What an allocation pays."""

    CLAIM = "claim"
    """An invoice; ``notice_id`` says under which notice, where one is known."""
    NOTICE = "notice"
    """A notice as a whole, where its invoices are not known."""
    ADVANCE = "advance"
    """An acompte that comes in; ``target_id`` is the movement of its ledger."""
    WITHHOLDING = "withholding"
    """Kept back by the operator, below zero; ``target_id`` is the movement of the acompte's ledger,
    0 for another clawback (indu)."""
    OVERPAID = "overpaid"
    """Trop perçu: money beyond what was due."""
    RETURN = "return"
    """Taken back by the bank; ``target_id`` is the credit that was returned."""
    OTHER = "other"
    """No business of tiers payant."""


@dataclass(frozen=True, slots=True)
class Allocation:
    """A part of a match, in cents."""

    target: Target
    target_id: int
    cents: Money
    notice_id: int = 0
    match_id: int = 0
    id: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """What was decided for a credit (``credit_id`` 0 = a notice without credit)."""

    credit_id: int
    rung: Rung
    automatic: bool
    allocations: tuple[Allocation, ...]
    at: datetime
    who: str
    solutions: int = 1
    """How many ways the sum could be made when it was decided."""
    undone_at: datetime | None = None
    undone_by: str = ""
    id: int = 0
    version: int = 1

    @property
    def stands(self) -> bool:
        """False once undone; an undone match is kept, so that the history tells it."""
        return self.undone_at is None

    @property
    def taken(self) -> Money:
        """What it takes of its credit."""
        return sum(allocation.cents for allocation in self.allocations)


@dataclass(frozen=True, slots=True)
class PayerRule:
    """Learnt from a confirmed match: a credit that bears these words, or comes from this IBAN, is
    of this operator. ``words`` are folded; one of both is "". Editable.
    """

    operator: str
    words: str = ""
    iban: str = ""
    learnt_from: int = 0
    """The match it was learnt from, 0 when written by a person."""
    id: int = 0
    version: int = 1
