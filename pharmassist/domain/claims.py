"""Invoices waiting for the share of the complementary insurer (AMC): states, moves, identity.

Claim, notice and money are three facts: what was claimed (``amc_amount``), announced
and received stand side by side and never replace each other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from pharmassist.domain.calendar import working_days_between
from pharmassist.domain.money import Money, plain_money
from pharmassist.domain.problems import Problem


class State(StrEnum):
    """States of an invoice, in the trade's words (trade.md)."""

    SET_ASIDE = "set_aside"
    TRANSMITTED = "transmitted"
    ACKNOWLEDGED = "acknowledged"
    LEFT_OUTSTANDING = "left_outstanding"
    ANNOUNCED = "announced"
    ANNOUNCED_NOT_RECEIVED = "announced_not_received"
    RECEIVED = "received"
    PARTLY_RECEIVED = "partly_received"
    REJECTED = "rejected"
    REBILLED = "rebilled"
    PAID_BY_PATIENT = "paid_by_patient"
    DISPUTED = "disputed"
    WRITTEN_OFF = "written_off"
    CANCELLED = "cancelled"


CLOSED = frozenset({State.RECEIVED, State.REBILLED, State.WRITTEN_OFF, State.CANCELLED})
"""States that are no longer in the encours."""

ADVANCEABLE = frozenset(
    {
        State.TRANSMITTED,
        State.ACKNOWLEDGED,
        State.LEFT_OUTSTANDING,
        State.ANNOUNCED,
        State.ANNOUNCED_NOT_RECEIVED,
        State.PARTLY_RECEIVED,
    }
)
"""States that count in an acompte request and in the union's figures (rest only, when partly received)."""

SITUATIONS = (State.TRANSMITTED, State.SET_ASIDE, State.PAID_BY_PATIENT, State.REJECTED)
"""First states a person may choose when noting an invoice."""

LEAVES_WITH_SNAPSHOT = frozenset({State.TRANSMITTED, State.ACKNOWLEDGED})
"""The only states that a snapshot turns into ``left_outstanding``."""

NEEDS_REASON = frozenset({State.WRITTEN_OFF, State.CANCELLED, State.DISPUTED})

_ANY_OPEN = frozenset(
    {State.DISPUTED, State.WRITTEN_OFF, State.CANCELLED, State.REJECTED, State.PAID_BY_PATIENT}
)
MOVES: dict[State, frozenset[State]] = {
    State.SET_ASIDE: frozenset({State.TRANSMITTED, State.CANCELLED, State.PAID_BY_PATIENT}),
    State.TRANSMITTED: _ANY_OPEN | {State.ACKNOWLEDGED, State.LEFT_OUTSTANDING, State.ANNOUNCED},
    State.ACKNOWLEDGED: _ANY_OPEN | {State.LEFT_OUTSTANDING, State.ANNOUNCED},
    State.LEFT_OUTSTANDING: _ANY_OPEN | {State.TRANSMITTED, State.ANNOUNCED, State.REBILLED},
    State.ANNOUNCED: _ANY_OPEN | {State.ANNOUNCED_NOT_RECEIVED},
    State.ANNOUNCED_NOT_RECEIVED: _ANY_OPEN | {State.ANNOUNCED},
    State.PARTLY_RECEIVED: frozenset({State.DISPUTED, State.WRITTEN_OFF, State.REJECTED}),
    State.REJECTED: frozenset(
        {State.REBILLED, State.DISPUTED, State.WRITTEN_OFF, State.CANCELLED, State.TRANSMITTED}
    ),
    State.PAID_BY_PATIENT: frozenset({State.CANCELLED, State.TRANSMITTED}),
    State.DISPUTED: frozenset({State.WRITTEN_OFF, State.REJECTED, State.TRANSMITTED, State.CANCELLED}),
    State.RECEIVED: frozenset(),
    State.REBILLED: frozenset({State.REJECTED}),
    State.WRITTEN_OFF: frozenset({State.DISPUTED}),
    State.CANCELLED: frozenset(),
}
"""Moves a person may make by hand; money moves an invoice to received by matching only."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One invoice; amounts in cents, AMC share only unless said. ``id`` 0 is not yet stored."""

    invoice: str
    amc_amount: Money
    invoice_date: date | None = None
    care_date: date | None = None
    transmission_date: date | None = None
    batch: str = ""
    payer: str = ""
    amc_raw: str = ""
    amc_number: str = ""
    convention_type: str = ""
    csr: str = ""
    operator: str = ""
    total: Money | None = None
    amo_amount: Money | None = None
    announced: Money = 0
    received: Money = 0
    state: State = State.TRANSMITTED
    reject_code: str = ""
    reject_label: str = ""
    replaces: str = ""
    import_id: int = 0
    id: int = 0
    version: int = 1
    due: Money | None = None
    """What the LGO's last list still shows of it, when less than the share; None = all of it."""

    @property
    def identity(self) -> tuple[str, str]:
        """Invoice number and its date (care date where the list gives no invoice date)."""
        day = self.invoice_date or self.care_date
        return self.invoice, day.isoformat() if day else ""

    @property
    def rest(self) -> Money:
        """What is still missing of the AMC share."""
        return self.amc_amount - self.received

    @property
    def listed(self) -> Money:
        """What the LGO's last list shows for it."""
        return self.amc_amount if self.due is None else self.due

    @property
    def outstanding(self) -> Money:
        """What the invoice counts for in the encours (trade.md, "what a state counts for")."""
        return 0 if self.state in CLOSED else min(self.rest, self.listed)

    @property
    def advanceable(self) -> Money:
        """What the invoice counts for in an acompte request."""
        return min(self.rest, self.listed) if self.state in ADVANCEABLE else 0

    @property
    def day(self) -> date | None:
        """The day its age counts from: sending, else invoice, else care."""
        return self.transmission_date or self.invoice_date or self.care_date

    def age(self, today: date, alsace_moselle: bool = False) -> int:
        """Age in working days: day of sending left out, today counted."""
        return working_days_between(self.day, today, alsace_moselle) if self.day else 0


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """One line of a claim's history; ``before`` and ``after`` are states."""

    claim_id: int
    at: datetime
    who: str
    before: str
    after: str
    cause: str
    reason: str = ""
    import_id: int = 0


def move(claim: Claim, to: State, reason: str = "") -> Claim:
    """Return the claim in its new state.

    Raises ``Problem("move_refused")`` when a person may not make that move, and
    ``Problem("reason_needed")`` for a loss, a dispute or a cancellation without reason.
    """
    if to not in MOVES[claim.state]:
        raise Problem("move_refused", {"before": claim.state.value, "after": to.value})
    if to in NEEDS_REASON and not reason.strip():
        raise Problem("reason_needed", {"state": to.value})
    return replace(claim, state=to)


MONEY = frozenset({State.RECEIVED, State.PARTLY_RECEIVED})
"""States that only money of the bank gives, by matching."""

NEVER_PAID = frozenset({State.CANCELLED, State.REBILLED})
"""States in which money is not the invoice's own: another one stands for it, or none."""
_UNANNOUNCED = frozenset({State.TRANSMITTED, State.ACKNOWLEDGED, State.LEFT_OUTSTANDING})


def receive(claim: Claim, cents: Money) -> Claim:
    """Return the claim with money that the bank received for it: received, or received in part.

    Raises ``Problem("money_refused")`` where another invoice replaced it or it was cancelled, and
    ``Problem("more_than_due")``: what is beyond its rest is "trop perçu", never its own.
    """
    if cents <= 0:
        raise ValueError("received money is above zero")
    if claim.state in NEVER_PAID:
        raise Problem("money_refused", {"invoice": claim.invoice, "state": claim.state.value})
    if cents > claim.rest:
        raise Problem("more_than_due", {"invoice": claim.invoice, "rest": plain_money(claim.rest)})
    received = claim.received + cents
    state = State.RECEIVED if received == claim.amc_amount else State.PARTLY_RECEIVED
    return replace(claim, received=received, state=state)


def give_back(claim: Claim, cents: Money, before: State) -> Claim:
    """Return the claim without money that it had received; ``before`` is its state before any money.

    What a person said of it since stays. A notice that came meanwhile makes it announced.
    """
    received = claim.received - cents
    if received < 0:
        raise ValueError("an invoice cannot give back what it never received")
    state = claim.state
    if state in MONEY:
        announced = State.ANNOUNCED if claim.announced and before in _UNANNOUNCED else before
        state = State.PARTLY_RECEIVED if received else announced
    return replace(claim, received=received, state=state)


def miss(claim: Claim) -> Claim:
    """Return an announced claim whose money should have come and did not."""
    return move(claim, State.ANNOUNCED_NOT_RECEIVED)


AGE_BANDS = ((0, 2), (3, 5), (6, 10_000))
"""Ages shown with three colours, in working days (mockups/system.md)."""
REJECT_AGES = (5, 20)
"""Last working days of the first two ages of rejects: a week, a month (our own habit)."""


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """What to list; empty means no restriction. Without ``states``, the encours."""

    operator: str | None = None
    amc_number: str = ""
    states: frozenset[State] = frozenset()
    all_states: bool = False
    older_than: int | None = None
    within: int | None = None
    """Working days: only invoices that are not older; undated ones have no age."""
    text: str = ""
    import_id: int = 0
    date_from: date | None = None
    date_to: date | None = None
    amount_from: Money | None = None
    amount_to: Money | None = None
    """Limits of the AMC share, in cents, both included."""
    delays: tuple[tuple[str, int], ...] = ()
    """Operator → working days: only invoices older than the delay of their own operator."""

    replacing: bool = False
    """Only invoices that a list proposed as replacing another."""


@dataclass(frozen=True, slots=True)
class Tally:
    """A number of invoices and their sum in cents."""

    count: int = 0
    cents: Money = 0


@dataclass(frozen=True, slots=True)
class Picked:
    """What is needed of an invoice to choose it: its number, what it counts for in cents, its state."""

    id: int
    invoice: str
    cents: Money
    state: State
    version: int = 1


@dataclass(frozen=True, slots=True)
class OperatorOutstanding:
    """The encours of one operator (``""`` = unknown), with one tally per age band."""

    operator: str
    total: Tally
    bands: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class AgeingRow:
    """The encours of one operator or AMC (``key`` "" = unknown), one tally per column of days.

    ``bands`` has one more column than the limits that were asked: the oldest.
    """

    key: str
    name: str
    total: Tally
    bands: tuple[Tally, ...]
