"""Acomptes: what may be asked and why, what was asked, answered, banked and given back.

Two amounts stand side by side (incidents.md §2.4 of the project's sources): the exact sum of
the unpaid invoices, and an estimate by average for when the list cannot be exported.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from pharmassist.domain.advances import Advance, AdvanceStatus, Movement, MovementKind, balance
from pharmassist.domain.calendar import working_days_between
from pharmassist.domain.claims import ADVANCEABLE, CLOSED, Claim, ClaimFilter, State, Tally
from pharmassist.domain.identifiers import refuse_nir
from pharmassist.domain.money import Money
from pharmassist.domain.problems import Problem
from pharmassist.services.changes import Changes, Kind
from pharmassist.services.directory import known_operators
from pharmassist.services.ports.catalogue import Catalogue
from pharmassist.services.ports.machine import Clock
from pharmassist.services.ports.register import Register, Transaction

REFERENCE_DAYS = 90
"""Length, in days before the period, of the reference of the estimate (three months: CMS 2024)."""

_RECEIVED = frozenset({State.RECEIVED, State.PARTLY_RECEIVED})


@dataclass(frozen=True, slots=True)
class Reference:
    """What was received of an operator before the period; cents and working days."""

    first: date
    last: date
    received: Money
    working_days: int


@dataclass(frozen=True, slots=True)
class Computation:
    """What may be asked of an operator over a period, with its working; cents, working days.

    ``waiting`` is its whole encours in the period; what it counts besides ``exact`` is told by
    ``left_out``: state → number and sum. ``estimate`` is None without a reference.
    """

    operator: str
    period_from: date
    period_to: date
    claims: int
    exact: Money
    estimate: Money | None
    working_days: int
    waiting: Tally
    left_out: tuple[tuple[State, Tally], ...]
    oldest: date | None
    reference: Reference | None


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A movement with what is still to give back after it."""

    movement: Movement
    balance: Money


@dataclass(frozen=True, slots=True)
class Ledger:
    """An acompte from request to zero."""

    advance: Advance
    lines: tuple[LedgerLine, ...]

    @property
    def balance(self) -> Money:
        """What is still to give back, in cents; below zero, the operator withheld too much."""
        return self.lines[-1].balance if self.lines else 0


class Advancing:
    """Computes, asks and keeps the ledger of acomptes."""

    def __init__(self, register: Register, catalogue: Catalogue, clock: Clock, changes: Changes) -> None:
        self._register, self._catalogue = register, catalogue
        self._clock, self._changes = clock, changes

    def compute(
        self, operator: str, period_from: date | None = None, period_to: date | None = None
    ) -> Computation:
        """Compute exact sum and estimate; without dates from the oldest invoice that counts to today.

        Raises ``operator_unknown`` and ``period_reversed``.
        """
        known_operators(self._catalogue, (operator,))
        with self._register.read() as tx:
            return self._compute(tx, operator, period_from, period_to)

    def basis(self, operator: str, period_from: date, period_to: date) -> tuple[Claim, ...]:
        """Return the invoices behind the exact sum, oldest first: the annex of the letter."""
        with self._register.read() as tx:
            return tx.claims.find(what_counts(operator, period_from, period_to), today=self._clock.today())

    def request(
        self, who: str, operator: str, period_from: date | None = None, period_to: date | None = None
    ) -> Advance:
        """Record that an acompte of the exact sum was asked.

        Raises as ``compute``, and ``nothing_to_advance``.
        """
        known_operators(self._catalogue, (operator,))
        with self._register.write(who) as tx:
            asked = self._compute(tx, operator, period_from, period_to)
            if asked.exact <= 0:
                raise Problem("nothing_to_advance", {"operator": operator})
            advance = Advance(
                operator=operator,
                period_from=asked.period_from,
                period_to=asked.period_to,
                claims=asked.claims,
                requested=asked.exact,
                requested_at=tx.now,
                requested_by=who,
            )
            advance = replace(advance, id=tx.advances.add(advance))
            facts: dict[str, str | int] = {
                "operator": operator,
                "name": next(o.name for o in self._catalogue.operators() if o.id == operator),
                "from": asked.period_from.isoformat(),
                "to": asked.period_to.isoformat(),
                "claims": asked.claims,
                "cents": asked.exact,
            }
            tx.journal.record("advance.requested", str(advance.id), facts)
        self._changes.post(Kind.ADVANCES)
        return advance

    def answer(self, who: str, advance_id: int, status: AdvanceStatus, granted: Money = 0) -> Advance:
        """Record the operator's answer: granted (cents), refused, or none yet.

        Raises ``advance_unknown``, ``advance_closed`` and ``amount_not_positive``.
        """
        if status not in {AdvanceStatus.GRANTED, AdvanceStatus.REFUSED, AdvanceStatus.NO_ANSWER}:
            raise Problem("advance_answer_refused", {"status": status.value})
        if status is AdvanceStatus.GRANTED and granted <= 0:
            raise Problem("amount_not_positive")
        with self._register.write(who) as tx:
            advance = self._get(tx, advance_id)
            sum_granted = granted if status is AdvanceStatus.GRANTED else 0
            advance = replace(advance, status=status, granted=sum_granted)
            tx.advances.update(advance)
            facts: dict[str, str | int] = {"status": status.value, "cents": sum_granted}
            tx.journal.record("advance.recorded", str(advance_id), facts)
        self._changes.post(Kind.ADVANCES)
        return replace(advance, version=advance.version + 1)

    def add_movement(
        self,
        who: str,
        advance_id: int,
        kind: MovementKind,
        cents: Money,
        day: date | None = None,
        reference: str = "",
    ) -> Ledger:
        """Record money banked as acompte, withheld from a notice, or paid back; closes at 0,00.

        A notice withheld whole brings no bank line: that is a movement like another. Raises
        ``advance_unknown``, ``advance_closed``, ``amount_not_positive``, ``date_in_future``,
        ``advance_not_banked`` (nothing came in yet) and ``nir_refused``.
        """
        refuse_nir(reference)
        if cents <= 0:
            raise Problem("amount_not_positive")
        today = self._clock.today()
        if (day or today) > today:
            raise Problem("date_in_future")
        with self._register.write(who) as tx:
            advance = self._get(tx, advance_id)
            before = tx.advances.movements(advance_id)
            if kind is not MovementKind.RECEIVED and not before:
                raise Problem("advance_not_banked")
            tx.advances.add_movement(Movement(advance_id, kind, day or today, cents, reference.strip()))
            movements = tx.advances.movements(advance_id)
            if balance(movements) == 0:
                advance = replace(advance, status=AdvanceStatus.CLOSED)
                tx.advances.update(advance)
            facts: dict[str, str | int] = {
                "kind": kind.value,
                "cents": cents,
                "day": (day or today).isoformat(),
                "balance": balance(movements),
            }
            tx.journal.record("advance.moved", str(advance_id), facts)
        self._changes.post(Kind.ADVANCES)
        return _ledger(advance, movements)

    def ledgers(self, operator: str = "") -> tuple[Ledger, ...]:
        """Return every acompte with its movements, newest first; of one operator if named."""
        with self._register.read() as tx:
            advances = sorted(tx.advances.all(operator), key=lambda advance: -advance.id)
            return tuple(_ledger(advance, tx.advances.movements(advance.id)) for advance in advances)

    def current(self, operator: str) -> Ledger:
        """Return the newest acompte of an operator that is not closed, else the newest.

        Raises ``Problem("advance_unknown")`` when none was asked.
        """
        ledgers = self.ledgers(operator)
        going = [each for each in ledgers if each.advance.status is not AdvanceStatus.CLOSED]
        if not ledgers:
            raise Problem("advance_unknown", {"operator": operator})
        return (going or list(ledgers))[0]

    def _compute(
        self, tx: Transaction, operator: str, period_from: date | None, period_to: date | None
    ) -> Computation:
        today, alsace = self._clock.today(), tx.people.pharmacy().alsace_moselle
        last = period_to or today
        wanted = what_counts(operator, period_from, last)
        basis = tx.claims.find(wanted, today=today)
        days = [day for claim in basis if (day := claim.invoice_date or claim.care_date)]
        first = period_from or min(days, default=last)
        if first > last:
            raise Problem("period_reversed")
        period = ClaimFilter(operator, date_from=first, date_to=last)
        left_out = []
        for state in State:
            tally = tx.claims.tally(replace(period, states=frozenset({state})), today=today)
            if tally.count and state not in ADVANCEABLE | CLOSED:
                left_out.append((state, tally))
        suspended = working_days_between(first - timedelta(days=1), last, alsace)
        reference = self._reference(tx, operator, first, alsace)
        return Computation(
            operator=operator,
            period_from=first,
            period_to=last,
            claims=len(basis),
            exact=sum(claim.advanceable for claim in basis),
            estimate=_estimate(reference, suspended),
            working_days=suspended,
            waiting=tx.claims.tally(period, today=today),
            left_out=tuple(left_out),
            oldest=min(days, default=None),
            reference=reference,
        )

    def _reference(self, tx: Transaction, operator: str, first: date, alsace: bool) -> Reference | None:
        """Return what was received of the invoices of the three months before, None without any."""
        end = first - timedelta(days=1)
        wanted = ClaimFilter(
            operator, states=_RECEIVED, date_from=end - timedelta(days=REFERENCE_DAYS), date_to=end
        )
        paid = tx.claims.find(wanted, today=self._clock.today())
        days = [day for claim in paid if (day := claim.invoice_date or claim.care_date)]
        if not days:
            return None
        start = min(days)
        working = working_days_between(start - timedelta(days=1), end, alsace)
        received = sum(claim.received for claim in paid)
        return Reference(start, end, received, working) if working and received else None

    @staticmethod
    def _get(tx: Transaction, advance_id: int) -> Advance:
        for advance in tx.advances.all():
            if advance.id == advance_id:
                if advance.status is AdvanceStatus.CLOSED:
                    raise Problem("advance_closed")
                return advance
        raise Problem("advance_unknown", {"operator": str(advance_id)})


def what_counts(operator: str, period_from: date | None, period_to: date) -> ClaimFilter:
    """Return which invoices count in an acompte (trade.md, "what a state counts for").

    The sum, the letter, its annex and the union's figures all rest on this one rule.
    """
    return ClaimFilter(operator, states=ADVANCEABLE, date_from=period_from, date_to=period_to)


def _estimate(reference: Reference | None, working_days: int) -> Money | None:
    """Average per working day times the suspended days, rounded once to the cent."""
    if reference is None:
        return None
    days = reference.working_days
    return (reference.received * working_days * 2 + days) // (2 * days)


def _ledger(advance: Advance, movements: tuple[Movement, ...]) -> Ledger:
    lines = []
    for index, movement in enumerate(movements, start=1):
        lines.append(LedgerLine(movement, balance(movements[:index])))
    return Ledger(advance, tuple(lines))
