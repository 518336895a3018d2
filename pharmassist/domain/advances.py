"""Acomptes: money asked from an operator while its payments stand still, to be given back.

An acompte is a liability of its own: never the payment of an invoice, never a state of
one (trade.md §13). Repayment comes as a withholding (retenue) from later notices.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pharmassist.domain.money import Money
from pharmassist.domain.notices import Notice


class AdvanceStatus(StrEnum):
    """What the operator answered, and whether all is given back."""

    REQUESTED = "requested"
    GRANTED = "granted"
    PARTLY_GRANTED = "partly_granted"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    WITHDRAWN = "withdrawn"
    """The pharmacy took its request back."""
    CLOSED = "closed"


ANSWERS = frozenset({AdvanceStatus.GRANTED, AdvanceStatus.REFUSED, AdvanceStatus.NO_ANSWER})
"""What may be noted as an answer; a sum below the request makes of granted a part."""

WAITS = frozenset({AdvanceStatus.REQUESTED, AdvanceStatus.NO_ANSWER})
"""The operator has not said yes or no."""

ENDED = frozenset({AdvanceStatus.REFUSED, AdvanceStatus.WITHDRAWN, AdvanceStatus.CLOSED})
"""Nothing more is awaited: its invoices may be asked for again."""


class Basis(StrEnum):
    """What the sum that was asked rests on."""

    EXACT = "exact"
    """Invoice by invoice."""
    AVERAGE = "average"
    """Average of a reference times the working days suspended."""
    SHORTFALL = "shortfall"
    """The usual of these days less what really came."""


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
    basis: Basis = Basis.EXACT
    answered_on: date | None = None
    answered_by: str = ""
    renews: int = 0
    """The acompte of the same operator that was under way when this one was asked, 0 for none."""

    @property
    def stands(self) -> bool:
        """True while an answer, money or its giving back is awaited."""
        return self.status not in ENDED

    def answered(self) -> AdvanceStatus:
        """Return what the sum granted makes of the answer: whole or in part."""
        whole = self.granted >= self.requested
        return AdvanceStatus.GRANTED if whole else AdvanceStatus.PARTLY_GRANTED


@dataclass(frozen=True, slots=True)
class BasisLine:
    """An invoice that a request was based on, and what it counted for."""

    claim_id: int
    cents: Money


@dataclass(frozen=True, slots=True)
class Movement:
    """Money that came in as an acompte, or was given back; ``cents`` is positive."""

    advance_id: int
    kind: MovementKind
    day: date
    cents: Money
    reference: str = ""
    id: int = 0
    credit_id: int = 0
    """The bank's credit that brought a receipt, 0 where none was named."""
    notice_id: int = 0
    """The notice that a withholding was taken from, 0 where none was named."""
    who: str = ""

    @property
    def signed(self) -> Money:
        """What it adds to what is still to give back."""
        return self.cents if self.kind is MovementKind.RECEIVED else -self.cents


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder sent to a debtor: of an acompte (``advance_id``), else of what it owes."""

    operator: str
    at: datetime
    who: str
    level: int
    cents: Money
    claims: int = 0
    advance_id: int = 0
    id: int = 0


def balance(movements: tuple[Movement, ...], day: date | None = None) -> Money:
    """Return what is still to give back (at the end of a day): received minus withheld minus repaid."""
    return sum(m.signed for m in movements if day is None or m.day <= day)


def by_day(movements: tuple[Movement, ...]) -> tuple[Movement, ...]:
    """Return movements in the order of the ledger: by day, as noted within a day."""
    return tuple(sorted(movements, key=lambda movement: (movement.day, movement.id)))


def status_after(advance: Advance, movements: tuple[Movement, ...]) -> AdvanceStatus:
    """Return the status that the money makes: closed at 0,00, open again when it no longer is.

    Money that came in before any answer is an answer. Withheld too much is not closed.
    """
    if not movements:
        return advance.answered() if advance.status is AdvanceStatus.CLOSED else advance.status
    return AdvanceStatus.CLOSED if balance(movements) == 0 else advance.answered()


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice beside the ledger: total = came in + withheld + what is missing.

    ``withheld`` is what this acompte took of it, ``elsewhere`` what was withheld for other reasons.
    """

    notice: Notice
    withheld: Money

    @property
    def elsewhere(self) -> Money:
        """What was withheld from it for something else."""
        return self.notice.withheld - self.withheld

    @property
    def missing(self) -> Money:
        """What neither the bank nor a withholding explains; below zero, more came than announced."""
        return self.notice.rest


def notices_of(
    advance: Advance, movements: tuple[Movement, ...], notices: tuple[Notice, ...]
) -> tuple[NoticeLine, ...]:
    """Return the notices that tell the story of an acompte, by flow day.

    Those it was withheld from, and from the first money on every notice of the operator until
    all is given back and as much as was asked for has been announced.
    """
    taken: dict[int, Money] = {}
    for movement in movements:
        if movement.kind is MovementKind.WITHHELD and movement.notice_id:
            taken[movement.notice_id] = taken.get(movement.notice_id, 0) + movement.cents
    received = [m.day for m in movements if m.kind is MovementKind.RECEIVED]
    lines: list[NoticeLine] = []
    announced = 0
    last = max((m.day for m in movements if m.kind is not MovementKind.RECEIVED), default=date.max)
    done = bool(movements) and balance(movements) == 0
    for notice in sorted(notices, key=lambda notice: (notice.day, notice.id)):
        if notice.id in taken:
            told = True
        else:
            told = bool(received) and notice.day >= min(received)
            if done and notice.day > last:
                told = told and announced < advance.requested
        if told:
            announced += notice.total
            lines.append(NoticeLine(notice, taken.get(notice.id, 0)))
    return tuple(lines)
