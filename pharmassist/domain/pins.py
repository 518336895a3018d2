"""The PIN of a person: what may be one, and how long a wrong one is waited for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from pharmassist.domain.people import Person, Role
from pharmassist.domain.problems import Problem
from pharmassist.domain.secrets import Secret

SHORTEST, LONGEST = 4, 12
"""Digits of a PIN. Four digits hold 13 bits: the CNIL's figure for a device one holds, with a delay."""
FREE_TRIES = 3
"""Wrong PINs that are only told; each one more doubles the wait."""
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Pin:
    """What is kept of a PIN: its slow hash, and the wrong tries since the last right one."""

    person_id: int
    digest: str
    failures: int = 0
    wait_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delegation:
    """An owner's verbs lent to a person, both days included; ``ended_at`` when taken back."""

    person_id: int
    since: date
    until: date
    given_by: str
    ended_at: datetime | None = None
    id: int = 0

    def covers(self, day: date) -> bool:
        """Tell whether it is in force that day."""
        return self.ended_at is None and self.since <= day <= self.until


def wait_after(failures: int) -> timedelta:
    """Return how long nothing is tried after that many wrong PINs in a row."""
    if failures < FREE_TRIES:
        return timedelta(0)
    longest = LONGEST_WAIT // FIRST_WAIT
    return FIRST_WAIT * min(1 << min(failures - FREE_TRIES, 20), longest)


def checked_pin(pin: Secret) -> Secret:
    """Return a PIN that may be kept; raises ``pin_form``, and ``pin_simple`` for 0000, 1234, 4321…"""
    digits = pin.reveal()
    if not (digits.isascii() and digits.isdecimal() and SHORTEST <= len(digits) <= LONGEST):
        raise Problem("pin_form", {"shortest": SHORTEST, "longest": LONGEST})
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(digits)}
    if steps in ({0}, {1}, {9}):
        raise Problem("pin_simple")
    return pin


def may_decide(person: Person, delegations: tuple[Delegation, ...], day: date) -> bool:
    """Tell whether the owner's verbs are open to a person: an owner, or a delegate that day."""
    if person.role is Role.OWNER:
        return True
    return any(one.person_id == person.id and one.covers(day) for one in delegations)
