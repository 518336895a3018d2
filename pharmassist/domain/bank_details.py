"""A change of bank details, ours or a payer's: nothing is changed on the word of a message.

Asked → called back at a number that was known before → a second person → a day has passed → applied.
A pharmacy of one person has no second one: the call and the day stand for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

COOLING = timedelta(hours=24)
"""What stands between the call and the change."""
LAST_SIGNS = 4
"""All that is kept of an account number: enough to compare a paper with a screen."""


class Side(StrEnum):
    """Whose bank details change."""

    OURS = "ours"
    THEIRS = "theirs"


class Way(StrEnum):
    """How the change was asked."""

    MAIL = "mail"
    PHONE = "phone"
    POST = "post"
    PORTAL = "portal"
    IN_PERSON = "in_person"


class Outcome(StrEnum):
    """How it ended."""

    OPEN = ""
    APPLIED = "applied"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class BankChange:
    """One change under guard; initials say who did each step, "" while nobody did."""

    side: Side
    party: str
    """Id of an operator, or the name of whoever pays or is told."""
    last4: str
    way: Way
    asked_at: datetime
    asked_by: str
    number: str = ""
    """The number that was called, known before the change was asked."""
    number_source: str = ""
    called_at: datetime | None = None
    called_by: str = ""
    second_by: str = ""
    ended_at: datetime | None = None
    ended_by: str = ""
    outcome: Outcome = Outcome.OPEN
    reason: str = ""
    id: int = 0
    version: int = 1

    @property
    def ready_at(self) -> datetime | None:
        """The instant from which it may be applied as far as the day is concerned; None before the call."""
        return self.called_at + COOLING if self.called_at else None


def missing(change: BankChange, now: datetime, *, alone: bool) -> tuple[str, ...]:
    """Tell what still stands before the change: ``call``, ``second``, ``day``, in this order."""
    steps = []
    if change.called_at is None:
        steps.append("call")
    if not change.second_by and not alone:
        steps.append("second")
    if change.ready_at is None or now < change.ready_at:
        steps.append("day")
    return tuple(steps)
