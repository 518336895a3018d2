"""Acomptes: money asked from an operator while its payments stand still, to be given back.

An acompte is a liability of its own: never the payment of an invoice, never a state of
one (trade.md §13). Repayment comes as a withholding (retenue) from later notices.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pharmassist.domain.money import Money


class AdvanceStatus(StrEnum):
    """What the operator answered."""

    REQUESTED = "requested"
    GRANTED = "granted"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    CLOSED = "closed"


class MovementKind(StrEnum):
    """A movement of the ledger."""

    RECEIVED = "received"
    WITHHELD = "withheld"
    REPAID = "repaid"


@dataclass(frozen=True, slots=True)
class Advance:
    """One acompte of one operator over a period of invoices; cents."""

    operator: str
    period_from: date
    period_to: date
    claims: int
    requested: Money
    granted: Money = 0
    status: AdvanceStatus = AdvanceStatus.REQUESTED
    requested_at: datetime | None = None
    requested_by: str = ""
    id: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True)
class Movement:
    """Money that came in as an acompte, or was given back; ``cents`` is positive."""

    advance_id: int
    kind: MovementKind
    day: date
    cents: Money
    reference: str = ""
    id: int = 0


def balance(movements: tuple[Movement, ...]) -> Money:
    """Return what is still to give back: received minus withheld minus repaid, in cents."""
    return sum(m.cents if m.kind is MovementKind.RECEIVED else -m.cents for m in movements)
