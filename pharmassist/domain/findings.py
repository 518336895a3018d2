"""What the ladder says of a credit: the rung that holds, its solutions, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pharmassist.domain.bank import Credit
from pharmassist.domain.matches import Allocation, Rung, Target
from pharmassist.domain.money import Money
from pharmassist.domain.payers import Payer


class PartKind(StrEnum):
    """What a line of an explanation is."""

    NOTICE = "notice"
    LOT = "lot"
    DAY = "day"
    INVOICE = "invoice"
    LESS = "less"
    """An invoice of the lot, day or notice that was not paid."""
    ADVANCE = "advance"
    WITHHELD = "withheld"
    OVERPAID = "overpaid"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Part:
    """One line of an explanation, in cents; the lines of a solution add up to what it explains."""

    kind: PartKind
    cents: Money
    name: str = ""
    """The lot, the invoice number, the reference of the notice."""
    day: date | None = None
    count: int = 0
    """Invoices in it, where they are known."""
    id: int = 0
    """The notice, invoice or acompte."""


@dataclass(frozen=True, slots=True)
class Solution:
    """One way in which a credit may be explained."""

    parts: tuple[Part, ...]
    allocations: tuple[Allocation, ...]

    @property
    def cents(self) -> Money:
        """What it explains of the credit."""
        return sum(part.cents for part in self.parts)

    @property
    def targets(self) -> frozenset[tuple[Target, int]]:
        """What it pays: two solutions with the same targets are one."""
        return frozenset((each.target, each.target_id) for each in self.allocations if each.target_id)


class Why(StrEnum):
    """A reason for or against, put into words by ``services/match_words.py``."""

    PAYER = "payer"
    PAYER_UNKNOWN = "payer_unknown"
    PAYER_OUTSIDE = "payer_outside"
    PAYER_OTHER = "payer_other"
    REFERENCE = "reference"
    REFERENCE_ABSENT = "reference_absent"
    REFERENCE_TWICE = "reference_twice"
    SAME_AMOUNT = "same_amount"
    AMOUNT_LESS = "amount_less"
    AMOUNT_MORE = "amount_more"
    GROUPED = "grouped"
    BEFORE_FLOW = "before_flow"
    NOT_EXPECTED = "not_expected"
    INVOICE = "invoice"
    LOT = "lot"
    DAYS_AFTER = "days_after"
    LESS = "less"
    ADVANCE = "advance"
    WITHHELD = "withheld"
    SPLIT = "split"
    ONLY_ONE = "only_one"
    SEVERAL = "several"
    RIVALS = "rivals"
    TOO_MANY = "too_many"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason; ``good`` is False for a doubt, None for a thing merely said."""

    why: Why
    good: bool | None = True
    text: str = ""
    number: int = 0
    cents: Money = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer of the ladder for one credit; without rung nothing was found."""

    credit: Credit
    payer: Payer | None
    rung: Rung | None = None
    solutions: tuple[Solution, ...] = ()
    """Those kept to choose from; ``found`` counts all of them."""
    found: int = 0
    automatic: bool = False
    given_up: bool = False
    """The search had too many combinations: what it found is not known to be alone."""
    reasons: tuple[Reason, ...] = ()

    @property
    def certain(self) -> bool:
        """True for one solution that was searched to the end: a proposal that one key accepts."""
        return self.found == 1 and not self.given_up

    @property
    def outside(self) -> bool:
        """True for money that pays no AMC share."""
        return self.payer is not None and self.payer.outside
