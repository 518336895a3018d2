"""What may be asked as an acompte, and why: exact beside estimated, each with its working.

The exact sum rests on the unpaid invoices; the estimates (incidents.md §2.4 of the project's
sources) on a reference: average times working days, or the usual of these days less what really
came. They serve when the list cannot be exported.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pharmassist.domain.advances import Advance, Basis
from pharmassist.domain.calendar import working_days_between
from pharmassist.domain.claims import ADVANCEABLE, CLOSED, Claim, ClaimFilter, State, Tally
from pharmassist.domain.money import Money
from pharmassist.domain.problems import Problem
from pharmassist.services.ports.register import Transaction

REFERENCE_DAYS = 90
"""Length, in days before the period, of the reference of the estimate (three months: CMS 2024)."""

_RECEIVED = frozenset({State.RECEIVED, State.PARTLY_RECEIVED})


@dataclass(frozen=True, slots=True)
class Reference:
    """What was received of an operator before the period; cents and working days.

    ``by_bank``: the matched credits of these days; else what invoices of these days received.
    """

    first: date
    last: date
    received: Money
    working_days: int
    by_bank: bool = False


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Invoices left out because a request that stands already holds them, or their AMC elsewhere."""

    advance: Advance
    tally: Tally
    same_amc: bool = False
    """Not these invoices, but others of their AMC are in a request to another operator."""


@dataclass(frozen=True, slots=True)
class Computation:
    """What may be asked of an operator over a period, with its working; cents, working days.

    ``waiting`` is its whole encours in the period; what it counts besides ``exact`` is told by
    ``left_out`` (state → number and sum) and ``elsewhere``. Estimates are None without a reference.
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
    actual: Money = 0
    """What the bank brought of this operator during the period."""
    elsewhere: tuple[Elsewhere, ...] = ()

    @property
    def transmitted(self) -> Tally:
        """All that is transmitted and not received, asked for already or not: the union's figures."""
        others = [one.tally for one in self.elsewhere]
        return Tally(
            self.claims + sum(one.count for one in others), self.exact + sum(one.cents for one in others)
        )

    @property
    def shortfall(self) -> Money | None:
        """The usual of these days less what really came; None without a reference."""
        return None if self.estimate is None else max(0, self.estimate - self.actual)

    def sum_of(self, basis: Basis) -> Money | None:
        """Return the sum on one basis."""
        if basis is Basis.EXACT:
            return self.exact
        return self.estimate if basis is Basis.AVERAGE else self.shortfall


@dataclass(frozen=True, slots=True)
class Counted:
    """The invoices behind an exact sum, and those held by other requests."""

    claims: tuple[Claim, ...]
    elsewhere: tuple[Elsewhere, ...]


def what_counts(operator: str, period_from: date | None, period_to: date) -> ClaimFilter:
    """Return which invoices count in an acompte (trade.md, "what a state counts for").

    The sum, the letter, its annex and the union's figures all rest on this one rule.
    """
    return ClaimFilter(operator, states=ADVANCEABLE, date_from=period_from, date_to=period_to)


def counted(
    tx: Transaction, operator: str, period_from: date | None, period_to: date, today: date
) -> Counted:
    """Return the invoices that may be asked for.

    An invoice is in one standing request only, and an AMC behind two operators in the request to
    one of them: whoever was asked first.
    """
    found = tx.claims.find(what_counts(operator, period_from, period_to), today=today)
    standing = [one for one in tx.advances.all() if one.stands]
    holder: dict[int, Advance] = {}
    amcs: dict[str, Advance] = {}
    for advance in standing:
        for line in tx.advances.basis(advance.id):
            holder.setdefault(line.claim_id, advance)
            if advance.operator != operator:
                claim = tx.claims.get(line.claim_id)
                if claim is not None and claim.amc_number:
                    amcs.setdefault(claim.amc_number, advance)
    kept: list[Claim] = []
    out: dict[tuple[int, bool], tuple[Advance, list[Claim]]] = {}
    for claim in found:
        if claim.id in holder:
            advance, same = holder[claim.id], False
        elif claim.amc_number in amcs:
            advance, same = amcs[claim.amc_number], True
        else:
            kept.append(claim)
            continue
        out.setdefault((advance.id, same), (advance, []))[1].append(claim)
    elsewhere = tuple(Elsewhere(advance, _tally(held), same) for (_id, same), (advance, held) in out.items())
    return Counted(tuple(kept), elsewhere)


def compute(
    tx: Transaction, operator: str, period_from: date | None, period_to: date | None, today: date
) -> tuple[Computation, Counted]:
    """Compute sums and working; without dates from the oldest invoice that counts to today.

    Raises ``period_reversed``.
    """
    alsace = tx.people.pharmacy().alsace_moselle
    last = period_to or today
    if period_from is not None and period_from > last:
        raise Problem("period_reversed")
    basis = counted(tx, operator, period_from, last, today)
    days = [day for claim in basis.claims if (day := claim.invoice_date or claim.care_date)]
    first = period_from or min(days, default=None) or _oldest(tx, operator, last, today)
    period = ClaimFilter(operator, date_from=first, date_to=last)
    left_out = []
    for state in State:
        tally = tx.claims.tally(replace(period, states=frozenset({state})), today=today)
        if tally.count and state not in ADVANCEABLE | CLOSED:
            left_out.append((state, tally))
    suspended = working_days_between(first - timedelta(days=1), last, alsace)
    reference = _reference(tx, operator, first, today, alsace)
    computation = Computation(
        operator=operator,
        period_from=first,
        period_to=last,
        claims=len(basis.claims),
        exact=_tally(basis.claims).cents,
        estimate=_estimate(reference, suspended),
        working_days=suspended,
        waiting=tx.claims.tally(period, today=today),
        left_out=tuple(left_out),
        oldest=min(days, default=None),
        reference=reference,
        actual=tx.advances.received_of(operator, first, last),
        # Of the period itself, so that the working adds up.
        elsewhere=counted(tx, operator, first, last, today).elsewhere,
    )
    return computation, basis


def _oldest(tx: Transaction, operator: str, last: date, today: date) -> date:
    """Return the day of the oldest invoice that counts, in a request already."""
    found = tx.claims.find(what_counts(operator, None, last), today=today)
    return min((day for claim in found if (day := claim.invoice_date or claim.care_date)), default=last)


def _reference(tx: Transaction, operator: str, first: date, today: date, alsace: bool) -> Reference | None:
    """Return what came in the three months before: by the bank where it is matched, else by the
    invoices of these months; None without any.
    """
    end = first - timedelta(days=1)
    start = end - timedelta(days=REFERENCE_DAYS)
    known_from = min((one.first_day for one in tx.bank.statements()), default=start)
    banked_from = max(start, known_from)
    banked = tx.advances.received_of(operator, banked_from, end)
    if banked > 0:
        start = banked_from
        working = working_days_between(start - timedelta(days=1), end, alsace)
        return Reference(start, end, banked, working, by_bank=True)
    wanted = ClaimFilter(operator, states=_RECEIVED, date_from=start, date_to=end)
    paid = tx.claims.find(wanted, today=today)
    days = [day for claim in paid if (day := claim.invoice_date or claim.care_date)]
    if not days:
        return None
    start = min(days)
    working = working_days_between(start - timedelta(days=1), end, alsace)
    received = sum(claim.received for claim in paid)
    return Reference(start, end, received, working) if working and received else None


def _estimate(reference: Reference | None, working_days: int) -> Money | None:
    """Average per working day times the suspended days, rounded once to the cent."""
    if reference is None:
        return None
    days = reference.working_days
    return (reference.received * working_days * 2 + days) // (2 * days)


def _tally(claims: Iterable[Claim]) -> Tally:
    held = tuple(claims)
    return Tally(len(held), sum(claim.advanceable for claim in held))
