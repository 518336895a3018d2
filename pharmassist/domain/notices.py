"""Payment notices: what an operator announces to have paid, before the bank is asked.

One line per announced transfer is enough: operator, flow day, total, reference. Invoices and
rejects may come with it. Announced is never received.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pharmassist.domain.headers import fold
from pharmassist.domain.money import Money


class NoticeSource(StrEnum):
    """How a notice entered."""

    TYPED = "typed"
    FILE = "file"


class NoticeState(StrEnum):
    """Where a notice stands, computed from its cents."""

    ANNOUNCED = "announced"
    PARTLY_RECEIVED = "partly_received"
    RECEIVED = "received"
    """Credits and withholdings make its total, and money came."""
    WITHHELD = "withheld"
    """Wholly swallowed by withholdings: no bank line will come, and that is no alarm."""
    OVERPAID = "overpaid"
    """More came than was announced: "trop perçu"."""


class LineKind(StrEnum):
    """What a notice says of one invoice."""

    PAID = "paid"
    REJECTED = "rejected"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Notice:
    """One announced transfer, in cents. ``id`` 0 is not yet stored.

    ``received`` (bank) and ``withheld`` (kept back for an acompte or a clawback) are kept by
    matching: received + withheld + rest = total.
    """

    operator: str
    day: date
    """Flow day (journée de flux)."""
    total: Money
    """Sum announced before anything is withheld."""
    reference: str = ""
    """Reference of the transfer, as the operator writes it."""
    source: NoticeSource = NoticeSource.TYPED
    received: Money = 0
    withheld: Money = 0
    import_id: int = 0
    """The import that brought it, 0 when typed."""
    reference_import_id: int = 0
    """The later import that told its reference, 0 where it was known from the beginning."""
    id: int = 0
    version: int = 1

    @property
    def rest(self) -> Money:
        """What was announced and is neither received nor withheld."""
        return self.total - self.received - self.withheld

    @property
    def state(self) -> NoticeState:
        """Where it stands."""
        if self.rest < 0:
            return NoticeState.OVERPAID
        if self.rest == 0 and self.received:
            return NoticeState.RECEIVED
        if self.rest == 0:
            return NoticeState.WITHHELD
        return NoticeState.PARTLY_RECEIVED if self.received or self.withheld else NoticeState.ANNOUNCED

    @property
    def folded_reference(self) -> str:
        """Its reference for comparing: lower case, no accents, no spaces."""
        return folded_reference(self.reference)


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """What a notice says of one invoice; ``cents`` are paid, refused or withheld (above zero).

    ``claim_id`` is the invoice of the register it speaks of, 0 where none was found.
    """

    notice_id: int
    kind: LineKind
    invoice: str
    cents: Money
    reject_code: str = ""
    reject_label: str = ""
    claim_id: int = 0
    state_before: str = ""
    """State of that invoice before this line spoke, so that it can be undone; "" = it changed nothing."""
    announced_before: Money = 0
    import_id: int = 0
    """The import that brought the line, 0 when typed."""
    id: int = 0


@dataclass(frozen=True, slots=True)
class NoticeFilter:
    """Which notices to list; empty means no restriction. By flow day, oldest first."""

    operator: str = ""
    states: frozenset[NoticeState] = frozenset()
    date_from: date | None = None
    date_to: date | None = None
    reference: str = ""
    import_id: int = 0
    reference_import_id: int = 0


def folded_reference(text: str) -> str:
    """Return a reference for comparing: lower case, no accents, nothing between its signs."""
    return fold(text).replace(" ", "")


def same_transfer(known: Notice, new: Notice) -> bool:
    """Tell whether two notices announce one transfer: same operator, flow day and total,
    and no two different references.
    """
    if (known.operator, known.day, known.total) != (new.operator, new.day, new.total):
        return False
    mine, its = known.folded_reference, new.folded_reference
    return not mine or not its or mine == its
